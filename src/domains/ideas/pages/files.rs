//! Stored pictures, to those who may see what they belong to.
use crate::domains::{campaigns, ideas::store, prototypes};
use crate::kernel::{BlobId, CampaignId, IdeaId, ItemKind, ItemRef, Viewer};
use crate::platform::{
    error::{AppError, AppResult},
    files,
    web::{State, Visit},
};
use actix_web::{HttpResponse, web};
use diesel::PgConnection;
use uuid::Uuid;

/// A picture.
pub async fn show(state: web::Data<State>, visit: Visit, path: web::Path<String>) -> AppResult<HttpResponse> {
    let id = BlobId(Uuid::try_parse(&path).map_err(|_| AppError::NotFound("file"))?);
    let viewer = visit.viewer.clone();
    state
        .db
        .read(move |conn| {
            let owner = files::owner_of(conn, id)?;
            check_visible(conn, &viewer, owner)
        })
        .await?;
    state.files.answer(id).await
}

/// Not found unless the viewer may see the item. A kind that is not listed here shows its pictures to nobody.
pub fn check_visible(conn: &mut PgConnection, viewer: &Viewer, owner: ItemRef) -> AppResult<()> {
    match owner.kind {
        ItemKind::Idea => store::find_visible_by_id(conn, viewer, IdeaId(owner.id)).map(drop),
        ItemKind::Campaign => campaigns::store::find_visible_by_id(conn, viewer, CampaignId(owner.id)).map(drop),
        ItemKind::Prototype => prototypes::store::check_pictures_visible(conn, viewer, owner.id),
        _ => Err(AppError::NotFound("file")),
    }
}
