//! What a draft may hold. Pure.

use platform::{Error, Kind, Message};

use crate::model::selling::Typed;

/// Drafts that one person may have.
pub(crate) const MOST: usize = 20;
/// The longest that a draft may be, in bytes of its JSON.
const LARGEST: usize = 64 * 1024;
/// The longest that a list shows of its title, in characters.
const TITLE: usize = 140;

/// Somebody has as many drafts as they may.
pub(crate) fn too_many() -> Error {
    let said = Message::new(
        format!("Anda sudah menyimpan {MOST} draf. Hapus yang tidak diperlukan lagi."),
        format!("You have kept {MOST} drafts already. Delete those that you do not need any more."),
    );
    Error::new(Kind::Conflict, "classifieds.draft.too_many", said)
}

fn too_large() -> Error {
    let said = Message::new("Draf ini terlalu besar.", "This draft is too large.");
    Error::new(Kind::TooLarge, "classifieds.draft.too_large", said)
}

/// The JSON of what was typed, and what the draft is called.
pub(crate) fn kept(typed: &Typed) -> Result<(String, String), Error> {
    let text = serde_json::to_string(typed).map_err(Error::internal)?;
    if text.len() > LARGEST {
        return Err(too_large());
    }
    let title = typed.0.iter().find(|(name, _)| name == "title");
    let title: String = title
        .map(|(_, title)| title.trim().chars().take(TITLE).collect())
        .unwrap_or_default();
    Ok((title, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(title: &str, description: &str) -> Typed {
        let fields = [("title", title), ("description", description)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Typed(fields.to_vec())
    }

    #[test]
    fn a_draft_is_called_by_its_title_and_is_no_storeroom() {
        let (title, text) = kept(&typed("  Sepeda ", "bekas")).unwrap();
        assert_eq!((title.as_str(), text.contains("bekas")), ("Sepeda", true));
        assert_eq!(kept(&Typed::default()).unwrap().0, "");
        assert_eq!(kept(&typed(&"a".repeat(500), "")).unwrap().0.len(), TITLE);
        assert!(kept(&typed("", &"a".repeat(LARGEST))).is_err());
    }
}
