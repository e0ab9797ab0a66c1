//! Phases that move by the calendar and by hand.
use super::{field, minutes, moderator, state_of, undo_of};
use crate::support::{TestApp, make::campaigns::campaign, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    domains::campaigns::scheduler,
    kernel::{CampaignState, PhaseKind},
    schema::events,
};

#[tokio::test]
async fn the_calendar_opens_and_moves_a_campaign_when_it_is_due() {
    let mut app = TestApp::start().await;
    let made = campaign()
        .state(CampaignState::Scheduled)
        .phases(&[(PhaseKind::Collect, 1, 5), (PhaseKind::Vote, 5, 9), (PhaseKind::Review, 9, 12)])
        .insert(&mut app);
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 0);
    app.clock.advance(TimeDelta::hours(2));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    assert_eq!((state_of(&mut app, &made), scheduler::tick(&app.state).await.unwrap()), (CampaignState::Open, 0));
    app.clock.advance(TimeDelta::hours(4));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    assert_eq!(state_of(&mut app, &made), CampaignState::Vote);
    assert_eq!(app.verbs(), ["campaign.moved", "campaign.moved"]);
    let who: Vec<proofbench::kernel::ActorKind> = events::table.select(events::actor_kind).load(&mut app.conn).unwrap();
    assert!(who.iter().all(|kind| *kind == proofbench::kernel::ActorKind::System));
}

#[tokio::test]
async fn a_calendar_that_slept_catches_up_in_one_move() {
    let mut app = TestApp::start().await;
    let made = campaign()
        .state(CampaignState::Scheduled)
        .phases(&[(PhaseKind::Collect, 1, 5), (PhaseKind::Vote, 5, 9), (PhaseKind::Review, 9, 12)])
        .insert(&mut app);
    app.clock.advance(TimeDelta::hours(10));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    assert_eq!(state_of(&mut app, &made), CampaignState::Review);
    app.clock.advance(TimeDelta::hours(10));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    assert_eq!(state_of(&mut app, &made), CampaignState::Decide, "once all phases ended, deciding is what is left");
    assert_eq!(app.verbs(), ["campaign.moved", "campaign.moved"]);
}

#[tokio::test]
async fn two_calendars_at_once_move_each_campaign_once() {
    let mut app = TestApp::start().await;
    let mut made = Vec::new();
    for number in 0..12 {
        made.push(
            campaign()
                .title(&format!("Campaign {number}"))
                .state(CampaignState::Scheduled)
                .phases(&[(PhaseKind::Collect, 1, 50)])
                .insert(&mut app),
        );
    }
    app.clock.advance(TimeDelta::hours(2));
    for _ in 0..3 {
        let (first, second) = tokio::join!(scheduler::tick(&app.state), scheduler::tick(&app.state));
        let _both = (first.unwrap(), second.unwrap());
    }
    for campaign in &made {
        assert_eq!(state_of(&mut app, campaign), CampaignState::Open);
    }
    assert_eq!(app.verbs().len(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_calendar_passes_over_a_campaign_that_somebody_holds() {
    let mut app = TestApp::start().await;
    let made = campaign().state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, -1, 50)]).insert(&mut app);
    let state = app.state.clone();
    app.conn
        .transaction(|conn| {
            diesel::sql_query("SELECT 1 FROM campaigns FOR UPDATE").execute(conn)?;
            let moved = tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(scheduler::tick(&state))).unwrap();
            assert_eq!(moved, 0);
            diesel::QueryResult::Ok(())
        })
        .unwrap();
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    assert_eq!(state_of(&mut app, &made), CampaignState::Open);
}

#[tokio::test]
async fn drafts_and_closed_campaigns_stay_where_they_are() {
    let mut app = TestApp::start().await;
    for state in [CampaignState::Draft, CampaignState::Closed, CampaignState::Archived] {
        campaign().title(state.as_str()).state(state).insert(&mut app);
    }
    app.clock.advance(TimeDelta::days(60));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 0);
}

#[tokio::test]
async fn the_next_phase_begins_by_hand_and_the_move_can_be_taken_back() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().phases(&[(PhaseKind::Collect, -10, 10), (PhaseKind::Vote, 20, 30)]).insert(&mut app);
    let before = (minutes(&mut app, &made, PhaseKind::Collect), minutes(&mut app, &made, PhaseKind::Vote));
    let moved = tomas.post(&format!("/campaigns/{}/phases/next", made.slug), &[]).await;
    assert_eq!((moved.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Vote));
    assert_eq!(minutes(&mut app, &made, PhaseKind::Vote), (0, 30 * 60));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 0, "the calendar agrees");
    let undone = tomas.post(&undo_of(&moved), &[]).await;
    assert_eq!((undone.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Open));
    let after = (minutes(&mut app, &made, PhaseKind::Collect), minutes(&mut app, &made, PhaseKind::Vote));
    assert_eq!((after, app.verbs().len()), (before, 2));
    let again = tomas.post(&undo_of(&moved), &[]).await;
    assert_eq!(again.status(), 412, "an undo counts once");
}

#[tokio::test]
async fn an_undo_is_for_one_move_of_one_campaign() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let (one, other) = (campaign().title("One").insert(&mut app), campaign().title("Other").insert(&mut app));
    let moved = tomas.post(&format!("/campaigns/{}/phases/next", one.slug), &[]).await;
    let undo = undo_of(&moved).replace(&one.slug, &other.slug);
    assert_eq!(tomas.post(&undo, &[]).await.status(), 412, "nobody moved the other one");
    assert_eq!(state_of(&mut app, &other), CampaignState::Open);
    assert_eq!(tomas.post(&format!("/campaigns/{}/phases/next", one.slug), &[]).await.status(), 303);
    assert_eq!(tomas.post(&undo_of(&moved), &[]).await.status(), 412, "a later move has its own");
    assert_eq!(state_of(&mut app, &one), CampaignState::Vote);
}

#[tokio::test]
async fn a_moved_end_carries_the_later_phases_along() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().phases(&[(PhaseKind::Collect, -10, 10), (PhaseKind::Vote, 10, 30)]).insert(&mut app);
    let end = field(&app, 34);
    let answer = tomas.post(&format!("/campaigns/{}/phases/collect/end", made.slug), &[("ends_at", &end)]).await;
    assert_eq!(answer.status(), 303);
    let (starts, ends) = minutes(&mut app, &made, PhaseKind::Vote);
    assert_eq!(ends - starts, 20 * 60);
    assert!((34 * 60 - starts).abs() <= 1, "{starts}");
    assert_eq!(app.verbs(), ["campaign.phase-dated"]);
}

#[tokio::test]
async fn an_end_beyond_the_promised_answers_needs_a_new_promise() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().phases(&[(PhaseKind::Collect, -10, 10)]).insert(&mut app);
    let (late, later, past) = (field(&app, 40 * 24), field(&app, 41 * 24), field(&app, -5));
    let path = format!("/campaigns/{}/phases/collect/end", made.slug);
    let refused = tomas.post(&path, &[("ends_at", &late)]).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(html.contains("collect-answer-error") && html.contains(&late), "{html}");
    assert_eq!(tomas.post(&path, &[("ends_at", &past)]).await.status(), 422);
    assert_eq!(tomas.post(&path, &[("ends_at", "someday")]).await.status(), 422);
    assert_eq!(tomas.post(&path, &[("ends_at", &late), ("answer_by", &later)]).await.status(), 303);
    assert_eq!(app.verbs(), ["campaign.phase-dated"]);
}

#[tokio::test]
async fn a_campaign_goes_back_to_a_phase_also_after_its_close() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made =
        campaign().state(CampaignState::Closed).phases(&[(PhaseKind::Collect, -50, -30), (PhaseKind::Vote, -30, -10)]).insert(&mut app);
    let end = field(&app, 48);
    let answer = tomas.post(&format!("/campaigns/{}/phases/collect/reopening", made.slug), &[("ends_at", &end)]).await;
    assert_eq!((answer.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Open));
    let (starts, ends) = minutes(&mut app, &made, PhaseKind::Vote);
    assert!((starts - 48 * 60).abs() <= 1 && ends - starts == 20 * 60, "{starts} {ends}");
    assert_eq!((app.verbs(), scheduler::tick(&app.state).await.unwrap()), (vec!["campaign.reopened".to_owned()], 0));
    let ahead = tomas.post(&format!("/campaigns/{}/phases/vote/reopening", made.slug), &[("ends_at", &end)]).await;
    assert_eq!(ahead.status(), 409, "what lies ahead is not reopened");
    assert_eq!(tomas.post(&format!("/campaigns/{}/phases/lunch/end", made.slug), &[("ends_at", &end)]).await.status(), 404);
}

#[tokio::test]
async fn the_desk_offers_what_can_be_done_now() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let running = campaign().insert(&mut app);
    let text = text_of(&tomas.page(&format!("/campaigns/{}/run", running.slug)).await);
    for words in ["Begin “Discuss” now", "Move its end", "Undo the launch", "Every idea has its answer"] {
        assert!(text.contains(words), "{words}");
    }
    let last = campaign().title("Last").state(CampaignState::Decide).insert(&mut app);
    assert_eq!(tomas.post(&format!("/campaigns/{}/phases/next", last.slug), &[]).await.status(), 409);
    let draft = campaign().title("Draft").state(CampaignState::Draft).insert(&mut app);
    assert_eq!(tomas.post(&format!("/campaigns/{}/phases/next", draft.slug), &[]).await.status(), 409);
}

#[tokio::test]
async fn a_campaign_closed_early_leaves_out_what_has_not_begun_and_its_dates_stay_in_order() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    let ahead = text_of(&tomas.page(&format!("{path}/closure")).await);
    assert!(ahead.contains("4 phases have not begun"), "{ahead}");
    let closed = tomas.post(&format!("{path}/closure"), &[("summary", "Enough was said.")]).await;
    assert_eq!((closed.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Closed));
    let public = text_of(&app.visitor().page(&path).await);
    assert_eq!(public.matches("left out").count(), 4, "{public}");
    assert!(text_of(&tomas.page(&format!("{path}/run")).await).contains("Run this phase after all"));

    app.clock.advance(TimeDelta::hours(2));
    let end = field(&app, 48);
    let reopened = tomas.post(&format!("{path}/phases/review/reopening"), &[("ends_at", &end)]).await;
    assert_eq!((reopened.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Review));
    let each = PhaseKind::ALL.iter().map(|kind| minutes(&mut app, &made, *kind)).collect::<Vec<_>>();
    assert!(each.iter().all(|(starts, ends)| starts <= ends) && each.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{each:?}");
    assert_eq!((each[0], each[1], each[2]), ((-26 * 60, -2 * 60), (0, 0), (0, 0)), "it ended with the close, and two never ran");
    assert_eq!(each[3].0, 0, "it runs from now on");
    let bar = text_of(&app.visitor().page(&path).await);
    assert_eq!(bar.matches("left out").count(), 2, "{bar}");
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 0);

    let voting = field(&app, 24);
    let back = tomas.post(&format!("{path}/phases/vote/reopening"), &[("ends_at", &voting)]).await;
    assert_eq!((back.status().as_u16(), state_of(&mut app, &made)), (303, CampaignState::Vote), "what was left out can run after all");
    let each = PhaseKind::ALL.iter().map(|kind| minutes(&mut app, &made, *kind)).collect::<Vec<_>>();
    assert!(each.iter().all(|(starts, ends)| starts <= ends) && each.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{each:?}");
}
