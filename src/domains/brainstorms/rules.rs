//! What a room allows: its life cycle, the steps of a round, the clock, notes and dots. Pure.
use crate::kernel::{Audience, BrainstormState, Moment, NoteColour, ParticipantRole, Refusal, RoundStep};
use chrono::TimeDelta;

/// How a room says no.
pub mod refusals {
    #![expect(missing_docs, reason = "the code says it, and its sentence stands in the Fluent files")]
    use crate::kernel::Refusal;

    pub const NOT_DRAFT: Refusal = Refusal::new("room-not-draft");
    pub const NOT_LOBBY: Refusal = Refusal::new("room-not-lobby");
    pub const NOT_RUNNING: Refusal = Refusal::new("room-not-running");
    pub const NOT_OPEN: Refusal = Refusal::new("room-not-open");
    pub const NOT_REOPENED: Refusal = Refusal::new("room-not-reopened");
    pub const NOT_EDITABLE: Refusal = Refusal::new("room-not-editable");
    pub const STEP_LAST: Refusal = Refusal::new("step-last");
    pub const STEP_FIRST: Refusal = Refusal::new("step-first");
    pub const STEP_MOVED: Refusal = Refusal::new("step-moved");
    pub const CLOCK_PAUSED: Refusal = Refusal::new("clock-paused");
    pub const CLOCK_RUNS: Refusal = Refusal::new("clock-runs");
    pub const CLOCK_NONE: Refusal = Refusal::new("clock-none");
    pub const CLOCK_TOO_LONG: Refusal = Refusal::new("clock-too-long");
    pub const NOT_WRITING: Refusal = Refusal::new("note-not-writing");
    pub const NOTE_EMPTY: Refusal = Refusal::of("text", "note-empty");
    pub const NOTE_LONG: Refusal = Refusal::of("text", "note-long");
    pub const NOTE_TAKEN: Refusal = Refusal::new("note-taken");
    pub const NOTES_MANY: Refusal = Refusal::new("notes-many");
    pub const NOT_CLUSTERING: Refusal = Refusal::new("cluster-not-now");
    pub const CLUSTERS_MANY: Refusal = Refusal::new("clusters-many");
    pub const CLUSTER_NOT_EMPTY: Refusal = Refusal::new("cluster-not-empty");
    pub const NOT_VOTING: Refusal = Refusal::new("dots-not-now");
    pub const DOTS_OVER_BUDGET: Refusal = Refusal::of("dots", "dots-over-budget");
    pub const DOTS_OVER_CAP: Refusal = Refusal::of("dots", "dots-over-cap");
    pub const CODE_FORMAT: Refusal = Refusal::of("code", "code-format");
    pub const CODE_UNKNOWN: Refusal = Refusal::of("code", "code-unknown");
    pub const GUESTS_NOT_ALLOWED: Refusal = Refusal::new("guests-not-allowed");
    pub const ROOM_FULL: Refusal = Refusal::new("room-full");
    pub const CO_FACILITATOR_GUEST: Refusal = Refusal::new("co-facilitator-guest");
    pub const NAMES_STAY_HIDDEN: Refusal = Refusal::new("names-stay-hidden");
    pub const PROMOTED_ALREADY: Refusal = Refusal::new("promoted-already");
    pub const NOT_RESULTS: Refusal = Refusal::new("promote-not-now");
    pub const CAMPAIGN_STOPPED: Refusal = Refusal::new("promote-campaign-stopped");
}
pub use refusals::*;

/// Participants of one room at most.
pub const MOST_PARTICIPANTS: i64 = 300;
/// Notes of one participant in one round at most.
pub const MOST_NOTES: i64 = 60;
/// Clusters of one round at most.
pub const MOST_CLUSTERS: i64 = 60;
/// Rounds that can be planned when a room is made.
pub const MOST_ROUNDS: usize = 5;
/// Longest note, in characters.
pub const NOTE_LENGTH: usize = 240;
/// A step cannot be made longer than this.
const LONGEST_MS: i64 = 4 * 3600 * 1000;
/// Going back leaves at least this on the clock.
const LEAST_BACK_MS: i32 = 60_000;

/// The one recipe of now; `rotate` and `discuss` belong to later ones.
pub const RECIPE: [RoundStep; 6] =
    [RoundStep::Brief, RoundStep::Write, RoundStep::Reveal, RoundStep::Cluster, RoundStep::Vote, RoundStep::Results];

/// Whether a step has a clock.
pub const fn is_timed(step: RoundStep) -> bool {
    matches!(step, RoundStep::Write | RoundStep::Rotate | RoundStep::Cluster | RoundStep::Vote | RoundStep::Discuss)
}

/// Where a running room stands: which round, counted from 0, and which step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Index of the round.
    pub round: usize,
    /// Its step.
    pub step: RoundStep,
}

fn place_in_recipe(step: RoundStep) -> usize {
    // A step of another recipe stands where its neighbour of this one does.
    let twin = match step {
        RoundStep::Rotate => RoundStep::Write,
        RoundStep::Discuss => RoundStep::Vote,
        own => own,
    };
    RECIPE.iter().position(|known| *known == twin).unwrap_or(0)
}

/// The step after this one; after the last of a round the next round begins.
///
/// # Errors
/// [`STEP_LAST`] at the very end: then the room is closed instead.
pub fn next(spot: Spot, rounds: usize) -> Result<Spot, Refusal> {
    match RECIPE.get(place_in_recipe(spot.step) + 1) {
        Some(step) => Ok(Spot { step: *step, ..spot }),
        None if spot.round + 1 < rounds => Ok(Spot { round: spot.round + 1, step: RoundStep::Brief }),
        None => Err(STEP_LAST),
    }
}

/// The step before this one; before the first of a round the round before ends again.
///
/// # Errors
/// [`STEP_FIRST`] at the very beginning.
pub fn back(spot: Spot) -> Result<Spot, Refusal> {
    match place_in_recipe(spot.step).checked_sub(1).and_then(|index| RECIPE.get(index)) {
        Some(step) => Ok(Spot { step: *step, ..spot }),
        None if spot.round > 0 => Ok(Spot { round: spot.round - 1, step: RoundStep::Results }),
        None => Err(STEP_FIRST),
    }
}

/// The clock of a step. The server's time decides; nothing happens by itself when it runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timer {
    /// The step has no clock.
    Still,
    /// It runs out then.
    Running {
        /// The end.
        ends_at: Moment,
    },
    /// It stands; so much was left, less than nothing never.
    Paused {
        /// Milliseconds.
        left_ms: i32,
    },
}

impl Timer {
    /// The clock as stored.
    pub const fn of(ends_at: Option<Moment>, paused_left_ms: Option<i32>) -> Self {
        match (ends_at, paused_left_ms) {
            (_, Some(left_ms)) => Self::Paused { left_ms },
            (Some(ends_at), None) => Self::Running { ends_at },
            (None, None) => Self::Still,
        }
    }
    /// The clock at the beginning of a step.
    pub fn start(step: RoundStep, minutes: i16, now: Moment) -> Self {
        if is_timed(step) { Self::Running { ends_at: now + TimeDelta::minutes(i64::from(minutes)) } } else { Self::Still }
    }
    /// The clock of a step one comes back to: what was left when it ended, a minute at least.
    pub fn restart(step: RoundStep, left_ms: Option<i32>, now: Moment) -> Self {
        let left = left_ms.unwrap_or(LEAST_BACK_MS).max(LEAST_BACK_MS);
        if is_timed(step) { Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left)) } } else { Self::Still }
    }
    /// What is left; `None` without a clock.
    pub fn left_ms(self, now: Moment) -> Option<i32> {
        match self {
            Self::Still => None,
            Self::Running { ends_at } => Some(i32::try_from((ends_at - now).num_milliseconds().clamp(0, LONGEST_MS)).unwrap_or(i32::MAX)),
            Self::Paused { left_ms } => Some(left_ms),
        }
    }
    /// Stops it, on any step.
    ///
    /// # Errors
    /// [`CLOCK_PAUSED`] when it stands already.
    pub fn pause(self, now: Moment) -> Result<Self, Refusal> {
        match self {
            Self::Paused { .. } => Err(CLOCK_PAUSED),
            running => Ok(Self::Paused { left_ms: running.left_ms(now).unwrap_or(0) }),
        }
    }
    /// Lets it run on with what was left.
    ///
    /// # Errors
    /// [`CLOCK_RUNS`] when it does not stand.
    pub fn resume(self, step: RoundStep, now: Moment) -> Result<Self, Refusal> {
        match self {
            Self::Paused { left_ms } if is_timed(step) => Ok(Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left_ms)) }),
            Self::Paused { .. } => Ok(Self::Still),
            Self::Still | Self::Running { .. } => Err(CLOCK_RUNS),
        }
    }
    /// Gives more time; when the end is past, counted from now.
    ///
    /// # Errors
    /// [`CLOCK_NONE`] on a step without a clock, [`CLOCK_TOO_LONG`] beyond four hours.
    pub fn add(self, step: RoundStep, seconds: i32, now: Moment) -> Result<Self, Refusal> {
        if !is_timed(step) {
            return Err(CLOCK_NONE);
        }
        let left = i64::from(self.left_ms(now).unwrap_or(0)) + i64::from(seconds) * 1000;
        let left_ms = i32::try_from(left).ok().filter(|left| (0..=LONGEST_MS).contains(&i64::from(*left))).ok_or(CLOCK_TOO_LONG)?;
        Ok(match self {
            Self::Paused { .. } => Self::Paused { left_ms },
            Self::Still | Self::Running { .. } => Self::Running { ends_at: now + TimeDelta::milliseconds(i64::from(left_ms)) },
        })
    }
    /// As stored: end, and what is left while it stands.
    pub const fn columns(self) -> (Option<Moment>, Option<i32>) {
        match self {
            Self::Still => (None, None),
            Self::Running { ends_at } => (Some(ends_at), None),
            Self::Paused { left_ms } => (None, Some(left_ms)),
        }
    }
}

/// A closed room can be opened again for so long.
const REOPENS: TimeDelta = TimeDelta::minutes(10);

/// # Errors
/// [`NOT_REOPENED`] unless it was closed just now.
pub fn may_reopen(state: BrainstormState, closed_at: Option<Moment>, now: Moment) -> Result<(), Refusal> {
    match (state, closed_at) {
        (BrainstormState::Closed, Some(at)) if now - at <= REOPENS => Ok(()),
        _ => Err(NOT_REOPENED),
    }
}

/// People can come in.
pub const fn is_joinable(state: BrainstormState) -> bool {
    matches!(state, BrainstormState::Lobby | BrainstormState::Running)
}

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

/// The places of what is ordered by dots and people, best first: alike share one, and what nobody gave a dot has none (0).
pub fn places(given: &[(i32, i64)]) -> Vec<usize> {
    let place = |own: &(i32, i64)| given.iter().position(|other| other == own).map_or(0, |first| first + 1);
    given.iter().map(|own| if own.0 > 0 { place(own) } else { 0 }).collect()
}

/// Dot totals stay hidden until voting has ended.
pub const fn totals_shown(state: BrainstormState, step: RoundStep, finished: bool) -> bool {
    finished || matches!((state, step), (BrainstormState::Closed, _) | (_, RoundStep::Results | RoundStep::Discuss))
}

/// # Errors
/// [`NOT_WRITING`] outside the steps for it.
pub fn may_write(state: BrainstormState, step: RoundStep) -> Result<(), Refusal> {
    match (state, step) {
        (BrainstormState::Running, RoundStep::Write | RoundStep::Rotate) => Ok(()),
        _ => Err(NOT_WRITING),
    }
}

/// # Errors
/// [`NOT_CLUSTERING`] outside the step for it.
pub fn may_cluster(state: BrainstormState, step: RoundStep) -> Result<(), Refusal> {
    if state == BrainstormState::Running && step == RoundStep::Cluster { Ok(()) } else { Err(NOT_CLUSTERING) }
}

/// What decides about dots, read under lock.
#[derive(Debug, Clone, Copy)]
pub struct Ballot {
    /// The room.
    pub state: BrainstormState,
    /// Its step.
    pub step: RoundStep,
    /// Dots of a person in the round.
    pub budget: i16,
    /// Dots of a person on one cluster.
    pub cap: i16,
    /// Spent on other clusters.
    pub elsewhere: i16,
}

/// Whether so many dots may lie on a cluster.
///
/// # Errors
/// When it is not the time, or more than the cap or the budget.
pub fn place_dots(ballot: &Ballot, dots: i16) -> Result<(), Refusal> {
    if ballot.state != BrainstormState::Running || ballot.step != RoundStep::Vote {
        return Err(NOT_VOTING);
    }
    if !(0..=ballot.cap).contains(&dots) {
        return Err(DOTS_OVER_CAP);
    }
    if ballot.elsewhere + dots > ballot.budget {
        return Err(DOTS_OVER_BUDGET);
    }
    Ok(())
}

/// May steer the room.
pub const fn steers(role: ParticipantRole) -> bool {
    matches!(role, ParticipantRole::Facilitator | ParticipantRole::CoFacilitator)
}

/// Paper of the next participant.
pub fn colour(joined: usize) -> NoteColour {
    NoteColour::ALL.get(joined % NoteColour::ALL.len()).copied().unwrap_or(NoteColour::Lime)
}

/// Text as people mean it: trimmed, without control characters (Postgres takes no NUL).
///
/// # Errors
/// `missing` when nothing is left, `long` beyond the most characters.
pub fn text(text: &str, most: usize, missing: Refusal, long: Refusal) -> Result<String, Refusal> {
    let text = optional_text(text, most, long)?;
    if text.is_empty() { Err(missing) } else { Ok(text) }
}

/// As [`text`], where nothing is fine too.
///
/// # Errors
/// `long` beyond the most characters.
pub fn optional_text(text: &str, most: usize, long: Refusal) -> Result<String, Refusal> {
    let clean: String = text.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let clean = clean.trim();
    if clean.chars().count() > most { Err(long) } else { Ok(clean.to_owned()) }
}

/// The text of a note.
///
/// # Errors
/// When it is empty or longer than 240 characters.
pub fn note_text(note: &str) -> Result<String, Refusal> {
    text(note, NOTE_LENGTH, NOTE_EMPTY, NOTE_LONG)
}

/// Six digits that open a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// What a person typed or pasted; spaces and hyphens do not matter.
    ///
    /// # Errors
    /// [`CODE_FORMAT`] unless six digits remain.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) { Ok(Self(digits)) } else { Err(CODE_FORMAT) }
    }
    /// The code of a number below a million.
    pub fn of(number: u32) -> Self {
        Self(format!("{:06}", number % 1_000_000))
    }
    /// As stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A code as it is read out: "482 913".
pub fn spoken(code: &str) -> String {
    code.split_at_checked(3).map_or_else(|| code.to_owned(), |(head, tail)| format!("{head} {tail}"))
}

/// What somebody is ready to leave.
pub fn ready_key(round: &impl std::fmt::Display, step: RoundStep) -> String {
    format!("{round}:{step}")
}

/// Stands for the campaign's own audience in forms.
pub const SAME_AUDIENCE: &str = "same";

/// How a room is set up, checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Setup {
    pub title: String,
    pub prompts: Vec<String>,
    pub minutes: i16,
    pub guests_allowed: bool,
    pub names_shown: bool,
    pub dots_each: i16,
    pub dots_per_cluster: i16,
    pub warm_up: String,
    /// `None` is the audience of the campaign, or the one it has.
    pub audience: Option<Audience>,
}

/// How a room is set up, as typed.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct SetupInput {
    pub title: String,
    pub prompts: Vec<String>,
    pub minutes: String,
    pub guests_allowed: bool,
    pub names_shown: bool,
    pub dots_each: String,
    pub dots_per_cluster: String,
    pub warm_up: String,
    pub audience: String,
}

fn within(text: &str, from: i16, to: i16, refusal: Refusal, wrong: &mut Vec<Refusal>) -> i16 {
    match text.trim().parse() {
        Ok(number) if (from..=to).contains(&number) => number,
        _ => {
            wrong.push(refusal);
            from
        }
    }
}

impl Setup {
    /// # Errors
    /// Everything that is wrong, each with its field.
    pub fn parse(input: &SetupInput) -> Result<Self, Vec<Refusal>> {
        let mut wrong = Vec::new();
        let keep = |result: Result<String, Refusal>, wrong: &mut Vec<Refusal>| {
            result.unwrap_or_else(|refusal| {
                wrong.push(refusal);
                String::new()
            })
        };
        let title =
            keep(text(&input.title, 120, Refusal::of("title", "room-title-missing"), Refusal::of("title", "room-title-long")), &mut wrong);
        let prompt_long = Refusal::of("prompt", "room-prompt-long");
        let mut prompts = Vec::new();
        for (index, prompt) in input.prompts.iter().enumerate() {
            let prompt = keep(optional_text(prompt, 300, prompt_long), &mut wrong);
            if index == 0 && prompt.is_empty() && !wrong.contains(&prompt_long) {
                wrong.push(Refusal::of("prompt", "room-prompt-missing"));
            } else if !prompt.is_empty() {
                prompts.push(prompt);
            }
        }
        if input.prompts.is_empty() {
            wrong.push(Refusal::of("prompt", "room-prompt-missing"));
        }
        if prompts.len() > MOST_ROUNDS {
            wrong.push(Refusal::of("prompt", "room-rounds-many"));
        }
        let minutes = within(&input.minutes, 1, 120, Refusal::of("minutes", "room-minutes"), &mut wrong);
        let dots_each = within(&input.dots_each, 1, 20, Refusal::of("dots_each", "room-dots"), &mut wrong);
        let dots_per_cluster = within(&input.dots_per_cluster, 1, 20, Refusal::of("dots_per_cluster", "room-dots"), &mut wrong);
        if dots_per_cluster > dots_each && !wrong.iter().any(|refusal| refusal.code == "room-dots") {
            wrong.push(Refusal::of("dots_per_cluster", "room-dots-cap"));
        }
        let warm_up = keep(optional_text(&input.warm_up, 200, Refusal::of("warm_up", "room-warm-up-long")), &mut wrong);
        let audience = match Audience::parse(&input.audience) {
            Some(audience @ (Audience::Public | Audience::SignedIn | Audience::Internal)) => Some(audience),
            None if input.audience == SAME_AUDIENCE => None,
            _ => {
                wrong.push(Refusal::of("audience", "room-audience"));
                None
            }
        };
        let (guests_allowed, names_shown) = (input.guests_allowed, input.names_shown);
        let setup = Self { title, prompts, minutes, guests_allowed, names_shown, dots_each, dots_per_cluster, warm_up, audience };
        if wrong.is_empty() { Ok(setup) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn who_got_as_much_shares_a_place_and_nothing_has_none() {
        assert_eq!(places(&[(5, 2), (5, 2), (5, 1), (0, 0), (0, 0)]), [1, 1, 3, 0, 0]);
    }

    fn at(seconds: i64) -> Moment {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).expect("in range")
    }

    fn spot() -> impl Strategy<Value = Spot> {
        (0usize..4, 0usize..RECIPE.len()).prop_map(|(round, step)| Spot { round, step: RECIPE[step] })
    }

    #[test]
    fn a_round_runs_from_brief_to_results_and_on_to_the_next_round() {
        let mut spot = Spot { round: 0, step: RoundStep::Brief };
        let mut seen = vec![spot.step];
        while let Ok(after) = next(spot, 2) {
            spot = after;
            seen.push(spot.step);
        }
        assert_eq!(seen, [RECIPE, RECIPE].concat());
        assert_eq!(next(spot, 2), Err(STEP_LAST));
        assert_eq!(back(Spot { round: 0, step: RoundStep::Brief }), Err(STEP_FIRST));
    }

    #[test]
    fn a_pause_stops_the_clock_and_a_minute_more_counts_from_now_when_time_is_up() {
        let running = Timer::start(RoundStep::Write, 5, at(0));
        let paused = running.pause(at(120)).expect("runs");
        assert_eq!(paused, Timer::Paused { left_ms: 180_000 });
        assert_eq!(paused.resume(RoundStep::Write, at(1_000)), Ok(Timer::Running { ends_at: at(1_180) }));
        assert_eq!(running.add(RoundStep::Write, 60, at(400)), Ok(Timer::Running { ends_at: at(460) }));
        assert_eq!(running.add(RoundStep::Write, 60, at(100)), Ok(Timer::Running { ends_at: at(360) }));
        assert_eq!(Timer::Still.add(RoundStep::Reveal, 60, at(0)), Err(CLOCK_NONE));
    }

    #[test]
    fn a_code_is_six_digits_however_it_was_pasted() {
        assert_eq!(Code::parse(" 482 913 ").expect("six digits").as_str(), "482913");
        assert_eq!(Code::parse("482-913").expect("six digits").as_str(), "482913");
        assert_eq!(Code::parse("4829131"), Err(CODE_FORMAT));
        assert_eq!(Code::parse("48291x"), Err(CODE_FORMAT));
        assert_eq!(Code::parse("٤٨٢٩١٣"), Err(CODE_FORMAT));
        assert_eq!(spoken("482913"), "482 913");
    }

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

    #[test]
    fn everything_wrong_with_a_room_is_said_at_once() {
        let wrong = Setup::parse(&SetupInput { prompts: vec![String::new()], ..SetupInput::default() }).expect_err("nothing is filled in");
        let fields: Vec<_> = wrong.iter().filter_map(|refusal| refusal.field).collect();
        assert_eq!(fields, ["title", "prompt", "minutes", "dots_each", "dots_per_cluster", "audience"]);
    }

    proptest! {
        #[test]
        fn back_undoes_next(spot in spot(), rounds in 1usize..5) {
            if let Ok(after) = next(spot, rounds) {
                prop_assert_eq!(back(after), Ok(spot));
            }
        }
        #[test]
        fn pausing_and_resuming_loses_no_time(minutes in 1i16..120, used in 0i64..10_000, rest in 0i64..100_000) {
            let timer = Timer::start(RoundStep::Vote, minutes, at(0));
            let left = timer.left_ms(at(used)).expect("timed");
            let resumed = timer.pause(at(used)).and_then(|paused| paused.resume(RoundStep::Vote, at(used + rest))).expect("runs");
            prop_assert_eq!(resumed.left_ms(at(used + rest)), Some(left));
        }
        #[test]
        fn time_is_never_negative_and_never_beyond_the_longest(left in 0i32..20_000_000, seconds in -100_000i32..100_000) {
            if let Ok(timer) = (Timer::Paused { left_ms: left }).add(RoundStep::Write, seconds, at(0)) {
                let left = i64::from(timer.left_ms(at(0)).expect("timed"));
                prop_assert!((0..=LONGEST_MS).contains(&left));
            }
        }
        #[test]
        fn a_clock_comes_back_from_its_columns(left in 0i32..1_000_000, seconds in 0i64..100_000, kind in 0..3) {
            let timer = match kind { 0 => Timer::Still, 1 => Timer::Running { ends_at: at(seconds) }, _ => Timer::Paused { left_ms: left } };
            let (ends_at, paused) = timer.columns();
            prop_assert_eq!(Timer::of(ends_at, paused), timer);
        }
        #[test]
        fn dots_never_pass_budget_or_cap(budget in 1i16..20, cap in 1i16..20, placements in prop::collection::vec((0usize..5, -2i16..25), 0..40)) {
            let mut clusters = [0i16; 5];
            for (cluster, dots) in placements {
                let elsewhere = clusters.iter().sum::<i16>() - clusters[cluster];
                let ballot = Ballot { state: BrainstormState::Running, step: RoundStep::Vote, budget, cap, elsewhere };
                if place_dots(&ballot, dots).is_ok() {
                    clusters[cluster] = dots;
                }
                prop_assert!(clusters.iter().sum::<i16>() <= budget && clusters.iter().all(|dots| (0..=cap).contains(dots)));
            }
        }
        #[test]
        fn every_code_reads_back(number in 0u32..5_000_000) {
            let code = Code::of(number);
            prop_assert_eq!(Code::parse(&spoken(code.as_str())), Ok(code));
        }
        #[test]
        fn a_note_is_never_too_long_and_holds_no_control_characters(text in "\\PC{0,300}|[\\x00-\\x20a]{0,20}") {
            if let Ok(note) = note_text(&text) {
                prop_assert!((1..=NOTE_LENGTH).contains(&note.chars().count()) && !note.chars().any(|c| c.is_control() && c != '\n'));
            }
        }
    }
}
