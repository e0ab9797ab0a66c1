//! The top floor: puts the parts together, starts the workers, and serves. `main` and the tests both start the program here.
pub mod admin;
pub mod doctor;
mod document;
pub mod expiry;
pub mod export;
mod ground;
pub mod import;
pub mod load;
mod reference;
mod run;
mod work;

pub use run::{Database, serve_until_stopped};

use crate::{
    domains, flows,
    kernel::Clock,
    platform::{
        assets::{self, Assets},
        config::Config,
        db::Db,
        error::{AppError, AppResult},
        files::Files,
        jobs, live,
        live::{Bell, Live},
        mail::Outbox,
        render::Templates,
        secret::Secret,
        spine, web as site,
        web::State,
        words::Words,
    },
};
use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    dev::Server,
    http::header,
    middleware::{Compress, Condition, from_fn},
    web,
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::{
    future::Future,
    net::TcpListener,
    num::NonZeroU32,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio::task::JoinSet;
use utoipa_actix_web::AppExt;

/// The schema's history, inside the binary: every folder below `migrations` as it is when this is compiled. A compiler
/// that keeps what it once expanded may miss a new folder, and sees it once something above this line changes.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!();

/// Brings the schema up to date; processes that start together take turns.
///
/// # Errors
/// When the database is not there, unfit or too old, or a migration fails.
pub fn migrate(conninfo: &str) -> anyhow::Result<()> {
    use diesel::connection::SimpleConnection;
    let mut conn = crate::platform::db::connect_once(conninfo)?;
    if let Some(complaint) = ground::complaint(&mut conn)? {
        anyhow::bail!(complaint);
    }
    conn.batch_execute("SELECT pg_advisory_lock(7283900)")?;
    let result = conn
        .run_pending_migrations(MIGRATIONS)
        .map(drop)
        .map_err(|error| anyhow::anyhow!("the schema could not be brought up to date: {error}"))
        .and_then(|()| Ok(spine::stay_ahead(&mut conn)?));
    conn.batch_execute("SELECT pg_advisory_unlock(7283900)")?;
    result
}

/// The parts of the program over a database that is migrated.
///
/// # Errors
/// When a part cannot be set up.
pub fn build(config: Arc<Config>, conninfo: &str, clock: Clock) -> anyhow::Result<web::Data<State>> {
    use secrecy::ExposeSecret;
    let words = Arc::new(Words::load()?);
    let assets = Assets::load()?;
    let smtp = config.smtp_url.as_ref().map(|url| url.expose_secret().to_owned());
    let db = Db::connect(conninfo, config.pool_size, config.statement_timeout, clock.clone())?;
    Ok(web::Data::new(State {
        credentials: site::Credentials::start(&db, &clock, config.session_idle()),
        db,
        templates: Templates::load(words.clone(), assets.clone())?,
        words,
        assets,
        live: Live::default(),
        files: Files::open(&config.files_dir)?,
        outbox: Outbox::new(smtp.as_deref(), &config.mail_from)?,
        secret: Secret::new(config.secret()?),
        pulse: site::Pulse::default(),
        limits: site::Limits::new(
            config.api_calls_per_minute.try_into().unwrap_or(NonZeroU32::MIN),
            config.searches_per_minute.try_into().unwrap_or(NonZeroU32::MIN),
        ),
        demo: site::Switch::new(config.demo),
        clock,
        config,
    }))
}

/// Workers of this process; they end when this is dropped.
pub struct Workers {
    _running: JoinSet<()>,
}

/// Repeats `work` whenever the spine has grown, or after a while, but no more often than its pace, for as long as the
/// process lives; at once, when it has done `full` and so more may wait.
fn follow<F, Fut>(running: &mut JoinSet<()>, name: &'static str, mut bell: Bell, full: i64, work: F)
where
    F: Fn() -> Fut + Send + 'static,
    Fut: Future<Output = AppResult<usize>> + Send,
{
    running.spawn(async move {
        loop {
            let done = work().await;
            bell.rest(name, done, full).await;
        }
    });
}

/// Starts the readers of the spine, the scheduler and the workers of jobs.
pub fn start_workers(state: &web::Data<State>, conninfo: &str) -> Workers {
    let mut running = JoinSet::new();
    let pace = |milliseconds| state.live.bell(Duration::from_millis(milliseconds));
    running.spawn(live::run(state.live.clone(), state.db.clone(), conninfo.to_owned()));
    let parts = state.clone();
    follow(&mut running, "jobs", pace(100), 1, move || {
        let parts = parts.clone();
        async move { jobs::work(&parts.db, &parts.clock, &parts.outbox).await }
    });
    running.spawn(domains::campaigns::scheduler::run(state.clone()));
    let parts = state.clone();
    follow(&mut running, "notifications", pace(200), spine::BATCH, move || {
        let parts = parts.clone();
        async move { domains::notifications::reader::read_batch(&parts).await }
    });
    running.spawn(domains::ideas::worker::run(state.clone()));
    let parts = state.clone();
    follow(&mut running, "ranks", pace(1000), domains::ideas::worker::BATCH, move || {
        let parts = parts.clone();
        async move { domains::ideas::worker::follow_counts(&parts).await }
    });
    let db = state.db.clone();
    follow(&mut running, "seal", pace(1000), spine::SEALED, move || {
        let db = db.clone();
        async move { spine::seal(&db).await }
    });
    let parts = state.clone();
    follow(&mut running, "pulse", pace(200), 1, move || {
        let parts = parts.clone();
        // It looks at everything each time, so nothing more waits.
        async move {
            let demo = flows::demo::refresh(&parts).await;
            domains::brainstorms::refresh_pulse(&parts).await?;
            demo.map(|_| 0)
        }
    });
    running.spawn(expiry::run(state.db.clone(), state.files.clone()));
    let parts = state.clone();
    running.spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(300)).await;
            parts.limits.forget_quiet();
        }
    });
    Workers { _running: running }
}

/// Serves on a listener until the server is stopped.
///
/// # Errors
/// When the listener cannot be used.
pub fn serve(listener: TcpListener, state: web::Data<State>) -> anyhow::Result<Server> {
    let workers = state.config.workers;
    let blocking_threads = usize::try_from(state.config.pool_size)?.max(4);
    let ballots = web::Data::new(domains::voting::actions::Ballots::start(&state.db));
    let desk = web::Data::new(domains::brainstorms::actions::Desk::start(&state.db));
    let reference = web::Data::new(reference::Reference::default());
    // Every worker describes its own routes, all alike; one description is kept for all of them.
    let described = Arc::new(OnceLock::new());
    let server = HttpServer::new(move || {
        let (app, mut document) = App::new()
            .into_utoipa_app()
            .app_data(state.clone())
            .app_data(desk.clone())
            .app_data(ballots.clone())
            .app_data(reference.clone())
            .app_data(web::PayloadConfig::new(site::LARGEST_JSON))
            .app_data(web::PathConfig::default().error_handler(|_, _| AppError::NotFound("page").into()))
            // Pages stand before the scope of the API, which answers everything below it, also what it does not know.
            .map(|app| {
                app.route("/api/v1/openapi.json", web::get().to(openapi))
                    .route("/api/v1/docs", web::get().to(reference::show))
                    .configure(domains::routes)
                    .configure(flows::routes)
            })
            .service(utoipa_actix_web::scope("/api/v1").configure(domains::api).configure(flows::api))
            .split_for_parts();
        let (scopes, document) = described
            .get_or_init(|| {
                document::complete(&mut document);
                (web::Data::new(document::scopes(&document)), web::Data::new(document))
            })
            .clone();
        app.app_data(scopes)
            .app_data(document)
            .route("/assets/{name}", web::get().to(asset))
            .route("/health/live", web::get().to(alive))
            .route("/health/ready", web::get().to(ready))
            .default_service(web::to(nowhere))
            .wrap(from_fn(site::lead_suffixes))
            .wrap(from_fn(site::idempotent))
            .wrap(from_fn(site::limit_rate))
            .wrap(from_fn(site::guard))
            .wrap(from_fn(site::limit_time))
            .wrap(from_fn(site::open_visit))
            .wrap(from_fn(site::render_errors))
            .wrap(from_fn(site::security_headers))
            .wrap(Condition::new(true, Compress::default()))
            .wrap(from_fn(site::answer_head))
    });
    Ok(server
        .workers(workers)
        .worker_max_blocking_threads(blocking_threads)
        .client_request_timeout(Duration::from_secs(10))
        .client_disconnect_timeout(Duration::from_secs(5))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(25)
        .tcp_nodelay(true)
        .disable_signals()
        .listen(listener)?
        .run())
}

async fn openapi(document: web::Data<utoipa::openapi::OpenApi>) -> HttpResponse {
    HttpResponse::Ok().json(document.as_ref())
}

async fn asset(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    assets::serve(&request, &name)
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive")
}

/// Ready when the database answers.
async fn ready(state: web::Data<State>) -> Result<HttpResponse, AppError> {
    use crate::platform::db::sql;
    use diesel::RunQueryDsl;
    state.db.read(|conn| Ok(sql("SELECT 1").execute(conn)?)).await?;
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready"))
}

/// No route took the request. Where the API knows the path under other methods, it names them
/// (RFC 9110, section 15.5.6).
async fn nowhere(request: HttpRequest) -> Result<HttpResponse, AppError> {
    let document = request.app_data::<web::Data<utoipa::openapi::OpenApi>>();
    let methods = document.map(|document| document::methods_of(document, request.path())).unwrap_or_default();
    if methods.is_empty() {
        return Err(AppError::NotFound("page"));
    }
    Ok(HttpResponse::MethodNotAllowed().insert_header((header::ALLOW, methods.join(", "))).finish())
}
