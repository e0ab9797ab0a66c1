//! Rules of the house that the compiler cannot hold: who writes which table, what templates and words
//! may be. Each check names the file, and has a case that proves that it can fail.
use crate::support::routes::{files_below, sources, without_tests};
use proofbench::{
    kernel::Event,
    platform::words::{Lang, Words},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn named(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().display().to_string()
}

/// Tables and who owns them, from the comments of the migrations: `-- … (owner: NAME)` above a table
/// says it for that table, the first one of a file for all others in it.
fn owners() -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for file in files_below("migrations", "sql").iter().filter(|file| file.ends_with("up.sql")) {
        let (mut of_file, mut of_next) = (None::<String>, None::<String>);
        for line in fs::read_to_string(file).unwrap().lines() {
            if let Some((_, rest)) = line.split_once("(owner: ") {
                let owner = rest.split(')').next().unwrap_or("").split_whitespace().next().unwrap_or("").to_owned();
                of_file.get_or_insert_with(|| owner.clone());
                of_next = Some(owner);
            }
            let table = line.strip_prefix("CREATE TABLE ").or_else(|| line.strip_prefix("CREATE UNLOGGED TABLE "));
            if let Some(table) = table.and_then(|rest| rest.split_whitespace().next()) {
                owners.insert(table.to_owned(), of_next.take().or_else(|| of_file.clone()).unwrap_or_default());
            }
        }
    }
    owners
}

/// Tables that a source writes, in SQL or through the query builder.
fn written(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let words = |rest: &str| -> String { rest.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    for verb in ["INSERT INTO ", "DELETE FROM ", "UPDATE "] {
        for (at, _) in text.match_indices(verb) {
            // `FOR UPDATE OF x`, `DO UPDATE SET`, `FOR NO KEY UPDATE` write nothing of their own.
            let before = text[..at].trim_end();
            if verb == "UPDATE " && (before.ends_with("FOR") || before.ends_with("KEY") || before.ends_with("DO")) {
                continue;
            }
            found.insert(words(&text[at + verb.len()..]));
        }
    }
    for call in ["insert_into(", "update(", "delete("] {
        for (at, _) in text.match_indices(&format!("diesel::{call}")) {
            found.insert(words(&text[at + "diesel::".len() + call.len()..]));
        }
    }
    found.remove("");
    found.remove("SET");
    found
}

/// `None` when the file may write the table.
fn foreign_write(file: &str, table: &str, owners: &BTreeMap<String, String>) -> Option<String> {
    let owner = owners.get(table)?;
    let parts: Vec<&str> = file.split('/').collect();
    let own = match parts.as_slice() {
        ["src", "platform", ..] => owner == "platform",
        ["src", "domains", domain, rest @ ..] => owner == domain && rest.first().is_some_and(|part| part.starts_with("store")),
        _ => false,
    };
    (!own).then(|| format!("{file} writes {table}, which {owner} owns"))
}

/// Who else writes, and why: whole exports, demos and measurements are written by sets; `doctor --recount`
/// mends counts; every request notes that its session or token was used. May only shrink.
const OTHER_WRITERS: &[&str] = &[
    "src/flows/import_polis",
    "src/flows/import_ideas",
    "src/flows/demo",
    "src/app/load",
    "src/flows/bulk.rs",
    "src/flows/recount.rs",
    "src/platform/web/credentials.rs",
    "src/domains/people/store/signing_in.rs",
];

#[test]
fn a_table_is_written_by_its_owners_store_alone() {
    let owners = owners();
    let broken: Vec<String> = sources("src")
        .iter()
        .map(|path| (named(path), without_tests(&fs::read_to_string(path).unwrap())))
        .filter(|(file, _)| !OTHER_WRITERS.iter().any(|folder| file.starts_with(folder)))
        .flat_map(|(file, text)| written(&text).into_iter().filter_map(|table| foreign_write(&file, &table, &owners)).collect::<Vec<_>>())
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn foreign_writes_are_found() {
    let owners = owners();
    assert_eq!(owners["ideas"], "ideas");
    assert_eq!(owners["events"], "platform");
    assert_eq!(
        written("UPDATE ideas SET a = 1; SELECT 1 FROM b FOR UPDATE OF b; INSERT INTO c VALUES"),
        ["c".to_owned(), "ideas".to_owned()].into()
    );
    assert!(foreign_write("src/domains/voting/store.rs", "ideas", &owners).is_some());
    assert!(foreign_write("src/domains/ideas/pages.rs", "ideas", &owners).is_some());
    assert!(foreign_write("src/flows/merge_ideas/mod.rs", "ideas", &owners).is_some());
    assert!(foreign_write("src/domains/ideas/store/writes.rs", "ideas", &owners).is_none());
}

#[test]
fn rules_know_the_kernel_alone() {
    let reaches =
        ["crate::platform", "crate::schema", "crate::domains", "diesel::", "actix_web::", "Utc::now", "SystemTime::now", "rand::"];
    let broken: Vec<String> = sources("src/domains")
        .iter()
        .filter(|path| named(path).contains("/rules"))
        .flat_map(|path| {
            let text = without_tests(&fs::read_to_string(path).unwrap());
            reaches.iter().filter(|word| text.contains(**word)).map(|word| format!("{} reaches {word}", named(path))).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn no_statement_is_built_from_text() {
    let broken: Vec<String> = sources("src")
        .iter()
        .filter(|path| {
            let text = without_tests(&fs::read_to_string(path).unwrap());
            ["sql_query(format!", "sql_query(&format!", "batch_execute(&format!", "one_off(", "render_str("]
                .iter()
                .any(|word| text.contains(word))
        })
        .map(|path| named(path))
        // The private cluster makes its role and database before there is anybody to type anything.
        // Filling a database for measurements names tables of its own list.
        .filter(|file| !file.starts_with("src/platform/embedded_postgres") && !file.starts_with("src/app/load"))
        .collect();
    assert!(broken.is_empty(), "statements or templates made from text: {broken:?}");
}

/// Types that stand between `opening` and `>` in the sources, without their path.
fn types_in(text: &str, opening: &str) -> Vec<String> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .map(|(name, _)| name.rsplit("::").next().unwrap_or(name).to_owned())
        .filter(|name| name.chars().all(char::is_alphanumeric) && name.len() > 1)
        .collect()
}

/// What people send is read into structs of its own that refuse what they do not know.
#[test]
fn every_input_refuses_unknown_fields() {
    let texts: Vec<String> = sources("src").iter().map(|path| without_tests(&fs::read_to_string(path).unwrap())).collect();
    let mut open = std::collections::BTreeSet::new();
    let mut seen = 0;
    for name in texts.iter().flat_map(|text| ["Posted<", "Queried<", "Json<"].iter().flat_map(|opening| types_in(text, opening))) {
        for declared in texts.iter().filter_map(|text| text.split_once(&format!("struct {name} {{")).map(|(before, _)| before)) {
            let head = declared.rsplit("\n\n").next().unwrap_or_default();
            seen += 1;
            if head.contains("Deserialize") && !head.contains("deny_unknown_fields") {
                open.insert(name.clone());
            }
        }
    }
    assert!(seen > 60, "only {seen} inputs found");
    assert!(open.is_empty(), "take any field: {open:?}");
}

/// The server calls nobody but its database and its mail server; `load run` calls the server that it measures.
/// What must call out later goes through one module that looks at the address it connects to.
#[test]
fn nothing_in_the_server_makes_requests() {
    let clients = ["reqwest", "hyper::client", "hyper_util", "ureq", "awc::", "isahc", "surf::", "TcpStream::connect", "UdpSocket"];
    let calling: Vec<String> = sources("src")
        .iter()
        .map(|path| (named(path), without_tests(&fs::read_to_string(path).unwrap())))
        .filter(|(file, text)| !file.starts_with("src/app/load/") && clients.iter().any(|client| text.contains(client)))
        .map(|(file, _)| file)
        .collect();
    assert!(calling.is_empty(), "{calling:?}");
}

/// Expressions and tags of a template: what stands between `{{ }}`.
fn expressions(template: &str) -> impl Iterator<Item = &str> {
    template.split("{{").skip(1).filter_map(|rest| rest.split("}}").next())
}

/// Whether an expression prints unescaped what is not ours.
fn is_unsafe(expression: &str) -> bool {
    let Some((value, _)) = expression.split_once("| safe") else {
        return false;
    };
    let value = value.trim().trim_end_matches(|c: char| c == ')' || c.is_whitespace());
    let name = value.rsplit(['.', ' ']).next().unwrap_or(value);
    !(name.ends_with("_html") || name.ends_with("_svg"))
}

#[test]
fn only_sanitised_fields_are_printed_as_they_are() {
    let broken: Vec<String> = files_below("templates", "html")
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            expressions(&text)
                .filter(|expression| is_unsafe(expression))
                .map(|expression| format!("{}: {{{{{expression}}}}}", named(path)))
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(
        is_unsafe(" idea.title | safe ") && is_unsafe("body|safe".replace('|', " | ").as_str()) && !is_unsafe(" idea.body_html | safe ")
    );
}

/// Words that are the same in every language: names of keys and formats.
const NAMES: &[&str] =
    &["Proofbench", "CSV", "JSON", "Atom", "Markdown", "QR", "Esc", "API", "OpenAPI", "PDF", "min", "px", "PostgreSQL", "openapi", "json"];

/// What a template says by itself, without `t()`: text between tags, and attributes that are read out.
fn said_by_itself(template: &str) -> Vec<String> {
    // Names of classes and attributes are no words.
    let mut template = template.to_owned();
    for block in ["main_class", "main_attributes", "head", "scripts"] {
        while let Some(start) = template.find(&format!("{{% block {block} %}}")) {
            let end = template[start..].find("{% endblock").map_or(template.len(), |end| start + end);
            template.replace_range(start..end, "");
        }
    }
    let mut plain = String::new();
    let mut rest = template.as_str();
    // Tera's own marks and its comments say nothing.
    while let Some(start) = rest.find('{') {
        let (head, tail) = rest.split_at(start);
        plain.push_str(head);
        let close = match tail.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                plain.push('{');
                rest = &tail[1..];
                continue;
            }
        };
        plain.push('\u{1}');
        rest = tail.find(close).map_or("", |end| &tail[end + 2..]);
    }
    plain.push_str(rest);
    let document = scraper::Html::parse_fragment(&plain);
    let mut found: Vec<String> = Vec::new();
    for node in document.tree.nodes() {
        match node.value() {
            scraper::Node::Text(text) => {
                let within = node.parent().and_then(|parent| parent.value().as_element()).map_or("", |element| element.name());
                if !matches!(within, "style" | "script") {
                    found.push(text.to_string());
                }
            }
            scraper::Node::Element(element) => {
                found.extend(
                    ["aria-label", "placeholder", "title", "alt", "label"].iter().filter_map(|name| element.attr(name)).map(str::to_owned),
                );
            }
            _ => {}
        }
    }
    found
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| !word.contains('/'))
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count() > 2 && !NAMES.contains(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn templates_say_nothing_by_themselves() {
    let broken: Vec<String> = files_below("templates", "html")
        .iter()
        .filter_map(|path| {
            let words = said_by_itself(&fs::read_to_string(path).unwrap());
            (!words.is_empty()).then(|| format!("{}: {words:?}", named(path)))
        })
        .collect();
    assert!(broken.is_empty(), "words outside t():\n{}", broken.join("\n"));
    assert_eq!(said_by_itself("<p>Hello {{ t(key=\"x\") }} {% if a %}there{% endif %}</p>"), ["Hello", "there"]);
    assert!(said_by_itself("<p title=\"{{ t(key=\"a\") }}\">{{ name }} · 3</p>").is_empty());
    assert_eq!(said_by_itself("<input placeholder=\"Type here\">"), ["Type", "here"]);
}

/// Texts in quotes that follow a word, as `word("…"` or `word = "…"`.
fn quoted_after<'t>(text: &'t str, word: &str) -> Vec<&'t str> {
    text.match_indices(word)
        .filter_map(|(at, _)| text[at + word.len()..].split_once('"').filter(|(between, _)| between.trim().is_empty()))
        .filter_map(|(_, rest)| rest.split('"').next())
        .collect()
}

#[test]
fn every_refusal_has_words_in_every_language() {
    let words = Words::load().unwrap();
    let mut missing = BTreeSet::new();
    for path in sources("src") {
        let text = without_tests(&fs::read_to_string(&path).unwrap());
        let mut codes = quoted_after(&text, "Refusal::new(");
        for (at, _) in text.match_indices("Refusal::of(") {
            let arguments = text[at..].split(')').next().unwrap_or("");
            codes.extend(arguments.split('"').nth(3));
        }
        for code in codes {
            for lang in Lang::OFFERED {
                if !words.has(*lang, &format!("refusal-{code}")) {
                    missing.insert(format!("{}: refusal-{code} ({})", named(&path), lang.tag()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "refusals without words:\n{}", missing.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_event_has_words_or_is_said_to_have_none() {
    // Accounts, votes and the installation: the activity of an item does not tell them.
    let told = |verb: &str| {
        !["person.", "role.", "token.", "space.", "vote.", "stance.", "demo.", "instance.", "import.", "sprint."]
            .iter()
            .any(|kind| verb.starts_with(kind))
    };
    let words = Words::load().unwrap();
    let missing: Vec<String> = Event::VERBS
        .iter()
        .filter(|verb| told(verb))
        .map(|verb| format!("happened-{}", verb.replace('.', "-")))
        .filter(|key| Lang::OFFERED.iter().any(|lang| !words.has(*lang, key)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let words = Words::load().unwrap();
    let mut missing = BTreeSet::new();
    let mut ask = |file: &Path, key: &str| {
        // A key that is put together is checked by the pages that show it.
        if !key.is_empty() && !key.ends_with('-') && !key.contains('{') {
            for lang in Lang::OFFERED.iter().filter(|lang| !words.has(**lang, key)) {
                missing.insert(format!("{}: {key} ({})", named(file), lang.tag()));
            }
        }
    };
    for path in files_below("templates", "html") {
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("t(key=\"") {
            let rest = &text[at + 7..];
            let (key, after) = rest.split_once('"').unwrap_or((rest, ""));
            if !after.trim_start().starts_with('~') {
                ask(&path, key);
            }
        }
    }
    for path in sources("src") {
        let text = without_tests(&fs::read_to_string(&path).unwrap());
        for call in ["Title::Key(", "Toast::new(", "Toast::undoable(", "words.plain(lang, "] {
            for key in quoted_after(&text, call) {
                ask(&path, key);
            }
        }
    }
    assert!(missing.is_empty(), "keys without words:\n{}", missing.into_iter().collect::<Vec<_>>().join("\n"));
}
