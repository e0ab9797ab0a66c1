//! Photos of ideas: the picture itself is the body.
use super::{IdeaBody, carry_out};
use crate::domains::ideas::{actions, pages::files::check_visible};
use crate::kernel::BlobId;
use crate::platform::{
    error::{AppError, AppResult},
    files,
    web::{ApiDone, ApiVisit, Asked, Problems, Sent, ShowsQuery, State, WriteProblems},
};
use actix_web::{HttpResponse, delete, get, post, web};
use uuid::Uuid;

/// Adds a photo to an idea, by the rules of an edit. It is made small and new, which drops where and with what it was taken.
#[utoipa::path(tag = "ideas", operation_id = "add_idea_photo", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), ShowsQuery), request_body(description = "The picture, 10 MB at most", content(("image/jpeg"), ("image/png"), ("image/webp"))), responses((status = 201, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/photos")]
pub async fn add_photo(
    state: web::Data<State>,
    call: ApiVisit,
    path: web::Path<i64>,
    shows: Asked<ShowsQuery>,
    sent: Sent,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require("ideas:write")?;
    let (number, alt, files, picture) = (*path, files::alt(&shows.alt)?, state.files.clone(), sent.0);
    let done = carry_out(&state, &call, "ideas:write", number, move |tx| actions::add_photo(tx, &files, number, &picture, &alt)).await?;
    let location = done.item.newest_photo();
    Ok(ApiDone { location, ..done })
}

/// Takes a photo of an idea away, by the rules of an edit. It can be brought back for a day.
#[utoipa::path(tag = "ideas", operation_id = "remove_idea_photo", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), ("photo" = Uuid, Path, description = "Id of the photo")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[delete("/ideas/{number}/photos/{photo}")]
pub async fn remove_photo(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<ApiDone<IdeaBody>> {
    let (number, photo) = path.into_inner();
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::remove_photo(tx, number, BlobId(photo))).await
}

/// Brings a photo of an idea back that was taken away.
#[utoipa::path(tag = "ideas", operation_id = "restore_idea_photo", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), ("photo" = Uuid, Path, description = "Id of the photo")), responses((status = 200, description = "The idea as it stands", body = IdeaBody), WriteProblems))]
#[post("/ideas/{number}/photos/{photo}/restoration")]
pub async fn restore_photo(state: web::Data<State>, call: ApiVisit, path: web::Path<(i64, Uuid)>) -> AppResult<ApiDone<IdeaBody>> {
    let (number, photo) = path.into_inner();
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::restore_photo(tx, number, BlobId(photo))).await
}

/// A photo of something that the caller may see, as JPEG.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("file" = Uuid, Path, description = "Id of the photo")), responses((status = 200, description = "The picture", content_type = "image/jpeg", body = Vec<u8>), Problems))]
#[get("/files/{file}")]
pub async fn show_file(state: web::Data<State>, call: ApiVisit, path: web::Path<Uuid>) -> AppResult<HttpResponse> {
    call.require("read")?;
    let (viewer, id) = (call.visit.viewer.clone(), BlobId(*path));
    state
        .db
        .read(move |conn| {
            let owner = files::owner_of(conn, id)?;
            check_visible(conn, &viewer, owner).map_err(|_| AppError::NotFound("file"))
        })
        .await?;
    state.files.answer(id).await
}
