//! The directory of people, and one person's profile.
use super::admin_people::role_key;
use crate::domains::people::{
    api, rules,
    store::profile::{self, PopularTag, Profile, Search},
};
use crate::kernel::{TagSource, text};
use crate::platform::{
    error::{AppError, AppResult},
    markdown,
    web::{Limit, Page, Queried, Section, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::{Deserialize, Serialize};

pub(super) fn routes(config: &mut web::ServiceConfig) {
    config
        .route("/people", web::get().to(list))
        .route("/people.csv", web::get().to(api::csv))
        .route("/people/{handle}", web::get().to(show));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DirectoryQuery {
    q: String,
    tag: String,
    after: Option<String>,
}

/// A tag with where it came from.
#[derive(Serialize)]
struct TagShown {
    name: String,
    href: String,
    source: &'static str,
    source_key: &'static str,
    hit: bool,
}

/// Why somebody was found: which field holds a word of the search.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Match {
    key: &'static str,
    text: String,
}

#[derive(Serialize)]
struct PersonRow {
    handle: String,
    name: String,
    initials: String,
    title: String,
    place: String,
    tags: Vec<TagShown>,
    more_tags: usize,
    matches: Vec<Match>,
}

#[derive(Serialize)]
struct DirectoryPage {
    q: String,
    tag: String,
    tag_name: String,
    people: Vec<PersonRow>,
    popular: Vec<TagLink>,
    without_tag: String,
    without_q: String,
    next_href: String,
    staff: bool,
}
impl Page for DirectoryPage {
    const TEMPLATE: &'static str = "people/directory.html";
    const SECTION: Section = Section::People;
    fn title(&self) -> Title {
        Title::Key("people-directory-title")
    }
}

#[derive(Serialize)]
struct TagLink {
    name: String,
    href: String,
    people: i64,
    current: bool,
}

/// Tags in a row of the directory.
const TAGS_SHOWN: usize = 6;

fn tag_href(slug: &str) -> String {
    format!("/people?tag={}", form_urlencoded::byte_serialize(slug.as_bytes()).collect::<String>())
}

fn directory_href(q: &str, tag: &str, after: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in [("q", q), ("tag", tag), ("after", after)] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("/people?{}", query.finish()).trim_end_matches('?').to_owned()
}

const fn source_names(source: TagSource) -> (&'static str, &'static str) {
    match source {
        TagSource::Hr => ("directory", "people-tag-from-directory"),
        TagSource::Own => ("self", "people-tag-from-self"),
        TagSource::Endorsed => ("endorsed", "people-tag-from-endorsed"),
    }
}

/// A tag that came from several places is shown once, under the best of them.
fn tags_shown(person: &Profile, words: &[String], tag: &str) -> Vec<TagShown> {
    let mut shown: Vec<TagShown> = Vec::new();
    for ((name, slug), from) in person.tag_names.iter().zip(&person.tag_slugs).zip(&person.tag_sources) {
        let href = tag_href(slug);
        if shown.iter().any(|tag| tag.href == href) {
            continue;
        }
        let (source, source_key) = source_names(*from);
        let folded = rules::fold(name);
        let hit = slug == tag || words.iter().any(|word| folded.contains(word));
        shown.push(TagShown { name: name.clone(), href, source, source_key, hit });
    }
    shown
}

/// The fields in which the words of a search were found, in the order in which they convince.
fn why(person: &Profile, words: &[String], tag: &str) -> Vec<Match> {
    let found = |text: &str| {
        let folded = rules::fold(text);
        words.iter().any(|word| folded.contains(word))
    };
    let mut matches = Vec::new();
    for (name, slug) in person.tag_names.iter().zip(&person.tag_slugs) {
        if slug == tag || found(name) {
            let hit = Match { key: "people-match-tag", text: name.clone() };
            if !matches.contains(&hit) {
                matches.push(hit);
            }
        }
    }
    let fields = [
        ("people-match-name", &person.name),
        ("people-match-title", &person.title),
        ("people-match-unit", &person.unit),
        ("people-match-site", &person.site),
        ("people-match-company", &person.company),
    ];
    matches.extend(fields.into_iter().filter(|(_, text)| found(text)).map(|(key, text)| Match { key, text: text.clone() }));
    matches.truncate(4);
    matches
}

fn place(person: &Profile) -> String {
    // Colleagues are known by their unit, everybody else by their company.
    let parts = if person.unit.is_empty() { [&person.company, &person.site] } else { [&person.unit, &person.site] };
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" · ")
}

fn person_row(person: Profile, words: &[String], tag: &str) -> PersonRow {
    let mut tags = tags_shown(&person, words, tag);
    tags.sort_by_key(|tag| !tag.hit);
    let more_tags = tags.len().saturating_sub(TAGS_SHOWN);
    tags.truncate(TAGS_SHOWN);
    PersonRow {
        initials: text::initials(&person.name),
        place: place(&person),
        tags,
        more_tags,
        matches: why(&person, words, tag),
        handle: person.handle,
        name: person.name,
        title: person.title,
    }
}

fn tag_link(tag: PopularTag, chosen: &str) -> TagLink {
    TagLink { href: tag_href(&tag.slug), current: tag.slug == chosen, name: tag.name, people: tag.people }
}

async fn list(state: web::Data<State>, visit: Visit, request: HttpRequest, query: Queried<DirectoryQuery>) -> AppResult<HttpResponse> {
    let query = query.0;
    let limit = Limit::parse(None, 30)?;
    let words = rules::search_words(&query.q);
    let search = Search {
        patterns: words.iter().map(|word| rules::pattern(word)).collect(),
        tag: Some(query.tag.replace('\0', "")).filter(|tag| !tag.is_empty()),
        after: profile::directory_cursor(query.after.as_deref())?,
    };
    let viewer = visit.viewer.clone();
    let ((people, next), popular) = state
        .db
        .read(move |conn| Ok((profile::list_visible(conn, &viewer, &search, limit)?, profile::list_popular_tags(conn, &viewer, 24)?)))
        .await?;
    let next_href = next.map_or_else(String::new, |after| directory_href(&query.q, &query.tag, &after));
    let named =
        people.iter().find_map(|person| person.tag_slugs.iter().position(|slug| *slug == query.tag).map(|at| person.tag_names[at].clone()));
    let page = DirectoryPage {
        tag_name: named.unwrap_or_else(|| query.tag.clone()),
        people: people.into_iter().map(|person| person_row(person, &words, &query.tag)).collect(),
        popular: popular.into_iter().map(|tag| tag_link(tag, &query.tag)).collect(),
        without_tag: directory_href(&query.q, "", ""),
        without_q: directory_href("", &query.tag, ""),
        q: query.q,
        tag: query.tag,
        next_href,
        staff: visit.viewer.is_staff(),
    };
    state.page(&request, &visit, &page)
}

#[derive(Serialize)]
struct ProfilePage {
    handle: String,
    name: String,
    initials: String,
    title: String,
    site: String,
    unit: String,
    company: String,
    languages: Vec<String>,
    bio_html: String,
    role_keys: Vec<String>,
    tags: Vec<TagShown>,
    own: bool,
    can_administrate: bool,
    since: String,
}
impl Page for ProfilePage {
    const TEMPLATE: &'static str = "people/profile.html";
    const SECTION: Section = Section::People;
    fn title(&self) -> Title {
        Title::Text(self.name.clone())
    }
}

async fn show(state: web::Data<State>, visit: Visit, request: HttpRequest, handle: web::Path<String>) -> AppResult<HttpResponse> {
    let viewer = visit.viewer.clone();
    let person = state.db.read(move |conn| profile::find_visible(conn, &viewer, &handle)?.ok_or(AppError::NotFound("person"))).await?;
    let own = visit.viewer.person_id().is_some_and(|id| id.0 == person.id);
    let language = |tag: &String| {
        let key = format!("people-language-{tag}");
        if state.words.has(visit.preferences.lang, &key) { state.words.plain(visit.preferences.lang, &key) } else { tag.clone() }
    };
    let page = ProfilePage {
        initials: text::initials(&person.name),
        tags: tags_shown(&person, &[], ""),
        languages: person.languages.iter().map(language).collect(),
        bio_html: markdown::to_html(&person.bio),
        // Which roles somebody holds is for colleagues.
        role_keys: if own || visit.viewer.is_staff() { person.roles.iter().map(|role| role_key(*role)).collect() } else { Vec::new() },
        own,
        can_administrate: visit.viewer.person().is_some_and(|actor| actor.has(crate::kernel::Role::Admin)),
        since: person.created_at.to_rfc3339(),
        handle: person.handle,
        name: person.name,
        title: person.title,
        site: person.site,
        unit: person.unit,
        company: person.company,
    };
    state.page(&request, &visit, &page)
}
