//! How the installation is, for administrators.
use crate::kernel::{Actor, ManagePeople, Place, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    health,
    spine::{self, Verdict},
    web::{Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config.route("/admin", web::get().to(show));
}

/// Up to here the chain of seals is checked on each look; beyond, when asked.
const CHECKED_UNASKED: i64 = 50_000;

/// Only administrators come further.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody else.
pub(super) fn administrators_only(actor: &Actor) -> AppResult<()> {
    authorize::<ManagePeople>(&actor.clone().into(), Place::INSTANCE).map(|_| ()).ok_or_else(AppError::forbidden::<ManagePeople>)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdminQuery {
    check: Option<String>,
}

#[derive(Serialize)]
struct Reader {
    name: String,
    behind: i64,
    moved_at: String,
}

#[derive(Serialize)]
struct AdminPage {
    tab: &'static str,
    version: &'static str,
    postgres: String,
    megabytes: f64,
    connections_free: usize,
    connections: u32,
    migrations: i64,
    newest_migration: String,
    jobs_waiting: i64,
    oldest_job: Option<String>,
    jobs_failed: i64,
    events: i64,
    sealed: i64,
    sealed_at: Option<String>,
    verdict: &'static str,
    broken_seal: i64,
    mail: &'static str,
    base_url: String,
    readers: Vec<Reader>,
}
impl Page for AdminPage {
    const TEMPLATE: &'static str = "people/admin.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("people-admin-title")
    }
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<AdminQuery>,
) -> AppResult<HttpResponse> {
    administrators_only(&actor)?;
    let (health, readers) = state.db.read(|conn| Ok((health::look(conn)?, health::readers(conn)?))).await?;
    let check = query.0.check.as_deref() == Some("seals") || health.sealed <= CHECKED_UNASKED;
    let (verdict, broken_seal) = match check {
        false => ("unchecked", 0),
        true => match spine::verify(&state.db).await? {
            Verdict::Intact { .. } => ("intact", 0),
            Verdict::Broken { seal } => ("broken", seal),
        },
    };
    let at = |moment: crate::kernel::Moment| moment.to_rfc3339();
    let page = AdminPage {
        tab: "overview",
        version: env!("CARGO_PKG_VERSION"),
        postgres: health.postgres,
        megabytes: (health.bytes as f64 / 100_000.0).round() / 10.0,
        connections_free: state.db.free_connections(),
        connections: state.config.pool_size,
        migrations: health.migrations,
        newest_migration: health.newest_migration,
        jobs_waiting: health.jobs_waiting,
        oldest_job: health.oldest_job.map(at),
        jobs_failed: health.jobs_failed,
        events: health.events,
        sealed: health.sealed,
        sealed_at: health.sealed_at.map(at),
        verdict,
        broken_seal,
        mail: match (state.outbox.keeps_only(), state.demo.is_on()) {
            (false, _) => "smtp",
            (true, true) => "demo",
            (true, false) => "none",
        },
        base_url: state.config.base_url().to_owned(),
        readers: readers.into_iter().map(|row| Reader { name: row.reader, behind: row.behind, moved_at: at(row.moved_at) }).collect(),
    };
    state.page(&request, &visit, &page)
}
