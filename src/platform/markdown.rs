//! What people write is Markdown; this is the one place that turns it into HTML, and the one sanitiser.
use ammonia::Builder;
use comrak::{Options, markdown_to_html};
use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Longest text rendered, in bytes; stores refuse longer ones long before.
const LONGEST: usize = 64 * 1024;
/// Deepest nesting of quotes and lists; parsers of nested text are a classic way to burn time.
const DEEPEST: usize = 40;

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "p",
            "br",
            "strong",
            "em",
            "del",
            "code",
            "pre",
            "blockquote",
            "ul",
            "ol",
            "li",
            "a",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow ugc noopener"));
    builder
});

/// Safe HTML of a person's Markdown. Raw HTML in it is shown as it was typed; links open as `nofollow ugc`.
pub fn to_html(source: &str) -> String {
    let mut end = source.len().min(LONGEST);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let source: String = source[..end].lines().map(flatten).collect::<Vec<_>>().join("\n");
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    let html = markdown_to_html(&source, &options);
    // A person's headings stand below the page's own.
    let html = html.replace("<h3>", "<h4>").replace("</h3>", "</h4>");
    let html = html.replace("<h2>", "<h3>").replace("</h2>", "</h3>").replace("<h1>", "<h3>").replace("</h1>", "</h3>");
    SANITISER.clean(&html).to_string()
}

/// The words of a person's Markdown without its marks, for mails and other places that show text alone. A link says where it leads.
pub fn to_text(source: &str) -> String {
    let mut text = String::new();
    let mut leads_to = String::new();
    for piece in to_html(source).split('<') {
        let Some((tag, words)) = piece.split_once('>') else {
            text.push_str(&unescaped(piece));
            continue;
        };
        match tag.split_whitespace().next().unwrap_or_default() {
            "li" => text.push_str("- "),
            "/p" | "/h3" | "/h4" | "/ul" | "/ol" | "/pre" | "/table" => text.push('\n'),
            "a" => leads_to = tag.split('"').nth(1).map_or_else(String::new, unescaped),
            "/a" if !leads_to.is_empty() && !text.ends_with(&leads_to) => {
                text.push_str(&format!(" ({leads_to})"));
            }
            _ => {}
        }
        text.push_str(&unescaped(words));
    }
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

/// Text of the sanitiser's HTML.
fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// Whether a text begins with a heading, so that it brings the title of the section it stands in.
pub fn is_titled(source: &str) -> bool {
    source.starts_with('#')
}

/// As [`to_html`], for a text that is a section of the page by itself: where it brings its own title,
/// its headings stand directly below the page's title.
pub fn to_section_html(source: &str) -> String {
    let html = to_html(source);
    if !is_titled(source) {
        return html;
    }
    html.replace("<h3>", "<h2>").replace("</h3>", "</h2>").replace("<h4>", "<h3>").replace("</h4>", "</h3>")
}

/// Cuts the run of markers at the start of a line to a depth that can be parsed quickly.
fn flatten(line: &str) -> &str {
    let markers = line.chars().take_while(|c| matches!(c, '>' | ' ' | '\t' | '-' | '*' | '+' | '[')).count();
    if markers > DEEPEST { line.get(markers - DEEPEST..).unwrap_or(line) } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html_and_script_does_not() {
        assert_eq!(to_html("**Peel** at 80 °C").trim(), "<p><strong>Peel</strong> at 80 °C</p>");
        for hostile in [
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "[a](data:text/html,<script>1</script>)",
        ] {
            let html = to_html(hostile);
            assert!(
                !html.contains("<script")
                    && !html.contains("javascript:")
                    && !html.contains("<img")
                    && !html.contains("<svg")
                    && !html.contains("data:"),
                "{html}"
            );
        }
    }

    #[test]
    fn tags_that_somebody_types_are_shown_and_not_lost() {
        assert_eq!(to_html("Set <b>bold</b> where x < y").trim(), "<p>Set &lt;b&gt;bold&lt;/b&gt; where x &lt; y</p>");
        assert!(to_html("<div>\nA whole block\n</div>").contains("&lt;div&gt;"));
    }

    #[test]
    fn text_alone_has_no_marks() {
        assert_eq!(to_text("because **the aluminium** is `hot` & <b>wet</b>"), "because the aluminium is hot & <b>wet</b>");
        assert_eq!(to_text("# Why\n\nFirst.\nSecond.\n\n- one\n- two"), "Why\n\nFirst.\nSecond.\n\n- one\n- two");
        assert_eq!(to_text("See [the page](https://example.com/a?b=1&c=2)."), "See the page (https://example.com/a?b=1&c=2).");
        assert_eq!(to_text("See https://example.com/a."), "See https://example.com/a.");
    }

    #[test]
    fn links_are_marked_as_written_by_users() {
        assert!(to_html("https://example.com").contains("rel=\"nofollow ugc noopener\""));
    }

    #[test]
    fn deep_nesting_is_cut() {
        assert!(to_html(&">".repeat(60_000)).len() < 100_000);
        assert!(to_html(&"[".repeat(60_000)).len() < 200_000);
    }

    #[test]
    fn the_title_that_a_section_brings_stands_below_the_title_of_the_page() {
        assert_eq!(to_section_html("## Came of it\n\n### First").trim(), "<h2>Came of it</h2>\n<h3>First</h3>");
        assert_eq!(to_section_html("So much:\n\n## First").trim(), "<p>So much:</p>\n<h3>First</h3>");
    }
}
