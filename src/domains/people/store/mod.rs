//! The only code that touches the tables of people: accounts here, the rest in one file a subject.
mod accounts;
pub mod choices;
pub mod sessions;

pub use accounts::{Name, NewPerson, find_by_handle, names, put_person};
pub use sessions::session_alive;
