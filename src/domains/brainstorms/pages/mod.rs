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
        .route("/brainstorms/new", web::get().to(setup::blank))
        .service(web::scope("/brainstorms/{room}").configure(room_routes));
}

fn room_routes(config: &mut ServiceConfig) {
    config
        .route("", web::get().to(room::show))
        .route("/settings", web::get().to(setup::edit))
        .route("/settings", web::post().to(setup::change))
        .route("/wall", web::get().to(room::wall))
        .route("/phone", web::get().to(room::phone))
        .route("/parts/{part}", web::get().to(room::part))
        .route("/live", web::get().to(live::stream))
        .route("/results", web::get().to(results::show))
        .route("/results.csv", web::get().to(results::csv))
        .route("/participants", web::post().to(door::enter_by_number))
        .route("/steps", web::post().to(control::order))
        .route("/rounds", web::post().to(control::add_round))
        .route("/ready", web::post().to(control::ready))
        .route("/co-facilitators", web::post().to(control::co_facilitator))
        .route("/hidden-names", web::post().to(control::hide_names))
        .route("/notes", web::post().to(writing::write))
        .route("/notes/{note}", web::post().to(writing::edit))
        .route("/notes/{note}/removal", web::post().to(writing::remove))
        .route("/notes/{note}/restoration", web::post().to(writing::restore))
        .route("/notes/{note}/hold", web::post().to(writing::hold))
        .route("/notes/{note}/cluster", web::post().to(writing::move_note))
        .route("/clusters", web::post().to(writing::make_cluster))
        .route("/clusters/{cluster}", web::post().to(writing::rename_cluster))
        .route("/clusters/{cluster}/removal", web::post().to(writing::remove_cluster))
        .route("/clusters/{cluster}/dots", web::post().to(writing::dots));
}
