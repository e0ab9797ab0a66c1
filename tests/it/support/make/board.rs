//! Ideas as a test wants them: `idea("Tape that lets go").by(rosa.id).state(IdeaState::Parked).insert(&mut app)`.
use crate::support::TestApp;
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignId, IdeaId, IdeaSource, IdeaState, PersonId, Sight, text},
    platform::secret,
    schema::{api_tokens, idea_followers, idea_tags, idea_versions, ideas},
};
use uuid::Uuid;

/// An idea to be. Public and open unless said otherwise.
pub struct IdeaScene {
    title: String,
    body: String,
    author: Option<PersonId>,
    campaign: Option<CampaignId>,
    state: IdeaState,
    before: Option<IdeaState>,
    sight: Sight,
    votes: i32,
    comments: i32,
    hours_old: i64,
    tags: Vec<String>,
}

/// An idea that is there.
#[derive(Debug, Clone)]
pub struct MadeIdea {
    pub id: IdeaId,
    pub number: i64,
    pub path: String,
}

pub fn idea(title: &str) -> IdeaScene {
    IdeaScene {
        title: title.to_owned(),
        body: format!("{title}, so that nobody has to cut it."),
        author: None,
        campaign: None,
        state: IdeaState::Open,
        before: None,
        sight: Sight::PUBLIC,
        votes: 0,
        comments: 0,
        hours_old: 1,
        tags: Vec::new(),
    }
}

impl IdeaScene {
    pub fn body(mut self, body: &str) -> Self {
        self.body = body.to_owned();
        self
    }
    pub fn by(mut self, author: PersonId) -> Self {
        self.author = Some(author);
        self
    }
    pub fn campaign(mut self, campaign: CampaignId) -> Self {
        self.campaign = Some(campaign);
        self
    }
    pub fn state(mut self, state: IdeaState) -> Self {
        self.state = state;
        self
    }
    pub fn before(mut self, state: IdeaState) -> Self {
        self.before = Some(state);
        self
    }
    pub fn sight(mut self, sight: Sight) -> Self {
        self.sight = sight;
        self
    }
    pub fn votes(mut self, votes: i32) -> Self {
        self.votes = votes;
        self
    }
    pub fn comments(mut self, comments: i32) -> Self {
        self.comments = comments;
        self
    }
    pub fn hours_old(mut self, hours: i64) -> Self {
        self.hours_old = hours;
        self
    }
    pub fn tag(mut self, tag: &str) -> Self {
        self.tags.push(tag.to_owned());
        self
    }

    /// Into the database, past every rule.
    pub fn insert(self, app: &mut TestApp) -> MadeIdea {
        let (id, now) = (IdeaId::new(), app.clock.now());
        let author = self.author.unwrap_or_else(|| app.sign_in("Rosa Lindqvist", &[proofbench::kernel::Role::Customer]).id);
        let (slug, created) = (text::slug(&self.title), now - TimeDelta::hours(self.hours_old));
        let score = proofbench::domains::ideas::rules::rising(self.votes, self.comments, TimeDelta::hours(self.hours_old));
        let number: i64 = diesel::insert_into(ideas::table)
            .values((
                ideas::id.eq(id),
                ideas::slug.eq(&slug),
                ideas::campaign_id.eq(self.campaign),
                ideas::author_id.eq(author),
                ideas::state.eq(self.state),
                ideas::state_before.eq(self.before),
                ideas::source.eq(IdeaSource::Customer),
                ideas::title.eq(&self.title),
                ideas::body.eq(&self.body),
                ideas::audience.eq(self.sight.audience),
                ideas::space_id.eq(self.sight.space),
                ideas::vote_count.eq(self.votes),
                ideas::comment_count.eq(self.comments),
                ideas::rising.eq(score),
                ideas::rising_at.eq(created),
                ideas::answer_due_at.eq(created + TimeDelta::days(10)),
                ideas::created_at.eq(created),
                ideas::changed_at.eq(created),
            ))
            .returning(ideas::number)
            .get_result(&mut app.conn)
            .unwrap();
        diesel::insert_into(idea_versions::table)
            .values((
                idea_versions::idea_id.eq(id),
                idea_versions::version.eq(1),
                idea_versions::title.eq(&self.title),
                idea_versions::body.eq(&self.body),
                idea_versions::editor_id.eq(author),
                idea_versions::created_at.eq(created),
            ))
            .execute(&mut app.conn)
            .unwrap();
        diesel::insert_into(idea_followers::table)
            .values((idea_followers::idea_id.eq(id), idea_followers::person_id.eq(author), idea_followers::since.eq(created)))
            .execute(&mut app.conn)
            .unwrap();
        for tag in &self.tags {
            diesel::insert_into(idea_tags::table)
                .values((idea_tags::idea_id.eq(id), idea_tags::tag.eq(tag)))
                .execute(&mut app.conn)
                .unwrap();
        }
        MadeIdea { id, number, path: format!("/ideas/{number}-{slug}") }
    }
}

/// A personal token of somebody, with these scopes.
pub fn api_token(app: &mut TestApp, person: PersonId, scopes: &[&str]) -> String {
    let (token, now) = (secret::token(), app.clock.now());
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(Uuid::now_v7()),
            api_tokens::person_id.eq(person),
            api_tokens::name.eq("test"),
            api_tokens::token_hash.eq(secret::hash(&token)),
            api_tokens::hint.eq("test"),
            api_tokens::scopes.eq(scopes.iter().map(|scope| (*scope).to_owned()).collect::<Vec<String>>()),
            api_tokens::created_at.eq(now),
            api_tokens::expires_at.eq(now + TimeDelta::days(9)),
        ))
        .execute(&mut app.conn)
        .unwrap();
    token
}
