//! The board as data: JSON, CSV and Atom, with the same filters and the same eyes.
use super::{
    board::{Asked, Filter, Found, seed},
    view::{Status, plain_opening},
};
use crate::domains::{ideas::store, people};
use crate::kernel::{PersonId, Viewer};
use crate::platform::{
    error::AppResult,
    web::{Limit, Queried, State, Visit},
};
use actix_web::{HttpResponse, http::header, web};
use serde::Serialize;
use std::collections::HashMap;

/// Rows of a feed.
const ROWS: i64 = 100;

/// One idea as data.
#[derive(Serialize)]
struct Entry {
    number: i64,
    url: String,
    title: String,
    opening: String,
    status: &'static str,
    source: &'static str,
    author: String,
    firm: String,
    campaign: Option<String>,
    /// Nothing while counts are hidden.
    votes: Option<i32>,
    comments: i32,
    created_at: String,
    changed_at: String,
}

struct Feed {
    entries: Vec<Entry>,
    next: Option<String>,
}

async fn read(state: &State, visit: &Visit, filter: &Filter) -> AppResult<Feed> {
    let asked = filter.understood(Limit::parse(None, ROWS)?);
    let (viewer, seed, base) = (visit.viewer.clone(), seed(state, visit), state.config.base_url().to_owned());
    state.db.read(move |conn| collect(conn, &asked, &viewer, seed, &base)).await
}

fn collect(conn: &mut diesel::PgConnection, asked: &Asked, viewer: &Viewer, seed: u64, base: &str) -> AppResult<Feed> {
    let found = asked.look(conn, viewer, seed)?;
    let authors: Vec<PersonId> = found.ideas.iter().map(|idea| idea.author_id).collect();
    let names = people::store::names(conn, &authors)?;
    Ok(Feed { entries: entries(&found, &names, base), next: found.next })
}

fn entries(found: &Found, names: &HashMap<PersonId, people::store::Name>, base: &str) -> Vec<Entry> {
    let entry = |(idea, row): (&store::Listed, &super::view::Row)| Entry {
        number: idea.number,
        url: format!("{base}{}", store::path(idea.number, &idea.slug)),
        title: idea.title.clone(),
        opening: plain_opening(&idea.opening, 400),
        status: idea.state.as_str(),
        source: idea.source.as_str(),
        author: names.get(&idea.author_id).map_or_else(String::new, |name| name.name.clone()),
        firm: names.get(&idea.author_id).map_or_else(String::new, |name| name.company.clone()),
        campaign: idea.campaign_slug.clone(),
        votes: row.votes(),
        comments: idea.comment_count,
        created_at: idea.created_at.to_rfc3339(),
        changed_at: idea.changed_at.to_rfc3339(),
    };
    found.ideas.iter().zip(&found.rows).map(entry).collect()
}

/// The board as JSON.
pub async fn json(state: web::Data<State>, visit: Visit, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    #[derive(Serialize)]
    struct Body {
        items: Vec<Entry>,
        next: Option<String>,
    }
    let feed = read(&state, &visit, &filter.0).await?;
    Ok(plain(HttpResponse::Ok(), &visit).json(Body { items: feed.entries, next: feed.next }))
}

/// The board as CSV (RFC 4180). A cell that a spreadsheet would take for a formula starts with an apostrophe.
pub async fn csv(state: web::Data<State>, visit: Visit, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    let feed = read(&state, &visit, &filter.0).await?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "number",
        "title",
        "status",
        "source",
        "author",
        "firm",
        "campaign",
        "votes",
        "comments",
        "created_at",
        "changed_at",
        "url",
        "opening",
    ];
    writer.write_record(head).map_err(anyhow::Error::from)?;
    for entry in feed.entries {
        let cells = [
            entry.number.to_string(),
            cell(entry.title),
            entry.status.to_owned(),
            entry.source.to_owned(),
            cell(entry.author),
            cell(entry.firm),
            cell(entry.campaign.unwrap_or_default()),
            entry.votes.map_or_else(String::new, |votes| votes.to_string()),
            entry.comments.to_string(),
            entry.created_at,
            entry.changed_at,
            entry.url,
            cell(entry.opening),
        ];
        writer.write_record(cells).map_err(anyhow::Error::from)?;
    }
    let body = writer.into_inner().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(plain(HttpResponse::Ok(), &visit)
        .content_type("text/csv; charset=utf-8")
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"ideas.csv\""))
        .body(body))
}

fn cell(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

/// The board as an Atom feed (RFC 4287).
pub async fn atom(state: web::Data<State>, visit: Visit, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    let feed = read(&state, &visit, &filter.0).await?;
    let lang = visit.preferences.lang;
    let base = state.config.base_url();
    let updated = feed.entries.iter().map(|entry| entry.changed_at.clone()).max().unwrap_or_else(|| visit.now.to_rfc3339());
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
         <id>{base}/ideas</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}/ideas\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<updated>{updated}</updated>\n",
        lang.tag(),
        xml_text(&format!("{} · {}", state.words.plain(lang, "ideas-title"), state.org_name())),
        xml_text(&format!("{base}{}", visit.here)),
    );
    for entry in feed.entries {
        let status = crate::kernel::IdeaState::parse(entry.status).map_or_else(String::new, |state| Status::of(state).key);
        xml.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{base}/ideas/{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n<category term=\"{}\" label=\"{}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            xml_text(&entry.title),
            entry.number,
            xml_text(&entry.url),
            entry.created_at,
            entry.changed_at,
            xml_text(&entry.author),
            entry.status,
            xml_text(&state.words.plain(lang, &status)),
            xml_text(&entry.opening),
        ));
    }
    xml.push_str("</feed>\n");
    Ok(plain(HttpResponse::Ok(), &visit).content_type("application/atom+xml; charset=utf-8").body(xml))
}

/// Text for XML 1.0: escaped, without the control characters it cannot hold.
fn xml_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

fn plain(mut answer: actix_web::HttpResponseBuilder, visit: &Visit) -> actix_web::HttpResponseBuilder {
    let caching = if visit.viewer.person().is_some() { "no-store" } else { "private, no-cache" };
    answer.insert_header((header::CACHE_CONTROL, caching));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_in_a_spreadsheet() {
        assert_eq!(cell("=HYPERLINK(\"x\")".to_owned()), "'=HYPERLINK(\"x\")");
        assert_eq!(cell("Tape".to_owned()), "Tape");
    }
}
