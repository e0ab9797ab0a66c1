//! What an idea's page shows of the prototype that came of it, and the button that makes one.
use super::view::{CardView, stage_key};
use crate::domains::{
    ideas::{self, store::VisibleIdea},
    prototypes::{
        rules,
        store::{self, DecisionOfIdea},
    },
};
use crate::kernel::{Doer, GraduateIdea, IdeaId, IdeaState, Moment, Permission, Viewer, holds};
use crate::platform::{error::AppResult, markdown};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::HashMap;

/// The coupon: stage and progress, and the way to the prototype for those who may see it.
#[derive(Debug, Clone, Serialize)]
struct Coupon {
    number: i64,
    stage_key: String,
    status: &'static str,
    coupon: &'static str,
    progress: u8,
    ticks: Vec<u8>,
    since: String,
    title: String,
    href: String,
    decisions: Vec<Decided>,
}

/// What a gate decided and why.
#[derive(Debug, Clone, Serialize)]
struct Decided {
    number: i16,
    status: &'static str,
    word_key: String,
    reasons_html: String,
    by: String,
    at: String,
}

impl Decided {
    fn of(row: DecisionOfIdea) -> Self {
        Self {
            number: row.number,
            status: super::parts::decision_status(row.decision),
            word_key: format!("prototypes-gate-{}", row.decision),
            reasons_html: markdown::to_html(&row.reasons),
            by: row.by.unwrap_or_default(),
            at: row.at.to_rfc3339(),
        }
    }
}

/// The cards of what became of ideas, for lists of them. Without title and address where the viewer sees the
/// idea but not its prototype. The caller has checked that the viewer may see the ideas.
///
/// # Errors
/// When the query fails.
pub fn cards_of_ideas(conn: &mut PgConnection, viewer: &Viewer, ideas: &[IdeaId], now: Moment) -> AppResult<HashMap<IdeaId, CardView>> {
    let card = |found: store::OfIdea| {
        let mut card = CardView::of(&found.prototype, &HashMap::new(), now);
        if !found.open {
            card.title.clear();
            card.href.clear();
        }
        found.prototype.idea_id.map(|idea| (idea, card))
    };
    Ok(store::list_of_ideas(conn, viewer, ideas)?.into_iter().filter_map(card).collect())
}

/// For `templates/prototypes/_of_idea.html`, as `prototype`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OfIdea {
    coupon: Option<Coupon>,
    can_graduate: bool,
    can_undo: bool,
    /// What was decided against it, to be read before it becomes a prototype all the same.
    against: Option<Against>,
}

/// A decision that a prototype would overrule.
#[derive(Debug, Clone, Serialize)]
struct Against {
    question_key: &'static str,
    reason_html: String,
}

impl Against {
    fn read(conn: &mut PgConnection, idea: &VisibleIdea) -> AppResult<Option<Self>> {
        let question_key = match idea.state {
            IdeaState::Declined => "prototypes-graduate-declined",
            IdeaState::Parked => "prototypes-graduate-parked",
            _ => return Ok(None),
        };
        let reason = ideas::store::find_reason(conn, idea.id, idea.state)?;
        Ok(Some(Self { question_key, reason_html: markdown::to_html(&reason) }))
    }
}

impl OfIdea {
    /// Reads the coupon, with one query and only for ideas that may have one, or what speaks against making one.
    /// The caller has checked that the viewer may see the idea.
    ///
    /// # Errors
    /// When the query fails.
    pub fn read(conn: &mut PgConnection, viewer: &Viewer, idea: &VisibleIdea, has_lineage: bool) -> AppResult<Self> {
        let found = if has_lineage || matches!(idea.state, IdeaState::InPrototype | IdeaState::Shipped) {
            store::coupon_of_idea(conn, viewer, idea.id)?
        } else {
            None
        };
        let doer = viewer.person().map(|actor| Doer::from(actor.clone()));
        let graduates = doer.is_some_and(|doer| holds::<GraduateIdea>(&doer, &idea.place(&doer)));
        let key = <GraduateIdea as Permission>::KEY;
        let can_graduate = graduates && found.is_none() && ideas::rules::can_move(idea.state, IdeaState::InPrototype, key);
        Ok(Self {
            can_graduate,
            against: if can_graduate { Against::read(conn, idea)? } else { None },
            can_undo: graduates && found.as_ref().is_some_and(|coupon| !coupon.work_begun) && idea.state == IdeaState::InPrototype,
            coupon: found.map(|coupon| {
                let (title, href) = coupon.link.unwrap_or_default();
                Coupon {
                    number: coupon.number,
                    stage_key: stage_key(coupon.stage),
                    status: rules::status_of(coupon.stage),
                    coupon: rules::coupon_of(coupon.stage),
                    progress: coupon.progress,
                    ticks: coupon.ticks,
                    since: coupon.since.to_rfc3339(),
                    title,
                    href,
                    decisions: coupon.decisions.into_iter().map(Decided::of).collect(),
                }
            }),
        })
    }
}
