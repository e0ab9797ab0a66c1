//! The only code that touches the tables of people: accounts here, the rest in one file a subject.
mod accounts;
pub mod audiences;
pub mod choices;
pub mod profile;
pub mod roles;
pub mod sessions;
pub mod signing_in;
pub mod spaces;

pub use accounts::{Name, NewPerson, find_by_handle, names, names_for, profile_href, put_person};
