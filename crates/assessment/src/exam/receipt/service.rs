//! Making and verifying receipts.

use platform::{Conn, Error, Timestamp, Tx, auth::csrf::same, auth::keys::Keyring};
use serde::Serialize;

use super::{
    model::{HandedAnswer, HandedIn},
    rules::{self, LENGTH},
    store,
};
use crate::{
    Assessment,
    exam::model::Timed,
    failures::{Noun, not_found},
};

const RECEIPT: Noun = Noun {
    id: "tanda terima",
    en: "receipt",
};

/// A receipt that was made.
pub(crate) struct Made {
    pub(crate) receipt: String,
    /// How many questions were answered.
    pub(crate) answers: i64,
}

/// What a receipt is of.
#[derive(Debug, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamVerifiedReceipt")]
pub struct VerifiedView {
    pub receipt: String,
    /// Whether what is stored is what the receipt was given for.
    pub valid: bool,
    pub event_title: String,
    pub exam_registered_number: String,
    pub submitted_at: Timestamp,
    /// `participant`, or `timeout` if time ended it.
    pub submit_reason: String,
    /// How many questions were answered.
    pub answers: usize,
}

fn answered(content: &HandedIn) -> usize {
    let has_said = |answer: &&HandedAnswer| answer.json.is_some() || answer.audio.is_some();
    content.answers.iter().filter(has_said).count()
}

/// The receipt of an attempt that was handed in; the same as long as nothing came late.
pub(crate) async fn receipt(tx: &mut Tx<'_>, keys: &Keyring, attempt: i64) -> Result<Made, Error> {
    let found = store::handed_in(tx, attempt).await?;
    let (content, known) = found.ok_or_else(crate::exam::run::rules::ended)?;
    let answers = i64::try_from(answered(&content)).map_err(Error::internal)?;
    if let Some(receipt) = known {
        return Ok(Made { receipt, answers });
    }
    let receipt = rules::receipt(&keys.current(), &content);
    store::set(tx, attempt, &receipt).await?;
    Ok(Made { receipt, answers })
}

/// There is no such receipt.
pub(crate) fn no_such_receipt() -> Error {
    not_found(RECEIPT)
}

impl Assessment {
    /// Says what a receipt is of, and whether what is stored still is that.
    pub async fn verify_receipt(&self, receipt: &str) -> Result<Timed<VerifiedView>, Error> {
        let receipt = receipt.trim().to_ascii_lowercase();
        if receipt.len() != LENGTH || !receipt.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(no_such_receipt());
        }
        let keys = self.0.keys.clone();
        let find = async move |conn: &mut Conn<'_>| {
            let row = store::of_receipt(conn, &receipt).await?.ok_or_else(no_such_receipt)?;
            let found = store::handed_in(conn, row.attempt).await?;
            let (content, _) = found.ok_or_else(no_such_receipt)?;
            let mut made = keys.all().into_iter().map(|key| rules::receipt(&key, &content));
            Ok::<_, Error>(VerifiedView {
                valid: made.any(|made| same(&made, &receipt)),
                answers: answered(&content),
                receipt,
                event_title: row.event_title,
                exam_registered_number: row.exam_registered_number,
                submitted_at: row.submitted_at,
                submit_reason: row.submit_reason,
            })
        };
        let view = self.0.db.read(find).await?;
        Ok(Timed::at(self.now(), view))
    }
}
