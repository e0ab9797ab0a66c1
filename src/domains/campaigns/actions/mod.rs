//! What people can do with campaigns. Same five steps everywhere: find, authorise, decide, write, record.
mod terms;
pub use terms::accept_terms;
