//! What to do about a folder or a file that cannot be used, by the reason that the system gives.

use std::io::{self, ErrorKind};

/// The end of a message that begins with what could not be done.
pub(crate) fn advise(cause: &io::Error) -> &'static str {
    match cause.kind() {
        ErrorKind::PermissionDenied => {
            "give it to the user that runs balai (`chown`, and `ReadWritePaths=` of the service), or name another folder \
             with --data"
        }
        ErrorKind::ReadOnlyFilesystem => {
            "its file system is mounted for reading alone: mount it for writing, or name another folder with --data"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full: make room, or name another folder with --data"
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            "a file stands where a folder should be: name another folder with --data"
        }
        _ => "name another folder with --data",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_has_something_to_do() {
        for (kind, part) in [
            (ErrorKind::PermissionDenied, "the user that runs balai"),
            (ErrorKind::ReadOnlyFilesystem, "for reading alone"),
            (ErrorKind::StorageFull, "make room"),
            (ErrorKind::NotADirectory, "a file stands"),
            (ErrorKind::Other, "--data"),
        ] {
            let said = advise(&kind.into());
            assert!(said.contains(part) && said.contains("--data"), "{said}");
        }
    }
}
