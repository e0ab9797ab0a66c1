//! The demo organisation: Halden & Voss Materials, placed in time so that today is day 38 of its sprint.
mod campaigns;
mod content;
mod ideas;
mod moves;
mod pages;
mod people;
mod plan;
mod prototypes;
mod removal;
mod rooms;
mod scene;
mod store;

use crate::kernel::{Doer, Event, Instance, ManageInstance, Place, authorize};
use crate::platform::{
    error::{AppError, AppResult},
    web::State,
};
use actix_web::web;
use chrono::TimeDelta;
use std::sync::{Arc, LazyLock};

/// Forms.
pub fn routes(config: &mut web::ServiceConfig) {
    config.route("/admin/demo", web::get().to(pages::show)).route("/admin/demo/removal", web::post().to(pages::remove));
}

/// Installs the demo where nothing is yet, and winds up its running room; whether it is there now.
///
/// # Errors
/// When the content is damaged or the database fails.
pub async fn install(state: &State) -> AppResult<bool> {
    let doer = Doer::System("demo");
    let (installed, empty) = state.db.read(|conn| Ok((store::is_installed(conn)?, store::is_empty(conn)?))).await?;
    state.demo.set(state.config.demo && (installed || empty));
    if !installed && !empty {
        return Ok(false);
    }
    let scene = if installed { None } else { Some(Arc::new(compose(state)?)) };
    state
        .db
        .write(doer, move |tx| {
            let granted = authorize::<ManageInstance>(tx.doer(), Place::INSTANCE).ok_or_else(AppError::forbidden::<ManageInstance>)?;
            if let Some(composed) = &scene {
                let (scene, events, old) = composed.as_ref();
                store::write(tx, &granted, scene, events, *old)?;
                tx.record(&granted, &Event::DemoInstalled { instance: Instance })?;
            } else {
                store::wind_up(tx, &granted, rooms::LIVE_MINUTES)?;
                tx.record(&granted, &Event::InstanceChanged { instance: Instance, fields: vec!["demo-clock".to_owned()] })?;
            }
            Ok(true)
        })
        .await
}

type Composed = (scene::Scene, Vec<serde_json::Value>, usize);

fn compose(state: &State) -> anyhow::Result<Composed> {
    let content = content::Content::read(state.clock.now())?;
    let mut scene = scene::Scene::new(state.clock.now());
    people::set(&mut scene, &content)?;
    let campaigns = campaigns::set(&mut scene, &content)?;
    let plan = plan::make(&mut scene, &content, &campaigns)?;
    let ideas = ideas::set(&mut scene, &content, &campaigns, &plan)?;
    rooms::set(&mut scene, &content, &campaigns, &ideas, &plan)?;
    prototypes::set(&mut scene, &content, &campaigns, &ideas, &plan)?;
    people::record_roles(&mut scene)?;
    people::add_visits(&mut scene);
    let recent = scene.now - TimeDelta::days(3);
    let (events, old) = scene.take_events(recent);
    Ok((scene, events, old))
}

/// What people of the running room write while it runs.
static LATER: LazyLock<Vec<content::NoteText>> = LazyLock::new(|| content::later_notes().unwrap_or_default());

/// Asks whether the demo is still here, since another process may have removed it, and keeps its running room running.
///
/// # Errors
/// When the database fails.
pub async fn refresh(state: &State) -> AppResult<()> {
    if !state.demo.is_on() {
        return Ok(());
    }
    let now = state.clock.now();
    let (removed, due) = state.db.read(move |conn| Ok((store::is_removed(conn)?, store::find_due(conn, &LATER, now)?.is_some()))).await?;
    if removed {
        state.demo.set(false);
    } else if due {
        state.db.write(Doer::System("demo"), |tx| store::keep_alive(tx, &LATER, rooms::LIVE_MINUTES)).await?;
    }
    Ok(())
}
