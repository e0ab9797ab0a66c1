//! What tests stand on: the real application over a database of its own, and people with browsers.
mod app;
mod database;
pub mod make;
pub use app::{TestApp, Visitor, text_of};
pub use database::TestDatabase;
