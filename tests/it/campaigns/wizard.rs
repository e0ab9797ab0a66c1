//! From a title to a launch.
use super::{field, location, moderator, state_of, undo_of, version_of};
use crate::support::{
    TestApp, Visitor,
    make::{campaigns::campaign, ideas::idea},
    text_of,
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignState, FieldKind, PhaseKind, Role},
    schema::{campaign_fields, campaign_phases, campaigns, terms_acceptances},
};

async fn draft(visitor: &Visitor, title: &str) -> String {
    let answer = visitor.post("/campaigns", &[("title", title), ("from", "")]).await;
    assert_eq!(answer.status(), 303);
    location(&answer).trim_start_matches("/campaigns/").trim_end_matches("/edit/question").to_owned()
}

async fn save(visitor: &Visitor, slug: &str, step: &str, version: i32, fields: &[(&str, &str)]) -> reqwest::Response {
    let version = version.to_string();
    let mut all = vec![("version", version.as_str()), ("then", "next")];
    all.extend_from_slice(fields);
    visitor.post(&format!("/campaigns/{slug}/edit/{step}"), &all).await
}

#[tokio::test]
async fn a_campaign_goes_from_title_to_launch_step_by_step() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let ines = app.sign_in("Ines Okafor", &[Role::Rnd]);
    let slug = draft(&tomas, "Bond it, then take it apart").await;
    assert_eq!(slug, "bond-it-then-take-it-apart");
    let question = save(
        &tomas,
        &slug,
        "question",
        1,
        &[("title", "Bond it, then take it apart"), ("question", "Which joints should open?"), ("brief", "**Why**"), ("hatch", "film")],
    )
    .await;
    assert_eq!(location(&question), format!("/campaigns/{slug}/edit/people"));
    let (owner, reviewer) = (tomas.id.to_string(), ines.id.to_string());
    let people = save(
        &tomas,
        &slug,
        "people",
        2,
        &[
            ("audience", "public"),
            ("owner", &owner),
            ("sponsor", &reviewer),
            ("sponsor_promise", "Six prototypes"),
            ("reviewers", &reviewer),
        ],
    )
    .await;
    assert_eq!(location(&people), format!("/campaigns/{slug}/edit/phases"));
    let (starts, middle, ends, answer) = (field(&app, 24), field(&app, 48), field(&app, 72), field(&app, 96));
    let phases = save(
        &tomas,
        &slug,
        "phases",
        3,
        &[
            ("collect", "on"),
            ("collect_starts", &starts),
            ("collect_ends", &middle),
            ("vote", "on"),
            ("vote_starts", &middle),
            ("vote_ends", &ends),
            ("answer_by", &answer),
        ],
    )
    .await;
    assert_eq!(location(&phases), format!("/campaigns/{slug}/edit/rules"));
    let rules = save(
        &tomas,
        &slug,
        "rules",
        4,
        &[
            ("counts", "after_vote"),
            ("vote_budget", "5"),
            ("answer_days", "7"),
            ("approval_needed", "on"),
            ("terms", "You stay named."),
            ("field_id", ""),
            ("field_label", "Trigger"),
            ("field_kind", "choice"),
            ("field_choices", "Heat\nWater"),
            ("field_required", "required"),
        ],
    )
    .await;
    assert_eq!(location(&rules), format!("/campaigns/{slug}/edit/launch"));
    let list = text_of(&tomas.page(&format!("/campaigns/{slug}/edit/launch")).await);
    assert!(!list.contains("Missing") && list.contains("It opens on"), "{list}");
    let preview = text_of(&tomas.page(&format!("/campaigns/{slug}/preview")).await);
    assert!(preview.contains("Which joints should open?") && preview.contains("Six prototypes"), "{preview}");
    let launched = tomas.post(&format!("/campaigns/{slug}/launch"), &[]).await;
    assert_eq!((launched.status().as_u16(), location(&launched)), (303, format!("/campaigns/{slug}")));
    assert_eq!(undo_of(&launched), format!("/campaigns/{slug}/launch/undo"));
    let verbs = app.verbs();
    assert_eq!(
        verbs,
        ["campaign.drafted", "campaign.changed", "campaign.changed", "campaign.changed", "campaign.changed", "campaign.launched"]
    );
    let public = text_of(&app.visitor().page(&format!("/campaigns/{slug}")).await);
    assert!(public.contains("Opens in") && public.contains("Tomás Figueira answers every idea by"), "{public}");
}

#[tokio::test]
async fn a_launch_names_everything_that_is_missing_with_the_way_there() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Half done").await;
    let refused = tomas.post(&format!("/campaigns/{slug}/launch"), &[]).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    for step in ["question", "people", "phases"] {
        assert!(html.contains(&format!("/campaigns/{slug}/edit/{step}")), "{step}");
    }
    let text = text_of(&html);
    for words in ["Write the question.", "Choose who may see it", "Name at least one reviewer.", "Promise a date"] {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(app.verbs(), ["campaign.drafted"]);
}

#[tokio::test]
async fn what_was_typed_survives_a_refusal_and_each_message_stands_beside_its_field() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Tapes").await;
    let refused =
        save(&tomas, &slug, "question", 1, &[("title", " "), ("question", "Kept?"), ("brief", "Kept too"), ("hatch", "foam")]).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(html.contains("id=\"title-error\"") && html.contains("Kept?") && html.contains("Kept too"));
    let (ends, starts) = (field(&app, 5), field(&app, 9));
    let phases =
        save(&tomas, &slug, "phases", 1, &[("collect", "on"), ("collect_starts", &starts), ("collect_ends", &ends), ("answer_by", "soon")])
            .await;
    let html = phases.text().await.unwrap();
    assert!(html.contains("id=\"answer_by-error\"") && html.contains("soon"), "{html}");
    let rules = save(&tomas, &slug, "rules", 1, &[("counts", "always"), ("vote_budget", "0"), ("answer_days", "400"), ("terms", "")]).await;
    let html = rules.text().await.unwrap();
    assert!(html.contains("id=\"vote_budget-error\"") && html.contains("id=\"answer_days-error\""), "{html}");
    assert_eq!(app.verbs(), ["campaign.drafted"]);
}

#[tokio::test]
async fn a_save_over_another_save_is_held_back_with_the_text_kept() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Tapes").await;
    let fields = |question: &'static str| [("title", "Tapes"), ("question", question), ("brief", ""), ("hatch", "film")];
    assert_eq!(save(&tomas, &slug, "question", 1, &fields("First?")).await.status(), 303);
    let stale = save(&tomas, &slug, "question", 1, &fields("Second?")).await;
    assert_eq!(stale.status(), 412);
    let html = stale.text().await.unwrap();
    assert!(html.contains("Second?") && html.contains("name=\"version\" value=\"2\""), "{html}");
    assert_eq!(save(&tomas, &slug, "question", 2, &fields("Second?")).await.status(), 303);
}

#[tokio::test]
async fn saving_nothing_new_writes_nothing() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().state(CampaignState::Draft).owner(tomas.id).insert(&mut app);
    let fields = [
        ("title", "Bond it, then take it apart"),
        ("question", "Which joints should our customers be able to undo?"),
        ("brief", ""),
        ("hatch", "adhesive"),
    ];
    assert_eq!(save(&tomas, &made.slug, "question", 1, &fields).await.status(), 303);
    assert_eq!((version_of(&mut app, &made), app.verbs().len()), (1, 0));
}

#[tokio::test]
async fn people_are_found_by_name_and_chosen_ones_stay() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let ines = app.sign_in("Ines Okafor", &[Role::Rnd]);
    app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let slug = draft(&tomas, "Tapes").await;
    let reviewer = ines.id.to_string();
    let answer = tomas
        .post(
            &format!("/campaigns/{slug}/edit/people"),
            &[("find", "rosa"), ("then", "find"), ("reviewers", &reviewer), ("sponsor_promise", "Kept"), ("version", "1")],
        )
        .await;
    assert_eq!(answer.status(), 200);
    let html = answer.text().await.unwrap();
    assert!(html.contains("Ines Okafor") && html.contains("Kept") && !html.contains("Rosa Lindqvist"), "customers are not offered");
    assert_eq!(app.verbs(), ["campaign.drafted"]);
    let rosa = app.sign_in("Rosa Again", &[Role::Customer]).id.to_string();
    let refused =
        save(&tomas, &slug, "people", 1, &[("audience", "public"), ("owner", &rosa), ("sponsor_promise", ""), ("reviewers", &rosa)]).await;
    assert_eq!(refused.status(), 422);
}

#[tokio::test]
async fn a_copy_of_a_past_campaign_moves_ahead_and_leaves_the_ideas_behind() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let past = campaign()
        .title("Quiet cabins")
        .state(CampaignState::Closed)
        .reviewer(tomas.id)
        .phases(&[(PhaseKind::Collect, -200, -100), (PhaseKind::Vote, -100, -50)])
        .field("Car", FieldKind::Text, false)
        .insert(&mut app);
    idea(tomas.id).in_campaign(&past).insert(&mut app);
    let answer = tomas.post("/campaigns", &[("title", ""), ("from", &past.slug)]).await;
    let slug = location(&answer).trim_start_matches("/campaigns/").trim_end_matches("/edit/question").to_owned();
    assert_eq!(slug, "quiet-cabins");
    let (id, ideas, opened): (proofbench::kernel::CampaignId, i32, Option<chrono::DateTime<chrono::Utc>>) = campaigns::table
        .filter(campaigns::slug.eq(&slug))
        .select((campaigns::id, campaigns::idea_count, campaigns::opened_at))
        .first(&mut app.conn)
        .unwrap();
    let copy = crate::support::make::campaigns::MadeCampaign { id, number: 0, slug: slug.clone() };
    let (starts, ends) = super::minutes(&mut app, &copy, PhaseKind::Vote);
    assert_eq!((ends - starts, ideas, opened), (50 * 60, 0, None));
    assert!(starts > 0);
    let fields: i64 = campaign_fields::table.filter(campaign_fields::campaign_id.eq(id)).count().get_result(&mut app.conn).unwrap();
    assert_eq!((fields, app.verbs()), (1, vec!["campaign.drafted".to_owned()]));
}

#[tokio::test]
async fn a_new_name_keeps_the_old_address_alive() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().owner(tomas.id).reviewer(tomas.id).insert(&mut app);
    let fields = [("title", "New name"), ("question", "Which?"), ("brief", ""), ("hatch", "film")];
    let saved = save(&tomas, &made.slug, "question", 1, &fields).await;
    assert_eq!(location(&saved), "/campaigns/new-name/edit/people");
    let old = app.visitor().get(&format!("/campaigns/{}", made.slug)).await;
    assert_eq!((old.status().as_u16(), location(&old)), (301, "/campaigns/new-name".to_owned()));
    let number = app.visitor().get(&format!("/campaigns/{}", made.number)).await;
    assert_eq!(location(&number), "/campaigns/new-name");
    let back = save(&tomas, "new-name", "question", 2, &[("title", "New"), ("question", "Which?"), ("brief", ""), ("hatch", "film")]).await;
    assert_eq!(location(&back), "/campaigns/new-2/edit/people", "`new` is a word of ours");
}

#[tokio::test]
async fn a_launch_is_undone_within_ten_minutes_only_and_not_under_an_idea() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let first = campaign().title("One").owner(tomas.id).insert(&mut app);
    let undone = tomas.post(&format!("/campaigns/{}/launch/undo", first.slug), &[]).await;
    assert_eq!(undone.status(), 303);
    assert_eq!((state_of(&mut app, &first), app.verbs()), (CampaignState::Draft, vec!["campaign.launch-undone".to_owned()]));
    assert_eq!(app.visitor().get(&format!("/campaigns/{}", first.slug)).await.status(), 404);
    let second = campaign().title("Two").owner(tomas.id).insert(&mut app);
    diesel::update(campaigns::table.find(second.id)).set(campaigns::idea_count.eq(1)).execute(&mut app.conn).unwrap();
    assert_eq!(tomas.post(&format!("/campaigns/{}/launch/undo", second.slug), &[]).await.status(), 409);
    let third = campaign().title("Three").owner(tomas.id).insert(&mut app);
    app.clock.advance(TimeDelta::minutes(11));
    assert_eq!(tomas.post(&format!("/campaigns/{}/launch/undo", third.slug), &[]).await.status(), 409);
}

#[tokio::test]
async fn changed_terms_are_asked_for_again_and_accepting_twice_counts_once() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let rosa = app.sign_in("Rosa Lindqvist", &[Role::Customer]);
    let made = campaign().owner(tomas.id).reviewer(tomas.id).terms("You stay named.").insert(&mut app);
    let actor = |id| proofbench::kernel::Actor { id, standing: std::sync::Arc::default() };
    for _ in 0..2 {
        let (id, person) = (made.id, rosa.id);
        app.state
            .db
            .write(actor(rosa.id), move |tx| {
                let campaign = proofbench::domains::campaigns::store::share(tx, id)?;
                proofbench::domains::campaigns::actions::accept_terms(tx, &campaign, person)
            })
            .await
            .unwrap();
    }
    assert_eq!(app.verbs(), ["campaign.terms-accepted"]);
    let rules = [("counts", "always"), ("vote_budget", ""), ("answer_days", "10"), ("terms", "New terms.")];
    assert_eq!(save(&tomas, &made.slug, "rules", 1, &rules).await.status(), 303);
    let (accepted, wanted): (i32, i32) = (
        terms_acceptances::table
            .filter(terms_acceptances::person_id.eq(rosa.id))
            .select(terms_acceptances::version)
            .first(&mut app.conn)
            .unwrap(),
        campaigns::table.find(made.id).select(campaigns::terms_version).first(&mut app.conn).unwrap(),
    );
    assert_eq!((accepted, wanted), (1, 2));
}

#[tokio::test]
async fn a_question_that_ideas_may_have_answered_is_not_removed() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().owner(tomas.id).reviewer(tomas.id).field("Joint", FieldKind::Text, true).insert(&mut app);
    let rules = [("counts", "always"), ("vote_budget", ""), ("answer_days", "10"), ("terms", "")];
    let refused = save(&tomas, &made.slug, "rules", 1, &rules).await;
    assert_eq!(refused.status(), 422);
    assert!(text_of(&refused.text().await.unwrap()).contains("Ideas may have answered this question"));
}

#[tokio::test]
async fn a_rhythm_fills_the_dates_on_full_hours_and_saves_nothing() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Bond it").await;
    let suggested = tomas.page(&format!("/campaigns/{slug}/edit/phases")).await;
    assert!(suggested.contains("value=\"rhythm-six-weeks\"") && suggested.matches(":00\"").count() >= 8, "{suggested}");
    let path = format!("/campaigns/{slug}/edit/phases");
    let starts = field(&app, 48);
    let answer = tomas.post(&path, &[("version", "1"), ("then", "rhythm-two-weeks"), ("collect_starts", &starts)]).await;
    assert_eq!(answer.status(), 200);
    let html = answer.text().await.unwrap();
    let document = scraper::Html::parse_document(&html);
    let value = |name: &str| {
        let input = scraper::Selector::parse(&format!("input[name={name}]")).unwrap();
        document.select(&input).next().unwrap().value().attr("value").unwrap().to_owned()
    };
    let at = |name: &str| chrono::NaiveDateTime::parse_from_str(&value(name), "%Y-%m-%dT%H:%M").unwrap();
    assert!(value("collect_starts") >= starts, "it begins when the typed one would");
    assert_eq!((at("review_ends") - at("collect_starts")).num_days(), 14);
    assert!(at("answer_by") > at("review_ends") && value("decide_starts").is_empty());
    assert_eq!(app.verbs(), ["campaign.drafted"]);
}

#[tokio::test]
async fn a_phase_that_begins_too_early_is_said_beside_its_beginning() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Bond it").await;
    let (starts, middle, ends) = (field(&app, 24), field(&app, 48), field(&app, 72));
    let phases = [
        ("collect", "on"),
        ("collect_starts", starts.as_str()),
        ("collect_ends", ends.as_str()),
        ("vote", "on"),
        ("vote_starts", middle.as_str()),
        ("vote_ends", ends.as_str()),
    ];
    let refused = save(&tomas, &slug, "phases", 1, &phases).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(html.contains("id=\"vote_starts-error\"") && !html.contains("id=\"vote_ends-error\""), "{html}");
}

#[tokio::test]
async fn the_rules_step_says_everything_that_is_wrong_at_once() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Bond it").await;
    let rules = [
        ("counts", "always"),
        ("vote_budget", "many"),
        ("answer_days", "soon"),
        ("terms", ""),
        ("field_id", ""),
        ("field_label", "Trigger"),
        ("field_kind", "choice"),
        ("field_choices", "Heat"),
        ("field_required", "optional"),
    ];
    let refused = save(&tomas, &slug, "rules", 1, &rules).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    for field in ["vote_budget", "answer_days"] {
        assert!(html.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    assert!(text_of(&html).contains("3 things to put right") && html.contains("value=\"many\""), "{html}");
}

#[tokio::test]
async fn the_question_is_the_headline_and_what_reviewers_look_for_stands_on_the_page() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().title("Bond it").owner(tomas.id).reviewer(tomas.id).insert(&mut app);
    let question = [("title", "Bond it"), ("question", "Which joints should open?"), ("brief", ""), ("hatch", "film")];
    let saved = save(&tomas, &made.slug, "question", 1, &[&question[..], &[("criteria", "Opens **without solvent**.")]].concat()).await;
    assert_eq!(saved.status(), 303, "{}", text_of(&saved.text().await.unwrap()));
    let slug = location(&saved).trim_start_matches("/campaigns/").split('/').next().unwrap().to_owned();
    let page = app.visitor().page(&format!("/campaigns/{slug}")).await;
    let document = scraper::Html::parse_document(&page);
    let headline: String = document.select(&scraper::Selector::parse("h1").unwrap()).flat_map(|h1| h1.text()).collect();
    assert_eq!(headline, "Which joints should open?");
    assert!(page.contains("<strong>without solvent</strong>") && text_of(&page).contains("What reviewers look for"), "{page}");
}

#[tokio::test]
async fn answers_to_choose_from_that_are_missing_are_asked_for_at_their_own_field() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Tapes").await;
    let field = |label: &'static str, kind: &'static str, choices: &'static str| {
        [("field_id", ""), ("field_label", label), ("field_kind", kind), ("field_choices", choices), ("field_required", "optional")]
    };
    let rules = [("counts", "always"), ("vote_budget", ""), ("answer_days", "10"), ("terms", "")];
    let all = [&rules[..], &field("Joint", "text", ""), &field("Trigger", "choice", "Heat")].concat();
    let refused = save(&tomas, &slug, "rules", 1, &all).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    let document = scraper::Html::parse_document(&html);
    let count = |css: &str| document.select(&scraper::Selector::parse(css).unwrap()).count();
    assert_eq!(count("textarea#field-choices-2[aria-invalid][aria-describedby~=field-choices-2-error]"), 1, "{html}");
    assert_eq!((count("#field-choices-2-error"), count(".form-errors a[href='#field-choices-2']")), (1, 1));
    assert_eq!((count("[aria-invalid]"), count(".field__error")), (1, 1), "and nowhere else");
}

#[tokio::test]
async fn enter_in_the_search_for_people_finds_and_saves_nothing() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let slug = draft(&tomas, "Tapes").await;
    let page = tomas.page(&format!("/campaigns/{slug}/edit/people")).await;
    let document = scraper::Html::parse_document(&page);
    let buttons = scraper::Selector::parse("form[action$='/edit/people'] button").unwrap();
    let first = document.select(&buttons).next().unwrap();
    assert_eq!((first.value().attr("name"), first.value().attr("value")), (Some("then"), Some("find")), "a browser presses the first one");
    let wish = [("then", "find"), ("find", "Tom"), ("sponsor_promise", "Six prototypes"), ("version", "1")];
    let found = tomas.post(&format!("/campaigns/{slug}/edit/people"), &wish).await;
    assert_eq!(found.status(), 200);
    assert!(found.text().await.unwrap().contains("Six prototypes"));
    assert_eq!(app.verbs(), ["campaign.drafted"]);
}

#[tokio::test]
async fn every_long_text_of_the_wizard_is_kept_on_the_device_under_a_name_of_its_own() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let made = campaign().title("Tapes").owner(tomas.id).reviewer(tomas.id).field("Car", FieldKind::Text, false).insert(&mut app);
    let other = campaign().title("Glues").owner(tomas.id).reviewer(tomas.id).insert(&mut app);
    let mut names = std::collections::BTreeSet::new();
    for slug in [&made.slug, &other.slug] {
        for step in ["question", "people", "rules"] {
            let page = tomas.page(&format!("/campaigns/{slug}/edit/{step}")).await;
            let document = scraper::Html::parse_document(&page);
            for text in document.select(&scraper::Selector::parse("main textarea").unwrap()) {
                let name = text.value().attr("data-draft-key").unwrap_or_else(|| panic!("{step} keeps nothing of {:?}", text.value().id()));
                assert!(names.insert(name.to_owned()), "{name} is there twice");
                assert!(text.value().attr("data-draft-edit").is_some(), "{name} comes back over what is stored");
            }
        }
    }
    let refused = save(&tomas, &made.slug, "question", 1, &[("title", ""), ("question", "Kept?"), ("brief", ""), ("hatch", "foam")]).await;
    let html = refused.text().await.unwrap();
    assert!(html.contains("data-draft-key") && !html.contains("data-draft-edit"), "what came back is not what is stored: {html}");
}

#[tokio::test]
async fn a_copy_changes_its_phases_at_the_hours_of_the_day_of_the_original() {
    let mut app = TestApp::start().await;
    let tomas = moderator(&mut app);
    let phases = [(PhaseKind::Collect, -500, -260), (PhaseKind::Vote, -260, -100), (PhaseKind::Review, -100, -99)];
    let past = campaign().title("Quiet cabins").state(CampaignState::Closed).reviewer(tomas.id).phases(&phases).insert(&mut app);
    app.clock.advance(TimeDelta::hours(7));
    let answer = tomas.post("/campaigns", &[("title", ""), ("from", &past.slug)]).await;
    let slug = location(&answer).trim_start_matches("/campaigns/").trim_end_matches("/edit/question").to_owned();
    let copy = campaigns::table.filter(campaigns::slug.eq(&slug)).select(campaigns::id).first(&mut app.conn).unwrap();
    let zone = app.state.config.time_zone();
    let mut dates = |id: proofbench::kernel::CampaignId| {
        let rows: Vec<(chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>)> = campaign_phases::table
            .filter(campaign_phases::campaign_id.eq(id))
            .order(campaign_phases::position)
            .select((campaign_phases::starts_at, campaign_phases::ends_at))
            .load(&mut app.conn)
            .unwrap();
        rows.into_iter().map(|(starts, ends)| (starts.with_timezone(&zone), ends.with_timezone(&zone))).collect::<Vec<_>>()
    };
    let (before, after) = (dates(past.id), dates(copy));
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(new.0.time(), old.0.time());
    }
    assert_eq!(after[0].1.time(), before[0].1.time());
    assert_eq!((after[2].1.date_naive() - after[2].0.date_naive()).num_days(), 4, "one hour was no plan: it is as long as usual");
}

#[tokio::test]
async fn a_budget_is_not_lowered_below_what_somebody_has_spent() {
    let mut app = TestApp::start().await;
    let (tomas, rosa, ann) = (moderator(&mut app), app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ann", &[Role::Customer]));
    let made = campaign().owner(tomas.id).reviewer(tomas.id).vote_budget(10).insert(&mut app);
    for _ in 0..2 {
        let tape = idea(rosa.id).in_campaign(&made).insert(&mut app);
        assert_eq!(ann.post(&format!("/ideas/{}/vote", tape.number), &[("vote", "cast")]).await.status(), 303);
    }
    let version = version_of(&mut app, &made);
    let rules = |budget| [("counts", "always"), ("vote_budget", budget), ("answer_days", "10"), ("terms", "")];
    let refused = save(&tomas, &made.slug, "rules", version, &rules("1")).await;
    assert_eq!(refused.status(), 422);
    let html = refused.text().await.unwrap();
    assert!(html.contains("id=\"vote_budget-error\"") && html.contains("value=\"1\""), "{html}");
    assert!(text_of(&html).contains("Somebody has already given 2 votes. Choose 2 or more."), "{}", text_of(&html));
    assert_eq!(version_of(&mut app, &made), version);
    assert_eq!(save(&tomas, &made.slug, "rules", version, &rules("2")).await.status(), 303);
    assert_eq!(save(&tomas, &made.slug, "rules", version + 1, &rules("")).await.status(), 303);
}
