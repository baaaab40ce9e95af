//! A form with a document: what it brings goes to the disk as it arrives, and a small one comes back with its page, so that
//! it need not be chosen again once it was looked at.

use std::sync::OnceLock;

use assessment::{Admin, Assessment, Authors, DocumentUpload, Requirement as _};
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use futures_util::{StreamExt as _, TryStreamExt as _, future::BoxFuture, stream};
use pages_kit::{
    Failed, Fields, Uploaded, Visit,
    upload::{Content, Keep},
};
use platform::{Error, Kind, Message};

use crate::{Committee, caller::visit_of, papers::list::typed_title};

/// The field in which a document comes, and the one in which a page keeps it.
pub(super) const FILE: &str = "file";
const KEPT: &str = "_berkas";
/// What a document is called that does not say it.
pub(super) const TITLE: &str = "title";
/// The largest that a page keeps, in bytes; what a form types is limited.
const LARGEST_KEPT: usize = 330_000;

/// A form with a document, of somebody who may write questions.
pub(crate) struct SentDocument {
    pub(super) visit: Visit,
    pub(super) admin: Admin,
    pub(super) fields: Fields,
    /// What was chosen; an error if it is nothing that is taken.
    pub(super) chosen: Result<Option<Document>, Error>,
}

/// A document that has arrived.
pub(super) struct Document {
    pub(super) upload: DocumentUpload,
    /// As a page keeps it, unless it is too large.
    pub(super) kept: Option<String>,
}

/// What takes the document of somebody.
struct Receiver<'a> {
    assessment: &'a Assessment,
    admin: &'a Admin,
    document: OnceLock<Document>,
}

/// More than one.
fn several() -> Error {
    let said = Message::new("Kirim satu berkas saja.", "Send one file alone.");
    Error::new(Kind::Invalid, "pages.papers.several", said)
}

/// Nothing was chosen, and no page kept anything.
fn no_document() -> Error {
    let said = Message::new("Pilih berkasnya dahulu.", "Choose the file first.");
    Error::new(Kind::Invalid, "pages.papers.no_document", said)
}

async fn received(assessment: &Assessment, admin: &Admin, mut content: Content<'_>) -> Result<Document, Error> {
    let mut begun = Vec::new();
    while begun.len() <= LARGEST_KEPT {
        let Some(piece) = content.try_next().await? else {
            return small(assessment, admin, begun).await;
        };
        begun.extend_from_slice(&piece);
    }
    let whole = stream::iter([Ok(Bytes::from(begun))]).chain(content);
    Ok(Document {
        upload: assessment.receive_document(admin, whole, "").await?,
        kept: None,
    })
}

async fn small(assessment: &Assessment, admin: &Admin, bytes: Vec<u8>) -> Result<Document, Error> {
    let kept = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
    let whole = stream::iter([Ok(Bytes::from(bytes))]);
    Ok(Document {
        upload: assessment.receive_document(admin, whole, "").await?,
        kept: Some(kept),
    })
}

impl Keep for Receiver<'_> {
    fn keep<'a>(&'a self, _visit: &'a Visit, content: Content<'a>) -> BoxFuture<'a, Result<String, Error>> {
        Box::pin(async move {
            let document = received(self.assessment, self.admin, content).await?;
            self.document.set(document).map_err(|_| several())?;
            Ok(String::new())
        })
    }
}

impl FromRequest<Committee> for SentDocument {
    type Rejection = Failed;

    async fn from_request(request: Request, committee: &Committee) -> Result<Self, Failed> {
        let (mut parts, body) = request.into_parts();
        let (visit, admin) = visit_of(&mut parts, committee).await?;
        // What others send is received by nobody.
        let receiver = admin
            .as_ref()
            .filter(|admin| Authors::met(admin.role))
            .map(|admin| Receiver {
                assessment: committee.assessment(),
                admin,
                document: OnceLock::new(),
            });
        let keeper = receiver.as_ref().map(|receiver| receiver as &dyn Keep);
        let Uploaded { visit, fields, faults } = Uploaded::read(visit, keeper, parts, body).await?;
        let document = receiver.and_then(|receiver| receiver.document.into_inner());
        let admin = admin.ok_or_else(|| Failed::login(&visit))?;
        admin.require::<Authors>().map_err(Failed::at(&visit))?;
        Ok(Self {
            visit,
            admin,
            fields,
            chosen: if faults.is_empty() {
                Ok(document)
            } else {
                Err(Error::invalid_fields(faults))
            },
        })
    }
}

/// The document that was chosen, or the one that the page kept. One without a title is called as the form says.
pub(super) async fn document(
    committee: &Committee,
    admin: &Admin,
    fields: &Fields,
    chosen: Result<Option<Document>, Error>,
) -> Result<Document, Error> {
    let mut document = match (chosen?, fields.get(KEPT)) {
        (Some(document), _) => document,
        (None, "") => return Err(no_document()),
        (None, kept) => {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(kept).map_err(|_| no_document())?;
            small(committee.assessment(), admin, bytes).await?
        }
    };
    if !fields.get(TITLE).trim().is_empty() {
        // What stands before the last dot of a file's name is its title.
        document.upload.filename = format!("{}.", typed_title(fields)?);
    }
    Ok(document)
}
