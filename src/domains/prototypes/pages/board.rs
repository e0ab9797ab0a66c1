//! `/prototypes`: columns by stage, or the same as a table.
use super::view::{CardView, Choice, SprintView, Wording, stage_key};
use crate::domains::{
    people,
    prototypes::{
        rules,
        store::{self, Filter},
    },
};
use crate::kernel::{CampaignId, FramePrototype, Place, PrototypeId, PrototypeStage, RunSprint, Sight, WorkOnPrototype, holds, text};
use crate::platform::{
    error::AppResult,
    web::{Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is shown, as the URL says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoardQuery {
    #[serde(default)]
    view: String,
    #[serde(default)]
    campaign: String,
    #[serde(default)]
    lead: String,
    #[serde(default)]
    lanes: String,
}

/// By what the board can be cut into lanes.
const LANES: &[&str] = &["sprint", "campaign", "lead"];

#[derive(Debug, Clone, Serialize)]
struct Column {
    stage: &'static str,
    key: String,
    count: i64,
    limit: Option<i64>,
    over: bool,
    left_out: i64,
    cards: Vec<CardView>,
}

/// What a swimlane has in common, and its own columns.
#[derive(Debug, Serialize)]
struct Lane {
    title: String,
    count: usize,
    columns: Vec<Column>,
}

#[derive(Serialize)]
struct BoardPage {
    table: bool,
    board_href: String,
    table_href: String,
    columns: Vec<Column>,
    lane: String,
    lane_choices: Vec<Choice>,
    lanes: Vec<Lane>,
    shown: usize,
    filtered: bool,
    campaign: String,
    lead: String,
    campaigns: Vec<Choice>,
    leads: Vec<Choice>,
    sprint: Option<SprintView>,
    can_frame: bool,
    can_sprint: bool,
    staff: bool,
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "prototypes/board.html";
    const SECTION: Section = Section::Prototypes;
    fn title(&self) -> Title {
        Title::Key("prototypes-title")
    }
}

/// The board.
#[expect(clippy::too_many_lines, reason = "one page, column by column")]
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<BoardQuery>) -> AppResult<HttpResponse> {
    let query = query.0;
    let (viewer, today, asked) = (visit.viewer.clone(), visit.today(), query.clone());
    let (choices, cards, names, sprint) = state
        .db
        .read(move |conn| {
            let choices = store::list_choices(conn, &viewer)?;
            let wanted = |is_campaign: bool, key: &str| -> Option<Uuid> {
                let found = choices.iter().find(|choice| choice.is_campaign == is_campaign && choice.key == key);
                // Who asks for somebody that is not there finds nothing.
                (!key.is_empty()).then(|| found.map_or(Uuid::nil(), |choice| choice.id))
            };
            let filter = Filter {
                campaign: wanted(true, &asked.campaign).map(CampaignId),
                lead: wanted(false, &asked.lead).map(crate::kernel::PersonId),
                sprint: None,
            };
            let cards = store::list_board(conn, &viewer, filter)?;
            let leads: Vec<_> = cards.iter().map(|card| card.prototype.lead_id).collect();
            let names = people::store::names_for(conn, &viewer, &leads)?;
            let sprint = if viewer.is_staff() { store::running_sprint(conn, today)? } else { None };
            Ok((choices, cards, names, sprint))
        })
        .await?;
    let wording = Wording::of(&state, &visit);
    let may_move = |prototype: &store::VisiblePrototype| {
        visit.viewer.person().is_some_and(|actor| {
            let doer = actor.clone().into();
            holds::<WorkOnPrototype>(&doer, &prototype.place(&doer))
        })
    };
    let columns: Vec<Column> = PrototypeStage::ALL
        .iter()
        .map(|stage| {
            let of_stage = cards.iter().filter(|card| card.prototype.stage == *stage);
            let count = of_stage.clone().next().map_or(0, |card| card.in_stage);
            let cards: Vec<CardView> = of_stage
                .map(|card| {
                    let mut view = CardView::for_viewer(&card.prototype, &names, visit.now, &visit.viewer);
                    view.campaign.clone_from(&card.campaign);
                    view.sprint.clone_from(&card.sprint);
                    if may_move(&card.prototype) {
                        view.moves = wording.moves(*stage);
                    }
                    view
                })
                .collect();
            let limit = rules::wip_limit(*stage);
            let left_out = count - i64::try_from(cards.len()).unwrap_or(count);
            Column {
                stage: stage.as_str(),
                key: stage_key(*stage),
                count,
                limit,
                over: limit.is_some_and(|limit| count > limit),
                left_out,
                cards,
            }
        })
        .collect();
    let of_kind = |is_campaign: bool| -> Vec<Choice> {
        let kind = choices.iter().filter(|choice| choice.is_campaign == is_campaign);
        kind.map(|choice| Choice { value: choice.key.clone(), label: choice.label.clone() }).collect()
    };
    let doer = visit.viewer.person().map(|actor| crate::kernel::Doer::from(actor.clone()));
    let page = BoardPage {
        table: query.view == "table",
        board_href: href(&query, "board"),
        table_href: href(&query, "table"),
        shown: cards.len(),
        lanes: lanes(&columns, &query.lanes, &wording),
        lane_choices: LANES
            .iter()
            .filter(|by| **by != "sprint" || visit.viewer.is_staff())
            .map(|by| wording.choice(by, &format!("prototypes-lanes-{by}")))
            .collect(),
        lane: query.lanes,
        columns,
        filtered: !query.campaign.is_empty() || !query.lead.is_empty(),
        campaigns: of_kind(true),
        leads: of_kind(false),
        campaign: query.campaign,
        lead: query.lead,
        sprint: sprint.as_ref().map(|sprint| SprintView::of(sprint, visit.today())),
        can_frame: doer.as_ref().is_some_and(|doer| holds::<FramePrototype>(doer, &Place::of(PrototypeId::new(), Sight::INTERNAL))),
        can_sprint: doer.as_ref().is_some_and(|doer| holds::<RunSprint>(doer, &Place::INSTANCE)),
        staff: visit.viewer.is_staff(),
    };
    state.page(&request, &visit, &page)
}

/// The columns cut into lanes by name, those without one last; none when nobody asked for lanes.
fn lanes(columns: &[Column], by: &str, wording: &Wording<'_>) -> Vec<Lane> {
    if !LANES.contains(&by) {
        return Vec::new();
    }
    let name_of = |card: &CardView| match by {
        "sprint" => card.sprint.clone(),
        "campaign" => card.campaign.clone(),
        _ => card.lead.name.clone(),
    };
    let mut names: Vec<String> = columns.iter().flat_map(|column| column.cards.iter().map(name_of)).collect();
    names.sort_by_cached_key(|name| (name.is_empty(), text::sort_key(name)));
    names.dedup();
    let lane = |name: String| {
        let columns: Vec<Column> = columns
            .iter()
            .map(|column| {
                let cards: Vec<CardView> = column.cards.iter().filter(|card| name_of(card) == name).cloned().collect();
                let count = i64::try_from(cards.len()).unwrap_or(i64::MAX);
                Column { cards, count, limit: None, over: false, left_out: 0, ..column.clone() }
            })
            .collect();
        let title = if name.is_empty() { wording.text(&format!("prototypes-lanes-no-{by}")) } else { name };
        Lane { title, count: columns.iter().map(|column| column.cards.len()).sum(), columns }
    };
    names.into_iter().map(lane).collect()
}

/// The same prototypes in the other view.
fn href(query: &BoardQuery, view: &str) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("view", view);
    for (name, value) in [("campaign", &query.campaign), ("lead", &query.lead), ("lanes", &query.lanes)] {
        if !value.is_empty() {
            pairs.append_pair(name, value);
        }
    }
    format!("/prototypes?{}", pairs.finish())
}
