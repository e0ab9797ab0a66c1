//! Scenes in two lines: a file per domain, one method per thing a test may care about.
pub mod board;
pub mod brainstorms;
pub mod campaigns;
pub mod ideas;
pub mod lineage;
pub mod people;
pub mod tokens;
