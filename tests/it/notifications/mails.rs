//! Mails: in whose language, what they say, and what is not mailed.
use super::{catch_up, decide, mails_to, told};
use crate::support::{
    TestApp,
    make::ideas::{idea, merge},
};
use chrono::TimeDelta;
use diesel::prelude::*;
use proofbench::{
    kernel::{IdeaState, Role},
    schema::people,
};

#[tokio::test]
async fn mails_are_in_the_language_of_who_gets_them() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    diesel::update(people::table.find(rosa.id)).set(people::lang.eq("de")).execute(&mut app.conn).unwrap();
    let tape = idea(rosa.id).insert(&mut app);
    decide(&app, &ines, &tape, IdeaState::Parked, "Später").await;
    catch_up(&mut app).await;
    let mail = mails_to(&mut app, &rosa).remove(0);
    assert!(mail.subject.starts_with("Ihre Idee") && mail.text.contains("Guten Tag Rosa"), "{mail:?}");
}

#[tokio::test]
async fn what_is_taken_back_at_once_is_mailed_to_nobody() {
    use proofbench::schema::jobs;
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    let step = format!("/triage/{}/decline", tape.number);
    // The undo comes after the reader has read the decision, and before it has.
    for read_between in [true, false] {
        assert_eq!(ines.post(&step, &[("reason", "Starch beads fail at 60 °C")]).await.status(), 303);
        if read_between {
            catch_up(&mut app).await;
            let wait: chrono::DateTime<chrono::Utc> = jobs::table.select(jobs::run_at).first(&mut app.conn).unwrap();
            assert!(wait - app.clock.now() > TimeDelta::minutes(4), "it waits for a second thought");
        }
        assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303);
        catch_up(&mut app).await;
        assert!(mails_to(&mut app, &rosa).is_empty());
    }
    let answer = format!("/ideas/{}/answer", tape.number);
    assert_eq!(ines.post(&answer, &[("text", "We try it in March.")]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(ines.post(&format!("{answer}/withdrawal"), &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert!(mails_to(&mut app, &rosa).is_empty());
    // Too late to be taken back: the author hears both.
    assert_eq!(ines.post(&step, &[("reason", "Starch beads fail at 60 °C")]).await.status(), 303);
    catch_up(&mut app).await;
    app.clock.advance(TimeDelta::minutes(6));
    diesel::update(jobs::table).set(jobs::attempts.eq(1)).execute(&mut app.conn).unwrap();
    assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303);
    catch_up(&mut app).await;
    assert_eq!(mails_to(&mut app, &rosa).len(), 2);
}

#[tokio::test]
async fn what_is_taken_back_at_once_is_mailed_to_no_author_of_a_merged_idea_either() {
    let mut app = TestApp::start().await;
    let (rosa, ben) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ben", &[Role::Customer]));
    let ines = app.sign_in("Ines", &[Role::Rnd]);
    let (tape, duplicate) = (idea(rosa.id).insert(&mut app), idea(ben.id).insert(&mut app));
    merge(&mut app, &duplicate, &tape, ines.id);
    for read_between in [true, false] {
        let decline = format!("/triage/{}/decline", tape.number);
        assert_eq!(ines.post(&decline, &[("reason", "Starch beads fail at 60 °C")]).await.status(), 303);
        if read_between {
            catch_up(&mut app).await;
            assert_eq!((mails_to(&mut app, &rosa).len(), mails_to(&mut app, &ben).len()), (1, 1));
        }
        assert_eq!(ines.post("/triage/undo", &[]).await.status(), 303);
        catch_up(&mut app).await;
        assert_eq!((mails_to(&mut app, &rosa).len(), mails_to(&mut app, &ben).len()), (0, 0), "read between: {read_between}");
    }
}

#[tokio::test]
async fn a_decision_right_after_a_question_is_mailed_and_the_question_is_not() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    for read_between in [true, false] {
        let tape = idea(rosa.id).insert(&mut app);
        let asked = mails_to(&mut app, &rosa).len();
        assert_eq!(ines.post(&format!("/triage/{}/ask", tape.number), &[("question", "Which pack, the 48 V one?")]).await.status(), 303);
        if read_between {
            catch_up(&mut app).await;
            assert_eq!(mails_to(&mut app, &rosa).len(), asked + 1);
        }
        decide(&app, &ines, &tape, IdeaState::Declined, "Starch beads fail at 60 °C").await;
        catch_up(&mut app).await;
        let mails = mails_to(&mut app, &rosa);
        assert_eq!(mails.len(), asked + 1, "read between: {read_between}: {mails:?}");
        assert!(mails.iter().all(|mail| mail.text.contains("Starch beads fail at 60 °C") && !mail.text.contains("48 V")), "{mails:?}");
    }
}

#[tokio::test]
async fn a_question_taken_back_is_mailed_to_nobody_wherever_the_idea_was() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let (open, shortlisted) = (idea(rosa.id).insert(&mut app), idea(rosa.id).state(IdeaState::Shortlisted).insert(&mut app));
    for (tape, from) in [(&open, IdeaState::Open), (&shortlisted, IdeaState::Shortlisted)] {
        let ask = format!("/ideas/{}/question", tape.number);
        assert_eq!(ines.post(&ask, &[("question", "Which pack, the 48 V one?")]).await.status(), 303);
        catch_up(&mut app).await;
        assert_eq!(mails_to(&mut app, &rosa).len(), 1, "{from}");
        decide(&app, &ines, tape, from, "").await;
        catch_up(&mut app).await;
        assert!(mails_to(&mut app, &rosa).is_empty(), "{from}");
    }
}

#[tokio::test]
async fn old_news_is_told_but_not_mailed() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let tape = idea(rosa.id).insert(&mut app);
    decide(&app, &ines, &tape, IdeaState::InReview, "").await;
    app.clock.advance(TimeDelta::days(2));
    catch_up(&mut app).await;
    assert_eq!((told(&mut app, &rosa).len(), mails_to(&mut app, &rosa).len()), (1, 0));
}

#[tokio::test]
async fn the_question_and_the_answer_are_in_the_mail_under_their_own_names() {
    let mut app = TestApp::start().await;
    let (rosa, ines) = (app.sign_in("Rosa", &[Role::Customer]), app.sign_in("Ines", &[Role::Rnd]));
    let asked = idea(rosa.id).insert(&mut app);
    let answered = idea(rosa.id).insert(&mut app);
    assert_eq!(ines.post(&format!("/triage/{}/ask", asked.number), &[("question", "Which pack, the 48 V one?")]).await.status(), 303);
    assert_eq!(ines.post(&format!("/ideas/{}/answer", answered.number), &[("text", "We will try it in spring.")]).await.status(), 303);
    catch_up(&mut app).await;
    let mails = mails_to(&mut app, &rosa);
    let mail = |words: &str| mails.iter().find(|mail| mail.text.contains(words)).unwrap_or_else(|| panic!("{words} in {mails:?}"));
    let question = mail("Which pack, the 48 V one?");
    assert!(question.text.contains("The question:") && !question.text.contains("The reason given"), "{}", question.text);
    let answer = mail("We will try it in spring.");
    assert!(answer.text.contains("The answer:") && answer.html.contains("We will try it in spring."), "{}", answer.text);
}
