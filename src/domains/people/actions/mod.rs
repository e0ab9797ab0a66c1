//! What people can do with accounts: find, authorise, decide, write, record.
mod account;
mod administration;
mod signing_in;
mod spaces;

pub use account::*;
pub use administration::*;
pub use signing_in::*;
pub use spaces::*;

use crate::kernel::{Audience, PersonId, Place, Sight};

/// The account of a person: what happens to it is between them and the administrators.
fn account_place(person: PersonId) -> Place {
    Place::of(person, Sight { audience: Audience::People, space: None })
}
