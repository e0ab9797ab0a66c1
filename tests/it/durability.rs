//! Whoever was told that it is done finds it done, whatever was killed a moment later: the program, or its database.
use crate::support::{
    TestApp, Visitor,
    make::{
        brainstorms::room,
        ideas::{MadeIdea, idea},
        tokens::token,
    },
    program::{OwnCluster, Program, until},
};
use diesel::{prelude::*, sql_types::Bool};
use proofbench::{
    kernel::{PersonId, Role},
    schema::{ideas, notes, votes},
};
use reqwest::{Client, redirect::Policy};
use std::{
    process::Command,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Answers of each kind that came before anything is killed.
const BEFORE: usize = 8;

/// Tries of one person; a round takes sixty notes of each.
const MOST: usize = 50;

/// What people were told is done.
#[derive(Default)]
struct Told {
    votes: Vec<(PersonId, i64)>,
    notes: Vec<Uuid>,
    ideas: Vec<i64>,
}

/// A running program over a Postgres of its own, and people who do not stop.
struct Bustle {
    own: OwnCluster,
    app: TestApp,
    program: Program,
    told: Arc<Mutex<Told>>,
    people: JoinSet<()>,
    _folder: TempDir,
}

impl Bustle {
    async fn begin() -> Self {
        let own = OwnCluster::start().await;
        let folder = TempDir::new().unwrap();
        let data_dir = folder.path().display().to_string();
        let mut app = TestApp::start_on(own.cluster.conninfo(), |settings| settings.data_dir = Some(data_dir)).await;
        let moderator = app.sign_in("Mira", &[Role::Moderator]);
        let made: Vec<MadeIdea> = (0..60).map(|index| idea(moderator.id).title(&format!("Tape {index}")).insert(&mut app)).collect();
        let room = room().with("audience", "signed_in").writing(&moderator).await;
        let people: Vec<(Visitor, String)> = (0..24)
            .map(|index| {
                let person = app.sign_in(&format!("Person {index}"), &[Role::Customer]);
                let key = token(&mut app, person.id, &["read", "votes:write", "ideas:write", "brainstorms:write"]);
                (person, key)
            })
            .collect();
        for (person, _) in people.iter().step_by(3) {
            room.join(person).await;
        }
        let number = room.number;
        let program = Program::start(own.cluster.conninfo(), &folder).await;
        let told = Arc::new(Mutex::new(Told::default()));
        let numbers: Vec<i64> = made.iter().map(|idea| idea.number).collect();
        let mut busy = JoinSet::new();
        for (index, (person, key)) in people.into_iter().enumerate() {
            let (told, numbers, base) = (told.clone(), numbers.clone(), program.base.clone());
            let client = Client::builder().redirect(Policy::none()).build().unwrap();
            busy.spawn(async move {
                match index % 3 {
                    0 => write_notes(&client, &format!("{base}/api/v1/brainstorms/{number}/notes"), &key, &told).await,
                    1 => cast_votes(&client, &base, &person, &numbers, &told).await,
                    _ => submit_ideas(&client, &format!("{base}/api/v1/ideas"), &key, &told).await,
                }
            });
        }
        let bustle = Self { own, app, program, told, people: busy, _folder: folder };
        until("some of each are done", || async {
            let told = bustle.told.lock().unwrap();
            [told.votes.len(), told.notes.len(), told.ideas.len()].iter().all(|done| *done >= BEFORE)
        })
        .await;
        bustle
    }

    /// All that people were told is there.
    async fn nothing_is_lost(&mut self, conn: &mut PgConnection) {
        while let Some(stopped) = self.people.join_next().await {
            stopped.unwrap();
        }
        let told = self.told.lock().unwrap();
        let voted: Vec<(PersonId, i64)> = votes::table
            .inner_join(ideas::table.on(ideas::id.eq(votes::idea_id)))
            .select((votes::voter_id, ideas::number))
            .load(conn)
            .unwrap();
        let hung: Vec<Uuid> = notes::table.select(notes::id).load(conn).unwrap();
        let submitted: Vec<i64> = ideas::table.select(ideas::number).load(conn).unwrap();
        let lost = (
            told.votes.iter().filter(|vote| !voted.contains(vote)).count(),
            told.notes.iter().filter(|note| !hung.contains(note)).count(),
            told.ideas.iter().filter(|number| !submitted.contains(number)).count(),
        );
        assert_eq!(lost, (0, 0, 0), "lost of {} votes, {} notes, {} ideas", told.votes.len(), told.notes.len(), told.ideas.len());
        let books: (bool, bool) = (
            diesel::select(diesel::dsl::sql::<Bool>(
                "NOT EXISTS (SELECT FROM ideas i WHERE i.vote_count <> (SELECT count(*) FROM votes v WHERE v.idea_id = i.id))",
            ))
            .get_result(conn)
            .unwrap(),
            diesel::select(diesel::dsl::sql::<Bool>(
                "(SELECT count(*) FROM votes) = (SELECT count(*) FROM events WHERE verb = 'vote.cast')
                  AND (SELECT count(*) FROM votes) = (SELECT count(*) FROM vote_ledger)",
            ))
            .get_result(conn)
            .unwrap(),
        );
        assert_eq!(books, (true, true), "counts, ledger and spine say what the votes say");
    }
}

async fn write_notes(client: &Client, path: &str, key: &str, told: &Mutex<Told>) {
    for number in 0..MOST {
        let id = Uuid::now_v7();
        let body = serde_json::json!({ "text": format!("Note {number}") });
        match client.put(format!("{path}/{id}")).bearer_auth(key).json(&body).send().await {
            Ok(answer) if answer.status() == 204 => told.lock().unwrap().notes.push(id),
            refused => return as_killed(refused).await,
        }
    }
}

async fn cast_votes(client: &Client, base: &str, person: &Visitor, numbers: &[i64], told: &Mutex<Told>) {
    for number in numbers {
        let form = [("csrf", person.csrf()), ("vote", "cast")];
        let request = client.post(format!("{base}/ideas/{number}/vote")).header("cookie", person.cookie()).form(&form);
        match request.send().await {
            Ok(answer) if answer.status() == 303 => told.lock().unwrap().votes.push((person.id, *number)),
            refused => return as_killed(refused).await,
        }
    }
}

async fn submit_ideas(client: &Client, path: &str, key: &str, told: &Mutex<Told>) {
    for number in 0..MOST {
        let body = serde_json::json!({ "body": format!("A tape that shows heat, the {number}th try of many.") });
        match client.post(path).bearer_auth(key).json(&body).send().await {
            Ok(answer) if answer.status() == 201 => {
                let place = answer.headers()["location"].to_str().unwrap().rsplit('/').next().unwrap().to_owned();
                told.lock().unwrap().ideas.push(place.parse().unwrap());
            }
            refused => return as_killed(refused).await,
        }
    }
}

/// Nobody gets anything but silence or "come back" for an answer that is none.
async fn as_killed(refused: Result<reqwest::Response, reqwest::Error>) {
    if let Ok(answer) = refused {
        let status = answer.status();
        assert_eq!(status, 503, "{}", answer.text().await.unwrap_or_default());
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9_of_the_program() {
    let mut bustle = Bustle::begin().await;
    bustle.program.child.kill().unwrap();
    let mut conn = PgConnection::establish(bustle.own.cluster.conninfo()).unwrap();
    bustle.nothing_is_lost(&mut conn).await;
    let Bustle { own, program, app, .. } = bustle;
    drop((program, app));
    own.cluster.stop().await.unwrap();
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9_of_the_database() {
    let mut bustle = Bustle::begin().await;
    let postmaster = bustle.own.cluster.pid().to_string();
    assert!(Command::new("kill").args(["-9", &postmaster]).status().unwrap().success());
    bustle.own.cluster.exited().await;
    bustle.own.cluster.restart().await.unwrap();
    let mut conn = PgConnection::establish(bustle.own.cluster.conninfo()).unwrap();
    bustle.nothing_is_lost(&mut conn).await;
    let health = format!("{}/health/ready", bustle.program.base);
    let client = Client::new();
    until("the program works with the database that came back", || async {
        client.get(&health).send().await.is_ok_and(|answer| answer.status() == 200)
    })
    .await;
    let Bustle { own, program, app, .. } = bustle;
    drop((program, app));
    own.cluster.stop().await.unwrap();
}
