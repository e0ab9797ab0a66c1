//! Ideas that become prototypes: who graduates them, how it is undone, and who sees what came of it.
use super::{idea_state, location, verbs_of};
use crate::support::{TestApp, make, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, Role},
    schema::{idea_moves, prototypes},
};

#[tokio::test]
async fn graduating_an_idea_frames_a_prototype_and_is_told_on_both_streams() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let (response, verbs) = verbs_of!(app, ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs, ["idea.moved", "prototype.framed", "idea.graduated"]);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::InPrototype);
    let path = location(&ines.get(&location(&response)).await);
    let page = text_of(&ines.page(&path).await);
    assert!(page.contains("Started by") && page.contains("Rosa"), "{page}");
    assert!(page.contains("Where it came from and what became of it"), "{page}");
    let again = ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await;
    assert_eq!(again.status(), 409, "an idea graduates once");
}

#[tokio::test]
async fn only_those_who_may_graduate_an_idea() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let path = format!("/ideas/{}/graduation", idea.number);
    assert_eq!(rosa.post(&path, &[]).await.status(), 403);
    assert_eq!(app.visitor().post(&path, &[]).await.status(), 401);
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    assert_eq!(ines.post("/ideas/999999/graduation", &[]).await.status(), 404);
}

#[tokio::test]
async fn a_graduation_can_be_undone_until_work_has_begun() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).state(IdeaState::Shortlisted).insert(&mut app);
    let undo = format!("/ideas/{}/graduation/undo", idea.number);
    let first = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let (response, verbs) = verbs_of!(app, ines.post(&undo, &[]).await);
    assert_eq!(response.status(), 303);
    assert_eq!(verbs, ["prototype.withdrawn", "idea.moved", "idea.graduation-undone"]);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::Shortlisted, "it is back where it came from");
    assert_eq!(ines.get(&first).await.status(), 404, "the prototype is withdrawn");

    let second: i64 =
        location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await).trim_start_matches("/prototypes/").parse().unwrap();
    ines.post(&format!("/prototypes/{second}/tests"), &[("title", "Lap shear")]).await;
    assert_eq!(ines.post(&undo, &[]).await.status(), 409);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::InPrototype);
}

/// How many elements of a page a selector finds.
fn count_of(html: &str, selector: &str) -> usize {
    scraper::Html::parse_document(html).select(&scraper::Selector::parse(selector).unwrap()).count()
}

#[tokio::test]
async fn what_was_decided_against_an_idea_is_asked_about_before_it_is_overruled_and_comes_back_with_the_undo() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let deepak = app.sign_in("Deepak Nair", &[Role::Rnd]);
    for (decision, state, question) in
        [("decline", IdeaState::Declined, "This idea was declined."), ("park", IdeaState::Parked, "This idea was parked.")]
    {
        let idea = make::ideas::idea(rosa.id).insert(&mut app);
        let reason = format!("Too dear to {decision} later");
        let decided = deepak.post(&format!("/ideas/{}/decision", idea.number), &[("decision", decision), ("reason", &reason)]).await;
        assert_eq!(decided.status(), 303);
        let page = ines.page(&idea.path).await;
        assert_eq!(count_of(&page, "form[action$='/graduation']"), 1);
        assert_eq!(count_of(&page, "details form[action$='/graduation']"), 1, "one press alone makes no prototype");
        assert!(text_of(&page).contains(question), "{page}");

        assert_eq!(ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await.status(), 303);
        assert!(text_of(&ines.page(&idea.path).await).contains(&reason), "why it was so stays to be read");
        assert_eq!(ines.post(&format!("/ideas/{}/graduation/undo", idea.number), &[]).await.status(), 303);
        assert_eq!(idea_state(&mut app, idea.number), state);
        let moves = idea_moves::table.filter(idea_moves::idea_id.eq(idea.id)).order((idea_moves::moved_at.desc(), idea_moves::id.desc()));
        let last: (IdeaState, String) = moves.select((idea_moves::to_state, idea_moves::reason)).first(&mut app.conn).unwrap();
        assert_eq!(last, (state, reason.clone()));
        let page = rosa.page(&idea.path).await;
        let card = page.split("id=\"why-title\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(card.contains(&reason) && card.contains("Deepak Nair") && !card.contains("Ines"), "his words stay his: {card}");
        assert_eq!(page.matches(reason.as_str()).count(), 1, "and stand once");
        let home = text_of(&rosa.page("/").await);
        assert!(home.contains("Deepak Nair") && !home.contains("Ines"), "on her home as well: {home}");
    }
    // Where nobody wrote down why, the undo asks nobody either.
    let idea = make::ideas::idea(rosa.id).state(IdeaState::Parked).insert(&mut app);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/graduation/undo", idea.number), &[]).await.status(), 303);
    assert_eq!(idea_state(&mut app, idea.number), IdeaState::Parked);
    let open = make::ideas::idea(rosa.id).insert(&mut app);
    assert_eq!(count_of(&ines.page(&open.path).await, "details form[action$='/graduation']"), 0, "an open idea is graduated in one press");
}

#[tokio::test]
async fn everybody_who_sees_the_idea_sees_its_coupon_but_not_the_prototype() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let idea = make::ideas::idea(rosa.id).insert(&mut app);
    let prototype = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let number: i64 = prototype.trim_start_matches("/prototypes/").parse().unwrap();
    diesel::update(prototypes::table.filter(prototypes::number.eq(number)))
        .set(prototypes::title.eq("Secret working title"))
        .execute(&mut app.conn)
        .unwrap();
    let page = text_of(&rosa.page(&idea.path).await);
    assert!(page.contains("This idea became a prototype") && page.contains("Framed"), "{page}");
    assert!(!page.contains("Secret working title"), "only the stage is told");
    assert_eq!(rosa.get(&prototype).await.status(), 404);
    assert!(text_of(&ines.page(&idea.path).await).contains("Secret working title"));
}

#[tokio::test]
async fn a_campaign_shows_what_was_built_from_its_ideas_to_those_who_may_see_it() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let campaign = make::campaigns::campaign().insert(&mut app);
    let idea = make::ideas::idea(rosa.id).in_campaign(&campaign).title("Heat tape").insert(&mut app);
    make::ideas::idea(rosa.id).in_campaign(&campaign).title("Only an idea so far").insert(&mut app);
    let framed = location(&ines.post(&format!("/ideas/{}/graduation", idea.number), &[]).await);
    let chain = |html: String| {
        let document = scraper::Html::parse_document(&html);
        let links = scraper::Selector::parse(".lineage a").unwrap();
        document.select(&links).filter_map(|link| link.value().attr("href")).map(str::to_owned).collect::<Vec<_>>()
    };
    let page = format!("/campaigns/{}", campaign.slug);
    let prototype = location(&ines.get(&framed).await);
    assert_eq!(chain(ines.page(&page).await), [page.clone(), idea.path.clone(), prototype.clone()]);
    assert_eq!(chain(ines.page(&prototype).await), [page.clone(), idea.path.clone(), prototype.clone()], "the same the other way");
    let seen = chain(app.visitor().page(&page).await);
    assert!(seen.contains(&idea.path) && !seen.contains(&prototype), "{seen:?}");
}
