//! The commands `load fill` and `load run`: a large data set, and what a running server makes of it.
mod fill;
mod scene;
mod words;

pub use fill::{Filled, fill, run as run_fill};
pub use scene::Plan;
