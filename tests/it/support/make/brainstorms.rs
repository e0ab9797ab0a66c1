//! Rooms: made through their own forms, so that a scene is what people could have made.
use crate::support::{TestApp, Visitor};
use diesel::prelude::*;
use proofbench::schema::{brainstorms, clusters, notes, rounds};
use uuid::Uuid;

/// A room that somebody is about to make.
pub struct RoomScene {
    fields: Vec<(&'static str, String)>,
}

/// A room of five dots each, two on a cluster, for our own people, without guests or names.
pub fn room() -> RoomScene {
    let fields = [
        ("title", "Fail on purpose"),
        ("prompt", "What would make a joint fail on purpose?"),
        ("minutes", "5"),
        ("dots_each", "3"),
        ("dots_per_cluster", "2"),
        ("audience", "internal"),
    ];
    RoomScene { fields: fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect() }
}

impl RoomScene {
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.fields.retain(|(known, _)| *known != name);
        self.fields.push((name, value.to_owned()));
        self
    }
    pub fn for_guests(self) -> Self {
        self.with("guests_allowed", "on")
    }
    /// A draft.
    pub async fn make(self, facilitator: &Visitor) -> MadeRoom {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = facilitator.post("/brainstorms", &fields).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        let path = answer.headers()["location"].to_str().unwrap().to_owned();
        let number = path.trim_start_matches("/brainstorms/").split('-').next().unwrap().parse().unwrap();
        MadeRoom { path, number }
    }
    /// A lobby.
    pub async fn open(self, facilitator: &Visitor) -> MadeRoom {
        let made = self.make(facilitator).await;
        made.order(facilitator, "open").await;
        made
    }
    /// A running room at the writing step.
    pub async fn writing(self, facilitator: &Visitor) -> MadeRoom {
        let made = self.open(facilitator).await;
        made.order(facilitator, "start").await;
        made.order(facilitator, "next").await;
        made
    }
}

pub struct MadeRoom {
    pub path: String,
    pub number: i64,
}

impl MadeRoom {
    pub async fn order(&self, facilitator: &Visitor, order: &str) {
        let answer = facilitator.post(&self.at("/steps"), &[("order", order)]).await;
        assert_eq!(answer.status(), 303, "{order}: {}", answer.text().await.unwrap());
    }
    pub fn at(&self, tail: &str) -> String {
        format!("{}{tail}", self.path)
    }
    pub async fn join(&self, person: &Visitor) {
        assert_eq!(person.post(&self.at("/participants"), &[]).await.status(), 303);
    }
    pub async fn write(&self, person: &Visitor, text: &str) -> Uuid {
        let id = Uuid::now_v7();
        let answer = person.post(&self.at("/notes"), &[("id", &id.to_string()), ("text", text)]).await;
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
        id
    }
    pub fn code(&self, app: &mut TestApp) -> String {
        let code: Option<String> =
            brainstorms::table.filter(brainstorms::number.eq(self.number)).select(brainstorms::code).first(&mut app.conn).unwrap();
        code.unwrap()
    }
    pub fn link(&self, app: &mut TestApp) -> String {
        brainstorms::table.filter(brainstorms::number.eq(self.number)).select(brainstorms::link).first(&mut app.conn).unwrap()
    }
    pub fn id(&self, app: &mut TestApp) -> Uuid {
        brainstorms::table.filter(brainstorms::number.eq(self.number)).select(brainstorms::id).first(&mut app.conn).unwrap()
    }
    /// Its clusters in order, by id.
    pub fn clusters(&self, app: &mut TestApp) -> Vec<Uuid> {
        let id = self.id(app);
        clusters::table
            .filter(clusters::brainstorm_id.eq(id).and(clusters::removed_at.is_null()))
            .order(clusters::position)
            .select(clusters::id)
            .load(&mut app.conn)
            .unwrap()
    }
    /// Texts of its notes that stand, oldest first.
    pub fn notes(&self, app: &mut TestApp) -> Vec<String> {
        let id = self.id(app);
        notes::table
            .filter(notes::brainstorm_id.eq(id).and(notes::removed_at.is_null()))
            .order(notes::created_at)
            .select(notes::text)
            .load(&mut app.conn)
            .unwrap()
    }
    /// Step and clock of its first round.
    pub fn clock(&self, app: &mut TestApp) -> (proofbench::kernel::RoundStep, Option<chrono::DateTime<chrono::Utc>>, Option<i32>) {
        let id = self.id(app);
        rounds::table
            .filter(rounds::brainstorm_id.eq(id).and(rounds::position.eq(1)))
            .select((rounds::step, rounds::ends_at, rounds::paused_left_ms))
            .first(&mut app.conn)
            .unwrap()
    }
}
