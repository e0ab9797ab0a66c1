//! Who may do what, in one table that a reviewer reads when it changes.
use proofbench::kernel::{Holder, PERMISSIONS, Role};

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
