//! Nothing is hard-coded: in the pseudo-language, whatever stays plain did not come from the Fluent files.
//! What the fixture wrote is left out by name.
use crate::support::{Scene, crawl::crawl_as};
use proofbench::platform::words::{Lang, Words};
use std::collections::BTreeSet;

/// Words that are the same everywhere: the languages' own names, units, keys, the installation's name.
const SAME_EVERYWHERE: &[&str] = &[
    "Proofbench",
    "English",
    "Deutsch",
    "UTC",
    "Esc",
    "Space",
    "Ctrl",
    "CSV",
    "JSON",
    "Atom",
    "Markdown",
    "OpenAPI",
    "null",
    "ATOM",
    "idea",
    "read",
    "write",
];

/// Words of what the scene wrote: its own nouns, and names of people.
fn is_content(text: &str) -> bool {
    [
        "zq",
        "Visitor ",
        "visitor-",
        "PostgreSQL",
        "http://127.0.0.1",
        "Author Hidden",
        "for everybody",
        "Fresh",
        "Counted at the end",
        "open-question",
        "counting-later",
        "author-of-the-scene",
        "tapes",
        "What lets go?",
        "Body of ",
        "Test",
        "a number",
        "a test",
        "high",
        ":write",
    ]
    .iter()
    .any(|word| text.contains(word))
}

/// Plain text that somebody reads on a page: text nodes and the attributes that are read out.
fn plain_texts(html: &str) -> BTreeSet<String> {
    let document = scraper::Html::parse_document(html);
    let mut found = BTreeSet::new();
    for node in document.tree.nodes() {
        let hidden = node.ancestors().filter_map(|ancestor| ancestor.value().as_element()).any(|element| {
            matches!(element.name(), "script" | "style" | "time" | "code" | "pre" | "svg" | "kbd")
                // Names of time zones and of events are the same in every language.
                || (element.name() == "select" && matches!(element.attr("name"), Some("time_zone" | "verb")))
                || element
                    .attr("class")
                    .is_some_and(|class| class.contains("prose") || class.split(' ').any(|class| matches!(class, "avatar" | "mono")))
        });
        let texts: Vec<String> = match node.value() {
            scraper::Node::Text(text) if !hidden => vec![text.to_string()],
            scraper::Node::Element(element) if !hidden => {
                ["aria-label", "placeholder", "alt", "title"].iter().filter_map(|name| element.attr(name)).map(str::to_owned).collect()
            }
            _ => continue,
        };
        found.extend(texts.into_iter().filter(|text| stays_plain(text)).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    found
}

/// Whether a text has words outside ⟦ ⟧ that are neither content nor dates nor numbers.
fn stays_plain(text: &str) -> bool {
    let (mut depth, mut outside) = (0_i32, String::new());
    for c in text.chars() {
        match c {
            '⟦' => depth += 1,
            '⟧' => depth -= 1,
            c if depth == 0 => outside.push(c),
            _ => {}
        }
    }
    !is_content(&outside)
        && outside
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() > 2 && !is_date(word) && !SAME_EVERYWHERE.contains(&word))
}

fn is_date(word: &str) -> bool {
    ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .contains(&word)
}

async fn nothing_is_hard_coded_for(role: &str) {
    let mut scene = Scene::set().await;
    let mut found = BTreeSet::new();
    for answer in
        crawl_as(&mut scene, role, Some("en-XA")).await.iter().filter(|answer| answer.is_html() && !answer.path.starts_with("/api/"))
    {
        found.extend(plain_texts(&answer.body).into_iter().map(|text| format!("{}: {text}", kind(&answer.path))));
    }
    assert!(found.is_empty(), "words that did not come from the Fluent files:\n{}", found.into_iter().collect::<Vec<_>>().join("\n"));
}

fn kind(path: &str) -> String {
    path.split('?')
        .next()
        .unwrap_or("")
        .split('/')
        .map(|part| if part.contains(|c: char| c.is_ascii_digit()) { "*" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

macro_rules! each_role { ($($name:ident $role:literal),+ $(,)?) => {$(
    #[tokio::test]
    async fn $name() {
        nothing_is_hard_coded_for($role).await;
    }
)+}}
each_role!(
    nothing_a_visitor_reads_is_hard_coded "anonymous",
    nothing_a_customer_reads_is_hard_coded "customer",
    nothing_a_researcher_reads_is_hard_coded "rnd",
    nothing_a_moderator_reads_is_hard_coded "moderator",
    nothing_an_admin_reads_is_hard_coded "admin",
);

#[tokio::test]
async fn german_pages_show_no_keys_and_no_english() {
    let words = Words::load().unwrap();
    let english = english_only(&words);
    let mut scene = Scene::set().await;
    let mut found = BTreeSet::new();
    for answer in
        crawl_as(&mut scene, "admin", Some("de")).await.iter().filter(|answer| answer.is_html() && !answer.path.starts_with("/api/"))
    {
        let text = crate::support::text_of(&answer.body);
        if let Some(key) = text.split_whitespace().find(|word| word.starts_with('{') && word.ends_with('}') && word.contains('-')) {
            found.insert(format!("{}: {key} has no words", kind(&answer.path)));
        }
        found.extend(
            english
                .iter()
                .filter(|sentence| text.contains(sentence.as_str()))
                .map(|sentence| format!("{}: {sentence}", kind(&answer.path))),
        );
    }
    assert!(found.is_empty(), "{}", found.into_iter().collect::<Vec<_>>().join("\n"));
}

/// English sentences without arguments that read otherwise in German.
fn english_only(words: &Words) -> Vec<String> {
    crate::support::routes::files_below("locales/en", "ftl")
        .iter()
        .flat_map(|file| {
            std::fs::read_to_string(file)
                .unwrap()
                .lines()
                .filter_map(|line| line.split_once(" = "))
                .map(|(key, text)| (key.to_owned(), text.to_owned()))
                .collect::<Vec<_>>()
        })
        .filter(|(key, text)| !key.starts_with([' ', '#']) && text.len() > 20 && !text.contains('{') && words.plain(Lang::De, key) != *text)
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn the_check_itself_can_fail() {
    assert!(stays_plain("Hello") && stays_plain("⟦x⟧ and more") && !stays_plain("⟦Héllö⟧ · 3") && !stays_plain("Mon 23 Nov, 10:00 UTC"));
    assert_eq!(plain_texts("<p>⟦ök⟧</p><button aria-label=\"Close\">×</button>"), ["Close".to_owned()].into());
}
