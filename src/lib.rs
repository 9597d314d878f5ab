//! Convscope: a microscope for convolutional networks.
//!
//! This is the map of the house; `ARCHITECTURE.md` walks through it. Arrows point down: a room may import only the rooms below
//! it.
//!
//! | room | what lives there | may import |
//! |---|---|---|
//! | [`app`] | the window: state, panels, widgets, theme | everything below |
//! | [`cli`] | the same work without a window, one file per subcommand | everything below but `app` |
//! | [`figures`] | numbers become pictures once, for window, command line and files: PNG and SVG | `anatomy`, `arithmetic`, `attribution`, `visualization`, `units`, `formats`, `network`, `picture` |
//! | [`judge`] | a chapter's conscience: is an explanation true? one file per published measure | `attribution`, `methods`, `network`, `picture`, `data`, `formats` |
//! | [`jobs`] | background work: progress, cancellation, pause, priorities, partial results, latest request wins | `control` |
//! | [`embedding`] | a chapter: pictures as points, one file per published method | `methods`, `network`, `data` |
//! | [`training`] | a chapter: networks learn, as a recipe says | `zoo`, `formats`, `network`, `picture`, `data` |
//! | [`attribution`] | a chapter: why this answer, one file per published method | `methods`, `network`, `kernels`, `picture` |
//! | [`visualization`] | a chapter: what would a unit love to see, one file per published recipe | `units`, `methods`, `zoo`, `network`, `kernels`, `picture`, `data` |
//! | [`units`] | a chapter: what excites a channel, and what a position sees | `methods`, `network`, `picture`, `data` |
//! | [`arithmetic`] | where one number comes from: the terms, the norm and the curve of any position of any layer | `network` |
//! | [`anatomy`] | what a network is made of: parts, blocks, what is alike, how they are wired, what each costs and sees | `network` |
//! | [`methods`] | what methods share: parameters, registries, conventions, a pass over a data set | `network`, `picture`, `data` |
//! | [`zoo`] | architectures by name, recognised from their keys; a [`zoo::Model`] ready to run | `formats`, `network`, `picture` |
//! | [`formats`] | ONNX, safetensors, npy: files to plain values and graphs | `network` |
//! | [`data`] | data sets: image folder, MNIST idx, CIFAR binary, the rendered world; the pictures that ship; reading ahead | `picture` |
//! | [`network`] | a network as data, its operators, running it, differentiating it | `kernels`, candle |
//! | [`kernels`] | CPU kernels on plain slices | nothing |
//! | [`control`] | stopping, holding and watching long work; every room above may import it | nothing |
//! | [`words`] | every sentence for people in three languages, and numbers as each writes them; every room above may import it | nothing |
//! | [`picture`] | decode, resize, preprocess, colour maps, overlays, montages | `image` |
//!
//! A method never knows that a window exists: it takes a [`network::Engine`], an input and parameters, reports
//! through a [`control::Control`], can be cancelled, and returns numbers. The window turns numbers into pixels.

pub mod anatomy;
pub mod app;
pub mod arithmetic;
pub mod attribution;
pub mod cli;
pub mod control;
pub mod data;
pub mod embedding;
pub mod figures;
pub mod formats;
pub mod jobs;
pub mod judge;
pub mod kernels;
pub mod methods;
pub mod network;
pub mod picture;
#[cfg(test)]
mod testing;
pub mod training;
pub mod units;
pub mod visualization;
pub mod words;
pub mod zoo;
