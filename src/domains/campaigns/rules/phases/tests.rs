use super::*;
use chrono::DateTime;
use chrono_tz::Europe::Berlin;
use proptest::prelude::*;

fn at(hours: i64) -> Moment {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
}

/// Any valid plan: some phases, each with a length and a gap before it, in hours.
fn plans() -> impl Strategy<Value = Plan> {
    proptest::collection::vec((any::<bool>(), 0_i64..50, 1_i64..200), 5).prop_filter_map("one phase at least", |rows| {
        let (mut hour, mut phases) = (100, Vec::new());
        for (kind, (chosen, gap, length)) in PhaseKind::ALL.iter().zip(rows) {
            if chosen {
                phases.push(Phase { kind: *kind, starts_at: at(hour + gap), ends_at: at(hour + gap + length) });
                hour += gap + length;
            }
        }
        (!phases.is_empty()).then(|| Plan::new(phases).expect("built valid"))
    })
}

fn is_valid(plan: &Plan) -> bool {
    Plan::new(plan.0.clone()).is_ok()
}

/// Valid but for phases that were left out.
fn is_in_order(plan: &Plan) -> bool {
    plan.0.iter().all(|phase| phase.starts_at <= phase.ends_at) && plan.0.windows(2).all(|pair| pair[0].ends_at <= pair[1].starts_at)
}

fn usual(kind: PhaseKind) -> TimeDelta {
    TimeDelta::days(if kind == PhaseKind::Collect { 10 } else { 4 })
}

proptest! {
    #[test]
    fn the_calendar_never_moves_a_campaign_back(plan in plans(), first in 0_i64..1500, later in 0_i64..1500) {
        let (first, later) = (first.min(later), first.max(later));
        prop_assert!(plan.state_at(at(first)) <= plan.state_at(at(later)));
    }

    #[test]
    fn catching_up_at_once_ends_where_single_steps_end(plan in plans(), hours in 0_i64..1500) {
        let mut state = CampaignState::Scheduled;
        for hour in 0..=hours {
            state = plan.due(state, at(hour)).unwrap_or(state);
        }
        prop_assert_eq!(plan.due(CampaignState::Scheduled, at(hours)).unwrap_or(CampaignState::Scheduled), state);
    }

    #[test]
    fn nothing_moves_by_the_calendar_before_the_launch_or_after_the_close(plan in plans(), hour in 0_i64..1500) {
        prop_assert_eq!(plan.due(CampaignState::Draft, at(hour)), None);
        prop_assert_eq!(plan.due(CampaignState::Closed, at(hour)), None);
        prop_assert_eq!(plan.due(CampaignState::Archived, at(hour)), None);
    }

    #[test]
    fn next_phase_now_goes_one_phase_on_and_the_calendar_agrees(plan in plans(), hour in 0_i64..1500) {
        let now = at(hour) + TimeDelta::minutes(30);
        let state = plan.state_at(now);
        match plan.next_now(state, now) {
            Ok((moved, next)) => {
                prop_assert!(next > state && is_valid(&moved));
                prop_assert_eq!(moved.state_at(now), next);
                prop_assert!(!plan.0.iter().any(|phase| state_of(phase.kind) > state && state_of(phase.kind) < next));
            }
            Err(refusal) => prop_assert!(refusal == NO_NEXT_PHASE && state == CampaignState::Decide),
        }
    }

    #[test]
    fn a_moved_end_keeps_every_later_phase_as_long_as_it_was(plan in plans(), hour in 0_i64..1500, which in 0_usize..5, end in 0_i64..2500) {
        let (now, kind) = (at(hour), PhaseKind::ALL[which]);
        let state = plan.state_at(now);
        if let Ok(moved) = plan.end_at(kind, at(end), state, now) {
            prop_assert!(is_valid(&moved));
            prop_assert_eq!(moved.get(kind).map(|phase| phase.ends_at), Some(at(end)));
            prop_assert_eq!(moved.state_at(now), state);
            for (before, after) in plan.0.iter().zip(&moved.0).filter(|(before, _)| before.kind != kind) {
                prop_assert_eq!(before.ends_at - before.starts_at, after.ends_at - after.starts_at);
            }
        }
    }

    #[test]
    fn a_reopened_phase_runs_now_until_its_new_end(plan in plans(), which in 0_usize..5, hour in 1200_i64..1500, more in 1_i64..500) {
        let (now, kind) = (at(hour), PhaseKind::ALL[which]);
        if let Ok((moved, state)) = plan.reopen(kind, at(hour + more), None, now) {
            prop_assert!(is_in_order(&moved), "{:?}", moved);
            prop_assert_eq!(moved.state_at(now), state);
            prop_assert_eq!(moved.due(state, now), None);
        }
    }

    #[test]
    fn a_close_ends_what_runs_and_leaves_out_what_has_not_begun(plan in plans(), hour in 0_i64..1500) {
        let closed = Some(at(hour));
        let ran: Vec<&Phase> = plan.0.iter().filter(|phase| !phase.is_left_out(closed)).collect();
        for phase in &ran {
            prop_assert!(phase.starts_at < phase.over_at(closed) && phase.over_at(closed) <= at(hour).min(phase.ends_at));
        }
        for pair in ran.windows(2) {
            prop_assert!(pair[0].over_at(closed) <= pair[1].starts_at);
        }
        prop_assert!(plan.0.iter().all(|phase| phase.is_left_out(closed) == (phase.starts_at >= at(hour))));
    }

    #[test]
    fn after_a_close_every_phase_can_be_reopened_and_the_dates_stay_in_order(
        plan in plans(), which in 0_usize..5, close in 0_i64..1500, later in 0_i64..200, more in 1_i64..500,
    ) {
        let (closed, now, kind) = (at(close), at(close + later), PhaseKind::ALL[which]);
        if let Ok((moved, state)) = plan.reopen(kind, now + TimeDelta::hours(more), Some(closed), now) {
            prop_assert!(is_in_order(&moved), "{:?}", moved);
            prop_assert_eq!((state, moved.state_at(now)), (state_of(kind), state_of(kind)));
            prop_assert_eq!(moved.due(state, now), None);
            for (before, after) in plan.0.iter().zip(&moved.0).filter(|(before, _)| before.kind < kind) {
                let ran = !before.is_left_out(Some(closed));
                prop_assert_eq!(!after.is_left_out(None), ran);
                prop_assert!(!ran || (after.starts_at, after.ends_at) == (before.starts_at, before.over_at(Some(closed))));
            }
            // And once more, from there to the first of them.
            let first = plan.0[0].kind;
            let end = now + TimeDelta::hours(2 * more);
            let (again, state) = moved.reopen(first, end, None, now).expect("it is there");
            prop_assert!(is_in_order(&again) && again.state_at(now) == state, "{:?}", again);
        }
    }

    #[test]
    fn the_next_phase_is_never_one_that_was_left_out(plan in plans(), which in 0_usize..5, hour in 0_i64..1500) {
        let (now, kind) = (at(hour), PhaseKind::ALL[which]);
        let (later, end) = (now + TimeDelta::hours(2), now + TimeDelta::hours(9));
        let Ok((skipped, _)) = plan.reopen(kind, end, Some(now), now + TimeDelta::hours(1)) else {
            return Ok(());
        };
        let (back, state) = skipped.reopen(plan.0[0].kind, end, None, later).expect("it is there");
        match back.next_now(state, later + TimeDelta::hours(1)) {
            Ok((moved, next)) => {
                prop_assert!(is_in_order(&moved), "{:?}", moved);
                prop_assert!(moved.running(next).is_none_or(|phase| !phase.is_left_out(None)));
                prop_assert_eq!(moved.state_at(later + TimeDelta::hours(1)), next);
            }
            Err(refusal) => prop_assert_eq!(refusal, NO_NEXT_PHASE),
        }
    }

    #[test]
    fn a_copy_begins_on_the_day_asked_and_changes_at_the_hours_of_the_original(plan in plans(), hour in 0_i64..30_000) {
        let copy = plan.starting_on(at(hour), Berlin, usual);
        prop_assert!(is_valid(&copy), "{:?}", copy);
        let wall = |at: Moment| at.with_timezone(&Berlin).naive_local();
        prop_assert_eq!(wall(copy.0[0].starts_at).date(), wall(at(hour)).date());
        prop_assert_eq!(wall(copy.0[0].starts_at).time(), wall(plan.0[0].starts_at).time());
        for (before, after) in plan.0.iter().zip(&copy.0) {
            if wall(before.ends_at) - wall(before.starts_at) < TimeDelta::days(1) {
                prop_assert_eq!(wall(after.ends_at) - wall(after.starts_at), usual(after.kind));
            } else {
                prop_assert_eq!(wall(after.ends_at).time(), wall(before.ends_at).time());
            }
        }
    }
}

#[test]
fn a_close_while_collecting_leaves_the_rest_out_until_one_of_it_is_reopened() {
    let plan = Plan::new(vec![
        Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(100) },
        Phase { kind: PhaseKind::Vote, starts_at: at(100), ends_at: at(200) },
        Phase { kind: PhaseKind::Review, starts_at: at(200), ends_at: at(300) },
        Phase { kind: PhaseKind::Decide, starts_at: at(300), ends_at: at(400) },
    ])
    .expect("valid");
    let (moved, state) = plan.reopen(PhaseKind::Review, at(90), Some(at(50)), at(60)).expect("it is there");
    assert_eq!(state, CampaignState::Review);
    let dates: Vec<(Moment, Moment)> = moved.phases().iter().map(|phase| (phase.starts_at, phase.ends_at)).collect();
    assert_eq!(dates, [(at(0), at(50)), (at(60), at(60)), (at(60), at(90)), (at(300), at(400))]);
    assert!(moved.get(PhaseKind::Vote).is_some_and(|vote| vote.is_left_out(None)));
    assert_eq!(moved.left_at(PhaseKind::Collect), Some(at(60)));
    let (voting, state) = moved.reopen(PhaseKind::Vote, at(80), None, at(70)).expect("it is there");
    let vote = Phase { kind: PhaseKind::Vote, starts_at: at(70), ends_at: at(80) };
    assert_eq!((state, voting.get(PhaseKind::Vote)), (CampaignState::Vote, Some(&vote)));
}

#[test]
fn a_copy_keeps_the_hour_over_a_change_of_clocks_and_gives_a_cut_phase_its_length() {
    let berlin = |month, day, hour, minute| {
        let wall = Berlin.with_ymd_and_hms(2026, month, day, hour, minute, 0);
        wall.single().expect("once on the clocks").to_utc()
    };
    let plan = Plan::new(vec![
        Phase { kind: PhaseKind::Collect, starts_at: berlin(9, 1, 16, 0), ends_at: berlin(9, 1, 17, 2) },
        Phase { kind: PhaseKind::Vote, starts_at: berlin(9, 1, 17, 2), ends_at: berlin(9, 8, 16, 0) },
        Phase { kind: PhaseKind::Review, starts_at: berlin(9, 9, 9, 0), ends_at: berlin(9, 12, 16, 0) },
    ])
    .expect("valid");
    let copy = plan.starting_on(berlin(10, 20, 1, 0), Berlin, usual);
    let dates: Vec<(Moment, Moment)> = copy.phases().iter().map(|phase| (phase.starts_at, phase.ends_at)).collect();
    let expected = [
        (berlin(10, 20, 16, 0), berlin(10, 30, 16, 0)),
        (berlin(10, 30, 16, 0), berlin(11, 6, 16, 0)),
        (berlin(11, 7, 9, 0), berlin(11, 10, 16, 0)),
    ];
    assert_eq!(dates, expected);
}

#[test]
fn overlapping_and_backward_phases_are_refused_beside_their_field() {
    let overlap = vec![
        Phase { kind: PhaseKind::Vote, starts_at: at(5), ends_at: at(9) },
        Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(6) },
    ];
    assert_eq!(Plan::new(overlap), Err(vec![Refusal::of("vote_starts", "campaign-phases-overlap")]));
    let backwards = vec![Phase { kind: PhaseKind::Collect, starts_at: at(6), ends_at: at(6) }];
    assert_eq!(Plan::new(backwards), Err(vec![Refusal::of("collect_ends", "campaign-phase-backwards")]));
}

#[test]
fn a_phase_stays_open_until_the_next_one_begins() {
    let plan = Plan::new(vec![
        Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(5) },
        Phase { kind: PhaseKind::Vote, starts_at: at(8), ends_at: at(9) },
    ])
    .expect("valid");
    assert_eq!(plan.state_at(at(6)), CampaignState::Open);
    assert_eq!(plan.left_at(PhaseKind::Collect), Some(at(8)));
    assert_eq!(plan.state_at(at(9)), CampaignState::Decide);
}
