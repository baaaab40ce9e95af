//! How much there is, for whoever runs the place.

use platform::{Conn, Error};

use crate::{Classifieds, store};

impl Classifieds {
    /// How many listings everybody sees, and how many wait for a moderator.
    #[platform::boxed]
    pub async fn count_standing(&self) -> Result<(i64, i64), Error> {
        let now = self.now();
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::listing::count_standing(conn, now).await)
            .await
    }
}
