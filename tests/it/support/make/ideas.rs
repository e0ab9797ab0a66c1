//! Ideas as a test wants them: `idea(author).in_campaign(&campaign).insert(&mut app)`.
use super::campaigns::MadeCampaign;
use crate::support::TestApp;
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CampaignId, IdeaId, IdeaSource, IdeaState, PersonId, Sight},
    schema::{idea_followers, idea_merges, idea_versions, ideas},
};
use uuid::Uuid;

/// An idea to be. Public, open, in no campaign, unless said otherwise.
pub struct IdeaScene {
    title: String,
    author: PersonId,
    campaign: Option<CampaignId>,
    state: IdeaState,
    sight: Sight,
}

/// An idea that is there.
#[derive(Debug, Clone)]
pub struct MadeIdea {
    pub id: IdeaId,
    pub number: i64,
    pub path: String,
}

pub fn idea(author: PersonId) -> IdeaScene {
    IdeaScene { title: "Tape that lets go when heated".to_owned(), author, campaign: None, state: IdeaState::Open, sight: Sight::PUBLIC }
}

impl IdeaScene {
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }
    pub fn in_campaign(mut self, campaign: &MadeCampaign) -> Self {
        self.campaign = Some(campaign.id);
        self
    }
    pub fn state(mut self, state: IdeaState) -> Self {
        self.state = state;
        self
    }
    pub fn audience(mut self, audience: Audience) -> Self {
        self.sight = Sight { audience, space: None };
        self
    }

    /// Into the database, past every rule.
    pub fn insert(self, app: &mut TestApp) -> MadeIdea {
        let (id, now) = (IdeaId::new(), app.clock.now());
        let slug = proofbench::kernel::text::slug(&self.title);
        let body = "A joint that holds at work and opens at 90 °C, so that batteries can be taken apart.";
        let number: i64 = diesel::insert_into(ideas::table)
            .values((
                ideas::id.eq(id),
                ideas::slug.eq(&slug),
                ideas::campaign_id.eq(self.campaign),
                ideas::author_id.eq(self.author),
                ideas::state.eq(self.state),
                ideas::source.eq(IdeaSource::Customer),
                ideas::title.eq(&self.title),
                ideas::body.eq(body),
                ideas::audience.eq(self.sight.audience),
                ideas::space_id.eq(self.sight.space),
                ideas::created_at.eq(now),
                ideas::changed_at.eq(now),
            ))
            .returning(ideas::number)
            .get_result(&mut app.conn)
            .unwrap();
        diesel::insert_into(idea_versions::table)
            .values((
                idea_versions::idea_id.eq(id),
                idea_versions::version.eq(1),
                idea_versions::title.eq(&self.title),
                idea_versions::body.eq(body),
                idea_versions::editor_id.eq(self.author),
                idea_versions::created_at.eq(now),
            ))
            .execute(&mut app.conn)
            .unwrap();
        follow(app, id, self.author);
        MadeIdea { id, number, path: format!("/ideas/{number}-{slug}") }
    }
}

/// Makes somebody a follower.
pub fn follow(app: &mut TestApp, idea: IdeaId, person: PersonId) {
    let now = app.clock.now();
    diesel::insert_into(idea_followers::table)
        .values((idea_followers::idea_id.eq(idea), idea_followers::person_id.eq(person), idea_followers::since.eq(now)))
        .execute(&mut app.conn)
        .unwrap();
}

/// Draws the edge of a merge, past every rule; counts are left as they are.
pub fn merge(app: &mut TestApp, duplicate: &MadeIdea, kept: &MadeIdea, by: PersonId) {
    let now = app.clock.now();
    diesel::insert_into(idea_merges::table)
        .values((
            idea_merges::id.eq(Uuid::now_v7()),
            idea_merges::duplicate_id.eq(duplicate.id),
            idea_merges::kept_id.eq(kept.id),
            idea_merges::merged_by.eq(by),
            idea_merges::merged_at.eq(now),
        ))
        .execute(&mut app.conn)
        .unwrap();
    diesel::update(ideas::table.find(duplicate.id)).set(ideas::state.eq(IdeaState::Merged)).execute(&mut app.conn).unwrap();
}
