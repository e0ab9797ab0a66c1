//! One binary for all integration tests: links once, runs in parallel.
#![expect(clippy::unwrap_used, reason = "a test that cannot set up should stop right there")]
#![expect(clippy::expect_used, reason = "the same, with a word about what is missing")]
#![expect(clippy::too_many_lines, reason = "a journey reads better in one piece")]
#![expect(clippy::disallowed_methods, reason = "tests read their server from the environment and set scenes directly")]
mod api;
mod api_items;
mod architecture;
mod audit;
mod brainstorms;
mod campaigns;
mod cookies;
mod corrections;
mod demo;
mod discussion;
mod doctor;
mod durability;
mod endpoints;
mod evaluation;
mod evaluation_keys;
mod export;
mod faults;
mod finding;
mod foundation;
mod hardening;
mod house_rules;
mod idea_changes;
mod ideas;
mod import_ideas;
mod import_polis;
mod leaks;
mod lineage;
mod load;
mod log_hygiene;
mod lost_forms;
mod migrations;
mod notifications;
mod people;
mod permissions;
mod promises;
mod prototypes;
mod ranks;
mod recent_actions;
mod restore;
mod rooms;
mod size;
mod suffixes;
mod support;
mod voting;
mod words;
mod workers;
