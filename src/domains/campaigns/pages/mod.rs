//! Screens of campaigns: list, page, results, wizard, and the desk of those who run one.
mod forms;
mod list;
mod local;
mod manage;
mod people_form;
mod results;
mod show;
mod view;
mod wizard;

use actix_web::web;

/// A form without fields of its own.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// Routes of the screens.
pub fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/campaigns", web::get().to(list::show))
        .route("/campaigns", web::post().to(wizard::create))
        .route("/campaigns.csv", web::get().to(super::api::csv))
        .route("/campaigns/new", web::get().to(wizard::new))
        .route("/campaigns/{slug}", web::get().to(show::show))
        .route("/campaigns/{slug}/preview", web::get().to(show::preview))
        .route("/campaigns/{slug}/reminder", web::post().to(show::remind))
        .route("/campaigns/{slug}/results", web::get().to(results::show))
        .route("/campaigns/{slug}/results.csv", web::get().to(results::csv))
        .route("/campaigns/{slug}/edit", web::get().to(wizard::start))
        .route("/campaigns/{slug}/edit/question", web::get().to(wizard::show::<forms::QuestionForm>))
        .route("/campaigns/{slug}/edit/question", web::post().to(wizard::save::<forms::QuestionForm>))
        .route("/campaigns/{slug}/edit/people", web::get().to(wizard::show::<people_form::PeopleForm>))
        .route("/campaigns/{slug}/edit/people", web::post().to(wizard::save::<people_form::PeopleForm>))
        .route("/campaigns/{slug}/edit/phases", web::get().to(wizard::show::<forms::PhasesForm>))
        .route("/campaigns/{slug}/edit/phases", web::post().to(wizard::save::<forms::PhasesForm>))
        .route("/campaigns/{slug}/edit/rules", web::get().to(wizard::show::<forms::RulesForm>))
        .route("/campaigns/{slug}/edit/rules", web::post().to(wizard::save::<forms::RulesForm>))
        .route("/campaigns/{slug}/edit/launch", web::get().to(wizard::launch_list))
        .route("/campaigns/{slug}/launch", web::post().to(manage::launch))
        .route("/campaigns/{slug}/launch/undo", web::post().to(manage::undo_launch))
        .route("/campaigns/{slug}/run", web::get().to(manage::show))
        .route("/campaigns/{slug}/phases/next", web::post().to(manage::next_phase))
        .route("/campaigns/{slug}/phases/undo", web::post().to(manage::undo_move))
        .route("/campaigns/{slug}/phases/{kind}/end", web::post().to(manage::end_phase))
        .route("/campaigns/{slug}/phases/{kind}/reopening", web::post().to(manage::reopen))
        .route("/campaigns/{slug}/archive", web::post().to(manage::archive))
        .route("/campaigns/{slug}/archive/undo", web::post().to(manage::unarchive))
        .route("/campaigns/{slug}/deletion", web::post().to(manage::delete));
}
