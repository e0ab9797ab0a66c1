//! What became of it: a contributor's ideas with state, reason and date.
use super::{
    idea_form::Draft,
    new::{DRAFT, draft_owners},
    view::{Link, Person, Status, vote_of},
};
use crate::domains::{
    ideas::{
        rules::{Clock, ClockState},
        store::{self, Own},
    },
    people::{self, store::Name},
    prototypes::pages::{CardView, cards_of_ideas},
    voting,
};
use crate::kernel::{Actor, IdeaState, PersonId, text};
use crate::platform::{
    drafts,
    error::AppResult,
    web::{Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Ideas of a page.
const ROWS: i64 = 30;

/// Where the page starts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    after: Option<String>,
}

#[derive(Serialize)]
struct Entry {
    number: i64,
    href: String,
    title: String,
    status: Status,
    campaign: Option<Link>,
    votes: Option<i32>,
    comments: i32,
    created_at: String,
    reason_html: String,
    moved_by: Option<Person>,
    moved_at: Option<String>,
    clock: &'static str,
    due_at: Option<String>,
    /// Who answers by then; empty when nobody is named.
    answers: String,
    missed: bool,
    prototype: Option<CardView>,
    /// Where it was merged into.
    kept: Option<Kept>,
    asked: bool,
    can_restore: bool,
}

#[derive(Serialize)]
struct Kept {
    link: Link,
    status: Status,
}

#[derive(Serialize)]
struct MinePage {
    entries: Vec<Entry>,
    /// Title of what was begun and not sent.
    begun: Option<String>,
    next_href: String,
    shipped: usize,
}

impl Page for MinePage {
    const TEMPLATE: &'static str = "ideas/mine.html";
    const SECTION: Section = Section::Ideas;
    fn title(&self) -> Title {
        Title::Key("ideas-mine-title")
    }
}

/// The signed-in person's own ideas.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    actor: Actor,
    request: HttpRequest,
    place: Queried<Place>,
) -> AppResult<HttpResponse> {
    let (limit, now, after, owners) = (Limit::parse(None, ROWS)?, visit.now, place.0.after, draft_owners(&visit));
    let viewer = visit.viewer.clone();
    let page = state
        .db
        .read(move |conn| {
            let (own, next) = store::list_own(conn, &viewer, actor.id, after.as_deref(), limit)?;
            let people: Vec<PersonId> = own.iter().flat_map(Own::people).collect();
            let names = people::store::names_for(conn, &viewer, &people)?;
            let ids: Vec<_> = own.iter().map(|own| own.idea.id).collect();
            let voted = voting::store::mine(conn, actor.id, &ids)?;
            let mut cards = cards_of_ideas(conn, &viewer, &ids, now)?;
            let entries: Vec<Entry> = own
                .iter()
                .map(|own| Entry { prototype: cards.remove(&own.idea.id), ..entry(own, &names, voted.contains(&own.idea.id), now) })
                .collect();
            let begun: Option<Draft> = if after.is_none() { drafts::find(conn, &owners, DRAFT)? } else { None };
            Ok(MinePage {
                begun: begun.as_ref().and_then(title_of),
                shipped: entries.iter().filter(|entry| entry.status.state == IdeaState::Shipped).count(),
                entries,
                next_href: next.map_or_else(String::new, |next| format!("/ideas/mine?after={next}")),
            })
        })
        .await?;
    state.page(&request, &visit, &page)
}

/// What a draft goes by: its title, or how its text begins.
fn title_of(draft: &Draft) -> Option<String> {
    let title = if draft.title.trim().is_empty() { text::excerpt(draft.body.trim(), 100) } else { draft.title.trim().to_owned() };
    Some(title).filter(|title| !title.is_empty())
}

fn entry(own: &Own, names: &HashMap<PersonId, Name>, voted: bool, now: crate::kernel::Moment) -> Entry {
    let idea = &own.idea;
    let clock = Clock { due: own.answer_due_at, paused: own.clock_paused_at, answered: own.answered_at }.shown_in(idea.state);
    let waiting = matches!(clock.state(now), ClockState::OnTrack | ClockState::AtRisk | ClockState::Missed);
    Entry {
        number: idea.number,
        href: store::path(idea.number, &idea.slug),
        title: idea.title.clone(),
        status: Status::of(idea.state),
        campaign: idea
            .campaign_slug
            .as_ref()
            .zip(idea.campaign_title.as_ref())
            .map(|(slug, title)| Link { href: format!("/campaigns/{slug}"), text: title.clone() }),
        votes: vote_of(idea.number, (idea.state, idea.vote_count), idea.campaign_state.zip(idea.campaign_counts), voted).count,
        comments: idea.comment_count,
        created_at: idea.created_at.to_rfc3339(),
        reason_html: own.reason.as_deref().filter(|reason| !reason.is_empty()).map_or_else(String::new, crate::platform::markdown::to_html),
        moved_by: own.moved_by.map(|id| Person::among(names, id)),
        moved_at: own.moved_at.map(|at| at.to_rfc3339()),
        clock: clock.state(now).as_str(),
        due_at: own.answer_due_at.filter(|_| waiting).map(|at| at.to_rfc3339()),
        answers: own.answers_by.and_then(|id| names.get(&id)).map_or_else(String::new, |name| name.name.clone()),
        missed: clock.state(now) == ClockState::Missed,
        prototype: None,
        kept: own.kept().map(|kept| Kept {
            link: Link { href: store::path(kept.number, kept.slug), text: format!("#{} {}", kept.number, kept.title) },
            status: Status::of(kept.state),
        }),
        asked: idea.state == IdeaState::Clarification,
        can_restore: idea.state == IdeaState::Withdrawn,
    }
}
