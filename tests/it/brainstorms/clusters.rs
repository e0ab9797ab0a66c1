//! Clusters, the dots on them and the results that come of them.
use super::clustered;
use crate::support::{TestApp, Visitor, make::brainstorms::MadeRoom, text_of};
use diesel::prelude::*;
use proofbench::{
    flows::recount,
    schema::{clusters, dot_budgets, dots, notes},
};

#[tokio::test]
async fn notes_are_grouped_renamed_merged_and_freed() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, _, two) = clustered(&mut app).await;
    let first = made.clusters(&mut app)[0];
    assert_eq!(ines.post(&made.at("/clusters"), &[("title", "Steam")]).await.status(), 303);
    let second = made.clusters(&mut app)[1];
    assert_eq!(ines.post(&made.at(&format!("/notes/{two}/cluster")), &[("to", &second.to_string())]).await.status(), 303);
    assert_eq!(marek.post(&made.at(&format!("/clusters/{first}")), &[("title", "Heat")]).await.status(), 303);
    let merge = made.at(&format!("/clusters/{second}/removal"));
    assert_eq!(marek.post(&merge, &[("into", &first.to_string())]).await.status(), 403, "only those who steer merge");
    assert_eq!(tomas.post(&merge, &[("into", &first.to_string())]).await.status(), 303);
    assert_eq!(made.clusters(&mut app), [first]);
    let together: i64 = notes::table.filter(notes::cluster_id.eq(first)).count().get_result(&mut app.conn).unwrap();
    assert_eq!(together, 2);
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{first}/removal")), &[]).await.status(), 303);
    let free: i64 = notes::table.filter(notes::cluster_id.is_null()).count().get_result(&mut app.conn).unwrap();
    assert_eq!(free, 2);
}

#[tokio::test]
async fn dots_never_pass_the_budget_or_the_cap_however_many_come_at_once() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, ..) = clustered(&mut app).await;
    for title in ["Two", "Three", "Four"] {
        marek.post(&made.at("/clusters"), &[("title", title)]).await;
    }
    made.order(&tomas, "next").await;
    let all = made.clusters(&mut app);
    let paths: Vec<String> = all.iter().cycle().take(24).map(|id| made.at(&format!("/clusters/{id}/dots"))).collect();
    let answers = futures_util::future::join_all(paths.iter().map(|path| ines.post(path, &[("dots", "2")]))).await;
    assert!(answers.iter().all(|answer| [303, 422].contains(&answer.status().as_u16())));
    let (spent, cap): (i16, i16) = dot_budgets::table.select((dot_budgets::spent, dot_budgets::cap)).first(&mut app.conn).unwrap();
    let placed: Vec<i16> = dots::table.select(dots::dots_).load(&mut app.conn).unwrap();
    let counted: Vec<i32> = clusters::table.select(clusters::dot_count).load(&mut app.conn).unwrap();
    assert_eq!((spent, placed.iter().sum::<i16>(), counted.iter().sum::<i32>()), (2, 2, 2), "of {cap}");
    assert_eq!(ines.post(&paths[0], &[("dots", "3")]).await.status(), 422, "over the cap");
    assert_eq!(app.verbs().iter().filter(|verb| *verb == "dots.placed").count(), 1);
}

#[tokio::test]
async fn totals_stay_hidden_until_voting_ends() {
    let mut app = TestApp::start().await;
    let (tomas, ines, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "next").await;
    let cluster = made.clusters(&mut app)[0];
    ines.post(&made.at(&format!("/clusters/{cluster}/dots")), &[("dots", "2")]).await;
    for visitor in [&marek, &tomas] {
        for tail in ["", "/parts/mine", "/parts/stage", "/results"] {
            let text = text_of(&visitor.page(&made.at(tail)).await);
            assert!(!text.contains("2 dots from"), "{tail}: {text}");
        }
    }
    assert!(text_of(&ines.page(&made.path).await).contains("1 of 3 dots left"));
    made.order(&tomas, "next").await;
    assert!(text_of(&marek.page(&made.path).await).contains("2 dots from 1 person"));
    assert!(text_of(&marek.page(&made.at("/results")).await).contains("2 dots from 1 person"));
    assert_eq!(ines.post(&made.at(&format!("/clusters/{cluster}/dots")), &[("dots", "1")]).await.status(), 409);
}

#[tokio::test]
async fn results_as_csv_hold_no_formula() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, ..) = clustered(&mut app).await;
    made.order(&tomas, "close").await;
    let csv = marek.page(&made.at("/results.csv")).await;
    assert!(csv.contains("'=Steam port") && !csv.contains(",=Steam"), "{csv}");
}

#[tokio::test]
async fn who_leads_is_warned_of_notes_that_nobody_could_vote_on() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, _, two) = clustered(&mut app).await;
    let stage = made.at("/parts/stage");
    assert!(text_of(&tomas.page(&stage).await).contains("1 note is in no cluster. Nobody can vote"));
    made.order(&tomas, "next").await;
    assert!(text_of(&tomas.page(&stage).await).contains("1 note is in no cluster and gets no dots"));
    made.order(&tomas, "back").await;
    let first = made.clusters(&mut app)[0];
    assert_eq!(marek.post(&made.at(&format!("/notes/{two}/cluster")), &[("to", &first.to_string())]).await.status(), 303);
    assert!(!text_of(&tomas.page(&stage).await).contains("in no cluster"));
}

/// A room that can be voted in: Ines gave two dots to the first cluster, and the room stands at grouping again.
async fn voted_and_back(app: &mut TestApp) -> (Visitor, Visitor, Visitor, MadeRoom, [uuid::Uuid; 2]) {
    let (tomas, ines, marek, made, ..) = clustered(app).await;
    assert_eq!(marek.post(&made.at("/clusters"), &[("title", "Steam")]).await.status(), 303);
    let all = made.clusters(app);
    made.order(&tomas, "next").await;
    assert_eq!(ines.post(&made.at(&format!("/clusters/{}/dots", all[0])), &[("dots", "2")]).await.status(), 303);
    made.order(&tomas, "back").await;
    (tomas, ines, marek, made, [all[0], all[1]])
}

fn spent(app: &mut TestApp) -> Vec<i16> {
    dot_budgets::table
        .filter(dot_budgets::spent.gt(0_i16))
        .select(dot_budgets::spent)
        .order(dot_budgets::spent)
        .load(&mut app.conn)
        .unwrap()
}

fn assert_counts_are_right(app: &mut TestApp) {
    for (name, wrong) in recount::prove(&mut app.conn, None).unwrap() {
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

#[tokio::test]
async fn dots_on_a_cluster_that_was_dissolved_count_nowhere() {
    let mut app = TestApp::start().await;
    let (tomas, _, marek, made, [first, second]) = voted_and_back(&mut app).await;
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{first}/removal")), &[]).await.status(), 303);
    assert_eq!(spent(&mut app), [0; 0], "nobody has spent anything on what stands");
    assert_counts_are_right(&mut app);
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&made.at(&format!("/clusters/{second}/dots")), &[("dots", "1")]).await.status(), 303);
    made.order(&tomas, "next").await;
    for tail in ["", "/results"] {
        let text = text_of(&marek.page(&made.at(tail)).await);
        assert!(text.contains("1 of 2 people voted") && text.contains("1 dot from 1 person"), "{tail}: {text}");
    }
    assert_counts_are_right(&mut app);
}

#[tokio::test]
async fn a_dissolved_cluster_comes_back_with_its_dots() {
    let mut app = TestApp::start().await;
    let (tomas, .., made, [first, _]) = voted_and_back(&mut app).await;
    let removal = made.at(&format!("/clusters/{first}/removal"));
    assert_eq!(tomas.post(&removal, &[]).await.status(), 303);
    assert_eq!(tomas.post(&format!("{removal}?undo=yes"), &[]).await.status(), 303);
    assert_eq!(spent(&mut app), [2]);
    assert_counts_are_right(&mut app);
    assert_eq!(tomas.post(&removal, &[]).await.status(), 303);
    made.order(&tomas, "next").await;
    made.order(&tomas, "back").await;
    assert_eq!(tomas.post(&format!("{removal}?undo=yes"), &[]).await.status(), 409, "its dots may lie elsewhere since");
    assert_eq!(spent(&mut app), [0; 0]);
}

#[tokio::test]
async fn whoever_steers_counts_among_the_people_once_they_vote() {
    let mut app = TestApp::start().await;
    let (tomas, .., made, [first, _]) = voted_and_back(&mut app).await;
    made.order(&tomas, "next").await;
    assert_eq!(tomas.post(&made.at(&format!("/clusters/{first}/dots")), &[("dots", "1")]).await.status(), 303);
    made.order(&tomas, "next").await;
    for tail in ["", "/results"] {
        let text = text_of(&tomas.page(&made.at(tail)).await);
        assert!(text.contains("2 of 3 people voted"), "{tail}: {text}");
    }
}
