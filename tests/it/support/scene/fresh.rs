//! Fresh items for a probe that may change them: public, with parts that somebody among the roles may touch.
use super::Scene;
use uuid::Uuid;

/// Parts of what was made last.
#[derive(Default)]
pub struct Parts {
    note: Uuid,
    cluster: Uuid,
    hypothesis: Uuid,
    photo: Uuid,
}

impl Scene {
    /// A fresh idea in a state: of a role, or of the author of the scene.
    pub fn fresh_idea(&mut self, state: &str, by: Option<&str>) -> i64 {
        let campaign = self.open_campaign;
        let idea = self.idea("Fresh", state, "public", None, Some(campaign));
        if let Some(by) = by {
            let author = self.visitors[by].id.0;
            self.run(&format!("UPDATE ideas SET author_id = '{author}', state_before = 'open' WHERE id = '{idea}'"));
        }
        let photo = Uuid::now_v7();
        self.run(&format!(
            "INSERT INTO blobs (id, sha256, media_type, size_bytes, width, height, alt, owner_kind, owner_id, position, uploaded_at)
             VALUES ('{photo}', '', 'image/jpeg', 9, 1, 1, '', 'idea', '{idea}', 0, now())"
        ));
        self.parts.photo = photo;
        self.made
    }

    pub fn fresh_campaign(&mut self, state: &str) -> String {
        let slug = format!("fresh-{}", self.made + 1);
        self.campaign(&slug, state, "public", None);
        slug
    }

    /// A fresh room that the admin leads and R&D takes part in, with a note of R&D and a cluster. `state` is one of the
    /// room, or the step of its round.
    pub fn fresh_brainstorm(&mut self, state: &str) -> i64 {
        let room = self.brainstorm("Fresh", "public", None);
        let round = self.round_of(room);
        let (lead, member) = (self.visitors["admin"].id.0, self.visitors["rnd"].id.0);
        let writer = Uuid::now_v7();
        self.parts = Parts { note: Uuid::now_v7(), cluster: Uuid::now_v7(), ..Parts::default() };
        let Parts { note, cluster, .. } = self.parts;
        self.run(&format!(
            "INSERT INTO participants (id, brainstorm_id, person_id, role, colour, joined_at, seen_at) VALUES
                ('{}', '{room}', '{lead}', 'facilitator', 'sky', now(), now()), ('{writer}', '{room}', '{member}', 'participant', 'rose', now(), now());
             INSERT INTO clusters (id, brainstorm_id, round_id, title, position, created_at) VALUES ('{cluster}', '{room}', '{round}', 'Fresh', 1, now());
             INSERT INTO notes (id, brainstorm_id, round_id, participant_id, text, colour, held, created_at)
                VALUES ('{note}', '{room}', '{round}', '{writer}', 'Fresh', 'rose', false, now())",
            Uuid::now_v7()
        ));
        match state {
            "draft" | "lobby" | "closed" => self.run(&format!("UPDATE brainstorms SET state = '{state}' WHERE id = '{room}'")),
            "reveal" | "cluster" | "vote" | "results" => self.run(&format!("UPDATE rounds SET step = '{state}' WHERE id = '{round}'")),
            _ => {}
        }
        self.made
    }

    /// A fresh prototype with a hypothesis, a build, a test session and a gate.
    pub fn fresh_prototype(&mut self) -> i64 {
        let prototype = self.prototype("Fresh", "public", None, None);
        let (author, hypothesis) = (self.author, Uuid::now_v7());
        self.parts = Parts { hypothesis, ..Parts::default() };
        self.run(&format!(
            "INSERT INTO hypotheses VALUES ('{hypothesis}', '{prototype}', 0, 'It holds', 'a test', 'a number', 'high', 'open', now());
             INSERT INTO builds (id, prototype_id, number, title, built_at, built_by) VALUES (gen_random_uuid(), '{prototype}', 1, 'Fresh', now(), '{author}');
             INSERT INTO test_sessions (id, prototype_id, number, title, held_at, held_by) VALUES (gen_random_uuid(), '{prototype}', 1, 'Fresh', now(), '{author}');
             INSERT INTO gates (id, prototype_id, number, title) VALUES (gen_random_uuid(), '{prototype}', 1, 'Fresh')"
        ));
        self.made
    }

    /// A part of the room or prototype that was made last, by the list it stands in.
    pub fn fresh_part(&self, list: &str) -> Option<String> {
        let id = match list {
            "notes" => self.parts.note,
            "clusters" => self.parts.cluster,
            "photos" => self.parts.photo,
            "hypotheses" => self.parts.hypothesis,
            _ => return None,
        };
        Some(id.to_string())
    }
}
