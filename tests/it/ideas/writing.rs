//! Writing an idea: the form, what a campaign asks, before and after the sign-in, drafts, photos.
use super::location;
use crate::support::{
    TestApp, Visitor,
    make::{board::idea, campaigns::campaign},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, FieldKind, IdeaState, Role},
    schema::{campaign_fields, drafts, ideas, role_grants, terms_acceptances},
};
use reqwest::{Method, Response, header::COOKIE, multipart::Form};

/// The form of a new idea, as a browser sends it.
async fn send(visitor: &Visitor, fields: &[(&str, &str)]) -> Response {
    let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let form = form.text("csrf", visitor.csrf().to_owned()).text("once", uuid::Uuid::now_v7().to_string());
    visitor.request(Method::POST, "/ideas").multipart(form).send().await.unwrap()
}

#[tokio::test]
async fn an_idea_is_submitted_with_a_derived_title_and_one_event() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let answer =
        send(&rosa, &[("body", "The tape should let go at 140 °C. Then a pack can be opened."), ("tags", "Peel Adhesion, cold")]).await;
    assert_eq!(answer.status(), 303);
    let page = rosa.get(&location(&answer)).await;
    assert_eq!(page.status(), 301);
    let page = rosa.page(&location(&page)).await;
    assert!(text_of(&page).contains("The tape should let go at 140 °C") && page.contains("/ideas?tag=peel-adhesion"));
    assert_eq!(app.verbs(), ["idea.submitted"]);
    let (state, due): (IdeaState, Option<chrono::DateTime<chrono::Utc>>) =
        ideas::table.select((ideas::state, ideas::answer_due_at)).first(&mut app.conn).unwrap();
    assert_eq!(state, IdeaState::Open);
    assert!((due.unwrap() - app.clock.now() - TimeDelta::days(10)).abs() < TimeDelta::minutes(1));
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let answer = send(&rosa, &[("body", "short"), ("title", "My own title")]).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(
        text_of(&page).contains("at least ten letters") && page.contains("value=\"My own title\"") && page.contains("id=\"body-error\"")
    );
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_campaign_asks_its_own_questions_and_for_its_terms() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let place = campaign().terms("You keep your rights.").field("Thickness in mm", FieldKind::Number, true).insert(&mut app);
    let field: uuid::Uuid =
        campaign_fields::table.select(campaign_fields::id).first::<proofbench::kernel::FieldId>(&mut app.conn).unwrap().0;
    let field = field.to_string();
    let base = [("campaign", place.slug.as_str()), ("body", "A foam strip that closes the gap at row two."), ("field_id", field.as_str())];
    let wrong = send(&rosa, &[&base[..], &[("field_value", "thick")]].concat()).await;
    assert_eq!(wrong.status(), 422);
    let text = text_of(&wrong.text().await.unwrap());
    assert!(text.contains("Write a number") && text.contains("Accept the idea terms"), "{text}");
    let right = send(&rosa, &[&base[..], &[("field_value", "4,5"), ("accept_terms", "on")]].concat()).await;
    assert_eq!(right.status(), 303);
    let accepted: i64 =
        terms_acceptances::table.filter(terms_acceptances::person_id.eq(rosa.id)).count().get_result(&mut app.conn).unwrap();
    assert_eq!((accepted, app.verbs()), (1, vec!["idea.submitted".to_owned(), "campaign.terms-accepted".to_owned()]));
    let page = rosa.page(&location(&rosa.get(&location(&right)).await)).await;
    assert!(text_of(&page).contains("Thickness in mm 4.5"));
}

#[tokio::test]
async fn a_campaign_that_approves_first_hides_the_idea_until_then() {
    let mut app = TestApp::start().await;
    let (rosa, moderator) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let place = campaign().approval_needed().insert(&mut app);
    let sent = location(&send(&rosa, &[("campaign", &place.slug), ("body", "A liner that does not tear on cold mornings.")]).await);
    let path = location(&rosa.get(&sent).await);
    assert!(text_of(&rosa.page(&path).await).contains("Waiting for approval"));
    assert_eq!(app.visitor().get(&path).await.status(), 404);
    assert_eq!(rosa.post(&format!("{sent}/moderation"), &[("step", "approve")]).await.status(), 403);
    assert_eq!(moderator.post(&format!("{sent}/moderation"), &[("step", "approve")]).await.status(), 303);
    assert_eq!(app.visitor().get(&path).await.status(), 200);
}

#[tokio::test]
async fn a_closed_campaign_takes_no_ideas() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let place = campaign().state(proofbench::kernel::CampaignState::Review).insert(&mut app);
    let answer = send(&rosa, &[("campaign", &place.slug), ("body", "A liner that does not tear on cold mornings.")]).await;
    assert_eq!(answer.status(), 422);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_visitor_hears_what_is_wrong_with_an_idea_before_they_are_asked_to_sign_in() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    for body in ["", "   ", "Wax"] {
        let answer = send(&visitor, &[("title", "Lot number outside"), ("body", body)]).await;
        assert_eq!(answer.status(), 422, "{body:?}");
        let html = answer.text().await.unwrap();
        assert!(html.contains("id=\"body-error\"") && html.contains("value=\"Lot number outside\""), "nothing typed is lost: {html}");
    }
    let asked = campaign().terms("You stay named.").field("Joint", FieldKind::Text, true).insert(&mut app);
    let answer = send(&visitor, &[("campaign", &asked.slug), ("body", "Print the lot number outside, please.")]).await;
    assert_eq!(answer.status(), 422);
    let html = answer.text().await.unwrap();
    assert!(html.contains("id=\"accept_terms-error\"") || text_of(&html).contains("terms"), "{html}");
    let closed = campaign().audience(Audience::SignedIn).insert(&mut app);
    let answer = send(&visitor, &[("campaign", &closed.slug), ("body", "Print the lot number outside, please.")]).await;
    assert_eq!(answer.status(), 303, "what is not to be seen yet is looked at after the sign-in");
    assert!(location(&answer).starts_with("/sign-in"));
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn what_a_visitor_wrote_survives_signing_in() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    let answer = send(&visitor, &[("body", "Print the lot number outside, please."), ("title", "Lot number outside")]).await;
    assert_eq!((answer.status().as_u16(), location(&answer)), (303, "/sign-in?next=%2Fideas%2Fnew".to_owned()));
    assert!(app.verbs().is_empty());
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    // The same browser after signing in: its own key beside the session.
    let both = format!("{}; {}", visitor.cookie(), rosa.cookie());
    let page = rosa.request(Method::GET, "/ideas/new").header(COOKIE, both).send().await.unwrap().text().await.unwrap();
    assert!(page.contains("Print the lot number outside, please.") && page.contains("value=\"Lot number outside\""), "{page}");
    assert!(text_of(&page).contains("Send it now"));
    let other = app.sign_in("Ann", &[Role::Customer]);
    assert!(!other.page("/ideas/new").await.contains("Print the lot number"));
}

#[tokio::test]
async fn similar_ideas_are_shown_once_before_an_idea_is_saved() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = idea("Liner tears on cold mornings").insert(&mut app);
    let fields = [("body", "Our liner tears when mornings are cold and the roll is stiff.")];
    let asked = send(&rosa, &fields).await;
    assert_eq!((asked.status().as_u16(), location(&asked)), (303, "/ideas/new?similar=on".to_owned()), "at an address without a token");
    let page = rosa.page("/ideas/new?similar=on").await;
    assert!(text_of(&page).contains("Is your idea already on the list?") && page.contains("Liner tears on cold mornings"));
    assert!(page.contains(fields[0].1) && app.verbs().is_empty());
    let vote =
        rosa.request(Method::POST, &format!("/ideas/{}/vote", made.number)).header("referer", format!("{}/ideas/new?similar=on", app.base));
    let voted = vote.form(&[("csrf", rosa.csrf())]).send().await.unwrap();
    assert!(location(&voted).starts_with("/ideas/new?similar=on#vote-"), "voting without script stays in the form");
    let sent = send(&rosa, &[&fields[..], &[("checked", "on")]].concat()).await;
    assert_eq!(sent.status(), 303);
    assert_eq!(app.verbs(), ["vote.cast", "idea.submitted"]);
    assert!(!rosa.page("/ideas/new?similar=on").await.contains(fields[0].1), "what was sent is no draft any more");
}

#[tokio::test]
async fn the_campaign_chosen_in_the_form_asks_its_questions_there_with_and_without_script() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let place = campaign().terms("You keep your rights.").field("Thickness in mm", FieldKind::Number, true).insert(&mut app);
    let bare = rosa.page("/ideas/new").await;
    assert!(bare.contains("data-hx-select=\"#idea-asked\"") && !bare.contains("Thickness in mm"));
    let part = rosa.request(Method::GET, &format!("/ideas/new?campaign={}", place.slug)).header("hx-request", "true");
    let part = part.send().await.unwrap().text().await.unwrap();
    assert!(part.contains("Thickness in mm") && part.contains("id=\"idea-terms\"") && part.contains("You keep your rights."));
    let body = ("body", "A foam strip that closes the gap at row two.");
    let chosen = send(&rosa, &[("campaign", &place.slug), body, ("choose", "on")]).await;
    assert_eq!((chosen.status().as_u16(), location(&chosen)), (303, "/ideas/new#campaign".to_owned()));
    let page = rosa.page("/ideas/new").await;
    assert!(page.contains("Thickness in mm") && page.contains(body.1), "nothing typed is lost: {page}");
    let refused = send(&rosa, &[("campaign", &place.slug), body]).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(html.contains(&format!("<option value=\"{}\" selected", place.slug)), "the choice stays one: {html}");
    assert!(!html.contains("next\" value=\"/ideas?csrf"), "no token in the addresses that go on");
}

#[tokio::test]
async fn a_draft_can_be_kept_and_stands_among_ones_own_ideas() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let kept = send(&rosa, &[("body", "A liner that"), ("title", ""), ("keep", "on")]).await;
    assert_eq!((kept.status().as_u16(), location(&kept)), (303, "/ideas/mine".to_owned()));
    assert!(app.verbs().is_empty());
    let mine = text_of(&rosa.page("/ideas/mine").await);
    assert!(mine.contains("Draft, not sent A liner that"), "{mine}");
    assert!(rosa.page("/ideas/new?q=Something+else").await.contains("A liner that</textarea>"), "what was kept goes first");
    assert_eq!(rosa.post("/ideas/new/discard", &[]).await.status(), 303);
    assert!(!text_of(&rosa.page("/ideas/mine").await).contains("Draft, not sent"));
    let fresh = rosa.page("/ideas/new?q=Something+else").await;
    assert!(fresh.contains("data-draft-from=\"Something else\""), "{fresh}");
}

#[tokio::test]
async fn a_photo_is_kept_small_and_shown_to_those_who_see_the_idea() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Rnd]), app.sign_in("Ann", &[Role::Customer]));
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let part = reqwest::multipart::Part::bytes(png.into_inner()).file_name("../../x.svg");
    let form =
        Form::new().text("body", "A strip that closes the gap.").text("audience", "internal").text("alt", "The gap").part("photo", part);
    let post =
        async |form: Form| rosa.request(Method::POST, "/ideas").multipart(form.text("csrf", rosa.csrf().to_owned())).send().await.unwrap();
    let sent = post(form).await;
    assert_eq!(sent.status(), 303);
    let page = rosa.page(&location(&rosa.get(&location(&sent)).await)).await;
    let file = page.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap();
    let shown = rosa.get(&format!("/files/{file}")).await;
    assert_eq!((shown.status().as_u16(), shown.headers()["content-type"].to_str().unwrap()), (200, "image/jpeg"));
    for outsider in [&ann, &app.visitor()] {
        assert_eq!(outsider.get(&format!("/files/{file}")).await.status(), 404);
    }
    let part = reqwest::multipart::Part::bytes(b"<svg onload=alert(1)>".to_vec()).file_name("x.png");
    let form = Form::new().text("body", "A strip that closes another gap.").text("checked", "on").part("photo", part);
    assert_eq!(post(form).await.status(), 422);
}

#[tokio::test]
async fn photos_are_limited_each_by_itself_and_one_too_large_is_named_beside_the_field() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Rnd]);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    // What stands behind the picture in its file is not looked at.
    let photo = |bytes: usize| {
        let mut file = png.get_ref().clone();
        file.resize(bytes, 0);
        reqwest::multipart::Part::bytes(file).file_name("x.png")
    };
    let post = async |form: Form| {
        let form = form.text("csrf", rosa.csrf().to_owned()).text("checked", "on").text("audience", "internal");
        rosa.request(Method::POST, "/ideas").multipart(form).send().await.unwrap()
    };
    let two = Form::new().text("body", "A strip that closes the gap.").part("photo", photo(7_000_000)).part("photo", photo(7_000_000));
    let sent = post(two).await;
    assert_eq!(sent.status(), 303, "{}", text_of(&sent.text().await.unwrap()));
    let words = "A strip that closes another gap.";
    let refused = post(Form::new().text("body", words).part("photo", photo(10_500_000))).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(text_of(&page).contains("This picture is larger than 10 MB") && page.contains(words), "{page}");
    assert_eq!(rosa.page(&location(&rosa.get("/ideas/1").await)).await.matches("src=\"/files/").count(), 2);
}

/// The only draft there is, as it is kept.
fn kept(app: &mut TestApp) -> serde_json::Value {
    drafts::table.select(drafts::fields).first(&mut app.conn).unwrap()
}

#[tokio::test]
async fn of_a_visitor_no_photos_are_kept_and_no_more_text_than_the_form_takes() {
    let mut app = TestApp::start().await;
    let visitor = app.visitor();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let photo = || reqwest::multipart::Part::bytes(png.get_ref().clone()).file_name("x.png");
    for wish in ["keep", "choose", ""] {
        let form = Form::new().text("title", "t".repeat(5_000)).text("body", "b".repeat(60_000)).text("tags", "x".repeat(5_000));
        let form = form.text("campaign", "c".repeat(5_000)).part("photo", photo()).text("csrf", visitor.csrf().to_owned());
        let form = if wish.is_empty() { form } else { form.text(wish, "on") };
        let answer = visitor.request(Method::POST, "/ideas").multipart(form).send().await.unwrap();
        assert_eq!(answer.status(), if wish.is_empty() { 422 } else { 303 }, "{wish}");
        let draft = kept(&mut app);
        assert_eq!(draft["photos"], serde_json::json!([]), "{wish}");
        assert!(draft.to_string().len() < 21_500, "{wish}: {}", draft.to_string().len());
        if wish == "keep" {
            assert_eq!(location(&answer), "/ideas/new");
        }
    }
    let form = Form::new().text("body", "Print the lot number outside.").text("keep", "on").part("photo", photo());
    let form = form.text("csrf", visitor.csrf().to_owned());
    assert_eq!(visitor.request(Method::POST, "/ideas").multipart(form).send().await.unwrap().status(), 303);
    let page = visitor.page("/ideas/new").await;
    assert!(page.contains("Print the lot number outside.</textarea>"), "{page}");
    assert!(text_of(&page).contains("Photos can be added once you have signed in"), "{page}");
}

#[tokio::test]
async fn a_draft_outlives_the_campaign_it_was_for() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Rnd]);
    let place = campaign().audience(Audience::Internal).insert(&mut app);
    let body = "A liner that does not tear on cold mornings.";
    let wish = |keep: &'static str| [("campaign", place.slug.as_str()), ("body", body), (keep, "on")];
    assert_eq!(send(&rosa, &wish("keep")).await.status(), 303);
    assert_eq!(rosa.get("/ideas/new?campaign=no-such").await.status(), 200, "what was written comes first");
    diesel::delete(role_grants::table.filter(role_grants::person_id.eq(rosa.id))).execute(&mut app.conn).unwrap();

    let page = rosa.page("/ideas/new").await;
    assert!(page.contains(&format!("{body}</textarea>")) && page.contains("/ideas/new/discard"), "{page}");
    assert!(text_of(&page).contains("you do not see it any more"), "{page}");
    let refused = send(&rosa, &wish("checked")).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(page.contains(&format!("{body}</textarea>")) && text_of(&page).contains("you do not see it any more"), "{page}");
    assert_eq!(send(&rosa, &[("campaign", ""), ("body", body), ("checked", "on")]).await.status(), 303);
    assert_eq!(app.verbs(), ["idea.submitted"]);
    assert_eq!(rosa.get(&format!("/ideas/new?campaign={}", place.slug)).await.status(), 404, "without a draft it is as good as not there");
}
