//! Rooms: lists, and the changes of their own row and their rounds.
use super::{RoomRow, Round, VisibleBrainstorm, room_seen, select_room, viewer_ids};
use crate::domains::brainstorms::rules::{Code, Setup, Spot, Timer};
use crate::kernel::{BrainstormId, BrainstormState, CampaignId, Granted, Moment, Permission, PersonId, RoundId, RoundStep, Sight, Viewer};
use crate::platform::{
    db::{Tx, sql},
    error::AppResult,
};
use crate::schema::{brainstorms, rounds};
use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Bool, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use uuid::Uuid;

/// A room in a list.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct ListedRoom {
    #[diesel(sql_type = SqlUuid)]
    pub id: BrainstormId,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = crate::kernel::sql_types::BrainstormState)]
    pub state: BrainstormState,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub prompt: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub campaign_id: Option<CampaignId>,
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    pub audience: crate::kernel::Audience,
    #[diesel(sql_type = Text)]
    pub facilitator: String,
    #[diesel(sql_type = Bool)]
    pub mine: bool,
    #[diesel(sql_type = BigInt)]
    pub people: i64,
    #[diesel(sql_type = BigInt)]
    pub notes: i64,
    #[diesel(sql_type = BigInt)]
    pub round: i64,
    #[diesel(sql_type = Bool)]
    pub paused: bool,
    #[diesel(sql_type = Timestamptz)]
    pub created_at: Moment,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub closed_at: Option<Moment>,
}

/// Rooms in one of these states that the viewer may see, newest first, before a number.
///
/// # Errors
/// When the query fails.
pub fn list_visible(
    conn: &mut PgConnection,
    viewer: &Viewer,
    states: &[BrainstormState],
    campaign: Option<CampaignId>,
    before: Option<i64>,
    most: i64,
) -> AppResult<Vec<ListedRoom>> {
    let (eyes, (person, _)) = (viewer.eyes(), viewer_ids(viewer));
    let query = sql(concat!(
        "WITH page AS (
             SELECT b.*, p.id AS me_id FROM brainstorms b LEFT JOIN participants p ON p.brainstorm_id = b.id AND p.person_id = $1
             WHERE b.state = ANY ($2::brainstorm_state[]) AND b.number < $3 AND ($4::uuid IS NULL OR b.campaign_id = $4)
               AND ",
        room_seen!("$5", "$6", "$7", "$8", "$9"),
        "    ORDER BY b.number DESC LIMIT $10)
         SELECT b.id, b.number, b.slug, b.state, b.title, b.prompt, b.campaign_id, b.audience, f.name AS facilitator, b.me_id IS NOT NULL AS mine,
                (SELECT count(*) FROM participants c WHERE c.brainstorm_id = b.id) AS people,
                (SELECT count(*) FROM notes n WHERE n.brainstorm_id = b.id AND n.removed_at IS NULL) AS notes,
                (SELECT count(*) FROM rounds r WHERE r.brainstorm_id = b.id AND r.started_at IS NOT NULL) AS round,
                EXISTS (SELECT 1 FROM rounds r WHERE r.brainstorm_id = b.id AND r.paused_left_ms IS NOT NULL) AS paused, b.created_at, b.closed_at
         FROM page b JOIN people f ON f.id = b.facilitator_id ORDER BY b.number DESC"
    ));
    let states: Vec<&str> = states.iter().map(|state| state.as_str()).collect();
    Ok(query
        .bind::<Nullable<SqlUuid>, _>(person)
        .bind::<Array<Text>, _>(states)
        .bind::<BigInt, _>(before.unwrap_or(i64::MAX))
        .bind::<Nullable<SqlUuid>, _>(campaign)
        .bind::<Bool, _>(super::sees_drafts(viewer))
        .bind::<Bool, _>(eyes.signed_in)
        .bind::<Bool, _>(eyes.staff)
        .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
        .bind::<Array<SqlUuid>, _>(eyes.named_in)
        .bind::<BigInt, _>(most)
        .load(conn)?)
}

/// A room that is live now, for the pill in the bar.
#[derive(Debug, Clone, QueryableByName)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct LiveNow {
    #[diesel(sql_type = SqlUuid)]
    pub id: Uuid,
    #[diesel(sql_type = BigInt)]
    pub number: i64,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = crate::kernel::sql_types::Audience)]
    pub audience: crate::kernel::Audience,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    pub space_id: Option<Uuid>,
    #[diesel(sql_type = BigInt)]
    pub round: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub ends_at: Option<Moment>,
}

/// Every room that runs now and is not paused, for a reader that checks what each visitor may see of it.
///
/// # Errors
/// When the query fails.
pub fn list_running(conn: &mut PgConnection) -> AppResult<Vec<LiveNow>> {
    let query = sql("SELECT b.id, b.number, b.slug, b.audience, b.space_id, coalesce(r.position, 1)::bigint AS round, r.ends_at
         FROM brainstorms b
         LEFT JOIN LATERAL (SELECT position, ends_at, paused_left_ms FROM rounds WHERE brainstorm_id = b.id AND finished_at IS NULL ORDER BY position LIMIT 1) r ON true
         WHERE b.state = 'running' AND r.paused_left_ms IS NULL ORDER BY b.number DESC LIMIT 50");
    Ok(query.load(conn)?)
}

/// A room about to be made.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "named as the columns")]
pub struct NewRoom {
    pub id: BrainstormId,
    pub campaign_id: Option<CampaignId>,
    pub sight: Sight,
    pub facilitator: PersonId,
    pub link: String,
    pub setup: Setup,
}

/// Inserts the room and its rounds; its number.
///
/// # Errors
/// When the database fails.
pub fn put_room<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: &NewRoom) -> AppResult<(i64, String)> {
    let (now, setup) = (tx.now(), &room.setup);
    let first = setup.prompts.first().map_or("", String::as_str);
    let number_and_slug = diesel::insert_into(brainstorms::table)
        .values((
            brainstorms::id.eq(room.id),
            brainstorms::slug.eq(crate::kernel::text::slug(&setup.title)),
            brainstorms::title.eq(&setup.title),
            brainstorms::prompt.eq(first),
            brainstorms::campaign_id.eq(room.campaign_id),
            brainstorms::audience.eq(room.sight.audience),
            brainstorms::space_id.eq(room.sight.space),
            brainstorms::facilitator_id.eq(room.facilitator),
            brainstorms::link.eq(&room.link),
            brainstorms::guests_allowed.eq(setup.guests_allowed),
            brainstorms::names_shown.eq(setup.names_shown),
            brainstorms::dots_each.eq(setup.dots_each),
            brainstorms::dots_per_cluster.eq(setup.dots_per_cluster),
            brainstorms::warm_up.eq(&setup.warm_up),
            brainstorms::created_at.eq(now),
        ))
        .returning((brainstorms::number, brainstorms::slug))
        .get_result(tx.writing(granted))?;
    put_rounds(tx, granted, room.id, setup, 1)?;
    Ok(number_and_slug)
}

fn put_rounds<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId, setup: &Setup, from: i16) -> AppResult<()> {
    let rows: Vec<_> = (from..)
        .zip(&setup.prompts)
        .map(|(position, prompt)| {
            (
                rounds::id.eq(RoundId::new()),
                rounds::brainstorm_id.eq(room),
                rounds::position.eq(position),
                rounds::prompt.eq(prompt),
                rounds::step_minutes.eq(setup.minutes),
            )
        })
        .collect();
    diesel::insert_into(rounds::table).values(rows).execute(tx.writing(granted))?;
    Ok(())
}

/// Changes how a room is set up that has not begun; its rounds are made anew.
///
/// # Errors
/// When the database fails.
pub fn change_setup<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    room: BrainstormId,
    sight: Sight,
    setup: &Setup,
) -> AppResult<()> {
    diesel::update(brainstorms::table.find(room))
        .set((
            brainstorms::title.eq(&setup.title),
            brainstorms::slug.eq(crate::kernel::text::slug(&setup.title)),
            brainstorms::prompt.eq(setup.prompts.first().map_or("", String::as_str)),
            brainstorms::guests_allowed.eq(setup.guests_allowed),
            brainstorms::names_shown.eq(setup.names_shown),
            brainstorms::dots_each.eq(setup.dots_each),
            brainstorms::dots_per_cluster.eq(setup.dots_per_cluster),
            brainstorms::warm_up.eq(&setup.warm_up),
            brainstorms::audience.eq(sight.audience),
            brainstorms::space_id.eq(sight.space),
            brainstorms::version.eq(brainstorms::version + 1),
        ))
        .execute(tx.writing(granted))?;
    diesel::delete(rounds::table.filter(rounds::brainstorm_id.eq(room))).execute(tx.writing(granted))?;
    put_rounds(tx, granted, room, setup, 1)
}

/// One more round at the end.
///
/// # Errors
/// When the database fails.
pub fn put_round<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    room: BrainstormId,
    position: i16,
    prompt: &str,
    minutes: i16,
) -> AppResult<RoundId> {
    let id = RoundId::new();
    diesel::insert_into(rounds::table)
        .values((
            rounds::id.eq(id),
            rounds::brainstorm_id.eq(room),
            rounds::position.eq(position),
            rounds::prompt.eq(prompt),
            rounds::step_minutes.eq(minutes),
        ))
        .execute(tx.writing(granted))?;
    touch(tx, granted, room)?;
    Ok(id)
}

/// The next version of the room.
///
/// # Errors
/// When the database fails.
pub fn touch<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId) -> AppResult<()> {
    diesel::update(brainstorms::table.find(room)).set(brainstorms::version.eq(brainstorms::version + 1)).execute(tx.writing(granted))?;
    Ok(())
}

/// Locks the room by id; its state now.
///
/// # Errors
/// When the query fails.
pub fn lock_state(tx: &mut Tx<'_>, room: BrainstormId) -> AppResult<BrainstormState> {
    Ok(brainstorms::table.find(room).select(brainstorms::state).for_update().first(tx.reading())?)
}

/// Opens the lobby under the first of these codes that no other room has.
///
/// # Errors
/// When the database fails.
pub fn open<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId, codes: &[Code]) -> AppResult<()> {
    let now = tx.now();
    let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
    sql("UPDATE brainstorms SET state = 'lobby', opened_at = $3, version = version + 1,
             code = (SELECT c FROM unnest($2) c WHERE NOT EXISTS (SELECT 1 FROM brainstorms o WHERE o.code = c) LIMIT 1) WHERE id = $1")
    .bind::<SqlUuid, _>(room)
    .bind::<Array<Text>, _>(codes)
    .bind::<Timestamptz, _>(now)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Open again in the state it was closed in, under another code.
///
/// # Errors
/// When the database fails.
pub fn reopen<P: Permission>(
    tx: &mut Tx<'_>,
    granted: &Granted<P>,
    room: BrainstormId,
    state: BrainstormState,
    codes: &[Code],
) -> AppResult<()> {
    let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
    sql("UPDATE brainstorms SET state = $2::text::brainstorm_state, version = version + 1, closed_at = NULL,
             code = (SELECT c FROM unnest($3) c WHERE NOT EXISTS (SELECT 1 FROM brainstorms o WHERE o.code = c) LIMIT 1) WHERE id = $1")
    .bind::<SqlUuid, _>(room)
    .bind::<Text, _>(state.as_str())
    .bind::<Array<Text>, _>(codes)
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Another state; a closed room has no code any more.
///
/// # Errors
/// When the database fails.
pub fn set_state<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId, state: BrainstormState) -> AppResult<()> {
    let closed = state == BrainstormState::Closed;
    sql("UPDATE brainstorms SET state = $2::text::brainstorm_state, version = version + 1,
             code = CASE WHEN $3 THEN NULL ELSE code END, closed_at = CASE WHEN $3 THEN $4 END WHERE id = $1")
    .bind::<SqlUuid, _>(room)
    .bind::<Text, _>(state.as_str())
    .bind::<Bool, _>(closed)
    .bind::<Timestamptz, _>(tx.now())
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Names are shown no more.
///
/// # Errors
/// When the database fails.
pub fn hide_names<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, room: BrainstormId) -> AppResult<()> {
    diesel::update(brainstorms::table.find(room))
        .set((brainstorms::names_shown.eq(false), brainstorms::version.eq(brainstorms::version + 1)))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Another clock for a round.
///
/// # Errors
/// When the database fails.
pub fn set_timer<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, round: RoundId, timer: Timer) -> AppResult<()> {
    let (ends_at, left) = timer.columns();
    diesel::update(rounds::table.find(round))
        .set((rounds::ends_at.eq(ends_at), rounds::paused_left_ms.eq(left)))
        .execute(tx.writing(granted))?;
    Ok(())
}

/// Moves from where the room stands to another spot: the rounds before it are finished, it and those after are not.
///
/// # Errors
/// When the database fails.
pub fn move_to<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, all: &[Round], to: Spot, timer: Timer) -> AppResult<()> {
    let (now, (ends_at, left)) = (tx.now(), timer.columns());
    let Some(target) = all.get(to.round) else {
        return Err(anyhow::anyhow!("a room was moved to a round that it has not").into());
    };
    sql("UPDATE rounds SET finished_at = CASE WHEN position < $2 THEN coalesce(finished_at, $3) END,
             ends_at = CASE WHEN id = $1 THEN $4 END, paused_left_ms = CASE WHEN id = $1 THEN $5 END,
             step = CASE WHEN id = $1 THEN $6::text::round_step ELSE step END,
             started_at = CASE WHEN id = $1 THEN coalesce(started_at, $3) ELSE started_at END
         WHERE brainstorm_id = (SELECT brainstorm_id FROM rounds WHERE id = $1)")
    .bind::<SqlUuid, _>(target.id)
    .bind::<SmallInt, _>(target.position)
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<Timestamptz>, _>(ends_at)
    .bind::<Nullable<diesel::sql_types::Integer>, _>(left)
    .bind::<Text, _>(to.step.as_str())
    .execute(tx.writing(granted))?;
    Ok(())
}

/// Keeps what stood on the wall when a step ended, and what was left on its clock.
///
/// # Errors
/// When the database fails.
pub fn put_snapshot<P: Permission>(tx: &mut Tx<'_>, granted: &Granted<P>, round: &Round) -> AppResult<()> {
    let (now, left) = (tx.now(), round.timer().left_ms(tx.now()));
    sql("INSERT INTO round_snapshots (id, round_id, step, taken_at, wall)
         SELECT $1, $2, $3::text::round_step, $4, jsonb_build_object('left_ms', $5::int,
             'notes', coalesce((SELECT jsonb_agg(jsonb_build_object('id', n.id, 'text', n.text, 'cluster', n.cluster_id, 'held', n.held) ORDER BY n.created_at)
                 FROM notes n WHERE n.round_id = $2 AND n.removed_at IS NULL), '[]'),
             'clusters', coalesce((SELECT jsonb_agg(jsonb_build_object('id', c.id, 'title', c.title, 'dots', c.dot_count) ORDER BY c.position)
                 FROM clusters c WHERE c.round_id = $2 AND c.removed_at IS NULL), '[]'))")
    .bind::<SqlUuid, _>(Uuid::now_v7())
    .bind::<SqlUuid, _>(round.id)
    .bind::<Text, _>(round.step.as_str())
    .bind::<Timestamptz, _>(now)
    .bind::<Nullable<diesel::sql_types::Integer>, _>(left)
    .execute(tx.writing(granted))?;
    Ok(())
}

#[derive(QueryableByName)]
struct Wall {
    #[diesel(sql_type = Jsonb)]
    wall: serde_json::Value,
}

/// What was left on the clock when this step of the round last ended.
///
/// # Errors
/// When the query fails.
pub fn left_at_end(conn: &mut PgConnection, round: RoundId, step: RoundStep) -> AppResult<Option<i32>> {
    let wall: Option<Wall> =
        sql("SELECT wall FROM round_snapshots WHERE round_id = $1 AND step = $2::text::round_step ORDER BY taken_at DESC, id DESC LIMIT 1")
            .bind::<SqlUuid, _>(round)
            .bind::<Text, _>(step.as_str())
            .get_result(conn)
            .optional()?;
    Ok(wall.and_then(|row| row.wall.get("left_ms").and_then(serde_json::Value::as_i64)).and_then(|left| i32::try_from(left).ok()))
}

/// As [`super::find_visible`], by id.
///
/// # Errors
/// When the query fails.
pub fn find_by_id(conn: &mut PgConnection, viewer: &Viewer, id: BrainstormId) -> AppResult<Option<VisibleBrainstorm>> {
    let (eyes, (person, guest)) = (viewer.eyes(), viewer_ids(viewer));
    let row: Option<RoomRow> = sql(select_room!(concat!("WHERE b.id = $3 AND ", room_seen!("$4", "$5", "$6", "$7", "$8"))))
        .bind::<Nullable<SqlUuid>, _>(person)
        .bind::<Nullable<SqlUuid>, _>(guest)
        .bind::<SqlUuid, _>(id)
        .bind::<Bool, _>(super::sees_drafts(viewer))
        .bind::<Bool, _>(eyes.signed_in)
        .bind::<Bool, _>(eyes.staff)
        .bind::<Nullable<Array<SqlUuid>>, _>(eyes.spaces)
        .bind::<Array<SqlUuid>, _>(eyes.named_in)
        .get_result(conn)
        .optional()?;
    Ok(row.map(VisibleBrainstorm::from))
}
