//! A change of a campaign as JSON comes in.
use super::bodies::{FieldBody, PhaseBody};
use crate::domains::campaigns::{
    rules::{Change, FieldSetup, Phase, named, setup},
    store,
};
use crate::kernel::{Audience, CountsShown, Hatch, Moment, PersonId, Refusal, Sight, SpaceId};
use crate::platform::{
    error::{AppError, AppResult},
    web::{nullable, texts},
};
use chrono::Datelike;
use diesel::PgConnection;
use serde::{Deserialize, Deserializer};
use utoipa::{ToSchema, openapi::Array};

/// Reads `null` as "take it away", and a missing member as "leave it".
fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

fn words() -> Array {
    let about = "Everybody who is asked by name, where the audience is named people: a handle, an e-mail address or a whole name \
                 each. Owner, sponsor and reviewers belong to them anyway.";
    nullable(texts(about, 0..=500, 1..=320))
}

/// What is to be different; members left out stay as they are.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
#[schema(as = CampaignChangeBody)]
#[schema(example = json!({"audience": "public", "answer_by": "2027-03-31T12:00:00Z", "counts": "after_vote", "vote_budget": 5, "phases": [{"kind": "collect", "starts_at": "2027-02-01T08:00:00Z", "ends_at": "2027-02-28T17:00:00Z"}]}))]
pub struct ChangeBody {
    /// Name.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// What is asked.
    #[schema(max_length = 300)]
    question: Option<String>,
    /// What is looked for, in Markdown.
    #[schema(max_length = 20000)]
    brief: Option<String>,
    /// What reviewers look for, Markdown, at most 4,000 characters.
    #[schema(max_length = 4_000)]
    criteria: Option<String>,
    /// Section hatch.
    hatch: Option<Hatch>,
    /// Who may see it. `space` goes with `space`, `people` with `named`.
    audience: Option<Audience>,
    /// The space, where the audience is one.
    space: Option<SpaceId>,
    /// Everybody who is asked by name, where the audience is named people: a handle, an e-mail address or a whole name each.
    /// Owner, sponsor and reviewers belong to them anyway.
    #[schema(schema_with = words)]
    named: Option<Vec<String>>,
    /// Who runs it, one of the organisation's own people.
    owner: Option<PersonId>,
    /// Who stands behind it; null for nobody.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<PersonId>)]
    sponsor: Option<Option<PersonId>>,
    /// What the sponsor promises.
    #[schema(max_length = 600)]
    sponsor_promise: Option<String>,
    /// Who scores the ideas.
    #[schema(max_items = 50)]
    reviewers: Option<Vec<PersonId>>,
    /// All phases.
    #[schema(max_items = 5)]
    phases: Option<Vec<PhaseBody>>,
    /// Every idea is answered by then.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Option<Moment>>,
    /// Days until the first answer to an idea.
    #[schema(minimum = 1, maximum = 365)]
    answer_days: Option<i16>,
    /// Idea terms, in Markdown.
    #[schema(max_length = 10000)]
    terms: Option<String>,
    /// Votes per person; null for no limit.
    #[serde(deserialize_with = "given")]
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    vote_budget: Option<Option<i32>>,
    /// When counts are seen.
    counts: Option<CountsShown>,
    /// Ideas wait for a moderator.
    approval_needed: Option<bool>,
    /// All extra fields of the idea form.
    #[schema(max_items = 20)]
    fields: Option<Vec<FieldBody>>,
}

/// A year that a calendar of campaigns can mean; far ones overflow elsewhere.
pub(super) fn near(at: Moment, field: &'static str) -> AppResult<Moment> {
    if (2000..2200).contains(&at.year()) { Ok(at) } else { Err(Refusal::of(field, "campaign-moment-unreadable").into()) }
}

impl ChangeBody {
    /// The change asked for.
    ///
    /// # Errors
    /// What cannot be meant, or when the database cannot be asked.
    pub fn change(self, conn: &mut PgConnection) -> AppResult<Change> {
        let phases = self.phases.map(|phases| {
            let phase = |phase: PhaseBody| {
                Ok(Phase { kind: phase.kind, starts_at: near(phase.starts_at, "phases")?, ends_at: near(phase.ends_at, "phases")? })
            };
            phases.into_iter().map(phase).collect::<AppResult<Vec<Phase>>>()
        });
        let field = |field: FieldBody| FieldSetup {
            id: field.id,
            label: field.label,
            kind: field.kind,
            choices: field.choices,
            required: field.required,
        };
        if self.space.is_some() && self.audience != Some(Audience::Space) {
            return Err(Refusal::of("space", "campaign-space-unfit").into());
        }
        let named: Option<Vec<Vec<String>>> = self.named.map(|given| given.iter().map(|text| named::words(text)).collect());
        if named.iter().flatten().any(Vec::is_empty) {
            return Err(AppError::Invalid(vec![setup::NAMED_UNKNOWN]));
        }
        let named = match named.map(|words| store::find_named(conn, &words.concat())).transpose()? {
            Some((_, unfound)) if !unfound.is_empty() => return Err(AppError::Invalid(unfound)),
            found => found.map(|(people, _)| people),
        };
        Ok(Change {
            title: self.title,
            question: self.question,
            brief: self.brief,
            criteria: self.criteria,
            hatch: self.hatch,
            sight: self.audience.map(|audience| Sight { audience, space: self.space }),
            named,
            owner: self.owner,
            sponsor: self.sponsor,
            sponsor_promise: self.sponsor_promise,
            reviewers: self.reviewers,
            phases: phases.transpose()?,
            answer_by: self.answer_by.map(|at| at.map(|at| near(at, "answer_by")).transpose()).transpose()?,
            answer_days: self.answer_days,
            terms: self.terms,
            vote_budget: self.vote_budget,
            counts: self.counts,
            approval_needed: self.approval_needed,
            fields: self.fields.map(|fields| fields.into_iter().map(field).collect()),
        })
    }
}
