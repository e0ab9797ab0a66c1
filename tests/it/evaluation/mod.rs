//! The triage inbox, decisions on ideas, merging and the moderation queue, over HTTP.
mod api;
mod decisions;
mod inbox;
mod merging;
mod moderation;
mod triage;

use crate::support::{TestApp, Visitor};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignId, IdeaId, IdeaState},
    schema::{ideas, votes},
};

/// An idea, as short as a scene needs it.
pub struct Idea {
    pub id: IdeaId,
    pub number: i64,
}

impl Idea {
    pub fn at(&self, tail: &str) -> String {
        format!("/ideas/{}/{tail}", self.number)
    }
    pub fn step(&self, step: &str) -> String {
        format!("/triage/{}/{step}", self.number)
    }
}

pub fn idea(app: &mut TestApp, author: &Visitor, title: &str, state: IdeaState, campaign: Option<CampaignId>) -> Idea {
    let (id, now) = (IdeaId::new(), app.clock.now());
    diesel::insert_into(ideas::table)
        .values((
            ideas::id.eq(id),
            ideas::slug.eq(proofbench::kernel::text::slug(title)),
            ideas::author_id.eq(author.id),
            ideas::campaign_id.eq(campaign),
            ideas::state.eq(state),
            ideas::source.eq(proofbench::kernel::IdeaSource::Customer),
            ideas::title.eq(title),
            ideas::body.eq(format!("{title}, said at length")),
            ideas::audience.eq(proofbench::kernel::Audience::Public),
            ideas::answer_due_at.eq(now + TimeDelta::days(5)),
            ideas::created_at.eq(now),
            ideas::changed_at.eq(now),
        ))
        .execute(&mut app.conn)
        .unwrap();
    Idea { id, number: ideas::table.find(id).select(ideas::number).first(&mut app.conn).unwrap() }
}

/// Everything that triage can change, to compare before and after.
type Clocks = (
    IdeaState,
    Option<IdeaState>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
    Option<proofbench::kernel::Moment>,
);

pub fn facts(app: &mut TestApp, idea: &Idea) -> Clocks {
    ideas::table
        .find(idea.id)
        .select((
            ideas::state,
            ideas::state_before,
            ideas::answer_due_at,
            ideas::clock_paused_at,
            ideas::answered_at,
            ideas::snoozed_until,
            ideas::triaged_at,
        ))
        .first(&mut app.conn)
        .unwrap()
}

pub fn state(app: &mut TestApp, idea: &Idea) -> IdeaState {
    facts(app, idea).0
}

pub fn vote(app: &mut TestApp, idea: &Idea, voter: &Visitor) {
    let now = app.clock.now();
    diesel::insert_into(votes::table)
        .values((votes::idea_id.eq(idea.id), votes::voter_id.eq(voter.id), votes::cast_at.eq(now)))
        .execute(&mut app.conn)
        .unwrap();
    diesel::update(ideas::table.find(idea.id)).set(ideas::vote_count.eq(ideas::vote_count + 1)).execute(&mut app.conn).unwrap();
}

pub fn count(app: &mut TestApp, idea: &Idea) -> i32 {
    ideas::table.find(idea.id).select(ideas::vote_count).first(&mut app.conn).unwrap()
}
