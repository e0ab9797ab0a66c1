//! Finding ideas by words: web search syntax, accents, typing errors, highlights; and ideas like a text.
use super::{Listed, bind_viewer, board::listed_columns, visible};
use crate::domains::ideas::rules;
use crate::kernel::{CampaignId, IdeaSource, IdeaState, Viewer};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Float4, Nullable, Text, Uuid as SqlUuid},
};

/// Opens a hit in a highlighted text; a private character, so that it never is part of what people write.
pub const HIT_OPENS: char = '\u{e000}';
/// Closes it.
pub const HIT_CLOSES: char = '\u{e001}';
/// Rows that match are ranked among so many at most, so that a common word costs no more than a rare one.
const RANKED: i64 = 400;
/// With fewer hits than this, titles that only look alike are added.
const FEW: usize = 5;
/// Longest query that is read, in characters.
pub const LONGEST_QUERY: usize = 200;

/// What is looked for.
#[derive(Debug, Clone)]
pub struct Search {
    /// In web search syntax.
    pub words: String,
    /// Of one campaign.
    pub campaign: Option<CampaignId>,
    /// In one state.
    pub status: Option<IdeaState>,
    /// With a tag.
    pub tag: Option<String>,
    /// From one source.
    pub source: Option<IdeaSource>,
    /// Most rows, best first.
    pub most: i64,
}

/// An idea that was found, its hits between [`HIT_OPENS`] and [`HIT_CLOSES`].
#[derive(Debug, Clone, QueryableByName)]
pub struct Hit {
    /// The idea.
    #[diesel(embed)]
    pub idea: Listed,
    /// Its title.
    #[diesel(sql_type = Text)]
    pub title_hits: String,
    /// The part of its text that fits best.
    #[diesel(sql_type = Text)]
    pub text_hits: String,
    /// How well it fits.
    #[diesel(sql_type = Float4)]
    pub score: f32,
}

/// `$8` words, `$9` campaign, `$10` state, `$11` tag, `$12` source, `$13` rows ranked, `$14` rows shown.
macro_rules! found {
    ($score:literal, $matches:literal, $query:literal) => {
        concat!(
            "WITH query AS MATERIALIZED (SELECT ", $query, " AS query, fold($8) AS folded),
             candidates AS MATERIALIZED (
                SELECT i.id, ", $score, " AS score FROM query, ideas i
                WHERE ", $matches, " AND i.state NOT IN ('draft', 'withdrawn') AND ($10::idea_state IS NOT NULL OR i.state NOT IN ('merged', 'off_topic', 'binned'))
                  AND ($9::uuid IS NULL OR i.campaign_id = $9) AND ($10::idea_state IS NULL OR i.state = $10)
                  AND ($11::text IS NULL OR EXISTS (SELECT 1 FROM idea_tags x WHERE x.idea_id = i.id AND x.tag = $11))
                  AND ($12::idea_source IS NULL OR i.source = $12) AND ", visible!(), " LIMIT $13),
             best AS (SELECT id, score FROM candidates ORDER BY score DESC, id DESC LIMIT $14)
             SELECT ", listed_columns!(), ", 0::bigint AS place, best.score::float4 AS score,
                ts_headline('public.proofbench', i.title, query.query, 'HighlightAll=true, StartSel=\u{e000}, StopSel=\u{e001}') AS title_hits,
                ts_headline('public.proofbench', left(i.body, 4000), query.query, 'StartSel=\u{e000}, StopSel=\u{e001}, MaxWords=40, MinWords=20') AS text_hits
             FROM best JOIN ideas i ON i.id = best.id CROSS JOIN query LEFT JOIN campaigns c ON c.id = i.campaign_id ORDER BY best.score DESC, best.id DESC"
        )
    };
}

const BY_WORDS: &str = found!("ts_rank(i.search, query.query)", "i.search @@ query.query", "websearch_to_tsquery('public.proofbench', $8)");
const BY_LOOKS: &str = found!(
    "word_similarity(query.folded, fold(i.title))",
    "query.folded <% fold(i.title)",
    "websearch_to_tsquery('public.proofbench', $8)"
);

/// Ideas that match the words, best first; when there are few, also those whose title only looks alike.
/// The second value says whether those were added.
///
/// # Errors
/// When a query fails.
pub fn search(conn: &mut PgConnection, viewer: &Viewer, search: &Search) -> AppResult<(Vec<Hit>, bool)> {
    let words: String = search.words.replace('\0', " ").chars().take(LONGEST_QUERY).collect();
    let words = rules::search_words(&words);
    let mut hits = matching(conn, viewer, BY_WORDS, &words, search)?;
    if hits.len() >= FEW || words.contains(['"', '-']) {
        return Ok((hits, false));
    }
    let exact = hits.len();
    for hit in matching(conn, viewer, BY_LOOKS, &words, search)? {
        if hits.iter().all(|known| known.idea.id != hit.idea.id) {
            hits.push(hit);
        }
    }
    hits.truncate(usize::try_from(search.most).unwrap_or(usize::MAX));
    let added = hits.len() > exact;
    Ok((hits, added))
}

fn matching(conn: &mut PgConnection, viewer: &Viewer, statement: &'static str, words: &str, search: &Search) -> AppResult<Vec<Hit>> {
    Ok(bind_viewer!(sql(statement), viewer)
        .bind::<Text, _>(words)
        .bind::<Nullable<SqlUuid>, _>(search.campaign)
        .bind::<Nullable<crate::kernel::sql_types::IdeaState>, _>(search.status)
        .bind::<Nullable<Text>, _>(search.tag.as_deref())
        .bind::<Nullable<crate::kernel::sql_types::IdeaSource>, _>(search.source)
        .bind::<BigInt, _>(RANKED)
        .bind::<BigInt, _>(search.most)
        .load(conn)?)
}

/// `$8` a query of words, `$9` the title as it would be, `$10` an id left out, `$11` rows ranked, `$12` rows shown.
macro_rules! alike {
    ($score:literal, $matches:literal) => {
        concat!(
            "WITH wanted AS MATERIALIZED (SELECT to_tsquery('public.proofbench', $8) AS query, fold($9) AS folded),
             candidates AS MATERIALIZED (
                SELECT i.id, ", $score, " AS score FROM wanted, ideas i
                WHERE ", $matches, " AND i.state NOT IN ('draft', 'withdrawn', 'merged', 'off_topic', 'binned', 'pending') AND ($10::uuid IS NULL OR i.id <> $10)
                  AND ", visible!(), " LIMIT $11),
             best AS (SELECT id, score FROM candidates ORDER BY score DESC, id DESC LIMIT $12)
             SELECT ", listed_columns!(), ", 0::bigint AS place
             FROM best JOIN ideas i ON i.id = best.id LEFT JOIN campaigns c ON c.id = i.campaign_id ORDER BY best.score DESC, best.id DESC"
        )
    };
}

const ALIKE_BY_WORDS: &str = alike!("ts_rank(i.search, wanted.query)", "i.search @@ wanted.query");
const ALIKE_BY_LOOKS: &str = alike!("similarity(wanted.folded, fold(i.title))", "fold(i.title) % wanted.folded");

/// Ideas that say something like this text, best first: most of its telling words, else a title that looks alike.
///
/// # Errors
/// When a query fails.
pub fn list_similar(
    conn: &mut PgConnection,
    viewer: &Viewer,
    title: &str,
    text: &str,
    but: Option<crate::kernel::IdeaId>,
    most: i64,
) -> AppResult<Vec<Listed>> {
    let Some(query) = rules::similar_query(&format!("{title} {text}")) else {
        return Ok(Vec::new());
    };
    let title: String = title.replace('\0', " ").chars().take(rules::LONGEST_TITLE).collect();
    let ask = |conn: &mut PgConnection, statement: &'static str| -> AppResult<Vec<Listed>> {
        Ok(bind_viewer!(sql(statement), viewer)
            .bind::<Text, _>(&query)
            .bind::<Text, _>(&title)
            .bind::<Nullable<SqlUuid>, _>(but)
            .bind::<BigInt, _>(RANKED)
            .bind::<BigInt, _>(most)
            .load(conn)?)
    };
    let found = ask(conn, ALIKE_BY_WORDS)?;
    if found.is_empty() { ask(conn, ALIKE_BY_LOOKS) } else { Ok(found) }
}
