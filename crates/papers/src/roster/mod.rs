//! Lists of participants as Excel workbooks: the template that is filled in, and reading it back.
//!
//! Invariants: a registration number is text (leading zeros count), so a number cell is an error and never a guess; whatever
//! was not understood is a finding with its row as Excel counts it; nothing in here touches the database.

mod archive;
mod finding;
mod read;
#[cfg(test)]
mod scenarios;
mod template;

pub use self::{
    archive::unreadable as damaged,
    finding::Finding,
    read::{Line, Reading, read},
    template::{Choices, template},
};

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
        let mut plain = base::text::fold(head);
        plain.retain(char::is_alphanumeric);
        Self::ALL
            .into_iter()
            .find(|column| column.heads().contains(&plain.as_str()))
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
}
