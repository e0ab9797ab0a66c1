//! A gate decides on a prototype, and the idea behind it follows: shipped when the prototype graduates,
//! parked with the reasons when it is stopped, so that its author reads why.
use crate::domains::{
    ideas, lineage,
    prototypes::{
        self,
        actions::{Decided, Decision},
    },
};
use crate::kernel::{DecideGate, IdeaState, ItemKind, ItemRef, PrototypeStage, Relation, authorize};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
};

/// Decides, ties the gate to the prototype's lineage, and moves the idea where the prototype came to an end.
///
/// # Errors
/// As [`prototypes::actions::decide`].
pub fn decide(tx: &mut Tx<'_>, number: i64, gate: i16, wish: &Decision) -> AppResult<Decided> {
    let decided = prototypes::actions::decide(tx, number, gate, wish)?;
    let of_prototype =
        authorize::<DecideGate>(tx.doer(), decided.prototype.place(tx.doer())).ok_or_else(AppError::forbidden::<DecideGate>)?;
    let gate = ItemRef::new(ItemKind::Gate, decided.gate.id.0);
    lineage::store::link(tx, &of_prototype, decided.prototype.id.into(), Relation::DecidedBy, gate)?;
    let to = match decided.stage {
        PrototypeStage::Graduated => IdeaState::Shipped,
        PrototypeStage::Stopped => IdeaState::Parked,
        _ => return Ok(decided),
    };
    if let Some(idea) = decided.prototype.idea_id {
        let idea = ideas::store::lock(tx, idea)?;
        // Somebody may have taken the idea elsewhere by hand; then it stays there.
        if idea.state == IdeaState::InPrototype {
            let of_idea = authorize::<DecideGate>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<DecideGate>)?;
            ideas::actions::move_to(tx, &of_idea, &idea, to, &decided.reasons)?;
        }
    }
    Ok(decided)
}
