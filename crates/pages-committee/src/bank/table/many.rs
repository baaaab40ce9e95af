//! Changing many questions at once: moving them to a section or to another package, giving them points, deleting them.

mod sending;

use assessment::{Admin, Authors, QuestionEmbedding, QuestionIn};
use axum::extract::State;
use pages_kit::{Answer, Failed, Fields, Speech, Visit, form::is_for_form};
use papers::Points;
use platform::{Error, Rule, version::IfMatch};

use super::{
    super::{DEED, refusal::broken, tree::short},
    Told, page,
};
use crate::{Committee, caller::Sent};

/// Most questions of a change.
const MOST: usize = 200;

/// The field of the package to which questions are sent.
const PACKAGE: &str = "ke-paket";

/// What is done with each.
enum Deed {
    Move(i64),
    /// To another package.
    Send(i64),
    Points(Points),
    Delete,
}

fn deed(fields: &Fields) -> Result<Deed, Error> {
    match fields.get(DEED) {
        "pindah" => {
            let section = fields.get("ke").parse();
            section.map(Deed::Move).map_err(|_| broken("ke", Rule::Required))
        }
        "kirim" => {
            let package = fields.get(PACKAGE).parse();
            package.map(Deed::Send).map_err(|_| broken(PACKAGE, Rule::Required))
        }
        "poin" => {
            let points = Points::parse(fields.get("poin").trim());
            let points = points.filter(|points| *points >= Points::ZERO);
            let wrong = || broken("poin", Rule::OutOfRange("0".into(), Points::MOST.to_string()));
            points.map(Deed::Points).ok_or_else(wrong)
        }
        "hapus" if fields.is_ticked("yakin") => Ok(Deed::Delete),
        "hapus" => Err(broken("yakin", Rule::Required)),
        _ => Err(broken(DEED, Rule::Required)),
    }
}

/// The questions that were ticked, each with the version that was seen.
fn picked(fields: &Fields) -> Vec<(i64, i64)> {
    let read = |typed: &str| {
        let (id, version) = typed.split_once(':')?;
        Some((id.parse().ok()?, version.parse().ok()?))
    };
    fields.all("pilih").filter_map(read).take(MOST).collect()
}

impl Deed {
    async fn to(&self, committee: &Committee, admin: &Admin, (id, version): (i64, i64)) -> Result<(), Error> {
        let (assessment, seen) = (committee.assessment(), IfMatch::OneOf(vec![version]));
        let change = match self {
            Self::Delete => return assessment.delete_question(admin, id, seen).await,
            Self::Send(package) => match sending::change(committee, id, *package).await? {
                Some(change) => change,
                None => return Ok(()),
            },
            Self::Move(section) => QuestionIn {
                section_id: Some(Some(*section)),
                ..QuestionIn::default()
            },
            Self::Points(points) => QuestionIn {
                point: Some(Some(*points)),
                ..QuestionIn::default()
            },
        };
        assessment
            .update_question(admin, id, change.change()?, seen)
            .await
            .map(drop)
    }

    fn said(&self, speech: Speech<'_>, count: i64) -> String {
        let text = match self {
            Self::Move(_) | Self::Send(_) => "bank-many-moved",
            Self::Points(_) => "bank-many-valued",
            Self::Delete => "bank-many-deleted",
        };
        speech.with(text, "count", count)
    }
}

/// Why a question was not changed, in one line.
fn reason(error: &Error, visit: &Visit) -> String {
    let fields = error.fields().iter();
    let said: Vec<String> = fields
        .map(|fault| fault.rule.message().text(visit.lang()).to_owned())
        .collect();
    if said.is_empty() {
        error.message().text(visit.lang()).to_owned()
    } else {
        said.join("; ")
    }
}

/// What a question is called where it is refused.
async fn called(committee: &Committee, id: i64) -> String {
    let found = committee.assessment().question(id, QuestionEmbedding::default()).await;
    found.map_or_else(|_| format!("#{id}"), |(question, _)| short(&question.question))
}

async fn carry_out(committee: &Committee, (visit, admin): (&Visit, &Admin), fields: &Fields) -> Result<Told, Error> {
    let deed = deed(fields)?;
    let (mut told, mut done) = (Told::default(), 0);
    for one in picked(fields) {
        match deed.to(committee, admin, one).await {
            Ok(()) => done += 1,
            // Each is told by itself: a question that is gone, or that others have changed, holds up none.
            Err(error) if is_for_form(&error) || error.kind() == platform::Kind::NotFound => {
                let name = called(committee, one.0).await;
                told.refused.push((name, reason(&error, visit)));
            }
            Err(error) => return Err(error),
        }
    }
    told.done = Some(deed.said(visit.speech(), done));
    Ok(told)
}

/// `POST /ujian/soal`
pub(crate) async fn change(State(committee): State<Committee>, sent: Sent<Authors>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let done = async {
        let asked = Fields::read(fields.get("_di").as_bytes());
        let told = match carry_out(&committee, (&visit, &admin), &fields).await {
            Ok(told) => told,
            Err(error) if is_for_form(&error) => Told {
                done: None,
                refused: vec![(visit.speech().say("bank-many-none"), reason(&error, &visit))],
            },
            Err(error) => return Err(error),
        };
        let is_refused = !told.refused.is_empty();
        let shown = page(&committee, (&visit, &admin), &asked, told).await?;
        Ok(if is_refused {
            shown.status(http::StatusCode::UNPROCESSABLE_ENTITY)
        } else {
            shown
        })
    };
    done.await.map_err(Failed::at(&visit))
}
