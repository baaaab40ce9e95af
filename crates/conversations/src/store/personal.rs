//! What is kept of a person here.

use platform::personal::{Column, Rows};

platform::statements! {
    THREADS = "select id, listing_id, sender_id, receiver_id, message_count, created_at, last_message_at from thread
        where sender_id = $1 or receiver_id = $1 order by seq limit 100000";
    MESSAGES = "select m.id, t.id, m.content, m.sent_at, m.read_at, m.deleted_at, m.attachments from message m join thread t on t.seq = m.thread_seq
        where m.sender_id = $1 order by m.seq limit 100000";
    EARLIER_VERSIONS = "select m.id, v.content, v.written_at, v.replaced_at from message_version v join message m on m.seq = v.message_seq
        where m.sender_id = $1 order by v.seq limit 100000";
    UNSENT_PICTURES = "select id, shown, created_at from attachment where owner_id = $1 and message_seq is null and dropped_at is null
        order by created_at, id limit 1000";
    QUICK_ANSWERS = "select content, created_at from quick_answer where account_id = $1 order by created_at, id limit 100";
    BLOCKED = "select blocked_id, created_at from block where blocker_id = $1 order by seq limit 10000";
    REPORTS = "select m.id, r.reason, r.category, r.status, r.created_at from message_report r join message m on m.seq = r.message_seq
        where r.reporter_id = $1 order by r.seq limit 10000";
}

/// All of it.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "threads",
        sql: THREADS,
        columns: &[
            ("id", Column::Text),
            ("listing", Column::Text),
            ("asks", Column::Text),
            ("offers", Column::Text),
            ("messages", Column::Number),
            ("createdAt", Column::Moment),
            ("lastMessageAt", Column::Moment),
        ],
    },
    Rows {
        name: "messages",
        sql: MESSAGES,
        columns: &[
            ("id", Column::Text),
            ("thread", Column::Text),
            ("content", Column::Text),
            ("sentAt", Column::Moment),
            ("readAt", Column::Moment),
            ("deletedAt", Column::Moment),
            ("pictures", Column::Json),
        ],
    },
    Rows {
        name: "earlierVersions",
        sql: EARLIER_VERSIONS,
        columns: &[
            ("message", Column::Text),
            ("content", Column::Text),
            ("writtenAt", Column::Moment),
            ("replacedAt", Column::Moment),
        ],
    },
    Rows {
        name: "unsentPictures",
        sql: UNSENT_PICTURES,
        columns: &[
            ("id", Column::Text),
            ("picture", Column::Json),
            ("createdAt", Column::Moment),
        ],
    },
    Rows {
        name: "quickAnswers",
        sql: QUICK_ANSWERS,
        columns: &[("content", Column::Text), ("createdAt", Column::Moment)],
    },
    Rows {
        name: "blocked",
        sql: BLOCKED,
        columns: &[("person", Column::Text), ("at", Column::Moment)],
    },
    Rows {
        name: "reports",
        sql: REPORTS,
        columns: &[
            ("message", Column::Text),
            ("reason", Column::Text),
            ("category", Column::Number),
            ("status", Column::Number),
            ("at", Column::Moment),
        ],
    },
];
