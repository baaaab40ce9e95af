//! The two ways to the paper: fetched after the start, or sealed before it and opened with the key that the start gives.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use http::Method;
use platform::auth::sealing;
use serde_json::Value;

use crate::{line::unpack, person::Person};

/// The action that fetches it open.
pub(crate) const PAPER: &str = "paper";
/// The action that fetches it sealed.
const SEALED: &str = "sealed paper";

impl Person {
    /// The open section.
    pub(crate) async fn fetch_paper(&mut self) -> Option<Value> {
        let paper = self.ask_until_answered(PAPER, Method::GET, "paper", None).await?;
        Some(paper.json())
    }

    /// The first section, sealed.
    pub(crate) async fn fetch_sealed(&mut self) -> Option<()> {
        let path = "paper/sealed?section=1";
        self.sealed = self.ask_until_answered(SEALED, Method::GET, path, None).await?.body;
        Some(())
    }

    /// The first section by the key in the reply to the start; fetched open if that does not open it, as the page does.
    pub(crate) async fn open_sealed(&mut self, started: &Value) -> Option<Value> {
        if let Some(paper) = self.read_sealed(started) {
            return Some(paper);
        }
        self.figures.refused(SEALED, 0);
        self.fetch_paper().await
    }

    fn read_sealed(&self, started: &Value) -> Option<Value> {
        let key = BASE64_URL_SAFE_NO_PAD
            .decode(started["paperKeys"]["1"].as_str()?)
            .ok()?;
        let packed = sealing::open(&key.try_into().ok()?, &self.sealed)?;
        serde_json::from_slice(&unpack(&packed)?).ok()
    }
}
