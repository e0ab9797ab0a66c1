//! Whom a campaign reaches: those with a part in it see it, and those who wait for it hear of its opening.
use super::{field, join, location, moderator, space};
use crate::support::{
    TestApp, Visitor,
    make::{campaigns::campaign, tokens::token},
    text_of,
};
use diesel::prelude::*;
use proofbench::{
    domains::{campaigns::scheduler, notifications::reader},
    kernel::{CampaignState, PersonId, PhaseKind, Role, SpaceId, SpaceKind},
    platform::mail,
    schema::{campaigns, notifications, people},
};

async fn save_people(by: &Visitor, slug: &str, version: i32, space: SpaceId, owner: PersonId, reviewer: PersonId) -> reqwest::Response {
    let (space, owner, reviewer, version) = (space.to_string(), owner.to_string(), reviewer.to_string(), version.to_string());
    let fields = [
        ("audience", "space"),
        ("space", &space),
        ("owner", &owner),
        ("sponsor", ""),
        ("sponsor_promise", ""),
        ("reviewers", &reviewer),
        ("version", &version),
        ("then", "stay"),
    ];
    by.post(&format!("/campaigns/{slug}/edit/people"), &fields).await
}

#[tokio::test]
async fn a_campaign_of_a_space_does_not_launch_with_a_reviewer_who_could_not_see_it() {
    let mut app = TestApp::start().await;
    let (tomas, ines) = (moderator(&mut app), app.sign_in("Ines Okafor", &[Role::Rnd]));
    let norrlux = space(&mut app, "Norrlux", SpaceKind::Partner);
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).reviewer(ines.id).in_space(norrlux).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    let list = text_of(&tomas.page(&format!("{path}/edit/launch")).await);
    assert!(list.contains("has to be in its audience") && list.contains("choose others: Ines Okafor"), "{list}");
    assert_eq!(tomas.post(&format!("{path}/launch"), &[]).await.status(), 422);
    join(&mut app, norrlux, ines.id);
    let list = text_of(&tomas.page(&format!("{path}/edit/launch")).await);
    assert!(list.contains("Everybody with a part in it can see it"), "{list}");
    assert_eq!(tomas.post(&format!("{path}/launch"), &[]).await.status(), 303);
    assert_eq!(ines.get(&path).await.status(), 200);
}

#[tokio::test]
async fn nobody_outside_the_audience_becomes_reviewer_of_a_campaign_that_is_out() {
    let mut app = TestApp::start().await;
    let (tomas, ines, ben) = (moderator(&mut app), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Ben", &[Role::Rnd]));
    let norrlux = space(&mut app, "Norrlux", SpaceKind::Partner);
    join(&mut app, norrlux, ines.id);
    let made = campaign().owner(tomas.id).reviewer(ines.id).in_space(norrlux).insert(&mut app);
    let refused = save_people(&tomas, &made.slug, 1, norrlux, tomas.id, ben.id).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(text_of(&html).contains("Not every reviewer is in the audience"), "{html}");
    join(&mut app, norrlux, ben.id);
    assert_eq!(save_people(&tomas, &made.slug, 1, norrlux, tomas.id, ben.id).await.status(), 303);
}

#[tokio::test]
async fn a_new_campaign_hides_its_counts_until_one_has_voted() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    assert_eq!(tomas.post("/campaigns", &[("title", "Quiet tapes"), ("from", "")]).await.status(), 303);
    let counts: proofbench::kernel::CountsShown =
        campaigns::table.filter(campaigns::slug.eq("quiet-tapes")).select(campaigns::counts).first(&mut app.conn).unwrap();
    assert_eq!(counts, proofbench::kernel::CountsShown::AfterVote);
    let default: String = diesel::sql_query(
        "SELECT column_default::text AS text FROM information_schema.columns WHERE table_name = 'campaigns' AND column_name = 'counts'",
    )
    .get_result::<Words>(&mut app.conn)
    .unwrap()
    .text;
    assert!(default.contains("after_vote"), "{default}");
}

#[derive(QueryableByName)]
struct Words {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

#[tokio::test]
async fn the_launch_list_of_an_empty_draft_asks_for_phases_once_and_an_early_promise_is_refused_at_once() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    tomas.post("/campaigns", &[("title", "Tapes"), ("from", "")]).await;
    let list = text_of(&tomas.page("/campaigns/tapes/edit/launch").await);
    assert!(list.contains("Choose and date at least one phase") && !list.contains("is over already"), "{list}");
    let (starts, ends, early) = (field(&app, 24), field(&app, 72), field(&app, 48));
    let fields = [
        ("collect", "on"),
        ("collect_starts", starts.as_str()),
        ("collect_ends", &ends),
        ("answer_by", &early),
        ("version", "1"),
        ("then", "next"),
    ];
    let refused = tomas.post("/campaigns/tapes/edit/phases", &fields).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("id=\"answer_by-error\""));
    assert_eq!(app.verbs(), ["campaign.drafted"]);
}

async fn catch_up(app: &mut TestApp) {
    app.spine_is_readable().await;
    reader::read_spine(&app.state).await.unwrap();
}

fn mails_to(app: &mut TestApp, person: &Visitor) -> Vec<mail::Mail> {
    let email: Option<String> = people::table.find(person.id).select(people::email.nullable()).first(&mut app.conn).unwrap();
    mail::list(&mut app.conn, email.as_deref(), 50).unwrap().into_iter().map(|(_, mail)| mail).collect()
}

fn told(app: &mut TestApp, person: &Visitor) -> Vec<(String, String)> {
    notifications::table
        .filter(notifications::person_id.eq(person.id))
        .select((notifications::verb, notifications::because))
        .load(&mut app.conn)
        .unwrap()
}

#[tokio::test]
async fn who_asked_hears_of_the_opening_once_by_notice_and_mail_and_who_took_it_back_does_not() {
    let mut app = TestApp::start().await;
    let (rosa, ben, ann) =
        (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = campaign().title("Cold mornings").state(CampaignState::Scheduled).phases(&[(PhaseKind::Collect, 1, 48)]).insert(&mut app);
    let path = format!("/campaigns/{}", made.slug);
    let ask = format!("{path}/reminder");
    let page = rosa.page(&path).await;
    assert!(page.contains(&ask) && text_of(&page).contains("Remind me"), "{page}");
    for visitor in [&rosa, &ben] {
        let answer = visitor.post(&ask, &[("remind", "true")]).await;
        assert_eq!((answer.status().as_u16(), location(&answer)), (303, path.clone()));
        visitor.post(&ask, &[("remind", "true")]).await;
    }
    assert!(text_of(&rosa.page(&path).await).contains("Do not remind me"));
    assert_eq!(ben.post(&ask, &[("remind", "false")]).await.status(), 303);
    assert_eq!(app.verbs(), ["campaign.reminder-asked", "campaign.reminder-asked", "campaign.reminder-dropped"]);

    app.clock.advance(chrono::TimeDelta::hours(2));
    assert_eq!(scheduler::tick(&app.state).await.unwrap(), 1);
    catch_up(&mut app).await;
    catch_up(&mut app).await;
    assert_eq!(told(&mut app, &rosa), [("campaign.moved".to_owned(), "reminder".to_owned())]);
    assert!(told(&mut app, &ben).is_empty() && told(&mut app, &ann).is_empty());
    let mails = mails_to(&mut app, &rosa);
    assert_eq!(mails.len(), 1);
    assert!(mails[0].subject.contains("Now open: “Cold mornings”") && mails[0].text.contains(&path), "{:?}", mails[0]);
    assert!(
        mails[0].text.contains("because you asked to be reminded") && !mails[0].text.contains("because you wrote"),
        "{}",
        mails[0].text
    );
    assert!(mails_to(&mut app, &ben).is_empty());
    let notices = text_of(&rosa.page("/stream/notifications").await);
    assert!(notices.contains("The campaign you waited for is open.") && notices.contains("Cold mornings"), "{notices}");
    assert!(!rosa.page(&path).await.contains(&ask), "nothing is left to wait for");
    assert_eq!(ann.post(&ask, &[("remind", "true")]).await.status(), 303);
    assert_eq!(app.verbs().last().unwrap(), "campaign.moved", "too late, and said so");
}

#[tokio::test]
async fn a_reminder_is_for_those_who_see_the_campaign_and_are_signed_in() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let inside = campaign().state(CampaignState::Scheduled).audience(proofbench::kernel::Audience::Internal).insert(&mut app);
    let open = campaign().state(CampaignState::Scheduled).insert(&mut app);
    assert_eq!(rosa.post(&format!("/campaigns/{}/reminder", inside.slug), &[("remind", "true")]).await.status(), 404);
    let visitor = app.visitor();
    let page = visitor.page(&format!("/campaigns/{}", open.slug)).await;
    assert!(page.contains(&format!("/sign-in?next=%2Fcampaigns%2F{}", open.slug)) && !page.contains("/reminder"), "{page}");
    assert_eq!(visitor.post(&format!("/campaigns/{}/reminder", open.slug), &[("remind", "true")]).await.status(), 401);
    assert!(app.verbs().is_empty());
}

#[tokio::test]
async fn a_program_asks_for_a_reminder_and_takes_it_back() {
    let mut app = TestApp::start().await;
    let rosa = app.sign_in("Rosa", &[Role::Customer]);
    let (coming, running) = (campaign().state(CampaignState::Scheduled).insert(&mut app), campaign().insert(&mut app));
    let key = token(&mut app, rosa.id, &["campaigns:write"]);
    let reader = token(&mut app, rosa.id, &["read"]);
    let call = |method: reqwest::Method, slug: &str, key: &str| {
        app.visitor().request(method, &format!("/api/v1/campaigns/{slug}/reminder")).bearer_auth(key).send()
    };
    assert_eq!(call(reqwest::Method::PUT, &coming.slug, &reader).await.unwrap().status(), 403);
    assert_eq!(call(reqwest::Method::PUT, &coming.slug, &key).await.unwrap().status(), 204);
    assert_eq!(call(reqwest::Method::PUT, &running.slug, &key).await.unwrap().status(), 409);
    assert_eq!(call(reqwest::Method::PUT, "nothing", &key).await.unwrap().status(), 404);
    assert_eq!(call(reqwest::Method::DELETE, &coming.slug, &key).await.unwrap().status(), 204);
    assert_eq!(app.verbs(), ["campaign.reminder-asked", "campaign.reminder-dropped"]);
}
