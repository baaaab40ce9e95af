//! A spoken answer, as it is sent and as it is kept.

use platform::Timestamp;
use serde::{Deserialize, Serialize};

/// A spoken answer that begins.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamSpeech")]
pub struct SpeechIn {
    pub question_id: i64,
    /// What the recorder writes: `audio/webm`, `audio/mp4` or `audio/wav`, with its codecs or without.
    pub mime_type: String,
    /// From 1; another one only where those before it came to nothing.
    pub take: i64,
}

/// How many pieces there were.
#[derive(Debug, Clone, Copy, Deserialize, schemars::JsonSchema)]
#[schemars(rename = "ExamSpeechPieces")]
pub struct CompletionIn {
    pub chunks: i64,
}

/// How far a spoken answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ExamSpeechState")]
pub enum SpeechState {
    /// Pieces are awaited.
    Recording,
    Complete,
    /// Another take followed, or it could not be read.
    Failed,
}

impl SpeechState {
    /// The state of a stored name.
    pub(crate) fn from_stored(name: &str) -> Option<Self> {
        Some(match name {
            "recording" => Self::Recording,
            "complete" => Self::Complete,
            "failed" => Self::Failed,
            _ => return None,
        })
    }
}

/// A spoken answer, as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct Take {
    pub(crate) id: i64,
    pub(crate) attempt: i64,
    pub(crate) question: i64,
    /// Which of the participant's tries, from 1.
    pub(crate) number: i64,
    pub(crate) media_type: String,
    pub(crate) duration_ms: i64,
    pub(crate) state: SpeechState,
    pub(crate) started_at: Timestamp,
}

/// A piece of a spoken answer.
#[derive(Debug, Clone)]
pub(crate) struct Piece {
    pub(crate) seq: i64,
    pub(crate) blob: String,
    pub(crate) bytes: i64,
}
