//! Test packages as Word documents.

use std::collections::BTreeSet;

use futures_util::TryStreamExt as _;
use marked::Text;
use papers::{
    Paper, Picture, Pictures,
    export::{template, to_docx, workbook_template},
};
use platform::{Conn, Error, media::BlobHash};
use serde_json::json;

use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    bank::{package::service::PACKAGE, paper, picture},
    failures::not_found,
};

/// A document, and the name that it is saved under.
pub struct ExportedDocument {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
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

    /// A package with its keys. It is noted who took it.
    pub async fn export_package(&self, by: &Admin, id: i64) -> Result<ExportedDocument, Error> {
        let load = async move |conn: &mut Conn<'_>| {
            let paper = paper::store::load(conn, id).await?;
            let paper = paper.ok_or_else(|| not_found(PACKAGE))?;
            let names = picture::store::fetch_known(conn, &pictures_in(&paper)).await?;
            Ok::<_, Error>((paper, names))
        };
        let (paper, names) = self.0.db.read(load).await?;
        let pictures = self.pictures(names).await?;
        let title = paper.title.clone();
        let bytes = self.0.workload.files.run(move || to_docx(&paper, &pictures)).await?;
        let admin = by.id;
        let note = async move |tx: &mut platform::Tx<'_>| {
            audit::note(tx, Some(admin), Action::Export, Audited::Package, Some(id), &json!({})).await
        };
        self.0.db.write(note).await?;
        Ok(ExportedDocument {
            name: format!("{title}.docx"),
            bytes,
        })
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
