//! Where the files of all modules are kept: in a folder of this machine, or in a bucket.

pub(crate) mod copying;

use std::{
    fmt::{self, Display},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use buckets::{BucketAddress, BucketCredentials, BucketStore, CredentialsFile};
use platform::{
    Error,
    media::{BlobStore, FsStore, KeptFiles, Media, Staging},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Where files are kept, as settings say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaLocation {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket.
    Bucket(Box<BucketAddress>),
}

impl MediaLocation {
    /// The origin from which browsers read large files, if that is not ours.
    pub fn public_origin(&self) -> Option<String> {
        match self {
            Self::Folder(_) => None,
            Self::Bucket(address) => address.public_origin(),
        }
    }
}

impl FromStr for MediaLocation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if BucketAddress::is_meant(text) {
            return text.parse().map(Box::new).map(Self::Bucket);
        }
        if text.is_empty() || text.contains("://") {
            return Err(
                "media must be a folder, or a bucket as in s3://balai/media?endpoint=https://s3.example.org".to_owned(),
            );
        }
        Ok(Self::Folder(PathBuf::from(text)))
    }
}

impl Display for MediaLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::Bucket(address) => address.fmt(f),
        }
    }
}

impl Serialize for MediaLocation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MediaLocation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// A place of files that was opened; clones share its connections.
#[derive(Clone)]
pub enum MediaPlace {
    /// A folder of this machine.
    Folder(PathBuf),
    /// A bucket, and the folder in which uploads to it wait.
    Bucket(BucketStore, PathBuf),
}

impl MediaPlace {
    /// A location; `waiting` is where uploads to a bucket wait. Blocks on the disk: for start-up.
    pub fn find(location: &MediaLocation, credentials: Option<&Path>, waiting: &Path) -> Result<Self, Error> {
        Ok(match location {
            MediaLocation::Folder(path) => Self::Folder(path.clone()),
            MediaLocation::Bucket(address) => {
                let credentials = BucketCredentials::find(CredentialsFile(credentials))?;
                Self::Bucket(BucketStore::new(address, &credentials, "")?, waiting.to_owned())
            }
        })
    }

    /// What a module has here, for whoever only looks: nothing is made.
    pub fn store(&self, kept: &KeptFiles) -> Arc<dyn BlobStore> {
        match self {
            Self::Folder(path) => Arc::new(FsStore::at(kept.path(path))),
            Self::Bucket(bucket, _) => Arc::new(bucket.folder(kept.folder)),
        }
    }

    /// What a module keeps here. Blocks on the disk: for start-up.
    pub fn open(&self, kept: &KeptFiles) -> Result<Media, Error> {
        match self {
            Self::Folder(path) => Media::on_disk(kept.path(path)),
            Self::Bucket(_, waiting) => {
                let staging = Staging::open(kept.path(waiting).join("tmp"))?;
                Ok(Media::new(self.store(kept), Arc::new(staging)))
            }
        }
    }

    /// Whether it can be asked just now; what is wrong, if not. A folder always can.
    pub async fn check(&self) -> Result<(), Error> {
        match self {
            Self::Folder(_) => Ok(()),
            Self::Bucket(bucket, _) => bucket.check().await,
        }
    }
}
