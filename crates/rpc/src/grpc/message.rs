//! Messages and the JSON of the documented API: each from the other, by the mapping of Protocol Buffers.

use http::header;
use prost_reflect::{DeserializeOptions, DynamicMessage, MessageDescriptor, SerializeOptions, Value as Field};
use serde::Deserializer;
use serde_json::Value;
use tonic::Status;

use crate::{call::Params, service::Answer};

/// The field of requests that says which fields are cleared.
const MASK: &str = "updateMask";

/// The parameters that a request says. What its mask names and it does not say is `null`.
pub(super) fn params_of(message: &DynamicMessage) -> Result<Params, Status> {
    let options = SerializeOptions::new().stringify_64_bit_integers(false);
    let json = message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(|cause| Status::invalid_argument(format!("the message has no JSON: {cause}")))?;
    let Value::Object(mut params) = json else {
        return Ok(Params::new());
    };
    if let Some(Value::String(mask)) = params.remove(MASK) {
        for name in mask.split(',').filter(|name| !name.is_empty()) {
            params.entry(name).or_insert(Value::Null);
        }
    }
    Ok(params)
}

/// The message that says what an answer says. A list alone is the one list that the message has.
pub(super) fn of_json(kind: &MessageDescriptor, json: &[u8]) -> Result<DynamicMessage, Status> {
    if json.first() != Some(&b'[') {
        return of_object(kind, &mut serde_json::Deserializer::from_slice(json));
    }
    let list: Value = serde_json::from_slice(json).map_err(no_message)?;
    let named = kind.fields().find(prost_reflect::FieldDescriptor::is_list);
    let name = named.map(|field| field.json_name().to_owned()).unwrap_or_default();
    of_object(kind, Value::Object([(name, list)].into_iter().collect()))
}

/// The message that says what an object says.
pub(super) fn of_object<'de>(
    kind: &MessageDescriptor,
    object: impl Deserializer<'de, Error = serde_json::Error>,
) -> Result<DynamicMessage, Status> {
    let options = DeserializeOptions::new().deny_unknown_fields(false);
    DynamicMessage::deserialize_with_options(kind.clone(), object, &options).map_err(no_message)
}

fn no_message(cause: serde_json::Error) -> Status {
    tracing::error!(%cause, "an answer fits no message");
    Status::internal("the answer fits no message")
}

/// The message with a file.
pub(super) fn of_bytes(kind: &MessageDescriptor, answer: &Answer) -> DynamicMessage {
    let mut message = DynamicMessage::new(kind.clone());
    let content_type = answer
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    message.set_field_by_name(
        "content_type",
        Field::String(content_type.unwrap_or_default().to_owned()),
    );
    message.set_field_by_name("content", Field::Bytes(answer.body.clone()));
    message
}
