//! Pictures and formulas that a text shows in frames.

use std::collections::HashMap;

use base::{
    Error,
    picture::{HEAD, ImageType},
    text::hex,
};
use marked::{Formula, Hash};
use sha2::{Digest as _, Sha256};

use super::{MOST_DESCRIPTION, math};
use crate::{
    import::docx::package::Package,
    paper::{self, Picture},
};

/// The largest picture, in bytes.
const MOST_BYTES: u64 = 20 * 1024 * 1024;

/// The pictures taken out so far, and where more are.
pub(super) struct Pictures<'a> {
    package: &'a Package<'a>,
    /// What addresses turned out to be.
    met: HashMap<String, Option<Hash>>,
    pub taken: paper::Pictures,
}

impl<'a> Pictures<'a> {
    /// None yet.
    pub fn new(package: &'a Package<'a>) -> Self {
        Self {
            package,
            met: HashMap::new(),
            taken: paper::Pictures::new(),
        }
    }

    /// The picture that a frame names; nothing if it is not in the file or no browser shows it.
    pub fn find(&mut self, address: &str) -> Result<Option<Hash>, Error> {
        let part = address.trim_start_matches("./");
        if let Some(known) = self.met.get(part) {
            return Ok(known.clone());
        }
        let hash = self.take(part)?;
        self.met.insert(part.to_owned(), hash.clone());
        Ok(hash)
    }

    fn take(&mut self, part: &str) -> Result<Option<Hash>, Error> {
        let Some(bytes) = self.package.bytes(part, MOST_BYTES)? else {
            return Ok(None);
        };
        let kind = ImageType::of(&bytes[..bytes.len().min(HEAD)]);
        if !matches!(
            kind,
            Some(ImageType::Apng | ImageType::Png | ImageType::Jpeg | ImageType::Gif | ImageType::Webp)
        ) {
            return Ok(None);
        }
        let digits = hex(&Sha256::digest(&bytes));
        let hash = Hash::parse(&digits);
        self.taken.insert(digits, Picture { bytes });
        Ok(hash)
    }

    /// What the object is that a frame names.
    pub fn formula(&self, address: &str) -> Result<Found, Error> {
        let part = format!("{}/content.xml", address.trim_start_matches("./"));
        let math = self.package.with_part(&part, MOST_DESCRIPTION, math::strict)?;
        Ok(match math.flatten().map(|math| Formula::of_mathml(&math)) {
            Some(Ok(formula)) => Found::Formula(formula),
            Some(Err(_)) => Found::Unreadable,
            None => Found::Nothing,
        })
    }
}

/// What an object is.
pub(super) enum Found {
    Formula(Formula),
    /// A formula that cannot be read.
    Unreadable,
    /// Something else, such as a chart.
    Nothing,
}
