//! The columns of a table of products. Their heads are what is read, so they are the same in every language of the pages.

use trackmate::api::CATEGORIES;

/// A column, in the order in which tables have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// What a row stands for; hidden in workbooks.
    Key,
    Name,
    Price,
    Category,
    Description,
    Note,
    Shown,
}

impl Column {
    pub(super) const ALL: [Self; 7] = [
        Self::Key,
        Self::Name,
        Self::Price,
        Self::Category,
        Self::Description,
        Self::Note,
        Self::Shown,
    ];

    /// What stands above it.
    pub(super) fn head(self) -> &'static str {
        match self {
            Self::Key => "Kunci",
            Self::Name => "Nama",
            Self::Price => "Harga (Rp)",
            Self::Category => "Kategori",
            Self::Description => "Keterangan",
            Self::Note => "Catatan stok",
            Self::Shown => "Tampil",
        }
    }

    /// The column of a head, whatever its case.
    pub(super) fn headed(head: &str) -> Option<Self> {
        let head = head.trim();
        Self::ALL
            .into_iter()
            .find(|column| column.head().eq_ignore_ascii_case(head))
    }

    /// The column of a field of a product.
    pub(super) fn of_field(field: &str) -> Option<Self> {
        Some(match field {
            "key" => Self::Key,
            "name" => Self::Name,
            "price" => Self::Price,
            "category" => Self::Category,
            "description" => Self::Description,
            "note" => Self::Note,
            "shown" => Self::Shown,
            _ => return None,
        })
    }
}

/// What stands for yes and no.
pub(super) const YES: &str = "Ya";
pub(super) const NO: &str = "Tidak";

/// How tables say a category: its number, and its name. Another number is said alone.
pub(super) fn category(number: i64) -> String {
    let known = CATEGORIES.iter().find(|category| category.id == number);
    known.map_or_else(
        || number.to_string(),
        |category| format!("{number} - {}", category.name),
    )
}

/// The category that a cell says: by its number, or by its name.
pub(super) fn read_category(cell: &str) -> Option<i64> {
    let cell = cell.trim();
    let number = cell.split_once(" - ").map_or(cell, |(number, _)| number).trim();
    let named = CATEGORIES
        .iter()
        .find(|category| category.name.eq_ignore_ascii_case(cell));
    number.parse().ok().or_else(|| named.map(|category| category.id))
}
