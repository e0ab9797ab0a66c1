//! What of a round may leave the server, and when.
use crate::kernel::{BrainstormState, RoundStep};

/// Whose notes of the current round may leave the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotesShown {
    /// Only one's own: people write alone first.
    Own,
    /// All that are not held back.
    All,
}

/// Whose notes of a round are shown.
pub const fn notes_shown(state: BrainstormState, step: RoundStep, finished: bool) -> NotesShown {
    match (state, step) {
        (BrainstormState::Closed, _) => NotesShown::All,
        _ if finished => NotesShown::All,
        (_, RoundStep::Brief | RoundStep::Write | RoundStep::Rotate) => NotesShown::Own,
        _ => NotesShown::All,
    }
}

/// Dot totals stay hidden until voting has ended.
pub const fn totals_shown(state: BrainstormState, step: RoundStep, finished: bool) -> bool {
    finished || matches!((state, step), (BrainstormState::Closed, _) | (_, RoundStep::Results | RoundStep::Discuss))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_others_notes_before_the_reveal_nor_totals_before_the_end() {
        use BrainstormState::{Closed, Running};
        for step in [RoundStep::Brief, RoundStep::Write, RoundStep::Rotate] {
            assert_eq!(notes_shown(Running, step, false), NotesShown::Own);
        }
        assert_eq!(notes_shown(Running, RoundStep::Reveal, false), NotesShown::All);
        assert_eq!(notes_shown(Closed, RoundStep::Write, false), NotesShown::All);
        assert!(!totals_shown(Running, RoundStep::Vote, false));
        assert!(totals_shown(Running, RoundStep::Results, false) && totals_shown(Running, RoundStep::Vote, true));
    }
}
