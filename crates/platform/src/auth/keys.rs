//! Secret keys: made on first use, kept in one file that only the server may read, rotated without logging anybody out.
//!
//! Invariant: no purpose ever sees the stored secret itself, only a key derived for that purpose, so that a token's
//! signature, a sealed value and whatever comes next never share a key. Neither secret nor derived key is printable.
//!
//! The file is JSON, mode 0600: `{"keys":[{"id":"9f3a01bc","secret":"<32 bytes, base64>","created":<s>,"retired":null}]}`.
//! It is only ever replaced as a whole (written beside, synced, renamed), under a lock on `<file>.lock`, so that several
//! processes may share it.

use std::{
    collections::HashSet,
    fmt,
    fs::{File, Metadata, OpenOptions},
    hint::black_box,
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use base64::{
    Engine,
    prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD},
};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom as _, SystemRandom},
};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Clock, Timestamp},
    error::{Error, Kind, Message, Result},
};

/// How long a retired key still verifies and opens. Nothing that is signed or sealed may live longer.
pub const RETIRED_KEPT: Duration = Duration::from_hours(60 * 24);

/// How often an unknown key id may make us look at the file.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// First byte of a sealed value: says how to read the rest (key id, nonce, AES-256-GCM text and tag).
const SEALED_V1: u8 = 1;
const KID_LEN: usize = 4;
const NONCE_LEN: usize = 12;

/// `N` bytes that nobody can guess.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if SystemRandom::new().fill(&mut bytes).is_err() {
        // The system has no randomness to give. Going on with guessable secrets is no alternative.
        std::process::abort();
    }
    bytes
}

/// 32 such bytes as 43 URL-safe characters: for session ids, reset links and the like.
pub fn random_token() -> String {
    BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// What [`Keyring::seal_named`] made.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub bytes: Vec<u8>,
    /// The id of the key that opens it.
    pub key: String,
}

/// One secret key and its id.
pub struct Key {
    kid: [u8; KID_LEN],
    id: String,
    secret: Secret,
    created: i64,
    retired: Option<i64>,
    sealing: LessSafeKey,
}

impl Key {
    /// Eight hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// A key for one purpose: HMAC-SHA256 of the purpose's name under the secret. Purposes never share a key.
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        self.secret.derive(purpose)
    }

    fn from_entry(entry: &Entry) -> Result<Self, String> {
        let kid = kid_bytes(&entry.id).ok_or_else(|| format!("the id {:?} is not 8 hexadecimal digits", entry.id))?;
        let secret = BASE64_STANDARD
            .decode(&entry.secret)
            .ok()
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let secret = Secret(secret.ok_or_else(|| format!("the secret of {} is not 32 bytes in base64", entry.id))?);
        let sealing = UnboundKey::new(&AES_256_GCM, &secret.derive("seal"))
            .map_err(|_unspecified| format!("the secret of {} makes no sealing key", entry.id))?;
        Ok(Self {
            kid,
            id: entry.id.clone(),
            secret,
            created: entry.created,
            retired: entry.retired,
            sealing: LessSafeKey::new(sealing),
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key")
            .field("id", &self.id)
            .field("retired", &self.retired)
            .finish_non_exhaustive()
    }
}

struct Secret([u8; 32]);

impl Secret {
    fn derive(&self, purpose: &str) -> [u8; 32] {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.0), purpose.as_bytes());
        let mut derived = [0; 32];
        derived.copy_from_slice(tag.as_ref());
        derived
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.fill(0);
        // Without a reader the compiler may leave the overwriting out.
        black_box(&self.0);
    }
}

/// The secret keys of this installation. Clones share them.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

struct Inner {
    path: PathBuf,
    clock: Clock,
    ring: RwLock<Arc<Ring>>,
    /// Counts the rings that were put in place, so that whoever prepares something per key knows when to do it again.
    generation: AtomicU64,
    /// When the file was last looked at because of an unknown key id; microseconds since 1970.
    looked: AtomicI64,
}

#[derive(Debug)]
struct Ring {
    /// Never empty: the current key comes first, then the others, youngest first.
    current: Arc<Key>,
    all: Vec<Arc<Key>>,
    stamp: Stamp,
}

/// What distinguishes one version of the file from the next. Each is a new inode, because the file is replaced.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    len: u64,
    modified: (i64, i64),
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        Self {
            inode: metadata.ino(),
            len: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Document {
    keys: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    id: String,
    secret: String,
    created: i64,
    retired: Option<i64>,
}

impl Entry {
    fn fresh(now: Timestamp) -> Self {
        Self {
            id: kid_text(random_bytes()),
            secret: BASE64_STANDARD.encode(random_bytes::<32>()),
            created: now.seconds(),
            retired: None,
        }
    }
}

impl Keyring {
    /// Reads the key file, or makes it (with one key) inside its directory, which must exist. Refuses a file that others
    /// than its owner can read. Blocks on the disk: for start-up.
    pub fn open(path: impl Into<PathBuf>, clock: &Clock) -> Result<Self> {
        let path = path.into();
        let ring = match read_key_file(&path)? {
            Some((document, stamp)) => Ring::new(&path, &document, stamp)?,
            None => create(&path, clock.now())?,
        };
        Ok(Self(Arc::new(Inner {
            path,
            clock: clock.clone(),
            ring: RwLock::new(Arc::new(ring)),
            generation: AtomicU64::new(0),
            looked: AtomicI64::new(i64::MIN),
        })))
    }

    /// The key that signs and seals from now on.
    pub fn current(&self) -> Arc<Key> {
        Arc::clone(&self.ring().current)
    }

    /// The key of that id, current or retired.
    pub fn find(&self, kid: &str) -> Option<Arc<Key>> {
        self.ring().all.iter().find(|key| key.id == kid).cloned()
    }

    /// All keys, the current one first.
    pub fn all(&self) -> Vec<Arc<Key>> {
        self.ring().all.clone()
    }

    /// Grows by one whenever the set of keys has changed.
    pub fn generation(&self) -> u64 {
        self.0.generation.load(Ordering::Acquire)
    }

    /// Adds a fresh current key, retires the one that was current, and drops those that have been retired for longer than
    /// [`RETIRED_KEPT`]. Other processes learn of it when they meet the new key's id. Blocks on the disk.
    pub fn rotate(&self, now: Timestamp) -> Result<Arc<Key>> {
        let path = &self.0.path;
        let _lock = lock(path)?;
        let (mut document, _) = read_key_file(path)?.ok_or_else(|| broken(path, "it has disappeared"))?;
        for entry in &mut document.keys {
            entry.retired.get_or_insert(now.seconds());
        }
        let oldest = now.minus(RETIRED_KEPT).seconds();
        document
            .keys
            .retain(|entry| entry.retired.is_none_or(|retired| retired >= oldest));
        document.keys.push(Entry::fresh(now));
        let stamp = write(path, &document)?;
        self.replace(Ring::new(path, &document, stamp)?);
        Ok(self.current())
    }

    /// Reads the file again if it is another one than before, and says whether it was. Looks at most once a second, so
    /// that made-up key ids cost nothing. Blocks on the disk for one `stat`.
    pub fn reload_if_changed(&self) -> Result<bool> {
        let (now, looked) = (self.0.clock.now(), Timestamp(self.0.looked.load(Ordering::Acquire)));
        let recent = looked <= now && now.since(looked) < LOOK_EVERY;
        let mine = || {
            self.0
                .looked
                .compare_exchange(looked.0, now.0, Ordering::AcqRel, Ordering::Acquire)
                .is_ok()
        };
        if recent || !mine() {
            return Ok(false);
        }
        let path = &self.0.path;
        let metadata = std::fs::metadata(path).map_err(|error| unreadable(path, error))?;
        if Stamp::from(&metadata) == self.ring().stamp {
            return Ok(false);
        }
        let (document, stamp) = read_key_file(path)?.ok_or_else(|| broken(path, "it has disappeared"))?;
        self.replace(Ring::new(path, &document, stamp)?);
        Ok(true)
    }

    /// Encrypts and authenticates `plain`. It opens only with the same `context` (what it is and whose, such as
    /// `"mfa:account-7"`), and for as long as its key is kept: see [`RETIRED_KEPT`].
    pub fn seal(&self, plain: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        Ok(self.seal_named(plain, context)?.bytes)
    }

    /// The same, for what is kept longer than a key: it says which key it needs, so that it is found and sealed again before that goes.
    pub fn seal_named(&self, plain: &[u8], context: &[u8]) -> Result<Sealed> {
        let key = self.current();
        let nonce: [u8; NONCE_LEN] = random_bytes();
        let mut text = plain.to_vec();
        key.sealing
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut text)
            .map_err(|error| Error::internal(format!("sealing {} bytes: {error}", plain.len())))?;
        Ok(Sealed {
            bytes: [&[SEALED_V1][..], &key.kid, &nonce, &text].concat(),
            key: key.id().to_owned(),
        })
    }

    /// Opens what [`Keyring::seal`] made. Anything else (altered, cut short, another context, a key that is gone) is an
    /// error of kind [`Kind::Invalid`] and code `keys.seal_broken`.
    pub fn open_sealed(&self, sealed: &[u8], context: &[u8]) -> Result<Vec<u8>> {
        let (kid, nonce, text) = split_sealed(sealed).ok_or_else(seal_broken)?;
        let kid = kid_text(kid);
        let key = match self.find(&kid) {
            Some(key) => key,
            None if self.reload_if_changed()? => self.find(&kid).ok_or_else(seal_broken)?,
            None => return Err(seal_broken()),
        };
        let mut text = text.to_vec();
        let plain = key
            .sealing
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut text)
            .map_err(|_unspecified| seal_broken())?;
        let len = plain.len();
        text.truncate(len);
        Ok(text)
    }

    fn ring(&self) -> Arc<Ring> {
        // Nobody panics while holding the lock, and a ring is replaced as a whole.
        Arc::clone(&self.0.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, ring: Ring) {
        *self.0.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        self.0.generation.fetch_add(1, Ordering::AcqRel);
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring")
            .field("path", &self.0.path)
            .field("keys", &self.ring().all)
            .finish_non_exhaustive()
    }
}

impl Ring {
    fn new(path: &Path, document: &Document, stamp: Stamp) -> Result<Self> {
        let keys: Result<Vec<Key>, String> = document.keys.iter().map(Key::from_entry).collect();
        let mut keys = keys.map_err(|reason| broken(path, &reason))?;
        if keys.iter().map(|key| key.kid).collect::<HashSet<_>>().len() < keys.len() {
            return Err(broken(path, "two keys have the same id"));
        }
        keys.sort_by_key(|key| (key.retired.is_some(), -key.created));
        let all: Vec<_> = keys.into_iter().map(Arc::new).collect();
        let current = all.iter().find(|key| key.retired.is_none()).cloned();
        Ok(Self {
            current: current.ok_or_else(|| broken(path, "every key in it is retired"))?,
            all,
            stamp,
        })
    }
}

/// Makes the file with its first key, unless another process was quicker: then that one's file is read.
fn create(path: &Path, now: Timestamp) -> Result<Ring> {
    let _lock = lock(path)?;
    if let Some((document, stamp)) = read_key_file(path)? {
        return Ring::new(path, &document, stamp);
    }
    let document = Document {
        keys: vec![Entry::fresh(now)],
    };
    let stamp = write(path, &document)?;
    Ring::new(path, &document, stamp)
}

/// Held by whoever changes the file, until the handle is dropped (or its process ends).
fn lock(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    let open = || {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(0o600)
            .open(&name)?;
        file.lock()?;
        Ok(file)
    };
    open().map_err(|error| unwritable(path, error))
}

/// `None` if there is no such file.
fn read_key_file(path: &Path) -> Result<Option<(Document, Stamp)>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(path, error)),
    };
    let metadata = file.metadata().map_err(|error| unreadable(path, error))?;
    let mode = metadata.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(too_open(path, mode));
    }
    let mut text = String::new();
    file.read_to_string(&mut text)
        .map_err(|error| unreadable(path, error))?;
    // Not the parser's own words: they can quote what stands in the file.
    let document = serde_json::from_str(&text).map_err(|error| {
        broken(
            path,
            &format!("no key file at line {}, column {}", error.line(), error.column()),
        )
    })?;
    Ok(Some((document, Stamp::from(&metadata))))
}

/// Puts a new file in the old one's place: after a crash there is the old one or the new one, never half of one.
fn write(path: &Path, document: &Document) -> Result<Stamp> {
    let text = serde_json::to_vec_pretty(document).map_err(Error::internal)?;
    replace_file(path, &text).map_err(|error| unwritable(path, error))
}

fn replace_file(path: &Path, text: &[u8]) -> io::Result<Stamp> {
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new().prefix(".keys-").tempfile_in(dir)?;
    file.as_file().set_permissions(PermissionsExt::from_mode(0o600))?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    let file = file.persist(path)?;
    File::open(dir)?.sync_all()?;
    Ok(Stamp::from(&file.metadata()?))
}

fn kid_text(kid: [u8; KID_LEN]) -> String {
    format!("{:08x}", u32::from_be_bytes(kid))
}

fn kid_bytes(text: &str) -> Option<[u8; KID_LEN]> {
    let kid = u32::from_str_radix(text, 16).ok()?.to_be_bytes();
    (kid_text(kid) == text).then_some(kid)
}

fn split_sealed(sealed: &[u8]) -> Option<([u8; KID_LEN], [u8; NONCE_LEN], &[u8])> {
    let (version, rest) = sealed.split_first()?;
    let (kid, rest) = rest.split_first_chunk()?;
    let (nonce, text) = rest.split_first_chunk()?;
    (*version == SEALED_V1).then_some((*kid, *nonce, text))
}

fn seal_broken() -> Error {
    Error::new(
        Kind::Invalid,
        "keys.seal_broken",
        Message::new(
            "Data tersegel ini tidak dapat dibuka.",
            "This sealed value cannot be opened.",
        ),
    )
}

fn too_open(path: &Path, mode: u32) -> Error {
    Error::new(
        Kind::Internal,
        "keys.readable_by_others",
        Message::new(
            "Berkas kunci dapat dibaca pengguna lain. Jalankan `chmod 600` pada berkas itu, lalu mulai ulang.",
            "The key file can be read by other users. Run `chmod 600` on it and start again.",
        ),
    )
    .caused_by(format!("{} has mode {mode:04o}", path.display()))
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    Error::new(
        Kind::Internal,
        "keys.unreadable",
        Message::new(
            "Berkas kunci tidak dapat dibaca. Berkas itu harus milik pengguna yang menjalankan server.",
            "The key file cannot be read. It must belong to the user that runs the server.",
        ),
    )
    .caused_by(FileError {
        path: path.to_owned(),
        error,
    })
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    Error::new(
        Kind::Internal,
        "keys.unwritable",
        Message::new(
            "Berkas kunci tidak dapat ditulis. Direktorinya harus ada dan dapat ditulis oleh server.",
            "The key file cannot be written. Its directory must exist and be writable for the server.",
        ),
    )
    .caused_by(FileError {
        path: path.to_owned(),
        error,
    })
}

fn broken(path: &Path, reason: &str) -> Error {
    Error::new(
        Kind::Internal,
        "keys.broken",
        Message::new(
            "Berkas kunci rusak. Pulihkan dari cadangan; menghapusnya akan mengeluarkan semua orang.",
            "The key file is broken. Restore it from a backup; removing it logs everybody out.",
        ),
    )
    .caused_by(format!("{}: {reason}", path.display()))
}

#[derive(Debug, thiserror::Error)]
#[error("{}: {error}", path.display())]
struct FileError {
    path: PathBuf,
    #[source]
    error: io::Error,
}

#[cfg(test)]
mod tests {
    use std::{fs, sync::Barrier, thread};

    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;

    const START: Timestamp = Timestamp(1_700_000_000_000_000);
    const DAY: Duration = Duration::from_hours(24);

    fn start() -> (TempDir, PathBuf, Clock) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("keys.json");
        (dir, path, Clock::manual(START))
    }

    #[test]
    fn the_file_is_made_once_and_only_its_owner_can_read_it() {
        let (_dir, path, clock) = start();
        let first = Keyring::open(&path, &clock).unwrap().current();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(first.id().len(), 8);
        let second = Keyring::open(&path, &clock).unwrap().current();
        assert_eq!((first.id(), first.derive("x")), (second.id(), second.derive("x")));
    }

    #[test]
    fn of_several_processes_that_start_at_once_one_makes_the_file_and_all_use_it() {
        let (_dir, path, clock) = start();
        let barrier = Barrier::new(8);
        let ids: HashSet<String> = thread::scope(|scope| {
            let open = || {
                barrier.wait();
                Keyring::open(&path, &clock).unwrap().current().id().to_owned()
            };
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(open)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn rotations_at_the_same_time_lose_no_key() {
        let (_dir, path, clock) = start();
        let rings: Vec<_> = (0..4).map(|_| Keyring::open(&path, &clock).unwrap()).collect();
        thread::scope(|scope| {
            for ring in &rings {
                scope.spawn(|| ring.rotate(START).unwrap());
            }
        });
        assert_eq!(Keyring::open(&path, &clock).unwrap().all().len(), 5);
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_with_what_to_do_about_it() {
        let (_dir, path, clock) = start();
        Keyring::open(&path, &clock).unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        let error = Keyring::open(&path, &clock).unwrap_err();
        assert_eq!(error.code(), "keys.readable_by_others");
        assert!(error.to_string().contains("chmod 600"), "{error}");
        assert!(error.to_string().contains("keys.json has mode 0640"), "{error}");
    }

    #[test]
    fn a_missing_directory_is_said_so() {
        let (dir, _, clock) = start();
        let error = Keyring::open(dir.path().join("nowhere/keys.json"), &clock).unwrap_err();
        assert_eq!(error.code(), "keys.unwritable");
    }

    #[test]
    fn a_broken_file_is_refused_and_its_content_is_not_repeated() {
        let (_dir, path, clock) = start();
        let entry = |id: &str, retired: &str| {
            let secret = BASE64_STANDARD.encode([7; 32]);
            format!(r#"{{"id":"{id}","secret":"{secret}","created":1,"retired":{retired}}}"#)
        };
        for content in [
            "hunter2".to_owned(),
            r#"{"keys":"hunter2"}"#.to_owned(),
            r#"{"keys":[]}"#.to_owned(),
            format!(r#"{{"keys":[{}]}}"#, entry("0000000a", "5")),
            format!(r#"{{"keys":[{}]}}"#, entry("+000000a", "null")),
            format!(r#"{{"keys":[{}]}}"#, entry("A000000A", "null")),
            format!(
                r#"{{"keys":[{},{}]}}"#,
                entry("0000000a", "null"),
                entry("0000000a", "5")
            ),
            r#"{"keys":[{"id":"0000000a","secret":"aHVudGVyMg==","created":1,"retired":null}]}"#.to_owned(),
        ] {
            Keyring::open(&path, &clock).unwrap();
            fs::write(&path, &content).unwrap();
            let error = Keyring::open(&path, &clock).unwrap_err();
            assert_eq!(error.code(), "keys.broken", "{content}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
            fs::remove_file(&path).unwrap();
        }
    }

    #[test]
    fn a_rotation_retires_the_current_key_and_drops_what_was_retired_long_ago() {
        let (_dir, path, clock) = start();
        let ring = Keyring::open(&path, &clock).unwrap();
        let first = ring.current();
        let second = ring.rotate(START.plus(DAY)).unwrap();
        assert_eq!(ring.current().id(), second.id());
        assert!(ring.find(first.id()).is_some());

        ring.rotate(START.plus(DAY).plus(RETIRED_KEPT)).unwrap();
        assert!(ring.find(first.id()).is_some(), "kept for exactly 60 days");
        ring.rotate(START.plus(DAY).plus(RETIRED_KEPT).plus(Duration::from_secs(1)))
            .unwrap();
        assert!(ring.find(first.id()).is_none());
        assert!(ring.find(second.id()).is_some());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn another_process_learns_of_a_rotation_but_looks_at_most_once_a_second() {
        let (_dir, path, clock) = start();
        let (here, there) = (
            Keyring::open(&path, &clock).unwrap(),
            Keyring::open(&path, &clock).unwrap(),
        );
        assert!(!here.reload_if_changed().unwrap());
        let key = there.rotate(START).unwrap();
        assert!(!here.reload_if_changed().unwrap(), "it has just looked");
        assert!(here.find(key.id()).is_none());
        clock.advance(LOOK_EVERY);
        let before = here.generation();
        assert!(here.reload_if_changed().unwrap());
        assert!(here.find(key.id()).is_some());
        assert_eq!(here.generation(), before + 1);
    }

    #[test]
    fn purposes_and_keys_never_share_a_derived_key() {
        let (_dir, path, clock) = start();
        let ring = Keyring::open(&path, &clock).unwrap();
        let first = ring.current();
        let second = ring.rotate(START).unwrap();
        let derived = [
            first.derive("a"),
            first.derive("b"),
            second.derive("a"),
            second.derive("b"),
        ];
        assert_eq!(derived.iter().collect::<HashSet<_>>().len(), 4);
    }

    #[test]
    fn a_sealed_value_opens_after_a_rotation_and_in_another_process() {
        let (_dir, path, clock) = start();
        let (here, there) = (
            Keyring::open(&path, &clock).unwrap(),
            Keyring::open(&path, &clock).unwrap(),
        );
        let old = here.seal(b"rahasia", b"mfa:1").unwrap();
        there.rotate(START).unwrap();
        let new = there.seal(b"rahasia", b"mfa:1").unwrap();
        assert_eq!(there.open_sealed(&old, b"mfa:1").unwrap(), b"rahasia");
        assert_eq!(here.open_sealed(&new, b"mfa:1").unwrap(), b"rahasia");
    }

    #[test]
    fn a_sealed_value_does_not_open_in_another_context_or_when_any_bit_is_altered() {
        let (_dir, path, clock) = start();
        let ring = Keyring::open(&path, &clock).unwrap();
        let sealed = ring.seal(b"rahasia", b"mfa:1").unwrap();
        assert_eq!(
            ring.open_sealed(&sealed, b"mfa:2").unwrap_err().code(),
            "keys.seal_broken"
        );
        for bit in 0..sealed.len() * 8 {
            let mut altered = sealed.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(ring.open_sealed(&altered, b"mfa:1").is_err(), "bit {bit}");
        }
        for len in 0..sealed.len() {
            assert!(ring.open_sealed(&sealed[..len], b"mfa:1").is_err(), "{len} bytes");
        }
        assert_ne!(sealed, ring.seal(b"rahasia", b"mfa:1").unwrap(), "the nonce is fresh");
    }

    #[test]
    fn nothing_that_prints_shows_a_secret() {
        let (_dir, path, clock) = start();
        let ring = Keyring::open(&path, &clock).unwrap();
        let document: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        let secret = document["keys"][0]["secret"].as_str().unwrap();
        let printed = format!("{ring:?} {:?}", ring.current());
        assert!(printed.contains(ring.current().id()));
        assert!(!printed.contains(secret));
    }

    #[test]
    fn random_tokens_are_43_url_safe_characters_and_differ() {
        let (a, b) = (random_token(), random_token());
        assert_eq!(a.len(), 43);
        assert!(
            a.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        );
        assert_ne!(a, b);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_is_sealed_opens_and_whatever_was_not_does_not(
            plain in prop::collection::vec(any::<u8>(), 0..300), context in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let (_dir, path, clock) = start();
            let ring = Keyring::open(&path, &clock).unwrap();
            prop_assert_eq!(&ring.open_sealed(&ring.seal(&plain, &context).unwrap(), &context).unwrap(), &plain);
            prop_assert!(ring.open_sealed(&plain, &context).is_err());
        }
    }
}
