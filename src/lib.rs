//! Proofbench, a platform for social product development: campaigns, ideas, votes, brainstorms and
//! prototypes. Floors, lowest first: `kernel` < `schema` < `platform` < `domains` (store, rules,
//! actions) < `flows` < pages and api < `app`.
pub mod app;
pub mod cli;
pub mod domains;
pub mod flows;
pub mod kernel;
pub mod platform;
pub mod schema;
