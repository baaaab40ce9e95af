//! Categories and locations as they are shown.

use platform::text_id;

text_id! {
    /// A category's id (UUIDv7).
    pub struct CategoryId
}

text_id! {
    /// A location's id (UUIDv7).
    pub struct LocationId
}
