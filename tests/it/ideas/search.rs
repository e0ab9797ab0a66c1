//! Search and similar ideas: accents, typing errors, orders, filters.
use crate::support::{
    TestApp,
    make::{board::idea, campaigns::campaign},
    text_of,
};

#[tokio::test]
async fn similar_ideas_are_found_without_noise_and_with_typing_errors() {
    let mut app = TestApp::start().await;
    idea("Peel indicator printed in the liner").insert(&mut app);
    idea("Seat foam that parts at end of life").insert(&mut app);
    let visitor = app.visitor();
    let found = visitor.page("/ideas/similar?q=Please+add+a+peel+indicator+to+the+liner").await;
    assert!(found.contains("Peel indicator") && !found.contains("Seat foam"), "{found}");
    assert!(visitor.page("/ideas/similar?q=Peel+indicater+printd+in+lner").await.contains("Peel indicator"));
    assert!(!visitor.page("/ideas/similar?q=please+add").await.contains("idea-row"));
    // Words that no idea says take no place from those that some do.
    let long = "Wednesday+thunderstorm+grandmother+xylophone+bicycle+peel+indicator+printed+liner";
    assert!(visitor.page(&format!("/ideas/similar?q={long}")).await.contains("Peel indicator"));
}

#[tokio::test]
async fn search_knows_accents_typing_errors_and_web_search_syntax() {
    let mut app = TestApp::start().await;
    idea("Dünne Schäume für Türen").insert(&mut app);
    idea("Heat release tape").body("Holds to 80 °C & lets go at 140 °C <b>safely</b>.").insert(&mut app);
    idea("Paper liner").body("A liner of paper instead of film.").insert(&mut app);
    let visitor = app.visitor();
    let rows = |page: String| {
        scraper::Html::parse_document(&page)
            .select(&scraper::Selector::parse(".idea-row__title").unwrap())
            .map(|row| row.text().collect::<String>())
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(visitor.page("/ideas?q=schaume").await), ["Dünne Schäume für Türen"]);
    assert_eq!(rows(visitor.page("/ideas?q=tapes+-paper").await), ["Heat release tape"]);
    assert_eq!(rows(visitor.page("/ideas?q=%22paper+film%22").await), Vec::<String>::new());
    assert_eq!(rows(visitor.page("/ideas?q=relese").await), ["Heat release tape"]);
    let page = visitor.page("/ideas?q=lets").await;
    assert!(page.contains("<mark>lets</mark>") && !page.contains("<b>safely"), "{page}");
    for odd in ["%00", "'%3B--", "%22", "%28%29", "%EF%BF%BE", "a%20%7C%20%26", "%EE%80%80"] {
        assert_eq!(visitor.get(&format!("/ideas?q={odd}")).await.status(), 200, "{odd}");
        assert_eq!(visitor.get(&format!("/ideas/similar?q={odd}")).await.status(), 200, "{odd}");
    }
}

#[tokio::test]
async fn two_swapped_letters_of_a_short_word_are_forgiven() {
    let mut app = TestApp::start().await;
    idea("Liner without silicone").insert(&mut app);
    idea("Heat release tape").insert(&mut app);
    let visitor = app.visitor();
    for (typed, meant) in [("lnier", "Liner without silicone"), ("tpae", "Heat release tape"), ("heta", "Heat release tape")] {
        let page = text_of(&visitor.page(&format!("/ideas?q={typed}")).await);
        assert!(page.contains(meant) && !page.contains("No idea says"), "{typed}: {page}");
    }
    let page = text_of(&visitor.page("/ideas?q=peta").await);
    assert!(page.contains("No idea says “peta” yet"), "letters that are shuffled say something else: {page}");
}

#[tokio::test]
async fn a_search_keeps_its_words_in_every_order_and_looks_everywhere_when_filters_leave_all_out() {
    let mut app = TestApp::start().await;
    let place = campaign().insert(&mut app);
    idea("Paper liner, the old one").votes(3).hours_old(50).insert(&mut app);
    idea("Paper liner, the new one").votes(1).hours_old(2).insert(&mut app);
    let visitor = app.visitor();
    let titles = |page: &str| -> Vec<String> {
        let rows = scraper::Selector::parse(".idea-row__title").unwrap();
        scraper::Html::parse_document(page).select(&rows).map(|row| row.text().collect()).collect()
    };
    let page = visitor.page("/ideas?q=liner").await;
    assert!(text_of(&page).contains("Best match") && page.contains("href=\"/ideas?sort=new&amp;q=liner\""), "{page}");
    assert_eq!(titles(&visitor.page("/ideas?q=liner&sort=new").await), ["Paper liner, the new one", "Paper liner, the old one"]);
    assert_eq!(titles(&visitor.page("/ideas?q=liner&sort=wanted").await), ["Paper liner, the old one", "Paper liner, the new one"]);
    let narrow = visitor.page(&format!("/ideas?q=liner&campaign={}", place.slug)).await;
    let text = text_of(&narrow);
    assert!(text.contains("No idea here says “liner”") && !text.contains("No idea says"), "{text}");
    assert!(narrow.contains("href=\"/ideas?q=liner\"") && text.contains("Search everywhere"), "{narrow}");
    assert!(text_of(&visitor.page("/ideas?q=zzzqqq").await).contains("No idea says “zzzqqq” yet"));
}
