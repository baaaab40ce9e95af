//! Lists of participants: the workbook that is filled in, and reading it back, or what schools have anyway: workbooks and
//! tables of text with heads of their own.
//!
//! Heads are known in any order and case, with or without punctuation, within the first twenty rows of a sheet. The number
//! may stand in several columns; which is taken is ordered in [`Column`], and a warning says it.
//!
//! Invariants: a registration number is text (leading zeros count), so a number cell is an error and never a guess; whatever
//! was not understood is a finding with its row as Excel counts it; nothing in here touches the database.

mod finding;
mod heads;
mod read;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod schools;
mod template;

pub use self::{
    finding::Finding,
    heads::Columns,
    read::{Line, Reading, read, read_with},
    template::{Choices, template},
};
use crate::file_kind::Refusal;

/// The refusal of a workbook that is broken.
pub fn damaged(cause: impl std::error::Error + Send + Sync + 'static) -> base::Error {
    Refusal::damaged(cause).of_field()
}

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

    /// Its heads, folded and without anything between the letters. Those of the first group count most: a number that was
    /// given out for the exam is what participants have in their hands, and one of the school is more common than one of
    /// the state.
    fn heads(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::RegisteredNumber => NUMBERS,
            Self::Name => &[NAMES],
            Self::Rank => &[&["rank", "pangkat", "pangkatgolongan", "golongan", "pangkatgol"]],
            Self::Unit => UNITS,
            Self::Position => &[&["position", "jabatan"]],
            Self::Event => &[&["eventid", "event", "ujian", "idujian", "idevent"]],
        }
    }

    /// The column of a head, without case, blanks and punctuation.
    pub fn headed(head: &str) -> Option<Self> {
        Self::ranked(head).map(|(column, _)| column)
    }

    /// The column of a head, and how much that head counts: less is more.
    fn ranked(head: &str) -> Option<(Self, usize)> {
        let plain = plain_head(head);
        Self::ALL.into_iter().find_map(|column| {
            let groups = column.heads().iter();
            let rank = groups.take_while(|group| !group.contains(&plain.as_str())).count();
            (rank < column.heads().len()).then_some((column, rank))
        })
    }
}

/// Heads of the number, those that count most first.
const NUMBERS: &[&[&str]] = &[
    &[
        "registerednumber",
        "registrationnumber",
        "registeredno",
        "registrationno",
        "nomorregistrasi",
        "noregistrasi",
        "noreg",
    ],
    &[
        "noujian",
        "nomorujian",
        "nopeserta",
        "nomorpeserta",
        "nopesertaujian",
        "nomorpesertaujian",
        "examnumber",
        "examno",
        "participantnumber",
        "participantno",
    ],
    &["nrp", "nrpnip", "nipnrp"],
    &["nip", "nomorpegawai"],
    &["nim", "nomorindukmahasiswa"],
    &["npm", "nomorpokokmahasiswa"],
    &[
        "nis",
        "nomorinduk",
        "noinduk",
        "nomorinduksiswa",
        "noinduksiswa",
        "nipd",
        "nisnisn",
    ],
    &["nisn", "nomorinduksiswanasional"],
    &[
        "studentid",
        "studentnumber",
        "studentno",
        "idsiswa",
        "idpeserta",
        "idmahasiswa",
    ],
    &["nik", "nomorindukkependudukan", "noktp"],
    &["id"],
];

const NAMES: &[&str] = &[
    "name",
    "fullname",
    "studentname",
    "participantname",
    "nama",
    "namalengkap",
    "namapeserta",
    "namapesertaujian",
    "namapesertadidik",
    "namasiswa",
    "namasiswai",
    "namamahasiswa",
    "namapegawai",
    "namapersonel",
    "namalengkapsiswa",
    "namalengkappeserta",
];

/// Heads of the unit, those that count most first.
const UNITS: &[&[&str]] = &[
    &["unit", "satuan", "satuankerja", "unitkerja"],
    &["kelas", "class", "grade", "kelasrombel"],
    &["rombel", "rombonganbelajar", "rombelsaatini"],
    &["jurusan", "major", "kompetensikeahlian", "programkeahlian"],
    &["prodi", "programstudi", "studyprogram"],
    &["fakultas", "faculty", "departemen", "department"],
    &["sekolah", "asalsekolah", "namasekolah", "school", "instansi"],
];

/// Heads of columns that count rows.
const COUNTERS: &[&str] = &["no", "nomor", "nourut", "nomorurut", "urut", "urutan", "number"];

/// A head as it is compared.
fn plain_head(head: &str) -> String {
    let mut plain = base::text::fold(head);
    plain.retain(char::is_alphanumeric);
    plain
}

/// Whether a head is that of a column which counts rows.
fn counts_rows(head: &str) -> bool {
    head.trim() == "#" || COUNTERS.contains(&plain_head(head).as_str())
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
            ("N.I.S.", Column::RegisteredNumber),
            ("No. Ujian", Column::RegisteredNumber),
            ("Nomor Peserta", Column::RegisteredNumber),
            ("Student ID", Column::RegisteredNumber),
            ("nama  siswa", Column::Name),
            ("Full Name", Column::Name),
            ("KELAS", Column::Unit),
            ("Program Studi", Column::Unit),
        ] {
            assert_eq!(Column::headed(head), Some(column), "{head}");
        }
        for column in Column::ALL {
            assert_eq!(Column::headed(column.name()), Some(column));
        }
        for none in ["telepon", "No", "No.", "#", ""] {
            assert_eq!(Column::headed(none), None, "{none}");
        }
        assert!(counts_rows("No.") && counts_rows("#") && !counts_rows("NIS"));
    }
}
