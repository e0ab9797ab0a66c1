//! An organisation with everything in it once: what everybody may see, and a canary in every place
//! that somebody may not. Written straight into the tables, so that it stands on no domain's code.
mod fresh;

use super::{TestApp, Visitor};
use diesel::{connection::SimpleConnection, prelude::*};
use proofbench::{
    kernel::{Readers, Role},
    platform::config::Settings,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Who visits, in the order of the tables of the tests. `anonymous` has no account.
pub const ROLES: &[(&str, Option<Role>)] = &[
    ("anonymous", None),
    ("customer", Some(Role::Customer)),
    ("partner", Some(Role::Partner)),
    ("contributor", Some(Role::Contributor)),
    ("rnd", Some(Role::Rnd)),
    ("moderator", Some(Role::Moderator)),
    ("gatekeeper", Some(Role::Gatekeeper)),
    ("executive", Some(Role::Executive)),
    ("compliance", Some(Role::Compliance)),
    ("admin", Some(Role::Admin)),
];

const NOBODY: &[&str] = &[];
const STAFF: &[&str] = &["contributor", "rnd", "moderator", "gatekeeper", "executive", "compliance", "admin"];
const KEEPERS: &[&str] = &["moderator", "admin"];
const EVERY_SPACE: &[&str] = &["moderator", "compliance", "admin"];

/// A word that stands in one hidden place, and the roles that may come across it.
pub struct Canary {
    pub word: &'static str,
    pub may: &'static [&'static str],
}

/// What hides where.
pub const CANARIES: &[Canary] = &[
    Canary { word: "zqdraftcampaign", may: KEEPERS },
    Canary { word: "zqinternalcampaign", may: STAFF },
    Canary { word: "zqspacecampaign", may: EVERY_SPACE },
    Canary { word: "zqinternalidea", may: STAFF },
    Canary { word: "zqspaceidea", may: EVERY_SPACE },
    Canary { word: "zqnamedidea", may: NOBODY },
    Canary { word: "zqpendingidea", may: KEEPERS },
    Canary { word: "zqofftopicidea", may: KEEPERS },
    Canary { word: "zqbinnedidea", may: KEEPERS },
    Canary { word: "zqdraftidea", may: NOBODY },
    Canary { word: "zqwithdrawnidea", may: NOBODY },
    Canary { word: "zqoldversion", may: STAFF },
    Canary { word: "zqhiddentag", may: STAFF },
    Canary { word: "zqstaffnote", may: STAFF },
    Canary { word: "zqcommentinside", may: STAFF },
    Canary { word: "zqdeletedcomment", may: KEEPERS },
    Canary { word: "zqanswerinside", may: STAFF },
    Canary { word: "zqreasoninside", may: STAFF },
    Canary { word: "zqinternalroom", may: STAFF },
    Canary { word: "zqspaceroom", may: EVERY_SPACE },
    Canary { word: "zqnotewhilewriting", may: NOBODY },
    Canary { word: "zqheldnote", may: NOBODY },
    Canary { word: "zqremovednote", may: NOBODY },
    Canary { word: "zqsnapshot", may: NOBODY },
    Canary { word: "zqinternalprototype", may: STAFF },
    Canary { word: "zqspaceprototype", may: EVERY_SPACE },
    Canary { word: "zqwithdrawnprototype", may: NOBODY },
    Canary { word: "zqhypothesisinside", may: STAFF },
    Canary { word: "zqsomebodysdraft", may: NOBODY },
    Canary { word: "zqsecretmail", may: &["admin"] },
    Canary { word: "zqpasswordhash", may: NOBODY },
    Canary { word: "zqtokenname", may: NOBODY },
    Canary { word: "zqspacename", may: EVERY_SPACE },
    Canary { word: "zqdoersverb", may: NOBODY },
    Canary { word: "zqaccountsverb", may: NOBODY },
    Canary { word: "zqstaffsverb", may: STAFF },
];

/// A vote count that nobody may know before voting ends; written with and without separators.
pub const HIDDEN_COUNT: i32 = 73_917;

/// The organisation.
pub struct Scene {
    pub app: TestApp,
    /// By the name of the role.
    pub visitors: BTreeMap<&'static str, Visitor>,
    /// Bearer tokens with every scope.
    pub tokens: BTreeMap<&'static str, String>,
    author: Uuid,
    author_handle: String,
    open_campaign: Uuid,
    running_room: Uuid,
    made: i64,
    /// Parts of the freshest room and prototype.
    parts: fresh::Parts,
}

impl Scene {
    pub async fn set() -> Self {
        Self::set_with(|_| {}).await
    }

    /// With settings of the test's own.
    pub async fn set_with(change: impl FnOnce(&mut Settings)) -> Self {
        let mut app = TestApp::start_with(change).await;
        let mut visitors = BTreeMap::new();
        let mut tokens = BTreeMap::new();
        for (name, role) in ROLES {
            match role {
                None => visitors.insert(*name, app.visitor()),
                Some(role) => {
                    let visitor = app.sign_in(&format!("Visitor {name}"), &[*role]);
                    tokens.insert(*name, token(&mut app, visitor.id.0));
                    visitors.insert(*name, visitor)
                }
            };
        }
        let author = app.sign_in("Author Hidden", &[Role::Customer]).id.0;
        let author_handle = "author-of-the-scene".to_owned();
        app.conn
            .batch_execute(&format!(
                "UPDATE people SET handle = '{author_handle}', email = 'zqsecretmail@example.com', password_hash = 'zqpasswordhash', listed = true WHERE id = '{author}';
                 INSERT INTO drafts VALUES ('{author}', 'idea-new', '{{\"body\": \"zqsomebodysdraft\"}}', now());
                 INSERT INTO api_tokens (id, person_id, name, token_hash, hint, scopes, created_at, expires_at) VALUES (gen_random_uuid(), '{author}', 'zqtokenname', '\\x00', 'pb_x', '{{read}}', now(), now() + interval '1 day')"
            ))
            .unwrap();
        let mut scene = Self {
            app,
            visitors,
            tokens,
            author,
            author_handle,
            open_campaign: Uuid::nil(),
            running_room: Uuid::nil(),
            made: 1000,
            parts: fresh::Parts::default(),
        };
        scene.fill();
        scene
    }

    fn fill(&mut self) {
        let space = Uuid::now_v7();
        self.run(&format!(
            "INSERT INTO spaces (id, slug, name, kind, created_at) VALUES ('{space}', 'zqspacename', 'zqspacename', 'customer', now())"
        ));
        self.open_campaign = self.campaign("open-question", "open", "public", None);
        let rnd = self.visitors["rnd"].id.0;
        self.run(&format!("INSERT INTO campaign_reviewers VALUES ('{}', '{rnd}')", self.open_campaign));
        self.campaign("zqdraftcampaign", "draft", "public", None);
        let inside = self.campaign("zqinternalcampaign", "open", "internal", None);
        self.campaign("zqspacecampaign", "open", "space", Some(space));
        let counting = self.campaign("counting-later", "vote", "public", None);
        self.run(&format!("UPDATE campaigns SET counts = 'after_end' WHERE id = '{counting}'"));

        let shown = self.idea("An idea for everybody", "open", "public", None, Some(self.open_campaign));
        let counted = self.idea("Counted at the end", "open", "public", None, Some(counting));
        self.run(&format!("UPDATE ideas SET vote_count = {HIDDEN_COUNT} WHERE id = '{counted}'"));
        let hidden = self.idea("zqinternalidea", "open", "internal", None, Some(inside));
        self.idea("zqspaceidea", "open", "space", Some(space), None);
        self.idea("zqnamedidea", "open", "people", None, None);
        for (title, state) in [
            ("zqpendingidea", "pending"),
            ("zqofftopicidea", "off_topic"),
            ("zqbinnedidea", "binned"),
            ("zqdraftidea", "draft"),
            ("zqwithdrawnidea", "withdrawn"),
        ] {
            self.idea(title, state, "public", None, Some(self.open_campaign));
        }
        let author = self.author;
        self.run(&format!(
            "INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at) VALUES ('{hidden}', 2, 'zqoldversion', 'zqoldversion', '{author}', now());
             INSERT INTO idea_tags VALUES ('{hidden}', 'zqhiddentag'), ('{shown}', 'tapes');
             INSERT INTO official_answers (id, idea_id, author_id, text, answered_at) VALUES (gen_random_uuid(), '{hidden}', '{author}', 'zqanswerinside', now());
             INSERT INTO idea_moves (id, idea_id, from_state, to_state, reason, moved_by, moved_at) VALUES (gen_random_uuid(), '{hidden}', 'open', 'open', 'zqreasoninside', '{author}', now());
             INSERT INTO comments (id, idea_id, author_id, text, staff_only, created_at, deleted_at) VALUES
                (gen_random_uuid(), '{shown}', '{author}', 'A comment for everybody', false, now(), NULL),
                (gen_random_uuid(), '{shown}', '{author}', 'zqstaffnote', true, now(), NULL),
                (gen_random_uuid(), '{shown}', '{author}', 'zqdeletedcomment', false, now(), now()),
                (gen_random_uuid(), '{hidden}', '{author}', 'zqcommentinside', false, now(), NULL);
             UPDATE ideas SET comment_count = 1 WHERE id IN ('{shown}', '{hidden}')"
        ));
        self.rooms(space);
        self.prototypes(space, shown, hidden);
        self.spine(shown, hidden);
        self.verbs(shown);
    }

    fn rooms(&mut self, space: Uuid) {
        self.running_room = self.brainstorm("A room for everybody", "public", None);
        self.brainstorm("zqinternalroom", "internal", None);
        self.brainstorm("zqspaceroom", "space", Some(space));
        let (room, author) = (self.running_room, self.author);
        let writer = Uuid::now_v7();
        let round = format!("{}", self.round_of(room));
        self.run(&format!(
            "INSERT INTO participants (id, brainstorm_id, person_id, role, colour, joined_at, seen_at) VALUES ('{writer}', '{room}', '{author}', 'facilitator', 'sky', now(), now());
             INSERT INTO round_snapshots VALUES (gen_random_uuid(), '{round}', 'write', now(), '{{\"notes\": [{{\"text\": \"zqsnapshot\"}}]}}');
             INSERT INTO notes (id, brainstorm_id, round_id, participant_id, text, colour, held, created_at, removed_at) VALUES
                (gen_random_uuid(), '{room}', '{round}', '{writer}', 'zqnotewhilewriting', 'sky', false, now(), NULL),
                (gen_random_uuid(), '{room}', '{round}', '{writer}', 'zqheldnote', 'sky', true, now(), NULL),
                (gen_random_uuid(), '{room}', '{round}', '{writer}', 'zqremovednote', 'sky', false, now(), now())"
        ));
    }

    fn prototypes(&mut self, space: Uuid, shown: Uuid, hidden: Uuid) {
        self.prototype("A prototype for everybody", "public", None, Some(shown));
        let inside = self.prototype("zqinternalprototype", "internal", None, Some(hidden));
        self.prototype("zqspaceprototype", "space", Some(space), None);
        let gone = self.prototype("zqwithdrawnprototype", "public", None, None);
        self.run(&format!(
            "UPDATE prototypes SET withdrawn_at = now() WHERE id = '{gone}';
             INSERT INTO hypotheses VALUES (gen_random_uuid(), '{inside}', 0, 'zqhypothesisinside', 'a test', 'a number', 'high', 'open', now())"
        ));
    }

    /// What a public item's activity and lineage must not tell of hidden ones.
    fn spine(&mut self, shown: Uuid, hidden: Uuid) {
        let author = self.author;
        self.run(&format!(
            "INSERT INTO idea_merges (id, duplicate_id, kept_id, merged_by, merged_at) VALUES (gen_random_uuid(), '{hidden}', '{shown}', '{author}', now());
             INSERT INTO lineage_edges (id, from_kind, from_id, relation, to_kind, to_id, made_by, made_at) VALUES (gen_random_uuid(), 'idea', '{hidden}', 'merged_into', 'idea', '{shown}', '{author}', now());
             INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, payload) VALUES
                (gen_random_uuid(), now(), 'person', '{author}', 'idea.submit', 'idea.submitted', 'idea', '{shown}', '{shown}', 'public', '{{\"idea\": \"{shown}\", \"campaign\": null, \"source\": \"customer\"}}'),
                (gen_random_uuid(), now(), 'person', '{author}', 'idea.merge', 'idea.duplicate-taken', 'idea', '{shown}', '{shown}', 'public', '{{\"idea\": \"{shown}\", \"duplicate\": \"{hidden}\"}}'),
                (gen_random_uuid(), now(), 'person', '{author}', 'idea.submit', 'idea.submitted', 'idea', '{hidden}', '{hidden}', 'internal', '{{\"idea\": \"{hidden}\", \"campaign\": null, \"source\": \"customer\"}}')"
        ));
    }

    /// One event of every verb that not everybody reads, of an item that everybody sees.
    fn verbs(&mut self, shown: Uuid) {
        let author = self.author;
        for (readers, word) in [(Readers::Doer, "zqdoersverb"), (Readers::Account, "zqaccountsverb"), (Readers::Staff, "zqstaffsverb")] {
            for verb in readers.verbs() {
                self.run(&format!(
                    "INSERT INTO events (id, occurred_at, actor_kind, actor_id, permission, verb, stream_kind, stream_id, subject_id, audience, payload)
                     VALUES (gen_random_uuid(), now(), 'person', '{author}', 'test', '{verb}', 'idea', '{shown}', '{shown}', 'public', '{{\"word\": \"{word} {verb}\"}}')"
                ));
            }
        }
    }

    fn run(&mut self, statements: &str) {
        self.app.conn.batch_execute(statements).unwrap_or_else(|error| panic!("{error}\n{statements}"));
    }

    fn round_of(&mut self, room: Uuid) -> Uuid {
        use proofbench::schema::rounds;
        rounds::table
            .filter(rounds::brainstorm_id.eq(proofbench::kernel::BrainstormId(room)))
            .select(rounds::id)
            .first::<proofbench::kernel::RoundId>(&mut self.app.conn)
            .unwrap()
            .0
    }

    /// Whether everybody can still visit and everything is still there: a probe may have taken the demo away.
    pub fn is_whole(&mut self) -> bool {
        use proofbench::schema::{campaigns, people, role_grants, sessions};
        let active: i64 = people::table
            .filter(people::deactivated_at.is_null())
            .filter(people::erased_at.is_null())
            .count()
            .get_result(&mut self.app.conn)
            .unwrap();
        let signed_in: i64 = sessions::table.count().get_result(&mut self.app.conn).unwrap();
        let roles: i64 = role_grants::table.count().get_result(&mut self.app.conn).unwrap();
        let campaign: i64 =
            campaigns::table.find(proofbench::kernel::CampaignId(self.open_campaign)).count().get_result(&mut self.app.conn).unwrap();
        let persons = i64::try_from(ROLES.len()).unwrap();
        active >= persons && signed_in >= persons && roles >= persons && campaign == 1
    }

    fn number(&mut self) -> i64 {
        self.made += 1;
        self.made
    }

    fn campaign(&mut self, slug: &str, state: &str, audience: &str, space: Option<Uuid>) -> Uuid {
        let (id, number, author) = (Uuid::now_v7(), self.number(), self.author);
        self.run(&format!(
            "INSERT INTO campaigns (id, number, slug, state, title, question, brief, audience, space_id, owner_id, terms, answer_by, counts, created_at, opened_at)
             VALUES ('{id}', {number}, '{slug}', '{state}', 'Campaign {slug}', 'Question {slug}?', 'Brief {slug}', '{audience}', {}, '{author}', 'Terms {slug}', now() + interval '30 days', 'always', now(), now());
             INSERT INTO campaign_phases VALUES (gen_random_uuid(), '{id}', 'collect', 0, now() - interval '1 day', now() + interval '9 days')",
            quoted(space)
        ));
        id
    }

    fn idea(&mut self, title: &str, state: &str, audience: &str, space: Option<Uuid>, campaign: Option<Uuid>) -> Uuid {
        let (id, number, author) = (Uuid::now_v7(), self.number(), self.author);
        let slug = proofbench::kernel::text::slug(title);
        self.run(&format!(
            "INSERT INTO ideas (id, number, slug, campaign_id, author_id, state, source, title, body, audience, space_id, answer_due_at, created_at, changed_at)
             VALUES ('{id}', {number}, '{slug}', {}, '{author}', '{state}', 'customer', '{title}', 'Body of {title}', '{audience}', {}, now() + interval '5 days', now(), now());
             INSERT INTO idea_versions (idea_id, version, title, body, editor_id, created_at) VALUES ('{id}', 1, '{title}', 'Body of {title}', '{author}', now())",
            quoted(campaign),
            quoted(space)
        ));
        id
    }

    fn brainstorm(&mut self, title: &str, audience: &str, space: Option<Uuid>) -> Uuid {
        let (id, number, author) = (Uuid::now_v7(), self.number(), self.author);
        let slug = proofbench::kernel::text::slug(title);
        self.run(&format!(
            "INSERT INTO brainstorms (id, number, slug, state, title, prompt, audience, space_id, facilitator_id, code, link, guests_allowed, created_at, opened_at)
             VALUES ('{id}', {number}, '{slug}', 'running', '{title}', 'Prompt {title}', '{audience}', {}, '{author}', '{number:06}', 'link-{number}', {}, now(), now())",
            quoted(space),
            audience == "public"
        ));
        let round = Uuid::now_v7();
        self.run(&format!(
            "INSERT INTO rounds (id, brainstorm_id, position, prompt, step, ends_at, started_at) VALUES ('{round}', '{id}', 0, 'Prompt {title}', 'write', now() + interval '1 hour', now())"
        ));
        id
    }

    fn prototype(&mut self, title: &str, audience: &str, space: Option<Uuid>, idea: Option<Uuid>) -> Uuid {
        let (id, number, author) = (Uuid::now_v7(), self.number(), self.author);
        let slug = proofbench::kernel::text::slug(title);
        self.run(&format!(
            "INSERT INTO prototypes (id, number, slug, idea_id, title, brief, stage, lead_id, audience, space_id, created_at, stage_since)
             VALUES ('{id}', {number}, '{slug}', {}, '{title}', 'Brief of {title}', 'building', '{author}', '{audience}', {}, now(), now())",
            quoted(idea),
            quoted(space)
        ));
        id
    }

    /// Paths to try for a route: its parameters filled with everything of their kind that the scene
    /// has. Empty when a parameter is of a kind that the scene does not know.
    pub fn paths(&mut self, route: &str) -> Vec<String> {
        let mut paths = vec![String::new()];
        let mut before = String::new();
        for segment in route.split('/').skip(1) {
            let values = if segment.contains('{') { self.values(&before, segment) } else { vec![segment.to_owned()] };
            paths = paths.iter().flat_map(|path| values.iter().map(move |value| format!("{path}/{value}"))).collect();
            segment.clone_into(&mut before);
        }
        paths
    }

    fn values(&mut self, before: &str, segment: &str) -> Vec<String> {
        let kind = segment.trim_matches(|c| matches!(c, '{' | '}'));
        let query = match (before, kind) {
            ("ideas" | "triage" | "moderation", _) => "SELECT number::text AS value FROM ideas ORDER BY 1",
            ("brainstorms", _) => "SELECT number::text AS value FROM brainstorms ORDER BY 1",
            ("prototypes", _) => "SELECT number::text AS value FROM prototypes ORDER BY 1",
            ("campaigns", _) => "SELECT slug AS value FROM campaigns ORDER BY 1",
            ("people", _) => "SELECT handle AS value FROM people ORDER BY 1 LIMIT 3",
            ("spaces", _) => "SELECT slug AS value FROM spaces ORDER BY 1",
            ("join", _) => "SELECT code AS value FROM brainstorms WHERE code IS NOT NULL ORDER BY 1",
            ("b", _) => "SELECT link AS value FROM brainstorms ORDER BY 1",
            ("comments", _) => "SELECT id::text AS value FROM comments UNION SELECT number::text FROM comments",
            ("notes", _) => "SELECT id::text AS value FROM notes",
            ("clusters", _) => "SELECT id::text AS value FROM clusters",
            ("rounds", _) => "SELECT id::text AS value FROM rounds",
            ("versions" | "history", _) => return vec!["1".to_owned(), "2".to_owned()],
            ("files", _) => "SELECT id::text AS value FROM blobs",
            ("tags", _) => "SELECT DISTINCT tag AS value FROM idea_tags",
            _ => return vec!["1".to_owned(), Uuid::nil().to_string()],
        };
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = diesel::sql_types::Text)]
            value: String,
        }
        diesel::sql_query(query).load::<Row>(&mut self.app.conn).unwrap().into_iter().map(|row| row.value).collect()
    }

    pub fn author_handle(&self) -> &str {
        &self.author_handle
    }
}

fn quoted(id: Option<Uuid>) -> String {
    id.map_or_else(|| "NULL".to_owned(), |id| format!("'{id}'"))
}

fn token(app: &mut TestApp, person: Uuid) -> String {
    let secret = proofbench::platform::secret::token();
    let hash: String = proofbench::platform::secret::hash(&secret).iter().map(|byte| format!("{byte:02x}")).collect();
    let scopes = proofbench::platform::web::ApiVisit::SCOPES.join(",");
    app.conn
        .batch_execute(&format!(
            "INSERT INTO api_tokens (id, person_id, name, token_hash, hint, scopes, created_at, expires_at)
             VALUES (gen_random_uuid(), '{person}', 'Test', '\\x{hash}', 'pb_', '{{{scopes}}}', now(), now() + interval '1 day')"
        ))
        .unwrap();
    secret
}
