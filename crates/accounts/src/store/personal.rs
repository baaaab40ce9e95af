//! What is kept of a person here.

use platform::personal::{Column, Rows};

platform::statements! {
    ACCOUNT = "select id, handle, username, email, fullname, image, role, created_at, updated_at, last_login_at, suspended_at,
        suspended_until from account where id = $1 order by id limit 1";
    SESSIONS = "select created_at, expires_at, revoked_at from session where account_id = $1 order by created_at, id limit 10000";
    NOTES = "select action, reason, at from account_note where account_id = $1 order by id limit 10000";
    GRANTS = "select permission_name, object_id, can_do, created_at from permission_grant where subject_account_id = $1
        order by permission_name, id limit 10000";
    DEEDS = "select action, subject, reason, at from deed where actor_id = $1 order by id limit 100000";
}

/// All of it.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "account",
        sql: ACCOUNT,
        columns: &[
            ("id", Column::Text),
            ("handle", Column::Text),
            ("username", Column::Text),
            ("email", Column::Text),
            ("fullname", Column::Text),
            ("image", Column::Text),
            ("role", Column::Text),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
            ("lastLoginAt", Column::Moment),
            ("suspendedAt", Column::Moment),
            ("suspendedUntil", Column::Moment),
        ],
    },
    Rows {
        name: "sessions",
        sql: SESSIONS,
        columns: &[
            ("since", Column::Moment),
            ("until", Column::Moment),
            ("endedAt", Column::Moment),
        ],
    },
    Rows {
        name: "suspensions",
        sql: NOTES,
        columns: &[
            ("action", Column::Text),
            ("reason", Column::Text),
            ("at", Column::Moment),
        ],
    },
    Rows {
        name: "permissions",
        sql: GRANTS,
        columns: &[
            ("permission", Column::Text),
            ("object", Column::Text),
            ("canDo", Column::Flag),
            ("grantedAt", Column::Moment),
        ],
    },
    Rows {
        name: "deeds",
        sql: DEEDS,
        columns: &[
            ("action", Column::Text),
            ("subject", Column::Text),
            ("reason", Column::Text),
            ("at", Column::Moment),
        ],
    },
];
