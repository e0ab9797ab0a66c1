//! The board: its orders, filters and pages, hidden counts, and what it costs.
use crate::support::{
    TestApp,
    make::{board::idea, campaigns::campaign},
};
use diesel::prelude::*;
use proofbench::{
    kernel::{CountsShown, IdeaState, Role},
    schema::comments,
};

#[tokio::test]
async fn an_idea_that_is_all_title_stands_on_the_board_once() {
    let mut app = TestApp::start().await;
    idea("Liner without silicone").body("Liner without silicone.").insert(&mut app);
    for path in ["/ideas?sort=new", "/ideas?q=silicone"] {
        let page = app.visitor().page(path).await;
        assert!(!page.contains("idea-row__text"), "{path}: {page}");
    }
}

#[tokio::test]
async fn the_board_has_four_orders_and_pages_by_key() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    for number in 0..45 {
        idea(&format!("Idea {number:02}")).by(rosa.id).votes(number).hours_old(i64::from(number) * 5).insert(&mut app);
    }
    idea("Out in the world").by(rosa.id).state(IdeaState::Shipped).insert(&mut app);
    let visitor = app.visitor();
    for sort in ["rising", "wanted", "new"] {
        let (mut path, mut seen) = (format!("/ideas.json?sort={sort}"), Vec::new());
        let first: serde_json::Value = serde_json::from_str(&visitor.page(&path).await).unwrap();
        let all: Vec<String> = first["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect();
        path = format!("/ideas?sort={sort}");
        loop {
            let page = visitor.page(&path).await;
            let document = scraper::Html::parse_document(&page);
            let titles = scraper::Selector::parse("ol.idea-list .idea-row__title").unwrap();
            seen.extend(document.select(&titles).map(|title| title.text().collect::<String>()));
            let next = scraper::Selector::parse("a[rel=next]").unwrap();
            match document.select(&next).next() {
                Some(link) => path = link.value().attr("href").unwrap().to_owned(),
                None => break,
            }
        }
        assert_eq!(seen, all, "{sort}");
        assert_eq!(all.len(), if sort == "new" { 46 } else { 45 });
    }
    let wanted: serde_json::Value = serde_json::from_str(&visitor.page("/ideas.json?sort=wanted").await).unwrap();
    assert_eq!((wanted["items"][0]["votes"].as_i64(), wanted["items"][44]["votes"].as_i64()), (Some(44), Some(0)));
    assert!(visitor.page("/ideas?sort=shipped").await.contains("Out in the world"));
    for bad in ["x", "W10", "WyJhIiwiYiJd"] {
        assert_eq!(visitor.get(&format!("/ideas?after={bad}")).await.status(), 422, "{bad}");
    }
}

#[tokio::test]
async fn filters_stand_in_the_address() {
    let mut app = TestApp::start().await;
    let place = campaign().insert(&mut app);
    idea("In the campaign").campaign(place.id).tag("cold").insert(&mut app);
    idea("Parked one").state(IdeaState::Parked).insert(&mut app);
    let visitor = app.visitor();
    for (path, there, not) in [
        (format!("/ideas?campaign={}", place.slug), "In the campaign", "Parked one"),
        (format!("/ideas?campaign={}", place.number), "In the campaign", "Parked one"),
        ("/ideas?status=parked".to_owned(), "Parked one", "In the campaign"),
        ("/ideas?tag=cold".to_owned(), "In the campaign", "Parked one"),
        ("/ideas?tag=cold&status=open&sort=wanted".to_owned(), "In the campaign", "Parked one"),
    ] {
        let page = visitor.page(&path).await;
        let list = page.split("idea-list").nth(1).unwrap_or("").split("</ol>").next().unwrap_or("").to_owned();
        assert!(list.contains(there) && !list.contains(not), "{path}");
    }
    assert_eq!(visitor.get("/ideas?campaign=nowhere").await.status(), 404);
}

#[tokio::test]
async fn hidden_counts_are_nowhere_and_the_order_is_a_persons_own() {
    let mut app = TestApp::start().await;
    let place = campaign().counts(CountsShown::AfterEnd).insert(&mut app);
    for number in 0..30 {
        idea(&format!("Idea {number:02}")).campaign(place.id).votes(4_242_400 + number).insert(&mut app);
    }
    let (ann, ben) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let path = format!("/ideas.json?campaign={}&sort=wanted", place.slug);
    let (first, again, other) = (ann.page(&path).await, ann.page(&path).await, ben.page(&path).await);
    let order = |page: &str| {
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        page["items"].as_array().unwrap().iter().map(|item| item["number"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((order(&first).len(), order(&first)), (30, order(&again)));
    assert_ne!(order(&first), order(&other));
    for page in [first, ann.page(&format!("/ideas?campaign={}", place.slug)).await, ann.page("/ideas.csv").await, ann.page("/ideas").await]
    {
        assert!(!page.contains("42424") && !page.contains("4,242,4"), "{page}");
    }
}

#[tokio::test]
async fn a_board_costs_a_visitor_three_statements_and_an_idea_with_twenty_comments_four() {
    let mut app = TestApp::start().await;
    let place = campaign().insert(&mut app);
    let mut made = Vec::new();
    for number in 0..30 {
        made.push(idea(&format!("Idea {number:02}")).campaign(place.id).insert(&mut app));
    }
    // One has more comments than fit on its page.
    let ann = app.sign_in("Ann", &[Role::Customer]);
    for number in 0..25 {
        let text = format!("Comment {number}");
        let answer = ann.post(&format!("/ideas/{}/comments", made[1].number), &[("text", &text)]).await;
        assert_eq!(answer.status(), 303);
    }
    assert_eq!(comments::table.count().get_result::<i64>(&mut app.conn).unwrap(), 25);
    let visitor = app.visitor();
    for (path, most) in [
        ("/ideas".to_owned(), 3),
        (format!("/ideas?campaign={}&sort=wanted", place.slug), 3),
        (made[0].path.clone(), 4),
        (made[1].path.clone(), 4),
    ] {
        // A connection learns the types of the columns with its first uses.
        let mut fewest = u64::MAX;
        for _ in 0..12 {
            let before = app.state.db.statements();
            visitor.page(&path).await;
            fewest = fewest.min(app.state.db.statements() - before);
        }
        assert!(fewest <= most, "{path}: {fewest} statements");
    }
}
