//! The `OpenAPI` document, made from the list of endpoints that the routers are made from.
//!
//! Invariant: every endpoint of the modules is in the document, and nothing else is; samples are rendered by the code
//! that renders real answers.

pub mod model;
mod plain;
mod responses;
mod schemas;

use std::collections::BTreeMap;

use platform::{
    Error,
    http::{
        Dialect, STANDARD,
        routes::{Access, BodyDoc, EndpointDoc},
        sample,
    },
};
use serde_json::{Value, json, value::RawValue};

pub use self::model::Document;
use self::{
    model::{Components, Content, Info, License, Operation, OrRef, Ordered, Parameter, RequestBody, Server, Tag},
    plain::simplify,
    responses::Failures,
    schemas::Schemas,
};

/// A module as the document sees it.
#[derive(Debug, Clone, Copy)]
pub struct ModuleDoc<'a> {
    pub name: &'a str,
    /// What it is, in a line.
    pub about: &'a str,
    /// The envelope of its answers.
    pub dialect: &'static dyn Dialect,
    /// What is known about each of its routes.
    pub endpoints: &'a [EndpointDoc],
}

/// The document of some modules that are served at `public_url`.
pub fn document(modules: &[ModuleDoc<'_>], public_url: &str) -> Result<Document, Error> {
    let mut schemas = Schemas::of(modules.iter().flat_map(|module| module.endpoints));
    let mut failures = Failures::default();
    let mut paths: Ordered<Ordered<Operation>> = Ordered::default();
    let mut tags: Vec<Tag> = Vec::new();
    for module in modules {
        for doc in module.endpoints {
            let tag = tag(module.name, doc);
            if tags.iter().all(|known| known.name != tag) {
                tags.push(Tag { name: tag.clone() });
            }
            let operation = operation(module, doc, tag, &mut schemas, &mut failures)?;
            let method = doc.verb.name().to_ascii_lowercase();
            paths.entry(doc.path).push(method, operation);
        }
    }
    let dialects = dialects(modules);
    let components = Components {
        schemas: all_schemas(&dialects, schemas),
        parameters: parameters(&dialects),
        headers: responses::headers(),
        responses: failures.into_components(),
        security_schemes: dialects.iter().flat_map(|dialect| dialect.security_schemes()).collect(),
    };
    Ok(Document {
        openapi: "3.1.0",
        info: info(modules),
        servers: servers(public_url),
        tags,
        paths,
        components,
    })
}

impl Document {
    /// The document as JSON.
    pub fn to_json(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(Error::internal)
    }
}

/// Those that are spoken: the modules', and the Standard Response. Each once.
fn dialects(modules: &[ModuleDoc<'_>]) -> Vec<&'static dyn Dialect> {
    let mut all: Vec<&'static dyn Dialect> = vec![STANDARD];
    for module in modules {
        if !all.contains(&module.dialect) {
            all.push(module.dialect);
        }
    }
    all
}

fn info(modules: &[ModuleDoc<'_>]) -> Info {
    let mut description = String::from(
        "Every answer comes in the envelope of its module's documented API. With `Accept: application/vnd.standard+json` \
        or `?envelope=standard` the same answer comes in the Standard Response, whose `code` is stable; there, input that \
        breaks a rule is answered with 422.\n\n\
        An address that exists answers methods that it does not take with 405, and any address that does not exist with \
        404, in the same envelopes. Every answer carries `X-Request-Id`.\n\n\
        Failures are told in the language that `Accept-Language` prefers, `id` or `en`, or else in that of the module's \
        documents. A query parameter that an address does not know is refused in the Standard Response and in the exams; \
        elsewhere it changes nothing, and the header `X-Hint` says so.\n",
    );
    for module in modules {
        let line = format!("\n- **{}**: {}", module.name, module.about);
        description.push_str(&line);
    }
    Info {
        title: "Balai",
        version: env!("CARGO_PKG_VERSION"),
        summary: "One self-hosted server for a community: its producers, its market, its talk and its exams.",
        description,
        license: License {
            name: "MIT or Apache 2.0",
            identifier: "MIT OR Apache-2.0",
        },
    }
}

/// Where the document was read comes first: there a browser sends its cookies, whatever name of the server it came by.
/// The public address is for programs that read a copy.
fn servers(public_url: &str) -> Vec<Server> {
    vec![
        Server {
            url: "/".to_owned(),
            description: "The address that this document was read from",
        },
        Server {
            url: public_url.trim_end_matches('/').to_owned(),
            description: "The public address",
        },
    ]
}

fn tag(module: &str, doc: &EndpointDoc) -> String {
    if doc.group.is_empty() {
        module.to_owned()
    } else {
        format!("{module}: {}", doc.group)
    }
}

fn all_schemas(dialects: &[&'static dyn Dialect], schemas: Schemas) -> BTreeMap<std::borrow::Cow<'static, str>, Value> {
    let mut all = schemas.into_components();
    let failures = dialects.iter().flat_map(|dialect| dialect.failure_schemas());
    all.extend(failures.map(|(name, mut schema)| {
        simplify(&mut schema);
        (name.into(), schema)
    }));
    all
}

/// Name in the document, name in a request, place, description and schema.
type Optional = (&'static str, &'static str, &'static str, &'static str, Value);

/// Parameters that many routes have; each may be left out.
fn parameters(dialects: &[&'static dyn Dialect]) -> BTreeMap<&'static str, Parameter> {
    let own = dialects.iter().flat_map(|dialect| dialect.parameters());
    let own = own.map(|own| (own.name, own.name, "query", own.about, own.schema));
    let described = own
        .chain(common_parameters())
        .map(|(key, name, place, description, schema)| {
            let parameter = Parameter {
                name,
                place,
                description: description.into(),
                required: false,
                explode: None,
                schema,
                example: None,
            };
            (key, parameter)
        });
    described.collect()
}

/// Those of every dialect.
fn common_parameters() -> [Optional; 7] {
    [
        (
            "ifMatch",
            "If-Match",
            "header",
            "`ETag` of the version that is to be changed: another one is left as it is (412)",
            json!({"type": "string"}),
        ),
        (
            "page",
            "page",
            "query",
            "Which page, from 1",
            json!({"type": "integer", "minimum": 1, "default": 1}),
        ),
        (
            "perPage",
            "per_page",
            "query",
            "Rows per page: 1000 unless given, or 25 and at most 500 in the Standard Response",
            json!({"type": "integer", "minimum": 1, "maximum": 1000}),
        ),
        (
            "envelope",
            "envelope",
            "query",
            "`standard`: answer in the Standard Response",
            json!({"type": "string", "enum": ["standard"]}),
        ),
        (
            "idempotencyKey",
            "Idempotency-Key",
            "header",
            "Makes a repeated request happen once: the same key with the same body gets the first answer again, for a day",
            json!({"type": "string", "minLength": 1, "maxLength": 255}),
        ),
        (
            "ifNoneMatch",
            "If-None-Match",
            "header",
            "`ETag` of the copy that is at hand",
            json!({"type": "string"}),
        ),
        (
            "range",
            "Range",
            "header",
            "`bytes=0-1023` and the like (RFC 9110)",
            json!({"type": "string"}),
        ),
    ]
}

fn operation(
    module: &ModuleDoc<'_>,
    doc: &EndpointDoc,
    tag: String,
    schemas: &mut Schemas,
    failures: &mut Failures,
) -> Result<Operation, Error> {
    let successes = responses::successes(module.dialect, doc, schemas)?;
    let mut responses: BTreeMap<String, OrRef<_>> = successes
        .into_iter()
        .map(|(status, response)| (status, OrRef::Here(response)))
        .collect();
    responses.extend(failures.of(module.name, module.dialect, doc)?);
    Ok(Operation {
        operation_id: operation_id(doc),
        summary: doc.summary,
        description: whom(doc.access).to_owned(),
        tags: vec![tag],
        security: security(module.dialect, doc),
        parameters: parameters_of(module.dialect, doc, schemas),
        request_body: doc.body.as_ref().map(|body| request_body(body, schemas)).transpose()?,
        responses,
    })
}

fn whom(access: Access) -> &'static str {
    match access {
        Access::Anyone => "",
        Access::Account => "For whoever is logged in.",
        Access::Staff(staff) => staff.about,
    }
}

/// One way of showing who calls, which may take several things together; none if nobody has to.
fn security(dialect: &dyn Dialect, doc: &EndpointDoc) -> Vec<BTreeMap<&'static str, [&'static str; 0]>> {
    let needs: BTreeMap<_, _> = dialect.security(doc).into_iter().map(|name| (name, [])).collect();
    if needs.is_empty() { Vec::new() } else { vec![needs] }
}

/// `GET /products/umkm/{idumkm}` → `getProductsUmkmByIdumkm`: follows from the route, so it stays as long as the route does.
fn operation_id(doc: &EndpointDoc) -> String {
    let mut id = doc.verb.name().to_ascii_lowercase();
    for segment in doc.path.split('/').filter(|segment| !segment.is_empty()) {
        let plain = segment.trim_matches(['{', '}']);
        if plain.len() < segment.len() {
            id.push_str("By");
        }
        for word in plain.split(|c: char| !c.is_ascii_alphanumeric()) {
            let (first, rest) = word.split_at(word.len().min(1));
            id.push_str(&first.to_ascii_uppercase());
            id.push_str(rest);
        }
    }
    id
}

fn parameters_of(dialect: &dyn Dialect, doc: &EndpointDoc, schemas: &mut Schemas) -> Vec<OrRef<Parameter>> {
    let parts = doc.parts.iter().map(|part| {
        OrRef::Here(Parameter {
            name: part.name,
            place: "path",
            description: part.about.into(),
            required: true,
            explode: None,
            schema: schemas.sent(part.schema),
            // `1` and `true` are a number and a flag to whoever reads the document, and texts only in the address.
            example: Some(serde_json::from_str(part.example).unwrap_or_else(|_| part.example.into())),
        })
    });
    let parts: Vec<OrRef<Parameter>> = parts.collect();
    let queries = doc.queries.iter().map(|query| {
        let schema = schemas.sent(query.schema);
        OrRef::Here(Parameter {
            name: query.name,
            place: "query",
            // In words: a sample of its own would be filled in, and sent, by whoever tries the call in a browser.
            description: format!("{}; for example `{}`", query.about, query.example).into(),
            required: query.required,
            // `?city=a&city=b`, which is what no style means, said for those who do not know that.
            explode: (schema["type"] == "array").then_some(true),
            schema,
            example: None,
        })
    });
    let mut all: Vec<OrRef<Parameter>> = parts.into_iter().chain(queries).collect();
    let mut heeds = |name: &str| all.push(OrRef::to("parameters", name));
    if doc.answer.list && !doc.answer.whole {
        dialect.page_parameters().iter().copied().for_each(&mut heeds);
        heeds("page");
        heeds("perPage");
    }
    if doc.versioned {
        heeds("ifMatch");
    }
    dialect.parameters_of(doc).into_iter().for_each(&mut heeds);
    if doc.answer.media.is_none() {
        heeds("envelope");
    }
    if doc.answer.file {
        heeds("range");
    }
    if sample::takes_key(doc) {
        heeds("idempotencyKey");
    }
    if doc.kept || doc.answer.file {
        heeds("ifNoneMatch");
    }
    all
}

fn request_body(body: &BodyDoc, schemas: &mut Schemas) -> Result<RequestBody, Error> {
    let example = body.example.map(|text| RawValue::from_string(text.to_owned()));
    let mut content = Ordered::default();
    content.push(
        body.media,
        Content {
            schema: Some(schemas.sent(body.schema)),
            example: example.transpose().map_err(Error::internal)?,
            ..Content::default()
        },
    );
    Ok(RequestBody {
        required: true,
        content,
    })
}
