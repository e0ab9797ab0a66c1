//! `/activity`: who did what under which permission, and the ways that roles of one campaign have into their pages.
use crate::support::{TestApp, make::campaigns::campaign, make::ideas::idea, text_of};
use diesel::prelude::*;
use proofbench::{
    domains::people::rules::fold,
    kernel::{Event, IdeaState, Role},
    platform::spine,
    schema::role_grants,
};
use uuid::Uuid;

#[tokio::test]
async fn compliance_sees_actor_permission_and_request_of_every_event_and_whether_the_seals_hold() {
    let mut app = TestApp::start().await;
    let (mei, ann, ben) = (app.sign_in("Mei", &[Role::Compliance]), app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ben", &[]));
    let made = idea(ann.id).title("Tape that lets go").insert(&mut app);
    ann.post(&format!("/ideas/{}/comments", made.number), &[("text", "At 80 degrees, please.")]).await;
    ben.post(&format!("/ideas/{}/follow", made.number), &[("follow", "true")]).await;
    app.spine_is_readable().await;
    spine::seal(&app.state.db).await.unwrap();

    let page = mei.page("/activity").await;
    let text = text_of(&page);
    assert!(text.contains("Ann") && text.contains("comment.written") && text.contains("comment.write"), "{text}");
    assert!(text.contains("Tape that lets go") && text.contains("Intact"), "{text}");
    let request: Uuid = proofbench::schema::events::table
        .filter(proofbench::schema::events::verb.eq("comment.written"))
        .select(proofbench::schema::events::request_id.assume_not_null())
        .first(&mut app.conn)
        .unwrap();
    assert!(page.contains(&request.to_string()));
    let handle = app.handle_of(ben.id);
    let of_ben = text_of(&mei.page(&format!("/activity?who={handle}")).await);
    assert!(of_ben.contains("idea.followed") && !of_ben.contains("Ann only"), "{of_ben}");
    let followed = mei.page("/activity?verb=idea.followed").await;
    assert!(followed.contains("idea.follow") && !followed.contains("/people/ann"), "{followed}");
    assert!(text_of(&mei.page("/activity?who=nobody-here").await).contains("Nobody has the address"));
    assert!(mei.page("/").await.contains("href=\"/activity\""), "there is a way to it from home");
}

#[tokio::test]
async fn roles_invitations_and_members_of_spaces_are_told_with_what_whom_and_where() {
    let mut app = TestApp::start().await;
    let (joakim, ines, mei) =
        (app.sign_in("Joakim", &[Role::Admin]), app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Mei", &[Role::Compliance]));
    let made = campaign().title("Bond then unbond").insert(&mut app);
    let handle = app.handle_of(ines.id);
    let (roles, members) = (format!("/admin/people/{handle}/roles"), "/admin/spaces/deccan-coating/members");
    let out = format!("{members}/{handle}/remove");
    for (path, form) in [
        (roles.as_str(), vec![("role", "moderator"), ("campaign", "")]),
        (roles.as_str(), vec![("role", "moderator"), ("campaign", made.slug.as_str())]),
        ("/admin/people", vec![("name", "Zoe"), ("email", "zoe@voltaic.example"), ("role", "customer")]),
        ("/admin/spaces", vec![("name", "Deccan Coating"), ("kind", "customer")]),
        (members, vec![("person", handle.as_str())]),
        (out.as_str(), vec![]),
    ] {
        assert_eq!(joakim.post(path, &form).await.status(), 303, "{path}");
    }
    let told = [
        "gave the role Moderator, everywhere",
        "gave the role Moderator for Bond then unbond",
        "invited Zoe",
        "gave the role Customer, everywhere",
        "created the space",
        "added Ines to the space",
        "removed Ines from the space",
    ];
    let page = joakim.page("/activity").await;
    let text = text_of(&page);
    for words in told {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.contains("Person Ines") && text.contains("Person Zoe"), "{text}");
    assert!(page.contains("href=\"/admin/spaces/deccan-coating\">Deccan Coating</a>"), "{page}");
    let mine = joakim.page("/stream/actions").await;
    let text = text_of(&mine);
    for words in told {
        assert!(text.contains(&format!("You {words}")), "{words}: {text}");
    }
    assert!(text.contains("Person: Zoe") && text.contains("Space: Deccan Coating"), "{text}");
    assert!(mine.contains(&format!("href=\"/admin/people/{handle}\"")), "{mine}");
    let page = mei.page("/activity").await;
    assert!(text_of(&page).contains("Space Deccan Coating") && !page.contains("/admin/spaces/"), "the name without a way: {page}");
}

#[tokio::test]
async fn what_happened_is_chosen_by_words_in_their_order() {
    let mut app = TestApp::start().await;
    let mei = app.sign_in("Mei", &[Role::Compliance]);
    for (language, expected, came) in
        [("en", "could not sign in", "joined or was invited"), ("de", "konnte sich nicht anmelden", "beigetreten oder eingeladen")]
    {
        let answer = mei.request(reqwest::Method::GET, "/activity").header("accept-language", language).send().await.unwrap();
        let document = scraper::Html::parse_document(&answer.text().await.unwrap());
        let options = scraper::Selector::parse("select[name=verb] option").unwrap();
        let all: Vec<(String, String)> = document
            .select(&options)
            .map(|option| (option.value().attr("value").unwrap().to_owned(), option.text().collect::<String>().trim().to_owned()))
            .filter(|(verb, _)| !verb.is_empty())
            .collect();
        assert_eq!(all.len(), Event::VERBS.len(), "{all:?}");
        assert!(all.contains(&("person.sign-in-refused".to_owned(), expected.to_owned())), "{all:?}");
        assert!(all.contains(&("person.joined".to_owned(), came.to_owned())), "rows say both: {all:?}");
        assert!(all.iter().all(|(_, label)| !label.contains(['.', '{'])), "a code or a hole: {all:?}");
        assert!(all.is_sorted_by_key(|(_, label)| fold(label)), "{all:?}");
    }
}

#[tokio::test]
async fn who_wrote_a_note_or_took_a_stance_stays_untold_and_is_not_found_by_name_either() {
    let mut app = TestApp::start().await;
    let (mei, ann) = (app.sign_in("Mei", &[Role::Compliance]), app.sign_in("Ann", &[Role::Customer]));
    for verb in ["note.written", "stance.taken", "dots.placed"] {
        diesel::sql_query(format!(
            "INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, payload)
             VALUES (gen_random_uuid(), now(), 'person', '{}', 'x', '{verb}', 'idea', gen_random_uuid(), gen_random_uuid(), 'public', '{{}}')",
            ann.id
        ))
        .execute(&mut app.conn)
        .unwrap();
    }
    let text = text_of(&mei.page("/activity").await);
    assert!(text.contains("note.written") && text.contains("stance.taken") && !text.contains("Ann "), "{text}");
    let handle = app.handle_of(ann.id);
    let page = mei.page(&format!("/activity?who={handle}")).await;
    assert!(text_of(&page).contains("Nothing here") && !page.contains("mono small muted\">note.written"), "{page}");
}

#[tokio::test]
async fn a_list_of_many_events_is_read_page_by_page() {
    let mut app = TestApp::start().await;
    let (mei, ann) = (app.sign_in("Mei", &[Role::Compliance]), app.sign_in("Ann", &[Role::Customer]));
    let made = idea(ann.id).insert(&mut app);
    for turn in 0..60 {
        let follow = if turn % 2 == 0 { "true" } else { "false" };
        ann.post(&format!("/ideas/{}/follow", made.number), &[("follow", follow)]).await;
    }
    let first = mei.page("/activity").await;
    let next = first.split("href=\"/activity?before=").nth(1).and_then(|rest| rest.split('"').next()).expect("there is more").to_owned();
    let second = mei.page(&format!("/activity?before={next}")).await;
    assert!(second.matches("<tr>").count() >= 10 && !second.contains("rel=\"next\""), "{second}");
}

#[tokio::test]
async fn roles_of_one_campaign_have_a_way_to_their_pages() {
    let mut app = TestApp::start().await;
    let own = [Role::Contributor];
    let (mona, rolf, ann) = (app.sign_in("Mona", &own), app.sign_in("Rolf", &own), app.sign_in("Ann", &[Role::Customer]));
    let made = campaign().insert(&mut app);
    for (person, role) in [(mona.id, Role::Moderator), (rolf.id, Role::Rnd)] {
        diesel::insert_into(role_grants::table)
            .values((
                role_grants::id.eq(Uuid::now_v7()),
                role_grants::person_id.eq(person),
                role_grants::role.eq(role),
                role_grants::campaign_id.eq(made.id),
                role_grants::granted_at.eq(app.clock.now()),
            ))
            .execute(&mut app.conn)
            .unwrap();
    }
    let has = |page: &str, href: &str| page.contains(&format!("menu__item\" href=\"{href}\""));
    let (of_mona, of_rolf, of_ann) = (mona.page("/").await, rolf.page("/").await, ann.page("/").await);
    assert!(has(&of_mona, "/moderation") && has(&of_mona, "/triage"));
    assert!(!has(&of_rolf, "/moderation") && has(&of_rolf, "/triage"));
    assert!(!has(&of_ann, "/moderation") && !has(&of_ann, "/triage") && !has(&of_ann, "/activity"));
    for (page, href) in [(&of_mona, "/moderation"), (&of_mona, "/triage"), (&of_rolf, "/triage")] {
        let body = page.split("<main").nth(1).unwrap();
        assert!(body.contains(&format!("href=\"{href}")), "home leads to {href}: {body}");
    }
}

#[tokio::test]
async fn who_keeps_order_in_one_campaign_counts_what_waits_there_alone() {
    let mut app = TestApp::start().await;
    let (mona, tomas, rosa) =
        (app.sign_in("Mona", &[Role::Contributor]), app.sign_in("Tomás", &[Role::Moderator]), app.sign_in("Rosa", &[Role::Customer]));
    let (own, other) = (campaign().title("Tapes").insert(&mut app), campaign().title("Glues").insert(&mut app));
    diesel::insert_into(role_grants::table)
        .values((
            role_grants::id.eq(Uuid::now_v7()),
            role_grants::person_id.eq(mona.id),
            role_grants::role.eq(Role::Moderator),
            role_grants::campaign_id.eq(own.id),
            role_grants::granted_at.eq(app.clock.now()),
        ))
        .execute(&mut app.conn)
        .unwrap();
    for _ in 0..2 {
        idea(rosa.id).in_campaign(&other).state(IdeaState::Pending).insert(&mut app);
    }
    for path in ["/", "/moderation"] {
        let of_mona = text_of(&mona.page(path).await);
        assert!(!of_mona.contains("2 ideas wait") && !of_mona.contains("Waiting 2"), "{path}: {of_mona}");
    }
    assert!(text_of(&tomas.page("/moderation").await).contains("2 ideas wait for approval."));
    idea(rosa.id).in_campaign(&own).state(IdeaState::Pending).insert(&mut app);
    assert!(text_of(&mona.page("/moderation").await).contains("1 idea waits for approval."));
}
