//! What is written about events and requests at the broker: the `AsyncAPI` document and `docs/EVENTS.md`.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use platform::events::{TopicDoc, announced_topics};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Value, json};
use server::{settings::Given, wiring};

fn document() -> Value {
    let settings = Given::default().settle(wiring::MODULES).unwrap();
    serde_json::from_str(&wiring::asyncapi(&settings).unwrap()).unwrap()
}

#[test]
fn every_sample_of_an_event_fits_its_schema() {
    let document = document();
    let mut seen = 0;
    for (address, channel) in document["channels"].as_object().unwrap() {
        let Some(event) = channel["messages"].get("event") else {
            continue;
        };
        let mut schema = event["payload"].clone();
        schema["components"] = document["components"].clone();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let sample = &event["examples"][0]["payload"];
        let wrong: Vec<String> = validator.iter_errors(sample).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{address}: {wrong:?}");
        seen += 1;
    }
    assert_eq!(seen, announced_topics(&wiring::announces()).len());
}

#[test]
fn what_the_document_refers_to_is_there() {
    let document = document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 100);
    for reference in references {
        let place = reference.trim_start_matches('#');
        assert!(document.pointer(place).is_some(), "{reference}");
    }
    let calls = &document["channels"]["clonesahibinden-conversation-service"]["parameters"]["call"]["enum"];
    for call in [
        "createConversationMessage",
        "currentUser",
        "_fetchListConversationThread",
    ] {
        assert!(calls.as_array().unwrap().contains(&json!(call)), "{call}");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member.as_str() {
                    Some(reference) if name == "$ref" => references.push(reference.to_owned()),
                    _ => collect(member, references),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, references)),
        _ => {}
    }
}

/// Where what is made of the topics begins in the page.
const MADE: &str =
    "<!-- Made of what the modules announce: `cargo test -p server --test it write_events -- --ignored` -->\n";

fn page() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/EVENTS.md")
}

/// The part of the page that is made: topics, and what they say by object.
fn made() -> String {
    let topics = announced_topics(&wiring::announces());
    let mut text = format!("{MADE}\n## Topics\n\n| Topic | When | Payload |\n| --- | --- | --- |\n");
    for topic in &topics {
        let _ = writeln!(text, "| `{}` | {} | {} |", topic.topic, topic.about, payload(topic));
    }
    text.push_str("\n## Payloads\n");
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let objects: BTreeMap<String, &TopicDoc> = topics
        .iter()
        .filter_map(|topic| Some((topic.payload.changed?.to_owned(), topic)))
        .collect();
    for (name, topic) in objects {
        describe(&name, topic, &mut generator, &mut text);
    }
    let schemas = json!({"$defs": generator.take_definitions(true)});
    let _ = write!(
        text,
        "\n## Schema\n\nJSON Schema (2020-12) of the objects:\n\n```json\n{}\n```\n",
        serde_json::to_string_pretty(&schemas).unwrap()
    );
    text
}

fn payload(topic: &TopicDoc) -> String {
    match topic.payload.changed {
        None => "the object".to_owned(),
        Some(name) => format!("`old_{name}`, `{name}`, `oldDataValues`, `newDataValues`"),
    }
}

fn describe(name: &str, topic: &TopicDoc, generator: &mut SchemaGenerator, text: &mut String) {
    let _ = (topic.payload.object)(generator);
    let sample: Value = serde_json::from_str(topic.payload.sample).unwrap();
    let object = serde_json::to_string_pretty(&sample).unwrap();
    let _ = write!(text, "\n### {name}\n\n```json\n{object}\n```\n");
}

#[test]
fn the_page_of_events_says_what_is_announced() {
    let page = fs::read_to_string(page()).unwrap();
    let at = page.find(MADE).expect("the page says where what is made begins");
    let hint = "`cargo test -p server --test it write_events -- --ignored` writes docs/EVENTS.md anew";
    assert!(page[at..] == made(), "{hint}");
}

#[test]
#[ignore = "writes docs/EVENTS.md, for whoever changed what is announced"]
fn write_events() {
    let text = fs::read_to_string(page()).unwrap();
    let before = text.split(MADE).next().unwrap();
    fs::write(page(), format!("{before}{}", made())).unwrap();
}
