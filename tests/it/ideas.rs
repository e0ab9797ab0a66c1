//! Ideas: who sees which, writing and changing them, board, search, versions, feeds, API.
use crate::support::{
    TestApp, Visitor,
    make::{
        board::{MadeIdea, api_token, idea},
        campaigns::campaign,
    },
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CountsShown, FieldKind, IdeaState, PersonId, Role, Sight},
    schema::{campaign_fields, comments, events, ideas, terms_acceptances},
};
use reqwest::{Method, Response, header::COOKIE, multipart::Form};

/// The form of a new idea, as a browser sends it.
async fn send(visitor: &Visitor, fields: &[(&str, &str)]) -> Response {
    let form = fields.iter().fold(Form::new(), |form, (name, value)| form.text((*name).to_owned(), (*value).to_owned()));
    let form = form.text("csrf", visitor.csrf().to_owned()).text("once", uuid::Uuid::now_v7().to_string());
    visitor.request(Method::POST, "/ideas").multipart(form).send().await.unwrap()
}

fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

fn state_of(app: &mut TestApp, made: &MadeIdea) -> IdeaState {
    ideas::table.find(made.id).select(ideas::state).first(&mut app.conn).unwrap()
}

fn verbs_of(app: &mut TestApp, made: &MadeIdea) -> Vec<String> {
    events::table.filter(events::stream_id.eq(made.id.0)).order(events::seq).select(events::verb).load(&mut app.conn).unwrap()
}

#[tokio::test]
async fn each_state_is_seen_by_those_it_is_for() {
    let mut app = TestApp::start().await;
    let author = app.sign_in("Rosa", &[Role::Customer]);
    let stranger = app.sign_in("Ann", &[Role::Customer]);
    let moderator = app.sign_in("Tomás", &[Role::Moderator]);
    let engineer = app.sign_in("Ines", &[Role::Rnd]);
    let visitor = app.visitor();
    for state in IdeaState::ALL {
        let made = idea("Tape that lets go").by(author.id).state(*state).insert(&mut app);
        let public =
            !matches!(state, IdeaState::Draft | IdeaState::Pending | IdeaState::OffTopic | IdeaState::Withdrawn | IdeaState::Binned);
        let moderated = public || matches!(state, IdeaState::Pending | IdeaState::OffTopic | IdeaState::Binned);
        let seen = |yes: bool| if yes { 200 } else { 404 };
        for (who, expected) in [(&visitor, public), (&stranger, public), (&engineer, public), (&moderator, moderated), (&author, true)] {
            assert_eq!(who.get(&made.path).await.status(), seen(expected), "{state} as {}", who.name);
            assert_eq!(who.get(&format!("/ideas/{}/history", made.number)).await.status(), seen(expected), "history of {state}");
        }
    }
}

#[tokio::test]
async fn an_audience_hides_an_idea_everywhere() {
    let mut app = TestApp::start().await;
    let engineer = app.sign_in("Ines", &[Role::Rnd]);
    let customer = app.sign_in("Ann", &[Role::Customer]);
    let secret = idea("Unreleased codename Halvard").by(engineer.id).sight(Sight::INTERNAL).insert(&mut app);
    for path in [
        "/ideas?sort=new",
        "/ideas?q=Halvard",
        "/ideas.json?sort=new",
        "/ideas.csv?sort=new",
        "/ideas.atom?sort=new",
        "/ideas/similar?q=codename+Halvard",
    ] {
        assert!(engineer.page(path).await.contains("Halvard"), "{path} as staff");
        for outsider in [&customer, &app.visitor()] {
            assert!(!outsider.page(path).await.contains("codename Halvard"), "{path} as {}", outsider.name);
        }
    }
    assert_eq!(customer.get(&secret.path).await.status(), 404);
    let follow = format!("/ideas/{}/follow", secret.number);
    assert_eq!(customer.post(&follow, &[("follow", "true")]).await.status(), 404);
}

#[tokio::test]
async fn the_number_alone_and_an_old_slug_lead_to_the_page_for_good() {
    let mut app = TestApp::start().await;
    let made = idea("Heat release tape").insert(&mut app);
    for path in [format!("/ideas/{}", made.number), format!("/ideas/{}-old-name", made.number)] {
        let answer = app.visitor().get(&path).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (301, made.path.clone()));
    }
    assert_eq!(app.visitor().get("/ideas/heat").await.status(), 404);
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
async fn hostile_text_is_shown_as_text() {
    let mut app = TestApp::start().await;
    let payload = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) {{ 7*7 }} {% raw %}";
    let made = idea(&payload[..40]).body(payload).tag("cold").insert(&mut app);
    let visitor = app.visitor();
    for path in [made.path.as_str(), "/ideas?sort=new", "/ideas?q=alert", "/ideas/similar?q=script+alert+onerror", "/ideas.atom?sort=new"] {
        let page = visitor.page(path).await;
        assert!(!page.contains("<script>alert") && !page.contains("<img src=x") && !page.contains("href=\"javascript:"), "{path}: {page}");
        assert!(!page.contains("> 49 <"), "{path}");
    }
    let history = visitor.page(&format!("/ideas/{}/history", made.number)).await;
    assert!(!history.contains("<script>alert"));
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
async fn an_author_withdraws_and_brings_back() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Moderator]));
    let made = idea("Tape that lets go").by(rosa.id).insert(&mut app);
    let (away, back) = (format!("/ideas/{}/withdraw", made.number), format!("/ideas/{}/restore", made.number));
    assert_eq!(ann.post(&away, &[]).await.status(), 403);
    assert_eq!(rosa.post(&away, &[]).await.status(), 303);
    assert_eq!((state_of(&mut app, &made), app.visitor().get(&made.path).await.status().as_u16()), (IdeaState::Withdrawn, 404));
    assert_eq!(rosa.post(&back, &[]).await.status(), 303);
    assert_eq!((state_of(&mut app, &made), verbs_of(&mut app, &made)), (IdeaState::Open, vec!["idea.moved".to_owned(); 2]));
    let reviewed = idea("Under review").by(rosa.id).state(IdeaState::InReview).insert(&mut app);
    assert_eq!(rosa.post(&format!("/ideas/{}/withdraw", reviewed.number), &[]).await.status(), 409);
}

#[tokio::test]
async fn an_answered_question_lets_the_clock_run_on() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let made = idea("Tape that lets go").by(rosa.id).state(IdeaState::Clarification).before(IdeaState::InReview).insert(&mut app);
    let asked = app.clock.now();
    diesel::update(ideas::table.find(made.id)).set(ideas::clock_paused_at.eq(asked)).execute(&mut app.conn).unwrap();
    let due = |app: &mut TestApp| -> chrono::DateTime<chrono::Utc> {
        ideas::table.find(made.id).select(ideas::answer_due_at.assume_not_null()).first(&mut app.conn).unwrap()
    };
    let before = due(&mut app);
    app.clock.advance(TimeDelta::days(3));
    let path = format!("/ideas/{}/clarification", made.number);
    assert!(rosa.post(&path, &[("answer", " ")]).await.status().is_client_error());
    assert_eq!(rosa.post(&path, &[("answer", "At 140 °C, within a minute.")]).await.status(), 303);
    let waited = due(&mut app) - before;
    assert!((waited - TimeDelta::days(3)).abs() < TimeDelta::minutes(1), "{waited}");
    assert_eq!(
        (state_of(&mut app, &made), verbs_of(&mut app, &made)),
        (IdeaState::InReview, vec!["idea.moved".to_owned(), "idea.clarification-answered".to_owned()])
    );
}

#[tokio::test]
async fn off_topic_needs_a_reason_and_can_be_undone() {
    let mut app = TestApp::start().await;
    let moderator = app.sign_in("Tomás", &[Role::Moderator]);
    let made = idea("Buy my shoes").insert(&mut app);
    let path = format!("/ideas/{}/moderation", made.number);
    assert_eq!(moderator.post(&path, &[("step", "off_topic"), ("reason", "")]).await.status(), 422);
    assert_eq!(moderator.post(&path, &[("step", "off_topic"), ("reason", "Shoes are no matter of ours.")]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), IdeaState::OffTopic);
    assert_eq!(moderator.post(&format!("/ideas/{}/unmoderation", made.number), &[]).await.status(), 303);
    assert_eq!(state_of(&mut app, &made), IdeaState::Open);
}

#[tokio::test]
async fn following_twice_is_following_once() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let made = idea("Tape that lets go").insert(&mut app);
    let path = format!("/ideas/{}/follow", made.number);
    for follow in ["true", "true", "false", "false"] {
        assert_eq!(ann.post(&path, &[("follow", follow)]).await.status(), 303);
    }
    assert_eq!(verbs_of(&mut app, &made), ["idea.followed", "idea.unfollowed"]);
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

#[tokio::test]
async fn what_became_of_it_lists_ones_own_ideas_only() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    idea("Tape that lets go").by(rosa.id).state(IdeaState::Withdrawn).insert(&mut app);
    assert!(rosa.page("/ideas/mine").await.contains("Tape that lets go"));
    assert!(!ann.page("/ideas/mine").await.contains("Tape that lets go"));
    assert_eq!(app.visitor().get("/ideas/mine").await.status(), 303);
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

fn token(app: &mut TestApp, person: PersonId) -> String {
    api_token(app, person, &["read", "ideas:write"])
}

async fn call(app: &TestApp, token: &str, method: Method, path: &str, body: Option<serde_json::Value>, tag: Option<&str>) -> Response {
    let mut request = app.visitor().request(method, &format!("/api/v1{path}")).bearer_auth(token);
    if let Some(body) = body {
        request = request.json(&body);
    }
    if let Some(tag) = tag {
        request = request.header("If-Match", tag);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn the_api_submits_lists_reads_and_edits_with_entity_tags() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let token = token(&mut app, rosa.id);
    let new = serde_json::json!({ "body": "The tape should let go at 140 °C.", "tags": ["cold"] });
    let made = call(&app, &token, Method::POST, "/ideas", Some(new), None).await;
    assert_eq!((made.status().as_u16(), made.headers()["etag"].to_str().unwrap().starts_with("\"v1-")), (201, true));
    let path = location(&made).trim_start_matches("/api/v1").to_owned();
    let change = serde_json::json!({ "title": "Tape that lets go" });
    assert_eq!(call(&app, &token, Method::PATCH, &path, Some(change.clone()), None).await.status(), 428);
    assert_eq!(call(&app, &token, Method::PATCH, &path, Some(change.clone()), Some("\"v9\"")).await.status(), 412);
    let edited = call(&app, &token, Method::PATCH, &path, Some(change), Some("\"v1\"")).await;
    assert_eq!(edited.status(), 200);
    let item: serde_json::Value = edited.json().await.unwrap();
    assert_eq!(
        (item["title"].as_str(), item["version"].as_i64(), item["tags"][0].as_str()),
        (Some("Tape that lets go"), Some(2), Some("cold"))
    );
    let versions: serde_json::Value =
        call(&app, &token, Method::GET, &format!("{path}/versions?limit=1"), None, None).await.json().await.unwrap();
    assert_eq!((versions["items"].as_array().unwrap().len(), versions["next"].is_string()), (1, true));
    let list = call(&app, &token, Method::GET, "/ideas?sort=new&limit=1", None, None).await;
    assert_eq!(list.status(), 200);
    let nul = serde_json::json!({ "body": "A text with \u{0} in the middle of it.", "campaign": "a\u{0}b" });
    assert!(call(&app, &token, Method::POST, "/ideas", Some(nul), None).await.status().is_client_error());
    let weak = api_token(&mut app, rosa.id, &["read"]);
    let body = serde_json::json!({ "body": "Another idea of mine, please." });
    assert_eq!(call(&app, &weak, Method::POST, "/ideas", Some(body), None).await.status(), 403);
    assert_eq!(app.visitor().get("/api/v1/ideas").await.status(), 401);
}

#[tokio::test]
async fn the_api_hides_what_its_caller_may_not_see() {
    let mut app = TestApp::start().await;
    let (rosa, ann) = (app.sign_in("Rosa", &[Role::Rnd]), app.sign_in("Ann", &[Role::Customer]));
    let made = idea("Codename Halvard").by(rosa.id).sight(Sight { audience: Audience::Internal, space: None }).insert(&mut app);
    let token = token(&mut app, ann.id);
    for path in
        [format!("/ideas/{}", made.number), format!("/ideas/{}/versions", made.number), "/ideas/0".to_owned(), "/ideas/x".to_owned()]
    {
        assert_eq!(call(&app, &token, Method::GET, &path, None, None).await.status(), 404, "{path}");
    }
    let list = call(&app, &token, Method::GET, "/ideas?sort=new&q=Halvard", None, None).await.text().await.unwrap();
    assert!(!list.contains("Halvard"));
}
