//! Rows of `exam_score_audit`, many to a statement: how scores changed by a regrading or by voiding a question.
//!
//! Invariant: the scores of answers are set from those rows, so that what was changed and what was noted cannot differ.

use papers::Points;
use platform::{
    Result, Tx,
    db::{Family, Value},
    params,
};

use crate::sql::{
    many::{self, rows},
    points::hundredths,
};

/// Notes changes of scores.
pub(crate) static NOTE: Family<()> = Family::new(
    "assessment::marking::change::store::NOTE",
    || vec![()],
    |()| {
        let rows = rows(&[
            "bigint", "bigint", "bigint", "text", "text", "text", "bigint", "bigint", "text", "bigint", "bigint",
        ]);
        format!(
            "insert into exam_score_audit (response_id, old_score, new_score, old_status, new_status, cause, regrade_id,
                void_id, reason, admin_id, at)
            select v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, v.column7, v.column8, v.column9,
                v.column10, v.column11 from {rows} where v.column1 is not null returning id"
        )
    },
);

/// Scores as the notes of a cause have them.
macro_rules! applied {
    ($which:literal) => {
        concat!(
            "update exam_response set
                score = (select max(a.new_score) from exam_score_audit a
                    where a.response_id = exam_response.id and ",
            $which,
            "),
                score_status = (select max(a.new_status) from exam_score_audit a
                    where a.response_id = exam_response.id and ",
            $which,
            "),
                auto_score = coalesce((select max(a.new_score) from exam_score_audit a
                    where a.response_id = exam_response.id and a.new_status = 'auto' and ",
            $which,
            "), auto_score), version = version + 1, updated_at = $3
            where id in (select a.response_id from exam_score_audit a where ",
            $which,
            ")"
        )
    };
}

platform::statements! {
    APPLY_REGRADE = applied!("a.regrade_id = $1 and a.cause = $2");
    APPLY_VOID = applied!("a.void_id = $1 and a.cause = $2");
}

/// A score that changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScoreChange {
    pub(crate) response_id: i64,
    pub(crate) participant_id: i64,
    pub(crate) question_id: i64,
    pub(crate) old: Option<Points>,
    pub(crate) new: Option<Points>,
    /// As the database writes them.
    pub(crate) old_status: &'static str,
    pub(crate) new_status: &'static str,
}

/// What made scores change. Each cause of a thing changes a score once.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cause {
    /// By a regrading of this id.
    Regrade(i64),
    /// By taking it back.
    Revert(i64),
    /// By voiding a question: the id of that.
    Void(i64),
    /// By taking that back.
    Unvoid(i64),
}

impl Cause {
    /// As the log has it.
    fn name(self) -> &'static str {
        match self {
            Self::Regrade(_) => "regrade",
            Self::Revert(_) => "revert",
            Self::Void(_) => "void",
            Self::Unvoid(_) => "unvoid",
        }
    }

    fn ids(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Regrade(id) | Self::Revert(id) => (Some(id), None),
            Self::Void(id) | Self::Unvoid(id) => (None, Some(id)),
        }
    }
}

/// Notes changes.
pub(crate) async fn note(
    tx: &mut Tx<'_>,
    cause: Cause,
    (admin, reason): (i64, Option<&str>),
    changes: &[ScoreChange],
) -> Result<()> {
    let now = tx.now();
    let (regrade, void) = cause.ids();
    let rows = changes.iter().map(|change| {
        [
            Value::from(change.response_id),
            hundredths(change.old).into(),
            hundredths(change.new).into(),
            change.old_status.into(),
            change.new_status.into(),
            cause.name().into(),
            regrade.into(),
            void.into(),
            reason.into(),
            admin.into(),
            now.into(),
        ]
    });
    let rows: Vec<_> = rows.collect();
    many::insert(tx, NOTE.of(&())?, &rows, |_| Ok(())).await.map(drop)
}

/// Gives answers the scores that were noted for a cause.
pub(crate) async fn apply(tx: &mut Tx<'_>, cause: Cause) -> Result<()> {
    let now = tx.now();
    let (sql, id) = match cause {
        Cause::Regrade(id) | Cause::Revert(id) => (APPLY_REGRADE, id),
        Cause::Void(id) | Cause::Unvoid(id) => (APPLY_VOID, id),
    };
    tx.execute(sql, params![id, cause.name(), now]).await.map(drop)
}
