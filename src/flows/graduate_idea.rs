//! An idea becomes a prototype, and back again while no work has begun. Both streams tell it.
use crate::domains::{
    ideas, lineage,
    prototypes::{self, actions::NewFrame, rules::Framing},
};
use crate::kernel::{Audience, Event, GraduateIdea, Hatch, IdeaState, Place, PrototypeId, Relation, Sight, SpaceId, authorize, text};
use crate::platform::{
    db::Tx,
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, State, Toast, Visit, WriteProblems, see_other_with},
};
use actix_web::{HttpResponse, delete, post, web};
use chrono_tz::Tz;
use ideas::api::IdeaBody;
use prototypes::api::WholePrototypeBody;
use utoipa_actix_web::service_config::ServiceConfig as ApiConfig;

/// `POST /ideas/{number}/graduation` and its undo.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/ideas/{idea}/graduation", web::post().to(submit)).route("/ideas/{idea}/graduation/undo", web::post().to(undo_submit));
}

/// Frames a prototype from the idea, led by who graduates it, in the sprint that runs today in `zone`; its number. The idea moves to "in prototype".
///
/// # Errors
/// When the doer may not graduate it; refusals when its life cycle has no such move, or a prototype is there.
pub fn graduate(tx: &mut Tx<'_>, number: i64, zone: Tz) -> AppResult<i64> {
    let idea = ideas::store::lock_visible(tx, number)?;
    let of_idea = authorize::<GraduateIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<GraduateIdea>)?;
    let lead = of_idea.person_id().ok_or(AppError::Unauthenticated)?;
    let id = PrototypeId::new();
    let sight = sight_of(&idea);
    let place = Place::of(id, sight).in_campaign(idea.campaign_id);
    let of_prototype = authorize::<GraduateIdea>(tx.doer(), place).ok_or_else(AppError::forbidden::<GraduateIdea>)?;
    ideas::actions::move_to(tx, &of_idea, &idea, IdeaState::InPrototype, "")?;
    let hatch = match idea.campaign_id {
        Some(campaign) => crate::domains::campaigns::store::find(tx.reading(), campaign)?.hatch,
        None => Hatch::Adhesive,
    };
    let framing = Framing { title: idea.title.clone(), brief: text::excerpt(&idea.body, 600) };
    let new = NewFrame { id, framing, lead, campaign: idea.campaign_id, sight, hatch, idea: Some((idea.id, idea.state)) };
    let (prototype, prototype_number) = prototypes::actions::frame(tx, &of_prototype, new, zone)?;
    lineage::store::link(tx, &of_idea, idea.id.into(), Relation::GraduatedTo, prototype.into())?;
    tx.record(&of_idea, &Event::IdeaGraduated { idea: idea.id, prototype })?;
    Ok(prototype_number)
}

/// Who sees the prototype: the organisation's own people, but no more of them than see the idea.
fn sight_of(idea: &ideas::store::VisibleIdea) -> Sight {
    match idea.sight.audience {
        Audience::Space => idea.sight,
        // The list of named people is that of the idea, or the one it shares with its campaign.
        Audience::People => Sight { space: idea.sight.space.or(Some(SpaceId(idea.id.0))), ..idea.sight },
        Audience::Public | Audience::SignedIn | Audience::Internal => Sight::INTERNAL,
    }
}

/// Withdraws the prototype and puts the idea back where it was, with the reason it was there for.
///
/// # Errors
/// A refusal once something was built or tested.
pub fn undo(tx: &mut Tx<'_>, number: i64) -> AppResult<ideas::store::VisibleIdea> {
    let idea = ideas::store::lock_visible(tx, number)?;
    let of_idea = authorize::<GraduateIdea>(tx.doer(), idea.place(tx.doer())).ok_or_else(AppError::forbidden::<GraduateIdea>)?;
    let prototype = prototypes::store::lock_of_idea(tx, idea.id)?;
    let place = prototype.place(tx.doer());
    let of_prototype = authorize::<GraduateIdea>(tx.doer(), place).ok_or_else(AppError::forbidden::<GraduateIdea>)?;
    prototypes::actions::withdraw(tx, &of_prototype, &prototype)?;
    ideas::actions::move_back(tx, &of_idea, &idea, prototype.idea_state.unwrap_or(IdeaState::Open))?;
    lineage::store::unlink(tx, &of_idea, idea.id.into(), Relation::GraduatedTo, prototype.id.into())?;
    tx.record(&of_idea, &Event::GraduationUndone { idea: idea.id, prototype: prototype.id })?;
    Ok(idea)
}

async fn submit(state: web::Data<State>, visit: Visit, actor: crate::kernel::Actor, path: web::Path<String>) -> AppResult<HttpResponse> {
    let (number, zone) = (ideas::store::number_of(&path)?, state.config.time_zone());
    let prototype = state.write(&visit, actor, move |tx| graduate(tx, number, zone)).await?;
    let toast = Toast::undoable("toast-idea-graduated", format!("/ideas/{number}/graduation/undo"));
    Ok(see_other_with(&state, format!("/prototypes/{prototype}"), &toast))
}

async fn undo_submit(
    state: web::Data<State>,
    visit: Visit,
    actor: crate::kernel::Actor,
    path: web::Path<String>,
) -> AppResult<HttpResponse> {
    let number = ideas::store::number_of(&path)?;
    let idea = state.write(&visit, actor, move |tx| undo(tx, number)).await?;
    Ok(see_other_with(&state, idea.path(), &Toast::new("toast-graduation-undone")))
}

/// The API under `/api/v1`.
pub fn api(config: &mut ApiConfig<'_>) {
    config.service(post_graduation).service(delete_graduation);
}

/// Makes an idea a prototype.
#[utoipa::path(tag = "ideas", operation_id = "graduate_idea", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 201, description = "The prototype", body = WholePrototypeBody), WriteProblems))]
#[post("/ideas/{number}/graduation")]
async fn post_graduation(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<WholePrototypeBody>> {
    call.require("prototypes:write")?;
    let (number, zone) = (*path, state.config.time_zone());
    let prototype = state.write(&call.visit, call.actor.clone(), move |tx| graduate(tx, number, zone)).await?;
    prototypes::api::made(&state, call.visit.viewer, prototype, "").await
}

/// Withdraws the prototype of an idea, as long as nothing was built or tested.
#[utoipa::path(tag = "ideas", operation_id = "undo_graduation", security(("token" = ["prototypes:write"])), params(("number" = i64, Path, description = "Number of the idea")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[delete("/ideas/{number}/graduation")]
async fn delete_graduation(state: web::Data<State>, call: ApiVisit, path: web::Path<i64>) -> AppResult<ApiDone<IdeaBody>> {
    let number = *path;
    ideas::api::carry_out(&state, &call, "prototypes:write", number, move |tx| undo(tx, number)).await
}
