//! Pure decisions about ideas: who moves them where, the answer clock, the rising score, what a text must be.
mod clock;
mod fields;
mod score;
mod search;
mod similar;
mod states;
mod wording;
pub use clock::{ANSWER_DAYS, Clock, ClockState};
pub use fields::{
    CAMPAIGN_CLOSED, CAMPAIGN_UNKNOWN, FIELD_MISSING, FIELD_NOT_A_CHOICE, FIELD_NOT_A_NUMBER, FIELD_TOO_LONG, FIELD_UNKNOWN,
    LONGEST_ANSWER, TERMS_NOT_ACCEPTED, field_value,
};
pub use score::rising;
pub use search::{named_number, search_words};
pub use similar::{sounds_alike, telling_words};
pub use states::{
    ANSWERS_OVER, EDIT_CLOSED, KEEPS_DUPLICATES, KEEPS_DUPLICATES_ASK, LONGEST_REASON, MOVE_NOT_POSSIBLE, ON_SHOW, QUIET_EDIT,
    REASON_MISSING, REASON_TOO_LONG, WITHDRAW_CLOSED, can_move, check_edit, check_move, first_state, is_answered, is_on_show,
    is_on_show_for, needs_reason, owes_answer, pauses_clock, state_to_return_to, status_kind, takes_votes,
};
pub use wording::{
    BODY_TOO_LONG, BODY_TOO_SHORT, LONGEST_BODY, LONGEST_TAG, LONGEST_TITLE, MOST_TAGS, SHORTEST_BODY, TAG_NOT_STORABLE, TAG_TOO_LONG,
    TEXT_NOT_STORABLE, TITLE_MISSING, TITLE_TOO_LONG, TOO_MANY_TAGS, Wording, is_title_again, stands_alone, tags,
};

use crate::kernel::{IdeaSource, Refusal, Role};

/// Most photos of an idea.
pub const MOST_PHOTOS: usize = 6;
/// Too many photos.
pub const TOO_MANY_PHOTOS: Refusal = Refusal::of("photo", "idea-photos-too-many");
/// Nothing was chosen to be added.
pub const NO_PHOTO_CHOSEN: Refusal = Refusal::of("photo", "idea-photos-none");

/// Whether somebody leaves tips: sales and marketing do, unless they hold another role of the organisation besides.
pub fn leaves_tips(roles: &[Role]) -> bool {
    roles.contains(&Role::Contributor) && !roles.iter().any(|role| role.is_staff() && *role != Role::Contributor)
}

/// Where an idea came from, by what its author is.
pub fn source_of(roles: &[Role]) -> IdeaSource {
    if leaves_tips(roles) {
        IdeaSource::SalesTip
    } else if roles.iter().any(|role| role.is_staff()) {
        IdeaSource::Staff
    } else {
        IdeaSource::Customer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sales_and_marketing_leave_tips() {
        assert_eq!(source_of(&[Role::Contributor]), IdeaSource::SalesTip);
        assert_eq!(source_of(&[Role::Customer, Role::Contributor]), IdeaSource::SalesTip);
        assert_eq!(source_of(&[Role::Contributor, Role::Rnd]), IdeaSource::Staff);
        assert_eq!(source_of(&[Role::Rnd]), IdeaSource::Staff);
        assert_eq!(source_of(&[Role::Customer]), IdeaSource::Customer);
        assert_eq!(source_of(&[]), IdeaSource::Customer);
    }
}
