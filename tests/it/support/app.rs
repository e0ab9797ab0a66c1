use super::database::TestDatabase;
use actix_web::web;
use diesel::prelude::*;
use proofbench::{
    app,
    kernel::{Clock, PersonId, Role, SessionId},
    platform::{
        config::{Config, Settings},
        secret,
        web::State,
    },
    schema::{people, role_grants, sessions},
};
use reqwest::{Client, Method, RequestBuilder, Response, header, redirect::Policy};
use std::{net::TcpListener, sync::Arc};
use tempfile::TempDir;
use uuid::Uuid;

/// The real application on a free port, over its own database. Readers of the spine run when a test
/// says so, so that a test never waits for luck.
pub struct TestApp {
    pub base: String,
    pub conn: PgConnection,
    pub state: web::Data<State>,
    pub clock: Clock,
    _folder: TempDir,
    database: TestDatabase,
}

/// Somebody with a browser; signed in when they have an id.
pub struct Visitor {
    pub id: PersonId,
    pub name: String,
    client: Client,
    base: String,
    csrf: String,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With settings of the test's own.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        proofbench::platform::telemetry::start("warn", proofbench::platform::telemetry::LogFormat::Text).unwrap();
        let database = TestDatabase::new();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let folder = TempDir::new().unwrap();
        let mut settings = Settings {
            listen: Some(address.to_string()),
            data_dir: Some(folder.path().display().to_string()),
            database_url: Some(database.url()),
            pool_size: Some("4".to_owned()),
            workers: Some("1".to_owned()),
            ..Settings::default()
        };
        change(&mut settings);
        let config = Config::load(&settings).unwrap();
        let clock = Clock::system();
        let state = app::build(Arc::new(config), &database.url(), clock.clone()).unwrap();
        tokio::spawn(app::serve(listener, state.clone()).unwrap());
        Self { base: format!("http://{address}"), conn: database.connect(), state, clock, _folder: folder, database }
    }

    /// How to connect to the database.
    pub fn database_url(&self) -> String {
        self.database.url()
    }

    /// A visitor without an account.
    pub fn visitor(&self) -> Visitor {
        let key = secret::token();
        let csrf = self.state.secret.sign("csrf", &key);
        self.browser(PersonId(Uuid::nil()), "Somebody", &format!("visitor={key}"), csrf)
    }

    /// A person with these roles, signed in.
    pub fn sign_in(&mut self, name: &str, roles: &[Role]) -> Visitor {
        let (id, stamp) = (PersonId::new(), Uuid::now_v7());
        let now = self.clock.now();
        let handle = format!("{}-{}", proofbench::kernel::text::slug(name), &id.0.simple().to_string()[20..]);
        diesel::insert_into(people::table)
            .values((
                people::id.eq(id),
                people::handle.eq(&handle),
                people::name.eq(name),
                people::email.eq(format!("{handle}@example.com")),
                people::security_stamp.eq(stamp),
                people::created_at.eq(now),
            ))
            .execute(&mut self.conn)
            .unwrap();
        for role in roles {
            diesel::insert_into(role_grants::table)
                .values((
                    role_grants::id.eq(Uuid::now_v7()),
                    role_grants::person_id.eq(id),
                    role_grants::role.eq(role),
                    role_grants::granted_at.eq(now),
                ))
                .execute(&mut self.conn)
                .unwrap();
        }
        self.sign_in_again(id, name)
    }

    /// Another browser of the same person.
    pub fn sign_in_again(&mut self, id: PersonId, name: &str) -> Visitor {
        let (session, token, now) = (SessionId::new(), secret::token(), self.clock.now());
        let stamp: Uuid = people::table.find(id).select(people::security_stamp).first(&mut self.conn).unwrap();
        diesel::insert_into(sessions::table)
            .values((
                sessions::id.eq(session),
                sessions::token_hash.eq(secret::hash(&token)),
                sessions::person_id.eq(id),
                sessions::security_stamp.eq(stamp),
                sessions::created_at.eq(now),
                sessions::last_seen_at.eq(now),
                sessions::expires_at.eq(now + chrono::TimeDelta::days(30)),
            ))
            .execute(&mut self.conn)
            .unwrap();
        let csrf = self.state.secret.sign("csrf", &session.to_string());
        self.browser(id, name, &format!("session={token}"), csrf)
    }

    fn browser(&self, id: PersonId, name: &str, cookie: &str, csrf: String) -> Visitor {
        let headers = [(header::COOKIE, cookie.parse().unwrap())].into_iter().collect();
        let client = Client::builder().default_headers(headers).redirect(Policy::none()).build().unwrap();
        Visitor { id, name: name.to_owned(), client, base: self.base.clone(), csrf }
    }

    /// Verbs on the spine, oldest first.
    pub fn verbs(&mut self) -> Vec<String> {
        use proofbench::schema::events;
        events::table.order(events::seq).select(events::verb).load(&mut self.conn).unwrap()
    }
}

impl Visitor {
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, self.base.clone() + path)
    }
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }
    /// The page as text; fails unless it is there.
    pub async fn page(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), 200, "GET {path} as {}", self.name);
        response.text().await.unwrap()
    }
    /// A form as a page of ours would send it.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Response {
        let mut fields = vec![("csrf", self.csrf.as_str())];
        fields.extend_from_slice(form);
        self.request(Method::POST, path).form(&fields).send().await.unwrap()
    }
    /// The anti-forgery token of this browser.
    pub fn csrf(&self) -> &str {
        &self.csrf
    }
}

/// The words of a page, without its markup.
pub fn text_of(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    document.root_element().text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}
