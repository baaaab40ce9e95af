//! A file with a list, as forms bring it and as pages keep it.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use pages_kit::Fields;
use papers::roster::Columns;
use platform::{Error, Kind, Message};
use sha2::{Digest as _, Sha256};

/// The field in which a file comes.
pub(super) const FILE: &str = "file";
/// The one in which it stands while it is looked at.
const KEPT: &str = "_berkas";
/// The one that says which file was tried.
const TRIED: &str = "_sidik";
/// Where somebody says that the number stands, and the name.
const NUMBER_COLUMN: &str = "numberColumn";
const NAME_COLUMN: &str = "nameColumn";

/// The largest file, in bytes: as by the API.
pub(super) const LARGEST: usize = 10 << 20;
/// The largest that a page keeps; what a form types is limited.
const LARGEST_KEPT: usize = 330_000;

/// A file, and where its number and its name stand.
pub(super) struct List {
    pub(super) bytes: Vec<u8>,
    pub(super) columns: Columns,
    digest: String,
}

/// A list as it comes back with its page.
pub(super) struct Kept {
    /// The file, unless it is too large.
    pub(super) file: Option<String>,
    pub(super) digest: String,
}

/// What a form says of the columns.
pub(super) fn columns_typed(fields: &Fields) -> [String; 2] {
    [NUMBER_COLUMN, NAME_COLUMN].map(|name| fields.get(name).trim().to_owned())
}

impl List {
    /// The file that was chosen, or the one that the page kept.
    pub(super) fn of(fields: &Fields, chosen: Option<Vec<u8>>) -> Result<Self, Error> {
        let bytes = match (chosen, fields.get(KEPT)) {
            (Some(bytes), _) => bytes,
            (None, "") => return Err(no_file()),
            (None, kept) => BASE64_URL_SAFE_NO_PAD.decode(kept).map_err(|_| no_file())?,
        };
        let [number, name] = columns_typed(fields).map(|column| Some(column).filter(|column| !column.is_empty()));
        Ok(Self {
            digest: BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes)),
            bytes,
            columns: Columns { number, name },
        })
    }

    /// Whether a page told what this file would do.
    pub(super) fn was_tried(&self, fields: &Fields) -> bool {
        fields.get(TRIED) == self.digest
    }

    /// What its page holds of it.
    pub(super) fn kept(&self) -> Kept {
        let is_small = self.bytes.len() <= LARGEST_KEPT;
        Kept {
            file: is_small.then(|| BASE64_URL_SAFE_NO_PAD.encode(&self.bytes)),
            digest: self.digest.clone(),
        }
    }
}

/// No file was chosen, and the page kept none.
fn no_file() -> Error {
    let said = Message::new("Pilih berkasnya dahulu.", "Choose the file first.");
    Error::new(Kind::Invalid, "pages.roster.no_file", said)
}

/// The file has too many bytes.
pub(super) fn too_large() -> Error {
    let said = Message::new("Berkas paling besar 10 MB.", "A file may have 10 MB at most.");
    Error::new(Kind::TooLarge, "pages.roster.too_large", said)
}

/// More than one file.
pub(super) fn several() -> Error {
    let said = Message::new("Kirim satu berkas saja.", "Send one file alone.");
    Error::new(Kind::Invalid, "pages.roster.several", said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn a_file_comes_back_with_its_page_and_is_known_again() {
        let list = List::of(&fields(&[(NUMBER_COLUMN, " B ")]), Some(b"a;b\0\xff".to_vec())).unwrap();
        let kept = list.kept();
        assert_eq!(
            (list.columns.number.as_deref(), list.columns.name.as_deref()),
            (Some("B"), None)
        );
        let file = kept.file.unwrap();
        let sent = fields(&[(KEPT, &file), (TRIED, &kept.digest)]);
        let again = List::of(&sent, None).unwrap();
        assert_eq!(again.bytes, list.bytes);
        assert!(again.was_tried(&sent));
        // Another file that is chosen beside it was not tried.
        assert!(!List::of(&sent, Some(b"x".to_vec())).unwrap().was_tried(&sent));
    }

    #[test]
    fn what_is_no_file_is_asked_for_again() {
        assert!(List::of(&fields(&[]), None).is_err());
        assert!(List::of(&fields(&[(KEPT, "!")]), None).is_err());
        let large = List::of(&fields(&[]), Some(vec![0; LARGEST_KEPT + 1])).unwrap();
        assert!(large.kept().file.is_none());
    }
}
