//! Rooms under way: nothing gets in after the step has moved, nothing that was written is lost, what is held
//! back is seen by nobody else, and what was done by mistake can be taken back.
use crate::brainstorms::{CANARY, clustered, staff};
use crate::support::{
    TestApp, Visitor,
    make::{
        brainstorms::{MadeRoom, room},
        campaigns::campaign,
    },
    text_of,
};
use chrono::TimeDelta;
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::kernel::{BrainstormState, CampaignState, RoundStep};
use proofbench::schema::{brainstorms, campaigns, clusters, dots, events, notes};
use uuid::Uuid;

#[tokio::test]
async fn no_note_and_no_dot_gets_in_after_the_step_has_moved_under_it() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let held = format!("BEGIN; SELECT 1 FROM brainstorms WHERE number = {} FOR UPDATE", made.number);
    // The facilitator has the room and moves it on, while the note waits at the door.
    app.conn.batch_execute(&held).unwrap();
    let path = made.at("/notes");
    let (answer, ()) = tokio::join!(ines.post(&path, &[("text", "too late")]), async {
        app.waiting_for_locks(1).await;
        app.conn.batch_execute("UPDATE rounds SET step = 'vote'; COMMIT").unwrap();
    });
    assert_eq!(answer.status(), 422);
    assert!(made.notes(&mut app).is_empty());

    let (round, id) = (proofbench::kernel::ClusterId::new(), made.id(&mut app));
    let insert = format!(
        "INSERT INTO clusters (id, brainstorm_id, round_id, title, position, created_at)
         SELECT '{round}', '{id}', id, 'Heat', 1, now() FROM rounds WHERE brainstorm_id = '{id}'"
    );
    app.conn.batch_execute(&insert).unwrap();
    app.conn.batch_execute(&held).unwrap();
    let path = made.at(&format!("/clusters/{round}/dots"));
    let (answer, ()) = tokio::join!(ines.post(&path, &[("dots", "1")]), async {
        app.waiting_for_locks(1).await;
        app.conn.batch_execute("UPDATE rounds SET step = 'results'; COMMIT").unwrap();
    });
    assert_eq!(answer.status(), 409);
    assert_eq!(dots::table.count().get_result::<i64>(&mut app.conn).unwrap(), 0);
}

#[tokio::test]
async fn the_same_note_through_two_processes_at_once_is_one_note_and_one_event_of_its_request() {
    let mut app = TestApp::start().await;
    let other = app.start_beside().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let there = ines.on(&other);
    let (id, path) = (Uuid::now_v7().to_string(), made.at("/notes"));
    let form = [("id", id.as_str()), ("text", "Soluble edge bead")];
    // Both have looked before either may write.
    app.conn.batch_execute("BEGIN; LOCK TABLE notes IN SHARE MODE").unwrap();
    let (one, two, ()) = tokio::join!(ines.post(&path, &form), there.post(&path, &form), async {
        app.waiting_for_locks(2).await;
        app.conn.batch_execute("COMMIT").unwrap();
    });
    assert_eq!((one.status().as_u16(), two.status().as_u16()), (303, 303));
    assert_eq!(made.notes(&mut app), ["Soluble edge bead"]);
    let requests: Vec<Option<Uuid>> =
        events::table.filter(events::verb.eq("note.written")).select(events::request_id).load(&mut app.conn).unwrap();
    assert!(requests.len() == 1 && requests[0].is_some(), "{requests:?}");
}

#[tokio::test]
async fn a_form_without_script_sent_twice_hangs_one_note() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    for _ in 0..2 {
        assert_eq!(ines.post(&made.at("/notes"), &[("once", "form-1"), ("text", "Tear it like a stamp")]).await.status(), 303);
    }
    assert_eq!(made.notes(&mut app).len(), 1);
    // What was refused has used no key up: put right, it is taken.
    for (text, status) in [("", 422), ("Now with words", 303)] {
        assert_eq!(ines.post(&made.at("/notes"), &[("once", "form-2"), ("text", text)]).await.status(), status);
    }
    assert_eq!(made.notes(&mut app).len(), 2);
}

#[tokio::test]
async fn being_ready_is_recorded_once_and_forgotten_when_the_room_moves() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    for _ in 0..2 {
        assert_eq!(ines.post(&made.at("/ready"), &[("ready", "yes")]).await.status(), 303);
    }
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "brainstorm.ready").count(), 1);
    made.order(&tomas, "next").await;
    made.order(&tomas, "back").await;
    assert!(text_of(&tomas.page(&made.path).await).contains("0 of 1 ready"), "that was another visit of the step");
}

#[tokio::test]
async fn a_text_that_comes_too_late_or_with_another_button_is_given_back() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let note = made.write(&ines, "First").await;
    let page = ines.page(&made.path).await;
    assert!(page.contains(&format!("data-draft-key=\"room-{}-edit-{note}\"", made.number)), "an edit is kept on the device");
    assert!(page.contains(&format!("form=\"note-form\" formaction=\"{}\"", made.at("/ready"))), "Ready takes the text along");
    let ready = ines.post(&made.at("/ready"), &[("ready", "yes"), ("id", ""), ("text", "Half a thou")]).await;
    assert_eq!(ready.status(), 200);
    assert!(ready.text().await.unwrap().contains("Half a thou"));
    assert_eq!(made.notes(&mut app), ["First"], "and sends nothing");

    let edit = made.at(&format!("/notes/{note}"));
    let long = "long ".repeat(60);
    let answer = ines.post(&edit, &[("text", &long)]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.unwrap();
    assert!(html.contains("long long") && text_of(&html).contains("at most 240 characters"), "{html}");
    made.order(&tomas, "next").await;
    for (path, text) in [(made.at("/notes"), "A late thought"), (edit, "Second, better")] {
        let answer = ines.post(&path, &[("text", text)]).await;
        assert_eq!(answer.status(), 422);
        let html = answer.text().await.unwrap();
        let said = text_of(&html);
        assert!(said.contains("Not sent") && said.contains("It is over.") && html.contains(text), "{said}");
    }
    made.order(&tomas, "close").await;
    assert!(ines.page(&made.at("/results")).await.contains(&format!("data-unsent=\"{}\"", made.number)));
}

#[tokio::test]
async fn a_note_held_back_is_off_the_second_screen_and_its_writer_reads_why() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, one, two) = clustered(&mut app).await;
    let hold = |note: Uuid| made.at(&format!("/notes/{note}/hold"));
    diesel::update(notes::table.find(two)).set(notes::text.eq(CANARY)).execute(&mut app.conn).unwrap();
    for note in [one, two] {
        assert_eq!(tomas.post(&hold(note), &[("held", "yes")]).await.status(), 303);
    }
    for step in ["cluster", "vote", "results"] {
        if step != "cluster" {
            made.order(&tomas, "next").await;
        }
        for tail in ["/wall", "/parts/projector"] {
            let page = tomas.page(&made.at(tail)).await;
            assert!(!page.contains(CANARY) && !page.contains("Heat lets go. Slowly"), "{step} {tail}");
        }
        assert!(!marek.page(&made.at("/parts/mine")).await.contains(CANARY), "{step}");
        if step == "cluster" {
            let (mine, wall) = (ines.page(&made.at("/parts/mine")).await, tomas.page(&made.path).await);
            assert!(mine.contains(CANARY) && text_of(&mine).contains("held back"), "its writer knows");
            assert!(text_of(&wall).contains("held back") && wall.contains("name=\"held\" value=\"no\""), "and can be released");
        }
    }
    made.order(&tomas, "close").await;
    let results = tomas.page(&made.at("/results")).await;
    assert!(text_of(&results).contains("held back") && results.contains("name=\"held\" value=\"no\""));
    assert!(!marek.page(&made.at("/results")).await.contains(CANARY));
    let answer = tomas.post(&hold(two), &[("held", "no"), ("back", "results")]).await;
    assert_eq!(answer.headers()["location"], made.at("/results").as_str());
    assert!(marek.page(&made.at("/results")).await.contains(CANARY));
}

#[tokio::test]
async fn a_room_that_is_paused_is_live_nowhere() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let live = async |app: &TestApp| {
        proofbench::domains::brainstorms::refresh_pulse(&app.state).await.unwrap();
        let pill = |html: &str| html.contains("class=\"live-pill\"");
        (
            pill(&tomas.page(&made.path).await),
            !ines.page(&made.path).await.contains("live-bar--still"),
            pill(&marek.page("/brainstorms").await),
            pill(&marek.page("/ideas").await),
        )
    };
    assert_eq!(live(&app).await, (true, true, true, true));
    made.order(&tomas, "pause").await;
    assert_eq!(live(&app).await, (false, false, false, false));
    assert!(
        !tomas.page(&made.at("/parts/clock")).await.contains("live-pill")
            && ines.page(&made.at("/parts/bar")).await.contains("live-bar--still")
    );
    made.order(&tomas, "resume").await;
    assert_eq!(live(&app).await, (true, true, true, true));
}

/// The message of an answer, as the browser sends it with the next page.
fn toast_of(answer: &reqwest::Response) -> String {
    let cookies = answer.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("toast=")).unwrap().to_owned()
}

/// The way back that it carries.
fn undo_of(answer: &reqwest::Response) -> String {
    toast_of(answer).split('|').nth(1).unwrap().replace("%25", "%")
}

async fn taken_back(by: &Visitor, answer: reqwest::Response) {
    assert_eq!(answer.status(), 303, "{}", answer.status());
    let undone = by.post(&undo_of(&answer), &[]).await;
    assert_eq!(undone.status(), 303, "{}", undone.text().await.unwrap());
}

#[tokio::test]
async fn moves_renamings_merges_and_dissolvings_of_clusters_can_be_taken_back() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, one, two) = clustered(&mut app).await;
    let first = made.clusters(&mut app)[0];
    let at = |note: Uuid| made.at(&format!("/notes/{note}/cluster"));
    let cluster_of =
        |app: &mut TestApp, note: Uuid| -> Option<Uuid> { notes::table.find(note).select(notes::cluster_id).first(&mut app.conn).unwrap() };
    let moved = marek.post(&at(two), &[("to", &first.to_string())]).await;
    assert_eq!(cluster_of(&mut app, two), Some(first));
    let said = text_of(&marek.with_cookie(&toast_of(&moved)).page(&made.path).await);
    assert!(said.contains("Moved to “Heat lets go”, 2 notes"), "{said}");
    taken_back(&marek, moved).await;
    assert_eq!(cluster_of(&mut app, two), None);

    let fresh = marek.post(&at(two), &[("to", "new")]).await;
    assert_eq!(made.clusters(&mut app).len(), 2);
    taken_back(&marek, fresh).await;
    assert_eq!((made.clusters(&mut app), cluster_of(&mut app, two)), (vec![first], None), "the cluster made for it is gone as well");

    let title = |app: &mut TestApp| -> String { clusters::table.find(first).select(clusters::title).first(&mut app.conn).unwrap() };
    let before = title(&mut app);
    let renamed = marek.post(&made.at(&format!("/clusters/{first}")), &[("title", "Wärme & Dampf")]).await;
    assert_eq!(title(&mut app), "Wärme & Dampf");
    taken_back(&marek, renamed).await;
    assert_eq!(title(&mut app), before);

    marek.post(&at(two), &[("to", "new")]).await;
    let second = made.clusters(&mut app)[1];
    let merged = tomas.post(&made.at(&format!("/clusters/{second}/removal")), &[("into", &first.to_string())]).await;
    assert_eq!(cluster_of(&mut app, two), Some(first));
    taken_back(&tomas, merged).await;
    assert_eq!((cluster_of(&mut app, one), cluster_of(&mut app, two)), (Some(first), Some(second)));

    let dissolved = tomas.post(&made.at(&format!("/clusters/{second}/removal")), &[]).await;
    assert_eq!(cluster_of(&mut app, two), None);
    let undo = undo_of(&dissolved);
    assert_eq!(marek.post(&undo, &[]).await.status(), 403);
    made.order(&tomas, "next").await;
    made.order(&tomas, "back").await;
    assert_eq!(tomas.post(&undo, &[]).await.status(), 409, "the room has moved since");
}

#[tokio::test]
async fn a_room_closed_by_mistake_opens_again_at_the_step_it_was_in() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let code = made.code(&mut app);
    app.clock.advance(TimeDelta::minutes(1));
    let closed = tomas.post(&made.at("/steps"), &[("order", "close")]).await;
    app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(ines.post(&undo_of(&closed), &[]).await.status(), 403);
    taken_back(&tomas, closed).await;
    let state: BrainstormState =
        brainstorms::table.filter(brainstorms::number.eq(made.number)).select(brainstorms::state).first(&mut app.conn).unwrap();
    assert_eq!(state, BrainstormState::Running);
    let (step, ends_at, _) = made.clock(&mut app);
    let left = ends_at.unwrap() - app.clock.now();
    assert!(step == RoundStep::Write && left > TimeDelta::seconds(230) && left <= TimeDelta::minutes(4), "{left}");
    assert_ne!(made.code(&mut app), code);
    made.write(&ines, "Goes on").await;
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "brainstorm.reopened").count(), 1);

    let closed = tomas.post(&made.at("/steps"), &[("order", "close")]).await;
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(tomas.post(&undo_of(&closed), &[]).await.status(), 409, "not for ever");
}

#[tokio::test]
async fn a_form_that_is_refused_says_so_on_the_page_it_stood_on() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    let (path, from) = (made.at("/steps"), format!("{}{}", app.base, made.path));
    let send = |mode: &'static str, from: String| {
        let fields = [("csrf", tomas.csrf().to_owned()), ("order", "resume".to_owned())];
        tomas.request(reqwest::Method::POST, &path).header("sec-fetch-mode", mode).header("referer", from).form(&fields).send()
    };
    let answer = send("navigate", from.clone()).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, made.path.as_str()));
    assert!(text_of(&tomas.with_cookie(&toast_of(&answer)).page(&made.path).await).contains("The clock is not paused."));
    assert_eq!(send("cors", from).await.unwrap().status(), 409, "a script is told by the status");
    let page = send("navigate", "https://evil.example/brainstorms".to_owned()).await.unwrap();
    assert_eq!(page.status(), 409, "nobody is sent to another host");
    let html = page.text().await.unwrap();
    assert_eq!(html.split("<main").nth(1).unwrap().matches("The clock is not paused.").count(), 1, "once is enough: {html}");
}

#[tokio::test]
async fn a_draft_says_whose_it_is_to_those_who_keep_order() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().make(&ines).await;
    let of = async |visitor: &Visitor| text_of(&visitor.page("/brainstorms").await);
    assert!(of(&ines).await.contains("Draft, only you see it"));
    let seen = of(&tomas).await;
    assert!(seen.contains("Draft, nobody can join yet") && !seen.contains("only you see it"), "{seen}");
    assert!(text_of(&tomas.page(&made.path).await).contains("Ines Okafor prepares this room."));
}

#[tokio::test]
async fn a_campaign_that_does_not_run_takes_no_ideas_from_its_rooms() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let running = campaign().insert(&mut app);
    let made = room().writing(&tomas).await;
    diesel::update(brainstorms::table.filter(brainstorms::number.eq(made.number)))
        .set(brainstorms::campaign_id.eq(running.id))
        .execute(&mut app.conn)
        .unwrap();
    made.join(&ines).await;
    let note = made.write(&ines, "Perforated carrier: tear it like a stamp").await;
    made.order(&tomas, "close").await;
    let path = made.at(&format!("/notes/{note}/promotion"));
    for state in [CampaignState::Closed, CampaignState::Archived] {
        diesel::update(campaigns::table.find(running.id)).set(campaigns::state.eq(state)).execute(&mut app.conn).unwrap();
        let answer = tomas.post(&path, &[]).await;
        assert_eq!(answer.status(), 409);
        assert!(text_of(&answer.text().await.unwrap()).contains("does not run now"));
    }
    diesel::update(campaigns::table.find(running.id)).set(campaigns::state.eq(CampaignState::Review)).execute(&mut app.conn).unwrap();
    assert_eq!(tomas.post(&path, &[]).await.status(), 303);
}

#[tokio::test]
async fn what_was_written_for_an_idea_that_somebody_else_made_first_stands_beside_the_reason() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let note = made.write(&ines, "Perforated carrier: tear it like a stamp").await;
    made.order(&tomas, "close").await;
    let path = made.at(&format!("/notes/{note}/promotion"));
    assert_eq!(tomas.post(&path, &[]).await.status(), 303);
    let answer = tomas.post(&path, &[("title", "Carrier that tears"), ("text", "As stamps do, <b>by hand</b>.")]).await;
    assert_eq!(answer.status(), 409);
    let html = answer.text().await.unwrap();
    let text = text_of(&html);
    assert!(text.contains("This became an idea already.") && text.contains("What you wrote"), "{text}");
    assert!(html.contains("value=\"Carrier that tears\"") && html.contains("As stamps do, &lt;b&gt;by hand"), "{html}");
    assert!(!text_of(&tomas.page(&made.at("/results")).await).contains("What you wrote"));
}

#[tokio::test]
async fn names_are_hidden_for_good_only_behind_what_that_means() {
    let mut app = TestApp::start().await;
    let (tomas, ..) = staff(&mut app).await;
    let behind = async |made: &MadeRoom| {
        let page = scraper::Html::parse_document(&tomas.page(&made.at("/parts/controls")).await);
        let fold = scraper::Selector::parse("details#hide-names:not([open])").unwrap();
        let button = scraper::Selector::parse("form[action$='/hidden-names'] button").unwrap();
        let all = page.select(&button).count();
        let told = page.select(&fold).map(|fold| (fold.select(&button).count(), fold.text().collect::<String>())).next();
        (all, told)
    };
    let (all, told) = behind(&room().with("names_shown", "on").writing(&tomas).await).await;
    let (inside, text) = told.unwrap();
    assert!(all == 1 && inside == 1 && text.contains("This cannot be undone"), "{text}");
    assert_eq!(behind(&room().writing(&tomas).await).await, (0, None), "nothing is left to hide");
}

#[tokio::test]
async fn nobody_votes_on_a_cluster_without_notes() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    marek.post(&made.at("/clusters"), &[("title", "Nothing in it")]).await;
    made.order(&tomas, "next").await;
    let ballot = marek.page(&made.at("/parts/mine")).await;
    assert!(ballot.contains("Heat lets go") && !ballot.contains("Nothing in it"));
}
