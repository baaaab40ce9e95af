//! The files of pieces that were joined: they go, since the joined file has their bytes.
//!
//! Invariants: a piece's file goes only once the rows that name the joined one are committed; what a stopped server left is
//! removed by the next one. The rows of the pieces stay, so a piece that comes once more is still known.

use platform::{Conn, Error, Tx};

use crate::{
    Assessment,
    exam::speech::store::{self, JoinedPiece},
};

/// Most files that are removed while nobody else may keep one.
const AT_ONCE: i64 = 64;

impl Assessment {
    /// Removes the files of pieces that were joined.
    pub(super) async fn remove_joined_pieces(&self) -> Result<(), Error> {
        loop {
            let find = async move |conn: &mut Conn<'_>| store::joined(conn, AT_ONCE).await;
            let pieces = self.0.db.read(find).await?;
            if pieces.is_empty() {
                return Ok(());
            }
            self.remove_files_of(pieces).await?;
        }
    }

    async fn remove_files_of(&self, pieces: Vec<JoinedPiece>) -> Result<(), Error> {
        let blobs = pieces.iter().map(|piece| piece.blob.clone()).collect();
        // Files before rows: what is interrupted between them is done once more.
        self.0.files.remove_with(async move { Ok(((), blobs)) }).await?;
        let note = async move |tx: &mut Tx<'_>| store::note_removed(tx, &pieces).await;
        self.0.db.write(note).await
    }
}
