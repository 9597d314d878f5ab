//! Pictures that are bred (Nguyen, Yosinski & Clune 2015, "Deep neural networks are easily fooled"): no gradient, only children
//! that are a little different, and for every class the one that the network is surest of.
//!
//! | file | what it is |
//! |---|---|
//! | `genome.rs` | a picture's network: nodes, their functions, and weighted links |
//! | `network.rs` | from a genome to the colours of a picture of any size |
//! | `mutation.rs` | what chance does to a child |
//! | `archive.rs` | the best of every class (MAP-Elites, Mouret & Clune 2015) |
//! | `evolution.rs` | generation after generation |
//! | `several.rs` | several archives side by side |
//!
//! After the authors' program (Evolving-AI-Lab/fooling, on sferes). It knows no published constants but those of mutation.

mod archive;
mod evolution;
mod genome;
mod mutation;
mod network;
mod several;

pub use archive::{Archive, Elite};
pub use evolution::{Breeding, Evolution};
pub use genome::Genome;
pub use network::render;
pub use several::Several;
