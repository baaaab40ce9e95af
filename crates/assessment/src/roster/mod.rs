//! Lists of participants as Excel workbooks: the template that is filled in, and reading it back.
//!
//! Invariants: a registration number is text (leading zeros count), so a number cell is an error and never a guess; whatever
//! was not understood is a finding with its row as Excel counts it; nothing in here touches the database.

mod archive;
mod finding;
pub mod read;
#[cfg(test)]
mod scenarios;
pub mod template;

pub(crate) use archive::unreadable as damaged;
pub use finding::Finding;

/// The columns of a list, in the template's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The registration number.
    RegisteredNumber,
    /// The full name.
    Name,
    /// The title of a rank.
    Rank,
    /// The title of a unit.
    Unit,
    /// The title of a position.
    Position,
    /// The event: its id, perhaps followed by its title.
    Event,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 6] = [
        Self::RegisteredNumber,
        Self::Name,
        Self::Rank,
        Self::Unit,
        Self::Position,
        Self::Event,
    ];

    /// Its head in the template.
    pub fn name(self) -> &'static str {
        match self {
            Self::RegisteredNumber => "registeredNumber",
            Self::Name => "name",
            Self::Rank => "rank",
            Self::Unit => "unit",
            Self::Position => "position",
            Self::Event => "eventId",
        }
    }

    /// Its heads, folded and without anything between the letters.
    fn heads(self) -> &'static [&'static str] {
        match self {
            Self::RegisteredNumber => &[
                "registerednumber",
                "registrationnumber",
                "nrp",
                "nip",
                "nrpnip",
                "nomorregistrasi",
                "noregistrasi",
                "nomorinduk",
            ],
            Self::Name => &["name", "fullname", "nama", "namalengkap", "namapeserta"],
            Self::Rank => &["rank", "pangkat", "pangkatgolongan"],
            Self::Unit => &["unit", "satuan", "satuankerja"],
            Self::Position => &["position", "jabatan"],
            Self::Event => &["eventid", "event", "ujian", "idujian", "idevent"],
        }
    }

    /// The column of a head, without case, blanks and punctuation.
    pub fn headed(head: &str) -> Option<Self> {
        let mut plain = platform::text::fold(head);
        plain.retain(char::is_alphanumeric);
        Self::ALL
            .into_iter()
            .find(|column| column.heads().contains(&plain.as_str()))
    }
}

/// Characters that make a spreadsheet program compute a cell; some programs take the wide ones for the same.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a cell would be computed, or was made harmless (perhaps more than once).
fn looks_computed(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

/// The cell of a text: one apostrophe before what could be computed. Excel itself keeps such a cell as text, but whoever
/// saves the sheet as CSV and opens it again would have it computed.
pub fn neutral(text: &str) -> String {
    if looks_computed(text) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text of a cell that [`neutral`] wrote.
pub fn plain(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_computed(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_both_languages() {
        for (head, column) in [
            ("registeredNumber", Column::RegisteredNumber),
            ("Registered number *", Column::RegisteredNumber),
            ("NRP", Column::RegisteredNumber),
            ("No. Registrasi", Column::RegisteredNumber),
            ("NAMA LENGKAP", Column::Name),
            ("Pangkat", Column::Rank),
            ("satuan", Column::Unit),
            ("Jabatan ", Column::Position),
            ("event_id", Column::Event),
        ] {
            assert_eq!(Column::headed(head), Some(column), "{head}");
        }
        for column in Column::ALL {
            assert_eq!(Column::headed(column.name()), Some(column));
        }
        assert_eq!(Column::headed("telepon"), None);
    }

    proptest::proptest! {
        #[test]
        fn what_was_made_harmless_reads_as_it_was(text in "['=+@-]{0,3}\\PC{0,8}") {
            let cell = neutral(&text);
            proptest::prop_assert!(!cell.starts_with(FORMULA));
            proptest::prop_assert_eq!(plain(&cell), text);
        }
    }
}
