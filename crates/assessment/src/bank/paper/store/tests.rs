//! What is stored comes back as the same paper.

use marked::{Block, Inline, Marked, Style, Text};
use papers::samples;
use platform::{
    Clock, Db, Error, Tx,
    db::{Location, Options},
    events::Bus,
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::*;
use crate::SCHEMA;

/// An empty database in a directory of its own.
async fn database(dir: &tempfile::TempDir) -> Db {
    let location = Location::Sqlite(dir.path().join("balai.db"));
    let bus = Bus::default();
    let db = Db::open(&location, Options::default(), Clock::system(), bus)
        .await
        .unwrap();
    db.migrate(&[SCHEMA.migrations]).await.unwrap();
    db
}

/// Stores a paper, loads it again and leaves nothing behind.
async fn there_and_back(db: &Db, paper: Paper) -> Stored {
    let work = async move |tx: &mut Tx<'_>| {
        let id = insert(tx, &paper, &AudioFiles::new()).await?;
        let back = load_stored(tx, id).await?;
        Err::<(), Found>(Found::Back(Box::new(back)))
    };
    match db.write(work).await.unwrap_err() {
        Found::Back(back) => back.unwrap(),
        Found::Failed(error) => panic!("{error}"),
    }
}

/// Carries what was found out of a transaction that is to be rolled back.
enum Found {
    Back(Box<Option<Stored>>),
    Failed(Error),
}

impl From<Error> for Found {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Found")
    }
}

fn bold(text: &Text) -> Text {
    let content = vec![Inline::Text(text.plain().to_owned())];
    let style = Style::Bold;
    Text::of(&Marked::new(vec![Block::Paragraph(vec![Inline::Styled {
        style,
        content,
    }])]))
}

/// A paper all of whose texts have marks.
fn in_bold(mut paper: Paper) -> Paper {
    for passage in &mut paper.passages {
        passage.body = bold(&passage.body);
    }
    for section in &mut paper.sections {
        section.instruction = bold(&section.instruction);
        for question in &mut section.questions {
            question.text = bold(&question.text);
            for option in &mut question.options {
                option.value = bold(&option.value);
            }
        }
    }
    paper
}

#[test]
fn a_stored_paper_comes_back_as_it_was() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let db = runtime.block_on(database(&dir));
    let mut runner = TestRunner::new(ProptestConfig::with_cases(64));
    let result = runner.run(&(samples::paper(), any::<bool>()), |(paper, marks)| {
        let paper = if marks { in_bold(paper) } else { paper };
        let stored = runtime.block_on(there_and_back(&db, paper.clone()));
        let counts: Vec<usize> = paper.sections.iter().map(|section| section.questions.len()).collect();
        prop_assert_eq!(stored.questions.iter().map(Vec::len).collect::<Vec<_>>(), counts);
        prop_assert_eq!(stored.paper, paper);
        Ok(())
    });
    result.unwrap();
    runtime.block_on(db.close());
}
