//! A form with sound files, or an archive of them: each goes to the disk as it arrives.

use std::sync::Mutex;

use assessment::{Admin, Assessment, Authors, Requirement as _};
use axum::extract::{FromRequest, Request};
use futures_util::future::BoxFuture;
use pages_kit::{
    Failed, Uploaded, Visit,
    upload::{Content, Keep, Named},
};
use platform::{Error, FieldError, media::Received, text::file_name};

use crate::{Committee, caller::visit_of};

/// Most files of a form.
const MOST: usize = 200;
/// The most bytes of all of them, as of an archive.
const LARGEST: u64 = 516 * 1024 * 1024;

/// A form with sounds, of somebody who may write questions.
pub(crate) struct SentSounds {
    pub(super) visit: Visit,
    pub(super) admin: Admin,
    /// Names and files, in the order in which they came.
    pub(super) files: Vec<(String, Received)>,
    /// What is wrong with files that were not received.
    pub(super) faults: Vec<FieldError>,
}

/// What takes the files of somebody.
struct Receiver<'a> {
    assessment: &'a Assessment,
    files: Mutex<Vec<(String, Received)>>,
}

impl Keep for Receiver<'_> {
    fn keep<'a>(&'a self, visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        self.keep_named(visit, Named::default(), content)
    }

    fn keep_named<'a>(
        &'a self,
        _visit: &'a Visit,
        named: Named<'a>,
        content: Content<'a>,
    ) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let received = self.assessment.receive(content, LARGEST).await?;
            let name = file_name(named.file).to_owned();
            let mut files = self.files.lock().map_err(|_| Error::internal("a file was lost"))?;
            files.push((name, received));
            Ok(String::new())
        })
    }

    fn limits(&self) -> (usize, u64) {
        (MOST, LARGEST)
    }
}

impl FromRequest<Committee> for SentSounds {
    type Rejection = Failed;

    async fn from_request(request: Request, committee: &Committee) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, admin) = visit_of(&mut parts, committee).await?;
        // What others send is received by nobody, and neither is what comes too often.
        let may = admin.as_ref().filter(|admin| Authors::met(admin.role));
        if let Some(admin) = may {
            committee.assessment().may_upload(admin).map_err(Failed::at(&visit))?;
        }
        let receiver = may.map(|_| Receiver {
            assessment: committee.assessment(),
            files: Mutex::default(),
        });
        let keeper = receiver.as_ref().map(|receiver| receiver as &dyn Keep);
        let Uploaded { visit, faults, .. } = Uploaded::read(visit, keeper, parts, body).await?;
        let files = receiver.and_then(|receiver| receiver.files.into_inner().ok());
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<Authors>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            files: files.unwrap_or_default(),
            faults,
        })
    }
}
