//! Results without a database.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use papers::{
    Question, QuestionType, ScoringRule,
    sheet::{to_csv, to_xlsx},
};

use super::*;
use crate::marking::answer::store::AskedQuestion;

fn asked(id: i64, section: i64, title: &str, point: i64) -> AskedQuestion {
    AskedQuestion {
        id,
        section_detail_id: section * 10,
        section_id: section,
        section_title: title.to_owned(),
        question: Question {
            kind: QuestionType::MultipleChoice,
            text: format!("=question {id}").into(),
            passage: None,
            audio: None,
            options: Vec::new(),
            key: Vec::new(),
            point: Points::whole(point),
            rule: ScoringRule::Exact,
            preparation_time: None,
            response_time: None,
            audio_plays: None,
            tags: Vec::new(),
            difficulty: None,
        },
    }
}

fn row(id: i64, name: &str, status: &str, total: Option<i64>) -> ReachedRow {
    ReachedRow {
        id,
        name: name.to_owned(),
        registered_number: format!("00{id}"),
        exam_registered_number: format!("E{id}"),
        status: status.to_owned(),
        total: total.map(Points::whole),
        most: Some(Points::whole(4)),
        unit: Some("=Peleton".to_owned()),
        rank: None,
        position: Some("Danru".to_owned()),
    }
}

fn section_score(participant: i64, section: i64, raw: Option<i64>) -> SectionScoreRow {
    SectionScoreRow {
        participant_id: participant,
        section_detail_id: section * 10,
        raw: raw.map(Points::whole),
        most: Some(Points::whole(2)),
    }
}

fn tally(question: i64, score: i64, count: i64, totals: i64) -> (i64, Tally) {
    let (score, totals) = (Points::whole(score), Points::whole(totals));
    (question, Tally { score, count, totals })
}

fn band(section: Option<i64>, from: i64, to: i64, scaled: i64, name: &str) -> ScaleRow {
    let band = Band {
        from: Points::whole(from),
        to: Points::whole(to),
        scaled: Points::whole(scaled),
        name: Some(name.to_owned()),
    };
    (section, band)
}

/// Three sat: totals 4 and 1 stand, one waits for a rater.
fn results() -> Results {
    sources(HashMap::new()).results().unwrap()
}

fn sources(voids: HashMap<i64, VoidRow>) -> Sources {
    Sources {
        event_id: 7,
        event_title: "Ujian".to_owned(),
        package_id: 9,
        policy: Policy::default(),
        paper: EventPaper {
            asked: vec![
                asked(1, 1, "Reading", 1),
                asked(2, 1, "Reading", 1),
                asked(3, 2, "-Writing", 2),
            ],
            drawn: HashMap::new(),
        },
        voids,
        participants: vec![
            row(1, "Ana", "scored", Some(4)),
            row(2, "=cmd()", "published", Some(1)),
            row(3, "Citra, \"C\"", "awaiting_rating", Some(2)),
        ],
        section_scores: vec![
            section_score(1, 1, Some(2)),
            section_score(1, 2, Some(2)),
            section_score(2, 1, Some(1)),
            section_score(2, 2, Some(0)),
            section_score(3, 1, Some(2)),
            section_score(3, 2, None),
        ],
        tallies: vec![
            tally(1, 1, 2, 5),
            tally(2, 0, 1, 1),
            tally(2, 1, 1, 4),
            tally(3, 0, 1, 1),
            tally(3, 2, 1, 4),
        ],
        thirds: None,
        given: Vec::new(),
        sat: HashMap::new(),
        scales: vec![
            band(None, 0, 2, 310, "A2"),
            band(None, 3, 4, 677, "C1"),
            band(Some(1), 0, 2, 31, ""),
        ],
    }
}

#[test]
fn only_what_stands_is_scaled_and_counted() {
    let results = results();
    let totals: Vec<_> = results
        .participants
        .iter()
        .map(|one| (one.scaled, one.band.as_deref()))
        .collect();
    let whole = |points| Some(Points::whole(points));
    assert_eq!(
        totals,
        [(whole(677), Some("C1")), (whole(310), Some("A2")), (None, None)]
    );
    assert_eq!(results.participants[2].sections[0].scaled, whole(31));
    assert_eq!(results.participants[2].sections[1].score, None);
    assert_eq!(
        (results.statistics.participants, results.statistics.summary.count),
        (3, 2)
    );
    assert_eq!(results.statistics.summary.mean, Some(2.5));
    let facilities: Vec<_> = results.items.iter().map(|item| (item.number, item.facility)).collect();
    assert_eq!(facilities, [(1, Some(1.0)), (2, Some(0.5)), (1, Some(0.5))]);
    assert_eq!(results.items[1].discrimination, Some(1.0));
    assert_eq!(
        (results.sections[1].max_score, results.sections[1].questions),
        (Points::whole(2), 1)
    );
}

#[test]
fn what_is_void_without_credit_is_in_no_maximum_and_no_alpha() {
    let void = VoidRow {
        id: 1,
        credit: crate::Credit::None,
        reason: "Gambar".to_owned(),
        at: platform::Timestamp(0),
    };
    let results = sources(HashMap::from([(3, void)])).results().unwrap();
    assert_eq!(results.sections[1].max_score, Points::ZERO);
    assert!(results.items[2].void.is_some() && results.items[1].void.is_none());
    assert_ne!(
        results.statistics.alpha,
        sources(HashMap::new()).results().unwrap().statistics.alpha
    );
}

#[test]
fn of_what_is_drawn_only_what_one_is_asked_counts() {
    let mut sources = sources(HashMap::new());
    sources.paper.drawn.insert(10, (1, HashSet::from([2])));
    let results = sources.results().unwrap();
    let first = &results.sections[0];
    assert_eq!(
        (first.questions, first.max_score, first.alpha),
        (1, Points::whole(1), None)
    );
    assert_eq!(results.statistics.alpha, None);
}

#[test]
fn a_sheet_has_no_formula_and_keeps_the_zeros_of_numbers() {
    let text = String::from_utf8(to_csv(&sheets::participants(&results())).unwrap()).unwrap();
    let lines: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().split("\r\n").collect();
    assert_eq!(
        lines,
        [
            "Registered number,Exam number,Name,Unit,Rank,Position,Status,Completeness,Reading,Reading (scaled),Reading (band),'-Writing,'-Writing \
             (scaled),'-Writing (band),Total,Maximum,Scaled,Band,Note",
            "001,E1,Ana,'=Peleton,,Danru,scored,final,2,31,,2,,,4,4,677,C1,",
            "002,E2,'=cmd(),'=Peleton,,Danru,published,final,1,31,,0,,,1,4,310,A2,",
            "003,E3,\"Citra, \"\"C\"\"\",'=Peleton,,Danru,awaiting_rating,partial,2,31,,,,,,4,,,awaiting rating",
            ""
        ]
    );
}

#[test]
fn a_workbook_says_the_same_as_the_sheet() {
    let results = results();
    let sheets = [
        sheets::participants(&results),
        sheets::items(&results),
        sheets::sections(&results),
    ];
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(to_xlsx(&sheets).unwrap())).unwrap();
    let sheet = book.worksheet_range("Results").unwrap();
    assert_eq!(sheet.get((2, 2)), Some(&Data::String("'=cmd()".to_owned())));
    assert_eq!(sheet.get((1, 0)), Some(&Data::String("001".to_owned())));
    assert_eq!(sheet.get((1, 16)), Some(&Data::Float(677.0)));
    let items = book.worksheet_range("Items").unwrap();
    assert_eq!(items.get((1, 2)), Some(&Data::String("'=question 1".to_owned())));
    let sections = book.worksheet_range("Sections").unwrap();
    assert_eq!(sections.get((3, 0)), Some(&Data::String("Total".to_owned())));
    assert!(book.worksheet_formula("Results").unwrap().is_empty());
}
