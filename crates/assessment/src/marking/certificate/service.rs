//! Certificates: who sat which exam, and what they reached, as far as the event shows it to them.
//!
//! Invariant: there is one exactly where the participant is shown a result, and it says no more than that does.

use platform::{Conn, Error};

use super::store;
use crate::{
    Assessment, EventEmbedding, EventView, ParticipantEmbedding, ParticipantView, ResultView, Sitter,
    exam::result::service::not_released, failures::not_found, sitting::participant::service::PARTICIPANT,
};

/// What a certificate says.
#[derive(Debug, Clone)]
pub struct CertificateView {
    pub participant: ParticipantView,
    pub event: EventView,
    /// As far as the event's policy shows it.
    pub result: ResultView,
    /// What was handed in, for whoever wants to verify it.
    pub receipt: Option<String>,
}

impl Assessment {
    /// The certificate of a participant of an event; not found before their result is released.
    #[platform::boxed]
    pub async fn certificate(&self, event: i64, participant: i64) -> Result<CertificateView, Error> {
        let found = self.participant(participant, ParticipantEmbedding::default()).await?;
        if found.event_id != event {
            return Err(not_found(PARTICIPANT));
        }
        let result = self.released_result(participant).await?.ok_or_else(not_released)?;
        let receipt = async move |conn: &mut Conn<'_>| store::receipt(conn, participant).await;
        Ok(CertificateView {
            participant: found,
            event: self.event(event, EventEmbedding::default(), None).await?,
            result,
            receipt: self.0.db.read(receipt).await?,
        })
    }

    /// One's own certificate.
    #[platform::boxed]
    pub async fn own_certificate(&self, sitter: &Sitter) -> Result<CertificateView, Error> {
        self.certificate(sitter.event, sitter.participant).await
    }
}
