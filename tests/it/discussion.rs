//! Comments: written by anyone signed in, replied to once deep, changed and deleted with a trace, and notes
//! that outsiders never come across.
use crate::support::{
    TestApp, Visitor,
    make::{
        ideas::{MadeIdea, idea},
        tokens::token,
    },
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    domains::discussion::store,
    kernel::{Audience, IdeaState, Role, Viewer},
    platform::web::Limit,
    schema::{comments, drafts, ideas, mentions},
};
use reqwest::Method;
use serde_json::{Value, json};

async fn say(visitor: &Visitor, idea: &MadeIdea, text: &str, more: &[(&str, &str)]) -> reqwest::Response {
    let mut form = vec![("text", text)];
    form.extend_from_slice(more);
    visitor.post(&format!("/ideas/{}/comments", idea.number), &form).await
}

/// Writes a comment; its number.
async fn said(visitor: &Visitor, idea: &MadeIdea, text: &str, more: &[(&str, &str)]) -> i64 {
    let answer = say(visitor, idea, text, more).await;
    let to = answer.headers()["location"].to_str().unwrap().to_owned();
    to.strip_prefix("/comments/").unwrap_or_else(|| panic!("{} {to}", answer.status())).parse().unwrap()
}

fn count(app: &mut TestApp, idea: &MadeIdea) -> i32 {
    ideas::table.find(idea.id).select(ideas::comment_count).first(&mut app.conn).unwrap()
}

async fn listed(app: &mut TestApp, visitor: &Visitor, idea: &MadeIdea) -> Vec<Value> {
    let key = token(app, visitor.id, &["read"]);
    let path = format!("/api/v1/ideas/{}/comments", idea.number);
    let body: Value = visitor.request(Method::GET, &path).bearer_auth(key).send().await.unwrap().json().await.unwrap();
    body["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_comment_is_written_with_one_event_and_counted() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let number = said(&ann, &tape, "We need **this** at 80 °C", &[]).await;
    assert_eq!((count(&mut app, &tape), app.verbs()), (1, vec!["comment.written".to_owned()]));
    let to = ann.get(&format!("/comments/{number}")).await.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(to, format!("{}#comment-{number}", tape.path));
}

#[tokio::test]
async fn a_reply_stands_below_a_comment_and_no_deeper() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let (tape, film) = (idea(ann.id).insert(&mut app), idea(ann.id).insert(&mut app));
    let first = said(&ann, &tape, "First", &[]).await.to_string();
    let reply = said(&ben, &tape, "Second", &[("parent", &first)]).await.to_string();
    assert_eq!(say(&ann, &tape, "Third", &[("parent", &reply)]).await.status(), 422);
    assert_eq!(say(&ann, &film, "Elsewhere", &[("parent", &first)]).await.status(), 422);
    let threads = listed(&mut app, &ann, &tape).await;
    assert_eq!((threads.len(), threads[0]["replies"][0]["text"].as_str().unwrap()), (1, "Second"));
}

#[tokio::test]
async fn wrong_input_comes_back_with_everything_that_was_typed() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let long = "x".repeat(10_001);
    let answer = say(&ann, &tape, &long, &[]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.unwrap();
    assert!(html.contains(&long) && html.contains("10,000 characters"));
    assert_eq!(say(&ann, &tape, "  ", &[]).await.status(), 422);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_merged_or_withdrawn_idea_takes_no_comments() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let merged = idea(ann.id).state(IdeaState::Merged).insert(&mut app);
    let withdrawn = idea(ann.id).state(IdeaState::Withdrawn).insert(&mut app);
    let html = say(&ann, &merged, "Still here", &[]).await.text().await.unwrap();
    assert!(html.contains("This idea was merged") && html.contains("Still here"));
    assert_eq!(say(&ann, &withdrawn, "Still here", &[]).await.status(), 422);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn what_was_written_without_an_account_is_kept_for_after_the_sign_in() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let answer = say(&app.visitor(), &tape, "Written first", &[]).await;
    let to = answer.headers()["location"].to_str().unwrap();
    assert!(to.starts_with("/sign-in?next=%2Fideas%2F") && to.contains("draft%3Dcomment"), "{to}");
    let kept: Value = drafts::table.select(drafts::fields).first(&mut app.conn).unwrap();
    assert_eq!(kept["text"], "Written first");
    assert_eq!(count(&mut app, &tape), 0);
}

#[tokio::test]
async fn what_one_may_not_see_cannot_be_commented_on() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let inside = idea(ines.id).audience(Audience::Internal).insert(&mut app);
    let number = said(&ines, &inside, "Between us", &[]).await;
    assert_eq!(say(&ann, &inside, "Hello", &[]).await.status(), 404);
    for path in ["", "/edit", "/history"] {
        assert_eq!(ann.get(&format!("/comments/{number}{path}")).await.status(), 404);
    }
    for action in ["edit", "delete", "restore", "answer"] {
        let form: &[(&str, &str)] = if action == "edit" { &[("text", "x"), ("version", "1")] } else { &[] };
        assert_eq!(ann.post(&format!("/comments/{number}/{action}"), form).await.status(), 404, "{action}");
        assert_eq!(app.visitor().post(&format!("/comments/{number}/{action}"), form).await.status(), 401, "{action}");
    }
}

#[tokio::test]
async fn an_edit_keeps_the_text_before_it() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let tape = idea(ann.id).insert(&mut app);
    let number = said(&ann, &tape, "At 80 °C", &[]).await;
    let path = format!("/comments/{number}/edit");
    assert_eq!(ann.post(&path, &[("text", "At 90 °C"), ("version", "1")]).await.status(), 303);
    assert_eq!(ann.post(&path, &[("text", "At 90 °C"), ("version", "2")]).await.status(), 303);
    assert_eq!(app.verbs(), ["comment.written", "comment.edited"]);
    let history = text_of(&ben.page(&format!("/comments/{number}/history")).await);
    assert!(history.contains("At 90 °C") && history.contains("At 80 °C"), "{history}");
    assert_eq!(ben.post(&path, &[("text", "Mine now"), ("version", "2")]).await.status(), 403);
    let html = ann.post(&path, &[("text", " "), ("version", "2")]).await.text().await.unwrap();
    assert!(html.contains("Write something first"));
}

#[tokio::test]
async fn an_edit_in_a_second_tab_overwrites_nothing_unseen() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let path = format!("/comments/{}/edit", said(&ann, &tape, "At 80 °C", &[]).await);
    assert!(ann.page(&path).await.contains("name=\"version\" value=\"1\""));
    assert_eq!(ann.post(&path, &[("text", "From the first tab"), ("version", "1")]).await.status(), 303);
    let late = ann.post(&path, &[("text", "From the second tab"), ("version", "1")]).await;
    assert_eq!(late.status(), 409);
    let html = late.text().await.unwrap();
    assert!(html.contains("From the second tab</textarea>") && text_of(&html).contains("From the first tab"), "{html}");
    assert!(html.contains("name=\"version\" value=\"2\""), "sent again, it is a choice");
    assert_eq!(ann.post(&path, &[("text", "From the second tab"), ("version", "2")]).await.status(), 303);
}

#[tokio::test]
async fn deleting_leaves_a_trace_and_can_be_undone() {
    let mut app = TestApp::start().await;
    let (ann, tomas) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let tape = idea(ann.id).insert(&mut app);
    let number = said(&ann, &tape, "Too harsh", &[]).await;
    said(&tomas, &tape, "Please", &[("parent", &number.to_string())]).await;
    ann.post(&format!("/comments/{number}/delete"), &[]).await;
    let thread = &listed(&mut app, &tomas, &tape).await[0];
    assert_eq!((&thread["text"], thread["replies"].as_array().unwrap().len(), count(&mut app, &tape)), (&Value::Null, 1, 1));
    assert_eq!(tomas.get(&format!("/comments/{number}/history")).await.status(), 404);
    assert_eq!(ann.post(&format!("/comments/{number}/edit"), &[("text", "x"), ("version", "2")]).await.status(), 409);
    assert_eq!(ann.post(&format!("/comments/{number}/restore"), &[]).await.status(), 303);
    assert_eq!(ann.post(&format!("/comments/{number}/restore"), &[]).await.status(), 409);
    assert_eq!(count(&mut app, &tape), 2);
    let verbs = app.verbs();
    assert_eq!(verbs[2..], ["comment.deleted", "comment.restored"]);
}

#[tokio::test]
async fn what_a_moderator_deleted_only_a_moderator_brings_back() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let tape = idea(ann.id).insert(&mut app);
    let number = said(&ann, &tape, "Off the mark", &[]).await;
    assert_eq!(ben.post(&format!("/comments/{number}/delete"), &[]).await.status(), 403);
    assert_eq!(tomas.post(&format!("/comments/{number}/delete"), &[]).await.status(), 303);
    assert_eq!(ann.post(&format!("/comments/{number}/restore"), &[]).await.status(), 409);
    assert_eq!(tomas.post(&format!("/comments/{number}/restore"), &[]).await.status(), 303);
    ann.post(&format!("/comments/{number}/delete"), &[]).await;
    app.clock.advance(TimeDelta::hours(25));
    assert_eq!(ann.post(&format!("/comments/{number}/restore"), &[]).await.status(), 409);
}

#[tokio::test]
async fn one_comment_of_an_idea_is_the_answer() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let tape = idea(ann.id).insert(&mut app);
    let (first, second) = (said(&ben, &tape, "Use foam", &[]).await, said(&ben, &tape, "Use film", &[]).await);
    assert_eq!(ben.post(&format!("/comments/{first}/answer"), &[("marked", "on")]).await.status(), 403);
    ann.post(&format!("/comments/{first}/answer"), &[("marked", "on")]).await;
    ann.post(&format!("/comments/{second}/answer"), &[("marked", "on")]).await;
    let answers: Vec<i64> =
        comments::table.filter(comments::answer_marked_by.is_not_null()).select(comments::number).load(&mut app.conn).unwrap();
    assert_eq!(answers, [second]);
    ann.post(&format!("/comments/{second}/answer"), &[]).await;
    let verbs = app.verbs();
    assert_eq!(verbs[2..], ["comment.answer-marked", "comment.answer-unmarked", "comment.answer-marked", "comment.answer-unmarked"]);
}

#[tokio::test]
async fn notes_for_staff_are_nowhere_for_outsiders() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(ann.id).insert(&mut app);
    assert_eq!(say(&ann, &tape, "Between us", &[("staff_only", "on")]).await.status(), 403);
    let note = said(&ines, &tape, "Margin is thin", &[("staff_only", "on")]).await;
    let reply = said(&ines, &tape, "Very thin", &[("parent", &note.to_string())]).await;
    assert_eq!((listed(&mut app, &ann, &tape).await.len(), listed(&mut app, &ines, &tape).await.len()), (0, 1));
    assert_eq!(count(&mut app, &tape), 0);
    for number in [note, reply] {
        for path in ["", "/history", "/edit"] {
            assert_eq!(ann.get(&format!("/comments/{number}{path}")).await.status(), 404);
        }
    }
    assert_eq!(say(&ann, &tape, "Reply", &[("parent", &note.to_string())]).await.status(), 422);
    assert_eq!(ines.post(&format!("/comments/{note}/answer"), &[("marked", "on")]).await.status(), 409);
    use proofbench::schema::events;
    let audiences: Vec<Audience> = events::table.select(events::audience).distinct().load(&mut app.conn).unwrap();
    assert_eq!(audiences, [Audience::Internal]);
}

#[tokio::test]
async fn people_are_mentioned_by_handle_and_linked() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(ann.id).insert(&mut app);
    let handle: String = {
        use proofbench::schema::people;
        people::table.find(ines.id).select(people::handle).first(&mut app.conn).unwrap()
    };
    let number = said(&ann, &tape, &format!("Ask @{handle} and @nobody-at-all, `@{handle}`"), &[]).await;
    assert_eq!(mentions::table.count().get_result::<i64>(&mut app.conn).unwrap(), 1);
    ann.post(&format!("/comments/{number}/edit"), &[("text", "Never mind"), ("version", "1")]).await;
    assert_eq!(mentions::table.count().get_result::<i64>(&mut app.conn).unwrap(), 0);
}

#[tokio::test]
async fn twenty_comments_with_replies_and_authors_cost_one_statement() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    for number in 0..25 {
        let comment = said(&ann, &tape, &format!("Comment {number}"), &[]).await;
        if number < 5 {
            said(&ann, &tape, "Reply", &[("parent", &comment.to_string())]).await;
        }
    }
    let before = app.state.db.statements();
    let id = tape.id;
    let (threads, next) =
        app.state.db.read(move |conn| store::list(conn, &Viewer::Anonymous, id, None, Limit::parse(None, 20)?)).await.unwrap();
    let statements = app.state.db.statements() - before;
    assert!(statements <= 3, "BEGIN, one statement, COMMIT; not {statements}");
    assert_eq!((threads.len(), threads.iter().map(|thread| thread.replies.len()).sum::<usize>()), (20, 5));
    let (rest, last) =
        app.state.db.read(move |conn| store::list(conn, &Viewer::Anonymous, id, next.as_deref(), Limit::parse(None, 20)?)).await.unwrap();
    assert_eq!((rest.len(), last, rest[4].comment.text.as_str()), (5, None, "Comment 24"));
    let page = ann.get(&format!("/comments/{}", rest[4].comment.number)).await;
    assert!(page.headers()["location"].to_str().unwrap().contains("comments_after="));
}

#[tokio::test]
async fn too_many_comments_in_a_short_time_have_to_wait() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let mut last = 0;
    for number in 0..31 {
        last = say(&ann, &tape, &format!("Comment {number}"), &[]).await.status().as_u16();
    }
    assert_eq!((last, count(&mut app, &tape)), (429, 30));
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(say(&ann, &tape, "Calmer", &[]).await.status(), 303);
}

#[tokio::test]
async fn the_same_form_sent_twice_writes_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let once = [("once", "k1")];
    let (first, second) = tokio::join!(say(&ann, &tape, "Once", &once), say(&ann, &tape, "Once", &once));
    assert_eq!((first.status().as_u16(), second.status().as_u16(), count(&mut app, &tape)), (303, 303, 1));
}

#[tokio::test]
async fn the_api_writes_changes_and_deletes_under_if_match() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let key = token(&mut app, ann.id, &["read", "comments:write"]);
    let send = |method: Method, path: String, tag: Option<&str>, body: Option<Value>| {
        let mut request = ann.request(method, &path).bearer_auth(&key);
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send()
    };
    let path = format!("/api/v1/ideas/{}/comments", tape.number);
    let made = send(Method::POST, path.clone(), None, Some(json!({"text": "Over the API"}))).await.unwrap();
    assert_eq!((made.status().as_u16(), made.headers()["etag"].to_str().unwrap().starts_with("\"v1-")), (201, true));
    let place = made.headers()["location"].to_str().unwrap().to_owned();
    assert_eq!(send(Method::POST, path.clone(), None, Some(json!({"text": "a\u{0}b"}))).await.unwrap().status(), 422);
    assert_eq!(send(Method::POST, path, None, Some(json!({"text": "x", "author": "me"}))).await.unwrap().status(), 422);
    let change = json!({"text": "Changed"});
    assert_eq!(send(Method::PATCH, place.clone(), None, Some(change.clone())).await.unwrap().status(), 428);
    assert_eq!(send(Method::PATCH, place.clone(), Some("\"v9\""), Some(change.clone())).await.unwrap().status(), 412);
    let changed = send(Method::PATCH, place.clone(), Some("\"v1\""), Some(change)).await.unwrap();
    assert_eq!((changed.status().as_u16(), changed.headers()["etag"].to_str().unwrap().starts_with("\"v2-")), (200, true));
    let gone = send(Method::DELETE, place.clone(), Some("*"), None).await.unwrap();
    let tag = gone.headers()["etag"].to_str().unwrap().to_owned();
    let gone: Value = gone.json().await.unwrap();
    assert_eq!((&gone["text"], &gone["version"]), (&Value::Null, &3.into()));
    let same = ann.request(Method::GET, &place).bearer_auth(&key).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(same.status(), 304);
}
