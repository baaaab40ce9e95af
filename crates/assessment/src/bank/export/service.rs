//! Test packages as documents.
//!
//! Invariant: what is right leaves only for who writes questions, and it is noted who took it.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use marked::Text;
use papers::{
    Paper, Picture, Pictures,
    export::{template, to_docx, to_handout, to_moodle, to_qti, workbook_template},
};
use platform::{Conn, Error, media::BlobHash};
use serde_json::json;

use crate::{
    Admin, Assessment, Authors,
    audit::{self, Action, Audited},
    bank::{package::service::PACKAGE, paper, picture},
    failures::not_found,
};

/// A document, and the name that it is saved under.
pub struct ExportedDocument {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// As what a package is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportForm {
    /// A Word document with its keys, which the import reads.
    Word,
    /// A Word document for desks, without them.
    Handout,
    /// Moodle XML with its keys, which the import reads, too.
    Moodle,
    /// A package of QTI 3.0 with its keys, which the import reads, too.
    Qti,
}

impl ExportForm {
    fn name(self, title: &str) -> String {
        match self {
            Self::Word => format!("{title}.docx"),
            Self::Handout => format!("{title} - soal.docx"),
            Self::Moodle => format!("{title}.xml"),
            Self::Qti => format!("{title} - QTI.zip"),
        }
    }

    /// What the log says beside who and what.
    fn detail(self) -> serde_json::Value {
        match self {
            Self::Word => json!({}),
            Self::Handout => json!({"form": "handout"}),
            Self::Moodle => json!({"form": "moodle"}),
            Self::Qti => json!({"form": "qti"}),
        }
    }

    fn write(self, paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, Error> {
        match self {
            Self::Word => to_docx(paper, pictures),
            Self::Handout => to_handout(paper, pictures),
            Self::Moodle => Ok(to_moodle(paper, pictures)),
            Self::Qti => to_qti(paper, pictures),
        }
    }
}

impl Assessment {
    /// The document that teachers fill in.
    pub async fn package_template(&self) -> Result<ExportedDocument, Error> {
        Ok(ExportedDocument {
            name: "template-paket-soal.docx".to_owned(),
            bytes: self.0.workload.files.run(template).await?,
        })
    }

    /// The same as a workbook with a row for each question.
    pub async fn workbook_template(&self) -> Result<ExportedDocument, Error> {
        Ok(ExportedDocument {
            name: "template-soal.xlsx".to_owned(),
            bytes: self.0.workload.files.run(workbook_template).await?,
        })
    }

    /// A package as a document. It is noted who took it.
    pub async fn export_package(&self, by: &Admin, id: i64, form: ExportForm) -> Result<ExportedDocument, Error> {
        let load = async move |conn: &mut Conn<'_>| {
            let paper = paper::store::load(conn, id).await?;
            let paper = paper.ok_or_else(|| not_found(PACKAGE))?;
            let names = picture::store::fetch_known(conn, &pictures_in(&paper)).await?;
            Ok::<_, Error>((paper, names))
        };
        let (paper, names) = self.0.db.read(load).await?;
        let pictures = self.pictures(names).await?;
        let name = form.name(&paper.title);
        let write = move || form.write(&paper, &pictures);
        let bytes = self.0.workload.files.run(write).await?;
        self.note_export(by.id, id, form.detail()).await?;
        Ok(ExportedDocument { name, bytes })
    }

    /// A package as it is now, to be printed: with its keys only if that is asked for and may be, which is noted.
    #[platform::boxed]
    pub async fn printed_package(&self, by: &Admin, id: i64, with_keys: bool) -> Result<Paper, Error> {
        if with_keys {
            by.require::<Authors>()?;
        }
        let load = async move |conn: &mut Conn<'_>| paper::store::load(conn, id).await;
        let paper = self.0.db.read(load).await?;
        let mut paper = paper.ok_or_else(|| not_found(PACKAGE))?;
        if with_keys {
            self.note_export(by.id, id, json!({"form": "print"})).await?;
        } else {
            let questions = paper.sections.iter_mut().flat_map(|section| &mut section.questions);
            questions.for_each(|question| question.key.clear());
        }
        Ok(paper)
    }

    async fn note_export(&self, admin: i64, id: i64, detail: serde_json::Value) -> Result<(), Error> {
        let note = async move |tx: &mut platform::Tx<'_>| {
            audit::note(tx, Some(admin), Action::Export, Audited::Package, Some(id), &detail).await
        };
        self.0.db.write(note).await
    }

    /// The bytes of pictures. One that media has lost is shown as its mark.
    async fn pictures(&self, names: Vec<String>) -> Result<Pictures, Error> {
        let mut pictures = Pictures::new();
        for name in names {
            let hash = BlobHash::parse(&name).ok_or_else(|| Error::internal("a picture has no name"))?;
            let Some(stream) = self.media().open(&hash, None).await? else {
                tracing::error!(picture = name, "a picture of the question bank is missing in media");
                continue;
            };
            let bytes = stream
                .try_fold(Vec::new(), |mut bytes, piece| async move {
                    bytes.extend_from_slice(&piece);
                    Ok(bytes)
                })
                .await?;
            pictures.insert(name, Picture { bytes });
        }
        Ok(pictures)
    }
}

/// The names of all pictures that a paper shows, each once.
fn pictures_in(paper: &Paper) -> Vec<String> {
    let names: BTreeSet<_> = paper.texts().flat_map(Text::pictures).collect();
    names.iter().map(|name| name.as_str().to_owned()).collect()
}
