//! The demo organisation: there at once, whole, and gone with one click.
use crate::support::{TestApp, Visitor, crawl::follow, make, text_of};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    flows::demo,
    kernel::{PersonId, PrototypeStage, Role},
    schema::{comments, ideas, notes, people, prototypes, spaces, votes},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

#[tokio::test]
async fn the_story_of_halden_and_voss_is_all_there() {
    let mut app = TestApp::start().await;
    assert!(demo::install(&app.state).await.unwrap());
    let stages: Vec<PrototypeStage> = prototypes::table.select(prototypes::stage).load(&mut app.conn).unwrap();
    let in_stage = |stage| stages.iter().filter(|found| **found == stage).count();
    assert_eq!(
        PrototypeStage::ALL.iter().map(|stage| in_stage(*stage)).collect::<Vec<_>>(),
        [4, 8, 12, 9, 4, 5, 3, 0],
        "framed, building, bench test, with customers, at the gate, graduated, stopped, on hold"
    );
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(214));
    assert_eq!(notes::table.count().get_result(&mut app.conn), Ok(412));
    let title: String = ideas::table.filter(ideas::number.eq(118)).select(ideas::title).first(&mut app.conn).unwrap();
    assert_eq!(title, "Heat-release tape for battery packs");
}

#[tokio::test]
async fn nothing_in_it_tells_of_what_happened_later() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    // What was said, decided or learnt, and when.
    let said = "(SELECT text, answered_at AS at FROM official_answers UNION ALL SELECT reason, moved_at FROM idea_moves
        UNION ALL SELECT reasons, decided_at FROM gates WHERE decided_at IS NOT NULL
        UNION ALL SELECT learned || decision || observed, written_at FROM learning_cards) said";
    // Today is day 38; a day that is still to come is a plan, and what a text asks for is none that it tells of.
    let of_days = format!(
        "{said}, regexp_matches(text, '(?:since|from|on) day (\\d+)', 'g') AS found
         WHERE found[1]::int <= 38 AND at < now() - make_interval(days => 38 - found[1]::int) - interval '10 hours'"
    );
    let of_prototypes = format!(
        "{said} JOIN prototypes p ON text ~* ('prototype ' || p.number || '\\M') WHERE at < CASE WHEN text ~ 'is stopped|stopped at' THEN p.ended_at ELSE p.created_at END"
    );
    for wrong in [
        of_days.as_str(),
        of_prototypes.as_str(),
        "official_answers a JOIN prototypes p ON p.idea_id = a.idea_id WHERE a.answered_at < p.ended_at",
        "idea_moves m JOIN prototypes p ON p.idea_id = m.idea_id WHERE m.to_state IN ('shipped', 'parked') AND m.moved_at < p.ended_at",
        "ideas i JOIN idea_moves m ON m.idea_id = i.id WHERE m.moved_at > i.changed_at",
        "lineage_edges e JOIN ideas i ON i.id = e.from_id WHERE e.made_at < i.created_at",
        "lineage_edges e JOIN campaigns c ON c.id = e.to_id WHERE e.made_at < c.created_at",
    ] {
        assert_eq!(count(&mut app, wrong), 0, "{wrong}");
    }
    let led = "lineage_edges e JOIN ideas i ON i.id = e.from_id JOIN campaigns c ON c.id = e.to_id WHERE c.slug = 'cold-morning-liners'";
    assert_eq!(count(&mut app, led), 4);
    assert_eq!(count(&mut app, &format!("{led} AND i.number = 173")), 1);
}

#[tokio::test]
async fn its_numbers_are_those_that_were_promised() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let bond = "campaign_id = (SELECT id FROM campaigns WHERE slug = 'bond-then-unbond')";
    for (rows, number) in [
        ("people", 334),
        ("people WHERE listed", 36),
        ("(SELECT DISTINCT unnest(languages) FROM people) once", 9),
        ("spaces", 26),
        ("person_tags WHERE source = 'hr'", 1_120),
        ("person_tags WHERE source = 'self'", 410),
        ("person_tags WHERE source = 'endorsed'", 260),
        ("ideas", 214),
        (&format!("ideas WHERE {bond}"), 58),
        ("ideas WHERE source = 'sales_tip'", 74),
        ("ideas WHERE state = 'merged'", 17),
        ("ideas WHERE state = 'declined'", 12),
        ("ideas WHERE state = 'shipped'", 9),
        ("votes", 3_900),
        ("comments", 860),
        ("(SELECT DISTINCT text FROM comments) once", 860),
        ("official_answers", 31),
        ("clusters", 38),
        ("lineage_edges WHERE relation = 'promoted_to' AND to_kind = 'idea'", 14),
        ("lineage_edges WHERE relation = 'promoted_to' AND from_kind = 'note'", 4),
        ("prototypes", 45),
        ("builds", 96),
        ("hypotheses", 61),
        ("hypotheses WHERE position < 1", 0),
        ("test_sessions", 138),
        ("learning_cards", 40),
        ("gates WHERE state = 'decided'", 27),
        ("(SELECT DISTINCT state FROM campaigns) once", 9),
        ("(SELECT DISTINCT state FROM brainstorms) once", 4),
        ("rounds WHERE paused_left_ms IS NOT NULL", 1),
        ("ideas WHERE audience = 'space'", 8),
    ] {
        assert_eq!(count(&mut app, rows), number, "{rows}");
    }
    let recorded = "role_grants g JOIN events e ON e.stream_id = g.person_id AND e.verb = 'role.granted' AND e.occurred_at = g.granted_at
        AND e.payload->>'role' = g.role::text";
    assert_eq!(count(&mut app, recorded), count(&mut app, "role_grants"), "the spine has every role that was given");
    let late = "ideas WHERE answer_due_at < now() AND answered_at IS NULL AND state IN ('open', 'in_review', 'clarification', 'pending')";
    assert!((1..=6).contains(&count(&mut app, late)), "{} promises are missed", count(&mut app, late));
    assert_eq!(count(&mut app, "ideas WHERE created_at > now()"), 0);
    assert_eq!(
        count(&mut app, "ideas WHERE source = 'sales_tip' AND answer_due_at > now() + interval '22 days' AND answered_at IS NULL"),
        0
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of causes")]
async fn nothing_in_the_story_happens_before_its_cause() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let moved = |to: &str| format!("(SELECT min(moved_at) FROM stage_moves m WHERE m.prototype_id = p.id AND to_stage = '{to}')");
    let promoted = "lineage_edges e JOIN ideas i ON i.id = e.to_id WHERE e.relation = 'promoted_to'";
    let of_prototype = "prototypes p JOIN ideas i ON i.id = p.idea_id";
    for (what, rows) in [
        ("ideas before their campaign", "ideas i JOIN campaigns c ON c.id = i.campaign_id WHERE i.created_at < c.opened_at".to_owned()),
        ("prototypes before their ideas", format!("{of_prototype} WHERE p.created_at < i.created_at")),
        (
            "ideas in prototype at another moment than it was framed",
            format!(
                "{of_prototype} JOIN idea_moves m ON m.idea_id = i.id WHERE m.to_state = 'in_prototype' AND m.moved_at <> p.created_at"
            ),
        ),
        (
            "ideas that end before or long after their prototype",
            format!(
                "{of_prototype} JOIN idea_moves m ON m.idea_id = i.id AND m.to_state IN ('shipped', 'parked')
                 WHERE p.ended_at IS NULL OR m.moved_at <> p.ended_at"
            ),
        ),
        ("promoted ideas at another moment than their promotion", format!("{promoted} AND e.made_at <> i.created_at")),
        ("promoted ideas of another source", format!("{promoted} AND i.source <> 'brainstorm'")),
        (
            "ideas of a room that nobody promoted",
            format!("ideas x WHERE source = 'brainstorm' AND id NOT IN (SELECT i.id FROM {promoted})"),
        ),
        ("builds before building", format!("builds b JOIN prototypes p ON p.id = b.prototype_id WHERE b.built_at < {}", moved("building"))),
        (
            "tests before the bench",
            format!("test_sessions t JOIN prototypes p ON p.id = t.prototype_id WHERE t.held_at < {}", moved("bench_test")),
        ),
        (
            "decided gates without a way to the gate",
            "gates g WHERE decided_at IS NOT NULL AND NOT EXISTS (SELECT FROM stage_moves m WHERE m.prototype_id = g.prototype_id
                AND m.to_stage = 'gate' AND m.moved_at = g.opened_at)"
                .to_owned(),
        ),
        (
            "decisions that somebody else carried out",
            "gates g JOIN stage_moves m ON m.prototype_id = g.prototype_id AND m.moved_at = g.decided_at WHERE m.moved_by <> g.decided_by"
                .to_owned(),
        ),
        (
            "cards that tell of later tests",
            "learning_cards l JOIN prototypes p ON p.id = l.prototype_id WHERE p.stage <> 'gate'
            AND l.written_at < (SELECT max(held_at) FROM test_sessions t WHERE t.prototype_id = p.id)"
                .to_owned(),
        ),
        (
            "votes after the campaign closed",
            "votes v JOIN ideas i ON i.id = v.idea_id JOIN campaigns c ON c.id = i.campaign_id WHERE v.cast_at > c.closed_at".to_owned(),
        ),
        (
            "comments after the campaign closed",
            "comments v JOIN ideas i ON i.id = v.idea_id JOIN campaigns c ON c.id = i.campaign_id
            WHERE c.state = 'archived' AND v.created_at > c.closed_at"
                .to_owned(),
        ),
        (
            "votes or comments before their idea",
            "ideas i WHERE created_at > least((SELECT min(cast_at) FROM votes v WHERE v.idea_id = i.id),
            (SELECT min(created_at) FROM comments c WHERE c.idea_id = i.id))"
                .to_owned(),
        ),
        (
            "answers before the idea was there",
            "official_answers a JOIN ideas i ON i.id = a.idea_id WHERE a.answered_at < i.created_at".to_owned(),
        ),
        (
            "work at night",
            "builds WHERE built_at < now() - interval '36 hours' AND extract(hour FROM built_at AT TIME ZONE 'UTC') NOT BETWEEN 6 AND 17"
                .to_owned(),
        ),
        (
            "rooms at night",
            "brainstorms WHERE state = 'closed' AND extract(hour FROM opened_at AT TIME ZONE 'UTC') NOT BETWEEN 6 AND 16".to_owned(),
        ),
    ] {
        assert_eq!(count(&mut app, &rows), 0, "{what}");
    }
    // A question that collects is voted on from its first day, not only in the hours before the demo was installed.
    let early = "votes v JOIN ideas i ON i.id = v.idea_id JOIN campaigns c ON c.id = i.campaign_id
        WHERE c.slug = 'cold-morning-liners' AND v.cast_at < now() - interval '2 days'";
    assert!(count(&mut app, early) > 20, "{}", count(&mut app, early));
    let page = text_of(&app.visitor().page("/ideas/118-heat-release-tape-for-battery-packs").await);
    assert!(page.contains("Brainstorm 41") && page.contains("merged into"), "the room came after the idea: {page}");
    let page = text_of(&enter(&mut app, "marek-dvorak").page("/ideas/173-second-window-maker-same-tear").await);
    assert!(page.contains("Cold-morning liners"), "a tip shows what it led to: {page}");
}

const SITES: [&str; 4] = ["Gothenburg", "Pune", "São Paulo", "Akron"];

/// A sentence without its numbers and sites.
fn pattern(text: &str) -> String {
    const NUMBERS: &[&str] = &[
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fourteen", "fifteen",
        "nineteen", "twenty", "thirty", "forty", "sixty", "ninety",
    ];
    let text = SITES.iter().fold(text.to_lowercase(), |text, site| text.replace(&site.to_lowercase(), "@"));
    let is_number = |word: &str| {
        word.contains(|char: char| char.is_ascii_digit()) || NUMBERS.contains(&word.trim_matches(|char: char| !char.is_alphanumeric()))
    };
    text.split_whitespace().map(|word| if is_number(word) { "#" } else { word }).collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn nobody_says_what_somebody_else_said_with_other_numbers_or_speaks_for_another_site() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let said: Vec<(Uuid, Uuid, String)> =
        comments::table.select((comments::idea_id, comments::author_id, comments::text)).load(&mut app.conn).unwrap();
    let (mut under_an_idea, mut in_all) = (HashSet::new(), HashMap::<String, usize>::new());
    for (idea, _, text) in &said {
        assert!(under_an_idea.insert((*idea, pattern(text))), "twice under one idea: {text}");
        let times = in_all.entry(pattern(text)).or_default();
        *times += 1;
        assert!(*times <= 3, "{times} times: {text}");
    }
    let works_in: HashMap<Uuid, String> =
        people::table.select((people::id, people::site)).load::<(Uuid, String)>(&mut app.conn).unwrap().into_iter().collect();
    let sites: HashMap<&str, &str> = said.iter().map(|(_, author, text)| (text.as_str(), works_in[author].as_str())).collect();
    let written: serde_json::Value = serde_json::from_str(include_str!("../../assets/demo/comments.json")).unwrap();
    for line in written["general"].as_array().unwrap() {
        let text = line["text"].as_str().unwrap();
        for site in SITES {
            if text.contains(site) || line["site"] == site {
                assert_eq!(sites.get(text), Some(&site), "{text}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_acted_was_seen_and_knows_what_their_role_knows() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let never_seen = "people p WHERE NOT EXISTS (SELECT FROM sessions s WHERE s.person_id = p.id)
        AND (EXISTS (SELECT FROM votes v WHERE v.voter_id = p.id) OR EXISTS (SELECT FROM comments c WHERE c.author_id = p.id))";
    assert_eq!(count(&mut app, never_seen), 0);
    let seen_before = "sessions s JOIN comments c ON c.author_id = s.person_id WHERE c.created_at > s.last_seen_at";
    assert_eq!(count(&mut app, seen_before), 0);
    assert_eq!(count(&mut app, "sessions WHERE expires_at > now()"), 0, "nobody of the demo is signed in by being invented");
    let of = |handle: &str, tag: &str| {
        format!(
            "person_tags t JOIN people p ON p.id = t.person_id JOIN expertise_tags e ON e.id = t.tag_id
             WHERE p.handle = '{handle}' AND e.slug = '{tag}'"
        )
    };
    assert!(count(&mut app, &of("marek-dvorak", "price-negotiation")) > 0);
    assert_eq!(count(&mut app, &of("joakim-berg", "price-negotiation")), 0);
    assert_eq!(count(&mut app, &of("henrik-solberg", "battery-packs")), 0);
}

#[tokio::test]
async fn its_running_room_runs_on_while_nobody_else_is_in_it() {
    let mut app = TestApp::start_with(|settings| settings.demo = Some("true".to_owned())).await;
    demo::install(&app.state).await.unwrap();
    let ann = app.sign_in("Ann", &[Role::Customer]);
    let running = |app: &TestApp| {
        format!(
            "rounds r JOIN brainstorms b ON b.id = r.brainstorm_id WHERE b.number = 42 AND r.step = 'write' AND r.ends_at > '{}'",
            app.clock.now().to_rfc3339()
        )
    };
    app.clock.advance(TimeDelta::minutes(2));
    for _ in 0..2 {
        demo::refresh(&app.state).await.unwrap();
    }
    assert_eq!(count(&mut app, "notes"), 413, "one note a minute");
    app.clock.advance(TimeDelta::minutes(40));
    let runs = running(&app);
    assert_eq!(count(&mut app, &runs), 0);
    demo::refresh(&app.state).await.unwrap();
    let runs = running(&app);
    assert_eq!(count(&mut app, &runs), 1, "the step has a new end");
    for _ in 0..30 {
        app.clock.advance(TimeDelta::seconds(61));
        demo::refresh(&app.state).await.unwrap();
    }
    assert_eq!(count(&mut app, "notes"), 412 + 24, "the script is through");

    let enters = format!(
        "INSERT INTO participants (id, brainstorm_id, person_id, colour, joined_at, seen_at)
         SELECT gen_random_uuid(), id, '{}', 'lime', now(), now() FROM brainstorms WHERE number = 42",
        ann.id
    );
    diesel::sql_query(enters).execute(&mut app.conn).unwrap();
    app.clock.advance(TimeDelta::minutes(40));
    demo::refresh(&app.state).await.unwrap();
    let runs = running(&app);
    assert_eq!(count(&mut app, &runs), 0, "a real person waits for the end of the step, and it comes");
}

#[tokio::test]
async fn counts_are_what_a_recount_says() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    for (name, wrong) in proofbench::flows::recount::prove(&mut app.conn, None).unwrap() {
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

#[tokio::test]
async fn a_second_start_adds_nothing() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let before: i64 = votes::table.count().get_result(&mut app.conn).unwrap();
    assert!(demo::install(&app.state).await.unwrap());
    assert_eq!(votes::table.count().get_result(&mut app.conn), Ok(before));
}

/// A person of the demo, as somebody who came in by its door.
fn enter(app: &mut TestApp, handle: &str) -> Visitor {
    let (id, name): (PersonId, String) =
        people::table.filter(people::handle.eq(handle)).select((people::id, people::name)).first(&mut app.conn).unwrap();
    app.sign_in_again(id, &name)
}

/// Rows that match.
fn count(app: &mut TestApp, rows: &str) -> i64 {
    diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(&format!("(SELECT count(*) FROM {rows})")))
        .get_result(&mut app.conn)
        .unwrap()
}

#[tokio::test]
async fn one_click_of_an_administrator_removes_it_and_keeps_their_account() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let admin = app.sign_in("Ada", &[Role::Admin]);
    let page = text_of(&admin.page("/admin/demo").await);
    assert!(page.contains("334") && page.contains("Ideas 214 0") && page.contains("Prototypes 45 0"), "{page}");
    assert!(page.contains("Afterwards this installation is administered by Ada"), "{page}");

    let response = admin.post("/admin/demo/removal", &[]).await;

    assert_eq!(response.status(), 303);
    for table in [
        "ideas",
        "campaigns",
        "brainstorms",
        "prototypes",
        "votes",
        "comments",
        "spaces",
        "sprints",
        "lineage_edges",
        "expertise_tags",
        "demo_rows",
    ] {
        assert_eq!(count(&mut app, table), 0, "{table}");
    }
    assert_eq!(people::table.select(people::name).load(&mut app.conn), Ok(vec!["Ada".to_owned()]));
    assert_eq!(admin.get("/admin").await.status(), 200, "who removed it stays signed in");
    assert_eq!(admin.get("/admin/demo").await.status(), 404, "nothing is left to remove");
    assert!(!demo::install(&app.state).await.unwrap(), "it does not come back with the next start");
    assert_eq!(count(&mut app, "ideas"), 0);
}

#[tokio::test]
async fn what_real_people_added_survives_the_demo() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let (ann, bob, admin) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Bob", &[Role::Rnd]), app.sign_in("Ada", &[Role::Admin]));
    let own = make::ideas::idea(ann.id).title("A label that stays").insert(&mut app);
    assert_eq!(bob.post(&format!("/ideas/{}/vote", own.number), &[("vote", "cast")]).await.status(), 303);
    assert_eq!(bob.post(&format!("/ideas/{}/comments", own.number), &[("text", "We measured this.")]).await.status(), 303);
    // One idea of the demo gets a real comment, another a real vote; Rosa of the demo comments on the real one.
    assert_eq!(ann.post("/ideas/118/comments", &[("text", "Our packs are glued, too.")]).await.status(), 303);
    let open: i64 = ideas::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "state = 'open' AND campaign_id IN (SELECT id FROM campaigns WHERE slug = 'bond-then-unbond') AND number <> 118",
        ))
        .select(ideas::number)
        .order(ideas::number)
        .first(&mut app.conn)
        .unwrap();
    assert_eq!(bob.post(&format!("/ideas/{open}/vote"), &[("vote", "cast")]).await.status(), 303);
    let rosa = enter(&mut app, "rosa-lindqvist");
    assert_eq!(rosa.post(&format!("/ideas/{}/comments", own.number), &[("text", "Invented words.")]).await.status(), 303);
    let page = text_of(&admin.page("/admin/demo").await);
    assert!(page.contains("Ideas 212 3") && page.contains("Votes 3,900 2") && page.contains("Comments 861 2"), "{page}");

    assert_eq!(admin.post("/admin/demo/removal", &[]).await.status(), 303);

    let numbers: Vec<i64> = ideas::table.select(ideas::number).order(ideas::number).load(&mut app.conn).unwrap();
    let mut stayed = vec![own.number, 118, open];
    stayed.sort_unstable();
    assert_eq!(numbers, stayed);
    let said: Vec<String> = comments::table.select(comments::text).order(comments::text).load(&mut app.conn).unwrap();
    assert_eq!(said, ["Our packs are glued, too.", "We measured this."]);
    assert_eq!(votes::table.select(votes::voter_id).load::<PersonId>(&mut app.conn), Ok(vec![bob.id, bob.id]));
    let kept = text_of(&bob.page("/ideas/118-heat-release-tape-for-battery-packs").await);
    assert!(kept.contains("Our packs are glued, too."), "{kept}");
    // The author of the idea that stays has neither a role nor a way in.
    assert_eq!(count(&mut app, "people WHERE email LIKE '%.example' AND deactivated_at IS NULL"), 0);
    assert_eq!(count(&mut app, "role_grants"), 3);
    assert_eq!(rosa.get("/settings").await.status(), 303, "Rosa's session is over");
    for (name, wrong) in proofbench::flows::recount::prove(&mut app.conn, None).unwrap() {
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}

#[tokio::test]
async fn a_space_that_somebody_of_the_demo_made_goes_unless_real_people_belong_to_it() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let (ann, admin) = (app.sign_in("Ann", &[Role::Customer]), app.sign_in("Ada", &[Role::Admin]));
    let (joakim, handle) = (enter(&mut app, "joakim-berg"), app.handle_of(ann.id));
    for (by, name) in [(&joakim, "Empty hall"), (&joakim, "Full hall"), (&admin, "Own hall")] {
        assert_eq!(by.post("/admin/spaces", &[("name", name), ("kind", "partner")]).await.status(), 303, "{name}");
    }
    assert_eq!(joakim.post("/admin/spaces/full-hall/members", &[("person", &handle)]).await.status(), 303);

    let page = text_of(&admin.page("/admin/demo").await);
    assert!(page.contains("Spaces 27 2"), "{page}");
    assert_eq!(admin.post("/admin/demo/removal", &[]).await.status(), 303);

    let names: Vec<String> = spaces::table.select(spaces::name).order(spaces::name).load(&mut app.conn).unwrap();
    assert_eq!(names, ["Full hall", "Own hall"]);
}

#[tokio::test]
async fn without_an_administrator_of_ones_own_one_is_made_on_the_same_form() {
    let mut app = TestApp::start_with(|settings| settings.demo = Some("true".to_owned())).await;
    demo::install(&app.state).await.unwrap();
    let joakim = enter(&mut app, "joakim-berg");
    assert!(joakim.page("/").await.contains("/admin/demo"), "the banner leads there");
    let path = "/admin/demo/removal";
    let refused = joakim.post(path, &[]).await;
    assert_eq!(refused.status(), 422);
    assert!(text_of(&refused.text().await.unwrap()).contains("Name an administrator first"));
    let invented = [("name", "Joakim"), ("email", "joakim-berg@haldenvoss.example"), ("password", "a sentence nobody guesses")];
    assert_eq!(joakim.post(path, &invented).await.status(), 422);
    let short = [("name", "Ada"), ("email", "ada@company.test"), ("password", "short")];
    let refused = joakim.post(path, &short).await;
    assert_eq!(refused.status(), 422);
    assert!(refused.text().await.unwrap().contains("ada@company.test"), "what was typed stays");
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(214));

    let right = [("name", "Ada"), ("email", "ada@company.test"), ("password", "a sentence nobody guesses")];
    let response = joakim.post(path, &right).await;
    assert_eq!((response.status().as_u16(), response.headers()["location"].to_str().unwrap()), (303, "/admin"));
    let cookies: Vec<_> = response.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
    assert!(cookies.iter().any(|cookie| cookie.contains("session=")), "{cookies:?}");
    assert_eq!(people::table.select(people::name).load(&mut app.conn), Ok(vec!["Ada".to_owned()]));
    let visitor = app.visitor();
    assert!(!visitor.page("/").await.contains("demo-banner"));
    assert_eq!(visitor.get("/dev/mail").await.status(), 404, "the open doors are closed");
    let signed_in = visitor.post("/sign-in/password", &[("email", "ada@company.test"), ("password", "a sentence nobody guesses")]).await;
    assert_eq!(signed_in.status(), 303, "the password opens the door");
}

#[tokio::test]
async fn nobody_else_removes_it() {
    let mut app = TestApp::start().await;
    demo::install(&app.state).await.unwrap();
    let moderator = app.sign_in("Mo", &[Role::Moderator]);
    assert_eq!(moderator.post("/admin/demo/removal", &[]).await.status(), 403);
    assert_eq!(moderator.get("/admin/demo").await.status(), 403);
    assert_eq!(app.visitor().get("/admin/demo").await.status(), 303);
    assert_eq!(ideas::table.count().get_result(&mut app.conn), Ok(214));
}

/// Everything of the kinds that are few is visited, of those that are many some.
fn most(kind: &str) -> usize {
    match kind.split(['?', ' ']).next().unwrap_or(kind) {
        path if path.starts_with("/prototypes/") || path.starts_with("/brainstorms/") || path.starts_with("/campaigns/") => 80,
        path if path.starts_with("/api/") => 2,
        _ => 10,
    }
}

/// Follows the links of the demo as somebody; how many pages of gates were among them.
async fn every_link_leads_somewhere(handle: Option<&str>) -> usize {
    let mut app = TestApp::start_with(|settings| settings.demo = Some("true".to_owned())).await;
    demo::install(&app.state).await.unwrap();
    let visitor = match handle {
        Some(handle) => {
            let (id, name) =
                people::table.filter(people::handle.eq(handle)).select((people::id, people::name)).first(&mut app.conn).unwrap();
            let name: String = name;
            app.sign_in_again(id, &name)
        }
        None => app.visitor(),
    };
    let seeds = [
        "/",
        "/ideas",
        "/ideas?sort=new",
        "/campaigns",
        "/brainstorms",
        "/prototypes",
        "/prototypes?view=table",
        "/people",
        "/enter",
        "/dev/mail",
    ];
    let answers = follow(&visitor, None, seeds.map(str::to_owned).to_vec(), most).await;
    let wrong: Vec<String> = answers
        .iter()
        .filter(|answer| answer.status >= 500 || (answer.status >= 400 && !answer.from.is_empty()))
        .map(|answer| format!("{} {} (from {})", answer.status, answer.path, answer.from))
        .collect();
    assert!(wrong.is_empty(), "as {handle:?}, of {} pages:\n{}", answers.len(), wrong.join("\n"));
    answers.iter().filter(|answer| answer.path.contains("/gates/")).count()
}

#[tokio::test]
async fn every_link_leads_a_visitor_somewhere() {
    every_link_leads_somewhere(None).await;
}

#[tokio::test]
async fn every_link_leads_a_customer_somewhere() {
    every_link_leads_somewhere(Some("rosa-lindqvist")).await;
}

#[tokio::test]
async fn every_link_leads_an_engineer_somewhere() {
    assert!(every_link_leads_somewhere(Some("ines-okafor")).await > 50);
}

#[tokio::test]
async fn every_link_leads_a_moderator_somewhere() {
    assert!(every_link_leads_somewhere(Some("tomas-figueira")).await > 50);
}

#[tokio::test]
async fn every_link_leads_the_administrator_somewhere() {
    assert!(every_link_leads_somewhere(Some("joakim-berg")).await > 50);
}
