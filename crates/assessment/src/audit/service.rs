//! Looking into the log.

use std::borrow::Cow;

use papers::sheet::{Cell, Sheet, cut, to_csv, to_xlsx};
use platform::{
    Conn, Error, Kind, Message,
    page::{Pages, Paging},
};

use super::{AuditNote, WantedNotes, store};
use crate::Assessment;

/// Most notes of a file.
const MOST: i64 = 50_000;
/// The columns of a file.
const HEAD: [&str; 8] = [
    "id",
    "at",
    "adminId",
    "adminName",
    "action",
    "thing",
    "thingId",
    "detail",
];

/// A file would hold too much.
pub(crate) fn too_many() -> Error {
    let said = Message::new(
        format!("Lebih dari {MOST} catatan: persempit rentang waktunya."),
        format!("More than {MOST} notes: ask for fewer days."),
    );
    Error::new(Kind::Invalid, "assessment.audit.too_many", said)
}

/// How a table of notes is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// CSV.
    Csv,
    /// A workbook.
    Workbook,
}

/// A note as text, where a table has no other way to tell it.
struct Told {
    at: String,
    admin_id: String,
    thing_id: String,
}

fn row<'n>(note: &'n AuditNote, told: &'n Told) -> Vec<Cell<'n>> {
    vec![
        Cell::Count(note.id),
        Cell::Text(&told.at),
        Cell::Text(&told.admin_id),
        Cell::Text(note.admin_name.as_deref().unwrap_or_default()),
        Cell::Text(&note.action),
        Cell::Text(&note.thing),
        Cell::Text(&told.thing_id),
        Cell::Text(cut(note.detail.get())),
    ]
}

fn write(form: TableForm, notes: &[AuditNote]) -> Result<Vec<u8>, Error> {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let told = notes.iter().map(|note| Told {
        at: note.at.to_string(),
        admin_id: id(note.admin_id),
        thing_id: id(note.thing_id),
    });
    let told: Vec<_> = told.collect();
    let sheet = Sheet {
        name: "Log",
        head: HEAD.map(Cow::Borrowed).into(),
        rows: notes.iter().zip(&told).map(|(note, told)| row(note, told)).collect(),
    };
    match form {
        TableForm::Csv => to_csv(&sheet),
        TableForm::Workbook => to_xlsx(&[sheet]),
    }
}

impl Assessment {
    /// A page of what administrators did, newest first.
    #[platform::boxed]
    pub async fn list_notes(&self, wanted: WantedNotes, pages: Pages) -> Result<(Vec<AuditNote>, Paging), Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, &wanted, pages.limit(), pages.offset()).await;
        let (rows, total) = self.0.db.read(find).await?;
        Ok((rows, pages.of(total)))
    }

    /// What administrators did, as a table, newest first; refused where it is too much.
    #[platform::boxed]
    pub async fn notes_file(&self, wanted: WantedNotes, form: TableForm) -> Result<Vec<u8>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::list(conn, &wanted, MOST, 0).await;
        let (rows, total) = self.0.db.read(find).await?;
        if total > MOST {
            return Err(too_many());
        }
        self.0.workload.files.run(move || write(form, &rows)).await
    }
}
