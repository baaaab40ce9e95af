//! Why PostgreSQL does not let us in, in words for whoever runs the server: what is wrong, and what to do.
//!
//! Invariant: a password is never told. PostgreSQL's own words hold none, and of the address only what stands behind the
//! last `@` is shown, since a password that was not encoded ends up before it.

use std::{error::Error as StdError, fmt::Write as _, io, time::Duration};

use deadpool_postgres::PoolError;
use tokio_postgres::{Config, config::Host, error::SqlState};

use crate::error::{Error, Message};

/// Where the database is said to be, and as whom.
pub(super) struct Place {
    address: String,
    user: String,
    database: String,
    /// Whether the address holds what looks like a piece of a password.
    is_torn: bool,
}

impl Place {
    pub(super) fn of(config: &Config) -> Self {
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host.clone(),
            Some(Host::Unix(path)) => path.display().to_string(),
            None => "localhost".to_owned(),
        };
        let port = config.get_ports().first().copied().unwrap_or(5432);
        let (torn, name) = host
            .rsplit_once('@')
            .map_or((None, &*host), |(rest, name)| (Some(rest), name));
        let user = config.get_user().unwrap_or_default().to_owned();
        Self {
            address: format!("{name}:{port}"),
            database: config.get_dbname().unwrap_or(&user).to_owned(),
            user,
            is_torn: torn.is_some(),
        }
    }
}

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    WrongPassword,
    NoPassword,
    NotAllowed,
    NoDatabase,
    TooMany,
    Starting,
    UnknownHost,
    Refused,
    Silent,
    NoTls,
    BadCertificate,
    Other,
}

/// The first connection failed.
pub(super) fn explain(place: &Place, cause: PoolError) -> Error {
    let reason = match &cause {
        PoolError::Timeout(_) => Reason::Silent,
        PoolError::Backend(cause) => reason_of(cause),
        _ => Reason::Other,
    };
    Error::unavailable("database.refused", describe(reason, place), Duration::from_secs(2)).caused_by(chain(&cause))
}

/// A statement that prepares the tables failed.
pub(super) fn not_prepared(cause: tokio_postgres::Error) -> Error {
    if cause.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
        let said = Message::new(
            "Peran PostgreSQL ini tidak boleh membuat tabel. Jadikan peran itu pemilik basis data (`alter database … owner \
             to …`), atau beri `grant create on schema public to …`.",
            "This PostgreSQL role may not make tables. Make it the owner of the database (`alter database … owner to …`), or \
             `grant create on schema public to …`.",
        );
        return Error::unavailable("database.not_allowed", said, Duration::ZERO).caused_by(chain(&cause));
    }
    Error::internal(chain(&cause))
}

fn reason_of(cause: &tokio_postgres::Error) -> Reason {
    if let Some(state) = cause.code() {
        return reason_of_state(state);
    }
    let said = chain(cause);
    let inner = find_io(cause).map(io::Error::kind);
    if said.contains("does not support TLS") {
        Reason::NoTls
    } else if said.contains("TLS handshake") {
        Reason::BadCertificate
    } else if said.contains("password missing") {
        Reason::NoPassword
    } else if said.contains("failed to lookup address") {
        Reason::UnknownHost
    } else {
        match inner {
            Some(io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound) => Reason::Refused,
            Some(io::ErrorKind::TimedOut | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
                Reason::Silent
            }
            _ => Reason::Other,
        }
    }
}

fn reason_of_state(state: &SqlState) -> Reason {
    match state.code() {
        "28P01" => Reason::WrongPassword,
        "28000" => Reason::NotAllowed,
        "3D000" => Reason::NoDatabase,
        "53300" => Reason::TooMany,
        "57P03" => Reason::Starting,
        _ => Reason::Other,
    }
}

fn find_io(cause: &tokio_postgres::Error) -> Option<&io::Error> {
    let mut next = cause.source();
    while let Some(inner) = next {
        if let Some(found) = inner.downcast_ref() {
            return Some(found);
        }
        next = inner.source();
    }
    None
}

/// What is wrong and what to do, in Indonesian and in English.
fn describe(reason: Reason, place: &Place) -> Message {
    let Place {
        address,
        user,
        database,
        is_torn,
    } = place;
    let (id, en) = match reason {
        Reason::WrongPassword => (
            format!("menolak kata sandi pengguna {user}: perbaiki di BALAI_DATABASE_URL"),
            format!("refuses the password of the user {user}: correct it in BALAI_DATABASE_URL"),
        ),
        Reason::NoPassword => (
            format!("meminta kata sandi pengguna {user}: tulis di BALAI_DATABASE_URL sebagai postgres://{user}:…@…"),
            format!("asks for the password of the user {user}: put it into BALAI_DATABASE_URL as postgres://{user}:…@…"),
        ),
        Reason::NotAllowed => (
            format!("tidak mengizinkan pengguna {user} masuk: buat peran itu, atau izinkan di pg_hba.conf"),
            format!("does not let the user {user} in: create that role, or allow it in pg_hba.conf"),
        ),
        Reason::NoDatabase => (
            format!("tidak memiliki basis data {database}: buat dengan `create database {database} owner {user}`"),
            format!("has no database {database}: make it with `create database {database} owner {user}`"),
        ),
        Reason::TooMany => (
            "tidak menerima koneksi lagi: kurangi --postgres-connections atau naikkan max_connections".to_owned(),
            "takes no more connections: lower --postgres-connections, or raise its max_connections".to_owned(),
        ),
        Reason::Starting => (
            "sedang dimulai atau dihentikan: coba lagi sebentar".to_owned(),
            "is starting or stopping: try again in a moment".to_owned(),
        ),
        Reason::UnknownHost => (
            "tidak ditemukan: periksa nama host di BALAI_DATABASE_URL dan DNS".to_owned(),
            "cannot be found: check the host's name in BALAI_DATABASE_URL, and DNS".to_owned(),
        ),
        Reason::Refused => (
            "tidak menerima koneksi: periksa apakah PostgreSQL berjalan, port-nya, dan listen_addresses".to_owned(),
            "takes no connections: check whether PostgreSQL runs, its port, and its listen_addresses".to_owned(),
        ),
        Reason::Silent => (
            "tidak menjawab dalam 5 detik: periksa alamat, jaringan, dan firewall".to_owned(),
            "does not answer within 5 seconds: check the address, the network and firewalls".to_owned(),
        ),
        Reason::NoTls => (
            "tidak mendukung TLS: nyalakan `ssl = on` di sana, atau hapus sslmode=require bila di mesin yang sama".to_owned(),
            "speaks no TLS: switch `ssl = on` there, or leave out sslmode=require if it is on the same machine".to_owned(),
        ),
        Reason::BadCertificate => (
            "memiliki sertifikat yang tidak dipercaya: harus berlaku untuk nama host itu dan berasal dari otoritas yang \
             dipercaya mesin ini"
                .to_owned(),
            "has a certificate that is not trusted: it must be valid for that host's name and come from an authority that \
             this machine trusts"
                .to_owned(),
        ),
        Reason::Other => (
            "tidak dapat dihubungi: periksa BALAI_DATABASE_URL".to_owned(),
            "cannot be reached: check BALAI_DATABASE_URL".to_owned(),
        ),
    };
    let (torn_id, torn_en) = if *is_torn {
        (
            ". Ada `@` di dalam kata sandi: tulis sebagai %40",
            ". There is an `@` within the password: write it as %40",
        )
    } else {
        ("", "")
    };
    Message::new(
        format!("PostgreSQL di {address} {id}{torn_id}."),
        format!("PostgreSQL at {address} {en}{torn_en}."),
    )
}

/// An error with all that caused it: most say no more than "db error" themselves.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(inner) = next {
        let said = inner.to_string();
        if !text.contains(&said) {
            // Writing into a string cannot fail.
            let _ = write!(text, ": {said}");
        }
        next = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Lang;

    fn place(url: &str) -> Place {
        Place::of(&url.parse().unwrap())
    }

    #[test]
    fn what_postgres_answers_is_told_with_what_to_do() {
        let of = |code: &str| reason_of_state(&SqlState::from_code(code));
        let place = place("postgres://balai:rahasia@db.example:5433/desa");
        for (code, part) in [
            ("28P01", "refuses the password of the user balai"),
            ("28000", "pg_hba.conf"),
            ("3D000", "create database desa owner balai"),
            ("53300", "--postgres-connections"),
            ("57P03", "starting or stopping"),
            ("XX000", "check BALAI_DATABASE_URL"),
        ] {
            let said = describe(of(code), &place);
            let (id, en) = (said.text(Lang::Id), said.text(Lang::En));
            assert!(
                en.contains(part) && en.starts_with("PostgreSQL at db.example:5433 "),
                "{en}"
            );
            assert!(id.starts_with("PostgreSQL di db.example:5433 ") && id != en, "{id}");
            assert!(!id.contains("rahasia") && !en.contains("rahasia"));
        }
    }

    #[test]
    fn a_torn_password_is_not_shown_as_a_host() {
        let torn = place("postgres://balai:ra@hasia@db.example/desa");
        let said = describe(Reason::UnknownHost, &torn);
        let said = said.text(Lang::En);
        assert!(said.contains("db.example:5432") && said.contains("%40"), "{said}");
        assert!(!said.contains("hasia"), "{said}");
    }
}
