//! Rooms: who comes in, what is hidden while people write, steps and clock, dots, results, ideas.
mod api;
mod clusters;
mod doors;
mod live;
mod notes;
mod promotions;
mod steering;

use crate::support::{
    TestApp, Visitor,
    make::brainstorms::{MadeRoom, room},
};
use proofbench::kernel::Role;

pub const CANARY: &str = "ZQunspokenthought";

pub async fn staff(app: &mut TestApp) -> (Visitor, Visitor, Visitor) {
    (
        app.sign_in("Tomás Figueira", &[Role::Moderator]),
        app.sign_in("Ines Okafor", &[Role::Rnd]),
        app.sign_in("Marek Novak", &[Role::Contributor]),
    )
}

/// A browser that came in as a guest by the code.
pub async fn guest(app: &mut TestApp, made: &MadeRoom, name: &str) -> Visitor {
    let (code, visitor) = (made.code(app), app.visitor());
    let answer = visitor.post(&format!("/join/{code}"), &[("name", name)]).await;
    assert_eq!(answer.status(), 303);
    let cookie = answer.headers().get_all("set-cookie").iter().find_map(|value| {
        let text = value.to_str().unwrap();
        text.starts_with("guest-").then(|| text.split(';').next().unwrap().to_owned())
    });
    visitor.with_cookie(&cookie.unwrap())
}

/// A room at the clustering step with two notes of Ines, the first in a cluster of its own.
pub async fn clustered(app: &mut TestApp) -> (Visitor, Visitor, Visitor, MadeRoom, uuid::Uuid, uuid::Uuid) {
    let (tomas, ines, marek) = staff(app).await;
    let made = room().writing(&tomas).await;
    made.join(&ines).await;
    made.join(&marek).await;
    let (one, two) = (made.write(&ines, "Heat lets go. Slowly").await, made.write(&ines, "=Steam port").await);
    made.order(&tomas, "next").await;
    made.order(&tomas, "next").await;
    assert_eq!(marek.post(&made.at(&format!("/notes/{one}/cluster")), &[("to", "new")]).await.status(), 303);
    (tomas, ines, marek, made, one, two)
}
