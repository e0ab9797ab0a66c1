//! Closing a campaign: only once each of its ideas was answered, and with a summary of what came of it.
use crate::domains::{
    campaigns::{
        actions,
        api::{self as campaign_api, CampaignBody},
        store::{self, Campaign},
    },
    ideas::{self, store::outcome},
};
use crate::kernel::{Actor, Refusal};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, Json, Page, Posted, ProblemField, Section, State, Title, Toast, Visit, WriteProblems, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, http::StatusCode, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// Waiting ideas named on the page.
const MOST: i64 = 50;

/// Closes the campaign. Its row is locked first, so no idea comes in between the count and the close.
///
/// # Errors
/// When ideas still wait for an answer, the summary is missing, or the doer does not run it.
pub fn close_campaign(tx: &mut Tx<'_>, slug: &str, summary: &str) -> AppResult<Campaign> {
    let (campaign, granted) = actions::lock_for_close(tx, slug)?;
    let unanswered = outcome::count_unanswered(tx.reading(), campaign.id)?;
    actions::close(tx, &campaign, &granted, unanswered, summary)
}

/// Routes of the close.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/campaigns/{slug}/closure", web::get().to(show)).route("/campaigns/{slug}/closure", web::post().to(close));
}

#[derive(Serialize)]
struct WaitingRow {
    number: i64,
    href: String,
    title: String,
    status_kind: &'static str,
    status_key: String,
}

#[derive(Serialize)]
struct ClosePage {
    slug: String,
    title: String,
    running: bool,
    /// Keys of the phases that have not begun: the close leaves them out.
    ahead: Vec<String>,
    unanswered: i64,
    waiting: Vec<WaitingRow>,
    summary: String,
    errors: Vec<ProblemField>,
    message: String,
}

impl Page for ClosePage {
    const TEMPLATE: &'static str = "campaigns/close.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    render(&state, &visit, &actor, &request, path.into_inner(), None).await
}

/// The page, also as the answer to a close that was refused.
async fn render(
    state: &State,
    visit: &Visit,
    actor: &Actor,
    request: &HttpRequest,
    slug: String,
    refused: Option<(String, Refusal)>,
) -> AppResult<HttpResponse> {
    let (who, viewer) = (actor.clone(), visit.viewer.clone());
    let (campaign, plan, unanswered, waiting) = state
        .db
        .read(move |conn| {
            let campaign = actions::find_run_by(conn, &who, &slug)?;
            let plan = store::plan(conn, campaign.id)?;
            let unanswered = outcome::count_unanswered(conn, campaign.id)?;
            let waiting = outcome::list_reported(conn, &viewer, campaign.id, outcome::UNANSWERED, MOST)?;
            Ok((campaign, plan, unanswered, waiting))
        })
        .await?;
    let row = |idea: &outcome::Reported| WaitingRow {
        number: idea.number,
        href: ideas::store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        status_kind: ideas::rules::status_kind(idea.state),
        status_key: format!("idea-state-{}", idea.state.as_str().replace('_', "-")),
    };
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (summary, errors) = match refused {
        None => (campaign.summary.clone(), Vec::new()),
        Some((typed, refusal)) => (typed, vec![ProblemField::of(&state.words, visit.preferences.lang, &refusal)]),
    };
    let message = errors.iter().find(|error| error.field == "summary").map(|error| error.text.clone()).unwrap_or_default();
    let page = ClosePage {
        running: campaign.state.is_running(),
        ahead: plan.ahead(campaign.state).map(|phase| format!("campaigns-phase-{}", phase.kind)).collect(),
        slug: campaign.slug,
        title: campaign.title,
        unanswered,
        waiting: waiting.iter().map(row).collect(),
        summary,
        errors,
        message,
    };
    state.page_with(request, visit, &page, status)
}

/// What came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CloseForm {
    summary: String,
}

async fn close(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    form: Posted<CloseForm>,
) -> AppResult<HttpResponse> {
    let (slug, summary) = (path.into_inner(), form.0.summary);
    let (asked, typed) = (slug.clone(), summary.clone());
    match state.write(&visit, actor.clone(), move |tx| close_campaign(tx, &asked, &summary)).await {
        Ok(campaign) => Ok(see_other_with(&state, format!("{}/results", campaign.path()), &Toast::new("toast-campaign-closed"))),
        Err(AppError::Refused(refusal)) => render(&state, &visit, &actor, &request, slug, Some((typed, refusal))).await,
        Err(error) => Err(error),
    }
}

/// The close under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(post_closure);
}

/// What came of a campaign.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClosureBody {
    /// What everybody who took part reads first, in Markdown.
    #[schema(min_length = 1, max_length = 20000)]
    summary: String,
}

/// Closes a campaign with a summary, once each of its ideas was answered.
#[utoipa::path(tag = "campaigns", operation_id = "close_campaign", security(("token" = ["campaigns:write"])), params(("slug" = String, Path, description = "Tail of its address")), request_body = ClosureBody, responses((status = 200, description = "The campaign now", body = CampaignBody), WriteProblems))]
#[post("/campaigns/{slug}/closure")]
async fn post_closure(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<String>,
    closure: Json<ClosureBody>,
) -> AppResult<ApiDone<CampaignBody>> {
    let (slug, summary) = (path.into_inner(), closure.into_inner().summary);
    campaign_api::carry_out(&state, &call, move |tx| close_campaign(tx, &slug, &summary)).await
}
