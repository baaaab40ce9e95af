//! Why something is refused: each a documented key that clients act on.

use platform::{Error, FieldError, Kind, Message, Rule};

/// There is no such thing, or not any more.
pub(crate) fn no_such_record() -> Error {
    let said = Message::new("Data tidak ditemukan.", "There is no such record.");
    Error::new(Kind::NotFound, "classifieds.not_found", said).keyed("errMsg_RecordNotFound")
}

/// A change that names no field.
pub(crate) fn nothing_to_change() -> Error {
    let said = Message::new("Tidak ada yang diubah.", "Name at least one field to change.");
    Error::new(Kind::Invalid, "classifieds.nothing_to_change", said).keyed("errMsg_UpdateDataClauseCanNotBeEmpty")
}

/// An order of siblings leaves one out, or names what is none of them.
pub(crate) fn not_all_siblings() -> Error {
    let said = Message::new(
        "harus memuat semua kategori di bawah induk ini, masing-masing sekali; muat ulang lalu coba lagi",
        "must name all categories under this parent, each once; load them again and try again",
    );
    Error::invalid_field("categoryIds", Rule::Other(said))
}

/// Listings lie in this category.
pub(crate) fn category_in_use(count: i64) -> Error {
    let said = Message::new(
        format!("Kategori ini masih dipakai oleh {count} iklan. Pindahkan dulu dengan moveTo=<id kategori lain>."),
        format!("Listings lie in this category: {count}. Move them with moveTo=<ID of another category>."),
    );
    Error::new(Kind::Conflict, "classifieds.category.in_use", said).keyed("errMsg_CategoryIsInUse")
}

/// Listings are at this location.
pub(crate) fn location_in_use(count: i64) -> Error {
    let said = Message::new(
        format!("Lokasi ini masih dipakai oleh {count} iklan. Pindahkan dulu dengan moveTo=<id lokasi lain>."),
        format!("Listings are at this location: {count}. Move them with moveTo=<ID of another location>."),
    );
    Error::new(Kind::Conflict, "classifieds.location.in_use", said).keyed("errMsg_LocationIsInUse")
}

/// A rule about how objects stand to one another, or about a slug. Imports name it per row, other writes answer it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Not lower-case letters, digits and single hyphens.
    Slug,
    /// Another active category has the slug.
    SlugTaken,
    /// Another active category has the place among the siblings.
    PlaceTaken,
    /// The parent does not exist, or not any more.
    NoParent,
    /// It would stand below itself.
    Cycle,
    /// More than three levels.
    TooDeep,
    /// Another active location has the country, city and district.
    LocationTaken,
}

impl Broken {
    /// The field that it is about.
    pub(crate) fn field(self) -> &'static str {
        match self {
            Self::Slug | Self::SlugTaken => "slug",
            Self::PlaceTaken => "sortOrder",
            Self::NoParent | Self::Cycle | Self::TooDeep => "parentCategoryId",
            Self::LocationTaken => "district",
        }
    }

    /// The documented key.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Slug => "errMsg_slugIsNotValid",
            Self::SlugTaken => "errMsg_DuplicateIndexErrorWithFields:slug",
            Self::PlaceTaken => "errMsg_DuplicateIndexErrorWithFields:parentCategoryId-sortOrder",
            Self::NoParent => "errMsg_parentCategoryIdisNotAValidID",
            Self::Cycle => "errMsg_CategoryCycle",
            Self::TooDeep => "errMsg_CategoryDepthExceeded",
            Self::LocationTaken => "errMsg_DuplicateIndexErrorWithFields:country-city-district",
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Slug => "classifieds.category.slug_not_valid",
            Self::SlugTaken => "classifieds.category.slug_taken",
            Self::PlaceTaken => "classifieds.category.place_taken",
            Self::NoParent => "classifieds.category.no_such_parent",
            Self::Cycle => "classifieds.category.cycle",
            Self::TooDeep => "classifieds.category.too_deep",
            Self::LocationTaken => "classifieds.location.taken",
        }
    }

    /// The fields that it is about.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Slug | Self::SlugTaken => &["slug"],
            Self::PlaceTaken => &["parentCategoryId", "sortOrder"],
            Self::NoParent | Self::Cycle | Self::TooDeep => &["parentCategoryId"],
            Self::LocationTaken => &["country", "city", "district"],
        }
    }

    /// In words.
    pub(crate) fn message(self) -> Message {
        match self {
            Self::Slug => Message::new(
                "Slug hanya boleh memuat huruf kecil, angka dan tanda hubung tunggal.",
                "A slug has lower-case letters, digits and single hyphens only.",
            ),
            Self::SlugTaken => Message::new("Slug ini sudah dipakai.", "Another category has this slug."),
            Self::PlaceTaken => Message::new(
                "Urutan ini sudah dipakai di tingkat yang sama.",
                "Another category with the same parent has this place.",
            ),
            Self::NoParent => Message::new("Kategori induk tidak ditemukan.", "There is no such parent category."),
            Self::Cycle => Message::new(
                "Kategori tidak dapat berada di bawah dirinya sendiri.",
                "A category cannot stand below itself.",
            ),
            Self::TooDeep => Message::new(
                "Kategori paling banyak tiga tingkat.",
                "Categories have at most three levels.",
            ),
            Self::LocationTaken => Message::new(
                "Lokasi ini sudah ada.",
                "There is a location of this country, city and district.",
            ),
        }
    }
}

impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        let wrong = |field: &&str| FieldError::new(*field, Rule::Other(broken.message()));
        Self::new(Kind::Invalid, broken.code(), broken.message())
            .with_fields(broken.fields().iter().map(wrong).collect())
            .keyed(broken.key())
    }
}
