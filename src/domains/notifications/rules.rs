//! Pure decisions of notifications: which event concerns whom, and which is worth a mail.
use crate::kernel::{CampaignState, Event, IdeaState, Moment};
use chrono::TimeDelta;

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Because {
    /// They wrote the idea, the idea that the prototype came from, or one in the campaign.
    Author,
    /// They wrote an idea that was merged into this one.
    Merged,
    /// They follow the idea, or one that was merged into it.
    Follower,
    /// They are mentioned in the comment.
    Mention,
    /// They wrote the comment that was replied to.
    Reply,
    /// They wrote the comment itself.
    Comment,
    /// They review the campaign.
    Reviewer,
    /// They voted in the campaign.
    Voter,
    /// They own the campaign.
    Owner,
    /// They lead the prototype.
    Lead,
    /// They run the room.
    Facilitator,
    /// They asked to be told when the campaign opens.
    Reminder,
    /// They wrote a note that the idea was made of.
    Writer,
    /// They decide at gates, everywhere or in the campaign that the prototype's idea belongs to.
    Gatekeeper,
}

impl Because {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::Author,
        Self::Merged,
        Self::Follower,
        Self::Mention,
        Self::Reply,
        Self::Comment,
        Self::Reviewer,
        Self::Voter,
        Self::Owner,
        Self::Lead,
        Self::Facilitator,
        Self::Reminder,
        Self::Writer,
        Self::Gatekeeper,
    ];
    /// The word in the database and in keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Merged => "merged",
            Self::Follower => "follower",
            Self::Mention => "mention",
            Self::Reply => "reply",
            Self::Comment => "comment",
            Self::Reviewer => "reviewer",
            Self::Voter => "voter",
            Self::Owner => "owner",
            Self::Lead => "lead",
            Self::Facilitator => "facilitator",
            Self::Reminder => "reminder",
            Self::Writer => "writer",
            Self::Gatekeeper => "gatekeeper",
        }
    }
}

/// What happens often and concerns nobody, so that it need not be read.
pub const UNTOLD: &[&str] = &["vote.cast", "vote.withdrawn", "stance.taken", "dots.placed", "idea.followed", "idea.unfollowed"];

/// Everybody who takes part in a campaign.
const TAKING_PART: &[Because] = &[Because::Author, Because::Reviewer, Because::Voter];

/// Whom an event concerns, the strongest reason first: somebody who is both author and follower is told as
/// the author. Moves that another event tells better (asked, merged, graduated) concern nobody by themselves.
pub fn concerns(event: &Event) -> &'static [Because] {
    match event {
        Event::IdeaMoved { before, after, .. } => moved(*before, *after),
        Event::OfficialAnswerGiven { .. } | Event::IdeaGraduated { .. } => &[Because::Author, Because::Merged, Because::Follower],
        Event::ClarificationAsked { .. } | Event::IdeaMerged { .. } | Event::IdeaUnmerged { .. } => &[Because::Author],
        Event::IdeaPromoted { .. } => &[Because::Author, Because::Writer],
        Event::ClarificationAnswered { .. } | Event::IdeaSubmitted { .. } => &[Because::Reviewer],
        Event::CommentWritten { .. } => &[Because::Reply, Because::Mention, Because::Author],
        Event::StaffNoteWritten { .. } => &[Because::Reply, Because::Mention],
        Event::AnswerMarked { .. } => &[Because::Comment],
        Event::GateOpened { .. } => &[Because::Gatekeeper],
        Event::GateDecided { .. } => &[Because::Author, Because::Lead],
        Event::CampaignMoved { before: CampaignState::Scheduled, after, .. } if after.is_running() => &[Because::Reminder, Because::Owner],
        // Dates that were put back: the phase is what it was.
        Event::CampaignMoved { before, after, .. } if before == after => &[],
        // Told to them where somebody did it by hand: what the calendar does was announced ([`super::store::put`]).
        Event::CampaignMoved { before, after, .. } if before.is_running() && after.is_running() => {
            &[Because::Owner, Because::Author, Because::Reviewer, Because::Voter]
        }
        Event::PhaseDated { .. } => TAKING_PART,
        Event::CampaignReopened { state, .. } if state.is_running() => TAKING_PART,
        Event::CampaignChanged { fields, .. } if fields.iter().any(|field| matches!(field.as_str(), "phases" | "answer_by")) => TAKING_PART,
        Event::CampaignMoved { .. } | Event::CampaignClosed { .. } => &[Because::Owner],
        Event::CoFacilitatorNamed { .. } | Event::NotePromoted { .. } | Event::ClusterPromoted { .. } => &[Because::Facilitator],
        _ => &[],
    }
}

const fn moved(before: IdeaState, after: IdeaState) -> &'static [Because] {
    match (before, after) {
        // Reviewers hear of an idea once it is on show, which for one that had to wait is now.
        (IdeaState::Pending, IdeaState::Open) => &[Because::Author, Because::Follower, Because::Reviewer],
        (IdeaState::Merged, _) | (_, IdeaState::Merged | IdeaState::Clarification | IdeaState::InPrototype) => &[],
        (_, IdeaState::Draft | IdeaState::Pending | IdeaState::Withdrawn | IdeaState::Binned | IdeaState::OffTopic) => &[Because::Author],
        _ => &[Because::Author, Because::Merged, Because::Follower],
    }
}

/// News older than this is told, but not mailed: a replay from the beginning fills no mailbox.
const MAILED_WITHIN: TimeDelta = TimeDelta::hours(24);

/// Whether the event goes out by mail, too: what its author waits for, or the author of an idea that was merged into it, or who asked
/// to be reminded. What a gate decided is mailed to the author once, with the gate, and not again with the move of the idea that
/// follows from it; whose idea was merged hears of the move alone.
pub fn is_mailed(event: &Event, because: Because, happened: Moment, now: Moment) -> bool {
    let matters = match event {
        Event::CampaignMoved { .. } => return because == Because::Reminder && now - happened <= MAILED_WITHIN,
        Event::IdeaMoved { before, .. } => because == Because::Merged || !matches!(before, IdeaState::InPrototype),
        Event::OfficialAnswerGiven { .. } | Event::ClarificationAsked { .. } | Event::GateDecided { .. } => true,
        Event::PhaseDated { .. } | Event::CampaignReopened { .. } | Event::CampaignChanged { .. } => true,
        _ => false,
    };
    matters && matches!(because, Because::Author | Because::Merged) && now - happened <= MAILED_WITHIN
}

/// So long news of a decision wait before they are mailed, so that one taken back at once reaches nobody.
pub const MAIL_WAITS: TimeDelta = TimeDelta::minutes(5);

/// Whether what happened later takes back what happened earlier, on the same item: then the earlier one is not mailed, and the later
/// one neither where it [`leads_back`].
pub fn takes_back(later: &Event, earlier: &Event) -> bool {
    match (later, earlier) {
        (Event::IdeaMoved { before, after, .. }, Event::IdeaMoved { before: from, after: to, .. }) => before == to && after == from,
        (Event::IdeaMoved { before: IdeaState::Clarification, .. }, Event::ClarificationAsked { .. }) => true,
        (Event::OfficialAnswerWithdrawn { answer, .. }, Event::OfficialAnswerGiven { answer: given, .. }) => answer == given,
        _ => false,
    }
}

/// Whether what takes something back tells nothing new. A move out of a clarification does not when it ends where the question was
/// asked `from`; to anywhere else it is a decision.
pub fn leads_back(later: &Event, from: Option<IdeaState>) -> bool {
    match later {
        Event::IdeaMoved { before: IdeaState::Clarification, after, .. } => from == Some(*after),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{AnswerId, BrainstormId, CommentId, GateDecision, GateId, IdeaId, PersonId, PrototypeId, RoundId};
    use chrono::DateTime;

    fn moved_to(after: IdeaState) -> Event {
        Event::IdeaMoved { idea: IdeaId::new(), before: IdeaState::Open, after }
    }

    #[test]
    fn a_move_that_another_event_tells_is_told_once() {
        for after in [IdeaState::Clarification, IdeaState::Merged, IdeaState::InPrototype] {
            assert!(concerns(&moved_to(after)).is_empty());
        }
        assert_eq!(concerns(&moved_to(IdeaState::Parked)), [Because::Author, Because::Merged, Because::Follower]);
    }

    #[test]
    fn only_the_way_back_takes_a_move_back() {
        let moved = |before, after| Event::IdeaMoved { idea: IdeaId::new(), before, after };
        let (idea, answer) = (IdeaId::new(), AnswerId::new());
        let declined = moved(IdeaState::Open, IdeaState::Declined);
        assert!(takes_back(&moved(IdeaState::Declined, IdeaState::Open), &declined));
        assert!(!takes_back(&moved(IdeaState::Declined, IdeaState::Parked), &declined));
        assert!(!takes_back(&declined, &declined));
        let given = Event::OfficialAnswerGiven { idea, answer };
        assert!(takes_back(&Event::OfficialAnswerWithdrawn { idea, answer }, &given));
        assert!(!takes_back(&Event::OfficialAnswerWithdrawn { idea, answer: AnswerId::new() }, &given));
        assert!(takes_back(&moved(IdeaState::Clarification, IdeaState::Open), &Event::ClarificationAsked { idea }));
    }

    #[test]
    fn a_decision_takes_the_question_back_and_is_news_itself() {
        let moved = |after| Event::IdeaMoved { idea: IdeaId::new(), before: IdeaState::Clarification, after };
        let open = IdeaState::Open;
        for (from, after) in [(open, IdeaState::Declined), (open, IdeaState::InReview), (IdeaState::Parked, open)] {
            assert!(takes_back(&moved(after), &Event::ClarificationAsked { idea: IdeaId::new() }));
            assert!(!leads_back(&moved(after), Some(from)) && leads_back(&moved(from), Some(from)));
        }
        assert!(!leads_back(&moved(IdeaState::Open), None), "where it came from is not known");
    }

    #[test]
    fn reviewers_hear_of_an_idea_that_waited_when_it_is_let_in() {
        let moved = |before, after| Event::IdeaMoved { idea: IdeaId::new(), before, after };
        assert_eq!(concerns(&moved(IdeaState::Pending, IdeaState::Open)), [Because::Author, Because::Follower, Because::Reviewer]);
        assert!(!concerns(&moved(IdeaState::Parked, IdeaState::Open)).contains(&Because::Reviewer));
    }

    #[test]
    fn what_leaves_the_board_is_between_the_author_and_us() {
        assert_eq!(concerns(&moved_to(IdeaState::OffTopic)), [Because::Author]);
    }

    #[test]
    fn what_is_not_read_concerns_nobody() {
        let (idea, person) = (IdeaId::new(), PersonId::new());
        let often = [
            Event::VoteCast { idea },
            Event::VoteWithdrawn { idea },
            Event::StanceTaken { idea },
            Event::DotsPlaced { brainstorm: BrainstormId::new(), round: RoundId::new() },
            Event::IdeaFollowed { idea, person },
            Event::IdeaUnfollowed { idea, person },
        ];
        assert_eq!(often.each_ref().map(Event::verb), UNTOLD);
        assert!(often.iter().all(|event| concerns(event).is_empty()));
    }

    #[test]
    fn only_fresh_news_for_the_author_is_mailed() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let answered = Event::OfficialAnswerGiven { idea: IdeaId::new(), answer: AnswerId::new() };
        assert!(is_mailed(&answered, Because::Author, now, now));
        assert!(!is_mailed(&answered, Because::Follower, now, now));
        assert!(!is_mailed(&answered, Because::Author, now - TimeDelta::days(2), now));
        let comment = Event::CommentWritten { idea: IdeaId::new(), comment: CommentId::new(), parent: None };
        assert!(!is_mailed(&comment, Because::Author, now, now));
        let gate = Event::GateDecided { prototype: PrototypeId::new(), gate: GateId::new(), decision: GateDecision::Go };
        assert!(is_mailed(&gate, Because::Author, now, now));
        let shipped = Event::IdeaMoved { idea: IdeaId::new(), before: IdeaState::InPrototype, after: IdeaState::Shipped };
        assert!(!is_mailed(&shipped, Because::Author, now, now), "the gate said so");
        assert!(is_mailed(&shipped, Because::Merged, now, now), "whom the gate told nothing");
    }

    #[test]
    fn an_opening_is_told_and_mailed_to_those_who_asked_and_later_phases_are_not() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let moved = |before, after| Event::CampaignMoved { campaign: crate::kernel::CampaignId::new(), before, after };
        let opened = moved(CampaignState::Scheduled, CampaignState::Open);
        assert_eq!(concerns(&opened), [Because::Reminder, Because::Owner]);
        assert!(is_mailed(&opened, Because::Reminder, now, now) && !is_mailed(&opened, Because::Owner, now, now));
        assert_eq!(concerns(&moved(CampaignState::Open, CampaignState::Scheduled)), [Because::Owner]);
        let later = moved(CampaignState::Open, CampaignState::Vote);
        assert!(!concerns(&later).contains(&Because::Reminder) && !is_mailed(&later, Because::Author, now, now));
    }

    #[test]
    fn a_new_date_concerns_everybody_who_takes_part_and_another_change_of_the_campaign_nobody() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(10);
        let campaign = crate::kernel::CampaignId::new();
        let changed = |field: &str| Event::CampaignChanged { campaign, fields: vec!["title".to_owned(), field.to_owned()] };
        let reopened = |state| Event::CampaignReopened { campaign, state };
        let dated = Event::PhaseDated { campaign, phase: crate::kernel::PhaseKind::Vote, starts_at: now, ends_at: now };
        for event in [dated, changed("phases"), changed("answer_by"), reopened(CampaignState::Vote)] {
            assert_eq!(concerns(&event), TAKING_PART);
            assert!(is_mailed(&event, Because::Author, now, now) && !is_mailed(&event, Because::Voter, now, now));
        }
        assert!(concerns(&changed("brief")).is_empty());
        assert!(concerns(&reopened(CampaignState::Closed)).is_empty(), "out of the archive, its dates stay");
    }

    #[test]
    fn reasons_have_different_words() {
        let words: std::collections::HashSet<&str> = Because::ALL.iter().map(|because| because.as_str()).collect();
        assert_eq!(words.len(), Because::ALL.len());
    }
}
