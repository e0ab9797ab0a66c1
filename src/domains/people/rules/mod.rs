//! Pure decisions about people: what is an address, a name, a sound password; when a code opens the door.
mod account;
mod password;
mod profile;
mod signing_in;

use crate::kernel::{PersonId, Viewer};

pub use account::*;
pub use password::*;
pub use profile::*;
pub use signing_in::*;

/// Whether somebody's profile opens for whoever looks: their own, anybody's for staff, those listed for everybody.
pub fn may_open_profile(viewer: &Viewer, person: PersonId, listed: bool) -> bool {
    listed || viewer.is_staff() || viewer.person_id() == Some(person)
}
