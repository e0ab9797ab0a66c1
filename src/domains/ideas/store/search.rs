//! Finding ideas by words: web search syntax, accents, typing errors, highlights; and ideas like a text.
use super::{Listed, bind_viewer, board::listed_columns, visible};
use crate::domains::ideas::rules;
use crate::kernel::{CampaignId, IdeaSource, IdeaState, Viewer};
use crate::platform::{db::sql, error::AppResult};
use diesel::{
    connection::SimpleConnection,
    prelude::*,
    sql_types::{Array, BigInt, Float4, Nullable, Text, Uuid as SqlUuid},
};

/// Opens a hit in a highlighted text; a private character, so that it never is part of what people write.
pub const HIT_OPENS: char = '\u{e000}';
/// Closes it.
pub const HIT_CLOSES: char = '\u{e001}';
/// Rows that match are ranked among so many at most, so that a common word costs no more than a rare one.
const RANKED: i64 = 100;
/// With fewer hits than this, titles that only look alike are added.
const FEW: usize = 5;
/// Words of a search that are looked up by their looks, at most.
const MOST_SPELLED: usize = 6;
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

/// How large a part of all ideas has a word, as Postgres last counted; words that are not here are rare.
macro_rules! shares {
    () => {
        "shares AS MATERIALIZED (SELECT word, share, often FROM idea_word_shares())"
    };
}

/// The words of `typed (word, place)` as they are spelled in titles: one that is known stays, another becomes the
/// three that look most like it, and those that it is with two neighbouring letters swapped: a short word shares too few
/// trigrams with itself once two of its letters changed places.
macro_rules! spelled {
    () => {
        "spelled AS MATERIALIZED (
            SELECT t.place, near.word FROM typed t, LATERAL (
                SELECT t.word WHERE EXISTS (SELECT FROM idea_words k WHERE k.word = t.word)
                UNION ALL
                (SELECT k.word FROM idea_words k
                 WHERE NOT EXISTS (SELECT FROM idea_words same WHERE same.word = t.word) AND k.word % t.word AND abs(length(k.word) - length(t.word)) <= 2
                 ORDER BY similarity(k.word, t.word) DESC, k.word LIMIT 3)
                UNION ALL
                SELECT k.word FROM idea_words k
                WHERE NOT EXISTS (SELECT FROM idea_words same WHERE same.word = t.word) AND k.word = ANY (ARRAY(
                    SELECT overlay(t.word PLACING reverse(substr(t.word, at, 2)) FROM at FOR 2)
                    FROM generate_series(1, least(length(t.word), 12) - 1) AS swapped (at)))) AS near (word))"
    };
}

/// `$8` words, `$9` campaign, `$10` state, `$11` tag, `$12` source, `$13` rows ranked, `$14` rows shown, `$15` single words.
/// What thousands of ideas are likely to say is looked for among those that came in last, so that it costs no more than a rare
/// word: each of `said (place, word)`, of which one of a place is enough, is then common.
macro_rules! found {
    ($before:expr, $query:literal, $said:literal) => {
        concat!(
            "WITH typed AS (SELECT word, place FROM unnest($15) WITH ORDINALITY AS t (word, place)), ", shares!(), ", ", $before, ",
             query AS MATERIALIZED (SELECT q.query, $9 IS NULL AND $10 IS NULL AND $11 IS NULL AND $12 IS NULL AND coalesce((
                    SELECT min(often) > 3000 AND exp(sum(ln(share))) * max(ideas) > 1500 FROM (
                        SELECT coalesce(sum(s.often), 0) AS often, greatest(least(sum(s.share), 1), 1e-9) AS share, max(s.often / s.share) AS ideas
                        FROM (", $said, ") AS l LEFT JOIN shares s ON s.word = l.word GROUP BY l.place) AS places), false) AS common
                FROM (SELECT ", $query, " AS query) AS q),
             candidates AS MATERIALIZED (
                (SELECT i.id, ts_rank(x.search, query.query) AS score FROM query, idea_texts x JOIN ideas i ON i.id = x.idea_id
                 WHERE NOT query.common AND x.search @@ query.query
                  AND i.state NOT IN ('draft', 'withdrawn') AND ($10::idea_state IS NOT NULL OR i.state NOT IN ('merged', 'off_topic', 'binned'))
                  AND ($9::uuid IS NULL OR i.campaign_id = $9) AND ($10::idea_state IS NULL OR i.state = $10)
                  AND ($11::text IS NULL OR EXISTS (SELECT 1 FROM idea_tags t WHERE t.idea_id = i.id AND t.tag = $11))
                  AND ($12::idea_source IS NULL OR i.source = $12) AND ", visible!(), " LIMIT $13)
                UNION ALL
                SELECT found.id, found.score FROM query, LATERAL (
                    SELECT i.id, ts_rank(newest.search, query.query) AS score FROM (
                        SELECT x.idea_id, x.search FROM idea_texts x WHERE query.common ORDER BY x.idea_id DESC LIMIT 10 * $13) AS newest
                    JOIN ideas i ON i.id = newest.idea_id
                    WHERE newest.search @@ query.query AND i.state NOT IN ('draft', 'withdrawn', 'merged', 'off_topic', 'binned') AND ", visible!(), "
                    LIMIT $13) AS found),
             best AS (SELECT id, score FROM candidates ORDER BY score DESC, id DESC LIMIT $14)
             SELECT ", listed_columns!(), ", 0::bigint AS place, best.score::float4 AS score,
                ts_headline('public.proofbench', i.title, query.query, 'HighlightAll=true, StartSel=\u{e000}, StopSel=\u{e001}') AS title_hits,
                ts_headline('public.proofbench', left(i.body, 4000), query.query, 'StartSel=\u{e000}, StopSel=\u{e001}, MaxWords=40, MinWords=20') AS text_hits
             FROM best JOIN ideas i ON i.id = best.id CROSS JOIN query LEFT JOIN campaigns c ON c.id = i.campaign_id ORDER BY best.score DESC, best.id DESC"
        )
    };
}

const BY_WORDS: &str = found!(
    "spelled AS (SELECT place, word FROM typed)",
    "websearch_to_tsquery('public.proofbench', $8)",
    "SELECT l.place, l.word FROM unnest(tsvector_to_array(to_tsvector('public.proofbench', $8))) WITH ORDINALITY AS l (word, place)"
);
/// Every word that has a spelling, in one of its spellings.
const BY_LOOKS: &str = found!(
    spelled!(),
    "(SELECT string_agg('(' || s.words || ')', ' & ')::tsquery FROM (
        SELECT string_agg(DISTINCT quote_literal(l.lexeme), ' | ') AS words FROM spelled, unnest(tsvector_to_array(to_tsvector('public.proofbench', spelled.word))) AS l (lexeme)
        GROUP BY spelled.place) AS s)",
    "SELECT DISTINCT spelled.place, l.word FROM spelled, unnest(tsvector_to_array(to_tsvector('public.proofbench', spelled.word))) AS l (word)"
);

/// For the rest of the transaction, a plan is made once and kept: planning these statements takes longer than running
/// them, and no plan of theirs depends on what is looked for. Whether anybody says a word is asked of the index, because
/// a scan that hopes to meet it soon reads everything when nobody does.
fn plan_once(conn: &mut PgConnection) -> AppResult<()> {
    Ok(conn.batch_execute("SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off")?)
}

/// Ideas that match the words, best first; when there are few, also those that say words which look alike.
/// The second value says whether those were added.
///
/// # Errors
/// When a query fails.
pub fn search(conn: &mut PgConnection, viewer: &Viewer, search: &Search) -> AppResult<(Vec<Hit>, bool)> {
    let words: String = search.words.replace('\0', " ").chars().take(LONGEST_QUERY).collect();
    let words = rules::search_words(&words);
    plan_once(conn)?;
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
        .bind::<Array<Text>, _>(rules::telling_words(words).into_iter().take(MOST_SPELLED).collect::<Vec<_>>())
        .load(conn)?)
}

/// `$8` words, `$9` an id left out, `$10` rows ranked, `$11` rows shown. Looked for are any two of the words: the two rarest, and
/// from rare to common as many more as keep the index's lists short and the likely matches no more than are ranked. What
/// half of all ideas say, or ten thousand, tells nothing, and neither does what no idea says; a word of a title is known to
/// be said.
macro_rules! alike {
    ($spelled:expr) => {
        concat!(
            "WITH typed AS (SELECT word, place FROM unnest($8) WITH ORDINALITY AS t (word, place)), ", shares!(), ", ", $spelled, ",
             said AS (
                SELECT w.place, string_agg(DISTINCT quote_literal(l.lexeme), ' | ') AS words, max(coalesce(s.share, 0)) AS share, max(coalesce(s.often, 0)) AS often,
                    bool_or(EXISTS (SELECT FROM idea_words k WHERE k.word = w.word)) AS titled
                FROM spelled w, LATERAL unnest(tsvector_to_array(to_tsvector('public.proofbench', w.word))) AS l (lexeme)
                LEFT JOIN shares s ON s.word = l.lexeme GROUP BY w.place),
             weighed AS (
                SELECT '(' || words || ')' AS words, min(share) AS share, max(often) AS often,
                    row_number() OVER (ORDER BY min(share), length(words) DESC, words) AS rank
                FROM said WHERE share <= 0.5 AND often <= 10000
                    AND (share > 0 OR titled OR EXISTS (SELECT FROM idea_texts x WHERE x.search @@ words::tsquery)) GROUP BY words),
             chosen AS MATERIALIZED (
                SELECT words, rank FROM (
                    SELECT words, rank, sum(often) OVER common AS listed, (sum(share) OVER common ^ 2 - sum(share ^ 2) OVER common) / 2 AS pairs
                    FROM weighed WINDOW common AS (ORDER BY rank)) AS summed
                WHERE rank <= 2 OR (listed <= 5000 AND pairs * (SELECT max(often / share) FROM shares WHERE share > 0) <= $10)
                    OR NOT EXISTS (SELECT FROM shares)),
             wanted AS MATERIALIZED (
                SELECT coalesce((SELECT string_agg(one.words || ' & ' || other.words, ' | ') FROM chosen one JOIN chosen other ON one.rank < other.rank),
                                (SELECT words FROM chosen))::tsquery AS query),
             candidates AS MATERIALIZED (
                SELECT i.id, ts_rank(x.search, wanted.query) AS score FROM wanted, idea_texts x JOIN ideas i ON i.id = x.idea_id
                WHERE x.search @@ wanted.query AND i.state NOT IN ('draft', 'withdrawn', 'merged', 'off_topic', 'binned', 'pending')
                  AND ($9::uuid IS NULL OR i.id <> $9) AND ", visible!(), " LIMIT $10),
             best AS (SELECT id, score FROM candidates ORDER BY score DESC, id DESC LIMIT $11)
             SELECT ", listed_columns!(), ", 0::bigint AS place
             FROM best JOIN ideas i ON i.id = best.id LEFT JOIN campaigns c ON c.id = i.campaign_id ORDER BY best.score DESC, best.id DESC"
        )
    };
}

const ALIKE_BY_WORDS: &str = alike!("spelled AS (SELECT place, word FROM typed)");
const ALIKE_BY_LOOKS: &str = alike!(spelled!());

/// Ideas that say something like this text, best first: telling words of it, or else words that look like those.
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
    let words = rules::telling_words(&format!("{title} {text}"));
    if words.is_empty() {
        return Ok(Vec::new());
    }
    plan_once(conn)?;
    let ask = |conn: &mut PgConnection, statement: &'static str, words: &[String]| -> AppResult<Vec<Listed>> {
        Ok(bind_viewer!(sql(statement), viewer)
            .bind::<Array<Text>, _>(words)
            .bind::<Nullable<SqlUuid>, _>(but)
            .bind::<BigInt, _>(RANKED)
            .bind::<BigInt, _>(most)
            .load(conn)?)
    };
    let found = ask(conn, ALIKE_BY_WORDS, &words)?;
    if found.is_empty() { ask(conn, ALIKE_BY_LOOKS, words.get(..MOST_SPELLED).unwrap_or(&words)) } else { Ok(found) }
}

/// Among the best `looked_at` of [`list_similar`], those that say enough of the same to be shown beside this text.
///
/// # Errors
/// When a query fails.
pub fn list_alike(
    conn: &mut PgConnection,
    viewer: &Viewer,
    title: &str,
    text: &str,
    but: Option<crate::kernel::IdeaId>,
    looked_at: i64,
) -> AppResult<Vec<Listed>> {
    let mut found = list_similar(conn, viewer, title, text, but, looked_at)?;
    let wanted = format!("{title} {text}");
    found.retain(|idea| rules::sounds_alike(&wanted, &format!("{} {}", idea.title, idea.opening)));
    Ok(found)
}
