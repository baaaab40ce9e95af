//! Files of one folder alone: what leads out of it, and what begins with a dot, is not there.

use std::{
    io,
    path::{Component, Path, PathBuf},
    pin::Pin,
    sync::Arc,
};

use tower_http::services::fs::{Backend, TokioBackend, TokioFile};

/// The disk, as far as it lies within a folder.
#[derive(Debug, Clone)]
pub(super) struct Within {
    /// Without links.
    root: Arc<Path>,
}

impl Within {
    /// A folder, named without links.
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root: root.into() }
    }

    /// Where a path really leads, if that may be read.
    async fn find(&self, path: PathBuf) -> io::Result<PathBuf> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        // Hidden by its name in the folder, or by that of what a link leads to.
        if !self.shows(&path) {
            return Err(missing());
        }
        let real = tokio::fs::canonicalize(&path).await?;
        if self.shows(&real) { Ok(real) } else { Err(missing()) }
    }

    fn shows(&self, path: &Path) -> bool {
        let is_open = |part: Component<'_>| match part {
            Component::Normal(name) => !name.as_encoded_bytes().starts_with(b"."),
            Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => false,
        };
        path.strip_prefix(&self.root)
            .is_ok_and(|inside| inside.components().all(is_open))
    }
}

type Opening<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

impl Backend for Within {
    type File = TokioFile;
    type Metadata = std::fs::Metadata;
    type OpenFuture = Opening<TokioFile>;
    type MetadataFuture = Opening<std::fs::Metadata>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let folder = self.clone();
        Box::pin(async move {
            let real = folder.find(path).await?;
            TokioBackend.open(real).await
        })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let folder = self.clone();
        Box::pin(async move {
            let real = folder.find(path).await?;
            TokioBackend.metadata(real).await
        })
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::symlink};

    use super::*;

    #[tokio::test]
    async fn links_lead_to_what_lies_in_the_folder_and_nowhere_else() {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().canonicalize().unwrap();
        let root = home.join("site");
        fs::create_dir_all(root.join("a")).unwrap();
        fs::create_dir(root.join(".git")).unwrap();
        for name in ["secret", "site/a/page.html", "site/.env", "site/.git/config"] {
            fs::write(home.join(name), name).unwrap();
        }
        for (to, name) in [
            (home.join("secret"), "out"),
            (home.clone(), "up"),
            (root.join("a/page.html"), "page.html"),
            (root.join(".env"), "env"),
        ] {
            symlink(to, root.join(name)).unwrap();
        }
        let folder = Within::new(root.clone());
        for (name, is_there) in [
            ("a/page.html", true),
            ("page.html", true),
            ("out", false),
            ("up/secret", false),
            ("a/../../secret", false),
            (".env", false),
            ("env", false),
            (".git/config", false),
        ] {
            let found = folder.open(root.join(name)).await;
            assert_eq!(found.is_ok(), is_there, "{name}");
            assert_eq!(folder.metadata(root.join(name)).await.is_ok(), is_there, "{name}");
        }
    }
}
