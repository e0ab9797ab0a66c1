//! The vote box and the page of who asks.
use super::{
    actions::{Ballots, Command, Tally, sees_counts},
    rules::{self, Outcome, Wish},
    store::{self, Budget},
};
use crate::domains::{campaigns, ideas, people};
use crate::kernel::{Actor, CampaignId, CampaignState, ReadVoters, Refusal, Viewer, authorize, text};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Cursor, Limit, Page, Queried, Section, ShellToast, State, Title, Toast, Visit, see_other_with},
};
use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

/// Characters of an idea's title in a message, which has few lines on a phone.
const SHORT_TITLE: usize = 40;

/// What `voting/_vote.html` shows: the same box on lists, on the idea's page and after a click.
#[derive(Debug, Clone, Serialize)]
pub struct VoteView {
    /// Number of the idea.
    pub number: i64,
    /// Votes, unless they are hidden from this person at present.
    pub count: Option<i32>,
    /// The person's vote is there.
    pub mine: bool,
    /// Votes are taken now.
    pub open: bool,
    /// Where the form posts to.
    pub href: String,
    /// In a row of text, not as a square.
    pub row: bool,
    /// Key that presses it, or nothing.
    pub key: String,
}

impl VoteView {
    /// A box as lists have it.
    pub fn new(number: i64, count: Option<i32>, mine: bool, open: bool) -> Self {
        Self { number, count, mine, open, href: format!("/ideas/{number}/vote"), row: false, key: String::new() }
    }
    /// Pressed by a key; for the page of one idea.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self { href: format!("/ideas/{}/vote?key={key}", self.number), key: key.to_owned(), ..self }
    }
    /// In a row of text.
    #[must_use]
    pub fn in_row(self) -> Self {
        Self { href: format!("/ideas/{}/vote?row=on", self.number), row: true, ..self }
    }
}

/// What a viewer has left to spend in a campaign that has a budget and takes votes; one query, and only then.
///
/// # Errors
/// When the query fails.
pub fn budget_left(
    conn: &mut PgConnection,
    viewer: &Viewer,
    campaign: Option<(CampaignId, CampaignState, Option<i32>)>,
) -> AppResult<Option<Budget>> {
    match (viewer.person_id(), campaign) {
        (Some(person), Some((campaign, state, Some(_)))) if campaigns::rules::accepts_votes(state) => store::budget(conn, person, campaign),
        _ => Ok(None),
    }
}

/// How the box looks that was pressed, so that the answer looks the same; and the wish of an undo.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteQuery {
    vote: Option<String>,
    key: Option<String>,
    row: Option<String>,
}

/// The wish; without one the vote is turned round.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoteForm {
    vote: Option<String>,
}

impl VoteQuery {
    /// The box as it looked before.
    fn dress(&self, vote: VoteView) -> VoteView {
        match self.key.as_deref() {
            _ if self.row.is_some() => vote.in_row(),
            Some("v") => vote.with_key("v"),
            _ => vote,
        }
    }
}

fn wish(form: Option<&str>, query: Option<&str>) -> AppResult<Wish> {
    match query.or(form) {
        None => Ok(Wish::Toggle),
        Some("cast") => Ok(Wish::Cast),
        Some("withdraw") => Ok(Wish::Withdraw),
        Some(_) => Err(AppError::Unreadable("vote is cast or withdraw".to_owned())),
    }
}

/// The box alone, as the answer to a click that was sent by script, and what became of the wish.
#[derive(Serialize)]
struct BoxPage {
    vote: VoteView,
    /// What is left, for the line that says so elsewhere on the page.
    budget: Option<Budget>,
    toast: ShellToast,
}

impl Page for BoxPage {
    const TEMPLATE: &'static str = "voting/_answer.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("voting-box")
    }
}

/// `POST /ideas/{idea}/vote`: casts the vote or takes it back. Who is not signed in is asked to, and comes back to the idea.
pub async fn vote(
    state: web::Data<State>,
    ballots: web::Data<Ballots>,
    visit: Visit,
    request: HttpRequest,
    path: web::Path<String>,
    query: Queried<VoteQuery>,
    form: crate::platform::web::Posted<VoteForm>,
) -> AppResult<HttpResponse> {
    let (number, look) = (ideas::store::number_of(&path)?, query.0);
    let wish = wish(form.0.vote.as_deref(), look.vote.as_deref())?;
    let Some(voter) = visit.viewer.person().cloned() else {
        // The wish goes along in the address, and the idea's page asks once more: a link alone casts no vote.
        let wished = if wish == Wish::Withdraw { "" } else { "%3Fvote%3Dwish" };
        let to = format!("/sign-in?next=%2Fideas%2F{number}{wished}");
        return Ok(go_on(&state, &visit, &to, &Toast::new("toast-vote-sign-in")));
    };
    // A wish that says what it wants gives the same result when repeated; one that turns round takes the key.
    let claim = visit.claim.clone().filter(|_| wish == Wish::Toggle);
    let done = ballots.submit(Command { number, voter: voter.clone(), wish, request: Some(visit.request_id), claim }).await;
    let (tally, toast, status) = match done {
        Ok(tally) => {
            let toast = toast_of(&tally);
            (Some(tally), toast, StatusCode::OK)
        }
        Err(AppError::Refused(refusal)) => (None, Toast::new(toast_of_refusal(&refusal)), StatusCode::CONFLICT),
        Err(error) => return Err(error),
    };
    if !visit.fragment {
        let idea = tally.map_or_else(|| format!("/ideas/{number}"), |tally| tally.path);
        return Ok(go_on(&state, &visit, &way_back(&state, &request, &idea, number), &toast));
    }
    let (vote, budget) = match tally {
        Some(tally) => (VoteView::new(number, tally.count, tally.mine, true), tally.budget),
        None => state.db.read(move |conn| as_it_stands(conn, &voter, number)).await?,
    };
    let page = BoxPage { vote: look.dress(vote), budget, toast: state.said(&visit, &toast) };
    state.page_with(&request, &visit, &page, status)
}

/// The box of an idea whose votes did not change, and what the voter has left.
fn as_it_stands(conn: &mut PgConnection, voter: &Actor, number: i64) -> AppResult<(VoteView, Option<Budget>)> {
    let viewer = Viewer::Person(voter.clone());
    let idea = ideas::store::find_visible(conn, &viewer, number)?;
    let mine = store::mine(conn, voter.id, &[idea.id])?.contains(&idea.id);
    let campaign = idea.campaign_id.map(|id| campaigns::store::find(conn, id)).transpose()?;
    let phase = campaign.as_ref().map(|campaign| campaign.state);
    let shown = campaign.as_ref().is_none_or(|campaign| campaigns::rules::counts_visible(campaign.counts, phase, mine));
    let budget = budget_left(conn, &viewer, campaign.as_ref().map(|campaign| (campaign.id, campaign.state, campaign.vote_budget)))?;
    Ok((VoteView::new(number, shown.then_some(idea.vote_count), mine, ideas::rules::takes_votes(idea.state, phase)), budget))
}

/// What became of the wish: for which idea, and what is left where the campaign counts.
fn toast_of(tally: &Tally) -> Toast {
    let undoable = |key, wish| {
        let undo = format!("/ideas/{}/vote?vote={wish}", tally.number);
        let left = tally.budget.map_or(0, |budget| i64::from(budget.left));
        Toast::undoable(key, undo).about(&text::excerpt(&tally.title, SHORT_TITLE)).counting(left)
    };
    match tally.outcome {
        Outcome::Cast if tally.budget.is_some() => undoable("toast-vote-cast-left", "withdraw"),
        Outcome::Cast => undoable("toast-vote-cast", "withdraw"),
        Outcome::Withdrawn if tally.budget.is_some() => undoable("toast-vote-withdrawn-left", "cast"),
        Outcome::Withdrawn => undoable("toast-vote-withdrawn", "cast"),
        Outcome::Unchanged if tally.mine => Toast::new("toast-vote-there"),
        Outcome::Unchanged => Toast::new("toast-vote-gone"),
    }
}

fn toast_of_refusal(refusal: &Refusal) -> &'static str {
    match *refusal {
        rules::OVER_BUDGET => "toast-vote-over-budget",
        rules::PHASE_CLOSED => "toast-vote-phase-closed",
        rules::IDEA_MERGED => "toast-vote-idea-merged",
        _ => "toast-vote-idea-closed",
    }
}

/// To the page the form stood on, at the idea's place on it; to the idea when the browser does not say.
fn way_back(state: &State, request: &HttpRequest, idea: &str, number: i64) -> String {
    match state.came_from(request) {
        Some(path) if !path.contains("/vote") && !path.starts_with("/sign-in") => format!("{path}#vote-{number}"),
        _ => idea.to_owned(),
    }
}

/// Onwards by a redirect, or by htmx's own when a script asked.
fn go_on(state: &State, visit: &Visit, to: &str, toast: &Toast) -> HttpResponse {
    let mut answer = see_other_with(state, to, toast);
    if visit.fragment {
        *answer.status_mut() = StatusCode::OK;
        answer.headers_mut().remove(header::LOCATION);
        if let Ok(to) = header::HeaderValue::from_str(to) {
            answer.headers_mut().insert(header::HeaderName::from_static("hx-redirect"), to);
        }
    }
    answer
}

#[derive(Serialize)]
struct VotersPage {
    number: i64,
    idea_title: String,
    idea_href: String,
    count: i32,
    firms: Vec<store::Firm>,
    voters: Vec<VoterView>,
    next_href: String,
}

#[derive(Serialize)]
struct VoterView {
    name: String,
    initials: String,
    href: String,
    company: String,
    at: String,
}

impl Page for VotersPage {
    const TEMPLATE: &'static str = "voting/voters.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Text(self.idea_title.clone())
    }
}

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VotersQuery {
    after: Option<String>,
}

/// `GET /ideas/{idea}/voters`: who asks for it, for staff.
pub async fn voters(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    path: web::Path<String>,
    query: Queried<VotersQuery>,
) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&path)?;
    let after = query.0.after.as_deref().map(Cursor::parse).transpose()?;
    let viewer = visit.viewer.clone();
    let page = state
        .db
        .read(move |conn| {
            let idea = ideas::store::find_visible(conn, &viewer, number)?;
            let doer = actor.clone().into();
            authorize::<ReadVoters>(&doer, idea.place(&doer)).ok_or_else(AppError::forbidden::<ReadVoters>)?;
            if !sees_counts(conn, &idea, actor.id)? {
                return Err(rules::STILL_HIDDEN.into());
            }
            let limit = Limit::parse(None, 50)?;
            let mut rows = store::list_voters(conn, idea.id, after, limit)?;
            let next = limit.cut(&mut rows, |row| (row.cast_at, row.voter_id));
            Ok(VotersPage {
                number,
                idea_href: idea.path(),
                idea_title: idea.title,
                count: idea.vote_count,
                firms: store::list_firms(conn, idea.id)?,
                voters: rows.into_iter().map(|row| VoterView::of(row, &viewer)).collect(),
                next_href: next.map_or_else(String::new, |next| format!("/ideas/{number}/voters?after={next}")),
            })
        })
        .await?;
    state.page(&request, &visit, &page)
}

impl VoterView {
    fn of(row: store::Voter, viewer: &Viewer) -> Self {
        Self {
            initials: text::initials(&row.name),
            href: people::store::profile_href(&row.handle, people::rules::may_open_profile(viewer, row.voter_id, row.listed)),
            name: row.name,
            company: row.company,
            at: row.cast_at.to_rfc3339(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_wish_the_vote_is_turned_round() {
        assert_eq!(wish(None, None).expect("reads"), Wish::Toggle);
        assert_eq!(wish(Some("cast"), None).expect("reads"), Wish::Cast);
        assert_eq!(wish(Some("cast"), Some("withdraw")).expect("reads"), Wish::Withdraw);
        assert!(wish(Some("twice"), None).is_err());
    }
}
