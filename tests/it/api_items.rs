//! Items over the API: how they are known again, what they came from, and what is done with them.
use crate::support::{
    TestApp, Visitor,
    make::{campaigns::campaign, ideas::idea, tokens::token},
};
use diesel::connection::SimpleConnection;
use proofbench::kernel::{FieldId, Role};
use reqwest::{Method, Response};
use serde_json::{Value, json};

const SCOPES: &[&str] =
    &["read", "campaigns:write", "ideas:write", "votes:write", "comments:write", "brainstorms:write", "prototypes:write"];

async fn send(who: &Visitor, key: &str, method: Method, path: &str, headers: &[(&str, &str)], body: Value) -> Response {
    let request = headers
        .iter()
        .fold(who.request(method, &format!("/api/v1{path}")).bearer_auth(key), |request, (name, value)| request.header(*name, *value));
    if body.is_null() { request } else { request.json(&body) }.send().await.unwrap()
}

async fn call(who: &Visitor, key: &str, method: Method, path: &str, body: Value) -> (u16, Value) {
    let answer = send(who, key, method, path, &[], body).await;
    (answer.status().as_u16(), serde_json::from_str(&answer.text().await.unwrap()).unwrap_or(Value::Null))
}

fn tag(answer: &Response) -> String {
    answer.headers()["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_tag_tells_of_votes_and_moves_while_an_edit_is_held_against_the_wording_alone() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (mine, lead) = (token(&mut app, ann.id, SCOPES), token(&mut app, ines.id, SCOPES));
    let path = format!("/ideas/{}", idea(ann.id).insert(&mut app).number);
    let get = async |known: &str| send(&ann, &mine, Method::GET, &path, &[("if-none-match", known)], Value::Null).await;
    let first = tag(&get("\"x\"").await);
    for known in [first.clone(), format!("W/{first}"), format!("\"x\", {first}"), "*".to_owned()] {
        assert_eq!(get(&known).await.status(), 304, "{known}");
    }
    call(&ines, &lead, Method::PUT, &format!("{path}/vote"), Value::Null).await;
    let voted = get(&first).await;
    assert_eq!(voted.status(), 200, "a vote is news");
    let second = tag(&voted);
    let edit = [("if-match", first.as_str())];
    assert_eq!(
        send(&ann, &mine, Method::PATCH, &path, &edit, json!({"title": "Another"})).await.status(),
        200,
        "and stands in nobody's way"
    );
    assert_eq!(send(&ann, &mine, Method::PATCH, &path, &edit, json!({"title": "A third"})).await.status(), 412);
    call(&ines, &lead, Method::POST, &format!("{path}/triage/decline"), json!({"reason": "Sold since 2019"})).await;
    let declined = get(&second).await;
    assert_eq!(declined.status(), 200, "so is a move");
    assert_eq!(get(&tag(&declined)).await.status(), 304);
}

#[tokio::test]
async fn authors_take_back_follow_answer_and_restore_over_the_api() {
    let mut app = TestApp::start().await;
    let (ann, bob) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Customer]));
    let (mine, other) = (token(&mut app, ann.id, SCOPES), token(&mut app, bob.id, SCOPES));
    let open = campaign().insert(&mut app);
    let field = FieldId::new();
    app.conn
        .batch_execute(&format!(
            "INSERT INTO campaign_fields (id, campaign_id, label, kind, required, position) VALUES ('{field}', '{}', 'Joint', 'text', true, 0)",
            open.id
        ))
        .unwrap();
    let new = json!({"campaign": open.slug, "body": "A peel tab that a gloved hand finds", "title": "First"});
    let (status, problem) = call(&ann, &mine, Method::POST, "/ideas", new.clone()).await;
    let wrong = problem["errors"].as_array().unwrap().iter().find(|error| error["code"] == "idea-field-missing").unwrap().clone();
    assert_eq!((status, &wrong["field"], &wrong["part"]), (422, &json!("fields"), &json!(field)), "the question is named");
    let mut new = new;
    new["fields"] = json!([{"field": field, "value": "Tape"}]);
    let (_, made) = call(&ann, &mine, Method::POST, "/ideas", new).await;
    let path = format!("/ideas/{}", made["number"]);
    let any = [("if-match", "*")];

    let edited =
        send(&ann, &mine, Method::PATCH, &path, &any, json!({"title": "Second", "fields": [{"field": field, "value": "Glue"}]})).await;
    let edited: Value = edited.json().await.unwrap();
    assert_eq!((&edited["version"], &edited["fields"][0]["value"]), (&json!(2), &json!("Glue")), "{edited}");
    assert_eq!(send(&ann, &mine, Method::PATCH, &path, &any, json!({"fields": []})).await.status(), 422, "it is asked for");
    let versions = call(&ann, &mine, Method::GET, &format!("{path}/versions"), Value::Null).await.1;
    let values: Vec<&Value> = versions["items"].as_array().unwrap().iter().map(|version| &version["fields"][0]["value"]).collect();
    assert_eq!(values, ["Glue", "Tape"], "a version keeps its answers");
    let back = format!("{path}/versions/1/restoration");
    assert_eq!(send(&ann, &mine, Method::POST, &back, &[], Value::Null).await.status(), 428);
    let restored: Value = send(&ann, &mine, Method::POST, &back, &any, Value::Null).await.json().await.unwrap();
    assert_eq!((&restored["title"], &restored["version"]), (&json!("First"), &json!(3)));
    assert_eq!(send(&bob, &other, Method::POST, &back, &any, Value::Null).await.status(), 403);
    assert_eq!(send(&ann, &mine, Method::POST, &format!("{path}/versions/9/restoration"), &any, Value::Null).await.status(), 404);

    assert_eq!(call(&bob, &other, Method::PUT, &format!("{path}/follow"), Value::Null).await.1["following"], true);
    assert_eq!(call(&bob, &other, Method::DELETE, &format!("{path}/follow"), Value::Null).await.1["following"], false);
    assert_eq!(call(&bob, &other, Method::POST, &format!("{path}/withdrawal"), Value::Null).await.0, 403);
    assert_eq!(call(&ann, &mine, Method::POST, &format!("{path}/withdrawal"), Value::Null).await.1["state"], "withdrawn");
    assert_eq!(call(&ann, &mine, Method::DELETE, &format!("{path}/withdrawal"), Value::Null).await.1["state"], "open");
}

#[tokio::test]
async fn comments_are_marked_and_brought_back_over_the_api() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (mine, lead) = (token(&mut app, ann.id, SCOPES), token(&mut app, ines.id, SCOPES));
    let idea = idea(ann.id).insert(&mut app).number;
    let write = async |body: Value| call(&ann, &mine, Method::POST, &format!("/ideas/{idea}/comments"), body).await.1;
    let first = write(json!({"text": "Who has tried it?"})).await;
    let reply = write(json!({"text": "I have.", "parent": first["number"]})).await;
    assert_eq!((&reply["idea"], &reply["parent"], &first["parent"]), (&json!(idea), &first["number"], &Value::Null));
    let listed = call(&ann, &mine, Method::GET, &format!("/ideas/{idea}/comments"), Value::Null).await.1;
    assert_eq!(listed["items"][0]["replies"][0]["parent"], first["number"]);
    let at = |tail: &str| format!("/comments/{}{tail}", reply["number"]);
    assert_eq!(call(&ines, &lead, Method::PUT, &at("/answer-mark"), Value::Null).await.1["is_answer"], true);
    assert_eq!(call(&ines, &lead, Method::DELETE, &at("/answer-mark"), Value::Null).await.1["is_answer"], false);
    send(&ann, &mine, Method::DELETE, &at(""), &[("if-match", "*")], Value::Null).await;
    let (status, back) = call(&ann, &mine, Method::POST, &at("/restoration"), Value::Null).await;
    assert_eq!((status, &back["text"]), (200, &json!("I have.")));
}

#[tokio::test]
async fn a_room_is_set_up_and_led_over_the_api() {
    let mut app = TestApp::start().await;
    let (tomas, ann) = (app.sign_in("Tomas", &[Role::Moderator]), app.sign_in("Ann", &[Role::Rnd]));
    let (lead, member) = (token(&mut app, tomas.id, SCOPES), token(&mut app, ann.id, SCOPES));
    let open = campaign().insert(&mut app);
    let new = json!({"title": "Fail on purpose", "prompts": ["How?"], "campaign": open.slug, "audience": "internal"});
    let made = call(&tomas, &lead, Method::POST, "/brainstorms", new).await.1;
    assert_eq!(made["campaign"], open.slug);
    let path = format!("/brainstorms/{}", made["number"]);
    let change = json!({"prompts": ["How?", "And why?"], "dots_each": 7});
    let read = format!("\"v{}\"", made["version"]);
    assert_eq!(call(&tomas, &lead, Method::PATCH, &path, change.clone()).await.0, 428);
    let changed: Value = send(&tomas, &lead, Method::PATCH, &path, &[("if-match", &read)], change.clone()).await.json().await.unwrap();
    let seen = (&changed["title"], &changed["rounds"][1]["prompt"], &changed["dots_each"], &changed["audience"]);
    assert_eq!(seen, (&json!("Fail on purpose"), &json!("And why?"), &json!(7), &json!("internal")), "what is left out stays: {changed}");
    assert_eq!(send(&tomas, &lead, Method::PATCH, &path, &[("if-match", &read)], change).await.status(), 412);

    let order = async |order: &str| call(&tomas, &lead, Method::POST, &format!("{path}/steps"), json!({"order": order})).await.0;
    assert_eq!((order("open").await, order("start").await, order("next").await), (200, 200, 200));
    assert_eq!(call(&ann, &member, Method::POST, &format!("{path}/participants"), Value::Null).await.0, 200);
    assert_eq!(call(&ann, &member, Method::PUT, &format!("{path}/ready"), Value::Null).await.0, 204);
    assert_eq!(call(&ann, &member, Method::DELETE, &format!("{path}/ready"), Value::Null).await.0, 204);
    let note = format!("{path}/notes/{}", uuid::Uuid::now_v7());
    assert_eq!(call(&ann, &member, Method::PUT, &note, json!({"text": "Beads"})).await.0, 204);
    assert_eq!(call(&ann, &member, Method::DELETE, &note, Value::Null).await.0, 204);
    assert_eq!(call(&ann, &member, Method::POST, &format!("{note}/restoration"), Value::Null).await.0, 204);
    assert_eq!((order("next").await, order("next").await), (200, 200));
    let notes = async || call(&tomas, &lead, Method::GET, &format!("{path}/notes"), Value::Null).await.1["items"].clone();
    assert_eq!(call(&ann, &member, Method::PUT, &format!("{note}/hold"), Value::Null).await.0, 403);
    assert_eq!(call(&tomas, &lead, Method::PUT, &format!("{note}/hold"), Value::Null).await.0, 204);
    assert_eq!(notes().await, json!([]));
    assert_eq!(call(&tomas, &lead, Method::DELETE, &format!("{note}/hold"), Value::Null).await.0, 204);
    assert_eq!(notes().await[0]["text"], "Beads");

    let made = send(&tomas, &lead, Method::POST, &format!("{path}/clusters"), &[], json!({"title": "Heat"})).await;
    assert_eq!(made.status(), 201);
    let cluster = made.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    assert_eq!(call(&ann, &member, Method::GET, &cluster, Value::Null).await.1["title"], "Heat");
    assert_eq!(call(&tomas, &lead, Method::PATCH, &cluster, json!({"title": "Lets go warm"})).await.1["title"], "Lets go warm");
    let spare = call(&tomas, &lead, Method::POST, &format!("{path}/clusters"), json!({"title": "Cold"})).await.1;
    let spare = format!("{path}/clusters/{}", spare["id"].as_str().unwrap());
    assert_eq!(call(&tomas, &lead, Method::DELETE, &spare, Value::Null).await.0, 204);
    assert_eq!(call(&tomas, &lead, Method::GET, &spare, Value::Null).await.0, 404);

    assert_eq!((order("next").await, order("next").await), (200, 200));
    for origin in [&note, &cluster] {
        let (status, idea) = call(&tomas, &lead, Method::POST, &format!("{origin}/promotion"), json!({})).await;
        assert_eq!(status, 201, "{idea}");
        assert_eq!(idea["origin"]["brainstorm"].to_string(), path.trim_start_matches("/brainstorms/"));
        assert_eq!(call(&tomas, &lead, Method::DELETE, &format!("{origin}/promotion"), Value::Null).await.0, 204);
        assert_eq!(call(&tomas, &lead, Method::GET, &format!("/ideas/{}", idea["number"]), Value::Null).await.1["state"], "withdrawn");
        assert_eq!(call(&tomas, &lead, Method::DELETE, &format!("{origin}/promotion"), Value::Null).await.0, 404);
    }
    assert_eq!(notes().await[0]["idea"], Value::Null);
}

#[tokio::test]
async fn each_part_of_a_prototype_has_an_address_and_a_move_can_be_taken_back() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let key = token(&mut app, ines.id, SCOPES);
    let made = call(&ines, &key, Method::POST, "/prototypes", json!({"title": "Heat release"})).await.1;
    let path = format!("/prototypes/{}", made["prototype"]["number"]);
    for (list, body, tail) in [
        ("hypotheses", json!({"believe": "a", "verify": "b", "measure": "c", "right_if": "d"}), None),
        ("builds", json!({"title": "One"}), Some("/builds/1")),
        ("tests", json!({"title": "Oven"}), Some("/tests/1")),
        ("gates", json!({"title": "Gate", "must": ["Lets go"]}), Some("/gates/1")),
    ] {
        let answer = send(&ines, &key, Method::POST, &format!("{path}/{list}"), &[], body).await;
        let place = answer.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
        assert!(tail.is_none_or(|tail| place == format!("{path}{tail}")), "{place}");
        assert_eq!(call(&ines, &key, Method::GET, &place, Value::Null).await.0, 200, "{place}");
    }
    assert_eq!(call(&ines, &key, Method::GET, &format!("{path}/builds/2"), Value::Null).await.0, 404);
    let outcome = format!("{path}/tests/1/outcome");
    let set = call(&ines, &key, Method::PUT, &outcome, json!({"outcome": "failed"})).await.1;
    assert_eq!((&set["tests"][0]["outcome"], &set["tests"][0]["outcome_set"]), (&json!("failed"), &json!(true)));
    let freed = call(&ines, &key, Method::PUT, &outcome, json!({"outcome": null})).await.1;
    assert_eq!((&freed["tests"][0]["outcome"], &freed["tests"][0]["outcome_set"]), (&json!("inconclusive"), &json!(false)));
    assert_eq!(call(&ines, &key, Method::PUT, &outcome, json!({"outcome": null})).await.0, 200, "said again, it changes nothing");
    let reading = json!({"measure": "shear", "value": 3.0, "unit": "MPa", "least": 5.0});
    assert_eq!(call(&ines, &key, Method::POST, &format!("{path}/tests/1/readings"), reading).await.0, 201);
    let (status, why) = call(&ines, &key, Method::PUT, &outcome, json!({"outcome": "passed"})).await;
    assert_eq!((status, &why["errors"][0]["field"]), (422, &json!("reason")));
    let passed = json!({"outcome": "passed", "reason": "The clamp slipped; the film held."});
    let told = call(&ines, &key, Method::PUT, &outcome, passed).await.1;
    assert_eq!(told["tests"][0]["outcome_reason"], "The clamp slipped; the film held.");
    call(&ines, &key, Method::PUT, &format!("{path}/stage"), json!({"to": "building"})).await;
    assert_eq!(call(&ines, &key, Method::POST, &format!("{path}/stage/undo"), Value::Null).await.1["prototype"]["stage"], "framed");
}

#[tokio::test]
async fn a_token_says_what_it_is_called_and_when_it_ends() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let key = token(&mut app, ann.id, &["read"]);
    let (status, me) = call(&ann, &key, Method::GET, "/me", Value::Null).await;
    assert_eq!((status, &me["token"], &me["scopes"]), (200, &json!("test"), &json!(["read"])));
    assert!(me["expires_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap() > app.clock.now());
}

#[tokio::test]
async fn photos_are_sent_as_the_body_and_read_by_those_who_see_their_item() {
    let mut app = TestApp::start().await;
    let (ann, ines) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (mine, lead) = (token(&mut app, ann.id, SCOPES), token(&mut app, ines.id, SCOPES));
    let idea = format!("/ideas/{}", idea(ann.id).insert(&mut app).number);
    let made = call(&ines, &lead, Method::POST, "/prototypes", json!({"title": "Heat release"})).await.1;
    let prototype = format!("/prototypes/{}", made["prototype"]["number"]);
    call(&ines, &lead, Method::POST, &format!("{prototype}/builds"), json!({"title": "One"})).await;
    let png = {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(40, 20).write_to(&mut png, image::ImageFormat::Png).unwrap();
        png.into_inner()
    };
    let photo = async |who: &Visitor, key: &str, path: &str, kind: &str, bytes: Vec<u8>| {
        let request = who.request(Method::POST, &format!("/api/v1{path}")).bearer_auth(key).header("content-type", kind);
        request.header("idempotency-key", path.len().to_string()).body(bytes).send().await.unwrap()
    };
    let at = format!("{idea}/photos?alt=A%20tab");
    assert_eq!(photo(&ines, &lead, &at, "image/png", png.clone()).await.status(), 403);
    assert_eq!(photo(&ann, &mine, &at, "text/plain", png.clone()).await.status(), 415);
    assert_eq!(photo(&ann, &mine, &at, "image/png", b"no picture".to_vec()).await.status(), 422);
    let sent = photo(&ann, &mine, &at, "image/png", png.clone()).await;
    assert_eq!(sent.status(), 201);
    let place = sent.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    let body: Value = sent.json().await.unwrap();
    assert_eq!((&body["photos"][0]["alt"], &body["photos"][0]["width"]), (&json!("A tab"), &json!(40)));
    let seen = send(&ines, &lead, Method::GET, &place, &[], Value::Null).await;
    assert_eq!((seen.status().as_u16(), seen.headers()["content-type"].to_str().unwrap()), (200, "image/jpeg"));
    let (away, back) =
        (format!("{idea}{}", place.replace("/files", "/photos")), format!("{idea}{}/restoration", place.replace("/files", "/photos")));
    assert_eq!(send(&ines, &lead, Method::DELETE, &away, &[], Value::Null).await.status(), 403);
    assert_eq!(call(&ann, &mine, Method::DELETE, &away, Value::Null).await.1["photos"], json!([]));
    assert_eq!(send(&ines, &lead, Method::GET, &place, &[], Value::Null).await.status(), 404, "it was taken away");
    assert_eq!(call(&ann, &mine, Method::POST, &back, Value::Null).await.1["photos"][0]["alt"], "A tab");
    let of_build = photo(&ines, &lead, &format!("{prototype}/builds/1/photos"), "image/png", png).await;
    assert_eq!(of_build.status(), 201);
    let place = of_build.headers()["location"].to_str().unwrap().trim_start_matches("/api/v1").to_owned();
    assert_eq!(send(&ines, &lead, Method::GET, &place, &[], Value::Null).await.status(), 200);
    assert_eq!(send(&ann, &mine, Method::GET, &place, &[], Value::Null).await.status(), 404, "the prototype is internal");
    assert_eq!(
        app.verbs(),
        ["prototype.framed", "build.recorded", "idea.photo-added", "idea.photo-removed", "idea.photo-added", "build.photo-added"]
    );
}
