//! Discussions on screen: the section of an idea's page, and the forms behind it.
mod forms;
mod section;

pub use forms::{answer, delete, edit, edit_form, history, restore, show, write};
pub use section::{CommentView, Section, ThreadView};
