//! A form of a question, with the files that came with it: each picture is kept as it arrives, and stands in the text by its hash; a
//! sound waits until it is known into whose folder it goes.

use std::sync::OnceLock;

use assessment::{Admin, Assessment, Authors, LARGEST_PICTURE, LARGEST_SOUND, Requirement as _};
use axum::extract::{FromRequest, Request};
use futures_util::future::BoxFuture;
use pages_kit::{
    Failed, Fields, Uploaded, Visit,
    upload::{Content, Keep, Named},
};
use platform::{Error, FieldError, Kind, Message, media::Received, text::file_name};

use crate::{Committee, caller::visit_of};

/// A form that a page of ours sent, for somebody who writes questions.
pub(crate) struct SentQuestion {
    pub(super) visit: Visit,
    pub(super) admin: Admin,
    pub(super) fields: Fields,
    /// A sound that came along, with what its sender calls it.
    pub(super) sound: Option<(String, Received)>,
    /// What is wrong with files that were not kept.
    pub(super) faults: Vec<FieldError>,
}

/// The field of pictures: what they bring to the form is what shows them in a text.
pub(super) const PICTURE: &str = "gambar";
/// The field of a sound.
pub(super) const SOUND: &str = "suara";
/// The most files of a form, and the most bytes of all of them.
const MOST: usize = 20;
const LARGEST: u64 = LARGEST_SOUND + (64 << 20);

/// What keeps the files of somebody.
struct Keeper<'a> {
    assessment: &'a Assessment,
    admin: &'a Admin,
    sound: OnceLock<(String, Received)>,
}

/// A question plays one sound.
fn several() -> Error {
    let said = Message::new("Kirim satu berkas suara saja.", "Send one sound alone.");
    Error::new(Kind::Invalid, "pages.bank.several_sounds", said)
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

    fn keep_named<'a>(
        &'a self,
        visit: &'a Visit,
        named: Named<'a>,
        content: Content<'a>,
    ) -> BoxFuture<'a, Result<String, Error>> {
        if named.field != SOUND {
            return self.keep(visit, content);
        }
        Box::pin(async move {
            self.assessment.may_upload(self.admin)?;
            let received = self.assessment.receive(content, LARGEST_SOUND).await?;
            let name = file_name(named.file).to_owned();
            self.sound.set((name, received)).map_err(|_| several())?;
            Ok(String::new())
        })
    }

    fn limits(&self) -> (usize, u64) {
        (MOST, LARGEST)
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
            sound: OnceLock::new(),
        });
        let read = Uploaded::read(visit, keeper.as_ref().map(|keeper| keeper as &dyn Keep), parts, body);
        let Uploaded { visit, fields, faults } = read.await?;
        let sound = keeper.and_then(|keeper| keeper.sound.into_inner());
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<Authors>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            fields,
            sound,
            faults,
        })
    }
}
