//! Reading a form with a list: its one file is held in memory, since it is read as a whole.

use std::sync::OnceLock;

use assessment::{Admin, Proctors, Requirement as _};
use axum::extract::{FromRequest, Request};
use futures_util::{TryStreamExt as _, future::BoxFuture};
use pages_kit::{
    Failed, Fields, Uploaded, Visit,
    upload::{Content, Keep},
};
use platform::Error;

use super::list::{LARGEST, several, too_large};
use crate::{Committee, caller::visit_of};

/// A form that a page of ours sent, for somebody who may add participants.
pub(crate) struct SentRoster {
    pub(super) visit: Visit,
    pub(super) admin: Admin,
    pub(super) fields: Fields,
    /// The file, if one was chosen; an error if it is none that is taken.
    pub(super) file: Result<Option<Vec<u8>>, Error>,
}

/// Where the file of a form is held.
#[derive(Default)]
struct Held(OnceLock<Vec<u8>>);

impl Keep for Held {
    fn keep<'a>(&'a self, _visit: &'a Visit, mut content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let mut bytes = Vec::new();
            while let Some(piece) = content.try_next().await? {
                bytes.extend_from_slice(&piece);
                if bytes.len() > LARGEST {
                    return Err(too_large());
                }
            }
            self.0.set(bytes).map_err(|_| several())?;
            Ok(String::new())
        })
    }
}

impl FromRequest<Committee> for SentRoster {
    type Rejection = Failed;

    async fn from_request(request: Request, committee: &Committee) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, admin) = visit_of(&mut parts, committee).await?;
        let held = Held::default();
        // What others send is held by nobody.
        let may = admin.as_ref().is_some_and(|admin| Proctors::met(admin.role));
        let keeper = may.then_some(&held as &dyn Keep);
        let Uploaded { visit, fields, faults } = Uploaded::read(visit, keeper, parts, body).await?;
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<Proctors>().map_err(Failed::at(&visit))?;
        let file = if faults.is_empty() {
            Ok(held.0.into_inner())
        } else {
            Err(Error::invalid_fields(faults))
        };
        Ok(Self {
            visit,
            admin,
            fields,
            file,
        })
    }
}
