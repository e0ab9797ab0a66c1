//! What people can do with campaigns. Same five steps everywhere: find, authorise, decide, write, record.
mod draft;
mod reminders;
mod run;
mod terms;
pub use draft::{Edited, MostSpent, delete, draft, edit, find_run_by, suggested};
pub use reminders::{NOT_COMING, remind};
pub use run::{archive, close, end_phase, follow_calendar, launch, lock_for_close, next_phase, reopen, unarchive, undo_launch, undo_move};
pub use terms::accept_terms;
