//! What tests stand on: the real application over a database of its own, and people with browsers.
mod app;
pub mod crawl;
mod database;
pub mod make;
pub mod program;
pub mod routes;
pub mod scene;
pub use app::{TestApp, Visitor, text_of};
pub use database::TestDatabase;
pub use scene::Scene;
