//! Files that are too many to wait on the disk together.

use platform::{Error, Result, media::BlobHash};
use tracing::Instrument as _;

use crate::Assessment;

impl Assessment {
    /// Does what [`Files::keep_with`](platform::media::Files::keep_with) does for files that are kept one by one: each that
    /// waits holds a descriptor, of which a process may have no more than a thousand. `keep` keeps them and writes their
    /// rows; if it fails, those of `blobs` go that no row names.
    pub(crate) async fn keep_one_by_one<T: Send + 'static>(
        &self,
        blobs: Vec<BlobHash>,
        keep: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        let files = self.0.files.clone();
        let work = async move {
            let kept = files.keep_with(Vec::new(), keep).await;
            if kept.is_err() {
                let names = blobs.iter().map(ToString::to_string).collect();
                files.remove_with(async { Ok(((), names)) }).await?;
            }
            kept
        };
        // To its end, even if the caller stops waiting.
        tokio::spawn(work.in_current_span()).await.map_err(Error::internal)?
    }
}
