//! The import rules, as a test: what a file may `use` follows from where it lies.
use std::{
    fs,
    path::{Path, PathBuf},
};

const RANK: &[(&str, u32)] = &[
    ("people", 10),
    ("campaigns", 20),
    ("brainstorms", 25),
    ("ideas", 30),
    ("voting", 40),
    ("discussion", 42),
    ("evaluation", 45),
    ("prototypes", 50),
    ("lineage", 58),
    ("notifications", 80),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found)
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path)
        }
    }
}

fn rank(domain: &str) -> u32 {
    RANK.iter().find(|(name, _)| *name == domain).unwrap_or_else(|| panic!("{domain} has no rank")).1
}

/// `None` when `file` may use `import` (a path below `crate::`).
fn broken(file: &str, import: &str) -> Option<String> {
    let (from, to): (Vec<&str>, Vec<&str>) = (file.split('/').collect(), import.split("::").collect());
    // A file that outgrew its subject is a folder of the same name.
    let upper = matches!(from.get(2), Some(&"pages.rs" | &"api.rs" | &"pages" | &"api"));
    let allowed: &[&str] = match from[0] {
        "kernel" | "schema.rs" => &["kernel"],
        "platform" => &["kernel", "schema", "platform"],
        "domains" if upper => &["kernel", "platform", "domains"],
        "domains" if matches!(from.get(2), Some(&"rules.rs" | &"rules")) => &["kernel"],
        "domains" => &["kernel", "schema", "platform", "domains"],
        "flows" => &["kernel", "platform", "domains"],
        _ => return None,
    };
    if !allowed.contains(&to[0]) {
        return Some(format!("{file} uses {import}"));
    }
    let (Some(own), Some(other)) = (from.get(1), to.get(1)) else {
        return None;
    };
    (from[0] == "domains" && to[0] == "domains" && !upper && own != other && rank(other) >= rank(own))
        .then(|| format!("{file} uses {import}, which is not below it"))
}

/// Every `crate::a::b` mentioned, with `crate::{a::b, c}` spelled out one level deep.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for rest in text.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut item) = (1, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 || (depth == 1 && c == ',') {
                    let import = std::mem::take(&mut item).trim().to_owned();
                    // rustfmt leaves a trailing comma
                    if !import.is_empty() {
                        found.push(import);
                    }
                    if depth == 0 {
                        break;
                    }
                } else {
                    item.push(c)
                }
            }
        } else if let Some(group) = rest.strip_prefix("domains::{") {
            // One name of each branch is enough: only the domain counts.
            let (mut depth, mut item) = (1, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 || (depth == 1 && c == ',') {
                    let name: String = std::mem::take(&mut item).trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if !name.is_empty() {
                        found.push(format!("domains::{name}"));
                    }
                    if depth == 0 {
                        break;
                    }
                } else {
                    item.push(c)
                }
            }
        } else {
            found.push(rest.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect());
        }
    }
    found
}

#[test]
fn nothing_imports_upwards() {
    let (root, mut files) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), Vec::new());
    sources(&root, &mut files);
    let broken: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let file = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
            imports(&fs::read_to_string(path).unwrap()).into_iter().filter_map(move |import| broken(&file, &import)).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "imports that break the layering:\n{}", broken.join("\n"));
}

#[test]
fn the_check_itself_can_fail() {
    assert!(broken("domains/ideas/store.rs", "domains::voting::store").is_some());
    assert!(broken("kernel/event.rs", "platform::db").is_some());
    assert!(broken("domains/voting/pages.rs", "schema::votes").is_some());
    assert!(broken("domains/ideas/pages.rs", "domains::voting::store").is_none());
    assert!(broken("domains/ideas/pages/board.rs", "domains::voting::store").is_none());
    assert!(broken("domains/voting/store.rs", "domains::ideas::store").is_none());
    assert_eq!(imports("use crate::domains::{voting::{a, b}, ideas};"), ["domains::voting", "domains::ideas"]);
}
