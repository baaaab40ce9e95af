//! What an import answers: how much there is, and everything that should be looked at.

use papers::{
    Severity,
    import::{ColumnUse, Finding, Reading},
};
use serde::Serialize;

/// Findings that are shown.
const SHOWN: usize = 1_000;

/// A finding, and what became of the question that it is about.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ImportFinding")]
pub struct Noted {
    #[serde(flatten)]
    pub finding: Finding,
    /// The question that it is about, once that is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(default)]
    pub question_id: Option<i64>,
    /// The question's place in the package, from 0.
    #[serde(skip)]
    pub(crate) place: Option<usize>,
}

/// What an import found and made.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// The package; null if none was made.
    pub package_id: Option<i64>,
    /// The import; null if none was carried out.
    pub job_id: Option<i64>,
    /// The package's title.
    pub title: String,
    pub sections: usize,
    pub questions: usize,
    pub passages: usize,
    pub pictures: usize,
    /// How many findings keep it from being stored.
    pub error_count: usize,
    /// How many should be looked at.
    pub warning_count: usize,
    /// Whether nothing was to be stored.
    pub dry_run: bool,
    /// The findings in the document's order, at most 1,000.
    pub findings: Vec<Noted>,
    /// Of a workbook or a table of text: what each column was taken for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(default)]
    pub columns: Vec<ColumnUse>,
}

/// The answer to an upload.
#[derive(Debug, Serialize, schemars::JsonSchema)]
pub(crate) struct ImportView {
    message: &'static str,
    #[serde(flatten)]
    report: ImportReport,
}

impl From<ImportReport> for ImportView {
    fn from(report: ImportReport) -> Self {
        Self {
            message: "File berhasil diproses.",
            report,
        }
    }
}

impl ImportReport {
    /// What a document holds, before anything is stored.
    pub(crate) fn of(reading: &Reading, dry_run: bool) -> Self {
        let (paper, findings) = (&reading.paper, &reading.findings);
        let noted = |finding: &Finding| Noted {
            finding: finding.clone(),
            question_id: None,
            place: reading.question_of(finding),
        };
        let errors = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            .count();
        Self {
            package_id: None,
            job_id: None,
            title: paper.title.clone(),
            sections: paper.sections.len(),
            questions: paper.sections.iter().map(|section| section.questions.len()).sum(),
            passages: paper.passages.len(),
            pictures: reading.pictures.len(),
            error_count: errors,
            warning_count: findings.len() - errors,
            dry_run,
            findings: findings.iter().take(SHOWN).map(noted).collect(),
            columns: reading.columns.clone(),
        }
    }

    /// Whether it says anything of a question.
    pub(crate) fn is_about_questions(&self) -> bool {
        self.findings.iter().any(|noted| noted.place.is_some())
    }

    /// The same once everything is stored, with the ids of the questions in the package's order.
    pub(crate) fn complete(&self, package: i64, job: i64, questions: &[i64]) -> Self {
        let stored = |noted: &Noted| Noted {
            question_id: noted.place.and_then(|place| questions.get(place).copied()),
            ..noted.clone()
        };
        Self {
            package_id: Some(package),
            job_id: Some(job),
            findings: self.findings.iter().map(stored).collect(),
            ..self.clone()
        }
    }
}
