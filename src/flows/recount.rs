//! Every count that is kept on a row, computed again from the rows it counts: to prove it, and to
//! set it after a bulk import. The one place that says what each count means.
use crate::{
    domains::ideas,
    kernel::{CampaignId, Granted, ManageInstance},
    platform::{
        db::{Tx, sql},
        error::AppResult,
    },
};
use diesel::{
    prelude::*,
    sql_types::{BigInt, Nullable, Text, Uuid as SqlUuid},
};

/// Rows named per count; there may be more.
const NAMED: i64 = 20;

/// A kept count that is not what its rows add up to.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Wrong {
    /// Which row, in words.
    #[diesel(sql_type = Text)]
    pub place: String,
    /// What is kept.
    #[diesel(sql_type = BigInt)]
    pub kept: i64,
    /// What its rows add up to.
    #[diesel(sql_type = BigInt)]
    pub counted: i64,
    /// How many rows differ in all.
    #[diesel(sql_type = BigInt)]
    pub in_all: i64,
}

/// One kept count, and the query that lists where it is wrong: of the campaign `$1`, or of all where that is null.
struct Kept {
    name: &'static str,
    wrong: &'static str,
}

/// Distinct voters over an idea and everything merged into it, in however many steps.
macro_rules! votes_counted {
    () => {
        "WITH RECURSIVE family AS (
            SELECT kept_id AS kept, duplicate_id AS member FROM idea_merges WHERE undone_at IS NULL
            UNION SELECT f.kept, m.duplicate_id FROM family f JOIN idea_merges m ON m.kept_id = f.member AND m.undone_at IS NULL),
        own AS (
            SELECT v.idea_id, count(*) AS n FROM votes v JOIN ideas i ON i.id = v.idea_id
            WHERE $1::uuid IS NULL OR i.campaign_id = $1 GROUP BY v.idea_id),
        joint AS (
            SELECT s.idea_id, count(DISTINCT s.voter_id) AS n FROM (
                SELECT f.kept AS idea_id, v.voter_id FROM family f JOIN votes v ON v.idea_id = f.member
                UNION ALL SELECT k.kept, v.voter_id FROM (SELECT DISTINCT kept FROM family) k JOIN votes v ON v.idea_id = k.kept) s
            GROUP BY s.idea_id),
        counted AS (
            SELECT i.id, i.number, coalesce(j.n, o.n, 0) AS n FROM ideas i
            LEFT JOIN own o ON o.idea_id = i.id LEFT JOIN joint j ON j.idea_id = i.id WHERE $1::uuid IS NULL OR i.campaign_id = $1)"
    };
}

/// Comments and replies that everybody sees.
macro_rules! comments_counted {
    () => {
        "WITH own AS (
            SELECT c.idea_id, count(*) AS n FROM comments c JOIN ideas i ON i.id = c.idea_id
            WHERE c.deleted_at IS NULL AND NOT c.staff_only AND ($1::uuid IS NULL OR i.campaign_id = $1) GROUP BY c.idea_id),
        counted AS (
            SELECT i.id, i.number, coalesce(o.n, 0) AS n FROM ideas i LEFT JOIN own o ON o.idea_id = i.id
            WHERE $1::uuid IS NULL OR i.campaign_id = $1)"
    };
}

/// Ideas of a campaign that are or were on show.
macro_rules! ideas_counted {
    () => {
        "WITH own AS (
            SELECT campaign_id, count(*) AS n FROM ideas
            WHERE campaign_id IS NOT NULL AND state NOT IN ('draft', 'pending', 'withdrawn', 'off_topic', 'binned') GROUP BY campaign_id),
        counted AS (
            SELECT c.id, c.slug, coalesce(o.n, 0) AS n FROM campaigns c LEFT JOIN own o ON o.campaign_id = c.id
            WHERE $1::uuid IS NULL OR c.id = $1)"
    };
}

/// Votes that a person has given in a campaign.
macro_rules! spent_counted {
    () => {
        "WITH counted AS (
            SELECT i.campaign_id, v.voter_id, count(*) AS n FROM votes v JOIN ideas i ON i.id = v.idea_id
            WHERE i.campaign_id IS NOT NULL AND ($1::uuid IS NULL OR i.campaign_id = $1) GROUP BY i.campaign_id, v.voter_id)"
    };
}

/// People with at least one vote in a campaign.
macro_rules! voters_counted {
    () => {
        "WITH own AS (
            SELECT i.campaign_id, count(DISTINCT v.voter_id) AS n FROM votes v JOIN ideas i ON i.id = v.idea_id
            WHERE i.campaign_id IS NOT NULL AND ($1::uuid IS NULL OR i.campaign_id = $1) GROUP BY i.campaign_id),
        counted AS (
            SELECT c.id, c.slug, coalesce(o.n, 0) AS n FROM campaigns c LEFT JOIN own o ON o.campaign_id = c.id
            WHERE $1::uuid IS NULL OR c.id = $1)"
    };
}

/// Lists the rows of `$from` (with `counted` beside them) whose `$kept` is wrong.
macro_rules! wrong {
    ($with:expr, $row:literal, $kept:literal, $from:literal) => {
        concat!(
            $with,
            " SELECT ",
            $row,
            " AS place, (",
            $kept,
            ")::bigint AS kept, coalesce(k.n, 0)::bigint AS counted, count(*) OVER () AS in_all FROM ",
            $from,
            " AND (",
            $kept,
            ") IS DISTINCT FROM coalesce(k.n, 0) ORDER BY 1 LIMIT $2"
        )
    };
}

const KEPT: &[Kept] = &[
    Kept {
        name: "votes of ideas",
        wrong: wrong!(votes_counted!(), "'idea ' || i.number", "i.vote_count", "counted k JOIN ideas i ON i.id = k.id WHERE true"),
    },
    Kept {
        name: "comments of ideas",
        wrong: wrong!(comments_counted!(), "'idea ' || i.number", "i.comment_count", "counted k JOIN ideas i ON i.id = k.id WHERE true"),
    },
    Kept {
        name: "ideas of campaigns",
        wrong: wrong!(ideas_counted!(), "'campaign ' || c.slug", "c.idea_count", "counted k JOIN campaigns c ON c.id = k.id WHERE true"),
    },
    Kept {
        name: "voters of campaigns",
        wrong: wrong!(voters_counted!(), "'campaign ' || c.slug", "c.voter_count", "counted k JOIN campaigns c ON c.id = k.id WHERE true"),
    },
    Kept {
        name: "votes each person gave in a campaign",
        wrong: wrong!(
            spent_counted!(),
            "'campaign ' || c.slug || ', person ' || coalesce(p.handle, coalesce(b.voter_id, k.voter_id)::text)",
            "coalesce(b.spent, 0)",
            "vote_budgets b FULL JOIN counted k ON k.campaign_id = b.campaign_id AND k.voter_id = b.voter_id
             JOIN campaigns c ON c.id = coalesce(b.campaign_id, k.campaign_id) LEFT JOIN people p ON p.id = coalesce(b.voter_id, k.voter_id)
             WHERE ($1::uuid IS NULL OR c.id = $1)"
        ),
    },
    Kept {
        name: "lines of the vote ledger",
        wrong: wrong!(
            "WITH lines AS (
                SELECT idea_id, sum(CASE entry WHEN 'cast' THEN 1 WHEN 'withdraw' THEN -1 ELSE 0 END) AS n FROM vote_ledger GROUP BY idea_id),
             own AS (SELECT idea_id, count(*) AS n FROM votes GROUP BY idea_id),
             k AS (SELECT i.id, coalesce(o.n, 0) AS n FROM ideas i LEFT JOIN own o ON o.idea_id = i.id WHERE $1::uuid IS NULL OR i.campaign_id = $1)",
            "'idea ' || i.number",
            "coalesce(l.n, 0)",
            "k JOIN ideas i ON i.id = k.id LEFT JOIN lines l ON l.idea_id = k.id WHERE true"
        ),
    },
    Kept {
        name: "dots of clusters",
        wrong: wrong!(
            "WITH k AS (SELECT cluster_id, sum(dots) AS n FROM dots GROUP BY cluster_id)",
            "'cluster ' || c.title || ' of brainstorm ' || b.number",
            "c.dot_count",
            "clusters c JOIN brainstorms b ON b.id = c.brainstorm_id LEFT JOIN k ON k.cluster_id = c.id
             WHERE ($1::uuid IS NULL OR b.campaign_id = $1)"
        ),
    },
    Kept {
        name: "dots each participant placed",
        wrong: wrong!(
            "WITH k AS (SELECT c.round_id, d.participant_id, sum(d.dots) AS n FROM dots d JOIN clusters c ON c.id = d.cluster_id
             WHERE c.removed_at IS NULL GROUP BY 1, 2)",
            "'a participant of brainstorm ' || b.number",
            "coalesce(g.spent, 0)",
            "dot_budgets g FULL JOIN k ON k.round_id = g.round_id AND k.participant_id = g.participant_id
             JOIN rounds r ON r.id = coalesce(g.round_id, k.round_id) JOIN brainstorms b ON b.id = r.brainstorm_id
             WHERE ($1::uuid IS NULL OR b.campaign_id = $1)"
        ),
    },
    Kept {
        name: "tests of prototypes",
        wrong: wrong!(
            "WITH k AS (SELECT prototype_id, count(*) AS n FROM test_sessions GROUP BY 1)",
            "'prototype ' || p.number",
            "p.tests_total",
            "prototypes p LEFT JOIN k ON k.prototype_id = p.id WHERE ($1::uuid IS NULL OR p.campaign_id = $1)"
        ),
    },
    Kept {
        name: "tests that prototypes passed",
        wrong: wrong!(
            "WITH k AS (SELECT prototype_id, count(*) AS n FROM test_sessions WHERE outcome = 'passed' GROUP BY 1)",
            "'prototype ' || p.number",
            "p.tests_passed",
            "prototypes p LEFT JOIN k ON k.prototype_id = p.id WHERE ($1::uuid IS NULL OR p.campaign_id = $1)"
        ),
    },
    Kept {
        name: "cost of prototypes",
        wrong: wrong!(
            "WITH k AS (SELECT prototype_id, sum(cost_cents) AS n FROM builds GROUP BY 1)",
            "'prototype ' || p.number",
            "p.cost_cents",
            "prototypes p LEFT JOIN k ON k.prototype_id = p.id WHERE ($1::uuid IS NULL OR p.campaign_id = $1)"
        ),
    },
];

/// Counts everything again, of one campaign or of all; what differs, under the name of its count.
///
/// # Errors
/// When the database fails.
pub fn prove(conn: &mut PgConnection, campaign: Option<CampaignId>) -> AppResult<Vec<(&'static str, Vec<Wrong>)>> {
    KEPT.iter()
        .map(|kept| {
            let wrong = sql(kept.wrong).bind::<Nullable<SqlUuid>, _>(campaign).bind::<BigInt, _>(NAMED).load(conn)?;
            Ok((kept.name, wrong))
        })
        .collect()
}

/// Sets the counts of ideas and campaigns, budgets and rising scores after rows came in by sets.
///
/// # Errors
/// When the database fails.
pub fn set(tx: &mut Tx<'_>, granted: &Granted<ManageInstance>, campaign: Option<CampaignId>) -> AppResult<()> {
    let conn = tx.writing(granted);
    let steps = [
        concat!(votes_counted!(), " UPDATE ideas i SET vote_count = k.n FROM counted k WHERE k.id = i.id AND i.vote_count <> k.n"),
        concat!(comments_counted!(), " UPDATE ideas i SET comment_count = k.n FROM counted k WHERE k.id = i.id AND i.comment_count <> k.n"),
        concat!(ideas_counted!(), " UPDATE campaigns c SET idea_count = k.n FROM counted k WHERE k.id = c.id AND c.idea_count <> k.n"),
        concat!(voters_counted!(), " UPDATE campaigns c SET voter_count = k.n FROM counted k WHERE k.id = c.id AND c.voter_count <> k.n"),
        // What is imported is not subject to the budget that its campaign has now.
        concat!(
            spent_counted!(),
            " INSERT INTO vote_budgets (campaign_id, voter_id, spent) SELECT campaign_id, voter_id, n FROM counted
              ON CONFLICT (campaign_id, voter_id) DO UPDATE SET spent = excluded.spent WHERE vote_budgets.spent <> excluded.spent"
        ),
        concat!(
            spent_counted!(),
            " UPDATE vote_budgets b SET spent = 0 WHERE b.spent > 0 AND ($1::uuid IS NULL OR b.campaign_id = $1)
                AND NOT EXISTS (SELECT FROM counted k WHERE k.campaign_id = b.campaign_id AND k.voter_id = b.voter_id)"
        ),
    ];
    for step in steps {
        sql(step).bind::<Nullable<SqlUuid>, _>(campaign).execute(conn)?;
    }
    ideas::store::rank_all(tx, granted, campaign)
}
