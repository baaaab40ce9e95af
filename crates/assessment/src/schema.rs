//! Tables and statements.

use platform::{
    db::{Migration, ModuleMigrations},
    module::Schema,
};

use crate::{attempt, audit, bank, exam, marking, people, sitting, sql, supervision};

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "assessment",
        migrations: &[
            Migration {
                name: "organisation",
                sql: include_str!("../migrations/0001_organisation.sql"),
            },
            Migration {
                name: "bank",
                sql: include_str!("../migrations/0002_bank.sql"),
            },
            Migration {
                name: "sittings",
                sql: include_str!("../migrations/0003_sittings.sql"),
            },
            Migration {
                name: "attempts_and_marking",
                sql: include_str!("../migrations/0004_attempts_and_marking.sql"),
            },
            Migration {
                name: "recordings",
                sql: include_str!("../migrations/0005_recordings.sql"),
            },
            Migration {
                name: "audit_names",
                sql: include_str!("../migrations/0006_audit_names.sql"),
            },
            Migration {
                name: "list_orders",
                sql: include_str!("../migrations/0007_list_orders.sql"),
            },
            Migration {
                name: "marked_text",
                sql: include_str!("../migrations/0008_marked_text.sql"),
            },
            Migration {
                name: "section_orders",
                sql: include_str!("../migrations/0009_section_orders.sql"),
            },
            Migration {
                name: "suspended_admins",
                sql: include_str!("../migrations/0010_suspended_admins.sql"),
            },
            Migration {
                name: "sitting_an_exam",
                sql: include_str!("../migrations/0011_sitting_an_exam.sql"),
            },
            Migration {
                name: "marking_frozen",
                sql: include_str!("../migrations/0012_marking_frozen.sql"),
            },
            Migration {
                name: "recorder_sessions",
                sql: include_str!("../migrations/0013_recorder_sessions.sql"),
            },
            Migration {
                name: "reserved_seeds",
                sql: include_str!("../migrations/0014_reserved_seeds.sql"),
            },
            Migration {
                name: "joined_pieces",
                sql: include_str!("../migrations/0014_joined_pieces.sql"),
            },
        ],
    },
    statements: &[
        sql::blobs::STATEMENTS,
        people::admin::store::STATEMENTS,
        attempt::record::store::STATEMENTS,
        bank::audio::store::STATEMENTS,
        audit::store::STATEMENTS,
        sitting::event::store::STATEMENTS,
        exam::store::STATEMENTS,
        exam::answers::store::STATEMENTS,
        exam::browser::store::STATEMENTS,
        exam::flags::store::STATEMENTS,
        exam::listening::store::STATEMENTS,
        exam::lobby::store::STATEMENTS,
        exam::receipt::store::STATEMENTS,
        exam::recording::store::STATEMENTS,
        exam::run::store::STATEMENTS,
        exam::session::store::STATEMENTS,
        exam::speech::store::STATEMENTS,
        exam::stream::store::STATEMENTS,
        bank::picture::store::STATEMENTS,
        bank::import::store::STATEMENTS,
        bank::package::store::STATEMENTS,
        bank::passage::store::STATEMENTS,
        bank::question::store::STATEMENTS,
        bank::question::store::list::STATEMENTS,
        bank::question::store::parts::STATEMENTS,
        bank::section::store::STATEMENTS,
        bank::version::store::STATEMENTS,
        bank::version::store::held::STATEMENTS,
        marking::answer::store::STATEMENTS,
        marking::answer::store::bests::STATEMENTS,
        marking::change::store::STATEMENTS,
        marking::keys::store::STATEMENTS,
        marking::rating::store::STATEMENTS,
        marking::regrade::store::STATEMENTS,
        marking::release::store::STATEMENTS,
        marking::voiding::store::STATEMENTS,
        attempt::response::store::STATEMENTS,
        attempt::response::store::history::STATEMENTS,
        marking::results::store::STATEMENTS,
        marking::scale::store::STATEMENTS,
        bank::paper::store::STATEMENTS,
        bank::paper::store::write::STATEMENTS,
        people::session::store::STATEMENTS,
        people::title::store::STATEMENTS,
        supervision::video::store::STATEMENTS,
        sitting::intervention::store::STATEMENTS,
        sitting::participant::store::STATEMENTS,
        sitting::registration::store::STATEMENTS,
        people::user::store::STATEMENTS,
    ],
    families: &[
        &bank::audio::store::LIST,
        &bank::package::store::LIST,
        &bank::paper::store::write::KEYS,
        &bank::paper::store::write::OPTIONS,
        &bank::question::store::list::LIST,
        &bank::section::store::LIST,
        &marking::answer::store::MARK,
        &marking::change::store::NOTE,
        &marking::scale::store::INSERT,
        &people::user::store::INSERT_MANY,
        &people::user::store::LIST,
        &sitting::event::store::LIST,
        &sitting::participant::store::INSERT_MANY,
        &sitting::participant::store::LIST,
    ],
};
