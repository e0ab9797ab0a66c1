//! Machinery without business meaning: database, events, live updates, mail, files, pages.
pub mod assets;
pub mod batch;
pub mod config;
pub mod db;
pub mod embedded_postgres;
pub mod error;
pub mod files;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod markdown;
pub mod render;
pub mod secret;
pub mod spine;
pub mod telemetry;
pub mod web;
pub mod words;
