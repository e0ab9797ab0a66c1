//! The board: ideas on show, in each order people can ask for, page by key.
use super::{bind_viewer, visible};
use crate::kernel::{CampaignId, CampaignState, CountsShown, IdeaId, IdeaSource, IdeaState, Moment, PersonId, Refusal, Viewer};
use crate::platform::{
    db::sql,
    error::AppResult,
    web::{Cursor, Limit},
};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Float8, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// The orders of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the rising score.
    Rising,
    /// By votes.
    Wanted,
    /// Newest first.
    New,
    /// What shipped, latest first.
    Shipped,
    /// In an order of the viewer's own, while counts are hidden.
    Shuffled(i64),
}

/// What the board is asked for.
#[derive(Debug, Clone)]
pub struct Query {
    /// The order; `Shuffled` needs a campaign.
    pub order: Order,
    /// Of one campaign.
    pub campaign: Option<CampaignId>,
    /// The campaign has few ideas, so that reading all of them is cheap.
    pub few: bool,
    /// In one state.
    pub status: Option<IdeaState>,
    /// With a tag.
    pub tag: Option<String>,
    /// From one source.
    pub source: Option<IdeaSource>,
    /// After a cursor of the same order.
    pub after: Option<String>,
    /// Rows of a page.
    pub limit: Limit,
}

/// One idea on the board.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Listed {
    #[diesel(sql_type = SqlUuid)]
    pub id: IdeaId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = SqlUuid)]
    pub author_id: PersonId,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaState)]
    pub state: IdeaState,
    #[diesel(sql_type = crate::kernel::sql_types::IdeaSource)]
    pub source: IdeaSource,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub opening: String,
    #[diesel(sql_type = Integer)]
    pub vote_count: i32,
    /// Votes as far as orders may tell them: none while the campaign hides its counts.
    #[diesel(sql_type = Integer)]
    pub ranked_votes: i32,
    #[diesel(sql_type = Integer)]
    pub comment_count: i32,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Timestamptz)]
    pub changed_at: Moment,
    #[diesel(sql_type = Float8)]
    pub rising: f64,
    #[diesel(sql_type = Nullable<Text>)]
    pub campaign_slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub campaign_title: Option<String>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::CampaignState>)]
    pub campaign_state: Option<CampaignState>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::CountsShown>)]
    pub campaign_counts: Option<CountsShown>,
    /// The key of the shuffled order; 0 in others.
    #[diesel(sql_type = BigInt)]
    pub place: i64,
}

/// Columns of [`Listed`] but `place`, over `i` and its campaign `c`.
macro_rules! listed_columns {
    () => {
        "i.id, i.number, i.slug, i.author_id, i.state, i.source, i.title, left(i.body, 400) AS opening, i.vote_count, i.ranked_votes,
         i.comment_count, i.created_at, i.changed_at, i.rising, c.slug AS campaign_slug, c.title AS campaign_title, c.state AS campaign_state,
         c.counts AS campaign_counts"
    };
}
pub(super) use listed_columns;

/// States that the board shows without being asked for one, in the order by votes.
pub const ON_BOARD: &[IdeaState] =
    &[IdeaState::Open, IdeaState::InReview, IdeaState::Shortlisted, IdeaState::InPrototype, IdeaState::Parked];

/// `$8` source, `$9` and `$10` the key after which the page starts (text of the order's own type, id), `$11` rows,
/// `$12` campaign, `$13` state, `$14` tag, `$15` seed. Every statement names all of them, so that one call binds any.
macro_rules! board {
    ($from:literal, $filter:literal, $states:literal, $key:literal, $kind:literal) => {
        concat!(
            "SELECT ", listed_columns!(), ", 0::bigint AS place FROM ", $from, " LEFT JOIN campaigns c ON c.id = i.campaign_id WHERE ", $filter, " AND ", $states,
            " AND ($8 IS NULL OR i.source = $8) AND ($12::uuid IS NULL OR i.campaign_id = $12) AND ($13::idea_state IS NULL OR i.state = $13)
              AND ($14::text IS NULL OR EXISTS (SELECT 1 FROM idea_tags x WHERE x.idea_id = i.id AND x.tag = $14)) AND ($15::bigint IS NOT NULL)
              AND (", $key, ", i.id) < (($9::text)::", $kind, ", $10) AND ", visible!(),
            " ORDER BY ", $key, " DESC, i.id DESC LIMIT $11"
        )
    };
}

/// The statements of one order: everything, one campaign, one state, one source, one tag; each led by an index of its own.
macro_rules! shapes {
    ($states:literal, $shown:literal, $key:literal, $kind:literal) => {
        Shapes {
            all: board!("ideas i", "true", $states, $key, $kind),
            campaign: board!("ideas i", "i.campaign_id = $12", $states, $key, $kind),
            state: board!("ideas i", "i.state = $13", $shown, $key, $kind),
            source: board!("ideas i", "i.source = $8 AND i.source <> 'customer'", $states, $key, $kind),
            tag: board!(
                "(SELECT t.idea_id FROM idea_tags t WHERE t.tag = $14 ORDER BY t.idea_id DESC LIMIT 2000) AS tagged
                 JOIN ideas i ON i.id = tagged.idea_id",
                "true",
                $states,
                $key,
                $kind
            ),
        }
    };
}

/// The statements of one order.
struct Shapes {
    all: &'static str,
    campaign: &'static str,
    state: &'static str,
    source: &'static str,
    tag: &'static str,
}

const RISING: Shapes = shapes!(
    "i.state IN ('open', 'in_review', 'shortlisted', 'in_prototype')",
    "i.state NOT IN ('draft', 'withdrawn')",
    "i.rising",
    "float8"
);
const WANTED: Shapes = shapes!(
    "i.state IN ('open', 'in_review', 'shortlisted', 'in_prototype', 'parked')",
    "i.state NOT IN ('draft', 'withdrawn')",
    "i.ranked_votes",
    "int"
);
const NEW: Shapes = shapes!(
    "i.state NOT IN ('draft', 'withdrawn', 'merged', 'off_topic', 'binned')",
    "i.state NOT IN ('draft', 'withdrawn')",
    "i.created_at",
    "timestamptz"
);
const SHIPPED: Shapes = shapes!("i.state = 'shipped'", "i.state = 'shipped'", "i.changed_at", "timestamptz");
/// The order of one person: a campaign's ideas lie in up to 1,024 lots, which each person walks in an order of their own
/// and shuffles within. Only the lots that fill the page are read. The key holds how many bits number the lots, the turn
/// of the lot, and the place within; a page after the first goes on with the bits it began with.
const SHUFFLED: &str = concat!(
    "WITH walk AS MATERIALIZED (
        SELECT CASE WHEN k.after < 0 THEN least(10, greatest(0, ceil(log(2.0, greatest(c.idea_count, 1) / 64.0))))::bigint ELSE k.after >> 48 END AS bits,
               (greatest(k.after, 0) >> 32) & 65535 AS turn, k.after
        FROM (SELECT ($9::text)::bigint AS after) AS k, campaigns c WHERE c.id = $12),
     lots AS (
        SELECT t.turn, walk.after, walk.bits::int AS bits,
               ((t.turn * ((($15 >> 8) & 1023) | 1) + (($15 >> 20) & 1023)) & ((1 << walk.bits::int) - 1)) << (10 - walk.bits::int) AS lot
        FROM walk, LATERAL generate_series(walk.turn, (1 << walk.bits::int) - 1) AS t (turn)),
     picked AS MATERIALIZED (
        SELECT found.id, found.place FROM lots, LATERAL (
            SELECT i.id, (lots.bits::bigint << 48) | (lots.turn << 32) | (hashint8extended(i.number, $15) & 4294967295) AS place
            FROM ideas i
            WHERE i.campaign_id = $12 AND (hashint8(i.number) & 1023) >= lots.lot AND (hashint8(i.number) & 1023) < lots.lot + (1 << 10 - lots.bits)
              AND i.state IN ('submitted', 'open', 'in_review', 'shortlisted', 'in_prototype', 'clarification', 'parked')
              AND ($8 IS NULL OR i.source = $8) AND ($13::idea_state IS NULL OR i.state = $13)
              AND ($14::text IS NULL OR EXISTS (SELECT 1 FROM idea_tags x WHERE x.idea_id = i.id AND x.tag = $14))
              AND ((lots.bits::bigint << 48) | (lots.turn << 32) | (hashint8extended(i.number, $15) & 4294967295), i.id) > (lots.after, $10) AND ",
    visible!(),
    "       ORDER BY 2, 1 LIMIT $11) AS found
        LIMIT $11)
     SELECT ",
    listed_columns!(),
    ", picked.place FROM picked JOIN ideas i ON i.id = picked.id LEFT JOIN campaigns c ON c.id = i.campaign_id ORDER BY picked.place, i.id"
);
/// Most bits that number lots.
const LOT_BITS: i64 = 10;

impl Order {
    /// The order of a word in the URL.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "rising" => Some(Self::Rising),
            "wanted" => Some(Self::Wanted),
            "new" => Some(Self::New),
            "shipped" => Some(Self::Shipped),
            _ => None,
        }
    }
    /// The word in the URL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rising => "rising",
            Self::Wanted | Self::Shuffled(_) => "wanted",
            Self::New => "new",
            Self::Shipped => "shipped",
        }
    }

    /// The key of a row in this order, as a whole number.
    fn key(self, row: &Listed) -> i64 {
        match self {
            Self::Rising => i64::from_ne_bytes(row.rising.to_ne_bytes()),
            Self::Wanted => i64::from(row.ranked_votes),
            Self::New => row.created_at.timestamp_micros(),
            Self::Shipped => row.changed_at.timestamp_micros(),
            Self::Shuffled(_) => row.place,
        }
    }

    /// The key as Postgres reads it; before the first page, one that is beyond every row.
    fn bound(self, key: Option<i64>) -> Option<String> {
        let moment =
            |micros: i64| DateTime::<Utc>::from_timestamp_micros(micros).filter(|at| (1..9999).contains(&chrono::Datelike::year(at)));
        match (self, key) {
            (Self::Rising, None) | (Self::New | Self::Shipped, None) => Some("infinity".to_owned()),
            (Self::Wanted, None) => Some(i32::MAX.to_string()),
            (Self::Shuffled(_), None) => Some("-1".to_owned()),
            (Self::Rising, Some(key)) => {
                Some(f64::from_ne_bytes(key.to_ne_bytes())).filter(|key| key.is_finite()).map(|key| format!("{key:e}"))
            }
            (Self::Wanted, Some(key)) => i32::try_from(key).ok().map(|key| key.to_string()),
            (Self::New | Self::Shipped, Some(key)) => moment(key).map(|at| at.to_rfc3339_opts(SecondsFormat::Micros, true)),
            (Self::Shuffled(_), Some(key)) => Some(key).filter(|key| (0..=LOT_BITS).contains(&(key >> 48))).map(|key| key.to_string()),
        }
    }

    fn statement(self, query: &Query) -> &'static str {
        let shapes = match self {
            Self::Shuffled(_) => return SHUFFLED,
            Self::Rising => &RISING,
            Self::Wanted => &WANTED,
            Self::New => &NEW,
            Self::Shipped => &SHIPPED,
        };
        match query {
            Query { tag: Some(_), status: None, .. } => shapes.tag,
            Query { campaign: Some(_), few: true, .. } => shapes.campaign,
            Query { status: Some(_), .. } => shapes.state,
            Query { campaign: Some(_), .. } => shapes.campaign,
            Query { source: Some(source), .. } if *source != IdeaSource::Customer => shapes.source,
            Query { .. } => shapes.all,
        }
    }
}

const NOT_OURS: Refusal = Refusal::of("after", "cursor-unreadable");

/// A page of the board as the viewer sees it, and the cursor of the next one.
///
/// # Errors
/// A refusal when the cursor is none of this order.
pub fn list_board(conn: &mut PgConnection, viewer: &Viewer, query: &Query) -> AppResult<(Vec<Listed>, Option<String>)> {
    let after: Option<(i64, Uuid)> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let bound = query.order.bound(after.map(|(key, _)| key)).ok_or(NOT_OURS)?;
    let seed = if let Order::Shuffled(seed) = query.order { seed } else { 0 };
    let statement = bind_viewer!(sql(query.order.statement(query)), viewer)
        .bind::<Nullable<crate::kernel::sql_types::IdeaSource>, _>(query.source)
        .bind::<Text, _>(bound)
        .bind::<SqlUuid, _>(after.map_or(Uuid::max(), |(_, id)| id))
        .bind::<BigInt, _>(query.limit.rows_and_one())
        .bind::<Nullable<SqlUuid>, _>(query.campaign)
        .bind::<Nullable<crate::kernel::sql_types::IdeaState>, _>(query.status)
        .bind::<Nullable<Text>, _>(query.tag.as_deref())
        .bind::<BigInt, _>(seed);
    let mut rows: Vec<Listed> = statement.load(conn)?;
    let next = query.limit.cut(&mut rows, |row| (query.order.key(row), row.id.0));
    Ok((rows, next))
}

/// A person's own ideas, newest first, with what became of them: the last move's reason and when.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "columns of the tables, described in the migrations")]
pub struct Own {
    #[diesel(embed)]
    pub idea: Listed,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answer_due_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub clock_paused_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub answered_at: Option<Moment>,
    #[diesel(sql_type = Nullable<Text>)]
    pub reason: Option<String>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub moved_by: Option<PersonId>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub moved_at: Option<Moment>,
    /// Who runs its campaign and answers by the promised date.
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub answers_by: Option<PersonId>,
    #[diesel(sql_type = Nullable<BigInt>)]
    kept_number: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    kept_slug: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    kept_title: Option<String>,
    #[diesel(sql_type = Nullable<crate::kernel::sql_types::IdeaState>)]
    kept_state: Option<IdeaState>,
}

/// The idea that another one was merged into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct Kept<'o> {
    pub number: i64,
    pub slug: &'o str,
    pub title: &'o str,
    pub state: IdeaState,
}

impl Own {
    /// Where it was merged into, when its author may see that.
    pub fn kept(&self) -> Option<Kept<'_>> {
        let (number, state) = self.kept_number.zip(self.kept_state)?;
        let (slug, title) = self.kept_slug.as_deref().zip(self.kept_title.as_deref())?;
        Some(Kept { number, slug, title, state })
    }
    /// Everybody whose name stands beside it.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.moved_by.into_iter().chain(self.answers_by)
    }
}

/// The ideas of their author, who is the viewer, in every state, page by key. Words that were repeated when a graduation
/// was taken back stay whose they were.
///
/// # Errors
/// A refusal when the cursor is unreadable.
pub fn list_own(
    conn: &mut PgConnection,
    viewer: &Viewer,
    author: PersonId,
    after: Option<&str>,
    limit: Limit,
) -> AppResult<(Vec<Own>, Option<String>)> {
    let after: Option<(i64, Uuid)> = after.map(Cursor::parse).transpose()?;
    let bound = Order::New.bound(after.map(|(key, _)| key)).ok_or(NOT_OURS)?;
    let query = sql(concat!(
        "SELECT ", listed_columns!(), ", 0::bigint AS place, i.answer_due_at, i.clock_paused_at, i.answered_at, m.reason, m.moved_by, m.moved_at, c.owner_id AS answers_by,
            k.number AS kept_number, k.slug AS kept_slug, k.title AS kept_title, k.state AS kept_state
         FROM ideas i LEFT JOIN campaigns c ON c.id = i.campaign_id
         LEFT JOIN LATERAL (
            SELECT said.reason, said.moved_by, said.moved_at
            FROM (SELECT * FROM idea_moves WHERE idea_id = i.id ORDER BY moved_at DESC, id DESC LIMIT 1) AS step
            JOIN idea_moves said ON said.idea_id = i.id AND (said.id = step.id OR (step.from_state = 'in_prototype' AND step.reason <> ''
                AND said.to_state = step.to_state AND said.reason = step.reason))
            ORDER BY said.moved_at, said.id LIMIT 1) AS m ON true
         LEFT JOIN idea_merges e ON i.state = 'merged' AND e.duplicate_id = i.id AND e.undone_at IS NULL
         LEFT JOIN ideas k ON k.id = e.kept_id AND may_see(k.audience, k.space_id, k.id, $1, $2, $3, $4)
            AND idea_on_show(k.state, k.author_id, k.campaign_id, $5, $6, $7)
         WHERE i.author_id = $8 AND (i.created_at, i.id) < (($9::text)::timestamptz, $10) ORDER BY i.created_at DESC, i.id DESC LIMIT $11"
    ));
    let mut rows: Vec<Own> = bind_viewer!(query, viewer)
        .bind::<SqlUuid, _>(author)
        .bind::<Text, _>(bound)
        .bind::<SqlUuid, _>(after.map_or(Uuid::max(), |(_, id)| id))
        .bind::<BigInt, _>(limit.rows_and_one())
        .load(conn)?;
    let next = limit.cut(&mut rows, |row| (row.idea.created_at.timestamp_micros(), row.idea.id.0));
    Ok((rows, next))
}
