//! Scenes of people: codes that were mailed, and the browser that comes out of a sign-in.
use crate::support::{TestApp, Visitor};
use diesel::prelude::*;
use proofbench::{
    kernel::PersonId,
    platform::{mail, secret},
    schema::{people, sessions},
};
use reqwest::Response;
use uuid::Uuid;

impl TestApp {
    /// The digits in the newest mail to an address.
    pub fn code_mailed_to(&mut self, email: &str) -> String {
        let mails = mail::list(&mut self.conn, Some(email), 1).unwrap();
        let (_, mail) = mails.first().unwrap_or_else(|| panic!("no mail to {email}"));
        mail.subject.split(' ').next().unwrap().to_owned()
    }

    /// Mails to an address.
    pub fn mails_to(&mut self, email: &str) -> usize {
        mail::list(&mut self.conn, Some(email), 100).unwrap().len()
    }

    /// The browser whose sign-in was answered like this.
    pub fn browser_after(&mut self, response: &Response) -> Visitor {
        let cookies: Vec<&str> = response.headers().get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        let token = cookies.iter().find_map(|cookie| cookie.strip_prefix("session=")).expect("a session cookie");
        let token = token.split(';').next().unwrap().to_owned();
        let (session, person): (Uuid, PersonId) = sessions::table
            .filter(sessions::token_hash.eq(secret::hash(&token)))
            .select((sessions::id, sessions::person_id))
            .first(&mut self.conn)
            .unwrap();
        let name: String = people::table.find(person).select(people::name).first(&mut self.conn).unwrap();
        self.browser_with(person, &name, &token, &session.to_string())
    }

    pub fn count_sessions(&mut self) -> i64 {
        sessions::table.count().get_result(&mut self.conn).unwrap()
    }

    pub fn handle_of(&mut self, person: PersonId) -> String {
        people::table.find(person).select(people::handle).first(&mut self.conn).unwrap()
    }

    pub fn set_email(&mut self, person: PersonId, email: &str) {
        diesel::sql_query(format!("UPDATE people SET email = '{email}' WHERE id = '{person}'")).execute(&mut self.conn).unwrap();
    }
}
