//! The chain behind an item, both ways, and what happened to it.
use crate::support::{
    TestApp, make,
    make::{lineage::Chain, tokens::token},
};
use diesel::connection::SimpleConnection;
use proofbench::{
    domains::lineage::store::{self, Step},
    kernel::{CampaignId, Doer, Event, IdeaId, ItemRef, ModerateIdea, PersonId, PrototypeId, Relation, Role, Sight, Viewer, authorize},
    platform::words::Lang,
};

/// Ties the items of a chain, as the flows would.
async fn tie(app: &TestApp, chain: &Chain) {
    let edges = [
        (chain.note, Relation::WrittenIn, chain.brainstorm),
        (chain.brainstorm, Relation::AskedIn, chain.campaign),
        (chain.note, Relation::PromotedTo, chain.idea),
        (chain.idea, Relation::GraduatedTo, chain.prototype),
        (chain.prototype, Relation::DecidedBy, chain.gate),
    ];
    let idea = IdeaId(chain.idea.id);
    app.state
        .db
        .write(Doer::System("test"), move |tx| {
            let place = proofbench::kernel::Place::of(idea, Sight::PUBLIC);
            let granted = authorize::<ModerateIdea>(tx.doer(), place).unwrap();
            for (from, relation, to) in edges {
                store::link(tx, &granted, from, relation, to)?;
                store::link(tx, &granted, from, relation, to)?;
            }
            tx.record_all(
                &granted,
                &[
                    Event::IdeaGraduated { idea, prototype: PrototypeId::new() },
                    Event::VoteCast { idea },
                    Event::StaffNoteWritten { idea, comment: proofbench::kernel::CommentId::new() },
                ],
            )?;
            Ok(())
        })
        .await
        .unwrap();
}

async fn chain_for(app: &TestApp, viewer: Viewer, item: ItemRef) -> Vec<Step> {
    app.state.db.read(move |conn| store::chain(conn, &viewer, item)).await.unwrap()
}

fn staff(id: PersonId) -> Viewer {
    let standing = proofbench::kernel::Standing { roles: vec![Role::Rnd], ..Default::default() };
    Viewer::Person(proofbench::kernel::Actor { id, standing: standing.into() })
}

#[tokio::test]
async fn a_chain_leads_from_the_campaign_to_the_gate_whichever_item_one_starts_from() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let hrefs = ["/campaigns/bond-then-unbond", "/brainstorms/41-fail-on-purpose", "/brainstorms/41-fail-on-purpose/results"];
    let rest = ["/ideas/118-heat-release-tape", "/prototypes/27-heatrelease-140", "/prototypes/27-heatrelease-140/gates/1"];
    for item in [chain.campaign, chain.idea, chain.gate] {
        let steps = chain_for(&app, staff(ann.id), item).await;
        let found: Vec<&str> = steps.iter().map(|step| step.href.as_str()).collect();
        assert_eq!(found, [hrefs, rest].concat());
        let relations: Vec<Option<&str>> = steps.iter().map(|step| step.relation_key.as_deref()).collect();
        assert_eq!(
            (relations[0], relations[3], relations[5]),
            (None, Some("lineage-relation-promoted-to"), Some("lineage-relation-decided-by"))
        );
        assert_eq!(steps.iter().filter(|step| step.current).count(), 1);
    }
}

#[tokio::test]
async fn what_a_viewer_may_not_see_is_missing_from_the_chain() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let steps = chain_for(&app, Viewer::Anonymous, chain.idea).await;
    let end = steps.last().unwrap();
    let said = (end.number.as_str(), end.title.as_str(), end.href.as_str(), end.word_key.as_deref());
    assert_eq!(
        said,
        ("27", "", "", Some("prototypes-stage-framed")),
        "of the internal prototype: its number and stage, as its coupon says"
    );

    decided(&mut app, &chain, "'go'");
    let steps = chain_for(&app, Viewer::Anonymous, chain.idea).await;
    let end = steps.last().unwrap();
    assert_eq!((end.title.as_str(), end.href.as_str(), end.word_key.as_deref()), ("", "", Some("prototypes-gate-go")));
    app.conn.batch_execute("UPDATE ideas SET audience = 'internal'").unwrap();
    let steps = chain_for(&app, Viewer::Anonymous, chain.note).await;
    assert!(steps.iter().all(|step| step.word_key.is_none()), "nothing of a prototype whose idea is not theirs to see: {steps:?}");
}

#[tokio::test]
async fn who_keeps_order_in_one_campaign_finds_what_waits_there_in_its_chain() {
    let mut app = TestApp::start().await;
    let (rosa, bo) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Bo", &[Role::Customer]));
    let chain = make::lineage::items_of_a_chain(&mut app, rosa.id);
    tie(&app, &chain).await;
    let held = format!("UPDATE ideas SET state = 'pending', campaign_id = '{}'", chain.campaign.id);
    app.conn.batch_execute(&held).unwrap();
    let moderator_of = |campaign| {
        let standing = proofbench::kernel::Standing { campaign_roles: vec![(campaign, Role::Moderator)], ..Default::default() };
        Viewer::Person(proofbench::kernel::Actor { id: bo.id, standing: standing.into() })
    };
    let idea = chain.idea.id;
    for (campaign, finds) in [(CampaignId(chain.campaign.id), true), (CampaignId::new(), false)] {
        let viewer = moderator_of(campaign);
        let names = app.state.db.read(move |conn| store::names(conn, &viewer, &[idea])).await.unwrap();
        assert_eq!(names.contains_key(&idea), finds);
    }
}

/// The gate of a chain with a decision.
fn decided(app: &mut TestApp, chain: &make::lineage::Chain, decision: &str) {
    let Chain { gate, .. } = chain;
    let update = format!(
        "UPDATE gates SET state = 'decided', decision = {decision}, decided_at = now(), opened_at = now(), reasons = 'It holds' WHERE id = '{}'",
        gate.id
    );
    app.conn.batch_execute(&update).unwrap();
}

#[tokio::test]
async fn an_ended_edge_is_no_longer_followed() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let (idea, prototype) = (IdeaId(chain.idea.id), chain.prototype);
    app.state
        .db
        .write(Doer::System("test"), move |tx| {
            let place = proofbench::kernel::Place::of(idea, Sight::PUBLIC);
            let granted = authorize::<ModerateIdea>(tx.doer(), place).unwrap();
            store::unlink(tx, &granted, idea.into(), Relation::GraduatedTo, prototype)?;
            tx.record(&granted, &Event::GraduationUndone { idea, prototype: PrototypeId(prototype.id) })?;
            Ok(())
        })
        .await
        .unwrap();
    let steps = chain_for(&app, staff(ann.id), chain.idea).await;
    assert_eq!(steps.last().unwrap().title, "Heat-release tape");
}

#[tokio::test]
async fn activity_leaves_votes_out_and_shows_staff_notes_to_staff_only() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let keys = async |viewer: Viewer| -> Vec<String> {
        let item = chain.idea;
        let happened = app.state.db.read(move |conn| store::activity(conn, &viewer, item, None, 20)).await.unwrap();
        happened.into_iter().map(|happening| happening.key).collect()
    };
    assert_eq!(keys(Viewer::Anonymous).await, ["happened-idea-graduated"]);
    assert_eq!(keys(staff(ann.id)).await, ["happened-comment-staff-note-written", "happened-idea-graduated"]);
}

#[tokio::test]
async fn the_api_leads_from_each_item_to_those_around_it() {
    let mut app = TestApp::start().await;
    let (ann, rosa) = (app.sign_in("Ann", &[Role::Rnd]), app.sign_in("Rosa", &[Role::Customer]));
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let (inside, outside) = (token(&mut app, ann.id, &["read"]), token(&mut app, rosa.id, &["read"]));
    let get = async |key: &str, path: &str| -> serde_json::Value {
        let answer = ann.request(reqwest::Method::GET, &format!("/api/v1{path}")).bearer_auth(key).send().await.unwrap();
        answer.json().await.unwrap()
    };
    let idea = get(&outside, "/ideas/118").await;
    assert_eq!((&idea["prototype"], &idea["origin"]["brainstorm"]), (&27.into(), &41.into()));
    assert_eq!(idea["origin"]["note"], chain.note.id.to_string());
    assert_eq!(get(&inside, "/prototypes/27").await["prototype"]["idea"], 118);
    for path in ["/ideas/118", "/campaigns/bond-then-unbond", "/brainstorms/41", "/prototypes/27"] {
        let items = get(&inside, &format!("{path}/lineage")).await["items"].as_array().unwrap().clone();
        let kinds: Vec<&str> = items.iter().map(|item| item["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["campaign", "brainstorm", "note", "idea", "prototype", "gate"], "{path}");
        let here: Vec<&str> = items.iter().filter(|item| item["current"] == true).map(|item| item["href"].as_str().unwrap()).collect();
        assert_eq!(here, [format!("/api/v1{path}")]);
        assert_eq!(items[4]["from"], serde_json::json!([{"item": chain.idea.id, "relation": "graduated_to"}]));
    }
    let items = get(&outside, "/ideas/118/lineage").await["items"].as_array().unwrap().clone();
    let hidden = items.last().unwrap();
    assert_eq!((&hidden["number"], &hidden["title"], &hidden["word"]), (&27.into(), &"".into(), &"framed".into()), "{hidden}");
    assert!(hidden["href"].is_null() && hidden["path"].is_null());
    app.conn.batch_execute("UPDATE ideas SET audience = 'people'; UPDATE prototypes SET audience = 'public'").unwrap();
    assert!(get(&outside, "/prototypes/27").await["prototype"]["idea"].is_null(), "what they may not see");
}

#[tokio::test]
async fn every_verb_has_words_in_every_language() {
    let app = TestApp::start().await;
    for verb in Event::VERBS {
        let key = format!("happened-{}", verb.replace('.', "-"));
        assert!(Lang::OFFERED.iter().all(|lang| app.state.words.has(*lang, &key)), "{key}");
    }
}

#[tokio::test]
async fn an_item_of_several_origins_says_of_each_how_it_came_from_it() {
    let mut app = TestApp::start().await;
    let ann = app.sign_in("Ann", &[Role::Rnd]);
    let chain = make::lineage::items_of_a_chain(&mut app, ann.id);
    tie(&app, &chain).await;
    let merged = [make::ideas::idea(ann.id).insert(&mut app), make::ideas::idea(ann.id).insert(&mut app)];
    let ids = [merged[0].id, merged[1].id];
    let idea = IdeaId(chain.idea.id);
    app.state
        .db
        .write(Doer::System("test"), move |tx| {
            let granted = authorize::<ModerateIdea>(tx.doer(), proofbench::kernel::Place::of(idea, Sight::PUBLIC)).unwrap();
            for duplicate in ids {
                store::link(tx, &granted, duplicate.into(), Relation::MergedInto, idea.into())?;
            }
            tx.record(&granted, &Event::VoteCast { idea })?;
            Ok(())
        })
        .await
        .unwrap();
    let steps = chain_for(&app, staff(ann.id), chain.idea).await;
    let here = steps.iter().find(|step| step.current).unwrap();
    assert_eq!(here.relation_key, None, "one word before it would be wrong for the others");
    let mut said: Vec<(usize, &str)> = here.origins.iter().map(|origin| (origin.items.len(), origin.relation_key.as_str())).collect();
    said.sort_unstable();
    assert_eq!(said, [(1, "lineage-relation-promoted-to"), (2, "lineage-relation-merged-into")]);
}
