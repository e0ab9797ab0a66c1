//! Pure decisions about ideas: who moves them where, the answer clock, the rising score, what a text must be.
use crate::kernel::{
    CampaignState, DecideGate, DecideIdea, EditIdea, FieldKind, GraduateIdea, IdeaSource, IdeaState, MergeIdeas, ModerateIdea, Moment,
    Permission, PromoteNote, Refusal, Role, TriageIdea, WithdrawIdea, text,
};
use chrono::TimeDelta;

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// Longest text, in characters.
pub const LONGEST_BODY: usize = 20_000;
/// Longest reason of a move, in characters.
pub const LONGEST_REASON: usize = 4_000;
/// Shortest text that can be understood, in characters.
pub const SHORTEST_BODY: usize = 10;
/// Most tags of an idea.
pub const MOST_TAGS: usize = 8;
/// Longest tag, in characters.
pub const LONGEST_TAG: usize = 40;
/// Most photos of an idea.
pub const MOST_PHOTOS: usize = 6;
/// Days until the answer where no campaign promised anything else.
pub const ANSWER_DAYS: i16 = 10;
/// Minutes after submitting in which an edit leaves no mark on the page; versions are kept all the same.
pub const QUIET_EDIT: TimeDelta = TimeDelta::minutes(15);

/// The idea cannot go there from where it is.
pub const MOVE_NOT_POSSIBLE: Refusal = Refusal::new("idea-move-not-possible");
/// Parking, declining, asking and taking off the board need a reason that the author reads.
pub const REASON_MISSING: Refusal = Refusal::of("reason", "idea-reason-missing");
/// The reason is too long.
pub const REASON_TOO_LONG: Refusal = Refusal::of("reason", "idea-reason-too-long");
/// The text is missing or too short.
pub const BODY_TOO_SHORT: Refusal = Refusal::of("body", "idea-body-too-short");
/// The text is too long.
pub const BODY_TOO_LONG: Refusal = Refusal::of("body", "idea-body-too-long");
/// The title is too long.
pub const TITLE_TOO_LONG: Refusal = Refusal::of("title", "idea-title-too-long");
/// The title is missing and none can be made of the text.
pub const TITLE_MISSING: Refusal = Refusal::of("title", "idea-title-missing");
/// Too many tags.
pub const TOO_MANY_TAGS: Refusal = Refusal::of("tags", "idea-tags-too-many");
/// A tag holds the character U+0000.
pub const TAG_NOT_STORABLE: Refusal = Refusal::of("tags", "idea-text-not-storable");
/// A tag is too long.
pub const TAG_TOO_LONG: Refusal = Refusal::of("tags", "idea-tag-too-long");
/// Characters that no text can hold.
pub const TEXT_NOT_STORABLE: Refusal = Refusal::of("body", "idea-text-not-storable");
/// This idea is no longer the author's alone to change.
pub const EDIT_CLOSED: Refusal = Refusal::new("idea-edit-closed");
/// Nobody may take this idea back any more.
pub const WITHDRAW_CLOSED: Refusal = Refusal::new("idea-withdraw-closed");

use IdeaState::{
    Binned, Clarification, Declined, Draft, InPrototype, InReview, Merged, OffTopic, Open, Parked, Pending, Shipped, Shortlisted,
    Submitted, Withdrawn,
};

/// States in which an idea is shown to its audience; a merged one as the sign to where it went.
pub const ON_SHOW: &[IdeaState] = &[Submitted, Open, InReview, Shortlisted, InPrototype, Shipped, Clarification, Parked, Declined, Merged];

/// Whether the audience sees the idea; in other states only its author and those who keep order do.
pub fn is_on_show(state: IdeaState) -> bool {
    ON_SHOW.contains(&state)
}

/// States in which the organisation has said what it will do.
pub const fn is_answered(state: IdeaState) -> bool {
    matches!(state, Shortlisted | InPrototype | Shipped | Parked | Declined)
}

/// States in which nobody waits for an answer, because it is the author's turn or the idea is off the board.
pub const fn pauses_clock(state: IdeaState) -> bool {
    matches!(state, Draft | Clarification | Merged | OffTopic | Withdrawn | Binned)
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

/// The clock of the promised answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// Promised by.
    pub due: Option<Moment>,
    /// Standing still since.
    pub paused: Option<Moment>,
    /// Answered at.
    pub answered: Option<Moment>,
}

/// How the promise stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Nothing was promised.
    None,
    /// The answer was given.
    Answered,
    /// It is the author's turn, or the idea is off the board.
    Paused,
    /// More than a day left.
    OnTrack,
    /// A day or less left.
    AtRisk,
    /// The promised moment has passed.
    Missed,
}

/// Less than this left is at risk.
const AT_RISK: TimeDelta = TimeDelta::hours(24);

impl Clock {
    /// The clock of an idea submitted now.
    pub fn started(now: Moment, answer_days: i16) -> Self {
        Self { due: Some(now + TimeDelta::days(i64::from(answer_days))), paused: None, answered: None }
    }
    /// How it stands.
    pub fn state(self, now: Moment) -> ClockState {
        match (self.due, self.paused, self.answered) {
            (_, _, Some(_)) => ClockState::Answered,
            (None, _, None) => ClockState::None,
            (Some(_), Some(_), None) => ClockState::Paused,
            (Some(due), None, None) if due < now => ClockState::Missed,
            (Some(due), None, None) if due - now <= AT_RISK => ClockState::AtRisk,
            (Some(_), None, None) => ClockState::OnTrack,
        }
    }
    /// Time left; negative after the promised moment. While it stands still, what was left then.
    pub fn left(self, now: Moment) -> Option<TimeDelta> {
        self.due.map(|due| due - self.paused.unwrap_or(now))
    }
    /// The clock after a move: stopped where the author is asked, running on with the same time left afterwards.
    #[must_use]
    pub fn moved(self, to: IdeaState, now: Moment) -> Self {
        let mut next = self;
        if let (Some(paused), false) = (self.paused, pauses_clock(to)) {
            next.due = self.due.map(|due| due + (now - paused).max(TimeDelta::zero()));
            next.paused = None;
        } else if self.paused.is_none() && pauses_clock(to) {
            next.paused = Some(now);
        }
        if is_answered(to) {
            next.answered = self.answered.or(Some(now));
        }
        next
    }
}

impl ClockState {
    /// The word in classes, URLs and keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Answered => "answered",
            Self::Paused => "paused",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Missed => "missed",
        }
    }
}

/// How much an idea rises: `((votes × 5 + comments × 3) − 1) / (age in hours + 2)^1.4`, the trending
/// score of Fider (app/services/sqlstore/postgres, `recent_votes_count` order). The same formula stands in SQL in the store.
pub fn rising(votes: i32, comments: i32, age: TimeDelta) -> f64 {
    let hours = (age.num_seconds().max(0) as f64) / 3600.0;
    (f64::from(votes) * 5.0 + f64::from(comments) * 3.0 - 1.0) / (hours + 2.0).powf(1.4)
}

fn letters(body: &str) -> usize {
    body.chars().filter(|c| !c.is_whitespace()).count()
}

/// A text that stands on its own: what is too short for that, such as a note of one word, needs what it answers.
pub fn stands_alone(body: &str) -> bool {
    letters(body) >= SHORTEST_BODY
}

/// An idea's text as it can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    title: String,
    body: String,
}

impl Wording {
    /// The title given, or the first sentence of the text; both trimmed and within their limits.
    ///
    /// # Errors
    /// One refusal for each field that is wrong.
    pub fn parse(title: &str, body: &str) -> Result<Self, Vec<Refusal>> {
        Self::read(title, body, SHORTEST_BODY)
    }

    /// The same for what was not written as an idea, such as a note: it may be as short as it was.
    ///
    /// # Errors
    /// As [`Wording::parse`].
    pub fn taken(title: &str, body: &str) -> Result<Self, Vec<Refusal>> {
        Self::read(title, body, 1)
    }

    fn read(title: &str, body: &str, least: usize) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        if title.contains('\0') || body.contains('\0') {
            wrong.push(TEXT_NOT_STORABLE);
        }
        let (title, body) = (text::line(title), text::paragraphs(body));
        let letters = letters(&body);
        if letters < least {
            wrong.push(BODY_TOO_SHORT);
        }
        if body.chars().count() > LONGEST_BODY {
            wrong.push(BODY_TOO_LONG);
        }
        let title = if title.is_empty() { text::derived_title(&body, LONGEST_TITLE) } else { title };
        if title.is_empty() && letters >= least {
            wrong.push(TITLE_MISSING);
        }
        if title.chars().count() > LONGEST_TITLE {
            wrong.push(TITLE_TOO_LONG);
        }
        if wrong.is_empty() { Ok(Self { title, body }) } else { Err(wrong) }
    }
    /// The title.
    pub fn title(&self) -> &str {
        &self.title
    }
    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }
}

/// Tags as they are stored: lower case, joined by hyphens, each once, in order.
///
/// # Errors
/// [`TOO_MANY_TAGS`], [`TAG_TOO_LONG`], [`TAG_NOT_STORABLE`].
pub fn tags<'t>(wished: impl IntoIterator<Item = &'t str>) -> Result<Vec<String>, Refusal> {
    let mut kept: Vec<String> = Vec::new();
    for wish in wished {
        let wish = wish.trim();
        if wish.is_empty() {
            continue;
        }
        if wish.chars().count() > LONGEST_TAG {
            return Err(TAG_TOO_LONG);
        }
        if wish.contains('\0') {
            return Err(TAG_NOT_STORABLE);
        }
        let tag: String = text::slug(wish).chars().take(LONGEST_TAG).collect();
        if !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept.sort();
    if kept.len() > MOST_TAGS { Err(TOO_MANY_TAGS) } else { Ok(kept) }
}

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

/// The campaign takes no ideas at present.
pub const CAMPAIGN_CLOSED: Refusal = Refusal::of("campaign", "idea-campaign-closed");
/// The campaign's idea terms were not accepted.
pub const TERMS_NOT_ACCEPTED: Refusal = Refusal::of("accept_terms", "idea-terms-not-accepted");
/// A question of the campaign that must be answered was not.
pub const FIELD_MISSING: Refusal = Refusal::of("fields", "idea-field-missing");
/// The answer is too long.
pub const FIELD_TOO_LONG: Refusal = Refusal::of("fields", "idea-field-too-long");
/// The answer is no number.
pub const FIELD_NOT_A_NUMBER: Refusal = Refusal::of("fields", "idea-field-not-a-number");
/// The answer is none of the choices.
pub const FIELD_NOT_A_CHOICE: Refusal = Refusal::of("fields", "idea-field-not-a-choice");
/// The campaign asks no such question.
pub const FIELD_UNKNOWN: Refusal = Refusal::of("fields", "idea-field-unknown");
/// Too many photos.
pub const TOO_MANY_PHOTOS: Refusal = Refusal::of("photo", "idea-photos-too-many");
/// Nothing was chosen to be added.
pub const NO_PHOTO_CHOSEN: Refusal = Refusal::of("photo", "idea-photos-none");

/// An answer to a question of the campaign, as it is stored: trimmed; a number with a point.
///
/// # Errors
/// One of the `FIELD_…` refusals.
pub fn field_value(kind: FieldKind, choices: &[String], required: bool, value: &str) -> Result<String, Refusal> {
    let value = value.trim();
    let longest = if kind == FieldKind::LongText { 4_000 } else { 200 };
    if value.is_empty() {
        return if required { Err(FIELD_MISSING) } else { Ok(String::new()) };
    }
    if value.chars().count() > longest || value.contains('\0') {
        return Err(FIELD_TOO_LONG);
    }
    match kind {
        FieldKind::Text | FieldKind::LongText => Ok(value.to_owned()),
        FieldKind::Choice if choices.iter().any(|choice| choice == value) => Ok(value.to_owned()),
        FieldKind::Choice => Err(FIELD_NOT_A_CHOICE),
        FieldKind::Number => {
            let number = value.replace(',', ".");
            number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| number).ok_or(FIELD_NOT_A_NUMBER)
        }
    }
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

/// Words that say nothing about what an idea is about (after Fider), folded: English and German.
const NOISE: &[&str] = &[
    "a",
    "add",
    "adding",
    "allow",
    "allowing",
    "an",
    "and",
    "are",
    "as",
    "at",
    "be",
    "can",
    "could",
    "for",
    "from",
    "have",
    "i",
    "idea",
    "in",
    "is",
    "it",
    "like",
    "make",
    "need",
    "of",
    "on",
    "or",
    "our",
    "please",
    "provide",
    "should",
    "so",
    "support",
    "supporting",
    "that",
    "the",
    "there",
    "this",
    "to",
    "us",
    "want",
    "we",
    "when",
    "with",
    "would",
    "you",
    "your",
    "aber",
    "als",
    "am",
    "an",
    "auch",
    "auf",
    "bei",
    "bitte",
    "das",
    "dass",
    "dem",
    "den",
    "der",
    "des",
    "die",
    "ein",
    "eine",
    "einem",
    "einen",
    "einer",
    "erlauben",
    "es",
    "fur",
    "hinzufugen",
    "ich",
    "idee",
    "ihr",
    "im",
    "ist",
    "kann",
    "konnen",
    "konnte",
    "machen",
    "man",
    "mit",
    "mochte",
    "nicht",
    "oder",
    "sein",
    "sich",
    "sie",
    "sind",
    "sollte",
    "und",
    "unterstutzen",
    "uns",
    "von",
    "war",
    "wenn",
    "wir",
    "wunsche",
    "zu",
    "zum",
    "zur",
];
/// Whether two words are the same, but for an ending or a slip near it.
fn sound_same(one: &str, other: &str) -> bool {
    let shorter = one.chars().count().min(other.chars().count());
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    one == other || (shared >= 4 && shared + 2 >= shorter)
}

/// Whether an idea that was found says enough of the same as a text to be shown beside it: at least two of the
/// text's telling words and four in ten of them, four at most; or its only one.
pub fn sounds_alike(text: &str, found: &str) -> bool {
    let (mine, theirs) = (telling_words(text), text::slug_words(found));
    let shared = mine.iter().filter(|word| theirs.iter().any(|other| sound_same(word, other))).count();
    shared >= mine.len().min(2) && (shared >= 4 || shared * 5 >= mine.len() * 2)
}

/// The words of a search as the index knows them: a hyphen inside a word parts it, so that "hot-melt" finds what
/// says "hot melt"; one before a word still leaves that word out.
pub fn search_words(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    let inside = |at: usize| {
        let near = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
        near(at.checked_sub(1)) && near(at.checked_add(1))
    };
    let hyphen = |c: char| matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}');
    letters.iter().enumerate().map(|(at, c)| if hyphen(*c) && inside(at) { ' ' } else { *c }).collect()
}

/// The number that a search names, as "#118" or "118".
pub fn named_number(words: &str) -> Option<i64> {
    let digits = words.trim().trim_start_matches('#').trim_start();
    let is_number = (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|number| is_number && *number > 0)
}

/// Most words that similar ideas are looked up by.
const MOST_WORDS: usize = 12;

/// The words of a text that similar ideas are looked up by: folded, without noise, each once.
pub fn telling_words(text: &str) -> Vec<String> {
    let folded = text::slug_words(text);
    let mut words: Vec<String> = Vec::new();
    for word in folded {
        if word.chars().count() > 1 && word.chars().count() <= 40 && !NOISE.contains(&word.as_str()) && !words.contains(&word) {
            words.push(word);
        }
        if words.len() == MOST_WORDS {
            break;
        }
    }
    words
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
