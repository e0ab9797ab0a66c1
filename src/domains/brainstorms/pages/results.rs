//! What came of a room: ranked clusters with dots, people and quotes; as a page and as a CSV file.
use super::{
    view::{ClusterView, NoteView, round_view},
    visit::RoomVisit,
};
use crate::domains::{
    brainstorms::{rules, store},
    lineage,
};
use crate::kernel::{BrainstormState, ItemRef, PromoteNote, Refusal, Viewer, holds};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Page, ProblemField, Section, State, Title, Visit},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use diesel::PgConnection;
use serde::Serialize;
use uuid::Uuid;

/// Newest happenings on the page.
const HAPPENINGS: i64 = 20;

#[derive(Serialize)]
struct RoundResult {
    position: i16,
    prompt: String,
    clusters: Vec<ClusterView>,
    loose: Vec<NoteView>,
    notes: usize,
    turnout: store::Turnout,
}

/// What somebody wrote for an idea that did not come about.
#[derive(Debug, Serialize)]
pub struct Unpromoted {
    id: Uuid,
    title: String,
    text: String,
    problems: Vec<String>,
}

#[derive(Serialize)]
struct ResultsPage {
    number: i64,
    path: String,
    title: String,
    facilitator: String,
    closed: bool,
    at: String,
    people: usize,
    names_shown: bool,
    can_promote: bool,
    steering: bool,
    rounds: Vec<RoundResult>,
    unpromoted: Option<Unpromoted>,
    lineage: Vec<lineage::store::Step>,
    activity: lineage::store::Activity,
}
impl Page for ResultsPage {
    const TEMPLATE: &'static str = "brainstorms/results.html";
    const SECTION: Section = Section::Brainstorm;
    fn title(&self) -> Title {
        Title::Text(self.title.clone())
    }
}

/// Says of clusters that only added to an idea that was there before which one it is.
fn mark_merged(conn: &mut PgConnection, viewer: &Viewer, clusters: &mut [ClusterView]) -> AppResult<()> {
    let ids: Vec<Uuid> = clusters.iter().map(|cluster| cluster.cluster.0).collect();
    let merged = lineage::store::merged_into(conn, viewer, &ids)?;
    for cluster in clusters {
        if let Some(idea) = merged.get(&cluster.cluster.0) {
            cluster.merged = true;
            cluster.merged_into = idea.as_ref().and_then(|idea| idea.number);
        }
    }
    Ok(())
}

/// Rounds whose voting has ended, for whoever was in the room; all of a closed room, for its whole audience.
fn read(conn: &mut PgConnection, viewer: &Viewer, number: i64, before: Option<i64>) -> AppResult<ResultsPage> {
    let room = store::find_visible(conn, viewer, number)?;
    if room.me.is_none() && room.state != BrainstormState::Closed {
        return Err(AppError::NotFound("results"));
    }
    let participants = store::list_participants(conn, room.id)?;
    let mut rounds = Vec::new();
    for round in store::list_rounds(conn, room.id)? {
        let shown = rules::totals_shown(room.state, round.step, round.finished_at.is_some()) && round.started_at.is_some();
        if shown {
            let mut view = round_view(conn, &room, &round)?;
            mark_merged(conn, viewer, &mut view.clusters)?;
            let loose: Vec<NoteView> = view.wall.iter().filter(|note| note.cluster.is_none()).cloned().collect();
            let (notes, prompt) = (view.wall.len(), round.prompt);
            rounds.push(RoundResult { position: round.position, prompt, clusters: view.clusters, loose, notes, turnout: view.turnout });
        }
    }
    let can_promote = viewer.person().is_some_and(|actor| {
        let doer = actor.clone().into();
        holds::<PromoteNote>(&doer, &room.place(&doer))
    });
    let item = ItemRef::from(room.id);
    Ok(ResultsPage {
        lineage: lineage::store::chain(conn, viewer, item)?,
        activity: lineage::store::activity_page(conn, viewer, item, before, HAPPENINGS)?,
        number,
        path: room.path(),
        facilitator: participants
            .iter()
            .find(|person| person.role == crate::kernel::ParticipantRole::Facilitator)
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        closed: room.state == BrainstormState::Closed,
        at: room.closed_at.or(room.opened_at).unwrap_or(room.created_at).to_rfc3339(),
        people: participants.len(),
        names_shown: room.names_shown,
        can_promote,
        steering: room.is_steered(),
        title: room.title,
        rounds,
        unpromoted: None,
    })
}

impl Unpromoted {
    /// Of a note or cluster.
    pub const fn of(id: Uuid, title: String, text: String) -> Self {
        Self { id, title, text, problems: Vec::new() }
    }

    /// The results once more, with why it was not done and what was written: the form that held it may be gone.
    ///
    /// # Errors
    /// When whoever wrote it may not read the results.
    pub async fn page(
        self,
        state: &State,
        visit: &Visit,
        request: &HttpRequest,
        room: i64,
        refusals: &[Refusal],
    ) -> AppResult<HttpResponse> {
        let viewer = visit.viewer.clone();
        let page = state.db.read(move |conn| read(conn, &viewer, room, None)).await?;
        let problems = refusals.iter().map(|refusal| ProblemField::of(&state.words, visit.preferences.lang, refusal).text).collect();
        let wrong_input = refusals.iter().any(|refusal| refusal.field.is_some());
        let status = if wrong_input { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
        // What happened before goes on at the address of the results, which is not this one.
        let activity = lineage::store::Activity::default();
        let page = ResultsPage { unpromoted: Some(Self { problems, ..self }), activity, ..page };
        state.page_with(request, visit, &page, status)
    }
}

async fn load(state: &State, at: &RoomVisit, before: Option<i64>) -> AppResult<ResultsPage> {
    let (viewer, number) = (at.viewer(), at.number);
    state.db.read(move |conn| read(conn, &viewer, number, before)).await
}

pub(super) async fn show(state: web::Data<State>, at: RoomVisit, request: HttpRequest) -> AppResult<HttpResponse> {
    let page = load(&state, &at, lineage::before(&request)).await?;
    state.page(&request, &at.visit, &page)
}

/// A cell that no spreadsheet takes for a formula (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let risky = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '|', '%']);
    if risky { format!("'{text}") } else { text.to_owned() }
}

pub(super) async fn csv(state: web::Data<State>, at: RoomVisit) -> AppResult<HttpResponse> {
    let page = load(&state, &at, None).await?;
    let mut file = csv::Writer::from_writer(Vec::new());
    let write = |file: &mut csv::Writer<Vec<u8>>, row: &[String]| file.write_record(row).map_err(anyhow::Error::from);
    write(&mut file, &["round", "rank", "cluster", "dots", "people", "note", "writer"].map(str::to_owned))?;
    for round in &page.rounds {
        for cluster in &round.clusters {
            let head = [
                round.position.to_string(),
                cluster.rank.to_string(),
                cell(&cluster.title),
                cluster.dots.unwrap_or(0).to_string(),
                cluster.voters.unwrap_or(0).to_string(),
            ];
            for note in &cluster.notes {
                write(&mut file, &[&head[..], &[cell(&note.text), cell(note.writer.as_deref().unwrap_or(""))]].concat())?;
            }
            if cluster.notes.is_empty() {
                write(&mut file, &[&head[..], &[String::new(), String::new()]].concat())?;
            }
        }
        for note in &round.loose {
            let row = [round.position.to_string(), String::new(), String::new(), String::new(), String::new()];
            write(&mut file, &[&row[..], &[cell(&note.text), cell(note.writer.as_deref().unwrap_or(""))]].concat())?;
        }
    }
    let body = file.into_inner().map_err(|error| anyhow::anyhow!("csv: {error}"))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"brainstorm-{}.csv\"", page.number)))
        .body(body))
}
