//! Notices and mails: to whom it concerns, once, and only what they may see.
mod concerned;
mod gates;
mod list;
mod mails;

use crate::support::{TestApp, Visitor, make::ideas::MadeIdea};
use diesel::prelude::*;
use proofbench::{
    domains::{ideas as idea_domain, notifications::reader},
    kernel::{DecideIdea, Doer, IdeaState, Role, authorize},
    platform::mail,
    schema::{notifications, people, reader_cursors},
};
use std::sync::Arc;

/// Lets the reader come up with the spine, also while other tests of this server hold its horizon back.
pub async fn catch_up(app: &mut TestApp) {
    use proofbench::schema::events;
    let last: Option<i64> = events::table.select(diesel::dsl::max(events::seq)).first(&mut app.conn).unwrap();
    for _ in 0..1000 {
        reader::read_spine(&app.state).await.unwrap();
        let at: Option<i64> =
            reader_cursors::table.find("notifications").select(reader_cursors::seq).first(&mut app.conn).optional().unwrap();
        if at.unwrap_or(0) >= last.unwrap_or(0) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the reader never came up with the spine");
}

pub fn told(app: &mut TestApp, person: &Visitor) -> Vec<(String, String)> {
    notifications::table
        .filter(notifications::person_id.eq(person.id))
        .order(notifications::event_seq)
        .select((notifications::verb, notifications::because))
        .load(&mut app.conn)
        .unwrap()
}

pub fn pair(verb: &str, because: &str) -> (String, String) {
    (verb.to_owned(), because.to_owned())
}

pub fn mails_to(app: &mut TestApp, person: &Visitor) -> Vec<mail::Mail> {
    let email: Option<String> =
        people::table.find(person.id).select(people::email.nullable()).first::<Option<String>>(&mut app.conn).unwrap();
    mail::list(&mut app.conn, email.as_deref(), 50).unwrap().into_iter().map(|(_, mail)| mail).collect()
}

/// Moves an idea as a person of R&D would.
pub async fn decide(app: &TestApp, by: &Visitor, idea: &MadeIdea, to: IdeaState, reason: &'static str) {
    let (doer, id) = (doer(by), idea.id);
    app.state
        .db
        .write(doer, move |tx| {
            let found = idea_domain::store::lock(tx, id)?;
            let granted = authorize::<DecideIdea>(tx.doer(), found.place(tx.doer())).unwrap();
            idea_domain::actions::move_to(tx, &granted, &found, to, reason)
        })
        .await
        .unwrap();
}

pub fn doer(by: &Visitor) -> Doer {
    let standing = proofbench::kernel::Standing { roles: vec![Role::Rnd], name: by.name.clone(), ..Default::default() };
    Doer::Person(proofbench::kernel::Actor { id: by.id, standing: Arc::new(standing) })
}
