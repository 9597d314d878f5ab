//! What the tests share: random numbers and networks, ways to compare, files of the repository and of `../shared`, damaged files.
//!
//! Each test binary includes this folder with `#[path = "../support/mod.rs"] mod support;`. It must never know a single test.

#![allow(dead_code, reason = "every test binary includes all helpers, and none uses all of them")]

pub mod compare;
pub mod damage;
pub mod draft;
pub mod files;
/// The generator that the unit tests of `src` use: the same file.
#[path = "../../src/testing.rs"]
pub mod numbers;
