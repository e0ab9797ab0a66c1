//! The versions of an idea's wording.
use super::{
    IdeaBody,
    bodies::{AuthorBody, FieldBody},
    carry_out,
};
use crate::domains::{
    ideas::{
        actions::{self, Edit},
        store,
    },
    people,
};
use crate::kernel::{Moment, PersonId};
use crate::platform::{
    error::{AppError, AppResult},
    web::{ApiDone, ApiPage, ApiVisit, Asked, Cursor, IfMatch, Limit, Problems, State, UpdateProblems, require_match},
};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A version of an idea's wording.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionBody {
    /// Number of the version, from 1.
    version: i32,
    /// Title.
    title: String,
    /// Text, Markdown.
    body: String,
    /// Answers to the campaign's own questions.
    fields: Vec<FieldBody>,
    /// Who wrote it.
    editor: AuthorBody,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
}

/// Gives an idea the wording of an earlier version, as a new version. If-Match must name the version that was read.
#[utoipa::path(tag = "ideas", security(("token" = ["ideas:write"])), params(("number" = i64, Path, description = "Number of the idea"), ("version" = i32, Path, description = "Number of the version"), IfMatch), responses((status = 200, description = "The idea as it stands", body = IdeaBody), UpdateProblems))]
#[post("/ideas/{number}/versions/{version}/restoration")]
pub async fn restore_version(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<(i64, i32)>,
) -> AppResult<ApiDone<IdeaBody>> {
    call.require("ideas:write")?;
    let ((number, wanted), viewer) = (path.into_inner(), call.visit.viewer.clone());
    let (version, found) = state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            Ok((idea.version, store::list_versions(conn, idea.id, Some(wanted.saturating_add(1)), 1)?.pop()))
        })
        .await?;
    let earlier = found.filter(|found| found.version == wanted).ok_or(AppError::NotFound("version"))?;
    require_match(&request, version)?;
    let edit = Edit { version, title: earlier.title, body: earlier.body, tags: None, fields: None };
    carry_out(&state, &call, "ideas:write", number, move |tx| actions::edit(tx, number, &edit)).await
}

/// Which page of the versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VersionsQuery {
    /// Rows of a page.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<i64>,
    /// `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 1000)]
    after: Option<String>,
}

/// The versions of an idea's wording, newest first.
#[utoipa::path(tag = "ideas", security(("token" = ["read"])), params(("number" = i64, Path, description = "Number of the idea"), VersionsQuery), responses((status = 200, description = "A page of versions", body = ApiPage<VersionBody>), Problems))]
#[get("/ideas/{number}/versions")]
pub async fn list_versions(
    state: web::Data<State>,
    call: ApiVisit,
    request: HttpRequest,
    path: web::Path<i64>,
    query: Asked<VersionsQuery>,
) -> AppResult<HttpResponse> {
    call.require("read")?;
    let limit = Limit::parse(query.limit, 20)?;
    let below: Option<i32> = query.after.as_deref().map(Cursor::parse).transpose()?;
    let (number, viewer) = (*path, call.visit.viewer.clone());
    let (items, next) = state
        .db
        .read(move |conn| {
            let idea = store::find_visible(conn, &viewer, number)?;
            let mut versions = store::list_versions(conn, idea.id, below, limit.rows_and_one())?;
            let next = limit.cut(&mut versions, |version| version.version);
            let editors: Vec<PersonId> = versions.iter().map(|version| version.editor_id).collect();
            let names = people::store::names(conn, &editors)?;
            let items: Vec<VersionBody> = versions
                .into_iter()
                .map(|version| {
                    Ok(VersionBody {
                        version: version.version,
                        fields: version
                            .answers()?
                            .into_iter()
                            .map(|answer| FieldBody { field: answer.field, value: answer.value })
                            .collect(),
                        title: version.title,
                        body: version.body,
                        editor: AuthorBody::among(&names, version.editor_id),
                        created_at: version.created_at,
                    })
                })
                .collect::<AppResult<_>>()?;
            Ok((items, next))
        })
        .await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}
