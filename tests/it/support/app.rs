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
    database: Option<TestDatabase>,
}

/// Somebody with a browser; signed in when they have an id.
pub struct Visitor {
    pub id: PersonId,
    pub name: String,
    client: Client,
    base: String,
    csrf: String,
    csrf_subject: String,
    cookie: String,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// With settings of the test's own.
    pub async fn start_with(change: impl FnOnce(&mut Settings)) -> Self {
        let database = TestDatabase::new();
        let mut app = Self::start_on(&database.url(), change).await;
        app.database = Some(database);
        app
    }

    /// A second process, as far as the database can tell.
    pub async fn start_beside(&self) -> Self {
        Self::start_on(&self.database_url(), |_| {}).await
    }

    /// With what is no setting changed.
    pub async fn start_configured(change: impl FnOnce(&mut Config)) -> Self {
        let database = TestDatabase::new();
        let mut app = Self::start_from(&database.url(), |_| {}, change).await;
        app.database = Some(database);
        app
    }

    /// Over a database that the test looks after itself.
    pub async fn start_on(url: &str, change: impl FnOnce(&mut Settings)) -> Self {
        Self::start_from(url, change, |_| {}).await
    }

    async fn start_from(url: &str, change: impl FnOnce(&mut Settings), configure: impl FnOnce(&mut Config)) -> Self {
        proofbench::platform::telemetry::start("warn", proofbench::platform::telemetry::LogFormat::Text).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let folder = TempDir::new().unwrap();
        let mut settings = Settings {
            listen: Some(address.to_string()),
            data_dir: Some(folder.path().display().to_string()),
            database_url: Some(url.to_owned()),
            pool_size: Some("4".to_owned()),
            workers: Some("1".to_owned()),
            ..Settings::default()
        };
        change(&mut settings);
        let mut config = Config::load(&settings).unwrap();
        configure(&mut config);
        let clock = Clock::system();
        let state = app::build(Arc::new(config), url, clock.clone()).unwrap();
        tokio::spawn(app::serve(listener, state.clone()).unwrap());
        let conn = PgConnection::establish(url).unwrap();
        Self { base: format!("http://{address}"), conn, state, clock, _folder: folder, database: None }
    }

    /// How to connect to the database that was made for the test.
    pub fn database_url(&self) -> String {
        self.database.as_ref().unwrap().url()
    }

    /// A visitor without an account.
    pub fn visitor(&self) -> Visitor {
        let key = secret::token();
        self.browser(PersonId(Uuid::nil()), "Somebody", &format!("visitor={key}"), &key)
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
        self.browser(id, name, &format!("session={token}"), &session.to_string())
    }

    /// The browser that holds this session's secret.
    pub fn browser_with(&self, id: PersonId, name: &str, token: &str, session: &str) -> Visitor {
        self.browser(id, name, &format!("session={token}"), session)
    }

    fn browser(&self, id: PersonId, name: &str, cookie: &str, csrf_subject: &str) -> Visitor {
        let csrf = self.state.secret.sign("csrf", csrf_subject);
        let headers = [(header::COOKIE, cookie.parse().unwrap())].into_iter().collect();
        let client = Client::builder().default_headers(headers).redirect(Policy::none()).build().unwrap();
        Visitor {
            id,
            name: name.to_owned(),
            client,
            base: self.base.clone(),
            csrf,
            csrf_subject: csrf_subject.to_owned(),
            cookie: cookie.to_owned(),
        }
    }

    /// Returns once so many connections to this database wait for a lock, asked over another connection.
    pub async fn waiting_for_locks(&self, least: i64) {
        use diesel::sql_types::BigInt;
        #[derive(QueryableByName)]
        struct Waiting {
            #[diesel(sql_type = BigInt)]
            waiting: i64,
        }
        let mut conn = PgConnection::establish(&self.database_url()).unwrap();
        for _ in 0..500 {
            let found: Waiting = diesel::sql_query(
                "SELECT count(*) AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
            )
            .get_result(&mut conn)
            .unwrap();
            if found.waiting >= least {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("nobody waits for a lock");
    }

    /// Waits until no older transaction of the server, another test's perhaps, holds readers of the spine back.
    pub async fn spine_is_readable(&mut self) {
        use diesel::{dsl::sql, sql_types::Bool};
        let waiting = "(SELECT EXISTS (SELECT 1 FROM events WHERE xid >= spine_horizon()))";
        for _ in 0..1_200 {
            if !diesel::select(sql::<Bool>(waiting)).get_result::<bool>(&mut self.conn).unwrap() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("an older transaction never ended");
    }

    /// Verbs on the spine, oldest first.
    pub fn verbs(&mut self) -> Vec<String> {
        use proofbench::schema::events;
        events::table.order(events::seq).select(events::verb).load(&mut self.conn).unwrap()
    }
}

impl Visitor {
    /// The same browser with one more cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        let cookie = format!("{}; {cookie}", self.cookie);
        let headers = [(header::COOKIE, cookie.parse().unwrap())].into_iter().collect();
        let client = Client::builder().default_headers(headers).redirect(Policy::none()).build().unwrap();
        Self {
            id: self.id,
            name: self.name.clone(),
            client,
            base: self.base.clone(),
            csrf: self.csrf.clone(),
            csrf_subject: self.csrf_subject.clone(),
            cookie,
        }
    }
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
    /// The cookie of this browser.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }
    /// The same browser at another process of the same installation.
    pub fn on(&self, other: &TestApp) -> Self {
        let session = self.csrf_subject.clone();
        other.browser(self.id, &self.name, &self.cookie, &session)
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
