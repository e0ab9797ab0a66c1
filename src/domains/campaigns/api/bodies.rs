//! Campaigns as JSON goes out.
use crate::domains::{
    campaigns::{
        rules::{FieldSetup, Phase},
        store::{self, Campaign},
    },
    people,
};
use crate::kernel::{
    Audience, CampaignId, CampaignState, CountsShown, FieldId, FieldKind, Hatch, Moment, PersonId, PhaseKind, SpaceId, Viewer,
};
use crate::platform::{error::AppResult, web::texts};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{ToSchema, openapi::Array};

/// Somebody with a part in a campaign.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CampaignPersonBody)]
pub struct PersonBody {
    /// Which person.
    id: PersonId,
    /// Name as shown.
    name: String,
    /// Tail of the profile's address.
    handle: String,
}

/// A dated phase.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PhaseBody {
    /// Which one.
    pub(super) kind: PhaseKind,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    pub(super) starts_at: Moment,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    pub(super) ends_at: Moment,
}

fn choices() -> Array {
    texts("Answers to choose from; for a choice only.", 0..=30, 0..=120)
}

/// An extra field of the idea form. Without an id it is a new one.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CampaignFieldBody)]
pub struct FieldBody {
    /// Which one.
    #[serde(default)]
    pub(super) id: Option<FieldId>,
    /// The question as asked.
    #[schema(min_length = 1, max_length = 120)]
    pub(super) label: String,
    /// What kind of answer it takes.
    pub(super) kind: FieldKind,
    /// Answers to choose from; for a choice only.
    #[serde(default)]
    #[schema(schema_with = choices)]
    pub(super) choices: Vec<String>,
    /// An idea cannot be sent without it.
    #[serde(default)]
    pub(super) required: bool,
}

/// A campaign in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignItem {
    /// Short number.
    number: i64,
    /// Tail of its address.
    slug: String,
    /// Name.
    title: String,
    /// What is asked.
    question: String,
    /// Where it stands.
    state: CampaignState,
    /// Who may see it.
    audience: Audience,
    /// Section hatch.
    hatch: Hatch,
    /// Every idea is answered by then.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Moment>,
    /// Ideas sent.
    idea_count: i32,
    /// People who voted.
    voter_count: i32,
    /// Version, the same as in its entity tag.
    version: i32,
}

impl From<Campaign> for CampaignItem {
    fn from(campaign: Campaign) -> Self {
        Self {
            number: campaign.number,
            slug: campaign.slug,
            title: campaign.title,
            question: campaign.question,
            state: campaign.state,
            audience: campaign.sight.audience,
            hatch: campaign.hatch,
            answer_by: campaign.answer_by,
            idea_count: campaign.idea_count,
            voter_count: campaign.voter_count,
            version: campaign.version,
        }
    }
}

/// A campaign with everything that is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignBody {
    /// Which campaign.
    id: CampaignId,
    /// Short number.
    number: i64,
    /// Tail of its address.
    pub(super) slug: String,
    /// Where it stands.
    state: CampaignState,
    /// Name.
    title: String,
    /// What is asked.
    question: String,
    /// What is looked for, in Markdown.
    brief: String,
    /// What reviewers look for, Markdown.
    criteria: String,
    /// Section hatch.
    hatch: Hatch,
    /// Who may see it; null until somebody chose.
    audience: Option<Audience>,
    /// The space, where the audience is one.
    space: Option<SpaceId>,
    /// Who is asked by name, where the audience is named people; only the organisation's own people are told.
    named: Vec<PersonBody>,
    /// Who runs it.
    owner: Option<PersonBody>,
    /// Who stands behind it.
    sponsor: Option<PersonBody>,
    /// What the sponsor promises.
    sponsor_promise: String,
    /// Who scores the ideas.
    reviewers: Vec<PersonBody>,
    /// Phases, in order.
    phases: Vec<PhaseBody>,
    /// Every idea is answered by then.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_by: Option<Moment>,
    /// Days until the first answer to an idea.
    answer_days: i16,
    /// Idea terms, in Markdown.
    terms: String,
    /// Version of the terms.
    terms_version: i32,
    /// Votes per person; null is without limit.
    vote_budget: Option<i32>,
    /// When counts are seen.
    counts: CountsShown,
    /// Ideas wait for a moderator.
    approval_needed: bool,
    /// Extra fields of the idea form.
    fields: Vec<FieldBody>,
    /// What came of it, in Markdown.
    summary: String,
    /// Ideas sent.
    idea_count: i32,
    /// People who voted.
    voter_count: i32,
    /// Version, the same as in its entity tag.
    pub(super) version: i32,
    /// When it was drafted.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// When it was launched.
    #[schema(value_type = Option<String>, format = DateTime)]
    launched_at: Option<Moment>,
    /// When it first opened.
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Moment>,
    /// When it was closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Moment>,
}

/// The campaign as an answer to this viewer.
///
/// # Errors
/// When the database cannot be asked.
pub fn body(conn: &mut PgConnection, campaign: Campaign, viewer: &Viewer) -> AppResult<CampaignBody> {
    let setup = store::setup(conn, &campaign)?;
    let told = viewer.is_staff() && setup.sight.audience == Audience::People;
    let named = if told { setup.named.as_slice() } else { &[] };
    let asked: Vec<PersonId> = setup.people().into_iter().chain(named.iter().copied()).collect();
    let names: HashMap<PersonId, people::store::Name> = people::store::names(conn, &asked)?;
    let person = |id: &PersonId| names.get(id).map(|name| PersonBody { id: *id, name: name.name.clone(), handle: name.handle.clone() });
    let field = |field: FieldSetup| FieldBody {
        id: field.id,
        label: field.label,
        kind: field.kind,
        choices: field.choices,
        required: field.required,
    };
    let phase = |phase: &Phase| PhaseBody { kind: phase.kind, starts_at: phase.starts_at, ends_at: phase.ends_at };
    Ok(CampaignBody {
        id: campaign.id,
        number: campaign.number,
        slug: campaign.slug,
        state: campaign.state,
        title: campaign.title,
        question: campaign.question,
        brief: campaign.brief,
        criteria: campaign.criteria,
        hatch: campaign.hatch,
        audience: campaign.audience_chosen.then_some(campaign.sight.audience),
        space: setup.sight.space,
        named: named.iter().filter_map(person).collect(),
        owner: person(&setup.owner),
        sponsor: setup.sponsor.as_ref().and_then(person),
        sponsor_promise: campaign.sponsor_promise,
        reviewers: setup.reviewers.iter().filter_map(person).collect(),
        phases: setup.plan.phases().iter().filter(|phase| !phase.is_left_out(None)).map(phase).collect(),
        answer_by: campaign.answer_by,
        answer_days: campaign.answer_days,
        terms: campaign.terms,
        terms_version: campaign.terms_version,
        vote_budget: campaign.vote_budget,
        counts: campaign.counts,
        approval_needed: campaign.approval_needed,
        fields: setup.fields.into_iter().map(field).collect(),
        summary: campaign.summary,
        idea_count: campaign.idea_count,
        voter_count: campaign.voter_count,
        version: campaign.version,
        created_at: campaign.created_at,
        launched_at: campaign.launched_at,
        opened_at: campaign.opened_at,
        closed_at: campaign.closed_at,
    })
}
