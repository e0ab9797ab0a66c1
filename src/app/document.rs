//! The API's description: what the handlers say of themselves, completed by what holds for all of them.
use crate::platform::web as site;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        Content, Header, HeaderBuilder, InfoBuilder, LicenseBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Required, Response,
        Schema, Server,
        path::{Operation, Parameter, ParameterBuilder, ParameterIn},
        schema::{ArrayItems, SchemaType, Type},
        security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme},
        tag::TagBuilder,
    },
};

const ABOUT: &str = "Campaigns, ideas, votes, brainstorms and prototypes.\n\n\
    Personal tokens are made under Settings, API tokens; each operation names the scope it needs. \
    Every answer says what is left of the calls of this minute in `RateLimit`, and the rule in `RateLimit-Policy`. \
    Problems are `application/problem+json` (RFC 9457).";

/// Parts of the API, in the order people meet them.
const TAGS: &[(&str, &str)] = &[
    ("campaigns", "Questions that an organisation asks, with dated phases."),
    ("ideas", "What people propose, and the versions of its wording."),
    ("votes", "Who wants an idea, and where people stand on it."),
    ("comments", "What people say about an idea."),
    ("decisions", "Triage, moderation, merging and answers: what becomes of an idea."),
    ("brainstorms", "Rooms with rounds, notes, clusters and dots."),
    ("prototypes", "What is built and tested, up to the decision of a gate."),
    ("people", "Who is here."),
    ("events", "What happened, in the order it was written down."),
];

fn text(pattern: Option<&str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).pattern(pattern)
}

/// Adds what no single handler says: tags, security, problems, headers, and one name for each schema.
pub fn complete(document: &mut OpenApi) {
    document.info = InfoBuilder::new()
        .title("Proofbench")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(ABOUT))
        .license(Some(LicenseBuilder::new().name("Apache License 2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    document.servers = Some(vec![Server::new("/")]);
    document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    document.tags = Some(TAGS.iter().map(|(name, about)| TagBuilder::new().name(*name).description(Some(*about)).build()).collect());
    let components = document.components.get_or_insert_with(Default::default);
    // Every answer refers to these two; no handler names them.
    for (name, schema) in [(site::Problem::name(), site::Problem::schema()), (site::ProblemField::name(), site::ProblemField::schema())] {
        components.schemas.insert(name.into_owned(), schema);
    }
    for (_, name, mut response) in site::problem_responses() {
        state_limits(&mut response);
        components.responses.insert(name.to_owned(), response.into());
    }
    components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    components.parameters.insert("IdempotencyKey".to_owned(), idempotency_key().into());
    for schema in components.schemas.iter_mut().filter_map(|(name, schema)| name.starts_with("ApiPage_").then_some((name.clone(), schema)))
    {
        name_items(&schema.0, schema.1);
    }
    state_texts(document);
    let versioned = versioned(document);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_mut(item) {
            finish(path, method, operation, &versioned);
        }
    }
}

/// What holds for every text that is sent: it has no NUL, and where it has to say something, something that can be seen.
const ANY_TEXT: &str = r"^[^\u0000]*$";
const SOME_TEXT: &str = r"^[^\u0000]*[^\u0000\s][^\u0000]*$";

fn state_texts(document: &mut OpenApi) {
    let bodies = document.paths.paths.values().flat_map(operations).filter_map(|(_, operation)| body_of(operation));
    let bodies: BTreeSet<String> = bodies.map(str::to_owned).collect();
    let Some(components) = &mut document.components else { return };
    // What a body refers to is sent as well.
    let parts = ["CampaignFieldBody", "FieldBody", "NewLearningBody"].map(str::to_owned);
    for name in bodies.into_iter().chain(parts) {
        if let Some(RefOr::T(Schema::Object(object))) = components.schemas.get_mut(&name) {
            object.properties.values_mut().for_each(state_text);
        }
    }
}

fn state_text(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                state_text(items);
            }
        }
        Schema::Object(object) => {
            let is_text = match &object.schema_type {
                SchemaType::Type(kind) => *kind == Type::String,
                SchemaType::Array(kinds) => kinds.contains(&Type::String),
                SchemaType::AnyValue => false,
            };
            if is_text && object.format.is_none() && object.pattern.is_none() && object.enum_values.is_none() {
                object.pattern = Some(if object.min_length.is_some() { SOME_TEXT } else { ANY_TEXT }.to_owned());
            }
        }
        _ => {}
    }
}

/// The name of the schema that a content refers to.
fn name_in(content: &RefOr<Content>) -> Option<&str> {
    let RefOr::T(content) = content else { return None };
    match content.schema.as_ref()? {
        RefOr::Ref(reference) => reference.ref_location.rsplit('/').next(),
        RefOr::T(_) => None,
    }
}

/// The schema of an operation's body.
fn body_of(operation: &Operation) -> Option<&str> {
    let RefOr::T(body) = operation.request_body.as_ref()? else { return None };
    name_in(body.content.get("application/json")?)
}

fn idempotency_key() -> Parameter {
    let about = "Makes the call safe to repeat: the same key and body give the first answer again, and one effect. A UUID does well.";
    let schema = text(Some("^[!-~]+$")).min_length(Some(1)).max_length(Some(128)).build();
    ParameterBuilder::new().name("Idempotency-Key").parameter_in(ParameterIn::Header).description(Some(about)).schema(Some(schema)).build()
}

/// The items of a page are the schema that has a name, not a copy of it.
fn name_items(page: &str, schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    if let Some(RefOr::T(Schema::Array(array))) = object.properties.get_mut("items") {
        let item = page.trim_start_matches("ApiPage_");
        array.items = ArrayItems::RefOrSchema(Box::new(Ref::from_schema_name(item).into()));
    }
}

/// The operations of a path with their methods.
pub fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [("GET", &item.get), ("PUT", &item.put), ("POST", &item.post), ("PATCH", &item.patch), ("DELETE", &item.delete)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?))).collect()
}

fn operations_mut(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?))).collect()
}

/// The schema that a response carries.
fn schema_of(response: &RefOr<Response>) -> Option<&str> {
    let RefOr::T(response) = response else { return None };
    name_in(response.content.get("application/json")?)
}

/// Schemas of items with a version: those that a reading call can find unchanged.
fn versioned(document: &OpenApi) -> BTreeSet<String> {
    let readings = document.paths.paths.values().filter_map(|item| item.get.as_ref());
    let unchanged = readings.filter(|operation| operation.responses.responses.contains_key("304"));
    unchanged.filter_map(|operation| schema_of(operation.responses.responses.get("200")?).map(str::to_owned)).collect()
}

fn header(about: &str) -> RefOr<Header> {
    HeaderBuilder::new().schema(Some(text(None).build())).description(Some(about)).build().into()
}

/// What every answer says of the calls of this minute.
fn state_limits(response: &mut Response) {
    let said = [
        ("RateLimit", "What is left of the calls of this minute, and in how many seconds it is whole again: `\"calls\";r=599;t=1`"),
        ("RateLimit-Policy", "How many calls there are in how many seconds: `\"calls\";q=600;w=60`"),
    ];
    for (name, about) in said {
        response.headers.insert(name.to_owned(), header(about));
    }
}

fn finish(path: &str, method: &str, operation: &mut Operation, versioned: &BTreeSet<String>) {
    split_summary(operation);
    if let Some(RefOr::T(body)) = &mut operation.request_body {
        body.required = Some(Required::True);
    }
    if method != "GET" {
        let key = RefOr::Ref(Ref::new("#/components/parameters/IdempotencyKey"));
        operation.parameters.get_or_insert_default().push(key);
    }
    for (status, response) in &mut operation.responses.responses {
        let schema = schema_of(response).unwrap_or_default().to_owned();
        let RefOr::T(response) = response else { continue };
        state_limits(response);
        if method != "GET" && status.starts_with('2') {
            let about = "`true` on the answer to a call that was repeated with its Idempotency-Key; absent on a first one";
            response.headers.insert("Idempotency-Replayed".to_owned(), header(about));
        }
        if status == "201" {
            response.headers.insert("Location".to_owned(), header("Where it is"));
        }
        if status == "304" || versioned.contains(&schema) {
            response.headers.insert(
                "ETag".to_owned(),
                header("Its version and a hash of what it says, to give as If-Match with a change, or as If-None-Match"),
            );
        }
        if schema.starts_with("ApiPage_") {
            response.headers.insert("Link".to_owned(), header("The next page, as `rel=\"next\"`; absent on the last one"));
        }
    }
    let unchanged = operation.responses.responses.contains_key("304");
    if unchanged && path.contains('{') {
        let about = "The `ETag` last seen, several of them, or `*`: 304 when nothing that the caller may see has changed.";
        let tag = ParameterBuilder::new()
            .name("If-None-Match")
            .parameter_in(ParameterIn::Header)
            .description(Some(about))
            .schema(Some(text(None).build()));
        operation.parameters.get_or_insert_default().push(tag.build().into());
    }
}

/// The first sentence is the summary, the rest the description.
fn split_summary(operation: &mut Operation) {
    let whole = [operation.summary.take(), operation.description.take()].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let whole = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, rest) = whole.split_once(". ").unwrap_or((whole.trim_end_matches('.'), ""));
    operation.summary = Some(first.to_owned());
    operation.description = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
}

/// The methods that the description has for a path.
pub fn methods_of(document: &OpenApi, path: &str) -> Vec<&'static str> {
    let fits = |template: &str| {
        template.split('/').count() == path.split('/').count()
            && template.split('/').zip(path.split('/')).all(|(part, given)| part == given || (part.starts_with('{') && !given.is_empty()))
    };
    let known = document.paths.paths.iter().filter(|(template, _)| fits(template)).flat_map(|(_, item)| operations(item));
    let methods: BTreeSet<&str> = known.map(|(method, _)| method).collect();
    methods.into_iter().collect()
}

/// The status of each problem, by its name among the components.
pub fn problem_statuses() -> BTreeMap<&'static str, String> {
    site::problem_responses().map(|(status, name, _)| (name, status.to_string())).collect()
}

/// The scope of every operation that asks for one.
pub fn scopes(document: &OpenApi) -> site::Scopes {
    let all = document.paths.paths.iter().flat_map(|(path, item)| operations(item).into_iter().map(move |call| (path, call)));
    let asked = all.filter_map(|(path, (method, operation))| {
        let needs = serde_json::to_value(operation.security.as_ref()?.first()?).ok()?;
        Some((format!("{method} {path}"), needs["token"][0].as_str()?.to_owned()))
    });
    site::Scopes(asked.collect())
}
