//! How a room says no.
#![expect(missing_docs, reason = "the code says it, and its sentence stands in the Fluent files")]
use crate::kernel::Refusal;

pub const NOT_DRAFT: Refusal = Refusal::new("room-not-draft");
pub const NOT_LOBBY: Refusal = Refusal::new("room-not-lobby");
pub const NOT_RUNNING: Refusal = Refusal::new("room-not-running");
pub const NOT_OPEN: Refusal = Refusal::new("room-not-open");
pub const NOT_REOPENED: Refusal = Refusal::new("room-not-reopened");
pub const NOT_EDITABLE: Refusal = Refusal::new("room-not-editable");
pub const STEP_LAST: Refusal = Refusal::new("step-last");
pub const STEP_FIRST: Refusal = Refusal::new("step-first");
pub const STEP_MOVED: Refusal = Refusal::new("step-moved");
pub const CLOCK_PAUSED: Refusal = Refusal::new("clock-paused");
pub const CLOCK_RUNS: Refusal = Refusal::new("clock-runs");
pub const CLOCK_NONE: Refusal = Refusal::new("clock-none");
pub const CLOCK_TOO_LONG: Refusal = Refusal::new("clock-too-long");
pub const NOT_WRITING: Refusal = Refusal::new("note-not-writing");
pub const NOTE_EMPTY: Refusal = Refusal::of("text", "note-empty");
pub const NOTE_LONG: Refusal = Refusal::of("text", "note-long");
pub const NOTE_TAKEN: Refusal = Refusal::new("note-taken");
pub const NOTES_MANY: Refusal = Refusal::new("notes-many");
pub const WALL_FULL: Refusal = Refusal::new("wall-full");
pub const NOT_CLUSTERING: Refusal = Refusal::new("cluster-not-now");
pub const CLUSTERS_MANY: Refusal = Refusal::new("clusters-many");
pub const CLUSTER_NOT_EMPTY: Refusal = Refusal::new("cluster-not-empty");
pub const NOT_VOTING: Refusal = Refusal::new("dots-not-now");
pub const DOTS_OVER_BUDGET: Refusal = Refusal::of("dots", "dots-over-budget");
pub const DOTS_OVER_CAP: Refusal = Refusal::of("dots", "dots-over-cap");
pub const CODE_FORMAT: Refusal = Refusal::of("code", "code-format");
pub const CODE_UNKNOWN: Refusal = Refusal::of("code", "code-unknown");
pub const GUESTS_NOT_ALLOWED: Refusal = Refusal::new("guests-not-allowed");
pub const ROOM_FULL: Refusal = Refusal::new("room-full");
pub const CO_FACILITATOR_GUEST: Refusal = Refusal::new("co-facilitator-guest");
pub const NAMES_STAY_HIDDEN: Refusal = Refusal::new("names-stay-hidden");
pub const PROMOTED_ALREADY: Refusal = Refusal::new("promoted-already");
pub const NOT_RESULTS: Refusal = Refusal::new("promote-not-now");
pub const CAMPAIGN_STOPPED: Refusal = Refusal::new("promote-campaign-stopped");
