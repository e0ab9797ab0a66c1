//! Campaigns over HTTP: the wizard, the calendar, the desk, the close, the API.
mod api;
mod calendar;
mod ending;
mod named;
mod reach;
mod seen;
mod wizard;

use crate::support::{TestApp, Visitor, make::campaigns::MadeCampaign};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{CampaignState, PersonId, PhaseKind, Role, SpaceId, SpaceKind},
    schema::{campaign_phases, campaigns, space_members, spaces},
};
use reqwest::{Response, header};

/// A field's value, so many hours from now, in the zone of the test's configuration.
pub fn field(app: &TestApp, hours: i64) -> String {
    let at = app.clock.now() + TimeDelta::hours(hours);
    at.with_timezone(&app.state.config.time_zone()).format("%Y-%m-%dT%H:%M").to_string()
}

pub fn location(answer: &Response) -> String {
    answer.headers()[header::LOCATION].to_str().unwrap().to_owned()
}

pub fn moderator(app: &mut TestApp) -> Visitor {
    app.sign_in("Tomás Figueira", &[Role::Moderator])
}

pub fn state_of(app: &mut TestApp, campaign: &MadeCampaign) -> CampaignState {
    campaigns::table.find(campaign.id).select(campaigns::state).first(&mut app.conn).unwrap()
}

pub fn version_of(app: &mut TestApp, campaign: &MadeCampaign) -> i32 {
    campaigns::table.find(campaign.id).select(campaigns::version).first(&mut app.conn).unwrap()
}

/// When a phase begins and ends, in whole minutes from now.
pub fn minutes(app: &mut TestApp, campaign: &MadeCampaign, kind: PhaseKind) -> (i64, i64) {
    let now = app.clock.now();
    let (starts, ends): (chrono::DateTime<chrono::Utc>, chrono::DateTime<chrono::Utc>) = campaign_phases::table
        .filter(campaign_phases::campaign_id.eq(campaign.id).and(campaign_phases::kind.eq(kind)))
        .select((campaign_phases::starts_at, campaign_phases::ends_at))
        .first(&mut app.conn)
        .unwrap();
    let whole = |at: chrono::DateTime<chrono::Utc>| ((at - now).num_seconds() as f64 / 60.0).round() as i64;
    (whole(starts), whole(ends))
}

/// The way back that a toast carries.
pub fn undo_of(answer: &Response) -> String {
    let cookie = answer
        .headers()
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|value| value.to_str().unwrap())
        .find(|value| value.starts_with("toast="))
        .unwrap()
        .to_owned();
    let value = cookie.trim_start_matches("toast=").split(';').next().unwrap();
    value.split_once('|').unwrap().1.to_owned()
}

/// A space without members.
pub fn space(app: &mut TestApp, name: &str, kind: SpaceKind) -> SpaceId {
    let id = SpaceId::new();
    let row = (
        spaces::id.eq(id),
        spaces::slug.eq(format!("space-{}", &id.0.simple().to_string()[24..])),
        spaces::name.eq(name),
        spaces::kind.eq(kind),
        spaces::created_at.eq(app.clock.now()),
    );
    diesel::insert_into(spaces::table).values(row).execute(&mut app.conn).unwrap();
    id
}

/// Somebody becomes a member of a space.
pub fn join(app: &mut TestApp, space: SpaceId, person: PersonId) {
    let row = (space_members::space_id.eq(space), space_members::person_id.eq(person), space_members::joined_at.eq(app.clock.now()));
    diesel::insert_into(space_members::table).values(row).execute(&mut app.conn).unwrap();
}
