//! Bytes that many are answered and that never change: compressed once, whoever asks.
//!
//! Invariant: all encodings are of the same bytes, under one tag ([`crate::http::encoded`] answers them).

use std::io::Write as _;

use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::HeaderValue;

use crate::error::{Error, Result};

/// Fewer bytes are not worth a header.
pub(crate) const LEAST: usize = 1024;
/// Of 11, from which on time grows faster than anything is saved.
const BROTLI_QUALITY: u32 = 9;
/// Logarithm of the window.
const BROTLI_WINDOW: u32 = 22;
const BUFFER: usize = 4096;

/// Bytes with their tag, and the same compressed where that was worth it; clones share them.
#[derive(Debug, Clone)]
pub struct Encoded {
    pub(crate) plain: Bytes,
    pub(crate) gzip: Option<Bytes>,
    pub(crate) brotli: Option<Bytes>,
    pub(crate) tag: HeaderValue,
}

/// Compresses as gzip does.
fn gzip(plain: &[u8]) -> Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 2), Compression::best());
    encoder.write_all(plain).map_err(Error::internal)?;
    encoder.finish().map(Bytes::from).map_err(Error::internal)
}

fn brotli(plain: &[u8]) -> Result<Bytes> {
    let compressed = Vec::with_capacity(plain.len() / 2);
    let mut encoder = brotli::CompressorWriter::new(compressed, BUFFER, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(plain).map_err(Error::internal)?;
    Ok(encoder.into_inner().into())
}

impl Encoded {
    /// Bytes as they are, under a tag without its quotes: what is answered once is left to whoever compresses on the way.
    pub fn plain(plain: Bytes, tag: &str) -> Result<Self> {
        Ok(Self {
            plain,
            gzip: None,
            brotli: None,
            tag: HeaderValue::from_str(&format!("\"{tag}\"")).map_err(Error::internal)?,
        })
    }

    /// Compresses them, which takes milliseconds for each hundred kilobytes.
    pub fn compressed(plain: Bytes, tag: &str) -> Result<Self> {
        let mut all = Self::plain(plain, tag)?;
        if all.plain.len() > LEAST {
            let is_worth_it = |compressed: &Bytes| compressed.len() < all.plain.len();
            let (gzip, brotli) = (gzip(&all.plain)?, brotli(&all.plain)?);
            all.gzip = Some(gzip).filter(is_worth_it);
            all.brotli = Some(brotli).filter(is_worth_it);
        }
        Ok(all)
    }

    /// The bytes as gzip has them.
    pub fn gzip(&self) -> Result<Bytes> {
        self.gzip.clone().map_or_else(|| gzip(&self.plain), Ok)
    }

    /// How many bytes are held, in all encodings.
    pub fn held(&self) -> usize {
        let kept = [Some(&self.plain), self.gzip.as_ref(), self.brotli.as_ref()];
        kept.into_iter().flatten().map(Bytes::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_or_dense_already_is_kept_as_it_is() {
        let short = Encoded::compressed("x".repeat(LEAST).into(), "0a").unwrap();
        let mut noise = vec![0; 4 * LEAST];
        fastrand::Rng::with_seed(7).fill(&mut noise);
        let dense = Encoded::compressed(noise.into(), "0b").unwrap();
        for (kept, bytes) in [(short, LEAST), (dense, 4 * LEAST)] {
            assert_eq!((kept.held(), kept.gzip, kept.brotli), (bytes, None, None));
        }
    }
}
