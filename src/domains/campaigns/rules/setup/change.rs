//! An edit of a campaign: what it wants to be different, and the setup after it.
use super::super::phases::{Phase, Plan};
use super::{ARCHIVED, FieldSetup, Setup, fields::tidy};
use crate::kernel::{CampaignState, CountsShown, Hatch, Moment, PersonId, Refusal, Sight, text};

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
