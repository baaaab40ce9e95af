//! Messages whose types are known by their descriptors, on the wire.

use prost::Message as _;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::{
    Status,
    codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder},
};

use super::methods::Method;

/// The codec of one method.
pub(super) struct Typed {
    input: MessageDescriptor,
}

impl Typed {
    pub(super) fn new(method: &Method) -> Self {
        Self {
            input: method.input.clone(),
        }
    }
}

impl Codec for Typed {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Writes;
    type Decoder = Reads;

    fn encoder(&mut self) -> Writes {
        Writes
    }

    fn decoder(&mut self) -> Reads {
        Reads(self.input.clone())
    }
}

pub(super) struct Writes;

impl Encoder for Writes {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, message: DynamicMessage, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message
            .encode(out)
            .map_err(|cause| Status::internal(format!("the answer cannot be written: {cause}")))
    }
}

pub(super) struct Reads(MessageDescriptor);

impl Decoder for Reads {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, bytes: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        DynamicMessage::decode(self.0.clone(), bytes)
            .map(Some)
            .map_err(|cause| Status::invalid_argument(format!("the message cannot be read: {cause}")))
    }
}
