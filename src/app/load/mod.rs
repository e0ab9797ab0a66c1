//! The commands `load fill` and `load run`: a large data set, and what a running server makes of it.
mod browser;
mod fill;
mod limits;
mod measure;
mod run;
mod scene;
mod words;

pub use fill::{Filled, fill, run as run_fill};
pub use run::{Drive, run};
pub use scene::Plan;
