//! All that an idea's own page shows, in one statement; and its versions.
use super::{MISSING, VisibleIdea, bind_viewer, idea_columns, visible};
use crate::kernel::{AnswerId, CampaignState, CountsShown, FieldKind, Hatch, IdeaId, IdeaState, Moment, PersonId, Viewer};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Deserialize;
use uuid::Uuid;

/// An idea with everything around it.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The idea.
    pub idea: VisibleIdea,
    /// Its campaign.
    pub campaign: Option<InCampaign>,
    /// Its tags, in order.
    pub tags: Vec<String>,
    /// The pinned answer.
    pub answer: Option<Answer>,
    /// Its moves, newest first, 30 at most.
    pub moves: Vec<Move>,
    /// Its photos.
    pub photos: Vec<Photo>,
    /// The answers to the campaign's own questions.
    pub fields: Vec<FieldValue>,
    /// Where it was merged into, when the viewer may see that.
    pub kept: Option<Neighbour>,
    /// What was merged into it and the viewer may see, 20 at most.
    pub duplicates: Vec<Neighbour>,
    /// How many follow it.
    pub followers: i64,
    /// The viewer follows it.
    pub follows: bool,
    /// It came from something, or something came of it.
    pub has_lineage: bool,
}

/// The campaign of an idea.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct InCampaign {
    pub number: i64,
    pub slug: String,
    pub title: String,
    pub state: CampaignState,
    pub counts: CountsShown,
    pub vote_budget: Option<i32>,
    pub hatch: Hatch,
    pub owner_id: PersonId,
}

/// An official answer.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Answer {
    pub id: AnswerId,
    pub author_id: PersonId,
    pub text: String,
    pub answered_at: Moment,
}

/// A move along the life cycle.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Move {
    pub from_state: IdeaState,
    pub to_state: IdeaState,
    pub reason: String,
    pub moved_by: Option<PersonId>,
    pub moved_at: Moment,
}

/// A photo of an idea.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Photo {
    pub id: Uuid,
    pub width: i32,
    pub height: i32,
    pub alt: String,
}

/// An answer to one of the campaign's own questions.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct FieldValue {
    pub id: Uuid,
    pub label: String,
    pub kind: FieldKind,
    pub value: String,
}

/// Another idea, by its address.
#[derive(Debug, Clone, Deserialize)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Neighbour {
    pub id: IdeaId,
    pub number: i64,
    pub slug: String,
    pub title: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    idea: VisibleIdea,
    #[diesel(sql_type = Nullable<Jsonb>)]
    campaign: Option<serde_json::Value>,
    #[diesel(sql_type = Array<Text>)]
    tags: Vec<String>,
    #[diesel(sql_type = Nullable<Jsonb>)]
    answer: Option<serde_json::Value>,
    #[diesel(sql_type = Jsonb)]
    moves: serde_json::Value,
    #[diesel(sql_type = Jsonb)]
    photos: serde_json::Value,
    #[diesel(sql_type = Jsonb)]
    fields: serde_json::Value,
    #[diesel(sql_type = Nullable<Jsonb>)]
    kept: Option<serde_json::Value>,
    #[diesel(sql_type = Jsonb)]
    duplicates: serde_json::Value,
    #[diesel(sql_type = BigInt)]
    followers: i64,
    #[diesel(sql_type = Bool)]
    follows: bool,
    #[diesel(sql_type = Bool)]
    has_lineage: bool,
}

const WHOLE: &str = concat!(
    "SELECT ",
    idea_columns!(),
    ", (SELECT jsonb_build_object('number', c.number, 'slug', c.slug, 'title', c.title, 'state', c.state, 'counts', c.counts, 'vote_budget', c.vote_budget, 'hatch', c.hatch, 'owner_id', c.owner_id)
         FROM campaigns c WHERE c.id = i.campaign_id) AS campaign,
     ARRAY(SELECT tag FROM idea_tags t WHERE t.idea_id = i.id ORDER BY tag LIMIT 20) AS tags,
     (SELECT jsonb_build_object('id', a.id, 'author_id', a.author_id, 'text', a.text, 'answered_at', a.answered_at)
         FROM official_answers a WHERE a.idea_id = i.id AND a.withdrawn_at IS NULL ORDER BY a.answered_at DESC, a.id DESC LIMIT 1) AS answer,
     (SELECT coalesce(jsonb_agg(m), '[]') FROM (SELECT from_state, to_state, reason, moved_by, moved_at FROM idea_moves
         WHERE idea_id = i.id ORDER BY moved_at DESC, id DESC LIMIT 30) AS m) AS moves,
     (SELECT coalesce(jsonb_agg(b), '[]') FROM (SELECT id, width, height, alt FROM blobs
         WHERE owner_id = i.id AND owner_kind = 'idea' AND removed_at IS NULL ORDER BY position LIMIT 12) AS b) AS photos,
     (SELECT coalesce(jsonb_agg(f), '[]') FROM (SELECT q.id, q.label, q.kind, v.value FROM idea_fields v JOIN campaign_fields q ON q.id = v.field_id
         WHERE v.idea_id = i.id AND v.value <> '' ORDER BY q.position, q.id LIMIT 50) AS f) AS fields,
     (SELECT jsonb_build_object('id', k.id, 'number', k.number, 'slug', k.slug, 'title', k.title)
         FROM idea_merges e JOIN ideas k ON k.id = e.kept_id
         WHERE e.duplicate_id = i.id AND e.undone_at IS NULL AND may_see(k.audience, k.space_id, k.id, $1, $2, $3, $4)
           AND k.state NOT IN ('draft', 'pending', 'off_topic', 'withdrawn', 'binned')) AS kept,
     (SELECT coalesce(jsonb_agg(d), '[]') FROM (SELECT o.id, o.number, o.slug, o.title FROM idea_merges e JOIN ideas o ON o.id = e.duplicate_id
         WHERE e.kept_id = i.id AND e.undone_at IS NULL AND may_see(o.audience, o.space_id, o.id, $1, $2, $3, $4) ORDER BY e.merged_at LIMIT 20) AS d) AS duplicates,
     (SELECT count(*) FROM idea_followers w WHERE w.idea_id = i.id) AS followers,
     EXISTS (SELECT 1 FROM idea_followers w WHERE w.idea_id = i.id AND w.person_id = $5) AS follows,
     (EXISTS (SELECT 1 FROM lineage_edges e WHERE e.from_id = i.id AND e.ended_at IS NULL)
      OR EXISTS (SELECT 1 FROM lineage_edges e WHERE e.to_id = i.id AND e.ended_at IS NULL)) AS has_lineage
     FROM ideas i WHERE i.number = $8 AND ",
    visible!()
);

/// The idea with this number and everything around it.
///
/// # Errors
/// Not found when it is not there or not to be seen.
pub fn find_whole(conn: &mut PgConnection, viewer: &Viewer, number: i64) -> AppResult<Whole> {
    let row: Row = bind_viewer!(sql(WHOLE), viewer).bind::<BigInt, _>(number).get_result(conn).optional()?.ok_or(MISSING)?;
    let read = |row: Row| -> serde_json::Result<Whole> {
        Ok(Whole {
            campaign: row.campaign.map(serde_json::from_value).transpose()?,
            answer: row.answer.map(serde_json::from_value).transpose()?,
            moves: serde_json::from_value(row.moves)?,
            photos: serde_json::from_value(row.photos)?,
            fields: serde_json::from_value(row.fields)?,
            kept: row.kept.map(serde_json::from_value).transpose()?,
            duplicates: serde_json::from_value(row.duplicates)?,
            tags: row.tags,
            followers: row.followers,
            follows: row.follows,
            has_lineage: row.has_lineage,
            idea: row.idea,
        })
    };
    Ok(read(row).map_err(anyhow::Error::from)?)
}

/// One version of an idea's wording.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the table, described in the migration")]
pub struct Version {
    #[diesel(sql_type = Integer)]
    pub version: i32,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub body: String,
    #[diesel(sql_type = SqlUuid)]
    pub editor_id: PersonId,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Jsonb)]
    answers: serde_json::Value,
}

/// An answer to one of a campaign's own questions, as a version keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Answered {
    /// Which question.
    pub field: Uuid,
    /// The question, as it was asked.
    pub label: String,
    /// The answer.
    pub value: String,
}

impl Version {
    /// The answers to the campaign's own questions, in their order.
    ///
    /// # Errors
    /// When the list that is stored is none.
    pub fn answers(&self) -> AppResult<Vec<Answered>> {
        Ok(Vec::deserialize(&self.answers).map_err(anyhow::Error::from)?)
    }
}

/// Versions of an idea that the caller has checked, newest first, below a number; `most` at most.
///
/// # Errors
/// When the query fails.
pub fn list_versions(conn: &mut PgConnection, idea: IdeaId, below: Option<i32>, most: i64) -> AppResult<Vec<Version>> {
    Ok(sql("SELECT version, title, body, editor_id, created_at, answers FROM idea_versions
            WHERE idea_id = $1 AND version < $2 ORDER BY version DESC LIMIT $3")
    .bind::<SqlUuid, _>(idea)
    .bind::<Integer, _>(below.unwrap_or(i32::MAX))
    .bind::<BigInt, _>(most)
    .load(conn)?)
}

/// The newest question to an author, with the reply once it is there.
#[derive(Debug, Clone, QueryableByName)]
pub struct Question {
    /// What is asked.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub text: String,
    /// Who asks.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub asked_by: String,
    /// Since when.
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    pub asked_at: crate::kernel::Moment,
    /// What the author replied.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub reply: Option<String>,
}

/// What an idea's author was asked last.
///
/// # Errors
/// When the query fails.
pub fn find_question(conn: &mut PgConnection, idea: crate::kernel::IdeaId) -> AppResult<Option<Question>> {
    Ok(sql("SELECT m.reason AS text, p.name AS asked_by, m.moved_at AS asked_at,
               (SELECT r.reason FROM idea_moves r WHERE r.idea_id = m.idea_id AND r.from_state = 'clarification' AND r.reason <> ''
                AND r.moved_at >= m.moved_at ORDER BY r.moved_at, r.id LIMIT 1) AS reply
            FROM idea_moves m JOIN people p ON p.id = m.moved_by
            WHERE m.idea_id = $1 AND m.to_state = 'clarification' AND m.reason <> '' ORDER BY m.moved_at DESC, m.id DESC LIMIT 1")
    .bind::<diesel::sql_types::Uuid, _>(idea)
    .get_result(conn)
    .optional()?)
}
