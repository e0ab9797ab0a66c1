//! The API's reference for people: a page made of the same description that programs read.
use crate::platform::{
    error::AppResult,
    web::{Page, Section as PageSection, State, Title, Visit},
};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use utoipa::openapi::OpenApi;

/// A member of a body, or a parameter.
#[derive(Debug, Serialize)]
struct Field {
    name: String,
    /// Where a parameter stands: path, query, header.
    place: String,
    kind: String,
    /// The schema that it refers to.
    link: String,
    required: bool,
    about_html: String,
    limits: String,
}

#[derive(Debug, Serialize)]
struct Answer {
    status: String,
    about_html: String,
    link: String,
    kind: String,
    headers: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    method: &'static str,
    path: String,
    summary: String,
    about_html: String,
    scope: String,
    parameters: Vec<Field>,
    body: Vec<Field>,
    body_schema: String,
    answers: Vec<Answer>,
    problems: Vec<String>,
    example: String,
}

#[derive(Debug, Serialize)]
struct Section {
    name: String,
    about_html: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct SchemaEntry {
    name: String,
    about_html: String,
    fields: Vec<Field>,
    /// Words to choose from, or what it is where it has no members.
    values: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Contents {
    sections: Vec<Section>,
    problems: Vec<Answer>,
    schemas: Vec<SchemaEntry>,
}

/// The reference, drawn once in each language when somebody first reads it, and kept.
#[derive(Default)]
pub struct Reference {
    drawn: [OnceLock<String>; 2],
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn name_of(reference: &str) -> String {
    reference.rsplit('/').next().unwrap_or_default().to_owned()
}

/// The type in words of JSON Schema, and the schema it refers to.
fn kind_of(schema: &Value) -> (String, String) {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = name_of(reference);
        return (name.clone(), name);
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = schema[choice].as_array() {
            let parts: Vec<(String, String)> = parts.iter().map(kind_of).collect();
            let link = parts.iter().find(|(_, link)| !link.is_empty()).map(|(_, link)| link.clone()).unwrap_or_default();
            return (parts.into_iter().map(|(kind, _)| kind).collect::<Vec<_>>().join(" | "), link);
        }
    }
    let words: Vec<&str> = match &schema["type"] {
        Value::String(word) => vec![word],
        Value::Array(words) => words.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    if words.contains(&"array") {
        let (item, link) = kind_of(&schema["items"]);
        return (words.join(" | ").replace("array", &format!("{item}[]")), link);
    }
    let format = schema["format"].as_str().filter(|format| !format.starts_with("int") && *format != "double");
    (words.into_iter().map(|word| format.filter(|_| word == "string").unwrap_or(word)).collect::<Vec<_>>().join(" | "), String::new())
}

/// The limits as JSON Schema names them, which every reader of APIs knows.
fn limits_of(schema: &Value) -> String {
    const KEYWORDS: &[&str] = &["minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern", "default"];
    let one =
        |key: &&str| schema.get(*key).map(|limit| format!("{key} {}", limit.as_str().map_or_else(|| limit.to_string(), str::to_owned)));
    let mut limits: Vec<String> = KEYWORDS.iter().filter_map(one).collect();
    let words: Vec<&str> = list(&schema["enum"]).iter().filter_map(Value::as_str).collect();
    if !words.is_empty() {
        limits.push(words.join(" | "));
    }
    limits.join(" · ")
}

fn field(name: &str, schema: &Value, required: bool) -> Field {
    let (kind, link) = kind_of(schema);
    Field { name: name.to_owned(), place: String::new(), kind, link, required, about_html: about(schema), limits: limits_of(schema) }
}

/// The members of an object, also where it is put together of several.
fn fields_of(document: &Value, schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = list(&schema["required"]).iter().filter_map(Value::as_str).collect();
    let own = schema["properties"].as_object().into_iter().flatten();
    let own = own.map(|(name, schema)| field(name, schema, required.contains(&name.as_str())));
    let parts = list(&schema["allOf"]).iter().flat_map(|part| fields_of(document, resolved(document, part)));
    parts.chain(own).collect()
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    value["$ref"].as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#'))).unwrap_or(value)
}

/// What a description says, as HTML: words between backticks are code.
fn about(value: &Value) -> String {
    let mut html = String::new();
    for (place, piece) in text(value, "description").split('`').enumerate() {
        let piece = piece.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        if place % 2 == 1 {
            html.push_str(&format!("<code>{piece}</code>"));
        } else {
            html.push_str(&piece);
        }
    }
    html
}

fn parameter(document: &Value, parameter: &Value) -> Field {
    let parameter = resolved(document, parameter);
    let mut found = field(&text(parameter, "name"), &parameter["schema"], parameter["required"] == json!(true));
    found.place = text(parameter, "in");
    found.about_html = about(parameter);
    found
}

fn answer(document: &Value, status: &str, response: &Value) -> Answer {
    let response = resolved(document, response);
    let schema = response["content"].as_object().and_then(|content| content.values().next()).map(|content| &content["schema"]);
    let (kind, link) = schema.map(kind_of).unwrap_or_default();
    let headers = response["headers"].as_object().map(|headers| headers.keys().cloned().collect()).unwrap_or_default();
    Answer { status: status.to_owned(), about_html: about(response), link, kind, headers }
}

/// A value that fits a schema: its example, or the plainest.
fn example_of(document: &Value, schema: &Value, depth: u8) -> Value {
    let schema = resolved(document, schema);
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)).or_else(|| schema["enum"].get(0)) {
        return example.clone();
    }
    if let Some(default) = schema.get("default") {
        return default.clone();
    }
    if let Some(part) = ["oneOf", "anyOf"].iter().find_map(|key| schema[key].as_array()) {
        let part = part.iter().find(|part| part["type"] != json!("null"));
        return part.map_or(Value::Null, |part| example_of(document, part, depth));
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].get(0).and_then(Value::as_str)).unwrap_or("object");
    match (kind, schema["format"].as_str()) {
        ("string", Some("date-time")) => json!("2026-12-01T09:00:00Z"),
        ("string", Some("uuid")) => json!("019e53b5-6bd0-7660-8ad7-f81467f15e7f"),
        ("string", _) => json!("…"),
        ("integer" | "number", _) => schema.get("minimum").cloned().unwrap_or(json!(1)),
        ("boolean", _) => json!(true),
        ("array", _) => json!([example_of(document, &schema["items"], depth + 1)]),
        _ if depth > 4 => json!({}),
        _ => {
            let required: Vec<&str> = list(&schema["required"]).iter().filter_map(Value::as_str).collect();
            let members = schema["properties"].as_object().into_iter().flatten();
            let wanted = members.filter(|(name, _)| required.contains(&name.as_str()));
            wanted.map(|(name, schema)| (name.clone(), example_of(document, schema, depth + 1))).collect::<Map<_, _>>().into()
        }
    }
}

/// The call as people type it.
fn example(document: &Value, base: &str, method: &str, path: &str, operation: &Value) -> String {
    let mut address = path.to_owned();
    let mut lines = vec![String::new(), "  -H \"Authorization: Bearer $TOKEN\"".to_owned()];
    for parameter in list(&operation["parameters"]).iter().map(|parameter| resolved(document, parameter)) {
        let name = text(parameter, "name");
        let shown = parameter.get("example").cloned().unwrap_or_else(|| example_of(document, &parameter["schema"], 0));
        let shown = shown.as_str().map_or_else(|| shown.to_string(), str::to_owned);
        match parameter["in"].as_str() {
            Some("path") => address = address.replace(&format!("{{{name}}}"), &shown),
            Some("header") if parameter["required"] == json!(true) => lines.push(format!("  -H '{name}: {shown}'")),
            _ => {}
        }
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        lines.push("  -H 'Content-Type: application/json'".to_owned());
        lines.push(format!("  -d '{}'", example_of(document, body, 0)));
    }
    lines[0] = if method == "GET" { format!("curl {base}{address}") } else { format!("curl -X {method} {base}{address}") };
    lines.join(" \\\n")
}

fn entry(document: &Value, base: &str, method: &'static str, path: &str, operation: &Value) -> Entry {
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    let mut answers = Vec::new();
    let mut problems = Vec::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if response.get("$ref").is_some() {
            problems.push(status.clone());
        } else {
            answers.push(answer(document, status, response));
        }
    }
    Entry {
        id: text(operation, "operationId"),
        method,
        path: path.to_owned(),
        summary: text(operation, "summary"),
        about_html: about(operation),
        scope: operation["security"][0]["token"][0].as_str().unwrap_or_default().to_owned(),
        parameters: list(&operation["parameters"]).iter().map(|given| parameter(document, given)).collect(),
        body: if body.is_null() { Vec::new() } else { fields_of(document, resolved(document, body)) },
        body_schema: body["$ref"].as_str().map(name_of).unwrap_or_default(),
        answers,
        problems,
        example: example(document, base, method, path, operation),
    }
}

fn schema_entry(document: &Value, name: &str, schema: &Value) -> SchemaEntry {
    let fields = fields_of(document, schema);
    let words: Vec<String> = list(&schema["enum"]).iter().filter_map(|word| Some(word.as_str()?.to_owned())).collect();
    let values = if fields.is_empty() && words.is_empty() { vec![kind_of(schema).0] } else { words };
    SchemaEntry { name: name.to_owned(), about_html: about(schema), fields, values }
}

impl Contents {
    /// Of a description that is complete.
    fn of(document: &OpenApi, base: &str) -> Result<Self, serde_json::Error> {
        let document = serde_json::to_value(document)?;
        let mut sections: Vec<Section> = list(&document["tags"])
            .iter()
            .map(|tag| Section { name: text(tag, "name"), about_html: about(tag), entries: Vec::new() })
            .collect();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (key, method) in [("get", "GET"), ("post", "POST"), ("put", "PUT"), ("patch", "PATCH"), ("delete", "DELETE")] {
                let Some(operation) = item.get(key) else { continue };
                let tag = operation["tags"][0].as_str().unwrap_or_default();
                if let Some(section) = sections.iter_mut().find(|section| section.name == tag) {
                    section.entries.push(entry(&document, base, method, path, operation));
                }
            }
        }
        let problems = document["components"]["responses"].as_object().into_iter().flatten();
        let statuses = super::document::problem_statuses();
        let mut problems: Vec<Answer> =
            problems.filter_map(|(name, response)| Some(answer(&document, statuses.get(name.as_str())?, response))).collect();
        problems.sort_by(|left, right| left.status.cmp(&right.status));
        let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
        let schemas = schemas.map(|(name, schema)| schema_entry(&document, name, schema)).collect();
        Ok(Self { sections, problems, schemas })
    }
}

impl Reference {
    /// The part of the page that depends on nothing but the language.
    fn draw(&self, document: &OpenApi, state: &State, visit: &Visit) -> AppResult<String> {
        let lang = visit.preferences.lang;
        let kept = &self.drawn[usize::from(lang == crate::platform::words::Lang::De)];
        if let Some(html) = kept.get() {
            return Ok(html.clone());
        }
        let contents = Contents::of(document, state.config.base_url()).map_err(anyhow::Error::from)?;
        let mut context = tera::Context::from_serialize(&contents).map_err(anyhow::Error::from)?;
        context.insert("lang", lang.tag());
        let html = state.templates.render("platform/_reference.html", &context, visit.reader())?;
        Ok(kept.get_or_init(|| html).clone())
    }
}

#[derive(Serialize)]
struct ReferencePage {
    reference_html: String,
}

impl Page for ReferencePage {
    const TEMPLATE: &'static str = "platform/reference.html";
    const SECTION: PageSection = PageSection::None;
    fn title(&self) -> Title {
        Title::Key("reference-title")
    }
}

/// `GET /api/v1/docs`.
pub async fn show(
    state: web::Data<State>,
    visit: Visit,
    reference: web::Data<Reference>,
    document: web::Data<OpenApi>,
    request: HttpRequest,
) -> AppResult<HttpResponse> {
    let page = ReferencePage { reference_html: reference.draw(&document, &state, &visit)? };
    state.page(&request, &visit, &page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_limits_read_as_in_json_schema() {
        assert_eq!(kind_of(&json!({"type": ["string", "null"], "format": "date-time"})).0, "date-time | null");
        assert_eq!(
            kind_of(&json!({"type": "array", "items": {"$ref": "#/components/schemas/Tag"}})),
            ("Tag[]".to_owned(), "Tag".to_owned())
        );
        let either = json!({"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Budget"}]});
        assert_eq!(kind_of(&either), ("null | Budget".to_owned(), "Budget".to_owned()));
        assert_eq!(limits_of(&json!({"minLength": 1, "maxLength": 120})), "minLength 1 · maxLength 120");
        assert_eq!(limits_of(&json!({"enum": ["a", "b"]})), "a | b");
    }

    #[test]
    fn an_example_holds_what_is_required() {
        let schema = json!({"type": "object", "required": ["title", "parts"], "properties": {
            "title": {"type": "string"}, "note": {"type": "string"}, "parts": {"type": "array", "items": {"type": "integer", "minimum": 3}}}});
        assert_eq!(example_of(&Value::Null, &schema, 0), json!({"title": "…", "parts": [3]}));
    }
}
