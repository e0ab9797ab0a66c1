//! Campaigns and their parts, as others may read them.
use crate::domains::campaigns::rules::{FieldSetup, Phase, Plan, Setup};
use crate::kernel::{
    Audience, CampaignId, CampaignState, CountsShown, Doer, FieldId, FieldKind, Hatch, KEEPING_ORDER, Moment, PersonId, PhaseKind, Place,
    RunCampaign, Sight, SpaceId, Viewer, holds, sql_types,
};
use crate::platform::{
    db::{Tx, sql},
    error::{AppError, AppResult},
};
use crate::schema::{campaign_fields, campaign_phases, terms_acceptances};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Integer, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use serde::Serialize;

/// A campaign without its lists.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the columns of the table, under their names")]
pub struct Campaign {
    pub id: CampaignId,
    pub number: i64,
    pub slug: String,
    pub state: CampaignState,
    pub title: String,
    pub question: String,
    pub brief: String,
    pub criteria: String,
    pub sight: Sight,
    pub audience_chosen: bool,
    pub owner_id: PersonId,
    pub sponsor_id: Option<PersonId>,
    pub sponsor_promise: String,
    pub answer_by: Option<Moment>,
    pub answer_days: i16,
    pub terms: String,
    pub terms_version: i32,
    pub vote_budget: Option<i32>,
    pub counts: CountsShown,
    pub hatch: Hatch,
    pub approval_needed: bool,
    pub summary: String,
    pub idea_count: i32,
    pub voter_count: i32,
    pub version: i32,
    pub created_at: Moment,
    pub launched_at: Option<Moment>,
    pub opened_at: Option<Moment>,
    pub closed_at: Option<Moment>,
}

impl Campaign {
    /// Where something is done to this campaign. What happens to a draft is for nobody's stream.
    pub fn place(&self, doer: &Doer) -> Place {
        self.place_in(doer, self.state)
    }

    /// The same once it is in another state.
    pub fn place_in(&self, doer: &Doer, state: CampaignState) -> Place {
        let sight = if state == CampaignState::Draft { Sight { audience: Audience::People, space: None } } else { self.sight };
        Place::of(self.id, sight).in_campaign(Some(self.id)).owned(doer.person_id() == Some(self.owner_id))
    }

    /// Whether the viewer runs it: edits, launches, moves and closes.
    pub fn is_run_by(&self, viewer: &Viewer) -> bool {
        viewer.person().is_some_and(|actor| {
            let doer = Doer::from(actor.clone());
            holds::<RunCampaign>(&doer, &self.place(&doer))
        })
    }

    /// Its page.
    pub fn path(&self) -> String {
        format!("/campaigns/{}", self.slug)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: CampaignId,
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = sql_types::CampaignState)]
    state: CampaignState,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    question: String,
    #[diesel(sql_type = Text)]
    brief: String,
    #[diesel(sql_type = Text)]
    criteria: String,
    #[diesel(sql_type = sql_types::Audience)]
    audience: Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    space_id: Option<SpaceId>,
    #[diesel(sql_type = Bool)]
    audience_chosen: bool,
    #[diesel(sql_type = SqlUuid)]
    owner_id: PersonId,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    sponsor_id: Option<PersonId>,
    #[diesel(sql_type = Text)]
    sponsor_promise: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    answer_by: Option<Moment>,
    #[diesel(sql_type = SmallInt)]
    answer_days: i16,
    #[diesel(sql_type = Text)]
    terms: String,
    #[diesel(sql_type = Integer)]
    terms_version: i32,
    #[diesel(sql_type = Nullable<Integer>)]
    vote_budget: Option<i32>,
    #[diesel(sql_type = sql_types::CountsShown)]
    counts: CountsShown,
    #[diesel(sql_type = sql_types::Hatch)]
    hatch: Hatch,
    #[diesel(sql_type = Bool)]
    approval_needed: bool,
    #[diesel(sql_type = Text)]
    summary: String,
    #[diesel(sql_type = Integer)]
    idea_count: i32,
    #[diesel(sql_type = Integer)]
    voter_count: i32,
    #[diesel(sql_type = Integer)]
    version: i32,
    #[diesel(sql_type = Timestamptz)]
    created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    launched_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    opened_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    closed_at: Option<Moment>,
}

impl From<Row> for Campaign {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            number: row.number,
            slug: row.slug,
            state: row.state,
            title: row.title,
            question: row.question,
            brief: row.brief,
            criteria: row.criteria,
            // Named people are the campaign's own list, whoever wrote the row.
            sight: Sight {
                audience: row.audience,
                space: row.space_id.or((row.audience == Audience::People).then_some(SpaceId(row.id.0))),
            },
            // Nothing goes out without an audience, so one that is out has it chosen, whoever wrote the row.
            audience_chosen: row.audience_chosen || row.state > CampaignState::Draft,
            owner_id: row.owner_id,
            sponsor_id: row.sponsor_id,
            sponsor_promise: row.sponsor_promise,
            answer_by: row.answer_by,
            answer_days: row.answer_days,
            terms: row.terms,
            terms_version: row.terms_version,
            vote_budget: row.vote_budget,
            counts: row.counts,
            hatch: row.hatch,
            approval_needed: row.approval_needed,
            summary: row.summary,
            idea_count: row.idea_count,
            voter_count: row.voter_count,
            version: row.version,
            created_at: row.created_at,
            launched_at: row.launched_at,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
        }
    }
}

macro_rules! select {
    () => {
        "SELECT c.id, c.number, c.slug, c.state, c.title, c.question, c.brief, c.criteria, c.audience, c.space_id, c.audience_chosen, c.owner_id,
            c.sponsor_id, c.sponsor_promise, c.answer_by, c.answer_days, c.terms, c.terms_version, c.vote_budget, c.counts, c.hatch,
            c.approval_needed, c.summary, c.idea_count, c.voter_count, c.version, c.created_at, c.launched_at, c.opened_at, c.closed_at
         FROM campaigns c "
    };
}

/// Who may see: the audience once it is launched, and always those who run it ($5 all of them, $6 these, $7 as the owner).
macro_rules! visible {
    () => {
        "((c.state <> 'draft' AND may_see(c.audience, c.space_id, c.id, $1, $2, $3, $4)) OR $5 OR c.id = ANY ($6) OR c.owner_id = $7)"
    };
}

macro_rules! bind_viewer {
    ($statement:expr, $viewer:expr) => {{
        let (eyes, runs) = ($viewer.eyes(), $viewer.reach(KEEPING_ORDER));
        $statement
            .bind::<Bool, _>(eyes.signed_in)
            .bind::<Bool, _>(eyes.staff)
            .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
            .bind::<Array<SqlUuid>, _>(eyes.named_in)
            .bind::<Bool, _>(runs.everywhere)
            .bind::<Array<SqlUuid>, _>(runs.campaigns)
            .bind::<Nullable<SqlUuid>, _>($viewer.person_id())
    }};
}

const FIND: &str = concat!(select!(), "WHERE c.slug = $8 AND ", visible!());
const FIND_BY_ID: &str = concat!(select!(), "WHERE c.id = $8 AND ", visible!());
const LOCK_BY_ID: &str = concat!(select!(), "WHERE c.id = $8 AND ", visible!(), " FOR NO KEY UPDATE");
const LOCK: &str = concat!(select!(), "WHERE c.slug = $8 AND ", visible!(), " FOR NO KEY UPDATE");
const ELSEWHERE: &str = concat!(
    select!(),
    "WHERE (c.id = (SELECT s.campaign_id FROM campaign_slugs s WHERE s.slug = $8) OR c.number = $9) AND ",
    visible!(),
    " ORDER BY c.number = $9, c.number LIMIT 1"
);
const BARE: &str = concat!(select!(), "WHERE c.id = $1");
const SHARE: &str = concat!(select!(), "WHERE c.id = $1 FOR SHARE");
const LIST: &str =
    concat!(select!(), "WHERE c.state = ANY ($8) AND ($9 IS NULL OR c.number < $9) AND ", visible!(), " ORDER BY c.number DESC LIMIT $10");

const OWNED: &str =
    concat!(select!(), "WHERE c.owner_id = $8 AND c.state = ANY ($9) AND ", visible!(), " ORDER BY c.number DESC LIMIT $10");
const COUNT_OWNED: &str =
    concat!("SELECT count(*) AS all_of_them FROM campaigns c WHERE c.owner_id = $8 AND c.state = ANY ($9) AND ", visible!());

const ASKED: &str = concat!(
    select!(),
    "WHERE c.state NOT IN ('draft', 'scheduled') AND ",
    visible!(),
    " ORDER BY c.state IN ('closed', 'archived'), c.number DESC LIMIT $8"
);

fn found(row: Option<Row>) -> AppResult<Campaign> {
    row.map(Campaign::from).ok_or(AppError::NotFound("campaign"))
}

/// No slug holds what Postgres cannot hold.
fn storable(slug: &str) -> AppResult<&str> {
    if slug.contains('\0') { Err(AppError::NotFound("campaign")) } else { Ok(slug) }
}

/// The campaign under this slug.
///
/// # Errors
/// Not found when there is none, or it is not to be seen.
pub fn find_visible(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<Campaign> {
    found(bind_viewer!(sql(FIND), viewer).bind::<Text, _>(storable(slug)?).get_result(conn).optional()?)
}

/// The campaign with this id.
///
/// # Errors
/// As [`find_visible`].
pub fn find_visible_by_id(conn: &mut PgConnection, viewer: &Viewer, id: CampaignId) -> AppResult<Campaign> {
    found(bind_viewer!(sql(FIND_BY_ID), viewer).bind::<SqlUuid, _>(id).get_result(conn).optional()?)
}

/// The campaign that once had this slug, or that has this number: where a link from before leads.
///
/// # Errors
/// As [`find_visible`].
pub fn find_moved(conn: &mut PgConnection, viewer: &Viewer, slug: &str) -> AppResult<Campaign> {
    let number: Option<i64> = slug.parse().ok();
    found(
        bind_viewer!(sql(ELSEWHERE), viewer)
            .bind::<Text, _>(storable(slug)?)
            .bind::<Nullable<BigInt>, _>(number)
            .get_result(conn)
            .optional()?,
    )
}

/// The campaign with this id, for those who checked the item it belongs to.
///
/// # Errors
/// Not found when there is none.
pub fn find(conn: &mut PgConnection, id: CampaignId) -> AppResult<Campaign> {
    found(sql(BARE).bind::<SqlUuid, _>(id).get_result(conn).optional()?)
}

/// As [`find_visible_by_id`] for the doer, and nobody else changes it before this transaction ends.
///
/// # Errors
/// As [`find_visible`].
pub fn lock_visible(tx: &mut Tx<'_>, id: CampaignId) -> AppResult<Campaign> {
    let viewer = tx.doer().viewer();
    found(bind_viewer!(sql(LOCK_BY_ID), &viewer).bind::<SqlUuid, _>(id).get_result(tx.reading()).optional()?)
}

/// As [`lock_visible`], by slug.
///
/// # Errors
/// As [`find_visible`].
pub fn lock_visible_by_slug(tx: &mut Tx<'_>, slug: &str) -> AppResult<Campaign> {
    let viewer = tx.doer().viewer();
    found(bind_viewer!(sql(LOCK), &viewer).bind::<Text, _>(storable(slug)?).get_result(tx.reading()).optional()?)
}

/// Takes the row `FOR SHARE`: its phase cannot move under a vote or an idea of this transaction.
///
/// # Errors
/// Not found when there is none.
pub fn share(tx: &mut Tx<'_>, id: CampaignId) -> AppResult<Campaign> {
    found(sql(SHARE).bind::<SqlUuid, _>(id).get_result(tx.reading()).optional()?)
}

/// Campaigns in these states, newest first, below a number.
///
/// # Errors
/// When the database cannot be asked.
pub fn list(conn: &mut PgConnection, viewer: &Viewer, states: &[CampaignState], below: Option<i64>, most: i64) -> AppResult<Vec<Campaign>> {
    let rows: Vec<Row> = bind_viewer!(sql(LIST), viewer)
        .bind::<Array<sql_types::CampaignState>, _>(states)
        .bind::<Nullable<BigInt>, _>(below)
        .bind::<BigInt, _>(most)
        .load(conn)?;
    Ok(rows.into_iter().map(Campaign::from).collect())
}

/// States in which a campaign runs.
pub const RUNNING: &[CampaignState] =
    &[CampaignState::Open, CampaignState::Discuss, CampaignState::Vote, CampaignState::Review, CampaignState::Decide];

/// Campaigns that run now, newest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_running(conn: &mut PgConnection, viewer: &Viewer, most: i64) -> AppResult<Vec<Campaign>> {
    list(conn, viewer, RUNNING, None, most)
}

/// Campaigns whose ideas a board can be narrowed to: those that run, then those that are over; newest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_asked(conn: &mut PgConnection, viewer: &Viewer, most: i64) -> AppResult<Vec<Campaign>> {
    let rows: Vec<Row> = bind_viewer!(sql(ASKED), viewer).bind::<BigInt, _>(most).load(conn)?;
    Ok(rows.into_iter().map(Campaign::from).collect())
}

/// Campaigns that somebody answers for, because they own them and they are announced or run, newest first; and how many
/// there are beside those shown.
///
/// # Errors
/// When the database cannot be asked.
pub fn list_owned(conn: &mut PgConnection, viewer: &Viewer, owner: PersonId, most: i64) -> AppResult<(Vec<Campaign>, i64)> {
    #[derive(QueryableByName)]
    struct Counted {
        #[diesel(sql_type = BigInt)]
        all_of_them: i64,
    }
    let states: Vec<CampaignState> = RUNNING.iter().copied().chain([CampaignState::Scheduled]).collect();
    let rows: Vec<Row> = bind_viewer!(sql(OWNED), viewer)
        .bind::<SqlUuid, _>(owner)
        .bind::<Array<sql_types::CampaignState>, _>(states.clone())
        .bind::<BigInt, _>(most)
        .load(conn)?;
    let counted: Counted = bind_viewer!(sql(COUNT_OWNED), viewer)
        .bind::<SqlUuid, _>(owner)
        .bind::<Array<sql_types::CampaignState>, _>(states)
        .get_result(conn)?;
    let more = counted.all_of_them.saturating_sub(i64::try_from(rows.len()).unwrap_or(i64::MAX));
    Ok((rows.into_iter().map(Campaign::from).collect(), more))
}

/// An extra field of a campaign's idea form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Which one.
    pub id: FieldId,
    /// The question as asked.
    pub label: String,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Answers to choose from; empty unless it is a choice.
    pub choices: Vec<String>,
    /// An idea cannot be sent without it.
    pub required: bool,
}

/// The extra fields, in order.
///
/// # Errors
/// When the database cannot be asked.
pub fn fields(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<Vec<Field>> {
    type Tuple = (FieldId, String, FieldKind, Vec<Option<String>>, bool);
    let rows: Vec<Tuple> = campaign_fields::table
        .filter(campaign_fields::campaign_id.eq(campaign))
        .order((campaign_fields::position, campaign_fields::id))
        .select((campaign_fields::id, campaign_fields::label, campaign_fields::kind, campaign_fields::choices, campaign_fields::required))
        .limit(50)
        .load(conn)?;
    let field =
        |(id, label, kind, choices, required): Tuple| Field { id, label, kind, choices: choices.into_iter().flatten().collect(), required };
    Ok(rows.into_iter().map(field).collect())
}

/// The phases of several campaigns in one query, each campaign's in order.
///
/// # Errors
/// When the database cannot be asked.
pub fn plans(conn: &mut PgConnection, campaigns: &[CampaignId]) -> AppResult<std::collections::HashMap<CampaignId, Plan>> {
    let rows: Vec<(CampaignId, PhaseKind, Moment, Moment)> = campaign_phases::table
        .filter(campaign_phases::campaign_id.eq_any(campaigns))
        .select((campaign_phases::campaign_id, campaign_phases::kind, campaign_phases::starts_at, campaign_phases::ends_at))
        .load(conn)?;
    let mut phases: std::collections::HashMap<CampaignId, Vec<Phase>> = std::collections::HashMap::new();
    for (campaign, kind, starts_at, ends_at) in rows {
        phases.entry(campaign).or_default().push(Phase { kind, starts_at, ends_at });
    }
    Ok(phases.into_iter().map(|(campaign, phases)| (campaign, Plan::stored(phases))).collect())
}

/// The phases of one campaign.
///
/// # Errors
/// When the database cannot be asked.
pub fn plan(conn: &mut PgConnection, campaign: CampaignId) -> AppResult<Plan> {
    Ok(plans(conn, &[campaign])?.remove(&campaign).unwrap_or_default())
}

/// Whether the person accepted this version of the idea terms. No terms need no acceptance.
///
/// # Errors
/// When the database cannot be asked.
pub fn terms_accepted(conn: &mut PgConnection, campaign: &Campaign, person: PersonId) -> AppResult<bool> {
    if campaign.terms.is_empty() {
        return Ok(true);
    }
    let accepted = terms_acceptances::table.find((campaign.id, person, campaign.terms_version));
    Ok(diesel::select(diesel::dsl::exists(accepted)).get_result(conn)?)
}

/// What a campaign is set up with, lists and all.
///
/// # Errors
/// When the database cannot be asked.
pub fn setup(conn: &mut PgConnection, campaign: &Campaign) -> AppResult<Setup> {
    let fields = fields(conn, campaign.id)?;
    let field = |field: Field| FieldSetup {
        id: Some(field.id),
        label: field.label,
        kind: field.kind,
        choices: field.choices,
        required: field.required,
    };
    let mut setup = Setup {
        title: campaign.title.clone(),
        question: campaign.question.clone(),
        brief: campaign.brief.clone(),
        criteria: campaign.criteria.clone(),
        hatch: campaign.hatch,
        // Whose list it is goes without saying: the campaign's own.
        sight: Sight { space: campaign.sight.space.filter(|_| campaign.sight.audience != Audience::People), ..campaign.sight },
        named: super::asked(conn, campaign.id)?,
        audience_chosen: campaign.audience_chosen,
        owner: campaign.owner_id,
        sponsor: campaign.sponsor_id,
        sponsor_promise: campaign.sponsor_promise.clone(),
        reviewers: super::reviewers(conn, campaign.id)?,
        plan: plan(conn, campaign.id)?,
        answer_by: campaign.answer_by,
        answer_days: campaign.answer_days,
        terms: campaign.terms.clone(),
        vote_budget: campaign.vote_budget,
        counts: campaign.counts,
        approval_needed: campaign.approval_needed,
        fields: fields.into_iter().map(field).collect(),
    };
    setup.name_others();
    Ok(setup)
}

/// Campaigns that the calendar should have moved by `now`, locked; those that somebody else moves this moment are left out.
///
/// # Errors
/// When the database cannot be asked.
pub(in crate::domains::campaigns) fn lock_due(tx: &mut Tx<'_>, now: Moment, most: i64) -> AppResult<Vec<Campaign>> {
    let rows: Vec<Row> = sql(DUE).bind::<Timestamptz, _>(now).bind::<BigInt, _>(most).load(tx.reading())?;
    Ok(rows.into_iter().map(Campaign::from).collect())
}

/// Launched, and a later phase has begun, or the last one is over.
const DUE: &str = concat!(
    select!(),
    "WHERE c.state IN ('scheduled', 'open', 'discuss', 'vote', 'review') AND (
        EXISTS (SELECT 1 FROM campaign_phases p WHERE p.campaign_id = c.id AND p.starts_at <= $1 AND p.ends_at > p.starts_at
            AND (CASE p.kind WHEN 'collect' THEN 'open' ELSE p.kind::text END)::campaign_state > c.state)
        OR (EXISTS (SELECT 1 FROM campaign_phases p WHERE p.campaign_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM campaign_phases p WHERE p.campaign_id = c.id AND p.ends_at > $1)))
     ORDER BY c.id LIMIT $2 FOR NO KEY UPDATE OF c SKIP LOCKED"
);
