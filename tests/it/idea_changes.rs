//! Changes of an idea after it was sent: wording, answers, photos; and the versions that show them.
use crate::support::{
    TestApp, Visitor,
    make::{board::idea, campaigns::campaign},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    app::expiry,
    kernel::{FieldKind, IdeaState, Role},
    schema::{blobs, campaign_fields, idea_versions},
};
use reqwest::{
    Method, Response,
    multipart::{Form, Part},
};
use uuid::Uuid;

#[tokio::test]
async fn an_author_edits_and_the_versions_show_what_changed() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = idea("Tape that lets go").body("Holds to 70 °C and then lets go.").by(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/edit", made.number);
    let form = [("version", "1"), ("title", "Tape that lets go"), ("body", "Holds to 80 °C and then lets go."), ("tags", "")];
    assert_eq!(ann.post(&path, &form).await.status(), 403);
    assert_eq!(app.visitor().post(&path, &form).await.status(), 401);
    assert_eq!(rosa.post(&path, &form).await.status(), 303);
    assert_eq!(app.verbs(), ["idea.edited"]);
    let history = ann.page(&format!("/ideas/{}/history", made.number)).await;
    assert!(history.contains("<del>70</del>") && history.contains("<ins>80</ins>"), "{history}");
}

#[tokio::test]
async fn a_change_against_an_old_version_is_refused_and_nothing_typed_is_lost() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = idea("Tape that lets go").by(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/edit", made.number);
    let form = |body: &'static str| [("version", "1"), ("title", "Tape that lets go"), ("body", body), ("tags", "")];
    assert_eq!(rosa.post(&path, &form("The first change wins here.")).await.status(), 303);
    let late = rosa.post(&path, &form("The second one was too late.")).await;
    assert_eq!(late.status(), 409);
    let page = late.text().await.unwrap();
    assert!(page.contains("The second one was too late.") && page.contains("name=\"version\" value=\"2\""));
    let body: String = idea_versions::table
        .filter(idea_versions::idea_id.eq(made.id))
        .order(idea_versions::version.desc())
        .select(idea_versions::body)
        .first(&mut app.conn)
        .unwrap();
    assert_eq!(body, "The first change wins here.");
}

#[tokio::test]
async fn a_decided_idea_is_edited_by_moderators_only() {
    let mut app = TestApp::start().await;
    let (rosa, moderator) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Tomás", &[Role::Moderator]));
    let made = idea("Tape that lets go").by(rosa.id).state(IdeaState::InReview).insert(&mut app);
    let form = [("version", "1"), ("title", "Better title"), ("body", "The text of the idea."), ("tags", "")];
    let path = format!("/ideas/{}/edit", made.number);
    assert_eq!(rosa.post(&path, &form).await.status(), 409);
    assert_eq!(moderator.post(&path, &form).await.status(), 303);
}

#[tokio::test]
async fn answers_to_the_campaigns_questions_are_edited_and_each_version_keeps_its_own() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let open = campaign().field("Force in newtons", FieldKind::Number, true).field("Where", FieldKind::Text, false).insert(&mut app);
    let questions: Vec<Uuid> = campaign_fields::table
        .filter(campaign_fields::campaign_id.eq(open.id))
        .order(campaign_fields::position)
        .select(campaign_fields::id)
        .load::<proofbench::kernel::FieldId>(&mut app.conn)
        .unwrap()
        .into_iter()
        .map(|id| id.0)
        .collect();
    let made = idea("Tape that lets go").body("Holds and then lets go.").by(rosa.id).campaign(open.id).insert(&mut app);
    let path = format!("/ideas/{}/edit", made.number);
    let (force, place) = (questions[0].to_string(), questions[1].to_string());
    let save = async |version: &str, newtons: &str, part: &str| {
        let form = [
            ("version", version),
            ("title", "Tape that lets go"),
            ("body", "Holds and then lets go."),
            ("tags", ""),
            ("field_id", &force),
            ("field_value", newtons),
            ("field_id", &place),
            ("field_value", part),
        ];
        rosa.post(&path, &form).await
    };
    let refused = save("1", "many", "Under the lid").await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(page.contains("value=\"many\"") && page.contains("value=\"Under the lid\""), "what was typed stays: {page}");
    assert!(page.contains(&format!("id=\"field-{force}-error\"")), "the message stands beside its field: {page}");

    assert_eq!(save("1", "20", "Under the lid").await.status(), 303);
    assert_eq!(save("1", "25", "").await.status(), 409, "answers make a version, too");
    assert_eq!(save("2", "25", "").await.status(), 303);
    assert!(rosa.page(&path).await.contains("value=\"25\""));
    let history = rosa.page(&format!("/ideas/{}/history", made.number)).await;
    assert!(history.contains("<del>20</del><ins>25</ins>") && history.contains("<del>Under the lid</del>"), "{history}");
    assert!(history.contains("<ins>20</ins>"), "it was answered for the first time in the second version: {history}");
}

async fn add_photos(who: &Visitor, path: &str, photos: &[(&[u8], &str)]) -> Response {
    let form = Form::new().text("csrf", who.csrf().to_owned()).text("once", Uuid::now_v7().to_string());
    let form = photos
        .iter()
        .fold(form, |form, (bytes, alt)| form.part("photo", Part::bytes(bytes.to_vec()).file_name("a.png")).text("alt", (*alt).to_owned()));
    who.request(Method::POST, path).multipart(form).send().await.unwrap()
}

#[tokio::test]
async fn photos_are_added_taken_away_and_brought_back_and_go_for_good_after_a_day() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = idea("Tape that lets go").by(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/photos", made.number);
    let png = {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(40, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        bytes.into_inner()
    };
    assert_eq!(add_photos(&ann, &path, &[(&png, "Mine")]).await.status(), 403);
    let refused = add_photos(&rosa, &path, &[(&png, "The tab"), (b"no picture", "The lid")]).await;
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(page.contains("value=\"The tab\"") && !page.contains("/files/"), "all or nothing, and the words stay: {page}");
    assert_eq!(add_photos(&rosa, &path, &[(b"", "")]).await.status(), 422, "nothing was chosen");
    assert_eq!(add_photos(&rosa, &path, &[(&png, "The tab"), (&png, "The lid")]).await.status(), 303);
    let too_many: Vec<(&[u8], &str)> = (0..5).map(|_| (png.as_slice(), "")).collect();
    assert_eq!(add_photos(&rosa, &path, &too_many).await.status(), 422);

    let ids: Vec<Uuid> = blobs::table.order(blobs::position).select(blobs::id).load(&mut app.conn).unwrap();
    let (away, back) = (format!("{path}/{}/remove", ids[0]), format!("{path}/{}/restore", ids[0]));
    assert_eq!(ann.post(&away, &[]).await.status(), 403);
    assert_eq!(rosa.post(&away, &[]).await.status(), 303);
    assert_eq!(rosa.post(&away, &[]).await.status(), 404);
    assert_eq!(ann.get(&format!("/files/{}", ids[0])).await.status(), 404);
    assert!(!ann.page(&made.path).await.contains("The tab") && ann.page(&made.path).await.contains("The lid"));
    assert!(rosa.page("/stream/actions").await.contains(&back), "there is a way back for a day");
    assert_eq!(rosa.post(&back, &[]).await.status(), 303);
    assert_eq!(ann.get(&format!("/files/{}", ids[0])).await.status(), 200);
    assert_eq!(rosa.post(&away, &[]).await.status(), 303);
    assert!(text_of(&ann.page(&made.path).await).contains("took a photo away"));

    assert_eq!(expiry::remove_old(&app.state.db, &app.state.files).await.unwrap(), 0);
    diesel::update(blobs::table.filter(blobs::id.eq(ids[0])))
        .set(blobs::removed_at.eq(Some(app.clock.now() - chrono::TimeDelta::hours(25))))
        .execute(&mut app.conn)
        .unwrap();
    assert_eq!(expiry::remove_old(&app.state.db, &app.state.files).await.unwrap(), 1);
    assert_eq!(rosa.post(&back, &[]).await.status(), 404);
    let gone = tempfile::tempdir().unwrap();
    assert!(!app.state.files.copy(proofbench::kernel::BlobId(ids[0]), &gone.path().join("a.jpg")).unwrap(), "the file is gone, too");
}
