//! Looking into the log.

use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use super::{AuditNote, WantedNotes, store};
use crate::Assessment;

impl Assessment {
    /// A page of what administrators did, newest first.
    pub async fn list_notes(&self, wanted: WantedNotes, pages: Pages) -> Result<(Vec<AuditNote>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, &wanted, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows, pages.of(total)))
    }
}
