//! A gate decides on a prototype, and the idea behind it follows: shipped when the prototype graduates,
//! parked with the reasons when it is stopped, so that its author reads why.
use crate::domains::{
    ideas, lineage,
    prototypes::{
        self,
        actions::{Decided, Decision},
        api::{NewLearningBody, WholePrototypeBody},
        pages::{DecisionForm, refuse_decision},
    },
};
use crate::kernel::{
    Actor, CriterionId, DecideGate, GateDecision, IdeaState, ItemKind, ItemRef, PrototypeStage, Relation, authorize, text,
};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, Json, Posted, State, Toast, Visit, WriteProblems, see_other_with},
};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::Deserialize;
use utoipa::ToSchema;

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

/// `POST /prototypes/{prototype}/gates/{gate}/decision`.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/prototypes/{prototype}/gates/{gate}/decision", web::post().to(submit));
}

async fn submit(
    state: web::Data<State>,
    visit: Visit,
    request: HttpRequest,
    actor: Actor,
    path: web::Path<(String, String)>,
    form: Posted<DecisionForm>,
) -> AppResult<HttpResponse> {
    let number = text::leading_number(&path.0).ok_or(AppError::NotFound("prototype"))?;
    let gate: i16 = path.1.parse().map_err(|_| AppError::NotFound("gate"))?;
    let form = form.0;
    let result = match form.parse() {
        Ok(wish) => state.write(&visit, actor, move |tx| decide(tx, number, gate, &wish)).await,
        Err(error) => Err(error),
    };
    match result {
        Ok(decided) => Ok(see_other_with(&state, decided.prototype.path(), &Toast::new("toast-gate-decided"))),
        Err(error) => refuse_decision(&state, &visit, &request, (number, gate), &form, error).await,
    }
}

/// What was found of a criterion.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JudgedBody {
    /// Which.
    criterion: CriterionId,
    /// Met or not; null takes it back.
    met: Option<bool>,
}

/// What the gatekeepers say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionBody {
    /// Go, recycle, hold or stop.
    decision: GateDecision,
    /// Why; whoever had the idea reads it.
    #[schema(min_length = 1, max_length = 4000)]
    reasons: String,
    /// What was found of the criteria; those left out stay as they are.
    #[serde(default)]
    #[schema(max_items = 100)]
    criteria: Vec<JudgedBody>,
    /// What was learned; needed to stop unless a card is written already.
    #[serde(default)]
    learning: Option<NewLearningBody>,
    /// Said when "go" at the only gate graduates what was never on the bench or with customers.
    #[serde(default)]
    sure: bool,
}

/// Decides at a gate; an end of the prototype moves the idea behind it.
#[utoipa::path(tag = "prototypes", operation_id = "decide_gate", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the prototype"), ("gate" = i16, Path, description = "Number of the gate")), request_body = DecisionBody, responses((status = 200, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/prototypes/{number}/gates/{gate}/decision")]
pub async fn decide_by_api(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<(i64, i16)>,
    body: Json<DecisionBody>,
) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let ((number, gate), body) = (path.into_inner(), body.into_inner());
    let wish = Decision {
        decision: body.decision,
        reasons: body.reasons,
        judged: body.criteria.iter().map(|judged| (judged.criterion, judged.met)).collect(),
        learning: body.learning.map(|card| card.card()).transpose()?,
        sure: body.sure,
    };
    state.write(&call.visit, call.actor.clone(), move |tx| decide(tx, number, gate, &wish)).await?;
    prototypes::api::answer(&state, call.visit.viewer, number).await
}
