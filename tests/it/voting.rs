//! Votes: one per person and idea, within a budget, never lost, never twice.
use crate::support::{
    TestApp, Visitor,
    make::{
        campaigns::campaign,
        ideas::{MadeIdea, idea, merge},
        tokens::token,
    },
    text_of,
};
use diesel::{
    connection::SimpleConnection,
    prelude::*,
    sql_query,
    sql_types::{BigInt, Nullable, Text},
};
use proofbench::{
    domains::voting::{
        actions::{Command, decide_all},
        rules::Wish,
        store,
    },
    kernel::{Actor, Audience, CampaignState, CastVote, CountsShown, Doer, IdeaState, Place, Role, Sight, Standing, authorize},
    platform::error::AppError,
    schema::{campaigns, ideas, vote_budgets, votes},
};
use reqwest::Method;
use serde_json::Value;
use std::sync::Arc;

fn count(app: &mut TestApp, idea: &MadeIdea) -> i32 {
    ideas::table.find(idea.id).select(ideas::vote_count).first(&mut app.conn).unwrap()
}

#[derive(QueryableByName)]
struct Wrong {
    #[diesel(sql_type = Nullable<Text>)]
    what: Option<String>,
    #[diesel(sql_type = BigInt)]
    rows: i64,
}

/// The ledger, the votes, the counts and the budgets all say the same.
fn assert_books_balance(app: &mut TestApp) {
    let wrong: Wrong = sql_query(
        "SELECT string_agg(what, ', ') AS what, count(*) AS rows FROM (
            SELECT 'ledger of ' || i.number AS what FROM ideas i
            WHERE (SELECT count(*) FROM votes v WHERE v.idea_id = i.id) <>
                  (SELECT coalesce(sum(CASE l.entry WHEN 'cast' THEN 1 WHEN 'withdraw' THEN -1 ELSE 0 END), 0) FROM vote_ledger l WHERE l.idea_id = i.id)
            UNION ALL SELECT 'count of ' || i.number FROM ideas i
            WHERE i.vote_count <> (SELECT count(DISTINCT v.voter_id) FROM votes v WHERE v.idea_id IN (SELECT with_duplicates(i.id)))
            UNION ALL SELECT 'budget in ' || c.slug FROM vote_budgets b JOIN campaigns c ON c.id = b.campaign_id
            WHERE b.spent <> (SELECT count(*) FROM votes v JOIN ideas i ON i.id = v.idea_id WHERE i.campaign_id = c.id AND v.voter_id = b.voter_id)
            UNION ALL SELECT 'voters of ' || c.slug FROM campaigns c
            WHERE c.voter_count <> (SELECT count(*) FROM vote_budgets b WHERE b.campaign_id = c.id AND b.spent > 0)) AS checks",
    )
    .get_result(&mut app.conn)
    .unwrap();
    assert_eq!(wrong.rows, 0, "{:?}", wrong.what);
}

async fn press(visitor: &Visitor, idea: &MadeIdea) -> u16 {
    visitor.post(&format!("/ideas/{}/vote", idea.number), &[]).await.status().as_u16()
}

async fn call(visitor: &Visitor, token: &str, method: Method, idea: &MadeIdea) -> (u16, Value) {
    let path = format!("/api/v1/ideas/{}/vote", idea.number);
    let answer = visitor.request(method, &path).bearer_auth(token).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_vote_is_cast_once_and_leaves_one_event() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let answer = ann.post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await;
    assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, tape.path.as_str()));
    assert!(answer.headers()["set-cookie"].to_str().unwrap().contains("toast-vote-cast|/ideas/"));
    ann.post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await;
    assert_eq!((count(&mut app, &tape), app.verbs()), (1, vec!["vote.cast".to_owned()]));
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn pressing_again_takes_the_vote_back_and_undo_brings_it_back() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    press(&ann, &tape).await;
    press(&ann, &tape).await;
    assert_eq!(count(&mut app, &tape), 0);
    ann.post(&format!("/ideas/{}/vote?vote=cast", tape.number), &[]).await;
    assert_eq!((count(&mut app, &tape), app.verbs()), (1, ["vote.cast", "vote.withdrawn", "vote.cast"].map(str::to_owned).to_vec()));
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn the_same_form_sent_twice_turns_the_vote_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/vote", tape.number);
    let (first, second) = tokio::join!(ann.post(&path, &[("once", "k1")]), ann.post(&path, &[("once", "k1")]));
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (303, 303));
    assert_eq!(ann.post(&path, &[("once", "k1")]).await.status(), 303);
    assert_eq!((count(&mut app, &tape), app.verbs().len()), (1, 1));
}

/// Presses the box by script; the status and the answer.
async fn press_by_script(visitor: &Visitor, idea: &MadeIdea) -> (u16, String) {
    let path = format!("/ideas/{}/vote", idea.number);
    let answer = visitor.request(Method::POST, &path).header("hx-request", "true").form(&[("csrf", visitor.csrf())]).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn a_script_gets_the_box_and_what_became_of_the_wish_with_a_way_back() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let (status, html) = press_by_script(&ann, &tape).await;
    assert!(status == 200 && html.trim_start().starts_with("<form class=\"vote-form\"") && !html.contains("<html"), "{html}");
    assert!(html.contains("aria-pressed=\"true\"") && html.contains("value=\"withdraw\""), "{html}");
    assert!(html.contains("data-hx-swap-oob=\"beforeend:#toasts\"") && html.contains("Your vote for “"), "{html}");
    assert!(html.contains(&format!("action=\"/ideas/{}/vote?vote=withdraw\"", tape.number)), "{html}");
}

#[tokio::test]
async fn a_script_hears_why_a_vote_was_refused_and_shows_the_box_as_it_stands() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let place = campaign().state(CampaignState::Vote).insert(&mut app);
    diesel::update(campaigns::table.find(place.id)).set(campaigns::vote_budget.eq(1)).execute(&mut app.conn).unwrap();
    let (first, second) = (idea(ann.id).in_campaign(&place).insert(&mut app), idea(ann.id).in_campaign(&place).insert(&mut app));
    let (status, html) = press_by_script(&ann, &first).await;
    assert!(status == 200 && html.contains("is in. It was your last one in this campaign."), "{html}");
    let (status, html) = press_by_script(&ann, &second).await;
    assert_eq!(status, 409);
    assert!(html.contains("data-toast-kind=\"vote\""), "it takes the place of the message before: {html}");
    assert!(
        html.contains("all your votes in this campaign are spent") && html.contains("0 of 1") | html.contains("No votes left of 1"),
        "{html}"
    );
    assert!(html.contains("aria-pressed=\"false\"") && !html.contains("disabled"), "one taken back elsewhere makes room: {html}");
    diesel::update(campaigns::table.find(place.id)).set(campaigns::state.eq(CampaignState::Review)).execute(&mut app.conn).unwrap();
    let (status, html) = press_by_script(&ann, &second).await;
    assert!(status == 409 && html.contains("takes no votes at present") && html.contains("disabled"), "{html}");
}

#[tokio::test]
async fn without_script_the_page_that_one_voted_on_comes_back() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let path = format!("/ideas/{}/vote", tape.number);
    for (from, to) in [
        ("/", format!("/#vote-{}", tape.number)),
        ("/ideas?sort=new", format!("/ideas?sort=new#vote-{}", tape.number)),
        ("/ideas/new?similar=on&csrf=secret&once=x", format!("/ideas/new?similar=on#vote-{}", tape.number)),
        ("", tape.path.clone()),
    ] {
        let request = ann.request(Method::POST, &path).header("referer", format!("{}{from}", app.base)).form(&[("csrf", ann.csrf())]);
        assert_eq!(request.send().await.unwrap().headers()["location"].to_str().unwrap(), to);
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_asked_to_and_comes_back() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let visitor = app.visitor();
    let answer = visitor.post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await;
    assert_eq!(answer.headers()["location"].to_str().unwrap(), format!("/sign-in?next=%2Fideas%2F{}%3Fvote%3Dwish", tape.number));
    assert_eq!(count(&mut app, &tape), 0);
}

#[tokio::test]
async fn what_one_may_not_see_cannot_be_voted_for() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let inside = idea(ann.id).audience(Audience::Internal).insert(&mut app);
    let pending = idea(ann.id).state(IdeaState::Pending).insert(&mut app);
    assert_eq!((press(&ben, &inside).await, press(&ben, &pending).await), (404, 404));
    let key = token(&mut app, ben.id, &["votes:write"]);
    let (status, body) = call(&ben, &key, Method::PUT, &inside).await;
    assert_eq!((status, body["code"].as_str().unwrap()), (404, "not-found"));
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_closed_phase_or_idea_takes_no_votes_and_says_so() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let review = campaign().state(CampaignState::Review).insert(&mut app);
    let late = idea(ann.id).in_campaign(&review).insert(&mut app);
    let declined = idea(ann.id).state(IdeaState::Declined).insert(&mut app);
    let key = token(&mut app, ann.id, &["votes:write"]);
    let (status, body) = call(&ann, &key, Method::PUT, &late).await;
    assert_eq!((status, body["code"].as_str().unwrap()), (409, "voting-phase-closed"));
    let (status, body) = call(&ann, &key, Method::PUT, &declined).await;
    assert_eq!((status, body["code"].as_str().unwrap()), (409, "voting-idea-closed"));
    let toast = ann.post(&format!("/ideas/{}/vote", late.number), &[]).await.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(toast.contains("toast-vote-phase-closed"), "{toast}");
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_token_needs_the_scope() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let tape = idea(ann.id).insert(&mut app);
    let key = token(&mut app, ann.id, &["read"]);
    assert_eq!(call(&ann, &key, Method::PUT, &tape).await.0, 403);
    assert_eq!(call(&ann, "nonsense", Method::PUT, &tape).await.0, 401);
}

#[tokio::test]
async fn the_api_casts_and_withdraws_idempotently_and_says_what_is_left() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let running = campaign().vote_budget(3).insert(&mut app);
    let tape = idea(ann.id).in_campaign(&running).insert(&mut app);
    let key = token(&mut app, ann.id, &["votes:write", "read"]);
    for _ in 0..2 {
        let (status, body) = call(&ann, &key, Method::PUT, &tape).await;
        assert_eq!((status, &body["count"], &body["mine"], &body["budget"]["left"]), (200, &1.into(), &true.into(), &2.into()));
    }
    for _ in 0..2 {
        let (status, body) = call(&ann, &key, Method::DELETE, &tape).await;
        assert_eq!((status, &body["count"], &body["mine"], &body["budget"]["left"]), (200, &0.into(), &false.into(), &3.into()));
    }
    assert_eq!(app.verbs(), ["vote.cast", "vote.withdrawn"]);
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn a_refused_wish_leaves_its_idempotency_key_free_for_another_try() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let running = campaign().vote_budget(1).insert(&mut app);
    let [tape, film] = [(); 2].map(|()| idea(ann.id).in_campaign(&running).insert(&mut app));
    let key = token(&mut app, ann.id, &["votes:write"]);
    press(&ann, &tape).await;
    let wish = || {
        let path = format!("/api/v1/ideas/{}/vote", film.number);
        ann.request(Method::PUT, &path).bearer_auth(&key).header("idempotency-key", "once").send()
    };
    for _ in 0..2 {
        let refused: Value = wish().await.unwrap().json().await.unwrap();
        assert_eq!(refused["code"], "voting-over-budget");
    }
    press(&ann, &tape).await;
    assert_eq!(wish().await.unwrap().status(), 200, "the budget has room again");
    assert_eq!(count(&mut app, &film), 1);
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn forty_casts_at_once_never_overspend_a_budget() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let running = campaign().vote_budget(3).insert(&mut app);
    let ideas: Vec<MadeIdea> = (0..40).map(|_| idea(ann.id).in_campaign(&running).insert(&mut app)).collect();
    let key = token(&mut app, ann.id, &["votes:write"]);
    // The row is held by somebody else until every cast is on its way: no luck involved.
    app.conn.batch_execute(&format!("BEGIN; SELECT 1 FROM campaigns WHERE id = '{}' FOR UPDATE", running.id)).unwrap();
    let casts = futures_util::future::join_all(ideas.iter().map(|idea| call(&ann, &key, Method::PUT, idea)));
    let release = async {
        app.waiting_for_locks(1).await;
        app.conn.batch_execute("COMMIT").unwrap();
    };
    let (answers, ()) = tokio::join!(casts, release);
    let codes = |status| answers.iter().filter(|(answer, _)| *answer == status).count();
    assert_eq!((codes(200), codes(409)), (3, 37));
    let refused = answers.iter().find(|(status, _)| *status == 409).unwrap();
    assert_eq!(refused.1["code"], "voting-over-budget");
    let spent: i32 = vote_budgets::table.find((running.id, ann.id)).select(vote_budgets::spent).first(&mut app.conn).unwrap();
    assert_eq!(spent, 3);
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn no_vote_gets_in_after_the_phase_has_closed_under_it() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let running = campaign().insert(&mut app);
    let tape = idea(ann.id).in_campaign(&running).insert(&mut app);
    let key = token(&mut app, ann.id, &["votes:write"]);
    app.conn.batch_execute("BEGIN").unwrap();
    diesel::update(campaigns::table.find(running.id)).set(campaigns::state.eq(CampaignState::Review)).execute(&mut app.conn).unwrap();
    let close = async {
        app.waiting_for_locks(1).await;
        app.conn.batch_execute("COMMIT").unwrap();
    };
    let ((status, body), ()) = tokio::join!(call(&ann, &key, Method::PUT, &tape), close);
    assert_eq!((status, body["code"].as_str().unwrap()), (409, "voting-phase-closed"));
    assert_eq!(votes::table.count().get_result::<i64>(&mut app.conn).unwrap(), 0);
}

#[tokio::test]
async fn one_bad_wish_in_a_batch_leaves_its_neighbours_alone() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let running = campaign().vote_budget(1).insert(&mut app);
    let (tape, film) = (idea(ann.id).in_campaign(&running).insert(&mut app), idea(ann.id).in_campaign(&running).insert(&mut app));
    let inside = idea(ann.id).audience(Audience::Internal).insert(&mut app);
    let command = |who: &Visitor, idea: i64, wish| Command { number: idea, voter: actor(who), wish, request: None, claim: None };
    let commands = vec![
        command(&ann, tape.number, Wish::Cast),
        command(&ann, film.number, Wish::Cast),
        command(&ben, inside.number, Wish::Cast),
        command(&ben, 4_711, Wish::Cast),
        command(&ann, tape.number, Wish::Withdraw),
        command(&ann, film.number, Wish::Cast),
        command(&ben, tape.number, Wish::Cast),
        command(&ben, tape.number, Wish::Cast),
    ];
    let answers = app.state.db.write(Doer::System("test"), move |tx| decide_all(tx, &commands)).await.unwrap();
    let told: Vec<String> = answers
        .iter()
        .map(|answer| match answer {
            Ok(tally) => format!("{:?} {}", tally.outcome, tally.mine),
            Err(AppError::Refused(refusal)) => refusal.code.to_owned(),
            Err(error) => error.code().to_owned(),
        })
        .collect();
    let expected =
        ["Cast true", "voting-over-budget", "not-found", "not-found", "Withdrawn false", "Cast true", "Cast true", "Unchanged true"];
    assert_eq!(told, expected);
    assert_eq!((count(&mut app, &tape), count(&mut app, &film)), (1, 1));
    assert_books_balance(&mut app);
}

fn actor(visitor: &Visitor) -> Actor {
    Actor { id: visitor.id, standing: Arc::new(Standing { roles: vec![Role::Customer], ..Standing::default() }) }
}

#[tokio::test]
async fn somebody_whose_vote_came_with_a_duplicate_counts_once() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let (kept, duplicate) = (idea(ann.id).insert(&mut app), idea(ben.id).title("Heat release tape").insert(&mut app));
    press(&ann, &kept).await;
    press(&ann, &duplicate).await;
    press(&ben, &duplicate).await;
    merge(&mut app, &duplicate, &kept, ann.id);
    let id = kept.id;
    app.state
        .db
        .write(Doer::System("test"), move |tx| {
            let granted = authorize::<CastVote>(tx.doer(), Place::of(id, Sight::PUBLIC)).unwrap();
            store::recount_with_merged(tx, &granted, id)?;
            tx.record(&granted, &proofbench::kernel::Event::StanceTaken { idea: id })?;
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(count(&mut app, &kept), 2);
    // Ben's vote counts already, so casting it changes nothing; taking it back takes it from the duplicate.
    let key = token(&mut app, ben.id, &["votes:write"]);
    let (status, body) = call(&ben, &key, Method::PUT, &kept).await;
    assert_eq!((status, &body["count"], &body["mine"]), (200, &2.into(), &true.into()));
    let mine = store::mine(&mut app.conn, ben.id, &[kept.id, duplicate.id]).unwrap();
    assert_eq!(mine.len(), 2);
    let (_, body) = call(&ben, &key, Method::DELETE, &kept).await;
    assert_eq!((&body["count"], count(&mut app, &duplicate)), (&1.into(), 1));
    let (status, body) = call(&ben, &key, Method::PUT, &duplicate).await;
    assert_eq!((status, body["code"].as_str().unwrap()), (409, "voting-idea-merged"));
    assert_books_balance(&mut app);
}

#[tokio::test]
async fn counts_stay_hidden_until_one_voted() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let (shy, secret) =
        (campaign().counts(CountsShown::AfterVote).insert(&mut app), campaign().counts(CountsShown::AfterEnd).insert(&mut app));
    let (tape, film) = (idea(ann.id).in_campaign(&shy).insert(&mut app), idea(ann.id).in_campaign(&secret).insert(&mut app));
    press(&ben, &tape).await;
    let key = token(&mut app, ann.id, &["votes:write", "read"]);
    let (_, body) = call(&ann, &key, Method::DELETE, &tape).await;
    assert_eq!((&body["count"], &body["mine"]), (&Value::Null, &false.into()));
    let (_, body) = call(&ann, &key, Method::PUT, &tape).await;
    assert_eq!(body["count"], 2);
    let (_, body) = call(&ann, &key, Method::PUT, &film).await;
    assert_eq!((&body["count"], &body["mine"]), (&Value::Null, &true.into()));
}

#[tokio::test]
async fn authors_see_no_hidden_counts_of_their_own_ideas_either() {
    let mut app = TestApp::start().await;
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let secret = campaign().counts(CountsShown::AfterEnd).insert(&mut app);
    let film = idea(ann.id).in_campaign(&secret).insert(&mut app);
    press(&ben, &film).await;
    for path in ["/", "/ideas/mine", film.path.as_str()] {
        let html = ann.page(path).await;
        assert!(!text_of(&html).contains("1 vote"), "{path}");
        assert!(!html.contains("1 vote so far"), "{path}");
    }
    assert!(!text_of(&ann.page(&film.path).await).contains("second voice"));
}

#[tokio::test]
async fn results_of_a_running_campaign_show_no_hidden_counts_to_those_who_run_it_either() {
    let mut app = TestApp::start().await;
    let (ann, tomas) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let secret = campaign().counts(CountsShown::AfterEnd).state(CampaignState::Vote).insert(&mut app);
    let tape = idea(ann.id).in_campaign(&secret).state(IdeaState::Shortlisted).insert(&mut app);
    let film = idea(ann.id).title("A film that peels").in_campaign(&secret).state(IdeaState::Shortlisted).insert(&mut app);
    press(&ann, &film).await;
    assert_eq!(count(&mut app, &film), 1);
    let html = tomas.page(&format!("/campaigns/{}/results", secret.slug)).await;
    let places = [&tape, &film].map(|idea| html.find(&format!("href=\"{}\"", idea.path)).expect("is listed"));
    assert!(places[0] < places[1], "the order says nothing either");
    assert!(!text_of(&html).contains("1 vote"), "{}", text_of(&html));
    diesel::update(campaigns::table).set(campaigns::state.eq(CampaignState::Review)).execute(&mut app.conn).unwrap();
    assert!(text_of(&tomas.page(&format!("/campaigns/{}/results", secret.slug)).await).contains("1 vote"));
}

#[tokio::test]
async fn staff_see_who_asks_and_others_do_not() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann Berg", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(ann.id).insert(&mut app);
    press(&ann, &tape).await;
    let path = format!("/ideas/{}/voters", tape.number);
    assert!(ines.page(&path).await.contains("Ann Berg"));
    assert_eq!(ann.get(&path).await.status(), 403);
    assert_eq!(app.visitor().get(&path).await.status(), 303);
    let key = token(&mut app, ines.id, &["read"]);
    let list = ines.request(Method::GET, &format!("/api/v1/ideas/{}/votes?limit=1", tape.number)).bearer_auth(&key).send().await.unwrap();
    let body: Value = list.json().await.unwrap();
    assert_eq!(body["items"][0]["name"], "Ann Berg");
}

#[tokio::test]
async fn votes_that_arrive_together_are_written_together() {
    let mut app = TestApp::start().await;
    let people: Vec<Visitor> = (0..12).map(|_| app.sign_in("Voter", &[Role::Customer])).collect();
    let tape = idea(people[0].id).insert(&mut app);
    let pressed = futures_util::future::join_all(people.iter().map(|person| press(person, &tape))).await;
    assert!(pressed.iter().all(|status| *status == 303));
    assert_eq!((count(&mut app, &tape), app.verbs().len()), (12, 12));
    let transactions: i64 =
        sql_query("SELECT count(DISTINCT xid) AS rows, NULL AS what FROM events").get_result::<Wrong>(&mut app.conn).unwrap().rows;
    assert!(transactions < 12, "{transactions} transactions for 12 votes");
    assert_books_balance(&mut app);
}
