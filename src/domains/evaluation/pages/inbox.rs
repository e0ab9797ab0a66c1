//! `/triage`: what waits, oldest promise first, beside the idea under the eyes.
use super::{Chip, number_of};
use crate::domains::evaluation::{
    rules,
    store::{self, Filter, Waiting},
};
use crate::domains::{
    ideas::{self, rules::Clock, store::VisibleIdea},
    people,
};
use crate::kernel::{Actor, IdeaSource, Moment, TriageIdea, holds, text};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Cursor, Limit, Page, Queried, Section, State, Title, Visit},
    words::{Lang, Words},
};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::TimeDelta;
use diesel::PgConnection;
use fluent_bundle::FluentArgs;
use serde::{Deserialize, Serialize};

const ROWS: i64 = 30;
const ALIKE: i64 = 5;
/// The word of an inbox without filters.
const EVERYTHING: &str = "all";
/// Texts to start a reason from, for each language in its Fluent file.
const TEMPLATES: &[&str] = &["exists", "cost", "fit", "safety"];

/// Filters, place and preview of the inbox; every state of the page is a URL.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InboxQuery {
    campaign: Option<String>,
    source: Option<String>,
    clock: Option<String>,
    after: Option<String>,
    idea: Option<String>,
}

pub(super) fn said(value: Option<&String>) -> Option<String> {
    value.filter(|value| !value.is_empty() && !value.contains('\0')).cloned()
}

impl InboxQuery {
    fn filter(&self) -> AppResult<Filter> {
        let source = said(self.source.as_ref()).map(|word| IdeaSource::parse(&word).ok_or(AppError::NotFound("source"))).transpose()?;
        Ok(Filter { campaign: said(self.campaign.as_ref()), source, clock: said(self.clock.as_ref()) })
    }

    /// The same filters with other things: `after`, `idea`.
    fn href(&self, path: &str, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("campaign", &self.campaign), ("source", &self.source), ("clock", &self.clock)] {
            if let Some(value) = said(value.as_ref()) {
                query.append_pair(name, &value);
            }
        }
        for (name, value) in more {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same filters on the same page of the list.
    pub fn here(&self, path: &str, more: &[(&str, &str)]) -> String {
        let after = said(self.after.as_ref());
        let place = after.iter().map(|after| ("after", after.as_str()));
        self.href(path, &place.chain(more.iter().copied()).collect::<Vec<_>>())
    }

    /// The inbox under the same filters, from its beginning.
    pub fn start(&self) -> String {
        self.href("/triage", &[])
    }

    /// The inbox with one idea in the preview.
    pub fn at(&self, number: i64) -> String {
        self.here("/triage", &[("idea", &number.to_string())])
    }

    /// The same, with this idea under the eyes.
    #[must_use]
    pub fn showing(self, number: i64) -> Self {
        Self { idea: Some(number.to_string()), ..self }
    }

    /// For pages that lie between the inbox and a decision: the filters as one word of theirs. It is never
    /// empty, because an empty field is as one that was not sent, and would name no inbox at all.
    pub fn word(&self) -> String {
        let filters = self.here("", &[]);
        if filters.is_empty() { EVERYTHING.to_owned() } else { filters.trim_start_matches('?').to_owned() }
    }

    /// The filters that such a word names; a word of anything else names none.
    pub fn of_word(word: &str) -> Self {
        web::Query::<Self>::from_query(word).map(web::Query::into_inner).unwrap_or_default()
    }

    /// Where to go on once an idea was decided: the row after it, else the one before it, else the beginning.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn beyond(&self, state: &State, visit: &Visit, decided: &VisibleIdea) -> AppResult<String> {
        let (filter, viewer, now) = (self.filter()?, visit.viewer.clone(), visit.now);
        let after = self.after.as_deref().map(Cursor::parse::<store::After>).transpose()?;
        let rows = state.db.read(move |conn| store::list_waiting(conn, &viewer, &filter, now, after, ROWS)).await?;
        // The order of the list: what nothing was promised for comes last.
        let place = |due: Option<Moment>, id: uuid::Uuid| (due.is_none(), due, id);
        let left = place(decided.answer_due_at, decided.id.0);
        let next =
            rows.iter().find(|row| place(row.answer_due_at, row.id) > left).or_else(|| rows.iter().rfind(|row| row.id != decided.id.0));
        Ok(next.map_or_else(|| self.start(), |row| self.at(row.number)))
    }
}

#[derive(Serialize)]
struct Row {
    number: i64,
    href: String,
    title: String,
    source_key: String,
    campaign: String,
    author: String,
    created_at: String,
    chip: Option<Chip>,
    snoozed_until: Option<String>,
    current: bool,
}

#[derive(Serialize)]
struct Alike {
    number: i64,
    href: String,
    title: String,
    opening: String,
    merge_href: String,
}

/// A text of the library: its name, and what it says to this author.
#[derive(Serialize)]
struct Template {
    name: &'static str,
    key: String,
    text: String,
}

/// What the author was asked, and what came back.
#[derive(Serialize)]
struct QuestionView {
    asked_by: String,
    text_html: String,
    reply_html: String,
}

#[derive(Serialize)]
struct Preview {
    number: i64,
    href: String,
    title: String,
    body_html: String,
    question: Option<QuestionView>,
    author: String,
    company: String,
    source_key: String,
    campaign: String,
    created_at: String,
    particulars: ideas::pages::Particulars,
    chip: Option<Chip>,
    waiting: bool,
    asked: bool,
    may_decide: bool,
    accept_to: String,
    decline_to: String,
    snooze_to: String,
    ask_to: String,
    merge_href: String,
    alike: Vec<Alike>,
    templates: Vec<Template>,
}

#[derive(Serialize)]
struct Past {
    number: i64,
    href: String,
    title: String,
    step_key: String,
    reason: String,
    by: String,
    at: String,
    state_key: String,
    state_kind: &'static str,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// What somebody typed, when it comes back with a problem.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Typed {
    pub(super) reason: String,
    pub(super) question: String,
    pub(super) until: String,
    /// The text of the library that is to follow the reason.
    #[serde(skip)]
    pub(super) template: Option<String>,
    pub(super) reason_error: String,
    pub(super) question_error: String,
    pub(super) until_error: String,
    /// What is wrong with none of the fields.
    pub(super) problem: String,
}

#[derive(Serialize)]
pub(super) struct InboxPage {
    rows: Vec<Row>,
    preview: Option<Preview>,
    past: Vec<Past>,
    waiting: i64,
    more_than_counted: bool,
    campaigns: Vec<Choice>,
    sources: Vec<Choice>,
    clocks: Vec<Choice>,
    campaign: String,
    source: String,
    clock: String,
    filtered: bool,
    /// Whether the idea was chosen, or is only the first of the list.
    chosen: bool,
    back_href: String,
    next_href: String,
    /// Whether the reader decides anywhere; reviewers only read.
    may_decide: bool,
    undo_to: String,
    typed: Typed,
    snooze_days: &'static [i64],
}

impl Page for InboxPage {
    const TEMPLATE: &'static str = "evaluation/triage.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("triage-title")
    }
}

/// The preview alone, for a script that moves through the list.
#[derive(Serialize)]
#[serde(transparent)]
struct PreviewPart(InboxPage);

impl Page for PreviewPart {
    const TEMPLATE: &'static str = "evaluation/_preview_part.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        self.0.title()
    }
}

/// What the page is made of.
struct Seen {
    rows: Vec<Waiting>,
    next: Option<String>,
    count: i64,
    preview: Option<PreviewParts>,
    past: Vec<store::PastDecision>,
    campaigns: Vec<store::CampaignChoice>,
}

fn look(conn: &mut PgConnection, visit: &Visit, query: &InboxQuery, filter: &Filter) -> AppResult<Seen> {
    let (viewer, limit) = (&visit.viewer, Limit::parse(None, ROWS)?);
    if !store::may_read_inbox(conn, viewer)? {
        return Err(AppError::forbidden::<TriageIdea>());
    }
    let after = query.after.as_deref().map(Cursor::parse::<store::After>).transpose()?;
    let mut rows = store::list_waiting(conn, viewer, filter, visit.now, after, limit.rows_and_one())?;
    let next = limit.cut(&mut rows, |row| (row.answer_due_at, row.id));
    let wished = query.idea.as_deref().map(number_of).transpose()?.or_else(|| rows.first().map(|row| row.number));
    let preview = wished.map(|number| preview(conn, visit, number)).transpose()?;
    let past = if rows.is_empty() { store::list_decided(conn, viewer, visit.now - TimeDelta::days(2), 20)? } else { Vec::new() };
    let count = if next.is_some() || after.is_some() {
        store::count_waiting(conn, viewer, filter, visit.now)?
    } else {
        i64::try_from(rows.len()).unwrap_or(ROWS)
    };
    Ok(Seen { rows, next, count, preview, past, campaigns: store::list_campaigns(conn, viewer)? })
}

type PreviewParts = (ideas::store::Whole, Vec<ideas::store::Listed>, people::store::Name, Option<String>, Option<ideas::store::Question>);

fn preview(conn: &mut PgConnection, visit: &Visit, number: i64) -> AppResult<PreviewParts> {
    let whole = ideas::store::find_whole(conn, &visit.viewer, number)?;
    let idea = &whole.idea;
    if !store::is_in_scope(conn, &visit.viewer, idea.campaign_id)? {
        return Err(AppError::NotFound("idea"));
    }
    let mut alike = ideas::store::list_alike(conn, &visit.viewer, &idea.title, &idea.body, Some(idea.id), ALIKE * 4)?;
    alike.truncate(usize::try_from(ALIKE).unwrap_or(usize::MAX));
    let author = people::store::names(conn, &[idea.author_id])?.remove(&idea.author_id).ok_or(AppError::NotFound("person"))?;
    let campaign = match idea.campaign_id {
        Some(campaign) => match crate::domains::campaigns::store::find_visible_by_id(conn, &visit.viewer, campaign) {
            Err(AppError::NotFound(_)) => None,
            found => Some(found?.title),
        },
        None => None,
    };
    let question = ideas::store::find_question(conn, idea.id)?;
    Ok((whole, alike, author, campaign, question))
}

fn row(row: &Waiting, query: &InboxQuery, current: Option<i64>, words: &Words, lang: Lang, now: Moment) -> Row {
    let clock = Clock { due: row.answer_due_at, paused: row.clock_paused_at, answered: row.answered_at };
    Row {
        number: row.number,
        href: query.at(row.number),
        title: row.title.clone(),
        source_key: format!("evaluation-source-{}", row.source),
        campaign: row.campaign_title.clone().unwrap_or_default(),
        author: row.author_name.clone(),
        created_at: row.created_at.to_rfc3339(),
        chip: Chip::of(clock, words, lang, now),
        snoozed_until: row.snoozed_until.filter(|until| *until > now).map(|until| until.to_rfc3339()),
        current: current == Some(row.number),
    }
}

fn preview_part(parts: PreviewParts, query: &InboxQuery, actor: &Actor, words: &Words, lang: Lang, now: Moment) -> Preview {
    let (whole, alike, author, campaign, question) = parts;
    let idea = &whole.idea;
    let library = |name: &str| from_library(words, lang, name, &author.name).unwrap_or_default();
    let templates =
        TEMPLATES.iter().copied().map(|name| Template { name, key: format!("triage-template-{name}"), text: library(name) }).collect();
    let doer = actor.clone().into();
    let to = |step: &str| query.here(&format!("/triage/{}/{step}", idea.number), &[]);
    let merge = |into: Option<i64>| {
        let path = format!("/ideas/{}/merge?", idea.number);
        let start = path.len();
        let mut link = form_urlencoded::Serializer::for_suffix(path, start);
        link.append_pair("triage", &query.word());
        if let Some(into) = into {
            link.append_pair("into", &into.to_string());
        }
        link.finish()
    };
    let facts = store::facts(idea);
    Preview {
        number: idea.number,
        href: idea.path(),
        title: idea.title.clone(),
        body_html: markdown::to_html(&idea.body),
        question: question.map(|asked| QuestionView {
            asked_by: asked.asked_by,
            text_html: markdown::to_html(&asked.text),
            reply_html: asked.reply.map_or_else(String::new, |reply| markdown::to_html(&reply)),
        }),
        author: author.name,
        company: author.company,
        source_key: format!("evaluation-source-{}", idea.source),
        campaign: campaign.unwrap_or_default(),
        created_at: idea.created_at.to_rfc3339(),
        particulars: ideas::pages::Particulars::of(&whole),
        chip: Chip::of(idea.clock(), words, lang, now),
        waiting: rules::waits(&facts),
        asked: idea.state == crate::kernel::IdeaState::Clarification,
        may_decide: holds::<TriageIdea>(&doer, &idea.place(&doer)),
        accept_to: to("accept"),
        decline_to: to("decline"),
        snooze_to: to("snooze"),
        ask_to: to("ask"),
        merge_href: merge(None),
        alike: alike
            .into_iter()
            .map(|found| Alike {
                number: found.number,
                href: ideas::store::path(found.number, &found.slug),
                title: found.title,
                opening: text::excerpt(&found.opening, 120),
                merge_href: merge(Some(found.number)),
            })
            .collect(),
        templates,
    }
}

fn past(decided: store::PastDecision) -> Past {
    Past {
        number: decided.number,
        href: ideas::store::path(decided.number, &decided.slug),
        title: decided.title,
        step_key: format!("triage-did-{}", decided.step),
        reason: text::excerpt(&decided.reason, 200),
        by: decided.decider_name,
        at: decided.decided_at.to_rfc3339(),
        state_key: format!("evaluation-state-{}", decided.state),
        state_kind: ideas::rules::status_kind(decided.state),
    }
}

/// The text of a template with the author's name in it.
fn from_library(words: &Words, lang: Lang, template: &str, author: &str) -> Option<String> {
    let name = TEMPLATES.iter().find(|name| **name == template)?;
    let mut args = FluentArgs::new();
    args.set("name", author.to_owned());
    Some(words.text(lang, &format!("triage-template-{name}-text"), Some(&args)))
}

pub(super) async fn inbox(state: &State, visit: &Visit, actor: &Actor, query: InboxQuery, mut typed: Typed) -> AppResult<InboxPage> {
    let (filter, seen_by, asked) = (query.filter()?, visit.clone(), query.clone());
    let used = filter.clone();
    let seen = state.db.read(move |conn| look(conn, &seen_by, &asked, &used)).await?;
    let (words, lang, now) = (&state.words, visit.preferences.lang, visit.now);
    let current = seen.preview.as_ref().map(|(whole, ..)| whole.idea.number);
    if let (Some((_, _, author, ..)), Some(template)) = (&seen.preview, &typed.template)
        && let Some(text) = from_library(words, lang, template, &author.name)
    {
        let own = typed.reason.trim_end();
        typed.reason = if own.is_empty() { text } else { format!("{own}\n\n{text}") };
    }
    let choice = |value: &str, key: String| Choice { value: value.to_owned(), label: words.plain(lang, &key) };
    Ok(InboxPage {
        rows: seen.rows.iter().map(|waiting| row(waiting, &query, current, words, lang, now)).collect(),
        preview: seen.preview.map(|parts| preview_part(parts, &query, actor, words, lang, now)),
        past: seen.past.into_iter().map(past).collect(),
        waiting: seen.count.min(store::COUNTED),
        more_than_counted: seen.count > store::COUNTED,
        campaigns: seen.campaigns.into_iter().map(|campaign| Choice { value: campaign.slug, label: campaign.title }).collect(),
        sources: IdeaSource::ALL.iter().map(|source| choice(source.as_str(), format!("evaluation-source-{source}"))).collect(),
        clocks: ["missed", "at-risk", "on-track", "paused", "snoozed"]
            .iter()
            .map(|clock| choice(clock, format!("evaluation-clock-{clock}")))
            .collect(),
        chosen: query.idea.is_some(),
        back_href: query.here("/triage", &[]),
        filtered: filter.campaign.is_some() || filter.source.is_some() || filter.clock.is_some(),
        campaign: filter.campaign.unwrap_or_default(),
        source: filter.source.map(|source| source.to_string()).unwrap_or_default(),
        clock: filter.clock.unwrap_or_default(),
        next_href: seen.next.map(|after| query.href("/triage", &[("after", &after)])).unwrap_or_default(),
        may_decide: store::may_decide(&visit.viewer),
        undo_to: query.here("/triage/undo", &[]),
        typed,
        snooze_days: rules::SNOOZE_DAYS,
    })
}

/// `GET /triage`.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    query: Queried<InboxQuery>,
) -> AppResult<HttpResponse> {
    let page = inbox(&state, &visit, &actor, query.0, Typed::default()).await?;
    if visit.fragment {
        return state.page(&request, &visit, &PreviewPart(page));
    }
    state.page(&request, &visit, &page)
}
