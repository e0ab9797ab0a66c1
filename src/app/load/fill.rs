//! The command `load fill`: a big believable data set by COPY, with indexes and foreign keys put
//! aside and made anew at the end, in one transaction. For databases made for measurements: while it
//! runs nobody else can use the tables.
use super::{
    scene::{self, Plan, Scene, Seed},
    words,
};
use crate::{
    app::{Database, work::work_on},
    domains::ideas::rules::rising,
    kernel::{Clock, Doer, Event, Granted, Hatch, IdeaState, Instance, ManageInstance, Moment, Place, authorize, text},
    platform::{
        config::Config,
        db::{Db, Tx, sql},
        error::{AppError, AppResult},
    },
    schema::{comments, ideas, people, votes},
};
use chrono::{SecondsFormat, TimeDelta};
use diesel::{
    connection::SimpleConnection,
    pg::CopyFormat,
    prelude::*,
    sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid},
};
use rand::RngExt;
use std::{
    io::{BufWriter, Write},
    time::{Duration, Instant},
};
use uuid::Uuid;

/// Longest time one statement may take.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// Rows from which on putting indexes aside is worth it.
const MANY: usize = 50_000;
/// Tables that get many rows.
const LARGE: &[&str] =
    &["ideas", "idea_texts", "idea_versions", "idea_followers", "votes", "vote_ledger", "vote_budgets", "comments", "people"];

type Grant = Granted<ManageInstance>;

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filled {
    /// Rows of all tables together.
    pub rows: usize,
}

/// Fills the database and prints how fast it was.
///
/// # Errors
/// When the numbers do not fit together, or the database fails; nothing is kept then.
pub async fn run(config: &Config, plan: Plan) -> anyhow::Result<()> {
    anyhow::ensure!(plan.people > 0 && plan.ideas > 0, "load fill needs at least one person and one idea");
    let most = plan.people.saturating_mul(plan.ideas);
    anyhow::ensure!(plan.votes <= most, "{} people can give {} ideas {most} votes at most", plan.people, plan.ideas);
    let lost = "nothing was filled in, or only its statistics are missing";
    let (filled, took) = work_on(Database::open_beside_server(config), lost, |conninfo| async move {
        let started = Instant::now();
        let filled = fill(&conninfo, plan).await.map_err(|error| match error.constraint() {
            Some("people_handle" | "campaigns_slug") => {
                anyhow::anyhow!("the data of seed {} is there already; choose another --seed", plan.seed)
            }
            _ => error.into(),
        })?;
        let took = started.elapsed();
        tokio::task::spawn_blocking(move || tidy(&conninfo)).await??;
        Ok((filled, took))
    })
    .await?;
    let mut out = std::io::stdout().lock();
    let Plan { people, ideas, votes, comments, seed } = plan;
    writeln!(out, "Filled with {people} people, {ideas} ideas, {votes} votes and {comments} comments from seed {seed}")?;
    let seconds = took.as_secs_f64();
    writeln!(out, "{} rows in {seconds:.1} s: {:.0} rows a second", filled.rows, filled.rows as f64 / seconds)?;
    Ok(())
}

/// Statistics and visibility, as autovacuum would leave them after a while.
fn tidy(conninfo: &str) -> anyhow::Result<()> {
    let mut conn = crate::platform::db::connect_once(conninfo)?;
    conn.batch_execute(&format!("VACUUM ANALYZE {}, campaigns, role_grants", LARGE.join(", ")))?;
    Ok(())
}

/// Writes the data set.
///
/// # Errors
/// When the database fails; nothing is kept then.
pub async fn fill(conninfo: &str, plan: Plan) -> AppResult<Filled> {
    let db = Db::connect(conninfo, 1, PATIENCE, Clock::system())?;
    db.write(Doer::System("load"), move |tx| {
        let scene = Scene::of(plan, tx.now());
        let granted: Grant = authorize(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<ManageInstance>)?;
        tx.record(&granted, &Event::InstanceChanged { instance: Instance, fields: vec!["load-fill".to_owned()] })?;
        tx.writing(&granted).batch_execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '256MB'")?;
        let many = plan.ideas + plan.votes + plan.comments > MANY;
        let aside = if many { put_aside(tx, &granted)? } else { Vec::new() };
        let mut rows = put_people(tx, &granted, &scene)?;
        rows += put_campaigns(tx, &granted, &scene)?;
        rows += put_ideas(tx, &granted, &scene)?;
        rows += put_votes(tx, &granted, &scene)?;
        rows += put_comments(tx, &granted, &scene)?;
        rows += put_consequences(tx, &granted, &scene)?;
        for statement in &aside {
            tx.writing(&granted).batch_execute(statement)?;
        }
        Ok(Filled { rows })
    })
    .await
}

#[derive(QueryableByName)]
struct Aside {
    #[diesel(sql_type = Text)]
    away: String,
    #[diesel(sql_type = Text)]
    back: String,
}

/// Drops foreign keys and plain indexes of the large tables; the statements that make them again.
fn put_aside(tx: &mut Tx<'_>, granted: &Grant) -> AppResult<Vec<String>> {
    let query = sql("SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back
            FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY ($1)
         UNION ALL
         SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index i
            WHERE indrelid::regclass::text = ANY ($1) AND NOT indisprimary
              AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)");
    let aside: Vec<Aside> = query.bind::<Array<Text>, _>(LARGE).load(tx.reading())?;
    for statement in &aside {
        tx.writing(granted).batch_execute(&statement.away)?;
    }
    // Indexes first: the checks of foreign keys then find what they need.
    let (indexes, keys): (Vec<String>, Vec<String>) =
        aside.into_iter().map(|statement| statement.back).partition(|statement| statement.starts_with("CREATE"));
    Ok(indexes.into_iter().chain(keys).collect())
}

/// Lines for COPY, in large pieces.
fn lines<F>(write: F) -> impl Fn(&mut dyn Write) -> QueryResult<()>
where
    F: Fn(&mut BufWriter<&mut dyn Write>) -> std::io::Result<()>,
{
    move |out| {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let written = write(&mut out).and_then(|()| out.flush());
        written.map_err(|error| diesel::result::Error::SerializationError(error.into()))
    }
}

/// A moment as COPY reads it.
fn time(at: Moment) -> String {
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

fn time_or_null(at: Option<Moment>) -> String {
    at.map_or_else(|| "\\N".to_owned(), time)
}

fn put_people(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    let columns = (
        people::id,
        people::handle,
        people::name,
        people::email,
        people::company,
        people::title,
        people::security_stamp,
        people::listed,
        people::created_at,
    );
    let at = time(scene.now - TimeDelta::days(400));
    let rows = diesel::copy_from(people::table)
        .from_raw_data(
            columns,
            lines(|out| {
                let mut random = scene::random(scene.plan.seed, 3);
                for (place, id) in scene.people.iter().enumerate() {
                    let (name, firm, title) = words::person(&mut random);
                    let handle = format!("{}-{}-{place}", text::slug(&name), scene.plan.seed);
                    let stamp = scene::id(scene.now, &mut random);
                    let listed = if place < scene.staff { "t" } else { "f" };
                    writeln!(out, "{id}\t{handle}\t{name}\t{handle}@load.example\t{firm}\t{title}\t{stamp}\t{listed}\t{at}")?;
                }
                Ok(())
            }),
        )
        .with_format(CopyFormat::Text)
        .execute(tx.writing(granted))?;
    let now = scene.now;
    let roles = sql("INSERT INTO role_grants (id, person_id, role, granted_at)
         SELECT gen_random_uuid(), p.id, (CASE WHEN p.place > $2::int THEN 'customer' WHEN p.place % 3 = 1 THEN 'rnd' WHEN p.place % 3 = 2 THEN 'moderator' ELSE 'contributor' END)::role, $3
         FROM unnest($1) WITH ORDINALITY AS p(id, place)")
    .bind::<Array<SqlUuid>, _>(&scene.people)
    .bind::<diesel::sql_types::Integer, _>(i32::try_from(scene.staff).unwrap_or(i32::MAX))
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(rows + roles)
}

/// A campaign to be.
struct CampaignRow {
    id: Uuid,
    slug: String,
    state: &'static str,
    hatch: &'static str,
    title: String,
    question: String,
    owner: Uuid,
    until: Moment,
}

fn put_campaigns(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    let mut random = scene::random(scene.plan.seed, 4);
    let states = ["open", "discuss", "vote"];
    let (since, until) = (scene.now - TimeDelta::days(400), scene.now + TimeDelta::days(60));
    let rows: Vec<CampaignRow> = scene
        .campaigns
        .iter()
        .enumerate()
        .map(|(place, id)| {
            let (title, question) = words::campaign(&mut random);
            CampaignRow {
                id: *id,
                slug: format!("{}-{}-{place}", text::slug(&title), scene.plan.seed),
                state: states[place % states.len()],
                hatch: Hatch::ALL[place % Hatch::ALL.len()].as_str(),
                title,
                question,
                owner: scene.people.get(place % scene.staff).copied().unwrap_or_default(),
                until: until + TimeDelta::minutes(random.random_range(0..30 * 24 * 60)),
            }
        })
        .collect();
    let made = sql("INSERT INTO campaigns (id, slug, state, title, question, audience, audience_chosen, owner_id, answer_by, hatch, counts, created_at, launched_at, opened_at)
         SELECT i.id, i.slug, i.state::campaign_state, i.title, i.question, 'public', true, i.owner, i.until, i.hatch::hatch, 'always', $9, $9, $9
         FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) AS i(id, slug, state, title, question, owner, until, hatch)")
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.state).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.question.as_str()).collect::<Vec<_>>())
    .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.owner).collect::<Vec<_>>())
    .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.until).collect::<Vec<_>>())
    .bind::<Array<Text>, _>(rows.iter().map(|row| row.hatch).collect::<Vec<_>>())
    .bind::<Timestamptz, _>(since)
    .execute(tx.writing(granted))?;
    // One phase each, which holds for as long as anybody measures.
    let phases = sql("INSERT INTO campaign_phases (id, campaign_id, kind, position, starts_at, ends_at)
         SELECT gen_random_uuid(), id, (CASE state WHEN 'open' THEN 'collect' WHEN 'discuss' THEN 'discuss' ELSE 'vote' END)::phase_kind, 0, $2, answer_by
         FROM campaigns WHERE id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(&scene.campaigns)
    .bind::<Timestamptz, _>(since)
    .execute(tx.writing(granted))?;
    Ok(made + phases)
}

/// One line of an idea.
fn idea_line(out: &mut impl Write, scene: &Scene, seed: &Seed, random: &mut rand::rngs::StdRng) -> std::io::Result<()> {
    let (title, body) = words::idea(random);
    let title = text::excerpt(&title, 120);
    let age = scene.now - seed.at;
    let decided = matches!(seed.state, IdeaState::Shortlisted | IdeaState::Shipped | IdeaState::Parked | IdeaState::Declined);
    // The inbox holds what came lately, and a little that was left lying.
    let triaged = decided || seed.state == IdeaState::InReview || (age > TimeDelta::days(5) && random.random_range(0..100) < 98);
    let answered = decided.then(|| seed.at + (age / 2).min(TimeDelta::days(9)));
    let triaged = triaged.then(|| seed.at + (age / 3).min(TimeDelta::days(4)));
    let (votes, comments) = (i32::try_from(seed.votes).unwrap_or(i32::MAX), i32::try_from(seed.comments).unwrap_or(i32::MAX));
    let campaign = seed.campaign.and_then(|place| scene.campaigns.get(place)).map_or_else(|| "\\N".to_owned(), Uuid::to_string);
    let author = scene.people.get(seed.author).copied().unwrap_or_default();
    writeln!(
        out,
        "{}\t{}\t{campaign}\t{author}\t{}\tcustomer\t{title}\t{body}\tpublic\t{}\t{}\t{}\t{votes}\t{comments}\t{:?}\t{}\t{}\t{}",
        seed.id,
        text::slug(&title),
        seed.state,
        time(seed.at + TimeDelta::days(10)),
        time_or_null(answered),
        time_or_null(triaged),
        rising(votes, comments, age),
        time(scene.now),
        time(seed.at),
        time(answered.unwrap_or(seed.at))
    )
}

fn put_ideas(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    let columns = (
        ideas::id,
        ideas::slug,
        ideas::campaign_id,
        ideas::author_id,
        ideas::state,
        ideas::source,
        ideas::title,
        ideas::body,
        ideas::audience,
        ideas::answer_due_at,
        ideas::answered_at,
        ideas::triaged_at,
        ideas::vote_count,
        ideas::comment_count,
        ideas::rising,
        ideas::rising_at,
        ideas::created_at,
        ideas::changed_at,
    );
    Ok(diesel::copy_from(ideas::table)
        .from_raw_data(
            columns,
            lines(|out| {
                let mut random = scene::random(scene.plan.seed, 5);
                for seed in &scene.ideas {
                    idea_line(out, scene, seed, &mut random)?;
                }
                Ok(())
            }),
        )
        .with_format(CopyFormat::Text)
        .execute(tx.writing(granted))?)
}

fn put_votes(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    Ok(diesel::copy_from(votes::table)
        .from_raw_data(
            (votes::idea_id, votes::voter_id, votes::cast_at),
            lines(|out| {
                let (mut random, mut voters) = (scene::random(scene.plan.seed, 6), Vec::new());
                for seed in &scene.ideas {
                    scene.voters(seed.votes, &mut random, &mut voters);
                    let age = (scene.now - seed.at).num_milliseconds() as f64;
                    for voter in &voters {
                        let at = seed.at + TimeDelta::milliseconds((random.random::<f64>().powi(2) * age) as i64);
                        let voter = scene.people.get(*voter).copied().unwrap_or_default();
                        writeln!(out, "{}\t{voter}\t{}", seed.id, time(at))?;
                    }
                }
                Ok(())
            }),
        )
        .with_format(CopyFormat::Text)
        .execute(tx.writing(granted))?)
}

fn put_comments(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    let columns = (comments::id, comments::idea_id, comments::parent_id, comments::author_id, comments::text, comments::created_at);
    Ok(diesel::copy_from(comments::table)
        .from_raw_data(
            columns,
            lines(|out| {
                let mut random = scene::random(scene.plan.seed, 7);
                for seed in &scene.ideas {
                    let (mut at, mut parent) = (seed.at, None);
                    let step = (scene.now - seed.at) / i32::try_from(seed.comments + 1).unwrap_or(i32::MAX);
                    for _ in 0..seed.comments {
                        at += step;
                        let id = scene::id(at, &mut random);
                        let reply = parent.filter(|_| random.random_range(0..10) < 3);
                        let shown = reply.as_ref().map_or_else(|| "\\N".to_owned(), Uuid::to_string);
                        let author = scene.people.get(scene::active(&mut random, scene.people.len())).copied().unwrap_or_default();
                        writeln!(out, "{id}\t{}\t{shown}\t{author}\t{}\t{}", seed.id, words::comment(&mut random), time(at))?;
                        if reply.is_none() {
                            parent = Some(id);
                        }
                    }
                }
                Ok(())
            }),
        )
        .with_format(CopyFormat::Text)
        .execute(tx.writing(granted))?)
}

/// What follows from ideas and votes: first versions, followers, the ledger, budgets, and counts of campaigns.
fn put_consequences(tx: &mut Tx<'_>, granted: &Grant, scene: &Scene) -> AppResult<usize> {
    let statements = [
        "INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at)
         SELECT id, 1, title, body, author_id, created_at FROM ideas WHERE id = ANY ($1)",
        "INSERT INTO idea_followers (idea_id, person_id, since) SELECT id, author_id, created_at FROM ideas WHERE id = ANY ($1)",
        "INSERT INTO vote_ledger (idea_id, voter_id, entry, at)
         SELECT idea_id, voter_id, 'cast', cast_at FROM votes WHERE idea_id = ANY ($1) ORDER BY cast_at",
        "INSERT INTO vote_budgets (campaign_id, voter_id, spent)
         SELECT i.campaign_id, v.voter_id, count(*) FROM votes v JOIN ideas i ON i.id = v.idea_id
         WHERE i.id = ANY ($1) AND i.campaign_id IS NOT NULL GROUP BY 1, 2",
    ];
    let ideas: Vec<Uuid> = scene.ideas.iter().map(|seed| seed.id).collect();
    let mut rows = 0;
    for statement in statements {
        rows += sql(statement).bind::<Array<SqlUuid>, _>(&ideas).execute(tx.writing(granted))?;
    }
    sql("UPDATE campaigns c SET
            voter_count = (SELECT count(*) FROM vote_budgets b WHERE b.campaign_id = c.id),
            idea_count = (SELECT count(*) FROM ideas i WHERE i.campaign_id = c.id AND i.state <> 'pending')
         WHERE c.id = ANY ($1)")
    .bind::<Array<SqlUuid>, _>(&scene.campaigns)
    .execute(tx.writing(granted))?;
    Ok(rows)
}
