//! Changing how a room is set up, until it begins.
use super::rooms::{RoomBody, answer, named_as_here, prompts};
use crate::domains::brainstorms::{
    actions,
    rules::{SAME_AUDIENCE, Setup, SetupInput},
    store::{self, Round, VisibleBrainstorm},
};
use crate::kernel::Audience;
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiVisit, IfMatch, Json, State, UpdateProblems, nullable, require_match},
};
use actix_web::{HttpRequest, patch, web};
use serde::Deserialize;
use utoipa::{ToSchema, openapi::Array};

fn prompts_or_null() -> Array {
    nullable(prompts())
}

/// What shall be different; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRoomBody {
    /// Name.
    #[schema(min_length = 1, max_length = 120)]
    title: Option<String>,
    /// One question for each round, all of them.
    #[schema(schema_with = prompts_or_null)]
    prompts: Option<Vec<String>>,
    /// Minutes of a timed step.
    #[schema(minimum = 1, maximum = 120)]
    minutes: Option<i16>,
    /// Guests may join without an account.
    guests_allowed: Option<bool>,
    /// Writers are named after the reveal.
    names_shown: Option<bool>,
    /// Dots of a person.
    #[schema(minimum = 1, maximum = 20)]
    dots_each: Option<i16>,
    /// Dots of a person on one cluster at most.
    #[schema(minimum = 1, maximum = 20)]
    dots_per_cluster: Option<i16>,
    /// Warm-up question of the lobby.
    #[schema(max_length = 200)]
    warm_up: Option<String>,
    /// `public`, `signed_in` or `internal`.
    audience: Option<Audience>,
}

impl ChangeRoomBody {
    fn setup(self, room: &VisibleBrainstorm, rounds: Vec<Round>) -> AppResult<Setup> {
        let minutes = self.minutes.or_else(|| rounds.first().map(|round| round.step_minutes)).unwrap_or_default();
        Setup::parse(&SetupInput {
            title: self.title.unwrap_or_else(|| room.title.clone()),
            prompts: self.prompts.unwrap_or_else(|| rounds.into_iter().map(|round| round.prompt).collect()),
            minutes: minutes.to_string(),
            guests_allowed: self.guests_allowed.unwrap_or(room.guests_allowed),
            names_shown: self.names_shown.unwrap_or(room.names_shown),
            dots_each: self.dots_each.unwrap_or(room.dots_each).to_string(),
            dots_per_cluster: self.dots_per_cluster.unwrap_or(room.dots_per_cluster).to_string(),
            warm_up: self.warm_up.unwrap_or_else(|| room.warm_up.clone()),
            audience: self.audience.map_or(SAME_AUDIENCE, Audience::as_str).to_owned(),
        })
        .map_err(|wrong| AppError::Invalid(wrong.into_iter().map(named_as_here).collect()))
    }
}

/// Changes how a room is set up that you lead, until it begins. If-Match must name the version that was read.
#[utoipa::path(tag = "brainstorms", operation_id = "edit_brainstorm", security(("token" = ["brainstorms:write"])), params(("number" = i64, Path, description = "Number of the room"), IfMatch), request_body = ChangeRoomBody, responses((status = 200, description = "The room", body = RoomBody), UpdateProblems))]
#[patch("/brainstorms/{number}")]
pub async fn change(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    body: Json<ChangeRoomBody>,
) -> AppResult<ApiDone<RoomBody>> {
    call.require("brainstorms:write")?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    let (room, rounds) = state
        .db
        .read(move |conn| {
            let room = store::find_visible(conn, &viewer, number)?;
            let rounds = store::list_rounds(conn, room.id)?;
            Ok((room, rounds))
        })
        .await?;
    require_match(&request, room.version)?;
    let setup = body.into_inner().setup(&room, rounds)?;
    let seen = (number, Some(room.version));
    state.write(&call.visit, call.actor.clone(), move |tx| actions::change(tx, seen, None, &setup)).await?;
    answer(&state, &call.visit, number).await
}
