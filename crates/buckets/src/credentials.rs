//! With what a bucket is opened.

use std::{fmt, path::Path};

use platform::{Error, Result};
use rusty_s3::Credentials;

/// The environment's names, which all programs share that speak S3.
const KEY: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";

/// The keys of a bucket. Prints nothing of them.
#[derive(Clone)]
pub struct BucketCredentials(pub(crate) Credentials);

impl fmt::Debug for BucketCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BucketCredentials(…)")
    }
}

/// Where keys are read from.
#[derive(Debug, Clone, Copy)]
pub struct CredentialsFile<'f>(pub Option<&'f Path>);

impl BucketCredentials {
    /// These keys.
    pub fn new(key: impl Into<String>, secret: impl Into<String>) -> Self {
        Self(Credentials::new(key, secret))
    }

    /// Those of a file (lines `aws_access_key_id = …` and `aws_secret_access_key = …`, as other programs keep them too; of
    /// several profiles the first), or those of the environment.
    pub fn find(file: CredentialsFile<'_>) -> Result<Self> {
        let Some(path) = file.0 else {
            return Self::of_environment().ok_or_else(|| missing(format!("{KEY} and {SECRET} are not set")));
        };
        let shown = path.display();
        let text =
            std::fs::read_to_string(path).map_err(|error| missing(format!("{shown} cannot be read: {error}")))?;
        Self::of_file(&text)
            .ok_or_else(|| missing(format!("{shown} has no aws_access_key_id and aws_secret_access_key")))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "these names belong to everything that speaks S3, and not to our settings"
    )]
    fn of_environment() -> Option<Self> {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        Some(Self::of(set(KEY)?, set(SECRET)?, set(TOKEN)))
    }

    fn of_file(text: &str) -> Option<Self> {
        let is_head = |line: &&str| line.trim_start().starts_with('[');
        let skipped = text.lines().skip_while(|line| is_head(line) || line.trim().is_empty());
        let own: Vec<&str> = skipped.take_while(|line| !is_head(line)).collect();
        let find = |wanted: &str| {
            let lines = own.iter().filter_map(|line| line.split_once('='));
            let mut named = lines.map(|(name, value)| (name.trim(), value.trim()));
            let found = named.find(|(name, value)| name.eq_ignore_ascii_case(wanted) && !value.is_empty());
            found.map(|(_, value)| value.to_owned())
        };
        Some(Self::of(find(KEY)?, find(SECRET)?, find(TOKEN)))
    }

    fn of(key: String, secret: String, token: Option<String>) -> Self {
        Self(match token {
            Some(token) => Credentials::new_with_token(key, secret, token),
            None => Credentials::new(key, secret),
        })
    }
}

fn missing(what: String) -> Error {
    Error::new(
        platform::Kind::Invalid,
        "media.no_credentials",
        format!("media in a bucket need keys, and {what}: set {KEY} and {SECRET}, or give --media-credentials FILE"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_other_programs_keep_them_and_never_printed() {
        let text =
            "[default]\naws_access_key_id = AKIA\naws_secret_access_key=hemm=elig\n\n[other]\naws_access_key_id = X\n";
        let found = BucketCredentials::of_file(text).unwrap();
        assert_eq!(
            (found.0.key(), found.0.secret(), found.0.token()),
            ("AKIA", "hemm=elig", None)
        );
        assert!(!format!("{found:?}").contains("elig"));
        assert!(
            BucketCredentials::of_file(&format!("[first]\nregion = x\n{text}")).is_none(),
            "the first counts"
        );
        let with_token = BucketCredentials::of_file(&format!("aws_session_token = t\n{}", &text[10..])).unwrap();
        assert_eq!(with_token.0.token(), Some("t"));
        assert!(BucketCredentials::of_file("aws_access_key_id = AKIA\naws_secret_access_key =\n").is_none());
    }

    #[test]
    fn a_file_that_says_nothing_is_told_with_its_name() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let refused = BucketCredentials::find(CredentialsFile(Some(file.path()))).unwrap_err();
        let name = file.path().display().to_string();
        assert!(refused.to_string().contains(&name), "{refused}");
        assert!(BucketCredentials::find(CredentialsFile(Some(Path::new("/nowhere")))).is_err());
    }
}
