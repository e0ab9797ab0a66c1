//! Ideas from a CSV file come in checked, once, and only when every row is right.
use crate::support::{TestApp, Visitor};
use diesel::prelude::*;
use proofbench::{
    flows::{
        import_ideas::{self, Report, rules},
        recount,
    },
    kernel::{Audience, CampaignId, CampaignState, Role},
    platform::error::AppError,
    schema::{campaigns, idea_tags, ideas, people, votes},
};

const FILE: &str = "Headline,Text,Who,votes,created,tags\n\
    Peel tape,Make it peel off in one pull,ann@example.com,3,2024-05-01,tape;cold\n\
    ,\"Print the batch number inside. With \"\"quotes\"\",\nand lines\",Rosa L.,1,,\n\
    Shorter rolls,Offer it in a shorter roll,,0,,tape\n";

async fn scene() -> (TestApp, Visitor) {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Admin]);
    diesel::update(people::table.find(ann.id)).set(people::email.eq("ann@example.com")).execute(&mut app.conn).unwrap();
    let row = (
        campaigns::id.eq(CampaignId::new()),
        campaigns::slug.eq("tapes"),
        campaigns::title.eq("Tapes"),
        campaigns::state.eq(CampaignState::Open),
        campaigns::audience.eq(Audience::Public),
        campaigns::owner_id.eq(ann.id),
        campaigns::created_at.eq(app.clock.now()),
    );
    diesel::insert_into(campaigns::table).values(row).execute(&mut app.conn).unwrap();
    (app, ann)
}

async fn import(app: &TestApp, file: &str, dry: bool) -> Result<Report, AppError> {
    let map = [("title", "Headline"), ("body", "Text"), ("author", "Who")].map(|(field, column)| (field.to_owned(), column.to_owned()));
    let wishes = rules::read("ideas.csv", file.as_bytes(), &map, app.clock.now()).unwrap();
    import_ideas::import(&app.state.db, "ideas.csv".to_owned(), wishes, "tapes".to_owned(), dry).await
}

fn ideas_in(app: &mut TestApp) -> i64 {
    ideas::table.count().get_result(&mut app.conn).unwrap()
}

#[tokio::test]
async fn rows_become_ideas_with_authors_votes_and_tags() {
    let (mut app, ann) = scene().await;
    let report = import(&app, FILE, false).await.unwrap();
    assert_eq!((report.made, report.votes, report.people), (3, 4, 4));
    let rows: Vec<(String, proofbench::kernel::PersonId, i32)> =
        ideas::table.order(ideas::number).select((ideas::title, ideas::author_id, ideas::vote_count)).load(&mut app.conn).unwrap();
    assert_eq!((rows[0].0.as_str(), rows[0].1, rows[0].2), ("Peel tape", ann.id, 3));
    assert_eq!((rows[1].0.as_str(), rows[1].2), ("Print the batch number inside", 1));
    assert_eq!((rows[2].1, rows[2].2), (ann.id, 0));
    let rosa: String = people::table.find(rows[1].1).select(people::name).first(&mut app.conn).unwrap();
    assert_eq!(rosa, "Rosa L.");
    assert_eq!(idea_tags::table.count().get_result(&mut app.conn), Ok(3_i64));
    assert_eq!(votes::table.count().get_result(&mut app.conn), Ok(4_i64));
    assert!(recount::prove(&mut app.conn, None).unwrap().iter().all(|(_, wrong)| wrong.is_empty()));
    assert_eq!(app.verbs(), ["import.finished"]);
}

#[tokio::test]
async fn the_same_rows_again_change_nothing_and_a_new_one_is_added() {
    let (mut app, _) = scene().await;
    import(&app, FILE, false).await.unwrap();
    let again = import(&app, FILE, false).await.unwrap();
    assert_eq!((again.made, again.known, again.votes, again.people), (0, 3, 0, 0));
    assert_eq!(app.verbs(), ["import.finished"]);
    let more = format!("{FILE}New,Send a sample with each order,,1,,\nNew,Send a sample with each order,,1,,\n");
    let more = import(&app, &more, false).await.unwrap();
    assert_eq!((more.made, more.known, more.repeated, ideas_in(&mut app)), (1, 3, 1, 4));
}

#[tokio::test]
async fn a_text_that_changed_since_it_was_imported_is_named() {
    let (mut app, _) = scene().await;
    let file = |text: &str| format!("Headline,Text,Who,key\nPeel tape,{text},,17\n");
    import(&app, &file("Make it peel off in one pull"), false).await.unwrap();
    let again = import(&app, &file("Make it peel off in two pulls"), false).await.unwrap();
    assert_eq!((again.made, again.known, ideas_in(&mut app)), (0, 1, 1));
    assert!(again.to_string().contains("line 2: was imported before with another text, which stays"), "{again}");
}

#[tokio::test]
async fn a_dry_run_says_what_it_would_do_and_does_nothing() {
    let (mut app, _) = scene().await;
    let report = import(&app, FILE, true).await.unwrap();
    assert!(report.to_string().contains("line 2: would add \"Peel tape\" with 3 votes"), "{report}");
    assert_eq!((report.made, report.people, ideas_in(&mut app), app.verbs().len()), (3, 4, 0, 0));
}

#[tokio::test]
async fn one_wrong_row_keeps_all_of_them_out() {
    let (mut app, _) = scene().await;
    let file = format!("{FILE},short,,1,,\nNew,Send a sample with each order,nobody@example.com,1,,\n");
    let refused = import(&app, &file, false).await.unwrap_err().to_string();
    assert!(refused.contains("2 rows are wrong") && refused.contains("ideas.csv, line 6: the text has fewer"), "{refused}");
    assert!(refused.contains("ideas.csv, line 7: nobody here has the address nobody@example.com"), "{refused}");
    assert_eq!((ideas_in(&mut app), app.verbs().len()), (0, 0));
    let people: i64 = people::table.count().get_result(&mut app.conn).unwrap();
    assert_eq!(people, 1);
}

#[tokio::test]
async fn a_campaign_that_is_not_there_or_over_takes_nothing() {
    let (mut app, _) = scene().await;
    diesel::update(campaigns::table).set(campaigns::state.eq(CampaignState::Closed)).execute(&mut app.conn).unwrap();
    assert!(import(&app, FILE, false).await.unwrap_err().to_string().contains("is closed"));
    diesel::delete(campaigns::table).execute(&mut app.conn).unwrap();
    assert!(import(&app, FILE, true).await.unwrap_err().to_string().contains("there is no campaign tapes"));
}
