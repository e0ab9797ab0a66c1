//! Merging duplicates into the idea that stays, and taking them apart.
use super::{Idea, count, facts, idea, state, vote};
use crate::support::{TestApp, make::board::api_token, text_of};
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, Role},
    schema::{idea_followers, ideas},
};

#[tokio::test]
async fn a_number_that_cannot_be_merged_into_says_why_beside_it() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let this = idea(&mut app, &rosa, "Tape that lets go", IdeaState::Open, None);
    let closed = idea(&mut app, &rosa, "Declined one", IdeaState::Declined, None);
    for (wish, words) in [
        (this.number.to_string(), "cannot be merged with itself"),
        ("999999".to_owned(), "no idea with this number"),
        ("soon".to_owned(), "no idea with this number"),
        (closed.number.to_string(), "takes no duplicates"),
    ] {
        let html = ines.page(&format!("{}?into={wish}", this.at("merge"))).await;
        assert!(html.contains("id=\"into-error\"") && html.contains(&format!("value=\"{wish}\"")), "{wish}");
        assert!(text_of(&html).contains(words), "{wish}");
    }
    assert!(!ines.page(&format!("{}?into=", this.at("merge"))).await.contains("into-error"), "nothing typed, nothing wrong");
}

#[tokio::test]
async fn merging_is_offered_only_where_it_can_be_done_and_says_why_elsewhere() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let open = idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None);
    let made = idea(&mut app, &rosa, "Release by heat", IdeaState::InPrototype, None);
    let offers = |html: &str, idea: &Idea| html.contains(&format!("href=\"{}\"", idea.at("merge")));
    for tail in ["", "/decision"] {
        assert!(offers(&ines.page(&format!("/ideas/{}-tape-lets-go{tail}", open.number)).await, &open), "{tail}");
        assert!(!offers(&ines.page(&format!("/ideas/{}-release-by-heat{tail}", made.number)).await, &made), "{tail}");
    }
    let html = ines.page(&format!("{}?into={}", made.at("merge"), open.number)).await;
    assert!(text_of(&html).contains("This idea became a prototype") && !html.contains("name=\"into\" value="), "{html}");
    assert!(html.contains(&format!("href=\"{}?into={}\"", open.at("merge"), made.number)), "the other way round: {html}");
    let refused = ines.post(&made.at("merge"), &[("into", &open.number.to_string())]).await;
    assert_eq!(refused.status(), 409);
    assert!(text_of(&refused.text().await.unwrap()).contains("This idea became a prototype"));
    assert_eq!(ines.post(&open.at("merge"), &[("into", &made.number.to_string())]).await.status(), 303);
}

#[tokio::test]
async fn a_merge_counts_each_person_once_and_comes_apart_exactly() {
    let mut app = TestApp::start().await;
    let (rosa, ines, marek) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Marek", &[Role::Contributor]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &marek, "Release by heat", IdeaState::Open, None));
    for voter in [&rosa, &ines] {
        vote(&mut app, &duplicate, voter);
    }
    for voter in [&ines, &marek] {
        vote(&mut app, &kept, voter);
    }
    let before = facts(&mut app, &duplicate);
    let page = text_of(&ines.page(&format!("{}?into={}", duplicate.at("merge"), kept.number)).await);
    assert!(page.contains("Side by side") && page.contains("Release by heat"), "{page}");

    assert_eq!(ines.post(&duplicate.at("merge"), &[("into", &format!("#{}", kept.number))]).await.status(), 303);
    assert_eq!(state(&mut app, &duplicate), IdeaState::Merged);
    assert_eq!((count(&mut app, &kept), count(&mut app, &duplicate)), (3, 2));
    assert_eq!(app.verbs(), ["idea.moved", "idea.merged", "idea.duplicate-taken"]);

    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 303);
    assert_eq!((count(&mut app, &kept), count(&mut app, &duplicate)), (2, 2));
    assert_eq!(state(&mut app, &duplicate), before.0);
    let due = (facts(&mut app, &duplicate).2.unwrap(), before.2.unwrap());
    assert!((due.0 - due.1).num_seconds().abs() < 5);
    assert_eq!(app.verbs()[3..], ["idea.unmerged", "idea.duplicate-returned", "idea.moved"]);
    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 409);
}

#[tokio::test]
async fn a_duplicate_put_away_in_the_inbox_waits_there_again_once_it_is_taken_out_of_the_merge() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &rosa, "Release by heat", IdeaState::Open, None));
    let into = kept.number.to_string();
    assert_eq!(ines.post(&duplicate.step("duplicate"), &[("into", &into)]).await.status(), 303);
    assert!(text_of(&ines.page("/triage").await).contains("1 idea waits"));
    assert_eq!(ines.post(&duplicate.at("unmerge"), &[]).await.status(), 303);
    assert!(text_of(&ines.page("/triage").await).contains("2 ideas wait"));
    assert_eq!(ines.post(&duplicate.step("accept"), &[]).await.status(), 303);
}

#[tokio::test]
async fn merges_make_no_chains_no_loops_and_lose_nobody() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let mut new = |title: &str| idea(&mut app, &rosa, title, IdeaState::Open, None);
    let (a, b, c) = (new("First of three"), new("Second of three"), new("Third of three"));
    let into = |idea: &Idea| idea.number.to_string();
    assert_eq!(ines.post(&a.at("merge"), &[("into", &into(&a))]).await.status(), 422, "into itself");
    assert_eq!(ines.post(&a.at("merge"), &[("into", "999999")]).await.status(), 422, "into nothing");
    assert_eq!(ines.post(&a.at("merge"), &[("into", "no number")]).await.status(), 422);
    assert_eq!(ines.post(&a.at("merge"), &[("into", &into(&b))]).await.status(), 303);
    assert_eq!(ines.post(&b.at("merge"), &[("into", &into(&c))]).await.status(), 409, "others hang on it");
    assert_eq!(ines.post(&b.at("merge"), &[("into", &into(&a))]).await.status(), 422, "a loop");
    // Into a duplicate means into what it became.
    let through = ines.post(&c.at("merge"), &[("into", &into(&a))]).await;
    assert_eq!(through.status(), 303);
    assert!(through.headers()["location"].to_str().unwrap().starts_with(&format!("/ideas/{}-", b.number)));
    diesel::update(ideas::table.find(b.id)).set(ideas::state.eq(IdeaState::Withdrawn)).execute(&mut app.conn).unwrap();
    let fresh = idea(&mut app, &rosa, "One more", IdeaState::Open, None);
    assert_eq!(ines.post(&fresh.at("merge"), &[("into", &into(&b))]).await.status(), 422, "withdrawn ideas are not to be seen");
    assert_eq!(rosa.post(&fresh.at("merge"), &[("into", &into(&a))]).await.status(), 403, "customers do not merge");
}

#[tokio::test]
async fn a_public_idea_is_not_merged_out_of_sight() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (shown, inside) =
        (idea(&mut app, &rosa, "For everybody", IdeaState::Open, None), idea(&mut app, &ines, "For staff", IdeaState::Open, None));
    diesel::update(ideas::table.find(inside.id))
        .set(ideas::audience.eq(proofbench::kernel::Audience::Internal))
        .execute(&mut app.conn)
        .unwrap();
    assert_eq!(ines.post(&shown.at("merge"), &[("into", &inside.number.to_string())]).await.status(), 422);
    assert_eq!(ines.post(&inside.at("merge"), &[("into", &shown.number.to_string())]).await.status(), 303);
}

#[tokio::test]
async fn followers_of_a_duplicate_follow_the_idea_that_stays_through_the_edge() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &ines, "Release by heat", IdeaState::Open, None));
    diesel::insert_into(idea_followers::table)
        .values((
            idea_followers::idea_id.eq(duplicate.id),
            idea_followers::person_id.eq(rosa.id),
            idea_followers::since.eq(app.clock.now()),
        ))
        .execute(&mut app.conn)
        .unwrap();
    let followers = |app: &mut TestApp| proofbench::domains::ideas::store::list_followers(&mut app.conn, kept.id).unwrap();
    assert!(followers(&mut app).is_empty());
    ines.post(&duplicate.at("merge"), &[("into", &kept.number.to_string())]).await;
    assert_eq!(followers(&mut app), [rosa.id]);
    ines.post(&duplicate.at("unmerge"), &[]).await;
    assert!(followers(&mut app).is_empty());
}

#[tokio::test]
async fn what_others_are_merged_into_stays_in_sight_until_they_are_taken_apart() {
    let mut app = TestApp::start().await;
    let (rosa, marek) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Marek", &[Role::Customer]));
    let tomas = app.sign_in("Tomás", &[Role::Moderator]);
    let (duplicate, kept) =
        (idea(&mut app, &rosa, "Tape lets go", IdeaState::Open, None), idea(&mut app, &marek, "Release by heat", IdeaState::Open, None));
    assert_eq!(tomas.post(&duplicate.at("merge"), &[("into", &kept.number.to_string())]).await.status(), 303);

    let refused = marek.post(&kept.at("withdraw"), &[]).await;
    assert_eq!(refused.status(), 409);
    let text = text_of(&refused.text().await.unwrap());
    assert!(text.contains("Ask who runs the campaign, or a moderator, to take them apart first"), "{text}");
    let token = api_token(&mut app, marek.id, &["read", "ideas:write"]);
    let call = app.visitor().request(reqwest::Method::POST, &format!("/api/v1/ideas/{}/withdrawal", kept.number)).bearer_auth(token);
    let refused = call.send().await.unwrap();
    assert_eq!(refused.status(), 409);
    assert!(refused.text().await.unwrap().contains("idea-keeps-duplicates-ask"));
    for step in ["off_topic", "bin"] {
        let refused = tomas.post(&kept.at("moderation"), &[("step", step), ("reason", "No matter of ours")]).await;
        assert_eq!(refused.status(), 422, "{step}");
        let html = refused.text().await.unwrap();
        assert!(text_of(&html).contains("Take them apart first") && html.contains("No matter of ours"), "{step}: what was typed stays");
    }
    for (step, note) in [("decline", "No matter of ours"), ("bin", ""), ("return", "")] {
        let form: &[(&str, &str)] = if step == "return" { &[] } else { &[("reason", note)] };
        assert_eq!(tomas.post(&format!("/moderation/{}/{step}", kept.number), form).await.status(), 409, "{step}");
    }
    assert_eq!(state(&mut app, &kept), IdeaState::Open);
    assert!(rosa.page(&format!("/ideas/{}-tape-lets-go", duplicate.number)).await.contains("Release by heat"));

    assert_eq!(tomas.post(&duplicate.at("unmerge"), &[]).await.status(), 303);
    assert_eq!(marek.post(&kept.at("withdraw"), &[]).await.status(), 303);
    assert_eq!(state(&mut app, &kept), IdeaState::Withdrawn);
}
