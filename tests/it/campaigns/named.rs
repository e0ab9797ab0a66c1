//! Campaigns that ask people by name.
use super::{join, location, moderator, space, version_of};
use crate::support::{
    TestApp, Visitor,
    make::{
        campaigns::{MadeCampaign, campaign},
        ideas::idea,
        tokens::token,
    },
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CampaignState, IdeaId, IdeaState, PersonId, Role, SpaceId, SpaceKind},
    schema::{audience_members, campaigns, events, ideas, people},
};
use reqwest::{Method, Response};
use serde_json::{Value, json};

/// Saves the step that says who is asked.
async fn ask(visitor: &Visitor, app: &mut TestApp, made: &MadeCampaign, audience: &str, named: &str) -> Response {
    let (owner, version) = (visitor.id.to_string(), version_of(app, made).to_string());
    let form = [
        ("audience", audience),
        ("named", named),
        ("owner", &owner),
        ("reviewers", &owner),
        ("sponsor_promise", "Six prototypes"),
        ("version", &version),
        ("then", "next"),
    ];
    visitor.post(&format!("/campaigns/{}/edit/people", made.slug), &form).await
}

fn handle_of(app: &mut TestApp, person: PersonId) -> String {
    people::table.find(person).select(people::handle).first(&mut app.conn).unwrap()
}

fn listed(app: &mut TestApp, made: &MadeCampaign) -> Vec<PersonId> {
    audience_members::table
        .filter(audience_members::item_id.eq(made.id.0))
        .select(audience_members::person_id)
        .order(audience_members::person_id)
        .load(&mut app.conn)
        .unwrap()
}

/// Sends an idea over the API; its number.
async fn send(app: &mut TestApp, by: &Visitor, campaign: &str) -> (u16, Value) {
    let key = token(app, by.id, &["read", "ideas:write"]);
    let body = json!({"campaign": campaign, "body": "A liner that lets go when the sun comes out"});
    let answer = by.request(Method::POST, "/api/v1/ideas").bearer_auth(key).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn those_who_are_named_and_those_with_a_part_in_it_see_it_with_all_that_lies_inside_and_nobody_else() {
    let mut app = TestApp::start().await;
    let tomas = app.sign_in("Tomás Figueira", &[Role::Moderator]);
    let (rosa, ann) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let (ines, mei) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Mei", &[Role::Moderator]));
    let made = campaign().owner(tomas.id).reviewer(tomas.id).audience(Audience::Internal).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    assert_eq!(rosa.get(&path).await.status(), 404);
    let saved = ask(&tomas, &mut app, &made, "people", "rosa lindqvist\n").await;
    assert_eq!((saved.status().as_u16(), location(&saved)), (303, format!("{path}/edit/phases")));
    assert_eq!(app.verbs(), ["campaign.changed", "campaign.people-named"]);
    let mut both = vec![tomas.id, rosa.id];
    both.sort_unstable();
    assert_eq!(listed(&mut app, &made), both, "whoever has a part in it is on the list");
    let (status, idea) = send(&mut app, &rosa, &made.slug).await;
    assert_eq!(status, 201, "{idea}");
    let inside = format!("/ideas/{}", idea["number"]);
    let seen = |yes: bool| if yes { 200 } else { 404 };
    for (who, sees) in [(&tomas, true), (&rosa, true), (&mei, true), (&ann, false), (&ines, false), (&app.visitor(), false)] {
        assert_eq!(who.get(&path).await.status(), seen(sees), "{}", who.name);
        let answer = who.get(&inside).await.status().as_u16();
        assert_eq!(answer == 404, !sees, "the idea inside, to {}: {answer}", who.name);
        assert_eq!(who.page("/campaigns").await.contains(&made.slug), sees, "the list, to {}", who.name);
        assert_eq!(who.page("/ideas").await.contains("lets go when the sun comes out"), sees, "the board, to {}", who.name);
    }
    assert_eq!(send(&mut app, &ann, &made.slug).await.0, 422, "as one that is not there");
    assert_eq!(ask(&tomas, &mut app, &made, "people", "Ann\nRosa Lindqvist").await.status(), 303);
    assert_ne!(ann.get(&inside).await.status(), 404, "who is named later sees what is there");
}

#[tokio::test]
async fn the_list_is_for_the_organisations_own_people_to_see() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (rosa, ines) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ines Okafor", &[Role::Rnd]));
    app.sign_in("Claire Dufresne", &[Role::Customer]);
    let made = campaign().owner(tomas.id).reviewer(tomas.id).audience(Audience::Internal).insert(&mut app);
    ask(&tomas, &mut app, &made, "people", "Rosa Lindqvist, Ines Okafor; Claire Dufresne").await;
    let path = format!("/campaigns/{}", made.slug);
    for staff in [&tomas, &ines] {
        let text = text_of(&staff.page(&path).await);
        assert!(text.contains("Asked by name") && text.contains("Claire Dufresne") && text.contains("4 people"), "{text}");
    }
    let text = text_of(&rosa.page(&path).await);
    assert!(!text.contains("Asked by name") && !text.contains("Claire Dufresne"), "{text}");
    let key = token(&mut app, rosa.id, &["read"]);
    let answer = rosa.request(Method::GET, &format!("/api/v1/campaigns/{}", made.slug)).bearer_auth(key).send().await.unwrap();
    let body: Value = answer.json().await.unwrap();
    assert_eq!((&body["audience"], &body["space"], &body["named"]), (&json!("people"), &Value::Null, &json!([])));
}

#[tokio::test]
async fn people_are_named_by_handle_address_or_name_and_the_form_shows_them_again() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (rosa, ines) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ines Okafor", &[Role::Rnd]));
    let claire = app.sign_in("Claire Dufrésne", &[Role::Customer]);
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).insert(&mut app);
    diesel::update(people::table.find(ines.id)).set(people::email.eq(Some("ines@halden.example"))).execute(&mut app.conn).unwrap();
    let handle = handle_of(&mut app, rosa.id);
    let named = format!("@{handle}\nInes <INES@halden.example>\nclaire dufresne");
    assert_eq!(ask(&tomas, &mut app, &made, "people", &named).await.status(), 303);
    let mut all = vec![tomas.id, rosa.id, ines.id, claire.id];
    all.sort_unstable();
    assert_eq!(listed(&mut app, &made), all);
    let html = tomas.page(&format!("/campaigns/{}/edit/people", made.slug)).await;
    assert!(
        html.contains(&format!("Rosa Lindqvist @{handle}")) && !html.contains("Tomás Figueira @"),
        "those with a part are chosen below"
    );
    let shown = format!("Rosa Lindqvist @{handle}\nInes Okafor @{}", handle_of(&mut app, ines.id));
    let known = app.verbs();
    assert_eq!(ask(&tomas, &mut app, &made, "people", &format!("{shown}\nClaire Dufrésne")).await.status(), 303);
    assert_eq!(app.verbs(), known, "the same people again change nothing");
}

#[tokio::test]
async fn names_that_lead_to_nobody_or_to_several_are_refused_beside_the_field_and_nothing_typed_is_lost() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    for _ in 0..2 {
        app.sign_in("Anna Berg", &[Role::Customer]);
    }
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).insert(&mut app);
    for (named, words) in [
        (
            "Rosa Lindqvist\nRosie Lindquist",
            "Nobody here goes by one of these names. Check the spelling, or use the handle or e-mail address. Rosie Lindquist",
        ),
        ("Anna Berg", "More than one person goes by one of these names. Use the handle or e-mail address. Anna Berg"),
        ("Tomás Figueira", "Name at least one person besides owner"),
        ("", "Name at least one person besides owner"),
    ] {
        let refused = ask(&tomas, &mut app, &made, "people", named).await;
        assert_eq!(refused.status(), 422, "{named}");
        let html = refused.text().await.unwrap();
        assert!(html.contains("id=\"named-error\"") && html.contains("Six prototypes") && html.contains(named), "{html}");
        assert!(text_of(&html).contains(words), "{}", text_of(&html));
        assert!(html.contains("value=\"people\" checked"), "the choice stays");
    }
    assert!(app.verbs().is_empty());
    let other = ask(&tomas, &mut app, &made, "internal", "Rosie Lindquist").await;
    assert_eq!(other.status(), 303, "names count for an audience of named people only");
}

#[tokio::test]
async fn the_api_names_people_and_refuses_whom_it_does_not_know() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).insert(&mut app);
    let key = token(&mut app, tomas.id, &["read", "campaigns:write"]);
    let patch = async |version: i32, body: Value| {
        let request = tomas.request(Method::PATCH, &format!("/api/v1/campaigns/{}", made.slug)).bearer_auth(&key);
        let answer = request.header("if-match", format!("\"v{version}\"")).json(&body).send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap())
    };
    for wrong in [
        json!({"audience": "people"}),
        json!({"audience": "people", "named": ["Nobody At All"]}),
        json!({"audience": "people", "named": ["Rosa Lindqvist", " "]}),
        json!({"named": [""]}),
        json!({"named": ["Rosa Lindqvist"]}),
    ] {
        let (status, problem) = patch(1, wrong.clone()).await;
        assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("named")), "{wrong}: {problem}");
    }
    let (status, body) = patch(1, json!({"audience": "people", "named": ["Rosa Lindqvist"]})).await;
    assert_eq!((status, &body["audience"], &body["named"][0]["name"]), (200, &json!("people"), &json!("Rosa Lindqvist")));
    assert_eq!(app.verbs(), ["campaign.changed", "campaign.people-named"]);
}

#[tokio::test]
async fn who_came_to_the_list_and_who_left_it_is_on_record_for_the_organisations_own_people() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (rosa, ann) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = campaign().owner(tomas.id).reviewer(tomas.id).audience(Audience::Internal).insert(&mut app);
    ask(&tomas, &mut app, &made, "people", "Rosa Lindqvist").await;
    ask(&tomas, &mut app, &made, "people", "Ann").await;
    let last: (Value, Audience) = events::table
        .filter(events::verb.eq("campaign.people-named"))
        .order(events::seq.desc())
        .select((events::payload, events::audience))
        .first(&mut app.conn)
        .unwrap();
    let expected = json!({"campaign": made.id, "added": [ann.id], "removed": [rosa.id]});
    assert_eq!(last, (expected, Audience::Internal));
    let words = "changed who is asked by name";
    assert!(text_of(&tomas.page(&format!("/campaigns/{}", made.slug)).await).contains(words));
    assert!(!text_of(&ann.page(&format!("/campaigns/{}", made.slug)).await).contains(words));
    assert_eq!(rosa.get(&format!("/campaigns/{}", made.slug)).await.status(), 404, "who left it sees it no longer");
}

#[tokio::test]
async fn a_copy_asks_the_same_people_and_keeps_a_list_of_its_own() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let past = campaign().title("Quiet cabins").owner(tomas.id).reviewer(tomas.id).audience(Audience::Internal).insert(&mut app);
    ask(&tomas, &mut app, &past, "people", "Rosa Lindqvist").await;
    let answer = tomas.post("/campaigns", &[("title", "Once more"), ("from", &past.slug)]).await;
    let slug = location(&answer).trim_start_matches("/campaigns/").trim_end_matches("/edit/question").to_owned();
    let id = campaigns::table.filter(campaigns::slug.eq(&slug)).select(campaigns::id).first(&mut app.conn).unwrap();
    let copy = MadeCampaign { id, number: 0, slug };
    assert!(listed(&mut app, &copy).contains(&rosa.id));
    assert_eq!(rosa.get(&format!("/campaigns/{}", copy.slug)).await.status(), 404, "a draft is for those who run it");
    let admin = app.sign_in("Joakim", &[Role::Admin]);
    assert_eq!(admin.post(&format!("/campaigns/{}/deletion", copy.slug), &[]).await.status(), 303);
    assert!(listed(&mut app, &copy).is_empty() && listed(&mut app, &past).contains(&rosa.id));
}

#[tokio::test]
async fn a_brainstorm_of_the_campaign_and_news_of_an_idea_reach_those_who_are_named() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (rosa, ann) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = campaign().owner(tomas.id).reviewer(tomas.id).audience(Audience::Internal).insert(&mut app);
    ask(&tomas, &mut app, &made, "people", "Rosa Lindqvist").await;
    let room = crate::support::make::brainstorms::room().with("campaign", &made.slug).with("audience", "same").open(&tomas).await;
    assert_eq!(rosa.get(&room.path).await.status(), 200);
    assert_eq!(ann.get(&room.path).await.status(), 404);
    let (_, sent) = send(&mut app, &rosa, &made.slug).await;
    let decided = tomas
        .post(&format!("/ideas/{}/decision", sent["number"]), &[("decision", "park"), ("reason", "Not before the new oven stands.")])
        .await;
    assert_eq!(decided.status(), 303, "{}", text_of(&decided.text().await.unwrap()));
    app.spine_is_readable().await;
    proofbench::domains::notifications::reader::read_spine(&app.state).await.unwrap();
    assert!(text_of(&rosa.page("/stream/notifications").await).contains("Not before the new oven stands."));
    let stays = idea(rosa.id).state(IdeaState::Open).insert(&mut app);
    let merged = tomas.post(&format!("/ideas/{}/merge", stays.number), &[("into", &sent["number"].to_string())]).await;
    assert_eq!(merged.status(), 422, "a public idea does not end where its voters cannot look");
}

fn audience_of(app: &mut TestApp, idea: IdeaId) -> Audience {
    ideas::table.find(idea).select(ideas::audience).first(&mut app.conn).unwrap()
}

#[tokio::test]
async fn ideas_follow_their_campaign_to_fewer_people_and_stay_with_those_they_were_sent_to_when_more_are_asked() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (rosa, ines) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Ines Okafor", &[Role::Rnd]));
    let made = campaign().owner(tomas.id).insert(&mut app);
    let sent = idea(rosa.id).in_campaign(&made).title("Heat release tape").insert(&mut app);
    let elsewhere = idea(rosa.id).title("Quiet foam").insert(&mut app);
    let room = crate::support::make::brainstorms::room().with("campaign", &made.slug).with("audience", "same").open(&tomas).await;
    assert_eq!(rosa.get(&room.path).await.status(), 200);
    assert!(
        text_of(&tomas.page(&format!("/campaigns/{}/edit/people", made.slug)).await).contains("the ideas already sent are only for them")
    );
    assert_eq!(ask(&tomas, &mut app, &made, "internal", "").await.status(), 303);
    for visitor in [&rosa, &app.visitor()] {
        assert_eq!(visitor.get(&sent.path).await.status(), 404);
        assert_eq!(visitor.get(&room.path).await.status(), 404);
        assert_eq!(visitor.get(&elsewhere.path).await.status(), 200);
        let board = visitor.page("/ideas.json").await;
        assert!(!board.contains("Heat release tape") && board.contains("Quiet foam"), "{board}");
    }
    assert_eq!(ines.get(&sent.path).await.status(), 200);
    assert_eq!(app.verbs().last().map(String::as_str), Some("campaign.changed"));
    assert_eq!(ask(&tomas, &mut app, &made, "public", "").await.status(), 303);
    assert_eq!(audience_of(&mut app, sent.id), Audience::Internal, "it was narrowed for good");
    assert_eq!(app.visitor().get(&sent.path).await.status(), 404);
}

#[tokio::test]
async fn an_idea_of_the_organisations_own_people_goes_to_a_list_of_them_and_never_to_a_customer_on_it() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (ines, marek) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Marek Nowak", &[Role::Rnd]));
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let made = campaign().owner(tomas.id).audience(Audience::Internal).insert(&mut app);
    let sent = idea(ines.id).in_campaign(&made).audience(Audience::Internal).insert(&mut app);
    assert_eq!(ask(&tomas, &mut app, &made, "people", "Rosa Lindqvist").await.status(), 303);
    assert_eq!(audience_of(&mut app, sent.id), Audience::Internal);
    assert_eq!(rosa.get(&sent.path).await.status(), 404);
    assert_eq!(ask(&tomas, &mut app, &made, "internal", "").await.status(), 303);
    assert_eq!(ask(&tomas, &mut app, &made, "people", "Ines Okafor").await.status(), 303);
    assert_eq!(audience_of(&mut app, sent.id), Audience::People);
    assert_eq!((ines.get(&sent.path).await.status().as_u16(), marek.get(&sent.path).await.status().as_u16()), (200, 404));
    // What is for the list stays with the list.
    assert_eq!(ask(&tomas, &mut app, &made, "internal", "").await.status(), 303);
    assert_eq!(marek.get(&sent.path).await.status(), 404);
}

#[tokio::test]
async fn whoever_steers_a_room_keeps_it_when_its_campaign_turns_to_others_of_our_own() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (ines, marek) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Marek Nowak", &[Role::Rnd]));
    app.sign_in("Ann Berg", &[Role::Contributor]);
    let made = campaign().owner(tomas.id).audience(Audience::Internal).insert(&mut app);
    let room = crate::support::make::brainstorms::room().with("campaign", &made.slug).with("audience", "same").open(&ines).await;
    assert_eq!(marek.get(&room.path).await.status(), 200);
    assert_eq!(ask(&tomas, &mut app, &made, "people", "Ann Berg").await.status(), 303);
    assert_eq!((ines.get(&room.path).await.status().as_u16(), marek.get(&room.path).await.status().as_u16()), (200, 404));
}

#[tokio::test]
async fn what_is_for_a_unit_goes_to_a_list_of_its_members_and_to_no_unit_with_a_customer_in_it() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (ines, marek) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Marek Nowak", &[Role::Rnd]));
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let (pilot, mixed) = (space(&mut app, "Pilot line", SpaceKind::Internal), space(&mut app, "Line with guests", SpaceKind::Internal));
    for (unit, person) in [(pilot, ines.id), (pilot, marek.id), (mixed, ines.id), (mixed, rosa.id)] {
        join(&mut app, unit, person);
    }
    let turn = |space: SpaceId| (campaigns::audience.eq(Audience::Space), campaigns::space_id.eq(space));

    let made = campaign().owner(tomas.id).audience(Audience::Internal).insert(&mut app);
    let sent = idea(ines.id).in_campaign(&made).audience(Audience::Internal).insert(&mut app);
    diesel::update(campaigns::table.find(made.id)).set(turn(mixed)).execute(&mut app.conn).unwrap();
    assert_eq!(audience_of(&mut app, sent.id), Audience::Internal, "a customer in the unit would come to see it");
    diesel::update(campaigns::table.find(made.id)).set(turn(pilot)).execute(&mut app.conn).unwrap();
    assert_eq!(audience_of(&mut app, sent.id), Audience::Space);
    assert_eq!(ask(&tomas, &mut app, &made, "people", "Ines Okafor").await.status(), 303);
    assert_eq!(audience_of(&mut app, sent.id), Audience::People);
    assert_eq!((ines.get(&sent.path).await.status().as_u16(), marek.get(&sent.path).await.status().as_u16()), (200, 404));
}
