//! The board as data: JSON, CSV and Atom, with the same filters and the same eyes. JSON and Atom come in pages, CSV whole.
use super::{
    board::{Filter, seed},
    view::Status,
};
use crate::domains::ideas::api::{self, IdeaEntry};
use crate::kernel::text;
use crate::platform::{
    csv_out,
    error::AppResult,
    web::{ApiPage, Limit, Queried, State, Visit, next_address},
};
use actix_web::{HttpRequest, HttpResponse, http::header, web};

async fn read(state: &State, visit: &Visit, filter: &Filter) -> AppResult<(Vec<IdeaEntry>, Option<String>)> {
    api::page(state, &visit.viewer, seed(state, visit), filter, Limit::parse(None, Limit::MOST)?).await
}

/// The board as JSON, as the API's list has it.
pub async fn json(state: web::Data<State>, visit: Visit, request: HttpRequest, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    let (items, next) = read(&state, &visit, &filter.0).await?;
    Ok(ApiPage { items, next }.answer(&state, &request))
}

const COLUMNS: &[csv_out::Column] = &[
    ("number", "/number"),
    ("path", "/path"),
    ("title", "/title"),
    ("state", "/state"),
    ("source", "/source"),
    ("author", "/author/name"),
    ("company", "/author/company"),
    ("campaign", "/campaign"),
    ("votes", "/votes"),
    ("comments", "/comments"),
    ("created_at", "/created_at"),
    ("changed_at", "/changed_at"),
    ("opening", "/opening"),
];

/// The whole board as CSV.
pub async fn csv(state: web::Data<State>, visit: Visit, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    csv_out::stream("ideas", COLUMNS, move |after| {
        let (state, visit, filter) = (state.clone(), visit.clone(), Filter { after, ..filter.0.clone() });
        async move { read(&state, &visit, &filter).await }
    })
    .await
}

/// The board as an Atom feed (RFC 4287).
pub async fn atom(state: web::Data<State>, visit: Visit, request: HttpRequest, filter: Queried<Filter>) -> AppResult<HttpResponse> {
    let (entries, next) = read(&state, &visit, &filter.0).await?;
    let next = next.map(|next| next_address(&state, &request, &next));
    let lang = visit.preferences.lang;
    let base = state.config.base_url();
    let updated = entries.iter().map(|entry| entry.changed_at).max().unwrap_or(visit.now).to_rfc3339();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n\
         <id>{base}/ideas</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{base}/ideas\"/>\n\
         <link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n<updated>{updated}</updated>\n",
        lang.tag(),
        xml_text(&format!("{} · {}", state.words.plain(lang, "ideas-title"), state.org_name())),
        xml_text(&format!("{base}{}", visit.here)),
    );
    if let Some(next) = &next {
        xml.push_str(&format!("<link rel=\"next\" type=\"application/atom+xml\" href=\"{}\"/>\n", xml_text(next)));
    }
    for entry in entries {
        xml.push_str(&format!(
            "<entry>\n<title>{}</title>\n<id>{base}/ideas/{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
             <published>{}</published>\n<updated>{}</updated>\n<author><name>{}</name></author>\n<category term=\"{}\" label=\"{}\"/>\n\
             <summary>{}</summary>\n</entry>\n",
            xml_text(&entry.title),
            entry.number,
            xml_text(&format!("{base}{}", entry.path)),
            entry.created_at.to_rfc3339(),
            entry.changed_at.to_rfc3339(),
            xml_text(&entry.author.name),
            entry.state,
            xml_text(&state.words.plain(lang, &Status::of(entry.state).key)),
            xml_text(&text::plain_opening(&entry.opening, 400)),
        ));
    }
    xml.push_str("</feed>\n");
    let caching = if visit.viewer.person().is_some() { "no-store" } else { "private, no-cache" };
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, caching));
    if let Some(next) = next {
        answer.insert_header((header::LINK, format!("<{next}>; rel=\"next\"")));
    }
    Ok(answer.content_type("application/atom+xml; charset=utf-8").body(xml))
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
