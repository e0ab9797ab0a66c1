//! People: accounts, sign-in, sessions, roles, spaces, tokens, profiles and expertise. Rank 10.
pub mod actions;
mod api;
mod mails;
pub mod pages;
pub mod rules;
pub mod store;

pub use api::api;
pub use pages::routes;
