//! Moving a room: only those who steer it, and only from where they saw it stand.
use super::{VisibleBrainstorm, rules, steer, store};
use crate::domains::brainstorms::rules::{Code, Spot, Timer};
use crate::kernel::{BrainstormState, Event, FacilitateBrainstorm, Granted, Place, RoundStep};
use crate::platform::{db::Tx, error::AppResult};
use store::Round;

/// What those who steer a room can order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Let people in: draft to lobby.
    Open,
    /// Begin the first round.
    Start,
    /// The next step, or the next round.
    Next,
    /// One step back; nothing written since is lost.
    Back,
    /// Stop the clock.
    Pause,
    /// Let it run on.
    Resume,
    /// One minute more.
    AddMinute,
    /// End the room.
    Close,
    /// Take that back, within ten minutes: at the step it was in.
    Reopen,
}

impl Order {
    /// The order behind a form's word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "open" => Self::Open,
            "start" => Self::Start,
            "next" => Self::Next,
            "back" => Self::Back,
            "pause" => Self::Pause,
            "resume" => Self::Resume,
            "add_minute" => Self::AddMinute,
            "close" => Self::Close,
            "reopen" => Self::Reopen,
            _ => return None,
        })
    }
}

/// Where a room stands, as forms and the API say it: round and step, `2:write`.
pub fn standing(round: &Round) -> String {
    format!("{}:{}", round.position, round.step)
}

/// Carries out an order. `from` is where the doer saw the room stand; when somebody else moved it
/// meanwhile, nothing happens.
///
/// # Errors
/// When the doer does not steer the room, it does not allow the order, or it has moved.
pub fn order(tx: &mut Tx<'_>, number: i64, order: Order, from: Option<&str>, codes: &[Code]) -> AppResult<()> {
    let (room, granted) = steer(tx, number)?;
    match order {
        Order::Open => open(tx, &granted, &room, codes),
        Order::Start => start(tx, &granted, &room),
        Order::Close => close(tx, &granted, &room),
        Order::Reopen => reopen(tx, &granted, &room, codes),
        Order::Next | Order::Back => go(tx, &granted, &room, order == Order::Next, from),
        Order::Pause | Order::Resume | Order::AddMinute => set_clock(tx, &granted, &room, order),
    }
}

type Grant = Granted<FacilitateBrainstorm>;

fn open(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm, codes: &[Code]) -> AppResult<()> {
    if room.state != BrainstormState::Draft {
        return Err(rules::NOT_DRAFT.into());
    }
    store::open(tx, granted, room.id, codes)?;
    // From here on it is for everybody who may see the room.
    let granted: &Grant = &super::allow(tx.doer(), Place { sight: room.sight, ..*granted.place() })?;
    tx.record(granted, &Event::LobbyOpened { brainstorm: room.id })?;
    Ok(())
}

fn start(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm) -> AppResult<()> {
    if room.state != BrainstormState::Lobby {
        return Err(rules::NOT_LOBBY.into());
    }
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    store::set_state(tx, granted, room.id, BrainstormState::Running)?;
    store::move_to(tx, granted, &rounds, Spot { round: 0, step: RoundStep::Brief }, Timer::Still)?;
    tx.record(granted, &Event::BrainstormStarted { brainstorm: room.id })?;
    Ok(())
}

fn close(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm) -> AppResult<()> {
    if !rules::is_joinable(room.state) {
        return Err(rules::NOT_OPEN.into());
    }
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    if let Some(round) = store::current(&rounds).and_then(|index| rounds.get(index)).filter(|round| round.started_at.is_some()) {
        store::put_snapshot(tx, granted, round)?;
        store::set_timer(tx, granted, round.id, Timer::Still)?;
    }
    store::set_state(tx, granted, room.id, BrainstormState::Closed)?;
    tx.record(granted, &Event::BrainstormClosed { brainstorm: room.id })?;
    Ok(())
}

fn reopen(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm, codes: &[Code]) -> AppResult<()> {
    let now = tx.now();
    rules::may_reopen(room.state, room.closed_at, now)?;
    let rounds = store::list_rounds(tx.reading(), room.id)?;
    let stood = store::current(&rounds).and_then(|index| rounds.get(index)).filter(|round| round.started_at.is_some());
    if let Some(round) = stood {
        let left = store::left_at_end(tx.reading(), round.id, round.step)?;
        store::set_timer(tx, granted, round.id, Timer::restart(round.step, left, now))?;
    }
    let state = if stood.is_some() { BrainstormState::Running } else { BrainstormState::Lobby };
    store::reopen(tx, granted, room.id, state, codes)?;
    tx.record(granted, &Event::BrainstormReopened { brainstorm: room.id })?;
    Ok(())
}

fn go(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm, forward: bool, from: Option<&str>) -> AppResult<()> {
    let now = tx.now();
    let rounds = running_rounds(tx, room)?;
    let (index, round) = at(&rounds)?;
    if from.is_some_and(|from| from != standing(round)) {
        return Err(rules::STEP_MOVED.into());
    }
    let spot = Spot { round: index, step: round.step };
    let to = if forward { rules::next(spot, rounds.len())? } else { rules::back(spot)? };
    let target = rounds.get(to.round).ok_or(rules::STEP_LAST)?;
    store::put_snapshot(tx, granted, round)?;
    let timer = if forward {
        Timer::start(to.step, target.step_minutes, now)
    } else {
        Timer::restart(to.step, store::left_at_end(tx.reading(), target.id, to.step)?, now)
    };
    store::move_to(tx, granted, &rounds, to, timer)?;
    store::clear_ready(tx, granted, room.id)?;
    tx.record(granted, &Event::StepChanged { brainstorm: room.id, round: target.id, before: round.step, after: to.step })?;
    Ok(())
}

fn set_clock(tx: &mut Tx<'_>, granted: &Grant, room: &VisibleBrainstorm, order: Order) -> AppResult<()> {
    let now = tx.now();
    let rounds = running_rounds(tx, room)?;
    let (_, round) = at(&rounds)?;
    let (brainstorm, id, timer) = (room.id, round.id, round.timer());
    let (timer, event) = match order {
        Order::Pause => (timer.pause(now)?, Event::RoundPaused { brainstorm, round: id }),
        Order::Resume => (timer.resume(round.step, now)?, Event::RoundResumed { brainstorm, round: id }),
        _ => (timer.add(round.step, 60, now)?, Event::TimeAdded { brainstorm, round: id, seconds: 60 }),
    };
    store::set_timer(tx, granted, id, timer)?;
    tx.record(granted, &event)?;
    Ok(())
}

fn running_rounds(tx: &mut Tx<'_>, room: &VisibleBrainstorm) -> AppResult<Vec<Round>> {
    if room.state != BrainstormState::Running {
        return Err(rules::NOT_RUNNING.into());
    }
    store::list_rounds(tx.reading(), room.id)
}

fn at(rounds: &[Round]) -> AppResult<(usize, &Round)> {
    let index = store::current(rounds).ok_or(rules::NOT_RUNNING)?;
    let round = rounds.get(index).ok_or(rules::NOT_RUNNING)?;
    Ok((index, round))
}
