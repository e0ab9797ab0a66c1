//! The board: search or submit, orders, filters, ideas.
use super::{
    view::{Link, Row, Running, Status},
    voted_for,
};
use crate::domains::{
    campaigns::{self, store::Campaign},
    ideas::{
        rules,
        store::{self, Hit, Listed, Order, Query, Search},
    },
    people,
    voting::{pages::budget_left, store::Budget},
};
use crate::kernel::{CountsShown, IdeaSource, IdeaState, Viewer};
use crate::platform::{
    error::{AppError, AppResult},
    web::{Limit, Page, Queried, Section, State, Title, Visit, see_other},
    words::Words,
};
use actix_web::{HttpRequest, HttpResponse, web};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Rows of a page.
const ROWS: i64 = 20;
/// Campaigns that are offered: those that run, then the newest of those that are over.
const CAMPAIGNS: i64 = 40;
/// A campaign of so many ideas is read whole where no index has the order of a filter.
const FEW_IDEAS: i32 = 2_000;

/// The filters of the board, all in the URL.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Filter {
    pub sort: Option<String>,
    pub campaign: Option<String>,
    pub status: Option<String>,
    pub tag: Option<String>,
    pub source: Option<String>,
    pub q: Option<String>,
    pub after: Option<String>,
}

/// The same, understood.
#[derive(Debug, Clone)]
pub struct Asked {
    pub sort: Option<Order>,
    pub campaign: Option<String>,
    pub status: Option<IdeaState>,
    pub tag: Option<String>,
    pub source: Option<IdeaSource>,
    pub words: Option<String>,
    pub after: Option<String>,
    pub limit: Limit,
}

impl Filter {
    /// Leaves out what is empty or unknown.
    pub fn understood(&self, limit: Limit) -> Asked {
        let given = |value: &Option<String>| {
            value.as_deref().map(str::trim).filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned)
        };
        Asked {
            sort: given(&self.sort).and_then(|word| Order::parse(&word)),
            campaign: given(&self.campaign),
            status: given(&self.status)
                .and_then(|word| IdeaState::parse(&word))
                .filter(|state| !matches!(state, IdeaState::Draft | IdeaState::Withdrawn)),
            tag: given(&self.tag),
            source: given(&self.source).and_then(|word| IdeaSource::parse(&word)),
            words: given(&self.q),
            after: given(&self.after),
            limit,
        }
    }
}

/// What the board shows, before it is dressed.
pub struct Found {
    pub rows: Vec<Row>,
    pub ideas: Vec<Listed>,
    pub next: Option<String>,
    /// Campaigns that run.
    pub running: Vec<Campaign>,
    /// Campaigns that are over.
    pub over: Vec<Campaign>,
    pub budget: Option<Budget>,
    pub campaign: Option<Campaign>,
    pub order: Order,
    pub shuffled: bool,
    pub looks_alike: bool,
}

/// What was found, in another order than by how well it fits.
fn arrange(hits: &mut Vec<Hit>, order: Order) {
    match order {
        Order::Rising => hits.sort_by(|a, b| b.idea.rising.total_cmp(&a.idea.rising)),
        Order::Wanted => hits.sort_by_key(|hit| Reverse(hit.idea.ranked_votes)),
        Order::New => hits.sort_by_key(|hit| Reverse(hit.idea.created_at)),
        Order::Shipped => hits.retain(|hit| hit.idea.state == IdeaState::Shipped),
        Order::Shuffled(_) => {}
    }
}

impl Asked {
    /// Reads the board: running campaigns, ideas, names, and the viewer's own votes.
    pub fn look(&self, conn: &mut PgConnection, viewer: &Viewer, seed: u64) -> AppResult<Found> {
        let offered = campaigns::store::list_asked(conn, viewer, CAMPAIGNS)?;
        let campaign = match &self.campaign {
            None => None,
            Some(wanted) => match offered.iter().find(|known| known.slug == *wanted || known.number.to_string() == *wanted) {
                Some(known) => Some(known.clone()),
                None => Some(campaigns::store::find_visible(conn, viewer, wanted)?),
            },
        };
        let hidden =
            campaign.as_ref().is_some_and(|known| known.counts != CountsShown::Always && campaigns::rules::accepts_votes(known.state));
        let sort = self.sort.unwrap_or(Order::Rising);
        let shuffled = hidden && self.status.is_none() && self.tag.is_none() && matches!(sort, Order::Rising | Order::Wanted);
        let order = if shuffled { Order::Shuffled(i64::from_ne_bytes(seed.to_ne_bytes())) } else { sort };
        let campaign_id = campaign.as_ref().map(|known| known.id);
        let (mut hits, mut next, mut looks_alike) = (Vec::new(), None, false);
        let ideas = match &self.words {
            Some(words) => {
                let search = Search {
                    words: words.clone(),
                    campaign: campaign_id,
                    status: self.status,
                    tag: self.tag.clone(),
                    source: self.source,
                    most: self.limit.rows(),
                };
                (hits, looks_alike) = store::search(conn, viewer, &search)?;
                if let Some(sort) = self.sort {
                    arrange(&mut hits, sort);
                }
                hits.iter().map(|hit| hit.idea.clone()).collect()
            }
            None => {
                let query = Query {
                    order,
                    campaign: campaign_id,
                    few: campaign.as_ref().is_some_and(|known| known.idea_count <= FEW_IDEAS),
                    status: self.status,
                    tag: self.tag.clone(),
                    source: self.source,
                    after: self.after.clone(),
                    limit: self.limit,
                };
                let (ideas, further) = store::list_board(conn, viewer, &query)?;
                next = further;
                ideas
            }
        };
        let authors: Vec<_> = ideas.iter().map(|idea| idea.author_id).collect();
        let names = people::store::names_for(conn, viewer, &authors)?;
        let ids: Vec<_> = ideas.iter().map(|idea| idea.id).collect();
        let voted = voted_for(conn, viewer, &ids)?;
        let rows = match self.words {
            Some(_) => hits.iter().map(|hit| Row::found(hit, &names, &voted)).collect(),
            None => ideas.iter().map(|idea| Row::of(idea, &names, &voted)).collect(),
        };
        let spends = campaign.as_ref().map(|known| (known.id, known.state, known.vote_budget));
        let budget = budget_left(conn, viewer, spends)?;
        let (running, over) = offered.into_iter().partition(|known| known.state.is_running());
        Ok(Found { rows, ideas, next, running, over, budget, campaign, order, shuffled, looks_alike })
    }

    /// The same board under another order, filter or place, as an address.
    fn address(&self, change: impl Fn(&mut Self), suffix: &str) -> String {
        let mut asked = Self { after: None, ..self.clone() };
        change(&mut asked);
        let mut query = form_urlencoded::Serializer::new(String::new());
        let pairs = [
            ("sort", asked.sort.filter(|order| *order != Order::Rising || asked.words.is_some()).map(|order| order.as_str().to_owned())),
            ("campaign", asked.campaign),
            ("status", asked.status.map(|state| state.as_str().to_owned())),
            ("tag", asked.tag),
            ("source", asked.source.map(|source| source.as_str().to_owned())),
            ("q", asked.words),
            ("after", asked.after),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                query.append_pair(name, &value);
            }
        }
        let query = query.finish();
        if query.is_empty() { format!("/ideas{suffix}") } else { format!("/ideas{suffix}?{query}") }
    }
}

/// The seed of a viewer's own order.
pub fn seed(state: &State, visit: &Visit) -> u64 {
    state.secret.seed("board-order", &visit.draft_owner())
}

#[derive(Serialize)]
struct Tab {
    href: String,
    label: String,
    current: bool,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

#[derive(Serialize)]
struct Chip {
    key: &'static str,
    value_key: Option<String>,
    value: String,
    remove_href: String,
}

#[derive(Serialize)]
struct BoardPage {
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    next_href: String,
    first_href: String,
    running: Vec<Running>,
    campaign: Option<Link>,
    campaigns: Vec<Choice>,
    statuses: Vec<Choice>,
    sources: Vec<Choice>,
    chosen: Chosen,
    chips: Vec<Chip>,
    legend: Vec<Status>,
    words: String,
    words_encoded: String,
    shuffled: bool,
    looks_alike: bool,
    budget: Option<Budget>,
    rising: bool,
    visitor: bool,
    filtered: bool,
    /// Something besides the words of a search leaves ideas out.
    narrowed: bool,
    new_href: String,
    feeds: Vec<Link>,
    staff: bool,
}

#[derive(Serialize)]
struct Chosen {
    sort: &'static str,
    campaign: String,
    status: String,
    source: String,
    tag: String,
}

impl Page for BoardPage {
    const TEMPLATE: &'static str = "ideas/board.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("ideas-title")
    }
}

/// The board.
pub async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    let asked = filter.0.understood(Limit::parse(None, ROWS)?);
    if let Some(number) = asked.words.as_deref().and_then(rules::named_number) {
        let viewer = visit.viewer.clone();
        match state.db.read(move |conn| store::find_visible(conn, &viewer, number)).await {
            Ok(idea) => return Ok(see_other(idea.path())),
            Err(AppError::NotFound(_)) => {}
            Err(error) => return Err(error),
        }
    }
    let (viewer, seed, question) = (visit.viewer.clone(), seed(&state, &visit), asked.clone());
    let found = state.db.read(move |conn| question.look(conn, &viewer, seed)).await?;
    let page = BoardPage::of(&asked, found, &visit, &state.words);
    state.page(&request, &visit, &page)
}

impl BoardPage {
    fn of(asked: &Asked, found: Found, visit: &Visit, words: &Words) -> Self {
        let word = |key: &str| words.plain(visit.preferences.lang, key);
        let sort = asked.sort.unwrap_or(Order::Rising);
        let campaign = found.campaign.as_ref();
        let narrowed = asked.campaign.is_some() || asked.status.is_some() || asked.tag.is_some() || asked.source.is_some();
        let narrowed = narrowed || asked.words.is_some() && asked.sort == Some(Order::Shipped);
        let filtered = narrowed || asked.words.is_some();
        Self {
            tabs: tabs(asked, sort, &word),
            next_href: found.next.as_ref().map_or_else(String::new, |next| asked.address(|asked| asked.after = Some(next.clone()), "")),
            first_href: if asked.after.is_some() { asked.address(|_| {}, "") } else { String::new() },
            running: found.running.iter().take(3).map(Running::of).collect(),
            campaign: campaign.map(|known| Link { href: known.path(), text: known.title.clone() }),
            campaigns: campaign_choices(&found, visit, words),
            statuses: legend().into_iter().map(|status| Choice { value: status.state.to_string(), label: word(&status.key) }).collect(),
            sources: IdeaSource::ALL.iter().map(|source| Choice { value: source.to_string(), label: word(&source_key(*source)) }).collect(),
            chosen: Chosen {
                sort: sort.as_str(),
                campaign: campaign.map_or_else(String::new, |known| known.slug.clone()),
                status: asked.status.map_or_else(String::new, |state| state.to_string()),
                source: asked.source.map_or_else(String::new, |source| source.to_string()),
                tag: asked.tag.clone().unwrap_or_default(),
            },
            chips: chips(asked, campaign),
            legend: legend(),
            words_encoded: form_urlencoded::byte_serialize(asked.words.as_deref().unwrap_or("").as_bytes()).collect(),
            words: asked.words.clone().unwrap_or_default(),
            shuffled: found.shuffled && asked.words.is_none(),
            looks_alike: found.looks_alike,
            budget: found.budget,
            rising: asked.words.is_none() && found.order == Order::Rising,
            visitor: visit.viewer.person().is_none(),
            filtered,
            narrowed,
            new_href: campaign
                .filter(|known| campaigns::rules::accepts_ideas(known.state))
                .map_or_else(|| "/ideas/new".to_owned(), |known| format!("/ideas/new?campaign={}", known.slug)),
            feeds: [".json", ".csv", ".atom"]
                .into_iter()
                .map(|suffix| Link { href: asked.address(|_| {}, suffix), text: suffix[1..].to_owned() })
                .collect(),
            staff: visit.viewer.is_staff(),
            rows: found.rows,
        }
    }
}

/// The orders as tabs; a search has an order of its own, and the others too.
fn tabs(asked: &Asked, sort: Order, word: &dyn Fn(&str) -> String) -> Vec<Tab> {
    let orders = [
        (None, "ideas-tab-best"),
        (Some(Order::Rising), "ideas-tab-rising"),
        (Some(Order::Wanted), "ideas-tab-wanted"),
        (Some(Order::New), "ideas-tab-new"),
        (Some(Order::Shipped), "ideas-tab-shipped"),
    ];
    let current = if asked.words.is_some() { asked.sort } else { Some(sort) };
    let in_order = |order: Option<Order>| {
        asked.address(|asked| (asked.sort, asked.status) = (order, asked.status.filter(|_| order != Some(Order::Shipped))), "")
    };
    let offered = orders.into_iter().filter(|(order, _)| order.is_some() || asked.words.is_some());
    offered.map(|(order, key)| Tab { href: in_order(order), label: word(key), current: order == current }).collect()
}

/// Campaigns to narrow the board to: those that run, then those that are over, marked so.
fn campaign_choices(found: &Found, visit: &Visit, words: &Words) -> Vec<Choice> {
    let offered = found.running.iter().chain(&found.over);
    let other = found.campaign.as_ref().filter(|known| offered.clone().all(|other| other.id != known.id));
    let label = |known: &Campaign| {
        let mut title = fluent_bundle::FluentArgs::new();
        title.set("title", known.title.clone());
        words.text(visit.preferences.lang, "ideas-filter-campaign-over", Some(&title))
    };
    let choice = |known: &Campaign| Choice {
        value: known.slug.clone(),
        label: if known.state.is_running() { known.title.clone() } else { label(known) },
    };
    offered.chain(other).map(choice).collect()
}

/// The key of a source's word.
pub fn source_key(source: IdeaSource) -> String {
    format!("idea-source-{}", source.as_str().replace('_', "-"))
}

fn legend() -> Vec<Status> {
    use IdeaState::{Clarification, Declined, InPrototype, InReview, Open, Parked, Shipped, Shortlisted};
    [Open, InReview, Shortlisted, InPrototype, Shipped, Clarification, Parked, Declined].into_iter().map(Status::of).collect()
}

fn chips(asked: &Asked, campaign: Option<&Campaign>) -> Vec<Chip> {
    let mut chips = Vec::new();
    if let Some(known) = campaign {
        let remove_href = asked.address(|asked| asked.campaign = None, "");
        chips.push(Chip { key: "ideas-filter-campaign", value_key: None, value: known.title.clone(), remove_href });
    }
    if let Some(state) = asked.status {
        let remove_href = asked.address(|asked| asked.status = None, "");
        chips.push(Chip { key: "ideas-filter-status", value_key: Some(Status::of(state).key), value: String::new(), remove_href });
    }
    if let Some(tag) = &asked.tag {
        let remove_href = asked.address(|asked| asked.tag = None, "");
        chips.push(Chip { key: "ideas-filter-tag", value_key: None, value: tag.clone(), remove_href });
    }
    if let Some(source) = asked.source {
        let remove_href = asked.address(|asked| asked.source = None, "");
        chips.push(Chip { key: "ideas-filter-source", value_key: Some(source_key(source)), value: String::new(), remove_href });
    }
    if let Some(words) = &asked.words {
        let remove_href = asked.address(|asked| asked.words = None, "");
        chips.push(Chip { key: "ideas-filter-words", value_key: None, value: words.clone(), remove_href });
    }
    chips
}
