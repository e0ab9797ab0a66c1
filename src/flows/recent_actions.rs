//! `/stream/actions`: what somebody did in the last 24 hours, with a way back wherever there is one. The
//! toast after a step lasts ten seconds; this list lasts a day.
use crate::domains::{
    campaigns::{
        self,
        rules::way_back::{self, Facts, WayBack},
    },
    lineage::store::{Deed, recent},
};
use crate::kernel::{Actor, CampaignId, Event, IdeaState, ItemKind, Moment};
use crate::platform::{
    error::AppResult,
    web::{Cursor, Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{
    HttpRequest, HttpResponse,
    web::{self, ServiceConfig},
};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How far back the list goes.
const REACH: TimeDelta = TimeDelta::hours(24);
/// Steps on a page.
const ROWS: i64 = 50;
/// A launch can be undone for so long.
const LAUNCH_UNDO: TimeDelta = TimeDelta::minutes(10);

/// The page.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/stream/actions", web::get().to(show));
}

#[derive(Serialize)]
struct Row {
    at: String,
    key: String,
    word_key: String,
    kind_key: String,
    number: String,
    title: String,
    href: String,
    undo_to: String,
    /// Why there is no way back, where one could be looked for.
    why_key: String,
    over: bool,
}

#[derive(Serialize)]
struct ActionsPage {
    rows: Vec<Row>,
    next_href: String,
}

impl Page for ActionsPage {
    const TEMPLATE: &'static str = "home/actions.html";
    const SECTION: Section = Section::None;
    fn title(&self) -> Title {
        Title::Key("actions-title")
    }
}

/// How campaigns stood before their phases were moved by hand, and how they stand now.
type WaysBack = HashMap<CampaignId, (WayBack, Facts)>;

/// The way back from a move of phases, or the key of the words that say why there is none.
fn phases_back(deed: &Deed, ways: &WaysBack, now: Moment) -> Option<Result<String, String>> {
    let item = deed.item.as_ref().filter(|_| !deed.over)?;
    let campaign = match &deed.event {
        // Only taking a move back leads back, and there the next phase begins anew.
        Event::CampaignMoved { before, after, .. } if before >= after => return Some(Err("actions-phases-reopened".to_owned())),
        Event::CampaignMoved { campaign, .. } | Event::PhaseDated { campaign, .. } => campaign,
        Event::CampaignReopened { state, .. } if state.is_running() => return Some(Err("actions-phases-reopened".to_owned())),
        _ => return None,
    };
    let Some((way, is)) = ways.get(campaign).filter(|(way, is)| way.version == is.version) else {
        return Some(Err("actions-phases-changed".to_owned()));
    };
    let may = way_back::may_go_back(way, is, now);
    Some(may.map(|()| format!("{}/phases/undo?version={}", item.href, way.version)).map_err(|refusal| format!("refusal-{}", refusal.code)))
}

/// Where the form that takes a step back posts to; `None` where there is no way back. `last_triage` tells
/// whether it is the newest decision of the inbox, the only one that can be taken back there.
fn undo_of(deed: &Deed, now: Moment, last_triage: bool) -> Option<String> {
    let item = deed.item.as_ref().filter(|_| !deed.over)?;
    let number = item.number?;
    Some(match &deed.event {
        Event::VoteCast { .. } => format!("/ideas/{number}/vote?vote=withdraw"),
        Event::VoteWithdrawn { .. } => format!("/ideas/{number}/vote?vote=cast"),
        Event::CommentWritten { .. } | Event::StaffNoteWritten { .. } | Event::CommentRestored { .. } => {
            format!("/comments/{}/delete", deed.comment?)
        }
        Event::CommentDeleted { .. } => format!("/comments/{}/restore", deed.comment?),
        Event::AnswerMarked { .. } => format!("/comments/{}/answer", deed.comment?),
        Event::IdeaMoved { after: IdeaState::Withdrawn, .. } if deed.own => format!("/ideas/{number}/restore"),
        Event::IdeaMoved { after: IdeaState::Binned | IdeaState::OffTopic, .. } => format!("/ideas/{number}/unmoderation"),
        Event::IdeaMoved { before: IdeaState::Pending, after: IdeaState::Open, .. } => format!("/moderation/{number}/return"),
        Event::IdeaMerged { .. } => format!("/ideas/{number}/unmerge"),
        Event::IdeaGraduated { .. } => format!("/ideas/{number}/graduation/undo"),
        Event::IdeaTriaged { .. } if last_triage => "/triage/undo".to_owned(),
        Event::OfficialAnswerGiven { .. } => format!("/ideas/{number}/answer/withdrawal"),
        Event::NoteRemoved { note, .. } => format!("/brainstorms/{number}/notes/{note}/restoration"),
        Event::NotePromoted { idea, .. } | Event::ClusterPromoted { idea, .. } => format!("/brainstorms/{number}/promotions/{idea}/undo"),
        Event::PrototypeMoved { .. } => format!("/prototypes/{number}/stage/undo"),
        Event::CampaignLaunched { .. } if now - deed.at <= LAUNCH_UNDO => format!("{}/launch/undo", item.href),
        Event::CampaignArchived { .. } => format!("{}/archive/undo", item.href),
        _ => return None,
    })
}

fn row(deed: &Deed, ways: &WaysBack, now: Moment, last_triage: bool) -> Row {
    let phases = phases_back(deed, ways, now);
    let item = deed.item.as_ref();
    let numbered =
        item.filter(|item| matches!(item.kind, ItemKind::Idea | ItemKind::Prototype | ItemKind::Brainstorm | ItemKind::Campaign));
    Row {
        at: deed.at.to_rfc3339(),
        key: deed.key.clone(),
        word_key: deed.word_key.clone(),
        kind_key: item.map(|item| format!("lineage-kind-{}", item.kind)).unwrap_or_default(),
        number: numbered.and_then(|item| item.number).map(|number| number.to_string()).unwrap_or_default(),
        title: item.map(|item| item.title.clone()).unwrap_or_default(),
        href: match (deed.comment, item) {
            (Some(comment), Some(_)) => format!("/comments/{comment}"),
            (_, item) => item.map(|item| item.href.clone()).unwrap_or_default(),
        },
        why_key: phases.clone().and_then(Result::err).unwrap_or_default(),
        undo_to: phases.and_then(Result::ok).or_else(|| undo_of(deed, now, last_triage)).unwrap_or_default(),
        over: deed.over,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionsQuery {
    after: Option<String>,
}

async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<ActionsQuery>,
) -> AppResult<HttpResponse> {
    let before: Option<i64> = query.0.after.as_deref().map(Cursor::parse).transpose()?;
    let (viewer, now, limit) = (visit.viewer.clone(), visit.now, Limit::parse(None, ROWS)?);
    let me = actor.id;
    let (mut deeds, ways) = state
        .db
        .read(move |conn| {
            let deeds = recent(conn, &viewer, me, now - REACH, before, limit.rows_and_one())?;
            let moved = |deed: &Deed| match &deed.event {
                Event::CampaignMoved { campaign, .. } | Event::PhaseDated { campaign, .. } if deed.item.is_some() => Some(*campaign),
                _ => None,
            };
            let moved: Vec<CampaignId> = deeds.iter().filter_map(moved).collect();
            Ok((deeds, campaigns::store::ways_back(conn, &moved)?))
        })
        .await?;
    let next = limit.cut(&mut deeds, |deed| deed.seq);
    // Only the newest decision of the inbox that still stands can be taken back.
    let is_standing = |deed: &&Deed| matches!(deed.event, Event::IdeaTriaged { .. }) && !deed.over;
    let last_triage = if before.is_none() { deeds.iter().find(is_standing).map(|deed| deed.seq) } else { None };
    let page = ActionsPage {
        rows: deeds.iter().map(|deed| row(deed, &ways, now, last_triage == Some(deed.seq))).collect(),
        next_href: next.map_or_else(String::new, |next| format!("/stream/actions?after={next}")),
    };
    state.page(&request, &visit, &page)
}
