//! A form of a question, with the pictures that came with it: each is kept as it arrives, and stands in the text by its hash.

use assessment::{Admin, Assessment, Authors, LARGEST_PICTURE, Requirement as _};
use axum::extract::{FromRequest, Request};
use futures_util::future::BoxFuture;
use pages_kit::{
    Failed, Fields, Uploaded, Visit,
    upload::{Content, Keep},
};
use platform::{Error, FieldError};

use crate::{Committee, caller::visit_of};

/// A form that a page of ours sent, for somebody who writes questions.
pub(crate) struct SentQuestion {
    pub(super) visit: Visit,
    pub(super) admin: Admin,
    pub(super) fields: Fields,
    /// What is wrong with pictures that were not kept.
    pub(super) faults: Vec<FieldError>,
}

/// The field of pictures: what they bring to the form is what shows them in a text.
pub(super) const PICTURE: &str = "gambar";

/// What keeps the pictures of somebody.
struct Keeper<'a> {
    assessment: &'a Assessment,
    admin: &'a Admin,
}

impl Keep for Keeper<'_> {
    fn keep<'a>(&'a self, _visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            self.assessment.may_upload(self.admin)?;
            let received = self.assessment.receive(content, LARGEST_PICTURE).await?;
            let picture = self.assessment.add_picture(self.admin, received).await?;
            Ok(picture.text)
        })
    }
}

impl FromRequest<Committee> for SentQuestion {
    type Rejection = Failed;

    async fn from_request(request: Request, committee: &Committee) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, admin) = visit_of(&mut parts, committee).await?;
        let writer = admin.as_ref().filter(|admin| Authors::met(admin.role));
        let keeper = writer.map(|admin| Keeper {
            assessment: committee.assessment(),
            admin,
        });
        let read = Uploaded::read(visit, keeper.as_ref().map(|keeper| keeper as &dyn Keep), parts, body);
        let Uploaded { visit, fields, faults } = read.await?;
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<Authors>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            fields,
            faults,
        })
    }
}
