//! Results as files: CSV and workbooks.
//!
//! Invariant: what everybody answered is written to a file beside the uploads as it is read, so that a large event takes no
//! more memory than a small one; whoever asks for it gets the file as a whole or a refusal.

use std::{fs::File, io::BufWriter, sync::Arc};

use papers::sheet::{Book, CsvRows, to_csv};
use platform::{Conn, Error, media::disk_error};
use tempfile::NamedTempFile;

use super::{
    answers::{Page, Told},
    sheets,
};
use crate::{Assessment, marking::results::store};

/// The name of the table of answers.
const ANSWERS: &str = "Answers";

/// A table of answers that is being written.
enum Table {
    Csv(Box<CsvRows<BufWriter<File>>>),
    Book(Box<Book>),
}

/// A file in the making.
struct Draft {
    told: Arc<Told>,
    file: NamedTempFile,
    table: Table,
    /// How many participants it tells already.
    done: usize,
}

impl Draft {
    fn csv(told: Arc<Told>, file: NamedTempFile) -> Result<Self, Error> {
        let copy = file.as_file().try_clone().map_err(disk_error)?;
        let head = told.head();
        let rows = CsvRows::begin(BufWriter::new(copy), head.iter().map(String::as_str))?;
        Ok(Self {
            told,
            file,
            table: Table::Csv(Box::new(rows)),
            done: 0,
        })
    }

    fn book(told: Arc<Told>, file: NamedTempFile) -> Result<Self, Error> {
        let beside = file.path().parent();
        let mut book = beside.map_or_else(|| Ok(Book::default()), Book::within)?;
        book.add(&sheets::participants(&told.results))?;
        let head = told.head();
        book.begin(ANSWERS, head.iter().map(String::as_str))?;
        Ok(Self {
            told,
            file,
            table: Table::Book(Box::new(book)),
            done: 0,
        })
    }

    /// Who is told next.
    fn next(&self) -> Vec<i64> {
        let left = self.told.results.participants.iter().skip(self.done);
        left.take(self.told.at_once())
            .map(|reached| reached.participant_id)
            .collect()
    }

    fn add(&mut self, count: usize, page: &Page) -> Result<(), Error> {
        let participants = &self.told.results.participants[self.done..self.done + count];
        match &mut self.table {
            Table::Csv(rows) => self.told.rows(participants, page, |cells| rows.row(cells))?,
            Table::Book(book) => self.told.rows(participants, page, |cells| book.row(cells))?,
        }
        self.done += count;
        Ok(())
    }

    fn finish(self) -> Result<NamedTempFile, Error> {
        match self.table {
            Table::Csv(rows) => drop(
                rows.finish()?
                    .into_inner()
                    .map_err(|error| disk_error(error.into_error()))?,
            ),
            Table::Book(mut book) => {
                book.add(&sheets::items(&self.told.results))?;
                book.add(&sheets::sections(&self.told.results))?;
                book.save(self.file.as_file())?;
            }
        }
        Ok(self.file)
    }
}

impl Assessment {
    /// The results of a sitting as CSV: formulas in its cells are kept from spreadsheets.
    pub async fn results_csv(&self, event: i64) -> Result<Vec<u8>, Error> {
        to_csv(&sheets::participants(&self.results(event).await?))
    }

    /// What everybody answered, as CSV, in a file that goes when it is dropped.
    pub async fn answers_csv(&self, event: i64) -> Result<NamedTempFile, Error> {
        self.write_answers(event, Draft::csv).await
    }

    /// Results with what everybody answered, as a workbook, in a file that goes when it is dropped.
    pub async fn results_xlsx(&self, event: i64) -> Result<NamedTempFile, Error> {
        self.write_answers(event, Draft::book).await
    }

    /// A constant number of statements, and one for each few participants. Thousands of rows take longer to write than other
    /// calls should wait for.
    async fn write_answers(
        &self,
        event: i64,
        begin: fn(Arc<Told>, NamedTempFile) -> Result<Draft, Error>,
    ) -> Result<NamedTempFile, Error> {
        let (versions, media, lanes) = (self.0.versions.clone(), self.media().clone(), &self.0.workload.files);
        let load = async move |conn: &mut Conn<'_>| Told::load(conn, &versions, event).await;
        let told = Arc::new(self.0.db.read(load).await?);
        let open = move || begin(told, media.scratch().map_err(disk_error)?);
        let mut draft = lanes.run(open).await?;
        loop {
            let next = Arc::new(draft.next());
            let (count, ids) = (next.len(), Arc::clone(&next));
            if count == 0 {
                return lanes.run(move || draft.finish()).await;
            }
            let find = async move |conn: &mut Conn<'_>| store::answers(conn, &ids).await;
            let page = self.0.db.read(find).await?;
            let add = move || {
                draft.add(count, &page)?;
                Ok(draft)
            };
            draft = lanes.run(add).await?;
        }
    }
}
