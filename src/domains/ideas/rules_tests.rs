//! The rules by example and by property.
use super::*;
use chrono::{DateTime, Utc};
use proptest::{prelude::*, sample::select};

fn noon() -> Moment {
    DateTime::<Utc>::from_timestamp(1_795_435_200, 0).expect("a moment")
}

fn any_state() -> impl Strategy<Value = IdeaState> {
    select(IdeaState::ALL)
}

const PERMISSIONS: &[&str] = &[
    EditIdea::KEY,
    WithdrawIdea::KEY,
    ModerateIdea::KEY,
    MergeIdeas::KEY,
    DecideIdea::KEY,
    TriageIdea::KEY,
    GraduateIdea::KEY,
    DecideGate::KEY,
    PromoteNote::KEY,
];

#[test]
fn what_people_write_as_an_idea_has_a_least_length_and_what_is_taken_from_elsewhere_has_none() {
    assert_eq!(Wording::parse("", "Wax"), Err(vec![BODY_TOO_SHORT]));
    let taken = Wording::taken("", "Wax").expect("as short as it was");
    assert_eq!((taken.title(), taken.body()), ("Wax", "Wax"));
    assert_eq!(Wording::taken("", " "), Err(vec![BODY_TOO_SHORT]));
    assert!(!stands_alone("W a x  o n") && stands_alone("Wax on, then off"));
}

#[test]
fn an_idea_walks_the_whole_chain() {
    assert!(check_move::<ModerateIdea>(Pending, Open, "").is_ok());
    assert!(check_move::<TriageIdea>(Open, InReview, "").is_ok());
    assert!(check_move::<DecideIdea>(InReview, Shortlisted, "").is_ok());
    assert!(check_move::<GraduateIdea>(Shortlisted, InPrototype, "").is_ok());
    assert!(check_move::<DecideGate>(InPrototype, Shipped, "").is_ok());
}

#[test]
fn an_author_neither_approves_nor_decides() {
    assert_eq!(check_move::<EditIdea>(Pending, Open, ""), Err(MOVE_NOT_POSSIBLE));
    assert_eq!(check_move::<EditIdea>(Open, Shortlisted, ""), Err(MOVE_NOT_POSSIBLE));
    assert_eq!(check_move::<DecideIdea>(Open, Withdrawn, ""), Err(MOVE_NOT_POSSIBLE));
}

#[test]
fn who_is_declined_is_owed_a_reason() {
    for to in [Declined, Parked, Clarification] {
        assert_eq!(check_move::<DecideIdea>(Open, to, " \n"), Err(REASON_MISSING));
        assert!(check_move::<DecideIdea>(Open, to, "Sold as film 12 since May").is_ok());
    }
    assert_eq!(check_move::<DecideIdea>(Open, Declined, &"x".repeat(LONGEST_REASON + 1)), Err(REASON_TOO_LONG));
}

#[test]
fn an_author_edits_until_it_is_decided() {
    assert!(check_edit(Open, false).is_ok() && check_edit(Clarification, false).is_ok());
    assert_eq!(check_edit(InReview, false), Err(EDIT_CLOSED));
    assert!(check_edit(InReview, true).is_ok());
    assert_eq!(check_edit(Merged, true), Err(EDIT_CLOSED));
}

#[test]
fn the_clock_stands_still_while_the_author_is_asked() {
    let clock = Clock::started(noon(), 10);
    let asked = noon() + TimeDelta::days(9) + TimeDelta::hours(2);
    assert_eq!((clock.state(noon()), clock.state(asked)), (ClockState::OnTrack, ClockState::AtRisk));
    let paused = clock.moved(Clarification, asked);
    let answered = asked + TimeDelta::days(30);
    assert_eq!((paused.state(answered), paused.left(answered)), (ClockState::Paused, Some(TimeDelta::hours(22))));
    let running = paused.moved(InReview, answered);
    assert_eq!((running.state(answered), running.left(answered)), (ClockState::AtRisk, Some(TimeDelta::hours(22))));
    assert_eq!(running.state(answered + TimeDelta::hours(23)), ClockState::Missed);
    assert_eq!(running.moved(Declined, answered).state(answered), ClockState::Answered);
}

#[test]
fn a_title_is_made_of_the_text_when_there_is_none() {
    let wording = Wording::parse("  ", "Tape lets go at 140 °C. Then the pack opens.").expect("is fine");
    assert_eq!(wording.title(), "Tape lets go at 140 °C");
    let wording = Wording::parse(" Heat \n release ", "Tape lets go at 140 °C.").expect("is fine");
    assert_eq!(wording.title(), "Heat release");
}

#[test]
fn wrong_wording_says_each_field() {
    assert_eq!(Wording::parse(&"t".repeat(121), "short"), Err(vec![BODY_TOO_SHORT, TITLE_TOO_LONG]));
    assert_eq!(Wording::parse("", &"word ".repeat(4_001)), Err(vec![BODY_TOO_LONG]));
    assert_eq!(Wording::parse("", "a text with a \0 in it"), Err(vec![TEXT_NOT_STORABLE]));
}

#[test]
fn tags_are_folded_and_said_once() {
    assert_eq!(tags(["Peel Adhesion", " peel-adhesion", "", "Schäume"]), Ok(vec!["peel-adhesion".to_owned(), "schaume".to_owned()]));
    assert_eq!(tags(["a", "b", "c", "d", "e", "f", "g", "h", "i"]), Err(TOO_MANY_TAGS));
    assert_eq!(tags(["x".repeat(41).as_str()]), Err(TAG_TOO_LONG));
}

#[test]
fn noise_is_dropped_in_both_languages() {
    assert_eq!(telling_words("Please add support for a tape that lets go"), ["tape", "lets", "go"]);
    assert_eq!(telling_words("Bitte eine Möglichkeit für dünne Schäume hinzufügen"), ["moglichkeit", "dunne", "schaume"]);
}

#[test]
fn answers_fit_their_question() {
    let choices = ["Bus".to_owned()];
    assert_eq!(field_value(FieldKind::Number, &[], false, " 4,5 "), Ok("4.5".to_owned()));
    assert_eq!(field_value(FieldKind::Number, &[], false, "four"), Err(FIELD_NOT_A_NUMBER));
    assert_eq!(field_value(FieldKind::Choice, &choices, false, "Bus"), Ok("Bus".to_owned()));
    assert_eq!(field_value(FieldKind::Choice, &choices, false, "Car"), Err(FIELD_NOT_A_CHOICE));
    assert_eq!(field_value(FieldKind::Text, &[], true, " "), Err(FIELD_MISSING));
    assert_eq!(field_value(FieldKind::Text, &[], false, &"x".repeat(201)), Err(FIELD_TOO_LONG));
}

#[test]
fn what_was_done_by_mistake_can_be_undone() {
    for from in IdeaState::ALL {
        for to in IdeaState::ALL {
            let moved = PERMISSIONS.iter().any(|permission| can_move(*from, *to, permission));
            let back = PERMISSIONS.iter().any(|permission| can_move(*to, *from, permission));
            // A draft that was sent and an approval are taken back by withdrawing and by taking off the board.
            assert!(!moved || back || [Draft, Pending, Submitted].contains(from), "{from} to {to} cannot be undone");
            assert!(!can_move(*from, *from, DecideIdea::KEY));
        }
    }
}

#[test]
fn sales_and_marketing_leave_tips() {
    assert_eq!(source_of(&[Role::Contributor]), IdeaSource::SalesTip);
    assert_eq!(source_of(&[Role::Customer, Role::Contributor]), IdeaSource::SalesTip);
    assert_eq!(source_of(&[Role::Contributor, Role::Rnd]), IdeaSource::Staff);
    assert_eq!(source_of(&[Role::Rnd]), IdeaSource::Staff);
    assert_eq!(source_of(&[Role::Customer]), IdeaSource::Customer);
    assert_eq!(source_of(&[]), IdeaSource::Customer);
}

#[test]
fn a_young_idea_with_one_vote_beats_an_old_one_with_ten() {
    assert!(rising(1, 0, TimeDelta::hours(1)) > rising(10, 0, TimeDelta::days(3)));
    assert!((rising(2, 1, TimeDelta::hours(0)) - 12.0 / 2.0_f64.powf(1.4)).abs() < 1e-9);
}

proptest! {
    #[test]
    fn only_moderators_touch_what_is_binned(to in any_state(), permission in select(PERMISSIONS)) {
        if can_move(Binned, to, permission) || can_move(OffTopic, to, permission) {
            prop_assert_eq!(permission, ModerateIdea::KEY);
        }
    }
    #[test]
    fn pausing_never_costs_time(pause_after in 0i64..2_000, pause in 0i64..100_000, days in 1i16..60) {
        let clock = Clock::started(noon(), days);
        let asked = noon() + TimeDelta::minutes(pause_after);
        let back = asked + TimeDelta::minutes(pause);
        let running = clock.moved(Clarification, asked).moved(Open, back);
        prop_assert_eq!(running.left(back), clock.left(asked));
        prop_assert_eq!(running.paused, None);
    }
    #[test]
    fn the_score_falls_with_age_and_grows_with_votes(votes in 1i32..10_000, comments in 0i32..10_000, hours in 0i64..100_000) {
        let age = TimeDelta::hours(hours);
        let score = rising(votes, comments, age);
        prop_assert!(score.is_finite() && score > 0.0);
        prop_assert!(rising(votes + 1, comments, age) > score);
        prop_assert!(rising(votes, comments, age + TimeDelta::hours(1)) < score);
    }
    #[test]
    fn wording_that_parses_fits_the_table(title in "\\PC{0,200}", body in "(\\PC|\\n){0,400}") {
        if let Ok(wording) = Wording::parse(&title, &body) {
            prop_assert!((1..=LONGEST_TITLE).contains(&wording.title().chars().count()));
            prop_assert!((1..=LONGEST_BODY).contains(&wording.body().chars().count()));
        }
    }
    #[test]
    fn tags_that_parse_fit_the_table(wished in proptest::collection::vec("\\PC{0,60}", 0..12)) {
        if let Ok(kept) = tags(wished.iter().map(String::as_str)) {
            prop_assert!(kept.len() <= MOST_TAGS && kept.iter().all(|tag| (1..=LONGEST_TAG).contains(&tag.chars().count())));
        }
    }
}

#[test]
fn a_word_by_chance_makes_no_idea_sound_alike() {
    let wanted = "A frame gasket that peels off for repair without tools";
    assert!(!sounds_alike(wanted, "Debond with a 9 V pulse The bond in the frame lets go when a current runs through it."));
    assert!(sounds_alike(wanted, "Gaskets in window frames that come off for repairs Nobody wants to scrape."));
    assert!(sounds_alike("Peel indicater printd in lner", "Peel indicator printed in the liner"));
    assert!(sounds_alike("tapes", "Heat release tape"));
}

#[test]
fn hyphens_inside_words_part_them_and_those_before_words_stay() {
    assert_eq!(search_words("hot-melt -paper"), "hot melt -paper");
    assert_eq!(search_words("\"hot-melt\" a-b-c - x-"), "\"hot melt\" a b c - x-");
}

#[test]
fn a_search_for_a_number_names_an_idea() {
    assert_eq!((named_number("#118"), named_number(" 118 "), named_number("# 7")), (Some(118), Some(118), Some(7)));
    for words in ["", "#", "0", "9 V", "118-heat", "-5", "12345678901", "１"] {
        assert_eq!(named_number(words), None, "{words}");
    }
}
