//! What a campaign is set up with, and what an edit may change in which state.
use super::phases::{Phase, Plan, state_of};
use crate::kernel::{
    Audience, CampaignId, CampaignState, CountsShown, FieldId, FieldKind, Hatch, Moment, PersonId, PhaseKind, Refusal, Sight, SpaceId, text,
};

/// No title.
pub const TITLE_MISSING: Refusal = Refusal::of("title", "campaign-title-missing");
/// More than 120 characters.
pub const TITLE_TOO_LONG: Refusal = Refusal::of("title", "campaign-title-too-long");
/// More than 300 characters.
pub const QUESTION_TOO_LONG: Refusal = Refusal::of("question", "campaign-question-too-long");
/// A running campaign needs its question.
pub const QUESTION_MISSING: Refusal = Refusal::of("question", "campaign-question-missing");
/// More than 20,000 characters.
pub const BRIEF_TOO_LONG: Refusal = Refusal::of("brief", "campaign-brief-too-long");
/// More than 4,000 characters.
pub const CRITERIA_TOO_LONG: Refusal = Refusal::of("criteria", "campaign-criteria-too-long");
/// More than 600 characters.
pub const PROMISE_TOO_LONG: Refusal = Refusal::of("sponsor_promise", "campaign-promise-too-long");
/// More than 10,000 characters.
pub const TERMS_TOO_LONG: Refusal = Refusal::of("terms", "campaign-terms-too-long");
/// Not 1 to 365 days.
pub const ANSWER_DAYS_OUT_OF_RANGE: Refusal = Refusal::of("answer_days", "campaign-answer-days-out-of-range");
/// Not 1 to 1000 votes.
pub const VOTE_BUDGET_OUT_OF_RANGE: Refusal = Refusal::of("vote_budget", "campaign-vote-budget-out-of-range");
/// A running campaign needs its answer date.
pub const ANSWER_BY_MISSING: Refusal = Refusal::of("answer_by", "campaign-answer-by-missing");
/// The promised answer comes before the last phase ends.
pub const ANSWER_BEFORE_END: Refusal = Refusal::of("answer_by", "campaign-answer-before-end");
/// A running campaign needs a reviewer.
pub const REVIEWER_MISSING: Refusal = Refusal::of("reviewers", "campaign-reviewer-missing");
/// The audience shuts the owner out.
pub const OWNER_SHUT_OUT: Refusal = Refusal::of("owner", "campaign-owner-shut-out");
/// The audience shuts the sponsor out.
pub const SPONSOR_SHUT_OUT: Refusal = Refusal::of("sponsor", "campaign-sponsor-shut-out");
/// The audience shuts a reviewer out.
pub const REVIEWER_SHUT_OUT: Refusal = Refusal::of("reviewers", "campaign-reviewer-shut-out");
/// More than 50 reviewers.
pub const TOO_MANY_REVIEWERS: Refusal = Refusal::of("reviewers", "campaign-too-many-reviewers");
/// An audience of named people needs a name besides those who have a part in it anyway.
pub const NAMED_MISSING: Refusal = Refusal::of("named", "campaign-named-missing");
/// Names without an audience of named people.
pub const NAMED_UNFIT: Refusal = Refusal::of("named", "campaign-named-unfit");
/// More than 500 named people.
pub const TOO_MANY_NAMED: Refusal = Refusal::of("named", "campaign-too-many-named");
/// A word that names nobody here.
pub const NAMED_UNKNOWN: Refusal = Refusal::of("named", "campaign-named-unknown");
/// A name that several people have.
pub const NAMED_SEVERAL: Refusal = Refusal::of("named", "campaign-named-several");
/// An audience of one space needs the space.
pub const SPACE_MISSING: Refusal = Refusal::of("space", "campaign-space-missing");
/// More than 20 extra fields.
pub const TOO_MANY_FIELDS: Refusal = Refusal::of("fields", "campaign-too-many-fields");
/// An extra field without a label, or one over 120 characters.
pub const FIELD_LABEL: Refusal = Refusal::of("fields", "campaign-field-label");
/// A choice with fewer than 2 or more than 30 answers, or one over 120 characters.
pub const FIELD_CHOICES: Refusal = Refusal::of("fields", "campaign-field-choices");
/// Ideas may have answered the field already.
pub const FIELD_LOCKED: Refusal = Refusal::of("fields", "campaign-field-locked");
/// A phase that has begun keeps its beginning; the calendar may not jump.
pub const PHASE_RUNNING: Refusal = Refusal::of("phases", "campaign-phase-running");
/// A campaign needs a phase.
pub const PHASES_MISSING: Refusal = Refusal::of("phases", "campaign-phases-missing");
/// Archived campaigns stay as they are.
pub const ARCHIVED: Refusal = Refusal::new("campaign-archived");
/// A character that no text can hold.
pub const UNPRINTABLE: Refusal = Refusal::of("title", "campaign-unprintable");

/// Most reviewers of a campaign.
pub const MOST_REVIEWERS: usize = 50;
/// Most people that an audience names.
pub const MOST_NAMED: usize = 500;
/// Most extra fields of a campaign.
pub const MOST_FIELDS: usize = 20;

/// An extra field as it is to be; without an id it is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSetup {
    /// Which one, when it exists already.
    pub id: Option<FieldId>,
    /// The question as asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Answers to choose from, for a choice.
    pub choices: Vec<String>,
    /// An idea cannot be sent without it.
    pub required: bool,
}

/// Everything about a campaign that people set up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the wizard, under their names")]
pub struct Setup {
    pub title: String,
    pub question: String,
    pub brief: String,
    /// What reviewers look for.
    pub criteria: String,
    pub hatch: Hatch,
    pub sight: Sight,
    /// Who is asked by name besides those with a part in it; counts for an audience of named people.
    pub named: Vec<PersonId>,
    pub audience_chosen: bool,
    pub owner: PersonId,
    pub sponsor: Option<PersonId>,
    pub sponsor_promise: String,
    pub reviewers: Vec<PersonId>,
    pub plan: Plan,
    pub answer_by: Option<Moment>,
    pub answer_days: i16,
    pub terms: String,
    pub vote_budget: Option<i32>,
    pub counts: CountsShown,
    pub approval_needed: bool,
    pub fields: Vec<FieldSetup>,
}

/// What an edit wants to be different; `None` leaves a thing as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields of the wizard, under their names")]
pub struct Change {
    pub title: Option<String>,
    pub question: Option<String>,
    pub brief: Option<String>,
    pub criteria: Option<String>,
    pub hatch: Option<Hatch>,
    pub sight: Option<Sight>,
    pub named: Option<Vec<PersonId>>,
    pub owner: Option<PersonId>,
    pub sponsor: Option<Option<PersonId>>,
    pub sponsor_promise: Option<String>,
    pub reviewers: Option<Vec<PersonId>>,
    pub phases: Option<Vec<Phase>>,
    pub answer_by: Option<Option<Moment>>,
    pub answer_days: Option<i16>,
    pub terms: Option<String>,
    pub vote_budget: Option<Option<i32>>,
    pub counts: Option<CountsShown>,
    pub approval_needed: Option<bool>,
    pub fields: Option<Vec<FieldSetup>>,
}

impl Change {
    /// The setup after the edit.
    ///
    /// # Errors
    /// Every refusal at once, each beside its field.
    pub fn apply(self, before: &Setup, state: CampaignState, now: Moment) -> Result<Setup, Vec<Refusal>> {
        if state == CampaignState::Archived {
            return Err(vec![ARCHIVED]);
        }
        let mut refusals = Vec::new();
        let plan = match self.phases {
            None => before.plan.clone(),
            Some(phases) => Plan::new(phases).unwrap_or_else(|wrong| {
                refusals.extend(wrong);
                before.plan.clone()
            }),
        };
        // What cannot be stored stays, so that the check of the whole names it.
        let clean = |new: String| if new.contains('\0') { new } else { text::paragraphs(&new) };
        let text = |new: Option<String>, old: &str| new.map_or_else(|| old.to_owned(), clean);
        let mut after = Setup {
            title: text(self.title, &before.title),
            question: text(self.question, &before.question),
            brief: text(self.brief, &before.brief),
            criteria: text(self.criteria, &before.criteria),
            hatch: self.hatch.unwrap_or(before.hatch),
            audience_chosen: before.audience_chosen || self.sight.is_some(),
            sight: self.sight.unwrap_or(before.sight),
            named: self.named.map_or_else(|| before.named.clone(), in_order),
            owner: self.owner.unwrap_or(before.owner),
            sponsor: self.sponsor.unwrap_or(before.sponsor),
            sponsor_promise: text(self.sponsor_promise, &before.sponsor_promise),
            reviewers: self.reviewers.map_or_else(|| before.reviewers.clone(), in_order),
            plan,
            answer_by: self.answer_by.unwrap_or(before.answer_by),
            answer_days: self.answer_days.unwrap_or(before.answer_days),
            terms: text(self.terms, &before.terms),
            vote_budget: self.vote_budget.unwrap_or(before.vote_budget),
            counts: self.counts.unwrap_or(before.counts),
            approval_needed: self.approval_needed.unwrap_or(before.approval_needed),
            fields: self.fields.map_or_else(|| before.fields.clone(), |fields| fields.into_iter().map(tidy).collect()),
        };
        after.name_others();
        refusals.extend(after.faults(before));
        if state > CampaignState::Draft {
            refusals.extend(after.faults_once_launched(before, state, now));
        }
        if refusals.is_empty() { Ok(after) } else { Err(refusals) }
    }
}

/// Each once, in an order that makes two sets comparable.
fn in_order(mut people: Vec<PersonId>) -> Vec<PersonId> {
    people.sort_unstable();
    people.dedup();
    people
}

fn tidy(field: FieldSetup) -> FieldSetup {
    let choices = if field.kind == FieldKind::Choice { field.choices } else { Vec::new() };
    let choices = choices.iter().map(|choice| choice.trim().to_owned()).filter(|choice| !choice.is_empty()).collect();
    FieldSetup { label: field.label.trim().to_owned(), choices, ..field }
}

fn longer(text: &str, most: usize) -> bool {
    text.chars().count() > most
}

impl Setup {
    /// What no campaign may be, in whatever state.
    fn faults(&self, before: &Self) -> Vec<Refusal> {
        let dated_anew = self.answer_by != before.answer_by || self.plan != before.plan;
        let by_name = self.sight.audience == Audience::People;
        let checks = [
            (self.title.is_empty(), TITLE_MISSING),
            (longer(&self.title, 120), TITLE_TOO_LONG),
            (longer(&self.question, 300), QUESTION_TOO_LONG),
            (longer(&self.brief, 20_000), BRIEF_TOO_LONG),
            (longer(&self.criteria, 4_000), CRITERIA_TOO_LONG),
            (longer(&self.sponsor_promise, 600), PROMISE_TOO_LONG),
            (longer(&self.terms, 10_000), TERMS_TOO_LONG),
            (!(1..=365).contains(&self.answer_days), ANSWER_DAYS_OUT_OF_RANGE),
            (self.vote_budget.is_some_and(|votes| !(1..=1000).contains(&votes)), VOTE_BUDGET_OUT_OF_RANGE),
            (dated_anew && self.answer_by.is_some() && self.answer_by < self.plan.ends_at(), ANSWER_BEFORE_END),
            (self.reviewers.len() > MOST_REVIEWERS, TOO_MANY_REVIEWERS),
            (by_name && self.named.is_empty(), NAMED_MISSING),
            (!by_name && self.named != before.named, NAMED_UNFIT),
            (self.named.len() > MOST_NAMED, TOO_MANY_NAMED),
            (self.sight.audience == Audience::Space && self.sight.space.is_none(), SPACE_MISSING),
            (self.fields.len() > MOST_FIELDS, TOO_MANY_FIELDS),
            (self.fields.iter().any(|field| field.label.is_empty() || longer(&field.label, 120)), FIELD_LABEL),
            (self.fields.iter().any(|field| !choices_fit(field)), FIELD_CHOICES),
            (self.texts().any(|text| text.contains('\0')), UNPRINTABLE),
        ];
        checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, refusal)| refusal).collect()
    }

    fn texts(&self) -> impl Iterator<Item = &String> {
        let own = [&self.title, &self.question, &self.brief, &self.criteria, &self.sponsor_promise, &self.terms];
        own.into_iter().chain(self.fields.iter().flat_map(|field| std::iter::once(&field.label).chain(&field.choices)))
    }

    /// What a campaign that people know of may not lose, and what would pull the ground from under them.
    fn faults_once_launched(&self, before: &Self, state: CampaignState, now: Moment) -> Vec<Refusal> {
        let checks = [
            (self.question.is_empty(), QUESTION_MISSING),
            (self.reviewers.is_empty(), REVIEWER_MISSING),
            (self.answer_by.is_none(), ANSWER_BY_MISSING),
            (self.plan.phases().is_empty(), PHASES_MISSING),
            (self.plan != before.plan && !self.plan_fits(before, state, now), PHASE_RUNNING),
            (before.fields.iter().any(|field| !self.keeps(field)), FIELD_LOCKED),
        ];
        checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, refusal)| refusal).collect()
    }

    /// Phases that have begun stay, and the calendar still says the same of this moment.
    fn plan_fits(&self, before: &Self, state: CampaignState, now: Moment) -> bool {
        let begun = |phase: &&Phase| state_of(phase.kind) <= state;
        let kept = before
            .plan
            .phases()
            .iter()
            .filter(begun)
            .all(|phase| self.plan.get(phase.kind).is_some_and(|new| new.starts_at == phase.starts_at));
        kept && state.is_running() && self.plan.state_at(now) == state || state == CampaignState::Scheduled
    }

    fn keeps(&self, field: &FieldSetup) -> bool {
        self.fields.iter().any(|other| other.id == field.id && other.kind == field.kind)
    }

    /// Who sees it, once it is out. A list of named people is the campaign's own.
    pub fn sight_of(&self, campaign: CampaignId) -> Sight {
        let list = (self.sight.audience == Audience::People).then_some(SpaceId(campaign.0));
        Sight { space: list.or(self.sight.space), ..self.sight }
    }

    /// Leaves those with a part in it out of the named: they are on the list anyway.
    pub fn name_others(&mut self) {
        let part = self.people();
        self.named.retain(|person| !part.contains(person));
    }

    /// Everybody with a part in it: owner, sponsor, reviewers.
    pub fn people(&self) -> Vec<PersonId> {
        [self.owner].into_iter().chain(self.sponsor).chain(self.reviewers.iter().copied()).collect()
    }

    /// What to say when the audience shuts these people out, each beside its field.
    pub fn shut_out(&self, people: &[PersonId]) -> Vec<Refusal> {
        let checks = [
            (people.contains(&self.owner), OWNER_SHUT_OUT),
            (self.sponsor.is_some_and(|sponsor| people.contains(&sponsor)), SPONSOR_SHUT_OUT),
            (self.reviewers.iter().any(|reviewer| people.contains(reviewer)), REVIEWER_SHUT_OUT),
        ];
        checks.into_iter().filter(|(wrong, _)| *wrong).map(|(_, refusal)| refusal).collect()
    }

    /// Names of what differs, for the record.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        let pairs = [
            ("title", self.title != other.title),
            ("question", self.question != other.question),
            ("brief", self.brief != other.brief),
            ("criteria", self.criteria != other.criteria),
            ("hatch", self.hatch != other.hatch),
            ("audience", self.sight != other.sight || self.audience_chosen != other.audience_chosen),
            ("named", self.named != other.named),
            ("owner", self.owner != other.owner),
            ("sponsor", self.sponsor != other.sponsor),
            ("sponsor_promise", self.sponsor_promise != other.sponsor_promise),
            ("reviewers", self.reviewers != other.reviewers),
            ("phases", self.plan != other.plan),
            ("answer_by", self.answer_by != other.answer_by),
            ("answer_days", self.answer_days != other.answer_days),
            ("terms", self.terms != other.terms),
            ("vote_budget", self.vote_budget != other.vote_budget),
            ("counts", self.counts != other.counts),
            ("approval_needed", self.approval_needed != other.approval_needed),
            ("fields", self.fields != other.fields),
        ];
        pairs.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect()
    }

    /// A fresh draft after this one: the same rules and rhythm, beginning at `start`, owned by somebody else.
    /// The promised answer keeps its distance; ideas and summary stay behind.
    #[must_use]
    pub fn copied(&self, owner: PersonId, start: Moment) -> Self {
        let span = self.plan.phases().first().map(|phase| start - phase.starts_at);
        Self {
            owner,
            plan: self.plan.starting_at(start),
            answer_by: self.answer_by.zip(span).map(|(at, span)| at + span),
            fields: self.fields.iter().map(|field| FieldSetup { id: None, ..field.clone() }).collect(),
            ..self.clone()
        }
    }

    /// A fresh draft from nothing but a title.
    pub fn blank(title: &str, owner: PersonId) -> Self {
        Self {
            title: title.to_owned(),
            question: String::new(),
            brief: String::new(),
            criteria: String::new(),
            hatch: Hatch::Adhesive,
            sight: Sight::INTERNAL,
            named: Vec::new(),
            audience_chosen: false,
            owner,
            sponsor: None,
            sponsor_promise: String::new(),
            reviewers: Vec::new(),
            plan: Plan::default(),
            answer_by: None,
            answer_days: 10,
            terms: String::new(),
            vote_budget: None,
            counts: CountsShown::AfterVote,
            approval_needed: false,
            fields: Vec::new(),
        }
    }
}

fn choices_fit(field: &FieldSetup) -> bool {
    let count = field.choices.len();
    field.kind != FieldKind::Choice || ((2..=30).contains(&count) && field.choices.iter().all(|choice| !longer(choice, 120)))
}

/// A rhythm of phases to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// What a draft without phases is offered: three weeks.
    Usual,
    /// Collect and vote at a run.
    TwoWeeks,
    /// Every phase, with time to discuss.
    SixWeeks,
    /// A box that stays open for a year; each idea is answered by itself.
    AlwaysOn,
}

impl Rhythm {
    /// Those that are offered by name.
    pub const NAMED: &'static [Self] = &[Self::TwoWeeks, Self::SixWeeks, Self::AlwaysOn];
    /// The word in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::TwoWeeks => "two-weeks",
            Self::SixWeeks => "six-weeks",
            Self::AlwaysOn => "always-on",
        }
    }
    /// From the word in forms.
    pub fn parse(word: &str) -> Option<Self> {
        Self::NAMED.iter().copied().find(|rhythm| rhythm.as_str() == word)
    }
    /// Its phases from `start`, which is put on the next full hour.
    pub fn phases(self, start: Moment) -> Vec<Phase> {
        use PhaseKind::{Collect, Decide, Discuss, Review, Vote};
        let days: &[(PhaseKind, i64, i64)] = match self {
            Self::Usual => &[(Collect, 0, 10), (Vote, 10, 15), (Review, 15, 19), (Decide, 19, 21)],
            Self::TwoWeeks => &[(Collect, 0, 7), (Vote, 7, 10), (Review, 10, 14)],
            Self::SixWeeks => &[(Collect, 0, 21), (Discuss, 21, 26), (Vote, 26, 33), (Review, 33, 40), (Decide, 40, 42)],
            Self::AlwaysOn => &[(Collect, 0, 365)],
        };
        let start = full_hour(start);
        let day = |days: i64| start + chrono::TimeDelta::days(days);
        days.iter().map(|(kind, from, to)| Phase { kind: *kind, starts_at: day(*from), ends_at: day(*to) }).collect()
    }
    /// When answers are promised, once the last phase has ended then.
    pub fn answer_by(self, ends_at: Moment) -> Moment {
        ends_at + chrono::TimeDelta::days(if self == Self::AlwaysOn { 30 } else { 7 })
    }
}

/// The next full hour, as people make appointments.
pub fn full_hour(at: Moment) -> Moment {
    use chrono::DurationRound;
    let hour = chrono::TimeDelta::hours(1);
    at.duration_trunc(hour).map_or(at, |full| if full == at { at } else { full + hour })
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn at(hours: i64) -> Moment {
        DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
    }

    fn running() -> Setup {
        Setup {
            question: "Which joints?".to_owned(),
            audience_chosen: true,
            reviewers: vec![PersonId::new()],
            plan: Plan::new(vec![
                Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(10) },
                Phase { kind: PhaseKind::Vote, starts_at: at(10), ends_at: at(20) },
            ])
            .expect("valid"),
            answer_by: Some(at(30)),
            ..Setup::blank("Bond it", PersonId::new())
        }
    }

    #[test]
    fn a_draft_may_be_half_done_but_needs_a_title() {
        let draft = Setup::blank("Bond it", PersonId::new());
        let change = Change { title: Some("  ".to_owned()), ..Change::default() };
        assert_eq!(change.apply(&draft, CampaignState::Draft, at(0)), Err(vec![TITLE_MISSING]));
        let change = Change { title: Some(" New name ".to_owned()), ..Change::default() };
        let after = change.apply(&draft, CampaignState::Draft, at(0)).expect("fine");
        assert_eq!((after.title.as_str(), draft.differences(&after)), ("New name", vec!["title"]));
    }

    #[test]
    fn a_promise_before_the_end_is_refused_in_a_draft_as_soon_as_it_is_made() {
        let draft = Setup { answer_by: None, ..running() };
        let change = Change { answer_by: Some(Some(at(15))), ..Change::default() };
        assert_eq!(change.apply(&draft, CampaignState::Draft, at(0)), Err(vec![ANSWER_BEFORE_END]));
        let change = Change { answer_by: Some(Some(at(20))), ..Change::default() };
        assert!(change.apply(&draft, CampaignState::Draft, at(0)).is_ok());
    }

    #[test]
    fn a_running_campaign_keeps_what_people_rely_on() {
        let before = running();
        let change = Change { question: Some(String::new()), reviewers: Some(Vec::new()), answer_by: Some(None), ..Change::default() };
        let refused = change.apply(&before, CampaignState::Open, at(5)).expect_err("refused");
        assert_eq!(refused, vec![QUESTION_MISSING, REVIEWER_MISSING, ANSWER_BY_MISSING]);
        let change = Change { answer_by: Some(Some(at(15))), ..Change::default() };
        assert_eq!(change.apply(&before, CampaignState::Open, at(5)), Err(vec![ANSWER_BEFORE_END]));
    }

    #[test]
    fn dates_of_a_running_campaign_move_only_where_nothing_has_begun() {
        let before = running();
        let later_vote = vec![
            Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(12) },
            Phase { kind: PhaseKind::Vote, starts_at: at(12), ends_at: at(22) },
        ];
        let change = |phases: &[Phase]| Change { phases: Some(phases.to_vec()), ..Change::default() };
        assert!(change(&later_vote).apply(&before, CampaignState::Open, at(5)).is_ok());
        assert_eq!(change(&later_vote[1..]).apply(&before, CampaignState::Open, at(5)), Err(vec![PHASE_RUNNING]));
        let vote_now = vec![
            Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(3) },
            Phase { kind: PhaseKind::Vote, starts_at: at(4), ends_at: at(22) },
        ];
        assert_eq!(change(&vote_now).apply(&before, CampaignState::Open, at(5)), Err(vec![PHASE_RUNNING]));
        assert!(change(&vote_now).apply(&before, CampaignState::Draft, at(5)).is_ok());
    }

    #[test]
    fn a_field_that_ideas_may_have_answered_stays() {
        let field =
            FieldSetup { id: Some(FieldId::new()), label: "Joint".to_owned(), kind: FieldKind::Text, choices: Vec::new(), required: true };
        let before = Setup { fields: vec![field.clone()], ..running() };
        let change = |fields: Vec<FieldSetup>| Change { fields: Some(fields), ..Change::default() };
        assert_eq!(change(Vec::new()).apply(&before, CampaignState::Open, at(5)), Err(vec![FIELD_LOCKED]));
        let reworded = FieldSetup { label: "Which joint?".to_owned(), ..field };
        assert!(change(vec![reworded]).apply(&before, CampaignState::Open, at(5)).is_ok());
        assert!(change(Vec::new()).apply(&before, CampaignState::Draft, at(5)).is_ok());
    }

    #[test]
    fn a_copy_takes_rules_and_rhythm_but_no_dates_of_the_past() {
        let (before, me) = (running(), PersonId::new());
        let copy = before.copied(me, at(1000));
        assert_eq!((copy.owner, copy.answer_by, copy.plan.ends_at()), (me, Some(at(1030)), Some(at(1020))));
        assert_eq!((copy.question, copy.reviewers), (before.question, before.reviewers));
    }

    #[test]
    fn named_people_are_asked_besides_those_who_have_a_part_in_it_anyway() {
        let (before, rosa) = (running(), PersonId::new());
        let by_name = Some(Sight { audience: Audience::People, space: None });
        let change = |named: &[PersonId]| Change { sight: by_name, named: Some(named.to_vec()), ..Change::default() };
        assert_eq!(change(&[before.owner, before.reviewers[0]]).apply(&before, CampaignState::Open, at(5)), Err(vec![NAMED_MISSING]));
        let after = change(&[rosa, before.owner, rosa]).apply(&before, CampaignState::Open, at(5)).expect("fine");
        assert_eq!((after.named.as_slice(), before.differences(&after)), ([rosa].as_slice(), vec!["audience", "named"]));
        let campaign = CampaignId::new();
        assert_eq!(after.sight_of(campaign).space, Some(SpaceId(campaign.0)), "what lies inside carries the list on");
        let many: Vec<PersonId> = (0..=MOST_NAMED).map(|_| PersonId::new()).collect();
        assert_eq!(change(&many).apply(&before, CampaignState::Open, at(5)), Err(vec![TOO_MANY_NAMED]));
    }

    #[test]
    fn an_archived_campaign_stays_as_it_is() {
        assert_eq!(Change::default().apply(&running(), CampaignState::Archived, at(5)), Err(vec![ARCHIVED]));
    }
}
