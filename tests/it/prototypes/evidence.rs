//! What speaks for a prototype: test sessions with their readings, and builds with their photos.
use super::{frame, location, verbs_of};
use crate::support::{TestApp, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::Role,
    schema::{blobs, builds, prototypes, readings, test_sessions},
};

/// A small picture.
fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// What a field of the form for a reading holds.
fn field(html: &str, name: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let input = scraper::Selector::parse(&format!(".bench-form input[name={name}]")).unwrap();
    document.select(&input).next().unwrap().attr("value").unwrap_or_default().to_owned()
}

#[tokio::test]
async fn readings_decide_the_outcome_until_somebody_sets_it() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Lap shear").await;
    let response = ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Shear at 60 °C"), ("with_whom", "Lab 2")]).await;
    assert!(location(&response).ends_with("/tests/1"), "the form leads to where the readings are typed in");
    let outcome = |app: &mut TestApp| -> String {
        let outcome: proofbench::kernel::TestOutcome = test_sessions::table.select(test_sessions::outcome).first(&mut app.conn).unwrap();
        outcome.as_str().to_owned()
    };
    let path = format!("/prototypes/{number}/tests/1");
    let reading = |value: &'static str| [("measure", "shear"), ("value", value), ("unit", "N/mm²"), ("least", "4,5"), ("most", "")];
    let (response, verbs) = verbs_of!(app, ines.post(&format!("{path}/readings"), &reading("5.1")).await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["reading.taken".to_owned(), "test.judged".to_owned()]));
    assert_eq!(outcome(&mut app), "passed");
    ines.post(&format!("{path}/readings"), &reading("4.4")).await;
    assert_eq!(outcome(&mut app), "failed", "one reading out of its limits fails the session");
    ines.post(&format!("{path}/outcome"), &[("outcome", "inconclusive")]).await;
    ines.post(&format!("{path}/readings"), &reading("6")).await;
    assert_eq!(outcome(&mut app), "inconclusive", "what somebody set stays");
    let (again, verbs) = verbs_of!(app, ines.post(&format!("{path}/outcome"), &[("outcome", "inconclusive")]).await);
    assert_eq!((again.status().as_u16(), verbs), (303, Vec::<String>::new()), "saying the same again changes nothing");
    let refused = ines.post(&format!("{path}/readings"), &reading("five")).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("value=\"five\""), "what was typed is kept");
    let counts: (i32, i32) = prototypes::table.select((prototypes::tests_passed, prototypes::tests_total)).first(&mut app.conn).unwrap();
    assert_eq!(counts, (0, 1));
}

#[tokio::test]
async fn limits_of_one_measure_judge_no_other() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel strip").await;
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Peel")]).await;
    let path = format!("/prototypes/{number}/tests/1");
    let take = async |form: &[(&str, &str)]| assert_eq!(ines.post(&format!("{path}/readings"), form).await.status(), 303);
    take(&[("measure", "Peel force"), ("value", "12"), ("unit", "N"), ("least", "10"), ("most", "15")]).await;
    let page = ines.page(&path).await;
    assert_eq!(["measure", "unit", "least", "most"].map(|name| field(&page, name)), ["Peel force", "", "", ""]);
    take(&[("measure", "Thickness"), ("value", "0.0000004"), ("unit", ""), ("least", ""), ("most", "")]).await;
    take(&[("measure", "peel force"), ("value", "16"), ("unit", ""), ("least", ""), ("most", "")]).await;
    let taken: Vec<(String, String, Option<f64>, Option<f64>)> = readings::table
        .order(readings::position)
        .select((readings::measure, readings::unit, readings::least, readings::most))
        .load(&mut app.conn)
        .unwrap();
    let with = |measure: &str, unit: &str, least, most| (measure.to_owned(), unit.to_owned(), least, most);
    let force = |measure: &str| with(measure, "N", Some(10.0), Some(15.0));
    assert_eq!(taken, [force("Peel force"), with("Thickness", "", None, None), force("peel force")]);
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("Thickness 0.0000004 No limits") && page.contains("16 N Out of limits"), "{page}");
}

#[tokio::test]
async fn a_number_is_read_as_the_readers_language_writes_it() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Peel strip").await;
    ines.post(&format!("/prototypes/{number}/tests"), &[("title", "Peel")]).await;
    let path = format!("/prototypes/{number}/tests/1/readings");
    for (lang, taken, asked_back, both) in
        [("de", "12,345", "12.345", "12345 oder 12,3450"), ("en", "12.345", "12,345", "12345 or 12.3450")]
    {
        let reader = ines.with_cookie(&format!("lang={lang}"));
        let answer = reader.post(&path, &[("measure", "force"), ("value", taken)]).await;
        assert_eq!(answer.status(), 303, "{taken} in {lang}");
        let refused = reader.post(&path, &[("measure", "force"), ("value", asked_back)]).await;
        assert_eq!(refused.status(), 422, "{asked_back} in {lang}");
        let page = text_of(&refused.text().await.unwrap());
        assert!(page.contains(both), "{page}");
    }
    let values: Vec<f64> = readings::table.select(readings::value).load(&mut app.conn).unwrap();
    assert_eq!(values, [12.345, 12.345]);
}

#[tokio::test]
async fn a_build_comes_with_a_photo_that_is_shown_to_those_who_see_the_prototype() {
    let mut app = TestApp::start().await;
    let (ines, rosa) = (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Rosa", &[Role::Customer]));
    let number = frame(&ines, "Foam lip").await;
    let form = |bytes: Vec<u8>| {
        reqwest::multipart::Form::new()
            .text("csrf", ines.csrf().to_owned())
            .text("title", "Hand-cut lip")
            .text("cost", "38,50")
            .text("bill_of_material", "felt 1.2 m\nclips 12")
            .part("photo", reqwest::multipart::Part::bytes(bytes).file_name("lip.png"))
    };
    let path = format!("/prototypes/{number}/builds");
    let send = async |bytes: Vec<u8>| ines.request(reqwest::Method::POST, &path).multipart(form(bytes)).send().await.unwrap();
    assert_eq!(send(b"no picture".to_vec()).await.status(), 422);
    let (response, verbs) = verbs_of!(app, send(png()).await);
    assert_eq!((response.status().as_u16(), verbs), (303, vec!["build.recorded".to_owned()]));
    let page = ines.page(&location(&ines.get(&format!("/prototypes/{number}")).await)).await;
    assert!(text_of(&page).contains("€38.50") && text_of(&page).contains("clips 12"), "{page}");
    let photo = page.split("src=\"/files/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(ines.get(&format!("/files/{photo}")).await.status(), 200);
    assert_eq!(rosa.get(&format!("/files/{photo}")).await.status(), 404);
    let build: uuid::Uuid = builds::table.select(builds::id).first(&mut app.conn).unwrap();
    assert_eq!(ines.post(&format!("/prototypes/{number}/parts/{build}/removal"), &[]).await.status(), 303);
    assert_eq!(ines.get(&format!("/files/{photo}")).await.status(), 404, "it goes with its build");
    let kept: Vec<Option<proofbench::kernel::Moment>> = blobs::table.select(blobs::removed_at).load(&mut app.conn).unwrap();
    assert!(matches!(kept[..], [Some(_)]), "it is deleted in its time: {kept:?}");
}

#[tokio::test]
async fn photos_that_a_refused_form_cannot_keep_are_asked_for_again() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let number = frame(&ines, "Foam lip").await;
    let send = async |photo: Option<Vec<u8>>| {
        let form = reqwest::multipart::Form::new().text("csrf", ines.csrf().to_owned()).text("title", "");
        let form = match photo {
            Some(bytes) => form.part("photo", reqwest::multipart::Part::bytes(bytes).file_name("lip.png")),
            None => form,
        };
        let path = format!("/prototypes/{number}/builds");
        let refused = ines.request(reqwest::Method::POST, &path).multipart(form).send().await.unwrap();
        assert_eq!(refused.status(), 422);
        text_of(&refused.text().await.unwrap())
    };
    let asked = "Choose the photos again";
    assert!(send(Some(png())).await.contains(asked));
    assert!(!send(None).await.contains(asked), "nothing was chosen");
}
