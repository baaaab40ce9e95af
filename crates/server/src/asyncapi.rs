//! The `AsyncAPI` document: what is announced at the message broker, and how the services are asked there.
//!
//! Made from what the modules announce and from the calls that the services have, so it cannot say anything else than what
//! happens.

use platform::{
    Error,
    events::{Announces, TopicDoc, announced_topics},
};
use rpc::Service;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The document of some modules' announcements and of services.
pub fn document(announces: &[Announces], services: &[impl AsRef<Service>]) -> Result<String, Error> {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .for_serialize()
        .into_generator();
    let mut channels = Map::new();
    let mut operations = Map::new();
    for topic in announced_topics(announces) {
        channels.insert(topic.topic.to_owned(), event_channel(&topic, &mut generator));
        operations.insert(format!("announce-{}", topic.topic), announcing(topic.topic));
    }
    for service in services.iter().map(AsRef::as_ref) {
        channels.insert(service.codename.to_owned(), request_channel(service));
        operations.insert(format!("ask-{}", service.codename), asking(service.codename));
    }
    let document = json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Balai at the message broker",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What happens in the services, as it happens, and requests to them. Events are kept by the JetStream stream \
                BALAI_EVENTS and told at least once, in order for each object; Nats-Msg-Id is the same each time.",
            "license": {"name": "MIT OR Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"broker": {"host": "broker:4222", "protocol": "nats", "description": "The broker that --nats names."}},
        "channels": channels,
        "operations": operations,
        "components": {"schemas": generator.take_definitions(true)},
    });
    serde_json::to_string(&document).map_err(Error::internal)
}

fn event_channel(topic: &TopicDoc, generator: &mut SchemaGenerator) -> Value {
    json!({
        "address": topic.topic,
        "description": topic.about,
        "messages": {"event": {
            "summary": topic.about,
            "headers": {
                "type": "object",
                "properties": {
                    "Nats-Msg-Id": {"type": "string", "description": "The same each time that this event is told."},
                    "Balai-Object-Id": {"type": "string", "description": "The object that it is about; its events are in order."},
                    "Balai-Time": {"type": "string", "format": "date-time", "description": "When it happened."},
                    "Balai-Request-Id": {"type": "string", "description": "The request that it follows from, if one did."},
                    "Balai-Schema-Version": {"const": "1"},
                },
                "required": ["Nats-Msg-Id", "Balai-Object-Id", "Balai-Time", "Balai-Schema-Version"],
            },
            "payload": topic.payload.schema(generator),
            "examples": [{"payload": topic.payload.example()}],
        }},
    })
}

fn announcing(topic: &str) -> Value {
    json!({
        "action": "send",
        "channel": reference(topic),
        "messages": [{"$ref": format!("#/channels/{topic}/messages/event")}],
    })
}

fn request_channel(service: &Service) -> Value {
    let mut calls: Vec<&str> = service.calls().collect();
    calls.sort_unstable();
    json!({
        "address": format!("{}.{{call}}", service.codename),
        "description": "Runs a documented call. The answer is the call's envelope, on the reply subject; the header Status has the \
            status that HTTP would have.",
        "parameters": {"call": {"description": "The documented name.", "enum": calls}},
        "messages": {
            "request": {
                "payload": {
                    "type": "object",
                    "properties": {
                        "accessToken": {"type": "string", "description": "The token of a session; left out, nobody is logged in."},
                        "params": {"type": "object", "description": "Parameters of path, query and body alike, by name."},
                    },
                },
                "examples": [{"payload": {"params": {}}}],
            },
            "answer": {"payload": {"type": "object", "description": "As the OpenAPI document says of the call."}},
        },
    })
}

fn asking(service: &str) -> Value {
    json!({
        "action": "receive",
        "channel": reference(service),
        "messages": [{"$ref": format!("#/channels/{service}/messages/request")}],
        "reply": {
            "address": {"location": "$message.header#/replyTo", "description": "The reply subject of the request."},
            "channel": reference(service),
            "messages": [{"$ref": format!("#/channels/{service}/messages/answer")}],
        },
    })
}

fn reference(channel: &str) -> Value {
    json!({"$ref": format!("#/channels/{channel}")})
}
