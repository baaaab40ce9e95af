//! Certificates: for the committee, and for participants themselves.

use askama::Template;
use assessment::{CertificateView, Sitter, SittingReaders};
use axum::extract::{Path, State};
use http::StatusCode;
use pages_kit::{Answer, Failed, Frame, Speech, Visit, qr::Code};
use papers::Points;
use platform::{Error, http::Fault};

use crate::{Committee, caller::Entered, event::number, frame::address, moment::Zone, rate::score};

/// Where participants are led who are not logged in.
const EXAM: &str = "/exam";
/// The code of a result that is not released yet.
const NOT_RELEASED: &str = "assessment.not_released";

#[derive(Template)]
#[template(path = "committee/certificate.html")]
struct Page<'a> {
    frame: Frame<'a>,
    style: &'a str,
    sheet: &'a str,
    script: &'a str,
    /// None before the result is released.
    certificate: Option<Certificate>,
    back: String,
}

/// What a certificate says, in words.
struct Certificate {
    name: String,
    exam_number: String,
    title: String,
    day: String,
    issued: Option<String>,
    /// What counts, if the event shows it.
    score: Option<String>,
    /// The points that became it by a scale.
    raw: Option<String>,
    sections: Vec<(String, String)>,
    receipt: Option<Receipt>,
}

/// Where what was handed in is verified.
struct Receipt {
    address: String,
    code: Code,
}

/// Points of a maximum; nothing where they are not shown.
fn of(speech: Speech<'_>, points: Option<Points>, most: Option<Points>) -> Option<String> {
    let points = score(speech, points?);
    Some(match most {
        Some(most) => format!("{points} / {}", score(speech, most)),
        None => points,
    })
}

/// What a scale made of points, with the name of its band; else the points.
fn counted(
    speech: Speech<'_>,
    (points, most): (Option<Points>, Option<Points>),
    (scaled, band): (Option<Points>, Option<&str>),
) -> Option<String> {
    let counted = match scaled {
        Some(scaled) => Some(score(speech, scaled)),
        None => of(speech, points, most),
    };
    match (counted, band) {
        (Some(counted), Some(band)) => Some(format!("{counted} · {band}")),
        (counted, band) => counted.or_else(|| band.map(str::to_owned)),
    }
}

impl Certificate {
    fn of(view: CertificateView, speech: Speech<'_>, public_url: &str) -> Result<Self, Error> {
        let CertificateView {
            participant,
            event,
            result,
            receipt,
        } = view;
        let zone = Zone::of(&event.time_zone);
        let sections = result.sections.unwrap_or_default().into_iter().filter_map(|section| {
            let points = (section.score, section.max_score);
            let said = counted(speech, points, (section.scaled, section.band.as_deref()))?;
            Some((section.section_title, said))
        });
        let points = (result.total_score, result.max_score);
        let receipt = receipt.map(|receipt| {
            let address = format!("{public_url}/receipt/{receipt}");
            Ok::<_, Error>(Receipt {
                code: Code::of(&address)?,
                address,
            })
        });
        Ok(Self {
            name: participant.name,
            exam_number: participant.exam_registered_number,
            day: zone.day(speech, event.starts_at),
            title: event.title,
            issued: result.released_at.map(|at| zone.day(speech, at)),
            score: counted(speech, points, (result.scaled, result.band.as_deref())),
            raw: result.scaled.and_then(|_| of(speech, points.0, points.1)),
            sections: sections.collect(),
            receipt: receipt.transpose()?,
        })
    }
}

/// The page of a certificate, or one that says that there is none yet.
fn page(
    committee: &Committee,
    visit: &Visit,
    found: Result<CertificateView, Error>,
    back: String,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let view = match found {
        Ok(view) => Some(view),
        Err(error) if error.code() == NOT_RELEASED => None,
        Err(error) => return Err(error),
    };
    let status = match view {
        Some(_) => StatusCode::OK,
        None => StatusCode::NOT_FOUND,
    };
    let certificate = view.map(|view| Certificate::of(view, speech, visit.kit.public_url()));
    let page = Answer::page(&Page {
        frame: Frame::of(visit, speech.say("print-certificate")),
        style: committee.style(),
        sheet: committee.certificate_style(),
        script: committee.print_script(),
        certificate: certificate.transpose()?,
        back,
    })?;
    Ok(page.status(status))
}

/// `GET /ujian/{event}/sertifikat/{participant}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    entered: Entered<SittingReaders>,
) -> Result<Answer, Failed> {
    let Entered { visit, .. } = entered;
    let shown = async {
        let event = number(&event)?;
        let found = committee.assessment().certificate(event, number(&participant)?).await;
        page(&committee, &visit, found, address(event, ""))
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `GET /exam/sertifikat`: a participant's own. Whoever is not logged in is led to the page of exams.
pub(crate) async fn show_own(
    State(committee): State<Committee>,
    visit: Visit,
    sitter: Result<Sitter, Fault>,
) -> Result<Answer, Failed> {
    let visit = visit.within(EXAM, None);
    let shown = async {
        let Ok(sitter) = sitter else {
            return Answer::see(EXAM);
        };
        let found = committee.assessment().own_certificate(&sitter).await;
        page(&committee, &visit, found, EXAM.to_owned())
    };
    shown.await.map_err(Failed::at(&visit))
}
