//! Campaigns as a test wants them: `campaign().state(CampaignState::Open).insert(&mut app)`.
use crate::support::TestApp;
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{Audience, CampaignId, CampaignState, CountsShown, FieldId, FieldKind, PersonId, PhaseId, PhaseKind, Sight, SpaceId},
    schema::{campaign_fields, campaign_phases, campaign_reviewers, campaigns, people},
};
use uuid::Uuid;

/// A campaign to be. Public, open, with all it needs, unless said otherwise.
pub struct CampaignScene {
    title: String,
    state: CampaignState,
    sight: Sight,
    owner: Option<PersonId>,
    reviewers: Vec<PersonId>,
    phases: Vec<(PhaseKind, i64, i64)>,
    counts: CountsShown,
    vote_budget: Option<i32>,
    approval_needed: bool,
    terms: String,
    summary: String,
    fields: Vec<(String, FieldKind, bool)>,
    answer_in_days: i64,
}

/// A campaign that is there.
#[derive(Debug, Clone)]
pub struct MadeCampaign {
    pub id: CampaignId,
    pub number: i64,
    pub slug: String,
}

pub fn campaign() -> CampaignScene {
    CampaignScene {
        title: "Bond it, then take it apart".to_owned(),
        state: CampaignState::Open,
        sight: Sight::PUBLIC,
        owner: None,
        reviewers: Vec::new(),
        phases: vec![
            (PhaseKind::Collect, -24, 24),
            (PhaseKind::Discuss, 24, 48),
            (PhaseKind::Vote, 48, 96),
            (PhaseKind::Review, 96, 120),
            (PhaseKind::Decide, 120, 144),
        ],
        counts: CountsShown::Always,
        vote_budget: None,
        approval_needed: false,
        terms: String::new(),
        summary: String::new(),
        fields: Vec::new(),
        answer_in_days: 30,
    }
}

impl CampaignScene {
    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.title);
        self
    }
    pub fn summary(mut self, summary: &str) -> Self {
        summary.clone_into(&mut self.summary);
        self
    }
    pub fn state(mut self, state: CampaignState) -> Self {
        self.state = state;
        self
    }
    pub fn audience(mut self, audience: Audience) -> Self {
        self.sight = Sight { audience, space: None };
        self
    }
    pub fn in_space(mut self, space: SpaceId) -> Self {
        self.sight = Sight { audience: Audience::Space, space: Some(space) };
        self
    }
    pub fn owner(mut self, owner: PersonId) -> Self {
        self.owner = Some(owner);
        self
    }
    pub fn reviewer(mut self, reviewer: PersonId) -> Self {
        self.reviewers.push(reviewer);
        self
    }
    /// Phases with their beginning and end in hours from now.
    pub fn phases(mut self, phases: &[(PhaseKind, i64, i64)]) -> Self {
        self.phases = phases.to_vec();
        self
    }
    pub fn counts(mut self, counts: CountsShown) -> Self {
        self.counts = counts;
        self
    }
    pub fn vote_budget(mut self, votes: i32) -> Self {
        self.vote_budget = Some(votes);
        self
    }
    pub fn approval_needed(mut self) -> Self {
        self.approval_needed = true;
        self
    }
    pub fn terms(mut self, terms: &str) -> Self {
        terms.clone_into(&mut self.terms);
        self
    }
    pub fn field(mut self, label: &str, kind: FieldKind, required: bool) -> Self {
        self.fields.push((label.to_owned(), kind, required));
        self
    }

    /// Into the database, past every rule.
    pub fn insert(self, app: &mut TestApp) -> MadeCampaign {
        let (id, now) = (CampaignId::new(), app.clock.now());
        let owner = self.owner.unwrap_or_else(|| owner(app));
        let slug = format!("{}-{}", proofbench::kernel::text::slug(&self.title), &id.0.simple().to_string()[24..]);
        let launched = self.state > CampaignState::Draft;
        let number: i64 = diesel::insert_into(campaigns::table)
            .values((
                campaigns::id.eq(id),
                campaigns::slug.eq(&slug),
                campaigns::state.eq(self.state),
                campaigns::title.eq(&self.title),
                campaigns::question.eq("Which joints should our customers be able to undo?"),
                campaigns::audience.eq(self.sight.audience),
                campaigns::audience_chosen.eq(true),
                campaigns::space_id.eq(self.sight.space),
                campaigns::owner_id.eq(owner),
                campaigns::answer_by.eq(now + TimeDelta::days(self.answer_in_days)),
                campaigns::terms.eq(&self.terms),
                campaigns::vote_budget.eq(self.vote_budget),
                campaigns::counts.eq(self.counts),
                campaigns::approval_needed.eq(self.approval_needed),
                campaigns::summary.eq(&self.summary),
                campaigns::created_at.eq(now),
                campaigns::launched_at.eq(launched.then_some(now)),
                campaigns::opened_at.eq((self.state > CampaignState::Scheduled).then_some(now)),
                campaigns::closed_at.eq((self.state >= CampaignState::Closed).then_some(now)),
            ))
            .returning(campaigns::number)
            .get_result(&mut app.conn)
            .unwrap();
        let phases = self.phases.iter().enumerate().map(|(position, (kind, from, to))| {
            (
                campaign_phases::id.eq(PhaseId::new()),
                campaign_phases::campaign_id.eq(id),
                campaign_phases::kind.eq(*kind),
                campaign_phases::position.eq(i16::try_from(position).unwrap()),
                campaign_phases::starts_at.eq(now + TimeDelta::hours(*from)),
                campaign_phases::ends_at.eq(now + TimeDelta::hours(*to)),
            )
        });
        diesel::insert_into(campaign_phases::table).values(phases.collect::<Vec<_>>()).execute(&mut app.conn).unwrap();
        for reviewer in self.reviewers {
            diesel::insert_into(campaign_reviewers::table)
                .values((campaign_reviewers::campaign_id.eq(id), campaign_reviewers::person_id.eq(reviewer)))
                .execute(&mut app.conn)
                .unwrap();
        }
        for (position, (label, kind, required)) in self.fields.into_iter().enumerate() {
            diesel::insert_into(campaign_fields::table)
                .values((
                    campaign_fields::id.eq(FieldId::new()),
                    campaign_fields::campaign_id.eq(id),
                    campaign_fields::position.eq(i16::try_from(position).unwrap()),
                    campaign_fields::label.eq(label),
                    campaign_fields::kind.eq(kind),
                    campaign_fields::required.eq(required),
                ))
                .execute(&mut app.conn)
                .unwrap();
        }
        MadeCampaign { id, number, slug }
    }
}

/// Somebody to own it, when the test does not care who.
fn owner(app: &mut TestApp) -> PersonId {
    let id = PersonId::new();
    diesel::insert_into(people::table)
        .values((
            people::id.eq(id),
            people::handle.eq(format!("owner-{}", &id.0.simple().to_string()[20..])),
            people::name.eq("Tomás Figueira"),
            people::security_stamp.eq(Uuid::now_v7()),
            people::created_at.eq(app.clock.now()),
        ))
        .execute(&mut app.conn)
        .unwrap();
    id
}
