//! The life cycle of an idea: its states, who moves it where, and what each state allows.
use crate::kernel::{
    CampaignState, DecideGate, DecideIdea, EditIdea, GraduateIdea, IdeaState, MergeIdeas, ModerateIdea, Permission, PromoteNote, Refusal,
    TriageIdea, WithdrawIdea,
};
use IdeaState::{
    Binned, Clarification, Declined, Draft, InPrototype, InReview, Merged, OffTopic, Open, Parked, Pending, Shipped, Shortlisted,
    Submitted, Withdrawn,
};
use chrono::TimeDelta;

/// Longest reason of a move, in characters.
pub const LONGEST_REASON: usize = 4_000;
/// Minutes after submitting in which an edit leaves no mark on the page; versions are kept all the same.
pub const QUIET_EDIT: TimeDelta = TimeDelta::minutes(15);

/// The idea cannot go there from where it is.
pub const MOVE_NOT_POSSIBLE: Refusal = Refusal::new("idea-move-not-possible");
/// Parking, declining, asking and taking off the board need a reason that the author reads.
pub const REASON_MISSING: Refusal = Refusal::of("reason", "idea-reason-missing");
/// The reason is too long.
pub const REASON_TOO_LONG: Refusal = Refusal::of("reason", "idea-reason-too-long");
/// This idea is no longer the author's alone to change.
pub const EDIT_CLOSED: Refusal = Refusal::new("idea-edit-closed");
/// Every idea of a closed campaign has its answer; none comes to wait again.
pub const ANSWERS_OVER: Refusal = Refusal::new("idea-answers-over");
/// Nobody may take this idea back any more.
pub const WITHDRAW_CLOSED: Refusal = Refusal::new("idea-withdraw-closed");
/// Others were merged into it and would go out of sight with it.
pub const KEEPS_DUPLICATES: Refusal = Refusal::new("idea-keeps-duplicates");
/// As [`KEEPS_DUPLICATES`], to somebody who cannot take them apart.
pub const KEEPS_DUPLICATES_ASK: Refusal = Refusal::new("idea-keeps-duplicates-ask");

/// States in which an idea is shown to its audience; a merged one as the sign to where it went.
pub const ON_SHOW: &[IdeaState] = &[Submitted, Open, InReview, Shortlisted, InPrototype, Shipped, Clarification, Parked, Declined, Merged];

/// Whether the audience sees the idea; in other states only its author and those who keep order do.
pub fn is_on_show(state: IdeaState) -> bool {
    ON_SHOW.contains(&state)
}

/// Whether an idea is on show for somebody, its audience aside. The same rule as the SQL function `idea_on_show`.
pub fn is_on_show_for(state: IdeaState, wrote_it: bool, keeps_order: bool) -> bool {
    is_on_show(state) || wrote_it || (keeps_order && matches!(state, Pending | OffTopic | Binned))
}

/// States in which the organisation has said what it will do.
pub const fn is_answered(state: IdeaState) -> bool {
    matches!(state, Shortlisted | InPrototype | Shipped | Parked | Declined)
}

/// States in which nobody waits for an answer, because it is the author's turn or the idea is off the board.
pub const fn pauses_clock(state: IdeaState) -> bool {
    matches!(state, Draft | Clarification | Merged | OffTopic | Withdrawn | Binned)
}

/// Whether somebody waits for an answer to an idea in this state, or will again once its author has replied.
pub const fn owes_answer(state: IdeaState) -> bool {
    !pauses_clock(state) || matches!(state, Clarification)
}

/// What an idea goes back to once the state it moves to is over; nothing for states that do not end by going back.
pub fn state_to_return_to(from: IdeaState, to: IdeaState) -> Option<IdeaState> {
    match (from, to) {
        (Withdrawn | Merged | OffTopic | Binned, Clarification) => Some(Open),
        _ => pauses_clock(to).then_some(from),
    }
}

/// Whether a move there needs a reason.
pub const fn needs_reason(to: IdeaState) -> bool {
    matches!(to, Parked | Declined | OffTopic | Clarification)
}

/// The state a new idea starts in.
pub const fn first_state(approval_needed: bool, by_staff: bool) -> IdeaState {
    if approval_needed && !by_staff { Pending } else { Open }
}

/// Whether people can vote for it: its state is still open and so is the campaign, where there is one.
pub const fn takes_votes(state: IdeaState, campaign: Option<CampaignState>) -> bool {
    let open = matches!(state, Submitted | Open | InReview | Shortlisted | InPrototype | Clarification);
    let running = match campaign {
        None => true,
        Some(campaign) => matches!(campaign, CampaignState::Open | CampaignState::Discuss | CampaignState::Vote),
    };
    open && running
}

/// The kind of mark a state is shown with.
pub const fn status_kind(state: IdeaState) -> &'static str {
    match state {
        Draft | Submitted | Pending | Open | Withdrawn => "draft",
        InReview => "info",
        Shortlisted | InPrototype | Shipped => "ok",
        Clarification => "warn",
        Parked | Merged => "hold",
        Declined | OffTopic | Binned => "bad",
    }
}

const WAITING: &[IdeaState] = &[Submitted, Open];
const UNDECIDED: &[IdeaState] = &[Submitted, Open, InReview, Shortlisted, Clarification, Parked];

/// The moves of the life cycle (PRODUCT.md, section 3): from where, to where, under which permissions.
const MOVES: &[(&[IdeaState], &[IdeaState], &[&str])] = &[
    // The author, or who edits in their place.
    (&[Draft], &[Submitted, Pending, Open], &[EditIdea::KEY]),
    (&[Clarification], &[Submitted, Open, InReview, Shortlisted, Parked], &[EditIdea::KEY]),
    (&[Draft, Submitted, Pending, Open, Clarification], &[Withdrawn], &[WithdrawIdea::KEY, PromoteNote::KEY]),
    (&[Withdrawn], &[Draft, Submitted, Pending, Open, Clarification], &[WithdrawIdea::KEY, PromoteNote::KEY]),
    // Who keeps order.
    (&[Pending, Submitted], &[Open], &[ModerateIdea::KEY]),
    (&[Open], &[Pending], &[ModerateIdea::KEY]),
    (&[Pending, Submitted, Open, InReview, Clarification, Parked, Declined], &[OffTopic, Binned], &[ModerateIdea::KEY]),
    (&[OffTopic, Binned], &[Pending, Submitted, Open, InReview, Clarification, Parked, Declined], &[ModerateIdea::KEY]),
    (UNDECIDED, &[Merged], &[MergeIdeas::KEY]),
    (&[Merged], UNDECIDED, &[MergeIdeas::KEY]),
    // Who decides; every step can be taken back.
    (WAITING, &[InReview, Shortlisted, Parked, Declined, Clarification], &[DecideIdea::KEY, TriageIdea::KEY]),
    (&[InReview], &[Submitted, Open, Shortlisted, Parked, Declined, Clarification], &[DecideIdea::KEY, TriageIdea::KEY]),
    (&[Shortlisted], &[Submitted, Open, InReview, Parked, Declined, Clarification], &[DecideIdea::KEY, TriageIdea::KEY]),
    (&[Clarification], &[Submitted, Open, InReview, Shortlisted, Parked, Declined], &[DecideIdea::KEY, TriageIdea::KEY]),
    (&[Parked, Declined], &[Submitted, Open, InReview, Shortlisted, Clarification, Parked, Declined], &[DecideIdea::KEY, TriageIdea::KEY]),
    // Prototypes come from ideas, and end.
    (&[Open, InReview, Shortlisted], &[InPrototype], &[GraduateIdea::KEY]),
    (&[InPrototype], &[Open, InReview, Shortlisted], &[GraduateIdea::KEY]),
    (&[InPrototype], &[Shipped, Parked, Declined, Shortlisted], &[DecideIdea::KEY, DecideGate::KEY, GraduateIdea::KEY]),
    (&[Shipped, Parked, Declined], &[InPrototype], &[DecideIdea::KEY, DecideGate::KEY, GraduateIdea::KEY]),
];

/// Whether the life cycle has this move under this permission.
pub fn can_move(from: IdeaState, to: IdeaState, permission: &str) -> bool {
    from != to
        && MOVES.iter().any(|(sources, targets, holders)| sources.contains(&from) && targets.contains(&to) && holders.contains(&permission))
}

/// The move, when the life cycle has it and the reason is given where the author is owed one.
///
/// # Errors
/// [`MOVE_NOT_POSSIBLE`], [`REASON_MISSING`], [`REASON_TOO_LONG`].
pub fn check_move<P: Permission>(from: IdeaState, to: IdeaState, reason: &str) -> Result<(), Refusal> {
    if !can_move(from, to, P::KEY) {
        return Err(MOVE_NOT_POSSIBLE);
    }
    if needs_reason(to) && !needs_reason(from) && reason.trim().is_empty() {
        return Err(REASON_MISSING);
    }
    if reason.chars().count() > LONGEST_REASON || reason.contains('\0') {
        return Err(REASON_TOO_LONG);
    }
    Ok(())
}

/// The author may edit until it is decided; who moderates always may, except for what is off the board.
///
/// # Errors
/// [`EDIT_CLOSED`].
pub fn check_edit(state: IdeaState, moderates: bool) -> Result<(), Refusal> {
    let open = match state {
        Draft | Submitted | Pending | Open | Clarification => true,
        InReview | Shortlisted | Parked | Declined | InPrototype | Shipped => moderates,
        Merged | OffTopic | Withdrawn | Binned => false,
    };
    if open { Ok(()) } else { Err(EDIT_CLOSED) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    fn any_state() -> impl Strategy<Value = IdeaState> {
        select(IdeaState::ALL)
    }

    const PERMISSIONS: &[&str] = &[
        EditIdea::KEY,
        WithdrawIdea::KEY,
        ModerateIdea::KEY,
        MergeIdeas::KEY,
        DecideIdea::KEY,
        TriageIdea::KEY,
        GraduateIdea::KEY,
        DecideGate::KEY,
        PromoteNote::KEY,
    ];

    #[test]
    fn an_idea_walks_the_whole_chain() {
        assert!(check_move::<ModerateIdea>(Pending, Open, "").is_ok());
        assert!(check_move::<TriageIdea>(Open, InReview, "").is_ok());
        assert!(check_move::<DecideIdea>(InReview, Shortlisted, "").is_ok());
        assert!(check_move::<GraduateIdea>(Shortlisted, InPrototype, "").is_ok());
        assert!(check_move::<DecideGate>(InPrototype, Shipped, "").is_ok());
    }

    #[test]
    fn an_author_neither_approves_nor_decides() {
        assert_eq!(check_move::<EditIdea>(Pending, Open, ""), Err(MOVE_NOT_POSSIBLE));
        assert_eq!(check_move::<EditIdea>(Open, Shortlisted, ""), Err(MOVE_NOT_POSSIBLE));
        assert_eq!(check_move::<DecideIdea>(Open, Withdrawn, ""), Err(MOVE_NOT_POSSIBLE));
    }

    #[test]
    fn who_is_declined_is_owed_a_reason() {
        for to in [Declined, Parked, Clarification] {
            assert_eq!(check_move::<DecideIdea>(Open, to, " \n"), Err(REASON_MISSING));
            assert!(check_move::<DecideIdea>(Open, to, "Sold as film 12 since May").is_ok());
        }
        assert_eq!(check_move::<DecideIdea>(Open, Declined, &"x".repeat(LONGEST_REASON + 1)), Err(REASON_TOO_LONG));
    }

    #[test]
    fn nothing_is_promised_for_what_is_off_the_board() {
        assert!([Submitted, Pending, Open, InReview, Clarification].into_iter().all(owes_answer));
        assert!(![Draft, Merged, OffTopic, Withdrawn, Binned].into_iter().any(owes_answer));
    }

    #[test]
    fn an_author_edits_until_it_is_decided() {
        assert!(check_edit(Open, false).is_ok() && check_edit(Clarification, false).is_ok());
        assert_eq!(check_edit(InReview, false), Err(EDIT_CLOSED));
        assert!(check_edit(InReview, true).is_ok());
        assert_eq!(check_edit(Merged, true), Err(EDIT_CLOSED));
    }

    #[test]
    fn what_was_done_by_mistake_can_be_undone() {
        for from in IdeaState::ALL {
            for to in IdeaState::ALL {
                let moved = PERMISSIONS.iter().any(|permission| can_move(*from, *to, permission));
                let back = PERMISSIONS.iter().any(|permission| can_move(*to, *from, permission));
                // A draft that was sent and an approval are taken back by withdrawing and by taking off the board.
                assert!(!moved || back || [Draft, Pending, Submitted].contains(from), "{from} to {to} cannot be undone");
                assert!(!can_move(*from, *from, DecideIdea::KEY));
            }
        }
    }

    proptest! {
        #[test]
        fn only_moderators_touch_what_is_binned(to in any_state(), permission in select(PERMISSIONS)) {
            if can_move(Binned, to, permission) || can_move(OffTopic, to, permission) {
                prop_assert_eq!(permission, ModerateIdea::KEY);
            }
        }
    }
}
