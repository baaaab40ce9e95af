//! Moving sections of a package, and questions of a section, up and down.

use assessment::{
    Admin, Authors, DetailChangeIn, OutlineView, QuestionEmbedding, QuestionIn, QuestionView, WantedQuestions,
};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Fields};
use platform::{
    Error,
    page::Pages,
    version::{IfMatch, Versioned as _},
};

use super::tree::AS_SAT;
use crate::{
    Committee,
    caller::Sent,
    event::number,
    papers::{address, find},
};

/// Questions of a section among which one is moved.
const MOST: i64 = 10_000;

/// Which way something goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

impl Way {
    /// The place beside a place, if there is one among so many.
    fn beside(self, at: usize, of: usize) -> Option<usize> {
        match self {
            Self::Up => at.checked_sub(1),
            Self::Down => Some(at + 1).filter(|next| *next < of),
        }
    }
}

/// What a button moves, by the fields that are called so.
fn moved(fields: &Fields, up: &str, down: &str) -> Option<(Way, i64)> {
    let read = |name: &str, way: Way| fields.find(name).and_then(|id| id.parse().ok()).map(|id| (way, id));
    read(up, Way::Up).or_else(|| read(down, Way::Down))
}

/// Sections are few: all whose number changes get it, one after the other.
async fn move_section(committee: &Committee, admin: &Admin, package: i64, (way, id): (Way, i64)) -> Result<(), Error> {
    let assessment = committee.assessment();
    let mut rows: Vec<OutlineView> = assessment.outline_of_package(package).await?;
    let at = rows.iter().position(|row| row.id == id);
    let Some((at, beside)) = at.and_then(|at| Some((at, way.beside(at, rows.len())?))) else {
        return Ok(());
    };
    rows.swap(at, beside);
    for (ordinal, row) in (1..).zip(&rows) {
        if row.ordinal == ordinal {
            continue;
        }
        let change = DetailChangeIn {
            ordinal: Some(Some(ordinal)),
            ..DetailChangeIn::default()
        };
        let change = change.validate()?;
        assessment
            .update_details(admin, row.section_detail_id, change, IfMatch::Any)
            .await?;
    }
    Ok(())
}

/// The questions of a section in their order.
async fn of_section(committee: &Committee, package: i64, section: i64) -> Result<Vec<QuestionView>, Error> {
    let wanted = WantedQuestions {
        package: Some(package),
        section: Some((Some(section), String::new())),
        ..WantedQuestions::all(AS_SAT)
    };
    let listed = committee
        .assessment()
        .list_questions(wanted, QuestionEmbedding::default(), Pages::after(0, MOST));
    Ok(listed.await?.0.0)
}

async fn move_question(committee: &Committee, admin: &Admin, package: i64, (way, id): (Way, i64)) -> Result<(), Error> {
    let assessment = committee.assessment();
    let (question, _) = assessment.question(id, QuestionEmbedding::default()).await?;
    if question.package_id != package {
        return Err(assessment::failures::nowhere());
    }
    let rows = of_section(committee, package, question.section_id).await?;
    let at = rows.iter().position(|row| row.id == id);
    let Some(beside) = at.and_then(|at| rows.get(way.beside(at, rows.len())?)) else {
        return Ok(());
    };
    let ordinal = beside.ordinal + i64::from(way == Way::Down);
    let change = QuestionIn {
        ordinal: Some(Some(ordinal)),
        ..QuestionIn::default()
    };
    let seen = IfMatch::OneOf(vec![question.version()]);
    assessment.update_question(admin, id, change.change()?, seen).await?;
    Ok(())
}

/// `POST /ujian/paket/{id}/urutan`. What stands first or last already stays there.
pub(crate) async fn save(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    sent: Sent<Authors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let package = find(&committee, &package).await?.id;
        let page = number(fields.get("hal")).unwrap_or(1);
        if let Some(moved) = moved(&fields, "bagian-naik", "bagian-turun") {
            move_section(&committee, &admin, package, moved).await?;
            return Answer::see(&address(package, &format!("?hal={page}#bagian")));
        }
        if let Some(moved) = moved(&fields, "naik", "turun") {
            move_question(&committee, &admin, package, moved).await?;
            return Answer::see(&address(package, &format!("?hal={page}#soal-{}", moved.1)));
        }
        Answer::see(&address(package, ""))
    };
    done.await.map_err(Failed::at(&visit))
}
