//! States and kinds, each the twin of an enum type in Postgres.
use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, IsNull, Output, ToSql},
};
use std::io::Write;

/// The SQL side of each enum, under the name that `schema.rs` uses.
pub mod sql_types {
    #![expect(missing_docs, reason = "each is the SQL name of the enum of the same name in the kernel")]
    /// Full-text search vector; read and written by the database only.
    #[derive(diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
    #[diesel(postgres_type(name = "tsvector"))]
    pub struct Tsvector;
    macro_rules! sql_types { ($($name:ident = $pg:literal),+ $(,)?) => {$(
        #[derive(diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
        #[diesel(postgres_type(name = $pg))]
        pub struct $name;
    )+}}
    sql_types!(
        Audience = "audience",
        ItemKind = "item_kind",
        ActorKind = "actor_kind",
        SpaceKind = "space_kind",
        Role = "role",
        TagSource = "tag_source",
        Theme = "theme",
        Density = "density",
        CampaignState = "campaign_state",
        PhaseKind = "phase_kind",
        CountsShown = "counts_shown",
        Hatch = "hatch",
        FieldKind = "field_kind",
        BrainstormState = "brainstorm_state",
        RoundStep = "round_step",
        ParticipantRole = "participant_role",
        NoteColour = "note_colour",
        IdeaState = "idea_state",
        IdeaSource = "idea_source",
        LedgerEntry = "ledger_entry",
        Stance = "stance",
        TriageStep = "triage_step",
        PrototypeStage = "prototype_stage",
        HypothesisState = "hypothesis_state",
        TestOutcome = "test_outcome",
        GateState = "gate_state",
        GateDecision = "gate_decision",
        Relation = "relation",
    );
}

/// What an enum says of itself, and of those of its words that need one.
fn described(about: &[&str], words: &[(&str, &[&str])]) -> String {
    let said = |lines: &[&str]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    let explained = words.iter().filter(|(_, lines)| !lines.is_empty()).map(|(word, lines)| format!("- `{word}`: {}", said(lines)));
    let explained: Vec<String> = explained.collect();
    if explained.is_empty() { said(about) } else { format!("{}\n\n{}", said(about), explained.join("\n")) }
}

macro_rules! pg_enums { ($($(#[doc = $doc:literal])+ $(#[expect($($lint:tt)+)])? $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident = $text:literal),+ $(,)? })+) => {$(
    $(#[doc = $doc])+
    $(#[expect($($lint)+)])?
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow, serde::Serialize, serde::Deserialize)]
    #[diesel(sql_type = sql_types::$name)]
    pub enum $name { $($(#[doc = $vdoc])* #[serde(rename = $text)] $variant),+ }
    impl $name {
        /// Every value, in the order of the life cycle.
        pub const ALL: &'static [Self] = &[$(Self::$variant),+];
        /// The word used in the database, the API and URLs.
        pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $text),+ } }
        /// The value of a word; `None` when there is no such word.
        pub fn parse(text: &str) -> Option<Self> { match text { $($text => Some(Self::$variant),)+ _ => None } }
    }
    // Written out, because the derive does not see the words that a macro hands to `rename`.
    impl utoipa::PartialSchema for $name {
        fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
            let words = Self::ALL.iter().map(|value| value.as_str());
            let about = described(&[$($doc),+], &[$(($text, &[$($vdoc),*])),+]);
            let kind = utoipa::openapi::schema::Type::String;
            utoipa::openapi::ObjectBuilder::new().schema_type(kind).description(Some(about)).enum_values(Some(words)).into()
        }
    }
    impl utoipa::ToSchema for $name {
        fn name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
    }
    impl ToSql<sql_types::$name, Pg> for $name {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
            out.write_all(self.as_str().as_bytes())?;
            Ok(IsNull::No)
        }
    }
    impl FromSql<sql_types::$name, Pg> for $name {
        fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
            let text = std::str::from_utf8(bytes.as_bytes())?;
            Self::parse(text).ok_or_else(|| format!("unknown {} {text:?}", stringify!($name)).into())
        }
    }
    impl std::fmt::Display for $name {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
    }
)+}}

pg_enums! {
    /// Who may see an item.
    Audience {
        /// Everybody, signed in or not.
        Public = "public",
        /// Everybody with an account.
        SignedIn = "signed_in",
        /// The organisation's own people.
        Internal = "internal",
        /// The members of one space.
        Space = "space",
        /// The people named.
        People = "people",
    }
    /// What kind of thing an id belongs to.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    ItemKind { Campaign = "campaign", Idea = "idea", Comment = "comment", Brainstorm = "brainstorm", Note = "note", Cluster = "cluster", Prototype = "prototype", Gate = "gate", Person = "person", Space = "space", Signal = "signal", Document = "document", Ask = "ask", Instance = "instance" }
    /// Who did something.
    ActorKind {
        /// Somebody with an account.
        Person = "person",
        /// A participant of a room without an account.
        Guest = "guest",
        /// The program itself: scheduler, import, demo.
        System = "system",
    }
    /// What a space stands for.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    SpaceKind { Internal = "internal", Partner = "partner", Customer = "customer" }
    /// What a person may do, everywhere or in one campaign.
    Role {
        /// External: submits, votes, comments.
        Customer = "customer",
        /// External with a shared space.
        Partner = "partner",
        /// Sales and marketing: leaves tips.
        Contributor = "contributor",
        /// Research and development: triages, scores, builds.
        Rnd = "rnd",
        /// Runs campaigns and brainstorms, keeps order.
        Moderator = "moderator",
        /// Decides at gates.
        Gatekeeper = "gatekeeper",
        /// Reads everything internal.
        Executive = "executive",
        /// Audit, retention, holds.
        Compliance = "compliance",
        /// Installs and configures.
        Admin = "admin",
    }
    /// Where an expertise tag came from.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    TagSource { Hr = "hr", Own = "self", Endorsed = "endorsed" }
    /// Colour scheme a person chose.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    Theme { Auto = "auto", Light = "light", Dark = "dark" }
    /// How tightly lists are set.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    Density { Comfortable = "comfortable", Compact = "compact" }
    /// Life cycle of a campaign; between `scheduled` and `closed` it is the running phase.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    CampaignState { Draft = "draft", Scheduled = "scheduled", Open = "open", Discuss = "discuss", Vote = "vote", Review = "review", Decide = "decide", Closed = "closed", Archived = "archived" }
    /// A dated phase of a campaign.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    PhaseKind { Collect = "collect", Discuss = "discuss", Vote = "vote", Review = "review", Decide = "decide" }
    /// When vote counts can be seen.
    CountsShown {
        /// By everybody, at once.
        Always = "always",
        /// By those who voted on the idea, and by all once voting ends.
        AfterVote = "after_vote",
        /// By nobody until voting ends.
        AfterEnd = "after_end",
    }
    /// A campaign's section hatch, so that categories never depend on colour.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    Hatch { Adhesive = "adhesive", Film = "film", Foam = "foam", Metal = "metal", Ceramic = "ceramic", Composite = "composite" }
    /// Kind of an extra field on a campaign's idea form.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    FieldKind { Text = "text", LongText = "long_text", Choice = "choice", Number = "number" }
    /// Life cycle of a brainstorm.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    BrainstormState { Draft = "draft", Lobby = "lobby", Running = "running", Closed = "closed" }
    /// A step within a round.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    RoundStep { Brief = "brief", Write = "write", Rotate = "rotate", Reveal = "reveal", Cluster = "cluster", Vote = "vote", Discuss = "discuss", Results = "results" }
    /// What somebody is in a room.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    ParticipantRole { Facilitator = "facilitator", CoFacilitator = "co_facilitator", Participant = "participant" }
    /// Paper of a note.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    NoteColour { Lime = "lime", Sky = "sky", Rose = "rose", Sand = "sand", Lilac = "lilac", Mint = "mint" }
    /// Life cycle of an idea.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    IdeaState { Draft = "draft", Submitted = "submitted", Pending = "pending", Open = "open", InReview = "in_review", Shortlisted = "shortlisted", InPrototype = "in_prototype", Shipped = "shipped", Clarification = "clarification", Parked = "parked", Declined = "declined", Merged = "merged", OffTopic = "off_topic", Withdrawn = "withdrawn", Binned = "binned" }
    /// How an idea came in.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    IdeaSource { Customer = "customer", SalesTip = "sales_tip", Signal = "signal", Brainstorm = "brainstorm", Staff = "staff", Import = "import" }
    /// A line of the vote ledger.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    LedgerEntry { Cast = "cast", Withdraw = "withdraw", Adjust = "adjust" }
    /// Where a person stands on a statement.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    Stance { Agree = "agree", Disagree = "disagree", Pass = "pass" }
    /// What was decided in the triage inbox.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    TriageStep { Accept = "accept", Duplicate = "duplicate", Decline = "decline", Snooze = "snooze", Ask = "ask", Shortlist = "shortlist", Park = "park", Reopen = "reopen" }
    /// Life cycle of a prototype.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    PrototypeStage { Framed = "framed", Building = "building", BenchTest = "bench_test", WithCustomers = "with_customers", Gate = "gate", Graduated = "graduated", Stopped = "stopped", OnHold = "on_hold" }
    /// What the tests say of a hypothesis.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    HypothesisState { Open = "open", Supported = "supported", Refuted = "refuted" }
    /// How a test session ended.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    TestOutcome { Passed = "passed", Failed = "failed", Inconclusive = "inconclusive" }
    /// Life cycle of a gate.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    GateState { Planned = "planned", AtGate = "at_gate", Decided = "decided" }
    /// What gatekeepers decided.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    GateDecision { Go = "go", Recycle = "recycle", Hold = "hold", Stop = "stop" }
    /// How one item came from another.
    #[expect(missing_docs, reason = "the words are the terms of the product")]
    Relation { WrittenIn = "written_in", PromotedTo = "promoted_to", MergedInto = "merged_into", GraduatedTo = "graduated_to", DecidedBy = "decided_by", AskedIn = "asked_in", ImportedInto = "imported_into" }
}

impl CampaignState {
    /// Running: between opening and closing.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Open | Self::Discuss | Self::Vote | Self::Review | Self::Decide)
    }
}

impl Role {
    /// The organisation's own people; customers and partners are outside.
    pub const fn is_staff(self) -> bool {
        !matches!(self, Self::Customer | Self::Partner)
    }
}
