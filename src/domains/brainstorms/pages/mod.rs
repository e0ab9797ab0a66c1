//! Pages and forms of rooms.
mod control;
mod door;
mod list;
mod live;
mod results;
mod room;
mod setup;
mod view;
mod visit;
mod writing;

use actix_web::web::{self, ServiceConfig};
pub(super) use control::fresh_codes;
pub use results::Unpromoted;

/// Their addresses.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/join", web::get().to(door::ask))
        .route("/join", web::post().to(door::find))
        .route("/join/{code}", web::get().to(door::show_by_code))
        .route("/join/{code}", web::post().to(door::enter_by_code))
        .route("/b/{link}", web::get().to(door::show_by_link))
        .route("/b/{link}", web::post().to(door::enter_by_link))
        .route("/brainstorms", web::get().to(list::index))
        .route("/brainstorms", web::post().to(setup::create))
        .route("/brainstorms.csv", web::get().to(super::api::csv))
        .route("/brainstorms/new", web::get().to(setup::blank));
    room_routes(config);
}

fn room_routes(config: &mut ServiceConfig) {
    config
        .route("/brainstorms/{room}", web::get().to(room::show))
        .route("/brainstorms/{room}/settings", web::get().to(setup::edit))
        .route("/brainstorms/{room}/settings", web::post().to(setup::change))
        .route("/brainstorms/{room}/wall", web::get().to(room::wall))
        .route("/brainstorms/{room}/phone", web::get().to(room::phone))
        .route("/brainstorms/{room}/parts/{part}", web::get().to(room::part))
        .route("/brainstorms/{room}/live", web::get().to(live::stream))
        .route("/brainstorms/{room}/results", web::get().to(results::show))
        .route("/brainstorms/{room}/results.csv", web::get().to(results::csv))
        .route("/brainstorms/{room}/participants", web::post().to(door::enter_by_number))
        .route("/brainstorms/{room}/steps", web::post().to(control::order))
        .route("/brainstorms/{room}/rounds", web::post().to(control::add_round))
        .route("/brainstorms/{room}/ready", web::post().to(control::ready))
        .route("/brainstorms/{room}/co-facilitators", web::post().to(control::co_facilitator))
        .route("/brainstorms/{room}/hidden-names", web::post().to(control::hide_names))
        .route("/brainstorms/{room}/notes", web::post().to(writing::write))
        .route("/brainstorms/{room}/notes/{note}", web::post().to(writing::edit))
        .route("/brainstorms/{room}/notes/{note}/removal", web::post().to(writing::remove))
        .route("/brainstorms/{room}/notes/{note}/restoration", web::post().to(writing::restore))
        .route("/brainstorms/{room}/notes/{note}/hold", web::post().to(writing::hold))
        .route("/brainstorms/{room}/notes/{note}/cluster", web::post().to(writing::move_note))
        .route("/brainstorms/{room}/clusters", web::post().to(writing::make_cluster))
        .route("/brainstorms/{room}/clusters/{cluster}", web::post().to(writing::rename_cluster))
        .route("/brainstorms/{room}/clusters/{cluster}/removal", web::post().to(writing::remove_cluster))
        .route("/brainstorms/{room}/clusters/{cluster}/dots", web::post().to(writing::dots));
}
