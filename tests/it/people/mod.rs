//! People: signing in, accounts, administration, directory, API.
mod account;
mod administration;
mod api;
mod demo;
mod directory;
mod preferences;
mod sign_in;
mod sign_in_pages;
