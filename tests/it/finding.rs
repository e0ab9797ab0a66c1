//! Finding one's way: to an idea by its number or a hyphened word, past a campaign that is closed, back to a vote
//! that waited for a sign-in, and to what a gate decided.
use crate::support::{
    TestApp,
    make::{board::idea, campaigns::campaign},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    domains::notifications::reader,
    kernel::{CampaignState, CountsShown, FieldKind, IdeaState, Role},
    platform::mail,
    schema::{ideas, people},
};
use reqwest::{Response, header};

fn location(answer: &Response) -> String {
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

fn titles(page: &str) -> Vec<String> {
    let rows = scraper::Selector::parse(".idea-row__title").unwrap();
    scraper::Html::parse_document(page).select(&rows).map(|row| row.text().collect::<String>().trim().to_owned()).collect()
}

#[tokio::test]
async fn a_number_leads_to_its_idea_and_a_hyphen_is_no_hindrance() {
    let mut app = TestApp::start().await;
    let made = idea("Hot melt that sets slowly").insert(&mut app);
    let hidden = idea("A draft of mine").state(IdeaState::Draft).insert(&mut app);
    let visitor = app.visitor();
    for words in [format!("%23{}", made.number), made.number.to_string()] {
        let answer = visitor.get(&format!("/ideas?q={words}")).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (303, made.path.clone()), "{words}");
    }
    assert_eq!(visitor.get(&format!("/ideas?q={}", hidden.number)).await.status(), 200, "as if it were not there");
    assert_eq!(visitor.get("/ideas?q=%23999999").await.status(), 200);
    assert_eq!(titles(&visitor.page("/ideas?q=hot-melt").await), ["Hot melt that sets slowly"]);
    assert!(visitor.page("/ideas?q=hot-melt").await.contains("<mark>Hot</mark>"));
    assert!(titles(&visitor.page("/ideas?q=melt+-slowly").await).is_empty(), "a hyphen before a word still leaves it out");
}

#[tokio::test]
async fn a_link_out_of_a_mail_works_with_what_the_mail_hangs_on_it() {
    let mut app = TestApp::start().await;
    idea("Tape that lets go").insert(&mut app);
    let visitor = app.visitor();
    let page = visitor.page("/ideas?sort=new&utm_source=mail&utm_campaign=x&fbclid=1").await;
    assert_eq!(titles(&page), ["Tape that lets go"]);
    assert_eq!(visitor.get("/ideas?colour=red").await.status(), 400);
}

#[tokio::test]
async fn the_board_can_be_narrowed_to_a_campaign_that_is_over() {
    let mut app = TestApp::start().await;
    let over = campaign().title("Quiet cabin foams").state(CampaignState::Closed).insert(&mut app);
    campaign().title("Cold mornings").insert(&mut app);
    campaign().title("Secret plan").state(CampaignState::Scheduled).insert(&mut app);
    let page = app.visitor().page("/ideas").await;
    assert!(page.contains(&format!("value=\"{}\"", over.slug)), "{page}");
    let text = text_of(&page);
    assert!(text.contains("Quiet cabin foams (closed)") && text.contains("Cold mornings") && !text.contains("Secret plan"), "{text}");
}

#[tokio::test]
async fn who_comes_to_a_campaign_that_takes_no_ideas_is_told_before_writing_and_can_choose_another() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let closed = campaign().title("Quiet foams").state(CampaignState::Closed).field("Which foam?", FieldKind::Text, true).insert(&mut app);
    let coming = campaign().title("Cold mornings").state(CampaignState::Scheduled).insert(&mut app);
    for shut in [&closed, &coming] {
        let text = text_of(&rosa.page(&format!("/ideas/new?campaign={}", shut.slug)).await);
        assert!(text.contains("on its own") && !text.contains("choose below"), "there is nothing to choose: {text}");
    }
    let open = campaign().title("Bond it").insert(&mut app);
    let page = rosa.page(&format!("/ideas/new?campaign={}", closed.slug)).await;
    let text = text_of(&page);
    assert!(text.contains("choose below"), "{text}");
    assert!(text.contains("“Quiet foams” takes no ideas at present") && !text.contains("Which foam?"), "{text}");
    assert!(page.contains("<select") && page.contains(&format!("value=\"{}\"", open.slug)));
    assert!(!page.contains(&format!("name=\"campaign\" value=\"{}\"", closed.slug)), "{page}");
    let text = text_of(&rosa.page(&format!("/ideas/new?campaign={}", coming.slug)).await);
    assert!(text.contains("“Cold mornings” is not open yet"), "{text}");
    let form = reqwest::multipart::Form::new()
        .text("campaign", closed.slug.clone())
        .text("body", "A foam that hums less at night.")
        .text("csrf", rosa.csrf().to_owned());
    let refused = rosa.request(reqwest::Method::POST, "/ideas").multipart(form).send().await.unwrap();
    assert_eq!(refused.status(), 422);
    let page = refused.text().await.unwrap();
    assert!(text_of(&page).contains("takes no ideas at present. Choose another one, or none") && page.contains("<select"), "{page}");
}

#[tokio::test]
async fn an_idea_that_shares_a_word_or_was_declined_holds_nobody_up() {
    let mut app = TestApp::start().await;
    idea("Debond with a 9 V pulse").body("The bond in the frame lets go when a current runs through a gasket.").insert(&mut app);
    idea("Gasket frame that peels off").state(IdeaState::Declined).insert(&mut app);
    let visitor = app.visitor();
    let found = visitor.page("/ideas/similar?q=A+frame+gasket+that+can+be+peeled+off+for+repairs+without+tools+or+solvents").await;
    assert!(titles(&found).is_empty(), "{found}");
    let kept = idea("Gaskets in frames that peel off for repair").insert(&mut app);
    let found = visitor.page("/ideas/similar?q=A+frame+gasket+that+can+be+peeled+off+for+repairs+without+tools+or+solvents").await;
    assert!(found.contains(&kept.path), "{found}");
}

#[tokio::test]
async fn a_vote_before_signing_in_waits_to_be_confirmed() {
    let mut app = TestApp::start().await;
    let tape = idea("Tape that lets go").insert(&mut app);
    let sent = app.visitor().post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await;
    assert_eq!(location(&sent), format!("/sign-in?next=%2Fideas%2F{}%3Fvote%3Dwish", tape.number));
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let back = rosa.get(&format!("/ideas/{}?vote=wish", tape.number)).await;
    assert_eq!(location(&back), format!("{}?vote=wish", tape.path));
    let page = rosa.page(&format!("{}?vote=wish", tape.path)).await;
    assert!(text_of(&page).contains("You wanted to vote for this idea.") && page.contains("Give my vote"), "{page}");
    assert!(app.verbs().is_empty(), "a link alone casts no vote");
    rosa.post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await;
    assert_eq!(app.verbs(), ["vote.cast"]);
    assert!(!rosa.page(&format!("{}?vote=wish", tape.path)).await.contains("Give my vote"));
    assert!(!app.visitor().page(&format!("{}?vote=wish", tape.path)).await.contains("Give my vote"));
}

#[tokio::test]
async fn votes_left_are_said_on_campaign_board_and_idea_and_again_after_each_vote() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let place = campaign().vote_budget(3).insert(&mut app);
    let tape = idea("Tape that lets go").campaign(place.id).insert(&mut app);
    let pages = [format!("/campaigns/{}", place.slug), format!("/ideas?campaign={}", place.slug), tape.path.clone()];
    for path in &pages {
        assert!(text_of(&rosa.page(path).await).contains("3 of 3 votes left"), "{path}");
        assert!(!app.visitor().page(path).await.contains("vote-budget"), "{path}");
    }
    let vote = format!("/ideas/{}/vote", tape.number);
    let fragment = rosa.request(reqwest::Method::POST, &vote).header("HX-Request", "true");
    let answer = fragment.form(&[("vote", "cast"), ("csrf", rosa.csrf())]).send().await.unwrap().text().await.unwrap();
    assert!(answer.contains("hx-swap-oob=\"true\"") && answer.contains("2 of 3 votes left"), "{answer}");
    for path in &pages {
        assert!(text_of(&rosa.page(path).await).contains("2 of 3 votes left"), "{path}");
    }
    assert!(!rosa.page("/ideas").await.contains("vote-budget"));
}

#[tokio::test]
async fn the_way_to_who_asks_stands_only_where_it_leads_somewhere() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let hushed = campaign().counts(CountsShown::AfterVote).insert(&mut app);
    let (open, hidden) = (idea("Open tape").insert(&mut app), idea("Hidden tape").campaign(hushed.id).insert(&mut app));
    for (visitor, made, shown) in [(&ines, &open, true), (&ines, &hidden, false), (&rosa, &open, false), (&app.visitor(), &open, false)] {
        let link = format!("/ideas/{}/voters", made.number);
        assert_eq!(visitor.page(&made.path).await.contains(&link), shown, "{}", made.path);
        assert_eq!(visitor.get(&link).await.status() == 200, shown, "{}", made.path);
    }
    ines.post(&format!("/ideas/{}/vote", hidden.number), &[("vote", "cast")]).await;
    assert!(ines.page(&hidden.path).await.contains(&format!("/ideas/{}/voters", hidden.number)));
}

#[tokio::test]
async fn the_author_reads_what_the_gate_decided_and_why_on_the_page_in_the_notice_and_by_mail() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let dana = app.sign_in("Dana Gatekeeper", &[Role::Gatekeeper]);
    let tape = idea("Tape that lets go").by(rosa.id).insert(&mut app);
    let prototype = location(&ines.post(&format!("/ideas/{}/graduation", tape.number), &[]).await);
    let gate = [("title", "Codename Halvard"), ("must", "Holds 24 h"), ("should", "")];
    assert_eq!(ines.post(&format!("{prototype}/gates"), &gate).await.status(), 303);
    for stage in ["building", "bench_test", "gate"] {
        assert_eq!(ines.post(&format!("{prototype}/stage"), &[("to", stage), ("reason", "")]).await.status(), 303, "{stage}");
    }
    let reasons = "It creeps at 60 °C. Thank you, Rosa: two more weeks.";
    let decided = dana.post(&format!("{prototype}/gates/1/decision"), &[("decision", "recycle"), ("reasons", reasons)]).await;
    assert_eq!(decided.status(), 303, "{}", text_of(&decided.text().await.unwrap()));
    let page = rosa.page(&tape.path).await;
    let text = text_of(&page);
    assert!(
        text.contains("What the gates decided") && text.contains("Recycle") && text.contains(reasons) && text.contains("Dana Gatekeeper"),
        "{text}"
    );
    assert!(!text.contains("Codename Halvard"), "{text}");
    assert_eq!(rosa.get(&prototype).await.status(), 404, "the prototype itself stays inside");
    app.spine_is_readable().await;
    reader::read_spine(&app.state).await.unwrap();
    let notices = text_of(&rosa.page("/stream/notifications").await);
    assert!(notices.contains("goes back for another round") && notices.contains("It creeps at 60 °C"), "{notices}");
    let email: Option<String> = people::table.find(rosa.id).select(people::email.nullable()).first(&mut app.conn).unwrap();
    let mails: Vec<_> = mail::list(&mut app.conn, email.as_deref(), 50).unwrap().into_iter().map(|(_, mail)| mail).collect();
    let told = mails.iter().find(|mail| mail.subject.contains("goes back for another round")).unwrap();
    assert!(told.text.contains(reasons) && told.html.contains("It creeps at 60 °C"), "{told:?}");
    let state: IdeaState = ideas::table.find(tape.id).select(ideas::state).first(&mut app.conn).unwrap();
    assert_eq!(state, IdeaState::InPrototype);
}
