//! Statements as named constants that know which list they stand in.
//!
//! A [`Sql`] can only be made by [`statements!`](crate::statements), which also gathers it into the list that a module's
//! manifest hands over, so that a test can prepare every statement of the program on both engines.

/// One statement, written once for both engines: `$1…$n` in the order of their first appearance.
#[derive(Debug, Clone, Copy)]
pub struct Sql {
    name: &'static str,
    text: &'static str,
    only: Option<Engine>,
}

/// The engines that a statement can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Embedded SQLite.
    Sqlite,
    /// PostgreSQL, or what speaks its protocol.
    Postgres,
}

impl Sql {
    #[doc(hidden)]
    pub const fn declared(name: &'static str, text: &'static str, only: Option<Engine>) -> Self {
        Self { name, text, only }
    }

    /// Path of the constant, for logs and test reports.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The statement's text.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The engine that it is meant for, if it is one of the allowed forks (full-text search).
    pub const fn only(&self) -> Option<Engine> {
        self.only
    }
}

/// Declares statements as constants, and `STATEMENTS`, the list of them all.
///
/// ```
/// platform::statements! {
///     /// Counts.
///     COUNT = "select count(*) from outbox";
/// }
/// assert_eq!(STATEMENTS.len(), 1);
/// assert!(COUNT.text().starts_with("select"));
/// ```
#[macro_export]
macro_rules! statements {
    (@only) => { None };
    (@only $engine:ident) => { Some($crate::db::Engine::$engine) };
    ($($(#[$meta:meta])* $(@$engine:ident)? $name:ident = $text:expr;)*) => {
        $(
            $(#[$meta])*
            const $name: $crate::db::Sql = $crate::db::Sql::declared(
                concat!(module_path!(), "::", stringify!($name)), $text, $crate::statements!(@only $($engine)?));
        )*
        /// Every statement of this file, for the registry test.
        pub const STATEMENTS: &[$crate::db::Sql] = &[$($name),*];
    };
}
