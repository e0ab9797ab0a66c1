//! The only code that touches the tables of campaigns. Reads take the viewer; a draft is seen by those who run it.
mod asked;
mod find;
mod put;
mod ways_back;
pub use asked::{asked, find_named, list_unfound, reminded_of, reviewers, shut_out};
pub use find::*;
pub(super) use put::{Marks, free_slug, insert, put_acceptance, put_plan, put_reminder, put_state, remove, save};
pub use put::{add_counts, add_voters_to_many};
pub(super) use ways_back::put_way_back;
pub use ways_back::ways_back;
