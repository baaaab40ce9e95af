//! The outline of a package: its sections as they are now, with what is in them.

use platform::{Conn, Error};

use super::{model::OutlineView, store};
use crate::{Assessment, bank::package::service::package_exists};

impl Assessment {
    /// The sections of a package in its order, with what is in them now.
    #[platform::boxed]
    pub async fn outline_of_package(&self, package: i64) -> Result<Vec<OutlineView>, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            package_exists(conn, package).await?;
            store::of_package(conn, package).await
        };
        self.0.db.read(find).await
    }
}
