//! Configurations of Safe Exam Browser, and the check of what it sends.

use platform::{Conn, Error, auth::csrf::same};

use super::{
    rules::{config_key, configuration, request_hash},
    store,
};
use crate::{
    Assessment, Sitter,
    failures::{not_found, safe_exam_browser_required},
    sitting::event::service::EVENT,
};

/// A configuration, ready to be saved.
pub struct BrowserFile {
    pub(crate) name: String,
    pub(crate) content: String,
}

impl Assessment {
    /// The configuration of Safe Exam Browser for an event.
    pub async fn browser_file(&self, event: i64) -> Result<BrowserFile, Error> {
        let find = async move |conn: &mut Conn<'_>| store::slug(conn, event).await;
        let slug = self.0.db.read_by_key(find).await?.ok_or_else(|| not_found(EVENT))?;
        Ok(BrowserFile {
            content: configuration(&self.0.options.public_url, &slug),
            name: format!("{slug}.seb"),
        })
    }

    /// Refuses a request for `place` (path and query) that does not show that it comes from Safe Exam Browser with the
    /// event's configuration, where the event asks for it.
    pub(crate) fn is_in_safe_browser(&self, sitter: &Sitter, place: &str, shown: Option<&str>) -> Result<(), Error> {
        let Some(slug) = &sitter.safe_browser_of else {
            return Ok(());
        };
        let options = &self.0.options;
        let key = config_key(&options.public_url, slug);
        let expected = request_hash(&format!("{}{place}", options.public_origin()), &key);
        let is_right = shown.is_some_and(|shown| same(&shown.trim().to_ascii_lowercase(), &expected));
        if is_right {
            Ok(())
        } else {
            Err(safe_exam_browser_required())
        }
    }
}
