//! `/stream/actions`: what somebody did in the last 24 hours, with a way back wherever there is one. The
//! toast after a step lasts ten seconds; this list lasts a day.
use crate::domains::{
    brainstorms,
    campaigns::{
        self,
        rules::way_back::{self, Facts, WayBack},
    },
    evaluation::store::{Standing, standing},
    lineage::store::{Deed, recent},
    prototypes::{self, rules},
};
use crate::kernel::{Actor, BrainstormState, CampaignId, ClusterId, Event, IdeaId, IdeaState, ItemKind, Moment, PartKind, PrototypeId};
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
use uuid::Uuid;

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
    what: String,
    place: String,
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

/// How prototypes stand that were moved or worked on.
type Prototypes = HashMap<PrototypeId, prototypes::store::WayBack>;

/// What tells which of the steps can be taken back.
struct Found {
    campaigns: WaysBack,
    prototypes: Prototypes,
    decisions: HashMap<IdeaId, Standing>,
    /// Clusters that were taken away and can come back.
    clusters: Vec<ClusterId>,
}

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

/// The way back from a decision on an idea, in the inbox or on its page, or the key of the words that say why there is none.
fn decision_back(deed: &Deed, decisions: &HashMap<IdeaId, Standing>) -> Option<Result<String, String>> {
    let item = deed.item.as_ref().filter(|_| !deed.over)?;
    let (Event::IdeaMoved { idea, .. } | Event::IdeaTriaged { idea, .. } | Event::ClarificationAsked { idea }) = &deed.event else {
        return None;
    };
    let standing = decisions.get(idea).filter(|standing| standing.at == deed.at)?;
    Some(if standing.untouched { Ok(format!("/ideas/{}/decision/undo", item.number?)) } else { Err("actions-idea-changed".to_owned()) })
}

/// Where the form that takes a step back posts to; `None` where there is no way back.
fn undo_of(deed: &Deed, found: &Found, now: Moment) -> Option<String> {
    let prototypes = &found.prototypes;
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
        Event::IdeaPhotoAdded { photo, .. } => format!("/ideas/{number}/photos/{photo}/remove"),
        Event::IdeaPhotoRemoved { photo, .. } => format!("/ideas/{number}/photos/{photo}/restore"),
        Event::OfficialAnswerGiven { .. } => format!("/ideas/{number}/answer/withdrawal"),
        Event::CampaignLaunched { .. } if now - deed.at <= LAUNCH_UNDO => format!("{}/launch/undo", item.href),
        Event::CampaignArchived { .. } => format!("{}/archive/undo", item.href),
        Event::NoteRemoved { note, .. } => format!("/brainstorms/{number}/notes/{note}/restoration"),
        Event::ClusterRemoved { cluster, .. } if found.clusters.contains(cluster) => {
            format!("/brainstorms/{number}/clusters/{cluster}/removal?undo=yes")
        }
        Event::BrainstormClosed { .. } => {
            brainstorms::rules::may_reopen(BrainstormState::Closed, Some(deed.at), now).ok()?;
            format!("/brainstorms/{number}/steps?order=reopen")
        }
        Event::NotePromoted { idea, .. } | Event::ClusterPromoted { idea, .. } => format!("/brainstorms/{number}/promotions/{idea}/undo"),
        Event::PrototypeMoved { prototype, before, after } => {
            let way = prototypes.get(prototype).filter(|way| way.stage == *after)?;
            way.check().ok().filter(|back_to| back_to == before)?;
            format!("/prototypes/{number}/stage/undo")
        }
        event => {
            let (prototype, kind, part) = part_of(event)?;
            let way = prototypes.get(&prototype)?;
            rules::check_take_back(way.stage, kind, true, now - deed.at, false).ok()?;
            prototypes::pages::taking_back(number, part)
        }
    })
}

/// Why a step that still stands has no way back here: what its own page changes is changed there, but no page changes
/// that a room was opened, went on or ended.
const fn no_way_back(event: &Event) -> &'static str {
    match event {
        Event::GateDecided { .. } => "actions-gate-stands",
        Event::LobbyOpened { .. }
        | Event::BrainstormStarted { .. }
        | Event::BrainstormClosed { .. }
        | Event::BrainstormReopened { .. }
        | Event::NamesHidden { .. }
        | Event::StepChanged { .. }
        | Event::TimeAdded { .. }
        | Event::ClusterRemoved { .. }
        | Event::ImportFinished { .. } => "actions-not-here",
        _ => "actions-no-way-back",
    }
}

/// The part of a prototype that somebody added.
fn part_of(event: &Event) -> Option<(PrototypeId, PartKind, Uuid)> {
    Some(match event {
        Event::HypothesisAdded { prototype, hypothesis } => (*prototype, PartKind::Hypothesis, hypothesis.0),
        Event::BuildRecorded { prototype, build } => (*prototype, PartKind::Build, build.0),
        Event::TestSessionHeld { prototype, session, .. } => (*prototype, PartKind::Test, session.0),
        Event::ReadingTaken { prototype, reading, .. } => (*prototype, PartKind::Reading, reading.0),
        Event::GatePlanned { prototype, gate } => (*prototype, PartKind::Gate, gate.0),
        Event::LearningWritten { prototype, learning } => (*prototype, PartKind::Learning, learning.0),
        _ => return None,
    })
}

fn row(deed: &Deed, found: &Found, now: Moment) -> Row {
    let back = phases_back(deed, &found.campaigns, now).or_else(|| decision_back(deed, &found.decisions));
    let back = back.or_else(|| undo_of(deed, found, now).map(Ok));
    // Every step that still stands has a way back, or says that there is none.
    let gate = matches!(deed.event, Event::GateDecided { .. });
    let back = back.or_else(|| ((gate || deed.item.is_some()) && !deed.over).then(|| Err(no_way_back(&deed.event).to_owned())));
    let item = deed.item.as_ref();
    let numbered =
        item.filter(|item| matches!(item.kind, ItemKind::Idea | ItemKind::Prototype | ItemKind::Brainstorm | ItemKind::Campaign));
    Row {
        at: deed.at.to_rfc3339(),
        key: deed.key.clone(),
        word_key: deed.word_key.clone(),
        what: deed.mentioned.what.clone(),
        place: deed.mentioned.place.clone(),
        kind_key: item.map(|item| format!("lineage-kind-{}", item.kind)).unwrap_or_default(),
        number: numbered.and_then(|item| item.number).map(|number| number.to_string()).unwrap_or_default(),
        title: item.map(|item| item.title.clone()).unwrap_or_default(),
        href: match (deed.comment, item) {
            (Some(comment), Some(_)) => format!("/comments/{comment}"),
            (_, item) => item.map(|item| item.href.clone()).unwrap_or_default(),
        },
        why_key: back.clone().and_then(Result::err).unwrap_or_default(),
        undo_to: back.and_then(Result::ok).unwrap_or_default(),
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
    let (mut deeds, found) = state
        .db
        .read(move |conn| {
            let deeds = recent(conn, &viewer, me, now - REACH, before, limit.rows_and_one())?;
            let moved = |deed: &Deed| match &deed.event {
                Event::CampaignMoved { campaign, .. } | Event::PhaseDated { campaign, .. } if deed.item.is_some() => Some(*campaign),
                _ => None,
            };
            let moved: Vec<CampaignId> = deeds.iter().filter_map(moved).collect();
            let worked_on = |deed: &Deed| match &deed.event {
                Event::PrototypeMoved { prototype, .. } => Some(*prototype),
                event => part_of(event).map(|(prototype, ..)| prototype),
            };
            let mut worked: Vec<PrototypeId> = deeds.iter().filter_map(worked_on).collect();
            worked.sort_unstable();
            worked.dedup();
            let decided = |deed: &Deed| match &deed.event {
                Event::IdeaMoved { idea, .. } | Event::IdeaTriaged { idea, .. } | Event::ClarificationAsked { idea } => Some(*idea),
                _ => None,
            };
            let decided: Vec<IdeaId> = deeds.iter().filter_map(decided).collect();
            let taken_away = |deed: &Deed| match &deed.event {
                Event::ClusterRemoved { cluster, .. } if !deed.over => Some(*cluster),
                _ => None,
            };
            let taken_away: Vec<ClusterId> = deeds.iter().filter_map(taken_away).collect();
            let found = Found {
                clusters: brainstorms::store::list_restorable(conn, &taken_away)?,
                campaigns: campaigns::store::ways_back(conn, &moved)?,
                prototypes: prototypes::store::ways_back(conn, &worked)?,
                decisions: standing(conn, me, &decided)?,
            };
            Ok((deeds, found))
        })
        .await?;
    let next = limit.cut(&mut deeds, |deed| deed.seq);
    let page = ActionsPage {
        rows: deeds.iter().map(|deed| row(deed, &found, now)).collect(),
        next_href: next.map_or_else(String::new, |next| format!("/stream/actions?after={next}")),
    };
    state.page(&request, &visit, &page)
}
