//! Ideas: who sees which, writing them, board, search, life cycle, API.
mod api;
mod board;
mod life_cycle;
mod search;
mod seen;
mod writing;

use reqwest::Response;

pub fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}
