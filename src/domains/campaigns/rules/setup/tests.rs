//! The setup of a campaign and its edits by example.
use super::{super::phases::Phase, *};
use crate::kernel::{CampaignState, FieldId, FieldKind, PhaseKind};
use chrono::{DateTime, TimeDelta};

fn at(hours: i64) -> Moment {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
}

fn running() -> Setup {
    Setup {
        question: "Which joints?".to_owned(),
        audience_chosen: true,
        reviewers: vec![PersonId::new()],
        plan: Plan::new(vec![
            Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(10) },
            Phase { kind: PhaseKind::Vote, starts_at: at(10), ends_at: at(20) },
        ])
        .expect("valid"),
        answer_by: Some(at(30)),
        ..Setup::blank("Bond it", PersonId::new())
    }
}

#[test]
fn a_draft_may_be_half_done_but_needs_a_title() {
    let draft = Setup::blank("Bond it", PersonId::new());
    let change = Change { title: Some("  ".to_owned()), ..Change::default() };
    assert_eq!(change.apply(&draft, CampaignState::Draft, at(0)), Err(vec![TITLE_MISSING]));
    let change = Change { title: Some(" New name ".to_owned()), ..Change::default() };
    let after = change.apply(&draft, CampaignState::Draft, at(0)).expect("fine");
    assert_eq!((after.title.as_str(), draft.differences(&after)), ("New name", vec!["title"]));
}

#[test]
fn a_promise_before_the_end_is_refused_in_a_draft_as_soon_as_it_is_made() {
    let draft = Setup { answer_by: None, ..running() };
    let change = Change { answer_by: Some(Some(at(15))), ..Change::default() };
    assert_eq!(change.apply(&draft, CampaignState::Draft, at(0)), Err(vec![ANSWER_BEFORE_END]));
    let change = Change { answer_by: Some(Some(at(20))), ..Change::default() };
    assert!(change.apply(&draft, CampaignState::Draft, at(0)).is_ok());
}

#[test]
fn a_running_campaign_keeps_what_people_rely_on() {
    let before = running();
    let change = Change { question: Some(String::new()), reviewers: Some(Vec::new()), answer_by: Some(None), ..Change::default() };
    let refused = change.apply(&before, CampaignState::Open, at(5)).expect_err("refused");
    assert_eq!(refused, vec![QUESTION_MISSING, REVIEWER_MISSING, ANSWER_BY_MISSING]);
    let change = Change { answer_by: Some(Some(at(15))), ..Change::default() };
    assert_eq!(change.apply(&before, CampaignState::Open, at(5)), Err(vec![ANSWER_BEFORE_END]));
}

#[test]
fn dates_of_a_running_campaign_move_only_where_nothing_has_begun() {
    let before = running();
    let later_vote = vec![
        Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(12) },
        Phase { kind: PhaseKind::Vote, starts_at: at(12), ends_at: at(22) },
    ];
    let change = |phases: &[Phase]| Change { phases: Some(phases.to_vec()), ..Change::default() };
    assert!(change(&later_vote).apply(&before, CampaignState::Open, at(5)).is_ok());
    assert_eq!(change(&later_vote[1..]).apply(&before, CampaignState::Open, at(5)), Err(vec![PHASE_RUNNING]));
    let vote_now = vec![
        Phase { kind: PhaseKind::Collect, starts_at: at(0), ends_at: at(3) },
        Phase { kind: PhaseKind::Vote, starts_at: at(4), ends_at: at(22) },
    ];
    assert_eq!(change(&vote_now).apply(&before, CampaignState::Open, at(5)), Err(vec![PHASE_RUNNING]));
    assert!(change(&vote_now).apply(&before, CampaignState::Draft, at(5)).is_ok());
}

#[test]
fn a_field_that_ideas_may_have_answered_stays() {
    let field =
        FieldSetup { id: Some(FieldId::new()), label: "Joint".to_owned(), kind: FieldKind::Text, choices: Vec::new(), required: true };
    let before = Setup { fields: vec![field.clone()], ..running() };
    let change = |fields: Vec<FieldSetup>| Change { fields: Some(fields), ..Change::default() };
    assert_eq!(change(Vec::new()).apply(&before, CampaignState::Open, at(5)), Err(vec![FIELD_LOCKED]));
    let reworded = FieldSetup { label: "Which joint?".to_owned(), ..field };
    assert!(change(vec![reworded]).apply(&before, CampaignState::Open, at(5)).is_ok());
    assert!(change(Vec::new()).apply(&before, CampaignState::Draft, at(5)).is_ok());
}

#[test]
fn a_copy_takes_rules_and_rhythm_but_no_dates_of_the_past() {
    let (before, me) = (running(), PersonId::new());
    let copy = before.copied(me, at(24 * 40 + 7), chrono_tz::Tz::UTC);
    // Phases of ten hours are none that anybody plans: they get the usual ten days and five.
    let end = 24 * (40 + 10 + 5);
    assert_eq!((copy.owner, copy.answer_by, copy.plan.ends_at()), (me, Some(at(end + 24 + 6)), Some(at(end))));
    assert_eq!((copy.question, copy.reviewers), (before.question, before.reviewers));
}

#[test]
fn named_people_are_asked_besides_those_who_have_a_part_in_it_anyway() {
    let (before, rosa) = (running(), PersonId::new());
    let by_name = Some(Sight { audience: Audience::People, space: None });
    let change = |named: &[PersonId]| Change { sight: by_name, named: Some(named.to_vec()), ..Change::default() };
    assert_eq!(change(&[before.owner, before.reviewers[0]]).apply(&before, CampaignState::Open, at(5)), Err(vec![NAMED_MISSING]));
    let after = change(&[rosa, before.owner, rosa]).apply(&before, CampaignState::Open, at(5)).expect("fine");
    assert_eq!((after.named.as_slice(), before.differences(&after)), ([rosa].as_slice(), vec!["audience", "named"]));
    let campaign = CampaignId::new();
    assert_eq!(after.sight_of(campaign).space, Some(SpaceId(campaign.0)), "what lies inside carries the list on");
    let many: Vec<PersonId> = (0..=MOST_NAMED).map(|_| PersonId::new()).collect();
    assert_eq!(change(&many).apply(&before, CampaignState::Open, at(5)), Err(vec![TOO_MANY_NAMED]));
}

#[test]
fn an_archived_campaign_stays_as_it_is() {
    assert_eq!(Change::default().apply(&running(), CampaignState::Archived, at(5)), Err(vec![ARCHIVED]));
}

#[test]
fn a_lower_budget_holds_what_is_spent_and_a_higher_one_needs_no_look() {
    let with = |vote_budget| Setup { vote_budget, ..running() };
    assert_eq!(with(Some(9)).check_spent(10), Err(VOTE_BUDGET_SPENT.naming(10)));
    assert_eq!((with(Some(10)).check_spent(10), with(None).check_spent(10)), (Ok(()), Ok(())));
    assert!(with(Some(9)).lowers_budget(&with(Some(10))) && with(Some(9)).lowers_budget(&with(None)));
    assert!(!with(Some(9)).lowers_budget(&with(Some(1))) && !with(None).lowers_budget(&with(Some(9))));
}
