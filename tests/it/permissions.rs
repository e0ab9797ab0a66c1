//! Who may do what, in one table that a reviewer reads when it changes; and who sees an idea.
use crate::support::TestApp;
use diesel::prelude::*;
use proofbench::{
    domains::ideas::rules::is_on_show_for,
    kernel::{Holder, IdeaState, PERMISSIONS, Role},
};

#[test]
fn the_permission_matrix_is_what_was_agreed() {
    let mut lines = vec![format!(
        "{:<28}{}owner signed-in facilitator participant",
        "",
        Role::ALL.iter().map(|role| format!("{role} ")).collect::<String>()
    )];
    for (key, holders) in PERMISSIONS {
        let cell = |name: &str, holder: Holder| {
            let width = name.len();
            format!("{:<width$} ", if holders.contains(&holder) { "yes" } else { "-" })
        };
        let roles: String = Role::ALL.iter().map(|role| cell(role.as_str(), Holder::Role(*role))).collect();
        let others = cell("owner", Holder::Owner)
            + &cell("signed-in", Holder::SignedIn)
            + &cell("facilitator", Holder::Facilitator)
            + &cell("participant", Holder::Participant);
        lines.push(format!("{key:<28}{}", (roles + &others).trim_end()));
    }
    insta::assert_snapshot!("permissions", lines.join("\n"));
}

#[tokio::test]
async fn the_database_and_the_rules_say_the_same_of_who_sees_an_idea() {
    let mut app = TestApp::start().await;
    let places = ["(gen_random_uuid(), false, '{}')", "(author, false, '{}')", "(NULL, false, '{}')", "(gen_random_uuid(), true, '{}')"];
    let in_campaign = "(gen_random_uuid(), false, ARRAY[campaign])";
    for state in IdeaState::ALL {
        for (place, wrote_it, keeps_order) in [
            (places[0], false, false),
            (places[1], true, false),
            (places[2], false, false),
            (places[3], false, true),
            (in_campaign, false, true),
        ] {
            let question = format!(
                "SELECT coalesce(idea_on_show('{state}', author, campaign, me, moderates, moderated), false) AS seen
                 FROM (SELECT gen_random_uuid() AS author, gen_random_uuid() AS campaign) AS idea,
                    LATERAL (VALUES {place}) AS who (me, moderates, moderated)"
            )
            .replace("'{}'", "'{}'::uuid[]")
            .replace("NULL", "NULL::uuid");
            let seen: Seen = diesel::sql_query(question).get_result(&mut app.conn).unwrap();
            assert_eq!(seen.seen, is_on_show_for(*state, wrote_it, keeps_order), "{state} {place}");
        }
    }
}

#[derive(QueryableByName)]
struct Seen {
    #[diesel(sql_type = diesel::sql_types::Bool)]
    seen: bool,
}
