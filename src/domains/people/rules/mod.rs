//! Pure decisions about people: what is an address, a name, a sound password; when a code opens the door.
mod account;
mod password;
mod profile;
mod signing_in;

pub use account::*;
pub use password::*;
pub use profile::*;
pub use signing_in::*;
