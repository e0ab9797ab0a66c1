//! The directory and profiles: who is found, why, and by whom.
use crate::support::{TestApp, text_of};
use diesel::prelude::*;
use proofbench::kernel::{PersonId, Role};

fn set(app: &mut TestApp, person: PersonId, change: &str) {
    diesel::sql_query(format!("UPDATE people SET {change} WHERE id = '{person}'")).execute(&mut app.conn).unwrap();
}

fn tag(app: &mut TestApp, person: PersonId, name: &str, source: &str) {
    let slug = proofbench::kernel::text::slug(name);
    diesel::sql_query(format!(
        "WITH t AS (INSERT INTO expertise_tags (id, slug, name) VALUES (gen_random_uuid(), '{slug}', '{name}') ON CONFLICT (slug) DO UPDATE SET name = EXCLUDED.name RETURNING id)
         INSERT INTO person_tags SELECT '{person}', id, '{source}', now() FROM t"
    ))
    .execute(&mut app.conn)
    .unwrap();
}

#[tokio::test]
async fn staff_find_all_staff_and_others_only_those_who_are_listed() {
    let mut app = TestApp::start().await;
    let (ines, _marek) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Marek Hidden", &[Role::Contributor]));
    let (rosa, tom) = (app.sign_in("Rosa Lindqvist", &[Role::Customer]), app.sign_in("Tom Partner", &[Role::Partner]));
    set(&mut app, ines.id, "listed = true");

    let staff = text_of(&ines.page("/people").await);
    assert!(staff.contains("Ines Okafor") && staff.contains("Marek Hidden") && !staff.contains("Rosa Lindqvist"));
    let visitor = app.visitor();
    for page in [rosa.page("/people").await, tom.page("/people").await, visitor.page("/people").await] {
        let text = text_of(&page);
        assert!(text.contains("Ines Okafor") && !text.contains("Marek Hidden") && !text.contains("Tom Partner P"), "{text}");
    }
}

#[tokio::test]
async fn a_search_says_why_somebody_was_found() {
    let mut app = TestApp::start().await;
    let (ines, ebba) = (app.sign_in("Ines Okafor", &[Role::Rnd]), app.sign_in("Ebba Nowak", &[Role::Rnd]));
    tag(&mut app, ines.id, "Peel adhesion", "hr");
    set(&mut app, ebba.id, "site = 'São Paulo', unit = 'Films'");

    let found = text_of(&ines.page("/people?q=peel").await);
    assert!(found.contains("knows Peel adhesion") && !found.contains("Ebba"), "{found}");
    let found = text_of(&ines.page("/people?q=sao+FILMS").await);
    assert!(
        found.contains("Ebba Nowak")
            && found.contains("sits in São Paulo")
            && found.contains("is in Films")
            && !found.contains("knows Peel adhesion"),
        "{found}"
    );
    let found = text_of(&ines.page("/people?tag=peel-adhesion").await);
    assert!(found.contains("Ines Okafor") && !found.contains("Ebba Nowak"));
    assert!(text_of(&ines.page("/people?q=nothing-like-this").await).contains("Nobody found"));
    for odd in ["/people?q=%25", "/people?q=%00", "/people?tag=%00%27", "/people?q=%5C"] {
        assert_eq!(ines.get(odd).await.status(), 200, "{odd}");
    }
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    for number in 0..35 {
        app.sign_in(&format!("Person {number:02}"), &[Role::Rnd]);
    }
    let first = ines.page("/people").await;
    let next = first.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().replace("&amp;", "&");
    let second = text_of(&ines.page(&next).await);
    assert!(text_of(&first).contains("Person 00") && !text_of(&first).contains("Person 34"));
    assert!(second.contains("Person 34") && !second.contains("Person 00"));
    assert_eq!(ines.get("/people?after=nonsense").await.status(), 422);
}

#[tokio::test]
async fn accents_do_not_change_where_a_name_stands_nor_where_a_page_begins() {
    let mut app = TestApp::start().await;
    let ines = app.sign_in("Ines", &[Role::Admin]);
    let mut expected = vec!["Åsa Carlsson".to_owned(), "Bo Ek".to_owned(), "Ines".to_owned()];
    // Pages of 30 and of 50 end within the names that differ in an accent alone.
    for number in 0..60 {
        expected.push(format!("{} Lima {number:02}", if number % 2 == 0 { "João" } else { "Joao" }));
    }
    expected.extend(["Johanna Berg", "Öz Kaya", "yusuf Demir"].map(str::to_owned));
    for name in expected.iter().rev().filter(|name| *name != "Ines") {
        app.sign_in(name, &[Role::Rnd]);
    }
    for list in ["/people", "/admin/people"] {
        let (mut next, mut shown) = (Some(list.to_owned()), Vec::new());
        while let Some(path) = next {
            let page = ines.page(&path).await;
            let mut found: Vec<(usize, String)> = Vec::new();
            for name in &expected {
                found.extend(page.find(&format!(">{name}</a>")).map(|at| (at, name.clone())));
            }
            found.sort_unstable();
            // The reader's own name stands in the menu, too.
            shown.extend(found.into_iter().map(|(_, name)| name).filter(|name| name != "Ines"));
            let link = page.split("rel=\"next\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
            next = link.map(|link| link.replace("&amp;", "&"));
        }
        let expected: Vec<String> = expected.iter().filter(|name| *name != "Ines").cloned().collect();
        assert_eq!(shown, expected, "{list}");
    }
}

#[tokio::test]
async fn a_profile_is_for_staff_its_owner_and_where_listed_for_everybody() {
    let mut app = TestApp::start().await;
    let (ines, rosa, eve) =
        (app.sign_in("Ines", &[Role::Rnd]), app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Eve", &[Role::Customer]));
    let (of_ines, of_rosa) = (format!("/people/{}", app.handle_of(ines.id)), format!("/people/{}", app.handle_of(rosa.id)));

    assert_eq!(rosa.get(&of_rosa).await.status(), 200);
    assert_eq!(ines.get(&of_rosa).await.status(), 200);
    assert_eq!(eve.get(&of_rosa).await.status(), 404);
    assert_eq!(eve.get(&of_ines).await.status(), 404);
    assert_eq!(app.visitor().get(&of_ines).await.status(), 404);
    set(&mut app, ines.id, "listed = true, bio = '**bold** <script>alert(1)</script>'");
    let page = app.visitor().page(&of_ines).await;
    assert!(page.contains("<strong>bold</strong>") && !page.contains("<script>alert"));
    assert!(!text_of(&page).contains("R&D"), "roles are for colleagues");
    assert!(text_of(&ines.page(&of_ines).await).contains("R&D"));
    set(&mut app, ines.id, "deactivated_at = now()");
    assert_eq!(eve.get(&of_ines).await.status(), 404);
    assert_eq!(app.visitor().get("/people/%00").await.status(), 404);
}
