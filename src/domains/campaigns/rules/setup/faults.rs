//! What a campaign may not be set up with, in whatever state and once people know of it.
use super::super::phases::{Phase, state_of};
use super::{FIELD_CHOICES, FIELD_LABEL, FIELD_LOCKED, FieldSetup, MOST_FIELDS, Setup, TOO_MANY_FIELDS, fields::choices_fit};
use crate::kernel::{Audience, CampaignState, Moment, PersonId, Refusal};

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
/// Somebody has given more votes already; its sentence names how many.
pub const VOTE_BUDGET_SPENT: Refusal = Refusal::of("vote_budget", "campaign-vote-budget-spent");
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

pub(super) fn longer(text: &str, most: usize) -> bool {
    text.chars().count() > most
}

impl Setup {
    /// What no campaign may be, in whatever state.
    pub(super) fn faults(&self, before: &Self) -> Vec<Refusal> {
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
    pub(super) fn faults_once_launched(&self, before: &Self, state: CampaignState, now: Moment) -> Vec<Refusal> {
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
        let begun = |phase: &&Phase| state_of(phase.kind) <= state && !phase.is_left_out(None);
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

    /// A budget that is lowered still holds what everybody has spent: `most_spent` is what the one who spent most has.
    ///
    /// # Errors
    /// [`VOTE_BUDGET_SPENT`].
    pub fn check_spent(&self, most_spent: i32) -> Result<(), Refusal> {
        if self.vote_budget.is_some_and(|budget| budget < most_spent) { Err(VOTE_BUDGET_SPENT.naming(most_spent)) } else { Ok(()) }
    }

    /// Whether the budget lets people spend less than the one before did.
    pub fn lowers_budget(&self, before: &Self) -> bool {
        self.vote_budget.is_some_and(|budget| before.vote_budget.is_none_or(|was| budget < was))
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
}
