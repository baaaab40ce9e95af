//! One server at a time serves a database file: what one keeps in memory, another would not learn of.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{Read as _, Seek as _, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use platform::{Error, Kind, db::Location};

use crate::advice::advise;

/// Held while a server runs. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct ServingLock {
    file: Option<File>,
}

impl ServingLock {
    /// Takes the lock of a database; PostgreSQL may be served by many.
    ///
    /// # Errors
    /// Another server has it: the error names its process.
    pub fn take(location: &Location) -> Result<Self, Error> {
        let Location::Sqlite(path) = location else {
            return Ok(Self { file: None });
        };
        let path = lock_path(path);
        let opened = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&path);
        let mut file = opened.map_err(|cause| unusable(&path, &cause))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(taken(location, &read_process(&mut file))),
            Err(TryLockError::Error(cause)) => return Err(unusable(&path, &cause)),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| write!(file, "{}", std::process::id()));
        written.map_err(|cause| unusable(&path, &cause))?;
        Ok(Self { file: Some(file) })
    }
}

impl ServingLock {
    /// Whether nobody else can serve the database as long as this is held.
    pub fn is_exclusive(&self) -> bool {
        self.file.is_some()
    }

    /// The process that serves a database file, for whoever only looks; `None` if none does.
    ///
    /// # Errors
    /// The lock cannot be looked at.
    pub fn holder(location: &Location) -> Result<Option<String>, Error> {
        let Location::Sqlite(path) = location else {
            return Ok(None);
        };
        let path = lock_path(path);
        let mut file = match OpenOptions::new().read(true).open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(unusable(&path, &cause)),
        };
        // A shared lock, so that two who look do not take each other for a server.
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(Some(read_process(&mut file))),
            Err(TryLockError::Error(cause)) => Err(unusable(&path, &cause)),
        }
    }
}

/// Where the lock of a database file is: beside it.
fn lock_path(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".lock");
    name.into()
}

fn read_process(file: &mut File) -> String {
    let mut process = String::new();
    let read = file.take(20).read_to_string(&mut process);
    read.map_or_else(|_| String::new(), |_| process.trim().to_owned())
}

fn taken(location: &Location, process: &str) -> Error {
    let said = format!(
        "another Balai (process {process}) serves {location}: stop it, give this one a data folder of its own with --data, \
         or let several servers share a PostgreSQL with --database"
    );
    Error::new(Kind::Conflict, "settings.database.served", said)
}

fn unusable(path: &Path, cause: &std::io::Error) -> Error {
    let said = format!("the lock {} cannot be used: {cause}; {}", path.display(), advise(cause));
    Error::unavailable("settings.database.lock", said, Duration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_file_is_served_once_until_its_server_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let location = Location::Sqlite(dir.path().join("balai.db"));
        let first = ServingLock::take(&location).unwrap();
        let own = std::process::id().to_string();
        assert_eq!(ServingLock::holder(&location).unwrap(), Some(own));
        let refused = ServingLock::take(&location).unwrap_err().to_string();
        assert!(refused.contains(&std::process::id().to_string()), "{refused}");
        drop(first);
        assert_eq!(ServingLock::holder(&location).unwrap(), None);
        ServingLock::take(&location).unwrap();
    }

    #[test]
    fn many_may_serve_a_postgres() {
        let location = Location::Postgres("postgres://u:p@h/d".to_owned());
        let both = [ServingLock::take(&location), ServingLock::take(&location)];
        assert!(both.iter().all(Result::is_ok));
    }
}
