//! A Polis export comes in whole or not at all, once, and with counts that are right.
use crate::support::{
    TestApp,
    make::ideas::idea,
    program::{OwnCluster, until},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use proofbench::{
    domains::ideas::store::outcome::median_days_to_decision,
    flows::{
        import_polis::{self, Export, Report, Target},
        recount,
    },
    kernel::{Audience, CampaignId, CampaignState, Clock, IdeaId, IdeaSource, IdeaState, LedgerEntry, Moment, Role, Stance, Viewer},
    platform::error::AppError,
    schema::{campaigns, idea_followers, idea_moves, idea_versions, ideas, people, stances, vote_ledger, votes},
};
use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/polis");
const COMMENTS: &str = "timestamp,comment-id,author-id,agrees,disagrees,moderated,comment-body\n";
const VOTES: &str = "timestamp,comment-id,voter-id,vote\n";

async fn import(app: &TestApp, export: Export, slug: &str) -> Result<Report, AppError> {
    run(app, export, Target { campaign: slug.to_owned(), create: Some(Audience::Internal), ..Target::default() }).await
}

async fn run(app: &TestApp, export: Export, target: Target) -> Result<Report, AppError> {
    import_polis::import(&app.state.db, Arc::new(export), target, Arc::new(|_, _| {})).await
}

fn export(comments: &str, votes: &str) -> Export {
    let (comments, votes) = (format!("{COMMENTS}{comments}"), format!("{VOTES}{votes}"));
    Export::read(comments.as_bytes(), votes.as_bytes(), None::<&[u8]>, Clock::system().now()).unwrap()
}

macro_rules! count {
    ($app:expr, $table:ident) => {
        $table::table.count().get_result::<i64>(&mut $app.conn).unwrap()
    };
}

#[tokio::test]
async fn a_real_export_becomes_ideas_votes_and_positions_with_right_counts() {
    let mut app = TestApp::start().await;
    let admin = app.sign_in("Ann", &[Role::Admin]);
    let export = Export::open(Path::new(FIXTURE), Clock::system().now()).unwrap();
    let report = import(&app, export.clone(), "biodiversity").await.unwrap();
    assert_eq!((report.statements_read, report.votes_read), (export.statements.kept.len(), export.votes.len()));
    assert_eq!(report.on_show + report.held_back, report.statements_read);
    assert!(report.held_back > 0 && report.votes_replaced > 0 && !report.differences.is_empty());

    let campaign: (String, CampaignState, i32, i32) = campaigns::table
        .select((campaigns::title, campaigns::state, campaigns::idea_count, campaigns::voter_count))
        .first(&mut app.conn)
        .unwrap();
    assert_eq!((campaign.0.as_str(), campaign.1), ("Protecting and Restoring NZ’s Biodiversity", CampaignState::Discuss));
    assert!(campaign.2 > 0 && campaign.3 > 0);
    assert_eq!(campaigns::table.select(campaigns::owner_id).first(&mut app.conn), Ok(admin.id));

    let (agree, disagree, pass) = report.positions;
    assert_eq!(count!(app, votes), agree as i64);
    assert_eq!(count!(app, stances), (agree + disagree + pass) as i64);
    assert_eq!(count!(app, vote_ledger), agree as i64);
    assert_eq!(count!(app, ideas), report.statements_read as i64);
    assert_eq!(count!(app, idea_versions), report.statements_read as i64);
    assert_eq!(count!(app, idea_followers), report.statements_read as i64);
    let held_back: i64 = ideas::table.filter(ideas::state.eq(IdeaState::Binned)).count().get_result(&mut app.conn).unwrap();
    assert_eq!(held_back, report.held_back as i64);
    assert_eq!(
        ideas::table.filter(ideas::source.eq(IdeaSource::Import)).count().get_result(&mut app.conn),
        Ok(report.statements_read as i64)
    );
    let strangers = people::table.filter(people::email.is_null().and(people::listed.eq(false)));
    assert_eq!(strangers.count().get_result(&mut app.conn), Ok(report.people_read as i64));
    for (name, wrong) in recount::prove(&mut app.conn, None).unwrap() {
        assert_eq!(wrong, [], "{name}");
    }
    assert_eq!(app.verbs(), ["campaign.drafted", "import.finished"]);
}

#[tokio::test]
async fn reading_the_same_export_again_changes_nothing() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let export = Export::open(Path::new(FIXTURE), Clock::system().now()).unwrap();
    assert!(import(&app, export.clone(), "biodiversity").await.unwrap().changed());
    let (before, rows) = (app.verbs(), count!(app, vote_ledger));
    let again = import(&app, export, "biodiversity").await.unwrap();
    assert!(!again.changed());
    assert_eq!((again.ideas_made, again.people_made, again.positions_written, again.votes_cast, again.votes_gone), (0, 0, 0, 0, 0));
    assert_eq!((app.verbs(), count!(app, vote_ledger)), (before, rows));
    assert!(again.to_string().contains("nothing has changed"));
}

#[tokio::test]
async fn a_newer_export_adds_what_is_new_and_takes_back_votes_that_changed() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let statement = "1568101622999,0,1,1,0,1,Plant trees\n";
    let first = export(statement, "1568101622999,0,5,1\n1568101622999,0,6,1\n");
    import(&app, first, "trees").await.unwrap();
    let second = export(&format!("{statement}1568101629999,1,1,0,0,1,Count birds\n"), "1568101622999,0,5,1\n1568101623999,0,6,-1\n");
    let report = import(&app, second, "trees").await.unwrap();
    assert_eq!((report.ideas_made, report.positions_written, report.votes_cast, report.votes_gone), (1, 1, 0, 1));
    assert_eq!(ideas::table.order(ideas::number).select(ideas::vote_count).load(&mut app.conn), Ok(vec![1, 0]));
    let entries: Vec<LedgerEntry> = vote_ledger::table.order(vote_ledger::seq).select(vote_ledger::entry).load(&mut app.conn).unwrap();
    assert_eq!(entries, [LedgerEntry::Cast, LedgerEntry::Cast, LedgerEntry::Withdraw]);
    let stances: Vec<Stance> = stances::table.order(stances::at).select(stances::stance).load(&mut app.conn).unwrap();
    assert_eq!(stances, [Stance::Agree, Stance::Disagree]);
    assert!(recount::prove(&mut app.conn, None).unwrap().iter().all(|(_, wrong)| wrong.is_empty()));
}

#[tokio::test]
async fn a_campaign_that_nobody_asked_for_is_not_made_and_a_new_one_is_internal() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let trees = || export("1568101622999,0,1,1,0,1,Plant trees\n", "1568101622999,0,5,1\n");
    let target = Target { campaign: "tres".to_owned(), how_to_create: "proofbench … --create".to_owned(), ..Target::default() };
    let refused = run(&app, trees(), target).await.unwrap_err().to_string();
    assert!(refused.contains("there is no campaign tres; check the name, or make it with proofbench … --create"), "{refused}");
    assert_eq!((count!(app, campaigns), count!(app, people), app.verbs().len()), (0, 1, 0));
    import(&app, trees(), "trees").await.unwrap();
    assert_eq!(campaigns::table.select(campaigns::audience).first(&mut app.conn), Ok(Audience::Internal));
    assert_eq!(ideas::table.select(ideas::audience).first(&mut app.conn), Ok(Audience::Internal));
    // Once it is there, nothing need be asked for.
    run(&app, trees(), Target { campaign: "trees".to_owned(), ..Target::default() }).await.unwrap();
}

#[tokio::test]
async fn a_dry_run_says_what_an_import_would_write_and_writes_nothing() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let statement = "1568101622999,0,1,1,0,1,Plant trees\n";
    let first = export(statement, "1568101622999,0,5,1\n1568101622999,0,6,1\n1568101622999,0,7,0\n");
    let second = export(
        &format!("{statement}1568101629999,1,1,0,0,1,Count birds\n"),
        "1568101622999,0,5,1\n1568101623999,0,6,-1\n1568101623999,1,5,1\n",
    );
    let dry = Target { campaign: "trees".to_owned(), create: Some(Audience::Internal), dry: true, ..Target::default() };
    let numbers = |report: &Report| {
        (report.campaign_made, report.ideas_made, report.people_made, report.positions_written, report.votes_cast, report.votes_gone)
    };
    for (export, expected) in [(first, (true, 1, 4, 3, 2, 0)), (second, (false, 1, 0, 2, 1, 1))] {
        let before =
            (count!(app, campaigns), count!(app, ideas), count!(app, people), count!(app, stances), count!(app, votes), app.verbs());
        let report = run(&app, export.clone(), dry.clone()).await.unwrap();
        assert_eq!(numbers(&report), expected);
        assert!(report.to_string().contains("This was a dry run: nothing has changed."));
        let after =
            (count!(app, campaigns), count!(app, ideas), count!(app, people), count!(app, stances), count!(app, votes), app.verbs());
        assert_eq!(after, before);
        assert_eq!(numbers(&import(&app, export, "trees").await.unwrap()), expected);
    }
}

#[tokio::test]
async fn what_a_newer_export_says_otherwise_without_being_newer_is_named() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let first = export("1568101622999,0,1,2,0,1,Plant trees\n", "1568101622999,0,5,1\n1568101622999,0,6,1\n");
    import(&app, first, "trees").await.unwrap();
    let second = export("1568101622999,0,1,1,1,1,Plant more trees\n", "1568101622999,0,5,1\n1568101622999,0,6,-1\n");
    let report = import(&app, second, "trees").await.unwrap();
    assert!(!report.changed());
    assert_eq!((report.changed_texts.as_slice(), report.contrary_votes.as_slice()), ([0].as_slice(), [(0, 6)].as_slice()));
    let text = report.to_string();
    assert!(text.contains("1 statement with another text than was imported before, which stays: 0\n"), "{text}");
    assert!(text.contains("1 vote that says something else than was imported before and is no newer"), "{text}");
    assert!(text.contains("participant 6 on statement 0\n"), "{text}");
    assert_eq!(ideas::table.select((ideas::body, ideas::vote_count)).first(&mut app.conn), Ok(("Plant trees".to_owned(), 2)));
}

#[tokio::test]
async fn an_import_goes_into_a_running_campaign_under_its_audience() {
    let mut app = TestApp::start().await;
    let owner = app.sign_in("Ann", &[Role::Admin]);
    let campaign = |slug: &'static str, state| {
        (
            campaigns::id.eq(proofbench::kernel::CampaignId::new()),
            campaigns::slug.eq(slug),
            campaigns::title.eq("Ours"),
            campaigns::state.eq(state),
            campaigns::audience.eq(proofbench::kernel::Audience::SignedIn),
            campaigns::owner_id.eq(owner.id),
            campaigns::created_at.eq(app.clock.now()),
        )
    };
    let rows = vec![campaign("ours", CampaignState::Open), campaign("over", CampaignState::Closed)];
    diesel::insert_into(campaigns::table).values(rows).execute(&mut app.conn).unwrap();
    let report = import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "ours").await.unwrap();
    assert!(!report.campaign_made && report.ideas_made == 1);
    assert_eq!(ideas::table.select(ideas::audience).first(&mut app.conn), Ok(proofbench::kernel::Audience::SignedIn));
    let refused = import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "over").await.unwrap_err();
    assert!(refused.to_string().contains("the campaign over is closed"), "{refused}");
}

#[tokio::test]
async fn without_anybody_to_own_the_campaign_nothing_is_kept() {
    let mut app = TestApp::start().await;
    let refused = import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "trees").await.unwrap_err();
    assert!(refused.to_string().contains("admin create"), "{refused}");
    assert_eq!(count!(app, campaigns), 0);
    app.sign_in("Ann", &[Role::Admin]);
    let refused = import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "Ours & theirs").await.unwrap_err();
    assert!(refused.to_string().contains("write it as ours-theirs"), "{refused}");
    assert_eq!((count!(app, campaigns), app.verbs().len()), (0, 0));
}

#[tokio::test]
async fn a_statement_is_its_idea_s_title_as_far_as_a_title_goes_and_one_of_before_keeps_its_own() {
    let mut app = TestApp::start().await;
    app.sign_in("Ann", &[Role::Admin]);
    let statement = "Plant native trees along every stream that runs through farmland so that the water stays cool";
    assert!((81..=120).contains(&statement.chars().count()));
    let trees = || export(&format!("1568101622999,0,1,0,0,1,{statement}\n1568101622999,1,1,0,0,1,\u{200b}\n"), "");
    let report = import(&app, trees(), "trees").await.unwrap();
    assert_eq!((report.ideas_made, report.empty.as_slice()), (1, [1].as_slice()));
    assert!(report.to_string().contains("1 statement without a text that can be seen and its 0 votes: 1\n"), "{report}");
    assert_eq!(ideas::table.select(ideas::title).first(&mut app.conn), Ok(statement.to_owned()));
    let cut = "Plant native trees along every stream…";
    diesel::update(ideas::table).set(ideas::title.eq(cut)).execute(&mut app.conn).unwrap();
    let again = import(&app, trees(), "trees").await.unwrap();
    assert!(!again.changed() && again.changed_texts.is_empty());
    assert_eq!(ideas::table.select(ideas::title).first(&mut app.conn), Ok(cut.to_owned()));
}

#[tokio::test]
async fn the_time_to_a_decision_is_told_of_ideas_that_were_written_here() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Admin]);
    import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "trees").await.unwrap();
    let campaign: CampaignId = campaigns::table.select(campaigns::id).first(&mut app.conn).unwrap();
    let now = app.clock.now();
    let decided = |conn: &mut PgConnection, idea: IdeaId, at: Moment| {
        let row = (
            idea_moves::id.eq(idea.0),
            idea_moves::idea_id.eq(idea),
            idea_moves::from_state.eq(IdeaState::Open),
            idea_moves::to_state.eq(IdeaState::Shortlisted),
            idea_moves::reason.eq(""),
            idea_moves::moved_at.eq(at),
        );
        diesel::insert_into(idea_moves::table).values(row).execute(conn).unwrap();
    };
    let imported: IdeaId = ideas::table.select(ideas::id).first(&mut app.conn).unwrap();
    diesel::update(ideas::table).set(ideas::audience.eq(Audience::Public)).execute(&mut app.conn).unwrap();
    diesel::update(campaigns::table).set(campaigns::audience.eq(Audience::Public)).execute(&mut app.conn).unwrap();
    decided(&mut app.conn, imported, now);
    assert_eq!(median_days_to_decision(&mut app.conn, &Viewer::Anonymous, campaign).unwrap(), None);
    let own = idea(ann.id).insert(&mut app);
    diesel::update(ideas::table.find(own.id)).set(ideas::campaign_id.eq(campaign)).execute(&mut app.conn).unwrap();
    decided(&mut app.conn, own.id, now + TimeDelta::days(3));
    let days = median_days_to_decision(&mut app.conn, &Viewer::Anonymous, campaign).unwrap().unwrap();
    assert!((days - 3.0).abs() < 0.1, "{days}");
}

#[tokio::test]
async fn an_import_that_is_cut_short_says_that_nothing_was_imported() {
    #[derive(QueryableByName)]
    struct Waiting {
        #[diesel(sql_type = diesel::sql_types::Bool)]
        waits: bool,
    }
    let (own, folder) = (OwnCluster::start().await, tempfile::tempdir().unwrap());
    let mut conn = PgConnection::establish(own.cluster.conninfo()).unwrap();
    // Imports take turns; this one never gets its own.
    diesel::sql_query("SELECT pg_advisory_lock(7283910)").execute(&mut conn).unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_proofbench"))
        .args(["import", "polis", FIXTURE, "--campaign", "trees", "--create", "--data-dir"])
        .arg(folder.path())
        .env("DATABASE_URL", own.cluster.conninfo())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until("the import waits its turn", || {
        let query = diesel::sql_query("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) AS waits");
        let waiting: Waiting = query.get_result(&mut conn).unwrap();
        async move { waiting.waits }
    })
    .await;
    kill(Pid::from_raw(i32::try_from(child.id()).unwrap()), Signal::SIGINT).unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(130), "{said}");
    assert!(said.ends_with("proofbench: stopped: nothing was imported\n"), "{said}");
    assert_eq!(campaigns::table.count().get_result(&mut conn), Ok(0_i64));
}

#[tokio::test]
async fn a_campaign_whose_question_is_its_title_says_it_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Admin]);
    import(&app, export("1568101622999,0,1,0,0,1,Plant trees\n", ""), "trees").await.unwrap();
    let (head, list) = (ann.page("/campaigns/trees").await, ann.page("/campaigns").await);
    assert!(head.contains("campaign-head__title") && !head.contains("campaign-head__name"), "{head}");
    assert!(list.contains("campaign-card__title") && !list.contains("campaign-card__question"), "{list}");
    diesel::update(campaigns::table).set(campaigns::question.eq("Which trees?")).execute(&mut app.conn).unwrap();
    let (head, list) = (ann.page("/campaigns/trees").await, ann.page("/campaigns").await);
    assert!(head.contains("campaign-head__name") && list.contains("campaign-card__question"));
}

#[test]
fn an_export_without_statements_is_refused() {
    let refused = Export::read(COMMENTS.as_bytes(), VOTES.as_bytes(), None::<&[u8]>, Clock::system().now()).unwrap_err().to_string();
    assert!(refused.starts_with("comments.csv, line 1: there is no statement with a text"), "{refused}");
}

#[test]
fn a_missing_file_is_named_and_one_too_many_is_told() {
    let (folder, now) = (tempfile::tempdir().unwrap(), Clock::system().now());
    let comments = format!("{COMMENTS}1568101622999,0,1,0,0,1,Plant trees\n");
    let others = [("participants-votes.csv", "participant\n"), ("notes.txt", "")];
    for (name, text) in [("comments.csv", comments.as_str()), ("votes.csv", VOTES)].into_iter().chain(others) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(Export::open(folder.path(), now).unwrap().other_files, ["participants-votes.csv"]);
    let folder = tempfile::tempdir().unwrap();
    let refused = Export::open(folder.path(), now).unwrap_err().to_string();
    assert!(refused.contains("comments.csv") && refused.contains("votes.csv"), "{refused}");
}
