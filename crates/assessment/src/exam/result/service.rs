//! A participant's own results, once they are released.

use platform::{Error, Kind, Message};

use crate::{Assessment, Sitter, exam::model::Timed, marking::results::service::released::ResultView};

/// Results are not released yet.
pub(crate) fn not_released() -> Error {
    Error::new(
        Kind::NotFound,
        "assessment.not_released",
        Message::new(
            "Hasil ujian ini belum diumumkan.",
            "The results of this exam are not released yet.",
        ),
    )
}

impl Assessment {
    /// What the event's policy shows a participant; not found before it is released.
    pub async fn own_result(&self, sitter: &Sitter) -> Result<Timed<ResultView>, Error> {
        let found = self.released_result(sitter.participant).await?;
        Ok(Timed::at(sitter.ctx.now(), found.ok_or_else(not_released)?))
    }
}
