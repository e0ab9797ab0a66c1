//! An idea as the templates show it.
use crate::domains::{
    campaigns::{self, store::Campaign},
    ideas::{
        rules,
        store::{self, HIT_CLOSES, HIT_OPENS, Hit, Listed},
    },
    people::store::Name,
    voting::pages::VoteView,
};
use crate::kernel::{CampaignState, CountsShown, IdeaId, IdeaSource, IdeaState, PersonId, text};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// Longest opening of a text in a list, in characters.
const OPENING: usize = 180;

/// A row of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    number: i64,
    href: String,
    title: String,
    title_html: Option<String>,
    text: String,
    text_html: Option<String>,
    status: Status,
    author: Person,
    tip: bool,
    source: IdeaSource,
    comments: i32,
    created_at: String,
    vote: VoteView,
    campaign: Option<Link>,
}

/// A state with its mark.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    pub state: IdeaState,
    pub kind: &'static str,
    pub key: String,
    pub definition: String,
}

impl Status {
    pub fn of(state: IdeaState) -> Self {
        let word = state.as_str().replace('_', "-");
        Self { state, kind: rules::status_kind(state), key: format!("idea-state-{word}"), definition: format!("idea-state-{word}-means") }
    }
}

/// A person by name.
#[derive(Debug, Clone, Serialize)]
pub struct Person {
    pub name: String,
    pub href: String,
    pub firm: String,
    pub initials: String,
}

impl Person {
    /// By id, out of the names that were looked up.
    pub fn among(names: &HashMap<PersonId, Name>, id: PersonId) -> Self {
        match names.get(&id) {
            Some(name) => {
                Self { name: name.name.clone(), href: name.href(), firm: name.company.clone(), initials: text::initials(&name.name) }
            }
            None => Self { name: String::new(), href: String::new(), firm: String::new(), initials: String::new() },
        }
    }
}

/// The vote box of an idea: its count unless it is hidden, and whether votes are taken.
pub fn vote_of(number: i64, (state, votes): (IdeaState, i32), campaign: Option<(CampaignState, CountsShown)>, voted: bool) -> VoteView {
    let shown = campaign.is_none_or(|(state, counts)| campaigns::rules::counts_visible(counts, Some(state), voted));
    VoteView::new(number, shown.then_some(votes), voted, rules::takes_votes(state, campaign.map(|(state, _)| state)))
}

/// A way to something.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub href: String,
    pub text: String,
}

impl Row {
    pub fn of(idea: &Listed, names: &HashMap<PersonId, Name>, voted: &HashSet<IdeaId>) -> Self {
        Self {
            number: idea.number,
            href: store::path(idea.number, &idea.slug),
            title: idea.title.clone(),
            title_html: None,
            text: Some(text::plain_opening(&idea.opening, OPENING))
                .filter(|text| !rules::is_title_again(&idea.title, text))
                .unwrap_or_default(),
            text_html: None,
            status: Status::of(idea.state),
            author: Person::among(names, idea.author_id),
            tip: idea.source == IdeaSource::SalesTip,
            source: idea.source,
            comments: idea.comment_count,
            created_at: idea.created_at.to_rfc3339(),
            vote: vote_of(
                idea.number,
                (idea.state, idea.vote_count),
                idea.campaign_state.zip(idea.campaign_counts),
                voted.contains(&idea.id),
            )
            .with_key("v"),
            campaign: idea
                .campaign_slug
                .as_ref()
                .zip(idea.campaign_title.as_ref())
                .map(|(slug, title)| Link { href: format!("/campaigns/{slug}"), text: title.clone() }),
        }
    }

    /// The votes, unless they are hidden.
    pub fn votes(&self) -> Option<i32> {
        self.vote.count
    }

    /// With a small vote box, for lists beside a form.
    pub fn in_row(self) -> Self {
        Self { vote: self.vote.in_row(), ..self }
    }

    /// A hit of a search, its hits marked.
    pub fn found(hit: &Hit, names: &HashMap<PersonId, Name>, voted: &HashSet<IdeaId>) -> Self {
        let row = Self::of(&hit.idea, names, voted);
        Self {
            title_html: Some(marked(&hit.title_hits)),
            text_html: Some(marked(&text::plain_opening(&hit.text_hits, 360))).filter(|_| !row.text.is_empty()),
            ..row
        }
    }
}

/// Escaped HTML with each hit in `<mark>`; whatever the text holds, the marks are balanced.
pub fn marked(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    let mut open = false;
    for c in text.chars() {
        match c {
            HIT_OPENS if !open => {
                html.push_str("<mark>");
                open = true;
            }
            HIT_CLOSES if open => {
                html.push_str("</mark>");
                open = false;
            }
            HIT_OPENS | HIT_CLOSES => {}
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#x27;"),
            other => html.push(other),
        }
    }
    if open {
        html.push_str("</mark>");
    }
    html
}

/// A running campaign in the strip.
#[derive(Debug, Clone, Serialize)]
pub struct Running {
    href: String,
    ideas_href: String,
    title: String,
    question: String,
    hatch: crate::kernel::Hatch,
    state_key: String,
    ideas: i32,
    takes_ideas: bool,
    new_href: String,
}

impl Running {
    pub fn of(campaign: &Campaign) -> Self {
        Self {
            href: format!("/campaigns/{}", campaign.slug),
            ideas_href: format!("/ideas?campaign={}", campaign.slug),
            title: campaign.title.clone(),
            question: campaign.question.clone(),
            hatch: campaign.hatch,
            state_key: format!("ideas-campaign-{}", campaign.state.as_str()),
            ideas: campaign.idea_count,
            takes_ideas: campaigns::rules::accepts_ideas(campaign.state),
            new_href: format!("/ideas/new?campaign={}", campaign.slug),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hits_are_marked_and_everything_else_is_text() {
        assert_eq!(marked("a \u{e000}<b>\u{e001} & c"), "a <mark>&lt;b&gt;</mark> &amp; c");
        assert_eq!(marked("\u{e001}x\u{e000}y\u{e000}"), "x<mark>y</mark>");
    }
}
