//! Ideas as JSON goes out and comes in.
use crate::domains::{
    campaigns,
    ideas::{
        rules,
        store::{self, Listed, Whole},
    },
    lineage::store::Source,
    people::store::Name,
};
use crate::kernel::{IdeaId, IdeaSource, IdeaState, ItemKind, Moment, PersonId};
use crate::platform::{
    error::AppResult,
    web::{PhotoBody, nullable, texts},
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{ToSchema, openapi::Array};
use uuid::Uuid;

/// Who wrote an idea or a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuthorBody {
    /// Which person.
    id: PersonId,
    /// Name as shown.
    pub name: String,
    /// Handle of the profile.
    handle: String,
    /// Company of people from outside; empty when there is none.
    company: String,
}

impl AuthorBody {
    pub(super) fn among(names: &HashMap<PersonId, Name>, id: PersonId) -> Self {
        let name = names.get(&id);
        let text = |read: fn(&Name) -> &String| name.map_or_else(String::new, |name| read(name).clone());
        Self { id, name: text(|name| &name.name), handle: text(|name| &name.handle), company: text(|name| &name.company) }
    }
}

/// An idea in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdeaEntry {
    /// Which idea.
    id: IdeaId,
    /// Its number, as people type it.
    pub number: i64,
    /// Its page.
    pub path: String,
    /// Title.
    pub title: String,
    /// The first 400 characters of its text.
    pub opening: String,
    /// Where it is in its life cycle.
    pub state: IdeaState,
    /// How it came in.
    source: IdeaSource,
    /// Slug of its campaign.
    campaign: Option<String>,
    /// Who had it.
    pub author: AuthorBody,
    /// Votes; null while they are hidden from the caller.
    votes: Option<i32>,
    /// Comments and replies.
    comments: i32,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Moment,
    /// When its wording or state changed last.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Moment,
}

/// An idea with its text.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdeaBody {
    /// Which idea.
    id: IdeaId,
    /// Its number, as people type it.
    number: i64,
    /// Its page.
    path: String,
    /// Title.
    pub(super) title: String,
    /// Text, Markdown.
    pub(super) body: String,
    /// Where it is in its life cycle.
    state: IdeaState,
    /// How it came in.
    source: IdeaSource,
    /// Slug of its campaign.
    campaign: Option<String>,
    /// Who had it.
    author: AuthorBody,
    /// Tags, in order.
    tags: Vec<String>,
    /// Answers to the campaign's own questions.
    fields: Vec<FieldBody>,
    /// Photos, in order.
    photos: Vec<PhotoBody>,
    /// Votes; null while they are hidden from the caller.
    votes: Option<i32>,
    /// Comments and replies.
    comments: i32,
    /// The reason of its last move, when one was given.
    reason: Option<String>,
    /// The official answer, Markdown.
    answer: Option<String>,
    /// Number of the idea it was merged into.
    merged_into: Option<i64>,
    /// What it was made of in a brainstorm; null where it came in otherwise.
    origin: Option<OriginBody>,
    /// Number of the prototype that it became.
    prototype: Option<i64>,
    /// The caller follows it.
    following: bool,
    /// When an answer is promised by; null while the idea is off the board.
    #[schema(value_type = Option<String>, format = DateTime)]
    answer_due_at: Option<Moment>,
    /// Version of the wording, as in the entity tag.
    pub(super) version: i32,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    /// When its wording or state changed last.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Moment,
}

impl IdeaBody {
    /// Where its newest photo is.
    pub(super) fn newest_photo(&self) -> Option<String> {
        self.photos.last().map(|photo| photo.href().to_owned())
    }
}

/// What an idea was made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct OriginBody {
    /// Number of the room.
    brainstorm: i64,
    /// The note, where it was one.
    note: Option<Uuid>,
    /// The cluster, where it was one.
    cluster: Option<Uuid>,
}

impl From<Source> for OriginBody {
    fn from(source: Source) -> Self {
        let of = |kind| Some(source.id).filter(|_| source.kind == kind);
        Self { brainstorm: source.room, note: of(ItemKind::Note), cluster: of(ItemKind::Cluster) }
    }
}

/// What stands around an idea in other domains.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// The caller voted for it.
    pub voted: bool,
    /// What it was made of.
    pub origin: Option<Source>,
    /// Number of its prototype.
    pub prototype: Option<i64>,
}

/// An answer to one of a campaign's own questions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldBody {
    /// Which question.
    pub(super) field: Uuid,
    /// The answer.
    #[schema(max_length = 4000)]
    pub(super) value: String,
}

fn tags() -> Array {
    texts("Tags, all of them; in lower case, with hyphens for spaces.", 0..=8, 0..=40)
}

fn tags_or_null() -> Array {
    nullable(tags())
}

/// More than fit are refused before the empty ones are left out.
pub(super) fn check_tags(tags: &[String]) -> AppResult<()> {
    if tags.len() > rules::MOST_TAGS { Err(rules::TOO_MANY_TAGS.into()) } else { Ok(()) }
}

/// An idea to submit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"campaign": "bond-it-then-take-it-apart", "title": "Tape that lets go when warm", "body": "A tape that lets go at 140 °C, so that a battery can be taken apart.", "tags": ["peel", "heat"], "accept_terms": true}))]
pub struct NewIdeaBody {
    /// Slug of the campaign it answers.
    #[schema(max_length = 120)]
    pub(super) campaign: Option<String>,
    /// Title; without one it is the first sentence of the text.
    #[schema(max_length = 120)]
    #[serde(default)]
    pub(super) title: String,
    /// Text, Markdown; ten letters or more.
    #[schema(
        min_length = 10,
        max_length = 20000,
        pattern = r"^(?:[^\u0000\S]*[^\u0000\s]){10}[^\u0000]*$",
        example = "A peel tab that a gloved hand finds."
    )]
    pub(super) body: String,
    /// Tags.
    #[schema(schema_with = tags)]
    #[serde(default)]
    pub(super) tags: Vec<String>,
    /// Answers to the campaign's own questions.
    #[schema(max_items = 50)]
    #[serde(default)]
    pub(super) fields: Vec<FieldBody>,
    /// For the organisation's own people only; a campaign decides by its own audience.
    #[serde(default)]
    pub(super) internal: bool,
    /// The campaign's idea terms are accepted with it.
    #[serde(default)]
    pub(super) accept_terms: bool,
}

/// A change of an idea; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"title": "Tape that lets go at 140 °C", "tags": ["peel", "heat"]}))]
pub struct IdeaChange {
    /// Title; an empty one becomes the first sentence of the text.
    #[schema(max_length = 120)]
    pub(super) title: Option<String>,
    /// Text, Markdown; ten letters or more.
    #[schema(min_length = 10, max_length = 20000, pattern = r"^(?:[^\u0000\S]*[^\u0000\s]){10}[^\u0000]*$")]
    pub(super) body: Option<String>,
    /// Tags, all of them.
    #[schema(schema_with = tags_or_null)]
    pub(super) tags: Option<Vec<String>>,
    /// Answers to the campaign's own questions, all of them; what is left out is no longer answered.
    #[schema(max_items = 50)]
    pub(super) fields: Option<Vec<FieldBody>>,
}

/// An idea in a list, with its votes where they are shown.
pub(super) fn entry(idea: &Listed, votes: Option<i32>, names: &HashMap<PersonId, Name>) -> IdeaEntry {
    IdeaEntry {
        id: idea.id,
        number: idea.number,
        path: store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        opening: idea.opening.clone(),
        state: idea.state,
        source: idea.source,
        campaign: idea.campaign_slug.clone(),
        author: AuthorBody::among(names, idea.author_id),
        votes,
        comments: idea.comment_count,
        created_at: idea.created_at,
        changed_at: idea.changed_at,
    }
}

/// An idea as an answer; whether the caller voted may decide on its count.
pub(super) fn body(whole: Whole, names: &HashMap<PersonId, Name>, around: Around) -> IdeaBody {
    let idea = whole.idea;
    let shown = whole.campaign.as_ref().is_none_or(|known| campaigns::rules::counts_visible(known.counts, Some(known.state), around.voted));
    IdeaBody {
        id: idea.id,
        number: idea.number,
        path: idea.path(),
        state: idea.state,
        source: idea.source,
        campaign: whole.campaign.map(|known| known.slug),
        author: AuthorBody::among(names, idea.author_id),
        tags: whole.tags,
        fields: whole.fields.into_iter().map(|field| FieldBody { field: field.id, value: field.value }).collect(),
        photos: whole.photos.into_iter().map(|photo| PhotoBody::of(photo.id, (photo.width, photo.height), photo.alt)).collect(),
        votes: shown.then_some(idea.vote_count),
        comments: idea.comment_count,
        reason: whole
            .moves
            .into_iter()
            .find(|step| step.to_state == idea.state)
            .map(|step| step.reason)
            .filter(|reason| !reason.is_empty()),
        answer: whole.answer.map(|answer| answer.text),
        merged_into: whole.kept.map(|kept| kept.number),
        origin: around.origin.map(OriginBody::from),
        prototype: around.prototype,
        following: whole.follows,
        answer_due_at: idea.clock().shown_in(idea.state).due,
        version: idea.version,
        created_at: idea.created_at,
        changed_at: idea.changed_at,
        title: idea.title,
        body: idea.body,
    }
}
