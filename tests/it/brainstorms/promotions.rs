//! Notes and clusters that become ideas, and the chain from one to the other.
use super::{clustered, staff};
use crate::support::{
    TestApp,
    make::{brainstorms::room, ideas as ideas_of},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, Role},
    schema::{ideas, lineage_edges},
};

#[tokio::test]
async fn a_cluster_becomes_an_idea_once_and_the_way_back_is_open() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    let path = made.at(&format!("/clusters/{cluster}/promotion"));
    assert_eq!(tomas.post(&path, &[]).await.status(), 409, "not before the results");
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&path, &[]).await.status(), 403);
    assert_eq!(tomas.post(&path, &[("title", "Heat that lets go"), ("text", "")]).await.status(), 303);
    assert_eq!(tomas.post(&path, &[]).await.status(), 409);
    let (id, title): (uuid::Uuid, String) = ideas::table.select((ideas::id, ideas::title)).first(&mut app.conn).unwrap();
    assert_eq!(title, "Heat that lets go");
    let verbs = app.verbs();
    assert_eq!(verbs[verbs.len() - 3..], ["idea.submitted", "cluster.promoted", "idea.promoted"]);
    assert!(text_of(&marek.page(&made.at("/results")).await).contains("became idea"));
    assert_eq!(tomas.post(&made.at(&format!("/promotions/{id}/undo")), &[]).await.status(), 303);
    let open: i64 = lineage_edges::table.filter(lineage_edges::ended_at.is_null()).count().get_result(&mut app.conn).unwrap();
    assert_eq!(open, 0);
    let state: proofbench::kernel::IdeaState = ideas::table.select(ideas::state).first(&mut app.conn).unwrap();
    assert_eq!(state, proofbench::kernel::IdeaState::Withdrawn);
    assert_eq!(tomas.post(&made.at(&format!("/promotions/{id}/undo")), &[]).await.status(), 404);
}

#[tokio::test]
async fn a_cluster_that_went_into_an_idea_links_it_and_becomes_no_second_one() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    let older = ideas_of::idea(tomas.id).insert(&mut app);
    assert!(text_of(&tomas.page(&made.at("/results")).await).contains("Make this cluster an idea"));
    diesel::sql_query(format!(
        "INSERT INTO lineage_edges (id, from_kind, from_id, relation, to_kind, to_id, made_by, made_at)
         VALUES (gen_random_uuid(), 'cluster', '{cluster}', 'merged_into', 'idea', '{}', '{}', now())",
        older.id, tomas.id
    ))
    .execute(&mut app.conn)
    .unwrap();
    let page = tomas.page(&made.at("/results")).await;
    let text = text_of(&page);
    assert!(page.contains(&format!("href=\"/ideas/{}\"", older.number)) && text.contains("went into idea"), "{text}");
    assert!(!text.contains("Make this cluster an idea"), "{text}");
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{cluster}/promotion")), &[]).await.status(), 409);
    diesel::update(ideas::table.find(older.id)).set(ideas::audience.eq(Audience::People)).execute(&mut app.conn).unwrap();
    let text = text_of(&marek.page(&made.at("/results")).await);
    assert!(!text.contains("went into idea"), "an idea that is not his to see: {text}");
}

#[tokio::test]
async fn a_note_becomes_an_idea_of_its_writer_where_names_are_shown() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    for (names, author) in [("on", ines.id), ("", tomas.id)] {
        let scene = if names.is_empty() { room() } else { room().with("names_shown", names) };
        let made = scene.writing(&tomas).await;
        made.join(&ines).await;
        let note = made.write(&ines, "Perforated carrier: tear it like a stamp").await;
        made.order(&tomas, "close").await;
        let answer = tomas.post(&made.at(&format!("/notes/{note}/promotion")), &[]).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        let by: proofbench::kernel::PersonId =
            ideas::table.order(ideas::number.desc()).select(ideas::author_id).first(&mut app.conn).unwrap();
        assert_eq!(by, author);
    }
}

#[tokio::test]
async fn the_chain_leads_from_the_first_note_through_its_cluster_to_the_idea() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{cluster}/promotion")), &[("title", "Heat that lets go")]).await.status(), 303);
    let number: i64 = ideas::table.select(ideas::number).first(&mut app.conn).unwrap();
    let outsider = app.sign_in("Otto", &[Role::Rnd]);
    let chain = |html: String| {
        let document = scraper::Html::parse_document(&html);
        let list = scraper::Selector::parse(".lineage").unwrap();
        document.select(&list).flat_map(|list| list.text()).flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    };
    let idea_path = format!("/ideas/{number}-heat-that-lets-go");
    for path in [made.at("/results"), idea_path.clone()] {
        let said = chain(ines.page(&path).await);
        let places: Vec<Option<usize>> = ["Brainstorm", "Heat lets go. Slowly", "grouped into", "Cluster", "became", "Heat that lets go"]
            .map(|part| said.find(part))
            .to_vec();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{path}: {said}");
        assert!(!said.contains("Steam port"), "a note that became nothing is no part of it");
    }
    let said = chain(outsider.page(&idea_path).await);
    assert!(said.contains("Cluster") && !said.contains("Slowly"), "notes of a room that is not closed are for those inside: {said}");
    made.order(&tomas, "close").await;
    assert!(chain(outsider.page(&idea_path).await).contains("Slowly"));
    let happened = text_of(&ines.page(&made.at("/results")).await);
    assert!(happened.contains("What happened") && happened.contains("Tomás Figueira closed"), "{happened}");
}

#[tokio::test]
async fn a_note_of_one_word_becomes_an_idea_with_the_question_that_it_answers() {
    let mut app = TestApp::start().await;
    let (tomas, ines, _) = staff(&mut app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    let (short, long) = (made.write(&ines, "Wax").await, made.write(&ines, "Perforated carrier: tear it like a stamp").await);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    assert_eq!(tomas.post(&made.at(&format!("/notes/{short}/cluster")), &[("to", "new")]).await.status(), 303);
    let other = made.clusters(&mut app)[0];
    made.order(&tomas, "close").await;
    let written = |app: &mut TestApp| -> (String, String) {
        ideas::table.order(ideas::number.desc()).select((ideas::title, ideas::body)).first(&mut app.conn).unwrap()
    };
    let question = "> Fail on purpose: What would make a joint fail on purpose?";
    assert_eq!(tomas.post(&made.at(&format!("/notes/{short}/promotion")), &[("title", ""), ("text", "Wax")]).await.status(), 303);
    assert_eq!(written(&mut app), ("Wax".to_owned(), format!("Wax\n\n{question}")), "as the form sends it, too");
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{other}/promotion")), &[]).await.status(), 303);
    assert_eq!(written(&mut app).1, format!("- Wax\n\n{question}"));
    assert_eq!(tomas.post(&made.at(&format!("/notes/{long}/promotion")), &[]).await.status(), 303);
    assert_eq!(written(&mut app).1, "Perforated carrier: tear it like a stamp", "what stands alone stays as it was written");
}
