//! Questions (section 3 of the document).

use axum::extract::State;
use papers::{QuestionType, draw::Difficulty};
use platform::{
    Error,
    db::containing,
    http::{
        Body, IfMatch, Outcome, Pages, Paging, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
    text::fold,
};

use super::{
    rules::QuestionIn,
    service::{
        question_in_use,
        view::{QuestionEmbedding, QuestionView, Relation},
    },
};
use crate::{
    Assessment, Authors, BankReaders, Staff,
    bank::{
        model::WantedQuestions,
        passage::service::{code_taken, no_such_package},
    },
    failures::nothing_to_change,
    http::{
        access, api,
        query::{Entities, Selected, id, one_of, order, search, text},
    },
};

/// What lists are ordered by.
const COLUMNS: [&str; 16] = [
    "id",
    "question",
    "sectionDetailId",
    "audioId",
    "packageId",
    "point",
    "passageId",
    "preparationTime",
    "responseTime",
    "questionType",
    "sectionId",
    "rule",
    "ordinal",
    "audioName",
    "createdAt",
    "updatedAt",
];
/// What can be selected: what lists are not ordered by is named by itself.
const SELECTED: [&str; 20] = {
    let mut all = [""; 20];
    [all[16], all[17], all[18], all[19]] = ["questionMarked", "audioPlays", "tags", "difficulty"];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at] = COLUMNS[at];
        at += 1;
    }
    all
};
/// What lists can be filtered by.
const DIFFICULTIES: [(&str, Difficulty); 3] = [
    ("easy", Difficulty::Easy),
    ("medium", Difficulty::Medium),
    ("hard", Difficulty::Hard),
];
const BOTH: [(&str, bool); 2] = [("true", true), ("false", false)];
/// Largest body: all that may be imported of a question, as markup.
const LARGEST: usize = 8 * 1024 * 1024;

fn entities(params: &Params) -> Result<(Entities, QuestionEmbedding), Error> {
    let read = Entities::read(params, &Relation::NAMED.map(|(name, _)| name), &SELECTED)?;
    let asked = Relation::NAMED.into_iter().filter(|(name, _)| read.has(name));
    let embedding = QuestionEmbedding(asked.map(|(_, relation)| relation).collect());
    Ok((read, embedding))
}

fn read_wanted(params: &Params, package: Option<i64>) -> Result<WantedQuestions, Error> {
    let section = text(params, "filterBySection");
    Ok(WantedQuestions {
        package,
        pattern: containing(&search(params).unwrap_or_default()),
        section: section.map(|section| (section.parse().ok(), fold(&section))),
        tag: text(params, "tag").map(|tag| fold(tag.trim())),
        difficulty: one_of(params, "difficulty", &DIFFICULTIES)?,
        kind: one_of(
            params,
            "questionType",
            &QuestionType::ALL.map(|kind| (kind.name(), kind)),
        )?,
        has_key: one_of(params, "hasKey", &BOTH)?,
        has_audio: one_of(params, "hasAudio", &BOTH)?,
        order: order(params, &COLUMNS)?,
    })
}

/// Whether formulas of plain texts are to be LaTeX.
fn is_latex(params: &Params) -> Result<bool, Error> {
    let ways = [("linear", false), ("latex", true)];
    Ok(one_of(params, "formulas", &ways)?.unwrap_or(false))
}

/// A page with its formulas as they are asked for.
fn in_formulas(
    params: &Params,
    (views, paging): (Vec<QuestionView>, Paging),
) -> Result<(Vec<QuestionView>, Paging), Error> {
    if !is_latex(params)? {
        return Ok((views, paging));
    }
    Ok((views.into_iter().map(QuestionView::in_latex).collect(), paging))
}

/// A page of the questions that are asked for, of a package or of all.
async fn found(assessment: &Assessment, params: &Params, package: Option<i64>, pages: Pages) -> Outcome<Vec<Selected>> {
    let (entities, embedding) = entities(params)?;
    let wanted = read_wanted(params, package)?;
    let (found, tags) = assessment.list_questions(wanted, embedding, pages).await?;
    let reply = entities.list("questions", in_formulas(params, found)?, &SELECTED)?;
    Ok(reply.keep(tags))
}

/// `GET /questions`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    found(&assessment, &params, None, pages).await
}

/// `GET /questions/package/{packageId}`.
async fn of_package(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(package): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    found(&assessment, &params, Some(id("packageId", &package)?), pages).await
}

/// `GET /questions/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<BankReaders>,
    Path(question): Path<String>,
    params: Params,
) -> Outcome<Selected> {
    let (question, (entities, embedding)) = (id("id", &question)?, entities(&params)?);
    let (view, tags) = assessment.question(question, embedding).await?;
    let view = if is_latex(&params)? { view.in_latex() } else { view };
    Ok(entities.show(&view, &SELECTED)?.keep(tags))
}

/// `POST /questions`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Posted { input, once }: Posted<QuestionIn>,
) -> Outcome<QuestionView> {
    let made = assessment
        .create_question(&staff.admin, input.new_question()?, once)
        .await?;
    Ok(Reply::created(made))
}

/// `PATCH /questions/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(question): Path<String>,
    seen: IfMatch,
    Body(input): Body<QuestionIn>,
) -> Outcome<QuestionView> {
    let (question, change) = (id("id", &question)?, input.change()?);
    Ok(Reply::shown(
        assessment.update_question(&staff.admin, question, change, seen).await?,
    ))
}

const DELETED: &str = "Question has been successfully deleted";

/// `DELETE /questions/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Authors>,
    Path(question): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment
        .delete_question(&staff.admin, id("id", &question)?, seen)
        .await?;
    Ok(Reply::done(DELETED))
}

const QUESTION: &str = r#"{"id":1,"question":"What is the capital of France?","sectionDetailId":2,"audioId":3,"packageId":1,"point":10,"passageId":4,"preparationTime":30,"responseTime":60,"questionType":"multiple_choice","sectionId":2,"rule":"exact","ordinal":1,"audioName":null,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z"}"#;
const EMBEDDING: &str = r#"{"id":1,"question":"What is the capital of France?","sectionDetailId":2,"audioId":null,"packageId":1,"point":10,"passageId":null,"preparationTime":30,"responseTime":60,"questionType":"multiple_choice","sectionId":2,"rule":"exact","ordinal":1,"audioName":null,"createdAt":"2023-09-14T12:00:00.000Z","updatedAt":"2023-09-14T12:00:00.000Z","entities":{"audio":null,"answer":{"answerKey":["A"],"optionQuestions":[{"label":"A","value":"Paris"},{"label":"B","value":"London"}]}}}"#;
const NEW: &str = r#"{"packageId":1,"sectionId":2,"sectionDuration":120,"sectionInstruction":"Answer the following questions","question":"What is the capital of France?","questionType":"multiple_choice","audioId":3,"pasageId":4,"responseTime":60,"optionQuestions":[{"label":"A","value":"Paris"},{"label":"B","value":"London"}],"answerKey":["A"]}"#;
const CHANGE: &str = r#"{"question":"What is the capital of Italy?","optionQuestions":[{"label":"A","value":"Rome"},{"label":"B","value":"Milan"}],"answerKey":["A"]}"#;

/// Says what every list of questions, and one question, may be asked for.
fn embeds(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    endpoint.query(
        "entities",
        "Relations to embed (`audio`, `answer`, `options`, `passage`, `section`, `package`); names of columns select them",
        "audio,answer",
    )
    .query(
        "formulas",
        "How formulas stand in plain texts: `linear` (without it), or `latex` between `\\(` and `\\)`",
        "latex",
    )
}

fn filtered(endpoint: Endpoint<Assessment>) -> Endpoint<Assessment> {
    embeds(endpoint)
        .query("order", "`ASC` or `DESC`", "ASC")
        .query("orderBy", "A column; `ordinal` is the order of the package", "question")
        .query("search", "Part of a question, without case", "capital")
        .query("filterBySection", "A section's id or its title", "Reading")
        .query("tag", "One of its tags, without case", "aljabar")
        .query("difficulty", "`easy`, `medium` or `hard`", "medium")
        .query("questionType", "A type", "multiple_choice")
        .query("hasKey", "`true`: with a key; `false`: without one", "true")
        .query("hasAudio", "`true`: heard with audio; `false`: without", "false")
}

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        filtered(get(api!("/questions"), list))
            .says("List questions")
            .access(access::<BankReaders>())
            .kept_for::<Staff<BankReaders>>()
            .gives_list::<QuestionView>("questions", QUESTION)
            .bare(),
        filtered(get(api!("/questions/package/{packageId}"), of_package))
            .says("List the questions of a package")
            .part::<i64>("packageId", "The package", "1")
            .access(access::<BankReaders>())
            .kept_for::<Staff<BankReaders>>()
            .gives_list::<QuestionView>("questions", QUESTION)
            .fails(no_such_package),
        embeds(get(api!("/questions/{id}"), show))
            .says("See a question; what is right only with `entities=answer`")
            .part::<i64>("id", "The question", "1")
            .access(access::<BankReaders>())
            .kept_for::<Staff<BankReaders>>()
            .gives::<QuestionView>(EMBEDDING),
        post(api!("/questions"), create)
            .says("Make a question with its options and its key; its section in the package is found or made")
            .access(access::<Authors>())
            .takes::<QuestionIn>(NEW)
            .gives::<QuestionView>(QUESTION)
            .creates()
            .body_limit(LARGEST)
            .fails(code_taken),
        patch(api!("/questions/{id}"), update)
            .says("Change a question; what is left out stays, `null` clears")
            .part::<i64>("id", "The question", "1")
            .access(access::<Authors>())
            .takes::<QuestionIn>(CHANGE)
            .gives::<QuestionView>(QUESTION)
            .versioned()
            .body_limit(LARGEST)
            .fails(nothing_to_change)
            .fails(question_in_use),
        delete(api!("/questions/{id}"), remove)
            .says("Delete a question that nobody answered")
            .part::<i64>("id", "The question", "1")
            .access(access::<Authors>())
            .message(DELETED)
            .versioned()
            .fails(question_in_use),
    ]
}
