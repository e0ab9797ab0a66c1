//! What a campaign is set up with, and what an edit may change in which state.
mod change;
mod faults;
mod fields;
mod rhythm;
#[cfg(test)]
mod tests;
pub use change::Change;
pub use faults::{
    ANSWER_BEFORE_END, ANSWER_BY_MISSING, ANSWER_DAYS_OUT_OF_RANGE, ARCHIVED, BRIEF_TOO_LONG, CRITERIA_TOO_LONG, MOST_NAMED,
    MOST_REVIEWERS, NAMED_MISSING, NAMED_SEVERAL, NAMED_UNFIT, NAMED_UNKNOWN, OWNER_SHUT_OUT, PHASE_RUNNING, PHASES_MISSING,
    PROMISE_TOO_LONG, QUESTION_MISSING, QUESTION_TOO_LONG, REVIEWER_MISSING, REVIEWER_SHUT_OUT, SPACE_MISSING, SPONSOR_SHUT_OUT,
    TERMS_TOO_LONG, TITLE_MISSING, TITLE_TOO_LONG, TOO_MANY_NAMED, TOO_MANY_REVIEWERS, UNPRINTABLE, VOTE_BUDGET_OUT_OF_RANGE,
    VOTE_BUDGET_SPENT,
};
pub use fields::{FIELD_CHOICES, FIELD_LABEL, FIELD_LOCKED, FieldSetup, MOST_FIELDS, TOO_MANY_FIELDS, unfit_choices};
pub use rhythm::{Rhythm, full_hour};

use super::phases::{Plan, days_after};
use crate::kernel::{Audience, CampaignId, CountsShown, Hatch, Moment, PersonId, Sight, SpaceId};
use chrono_tz::Tz;

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

impl Setup {
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

    /// A fresh draft after this one: the same rules and rhythm, beginning on the day of `start`, owned by somebody else.
    /// The promised answer keeps its days after the end, and its hour; ideas and summary stay behind.
    #[must_use]
    pub fn copied(&self, owner: PersonId, start: Moment, zone: Tz) -> Self {
        let plan = self.plan.starting_on(start, zone, Rhythm::length_of);
        let ends = self.plan.ends_at().zip(plan.ends_at());
        Self {
            owner,
            plan,
            answer_by: self.answer_by.zip(ends).map(|(at, ends)| days_after(at, ends, zone)),
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
