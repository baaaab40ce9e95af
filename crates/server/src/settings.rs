//! Settings: file < environment < flags. One list of names serves all three, and so does what their values may be.

mod address;
#[cfg(test)]
mod tests;
mod value;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use mail::{MailFrom, SmtpAddress};
use platform::{Error, db::Location, http::Origin, module::Manifest};
use serde::{Deserialize, Serialize};

use crate::media::{MediaLocation, MediaPlace};

use self::{
    address::{default_address, is_https, location, product_url, public_url},
    value::{BrokerAddress, MANY, Within, one_or_many},
};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object per line.
    Json,
}

/// A role of those who look after the place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[value(rename_all = "camelCase")]
pub enum StaffRole {
    Moderator,
    Admin,
    SuperAdmin,
}

impl From<StaffRole> for accounts::Role {
    fn from(role: StaffRole) -> Self {
        match role {
            StaffRole::Moderator => Self::Moderator,
            StaffRole::Admin => Self::Admin,
            StaffRole::SuperAdmin => Self::SuperAdmin,
        }
    }
}

/// What flags, environment or file say; what they leave out stays at its default.
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Given {
    /// Address to listen on; may be given several times [default: 127.0.0.1:8080]
    #[arg(
        long,
        env = "BALAI_LISTEN",
        value_name = "ADDR",
        value_delimiter = ',',
        global = true
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub listen: Option<Vec<SocketAddr>>,
    /// Folder for everything the server keeps [default: ./data]
    #[arg(long, env = "BALAI_DATA", value_name = "DIR", global = true)]
    pub data: Option<PathBuf>,
    /// Database: postgres://… or sqlite:FILE [default: balai.db in the data folder]
    #[arg(
        long,
        env = "BALAI_DATABASE_URL",
        value_name = "URL",
        hide_env_values = true,
        global = true
    )]
    pub database: Option<String>,
    /// Where files are kept: a folder, or a bucket that speaks S3 as in
    /// `s3://balai/media?endpoint=https://s3.example.org&region=eu-1` [default: media in the data folder]
    #[arg(long, env = "BALAI_MEDIA", value_name = "PLACE", global = true)]
    pub media: Option<MediaLocation>,
    /// File with the bucket's keys, as other programs keep them too [default: `AWS_ACCESS_KEY_ID` and
    /// `AWS_SECRET_ACCESS_KEY`]
    #[arg(long, env = "BALAI_MEDIA_CREDENTIALS", value_name = "FILE", global = true)]
    pub media_credentials: Option<PathBuf>,
    /// Folder with a site of one's own, which is served at / beside pages and APIs
    #[arg(long, env = "BALAI_SITE", value_name = "DIR", global = true)]
    pub site: Option<PathBuf>,
    /// Mail server for letters to people: `smtps://user@mail.example.org`, `smtp://user@mail.example.org:587` (STARTTLS), or
    /// `smtp://127.0.0.1:25?tls=none` for one of this machine
    #[arg(long, env = "BALAI_SMTP", value_name = "URL", hide_env_values = true, global = true)]
    pub smtp: Option<SmtpAddress>,
    /// File with the password for the mail server [default: the one in its address]
    #[arg(long, env = "BALAI_SMTP_PASSWORD_FILE", value_name = "FILE", global = true)]
    pub smtp_password_file: Option<PathBuf>,
    /// Whom letters are from, such as `Balai Desa <balai@example.org>`
    #[arg(long, env = "BALAI_MAIL_FROM", value_name = "ADDRESS", global = true)]
    pub mail_from: Option<MailFrom>,
    /// From which role on two-step verification has to be set up before the role counts: moderator, admin or superAdmin
    #[arg(long, env = "BALAI_REQUIRE_TOTP", value_name = "ROLE", global = true)]
    pub require_totp: Option<StaffRole>,
    /// Module to run; may be given several times [default: all]
    #[arg(
        long,
        env = "BALAI_MODULE",
        value_name = "NAME",
        value_delimiter = ',',
        global = true
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub module: Option<Vec<String>>,
    /// Address under which people reach the server, for links in answers [default: the first address listened on]
    #[arg(long, env = "BALAI_PUBLIC_URL", value_name = "URL", global = true)]
    pub public_url: Option<String>,
    /// Address of a product's page, with {id} for its id: for links in answers and on QR codes [default: where the server
    /// answers about it]
    #[arg(long, env = "BALAI_PRODUCT_URL", value_name = "URL", global = true)]
    pub product_url: Option<String>,
    /// How log lines look [default: text]
    #[arg(long, env = "BALAI_LOG", value_name = "FORMAT", global = true)]
    pub log: Option<LogFormat>,
    /// What is logged: a level, or a filter such as `warn,balai::request=info` [default: info]
    #[arg(long, env = "BALAI_LOG_LEVEL", value_name = "FILTER", global = true)]
    pub log_level: Option<String>,
    /// File with the secret keys [default: keys.json in the data folder]. Several servers on one database share it
    #[arg(long, env = "BALAI_KEYS", value_name = "FILE", global = true)]
    pub keys: Option<PathBuf>,
    /// Address of a listener of its own for /metrics and /health
    #[arg(long, env = "BALAI_METRICS_LISTEN", value_name = "ADDR", global = true)]
    pub metrics_listen: Option<SocketAddr>,
    /// Whether /metrics answers everybody and not only this machine [default: false]
    #[arg(long, env = "BALAI_METRICS_PUBLIC", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub metrics_public: Option<bool>,
    /// Address of a reverse proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(
        long,
        env = "BALAI_TRUSTED_PROXY",
        value_name = "IP",
        value_delimiter = ',',
        global = true
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub trusted_proxy: Option<Vec<IpAddr>>,
    /// Message broker (NATS) for documented events and requests, such as `nats://broker:4222` or
    /// `tls://user:password@broker:4222`; may be given several times for the servers of a cluster
    #[arg(
        long,
        env = "BALAI_NATS",
        value_name = "URL",
        value_delimiter = ',',
        hide_env_values = true,
        global = true
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub nats: Option<Vec<BrokerAddress>>,
    /// File with the credentials of an account at the broker (.creds)
    #[arg(long, env = "BALAI_NATS_CREDENTIALS", value_name = "FILE", global = true)]
    pub nats_credentials: Option<PathBuf>,
    /// Origin whose pages may call with cookies, such as `https://app.example.org`; may be given several times
    #[arg(
        long,
        env = "BALAI_ALLOW_ORIGIN",
        value_name = "ORIGIN",
        value_delimiter = ',',
        global = true
    )]
    #[serde(deserialize_with = "one_or_many")]
    pub allow_origin: Option<Vec<Origin>>,
    /// Whether exams may be used over plain HTTP from other machines: for a classroom without certificates, where
    /// everybody on the network can then read along and take over sessions [default: false]
    #[arg(long, env = "BALAI_INSECURE_LAN", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub insecure_lan: Option<bool>,
    /// Room, in MiB, that recordings of exams leave free on the disk for answers; with less, recordings are refused
    /// [default: 512]
    #[arg(long, env = "BALAI_VIDEO_RESERVE_MIB", value_name = "N", global = true)]
    pub video_reserve_mib: Option<Within<0, MANY>>,
    /// Whether new UMKM and impacts wait for an administrator's approval [default: false]
    #[arg(long, env = "BALAI_MODERATE_UMKM", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub moderate_umkm: Option<bool>,
    /// Whether new listings wait for a moderator's approval [default: true]
    #[arg(long, env = "BALAI_MODERATE_LISTINGS", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub moderate_listings: Option<bool>,
    /// Whether an edit by its owner makes a listing wait again, where new ones wait [default: true]
    #[arg(long, env = "BALAI_REVIEW_EDITS", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub review_edits: Option<bool>,
    /// Messages that one account may send within a minute [default: 6000]
    #[arg(long, env = "BALAI_MESSAGES_PER_MINUTE", value_name = "N", global = true)]
    pub messages_per_minute: Option<Within<1, MANY>>,
    /// Minutes for which one may change a message that one sent, or take it back; 0 for never [default: 15]
    #[arg(long, env = "BALAI_EDIT_MINUTES", value_name = "MINUTES", global = true)]
    pub edit_minutes: Option<Within<0, 10_080>>,
    /// Minutes after which whoever has unread messages is told by mail; 0 for never [default: 30]
    #[arg(long, env = "BALAI_UNREAD_MAIL_MINUTES", value_name = "MINUTES", global = true)]
    pub unread_mail_minutes: Option<Within<0, 10_080>>,
    /// Listings that one account may make within a day; staff make any number [default: 500]
    #[arg(long, env = "BALAI_LISTINGS_PER_DAY", value_name = "N", global = true)]
    pub listings_per_day: Option<Within<1, MANY>>,
    /// Hours after a letter about new listings in saved searches before the same person gets another one [default: 6]
    #[arg(long, env = "BALAI_SEARCH_NOTICE_HOURS", value_name = "N", global = true)]
    pub search_notice_hours: Option<Within<1, 720>>,
    /// Conversations that one account may begin within a day [default: 1000]
    #[arg(long, env = "BALAI_THREADS_PER_DAY", value_name = "N", global = true)]
    pub threads_per_day: Option<Within<1, MANY>>,
    /// Whether webhooks may be sent to private addresses and without encryption, too: for receivers within one's own network
    /// [default: false]
    #[arg(long, env = "BALAI_WEBHOOKS_ALLOW_PRIVATE", value_name = "BOOL", num_args = 0..=1, default_missing_value = "true", global = true)]
    pub webhooks_allow_private: Option<bool>,
    /// Accounts that may be made from one network within ten minutes [default: 100]
    #[arg(long, env = "BALAI_REGISTRATIONS_PER_NETWORK", value_name = "N", global = true)]
    pub registrations_per_network: Option<Within<1, MANY>>,
    /// Lifetime of an access token, in minutes [default: 15]
    #[arg(long, env = "BALAI_ACCESS_MINUTES", value_name = "N", global = true)]
    pub access_minutes: Option<Within<1, 1440>>,
    /// Lifetime of a refresh token, in days [default: 30]
    #[arg(long, env = "BALAI_REFRESH_DAYS", value_name = "N", global = true)]
    pub refresh_days: Option<Within<1, 3650>>,
    /// Connections to PostgreSQL [default: 16]
    #[arg(long, env = "BALAI_POSTGRES_CONNECTIONS", value_name = "N", global = true)]
    pub postgres_connections: Option<Within<1, 1000>>,
    /// Connections open at once [default: 10000]
    #[arg(long, env = "BALAI_MAX_CONNECTIONS", value_name = "N", global = true)]
    pub max_connections: Option<Within<1, MANY>>,
    /// Requests served at once; more are told to try again [default: 4096]
    #[arg(long, env = "BALAI_MAX_REQUESTS", value_name = "N", global = true)]
    pub max_requests: Option<Within<1, MANY>>,
    /// Longest time for one answer, in seconds [default: 30]
    #[arg(long, env = "BALAI_TIMEOUT_SECONDS", value_name = "N", global = true)]
    pub timeout_seconds: Option<Within<1, 3600>>,
    /// Longest time for open requests to finish when the server stops, in seconds [default: 20]
    #[arg(long, env = "BALAI_DRAIN_SECONDS", value_name = "N", global = true)]
    pub drain_seconds: Option<Within<0, 3600>>,
    /// Folder in which the server makes backups by itself, best on another disk [default: none are made]
    #[arg(long, env = "BALAI_BACKUP_FOLDER", value_name = "DIR", global = true)]
    pub backup_folder: Option<PathBuf>,
    /// Hours from one of those backups to the next [default: 24]
    #[arg(long, env = "BALAI_BACKUP_HOURS", value_name = "N", global = true)]
    pub backup_hours: Option<Within<1, 8760>>,
    /// How many of those backups are kept [default: 14]
    #[arg(long, env = "BALAI_BACKUP_KEEP", value_name = "N", global = true)]
    pub backup_keep: Option<Within<1, 10_000>>,
    /// Memory for ready answers, in MiB [default: 32]
    #[arg(long, env = "BALAI_CACHE_MIB", value_name = "N", global = true)]
    pub cache_mib: Option<Within<1, 65536>>,
}

/// What is in force.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting that people switch by its name"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Addresses to listen on; at least one.
    pub listen: Vec<SocketAddr>,
    /// Folder for everything the server keeps.
    pub data: PathBuf,
    /// Database, secrets masked when printed.
    #[serde(serialize_with = "serialize_masked")]
    pub database: Location,
    /// Where files are kept.
    pub media: MediaLocation,
    /// File with the bucket's keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_credentials: Option<PathBuf>,
    /// Folder with a site of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<PathBuf>,
    /// Mail server, secrets masked when printed; there is none without `mail_from`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp: Option<SmtpAddress>,
    /// File with the password for the mail server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub smtp_password_file: Option<PathBuf>,
    /// Whom letters are from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail_from: Option<MailFrom>,
    /// From which role on two-step verification has to be set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_totp: Option<StaffRole>,
    /// Modules to run.
    pub module: Vec<String>,
    /// What links in answers start with, without a slash at the end.
    pub public_url: String,
    /// Address of a product's page, with `{id}` for its id.
    pub product_url: String,
    /// How log lines look.
    pub log: LogFormat,
    /// What is logged.
    pub log_level: String,
    /// File with the secret keys.
    pub keys: PathBuf,
    /// Whether `/design` shows the components of pages: no setting, but a part of what comes with demo data.
    #[serde(skip)]
    pub shows_design: bool,
    /// Listener of its own for /metrics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<SocketAddr>,
    /// Whether /metrics answers everybody.
    pub metrics_public: bool,
    /// Proxies that are believed.
    pub trusted_proxy: Vec<IpAddr>,
    /// Addresses of the message broker, secrets masked when printed.
    pub nats: Vec<BrokerAddress>,
    /// File with the credentials of an account at the broker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nats_credentials: Option<PathBuf>,
    /// Origins whose pages may call with cookies.
    pub allow_origin: Vec<Origin>,
    /// Whether exams may be used over plain HTTP from other machines.
    pub insecure_lan: bool,
    /// Room, in MiB, that recordings of exams leave free.
    pub video_reserve_mib: u32,
    /// Whether new UMKM wait for approval.
    pub moderate_umkm: bool,
    /// Whether new listings wait for a moderator.
    pub moderate_listings: bool,
    /// Whether an edit by its owner makes a listing wait again.
    pub review_edits: bool,
    /// Messages that one account may send within a minute.
    pub messages_per_minute: u32,
    /// Minutes for which one may change a message that one sent, or take it back.
    pub edit_minutes: u32,
    /// Minutes after which whoever has unread messages is told by mail.
    pub unread_mail_minutes: u32,
    /// Listings that one account may make within a day.
    pub listings_per_day: u32,
    /// Hours before somebody is written to about saved searches again.
    pub search_notice_hours: u32,
    /// Conversations that one account may begin within a day.
    pub threads_per_day: u32,
    /// Whether webhooks may be sent to private addresses.
    pub webhooks_allow_private: bool,
    /// Accounts that may be made from one network within ten minutes.
    pub registrations_per_network: u32,
    /// Lifetime of an access token, in minutes.
    pub access_minutes: u32,
    /// Lifetime of a refresh token, in days.
    pub refresh_days: u32,
    /// Connections to PostgreSQL.
    pub postgres_connections: u32,
    /// Connections open at once.
    pub max_connections: u32,
    /// Requests served at once.
    pub max_requests: u32,
    /// Longest time for one answer.
    pub timeout_seconds: u32,
    /// Longest time for open requests to finish at a stop.
    pub drain_seconds: u32,
    /// Folder in which the server makes backups by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backup_folder: Option<PathBuf>,
    /// Hours from one of those backups to the next.
    pub backup_hours: u32,
    /// How many of those backups are kept.
    pub backup_keep: u32,
    /// Memory for ready answers.
    pub cache_mib: u32,
}

fn serialize_masked<S: serde::Serializer>(location: &Location, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(location)
}

impl Given {
    /// Reads a settings file (TOML, the names of the flags with underscores).
    pub fn from_file(path: &Path) -> Result<Self, Error> {
        let wrong = |what: String| {
            Error::new(
                platform::Kind::Invalid,
                "settings.file",
                format!("the settings file {}: {what}", path.display()),
            )
        };
        let text = std::fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
        toml::from_str(&text).map_err(|e| wrong(e.to_string()))
    }

    /// What is said here, or else there.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            listen: self.listen.or(other.listen),
            data: self.data.or(other.data),
            database: self.database.or(other.database),
            media: self.media.or(other.media),
            media_credentials: self.media_credentials.or(other.media_credentials),
            site: self.site.or(other.site),
            smtp: self.smtp.or(other.smtp),
            smtp_password_file: self.smtp_password_file.or(other.smtp_password_file),
            mail_from: self.mail_from.or(other.mail_from),
            require_totp: self.require_totp.or(other.require_totp),
            module: self.module.or(other.module),
            public_url: self.public_url.or(other.public_url),
            product_url: self.product_url.or(other.product_url),
            log: self.log.or(other.log),
            log_level: self.log_level.or(other.log_level),
            keys: self.keys.or(other.keys),
            metrics_listen: self.metrics_listen.or(other.metrics_listen),
            metrics_public: self.metrics_public.or(other.metrics_public),
            trusted_proxy: self.trusted_proxy.or(other.trusted_proxy),
            nats: self.nats.or(other.nats),
            nats_credentials: self.nats_credentials.or(other.nats_credentials),
            allow_origin: self.allow_origin.or(other.allow_origin),
            insecure_lan: self.insecure_lan.or(other.insecure_lan),
            video_reserve_mib: self.video_reserve_mib.or(other.video_reserve_mib),
            moderate_umkm: self.moderate_umkm.or(other.moderate_umkm),
            moderate_listings: self.moderate_listings.or(other.moderate_listings),
            review_edits: self.review_edits.or(other.review_edits),
            messages_per_minute: self.messages_per_minute.or(other.messages_per_minute),
            edit_minutes: self.edit_minutes.or(other.edit_minutes),
            unread_mail_minutes: self.unread_mail_minutes.or(other.unread_mail_minutes),
            listings_per_day: self.listings_per_day.or(other.listings_per_day),
            search_notice_hours: self.search_notice_hours.or(other.search_notice_hours),
            threads_per_day: self.threads_per_day.or(other.threads_per_day),
            webhooks_allow_private: self.webhooks_allow_private.or(other.webhooks_allow_private),
            registrations_per_network: self.registrations_per_network.or(other.registrations_per_network),
            access_minutes: self.access_minutes.or(other.access_minutes),
            refresh_days: self.refresh_days.or(other.refresh_days),
            postgres_connections: self.postgres_connections.or(other.postgres_connections),
            max_connections: self.max_connections.or(other.max_connections),
            max_requests: self.max_requests.or(other.max_requests),
            timeout_seconds: self.timeout_seconds.or(other.timeout_seconds),
            drain_seconds: self.drain_seconds.or(other.drain_seconds),
            backup_folder: self.backup_folder.or(other.backup_folder),
            backup_hours: self.backup_hours.or(other.backup_hours),
            backup_keep: self.backup_keep.or(other.backup_keep),
            cache_mib: self.cache_mib.or(other.cache_mib),
        }
    }

    /// Fills in the defaults and checks what fits together.
    pub fn settle(self, known_modules: &[&Manifest]) -> Result<Settings, Error> {
        let known_modules: Vec<&str> = known_modules.iter().map(|module| module.name).collect();
        let data = self.data.unwrap_or_else(|| PathBuf::from("./data"));
        let listen = self
            .listen
            .filter(|list| !list.is_empty())
            .unwrap_or_else(|| vec![default_address()]);
        let module = match self.module.filter(|list| !list.is_empty()) {
            None => known_modules.iter().map(|&name| name.to_owned()).collect(),
            Some(wanted) => wanted,
        };
        if let Some(unknown) = module.iter().find(|name| !known_modules.contains(&name.as_str())) {
            let said = format!(
                "there is no module named {unknown}; there are: {}",
                known_modules.join(", ")
            );
            return Err(Error::new(platform::Kind::Invalid, "settings.module", said));
        }
        let public_url = public_url(self.public_url.as_deref(), listen[0])?;
        let insecure_lan = self.insecure_lan.unwrap_or(false);
        if insecure_lan && is_https(&public_url) {
            let said = "insecure_lan is for plain HTTP, but public_url begins with https: leave out one of the two";
            return Err(Error::new(platform::Kind::Invalid, "settings.insecure_lan", said));
        }
        if self.smtp.is_some() != self.mail_from.is_some() {
            let said = "smtp and mail_from belong together: give both or neither";
            return Err(Error::new(platform::Kind::Invalid, "settings.mail", said));
        }
        Ok(Settings {
            shows_design: false,
            product_url: product_url(self.product_url.as_deref(), &public_url)?,
            database: location(self.database.as_deref(), &data)?,
            public_url,
            keys: self.keys.unwrap_or_else(|| data.join("keys.json")),
            media: self.media.unwrap_or_else(|| MediaLocation::Folder(data.join("media"))),
            media_credentials: self.media_credentials,
            listen,
            data,
            site: self.site,
            smtp: self.smtp,
            smtp_password_file: self.smtp_password_file,
            mail_from: self.mail_from,
            require_totp: self.require_totp,
            module,
            log: self.log.unwrap_or(LogFormat::Text),
            log_level: self.log_level.unwrap_or_else(|| "info".to_owned()),
            metrics_listen: self.metrics_listen,
            metrics_public: self.metrics_public.unwrap_or(false),
            trusted_proxy: self.trusted_proxy.unwrap_or_default(),
            nats: self.nats.unwrap_or_default(),
            nats_credentials: self.nats_credentials,
            allow_origin: self.allow_origin.unwrap_or_default(),
            insecure_lan,
            video_reserve_mib: self.video_reserve_mib.map_or(512, Within::get),
            moderate_umkm: self.moderate_umkm.unwrap_or(false),
            moderate_listings: self.moderate_listings.unwrap_or(true),
            review_edits: self.review_edits.unwrap_or(true),
            messages_per_minute: self.messages_per_minute.map_or(6000, Within::get),
            edit_minutes: self.edit_minutes.map_or(15, Within::get),
            unread_mail_minutes: self.unread_mail_minutes.map_or(30, Within::get),
            listings_per_day: self.listings_per_day.map_or(500, Within::get),
            search_notice_hours: self.search_notice_hours.map_or(6, Within::get),
            threads_per_day: self.threads_per_day.map_or(1000, Within::get),
            webhooks_allow_private: self.webhooks_allow_private.unwrap_or(false),
            registrations_per_network: self.registrations_per_network.map_or(100, Within::get),
            access_minutes: self.access_minutes.map_or(15, Within::get),
            refresh_days: self.refresh_days.map_or(30, Within::get),
            postgres_connections: self.postgres_connections.map_or(16, Within::get),
            max_connections: self.max_connections.map_or(10_000, Within::get),
            max_requests: self.max_requests.map_or(4096, Within::get),
            timeout_seconds: self.timeout_seconds.map_or(30, Within::get),
            drain_seconds: self.drain_seconds.map_or(20, Within::get),
            backup_folder: self.backup_folder,
            backup_hours: self.backup_hours.map_or(24, Within::get),
            backup_keep: self.backup_keep.map_or(14, Within::get),
            cache_mib: self.cache_mib.map_or(32, Within::get),
        })
    }
}

impl Settings {
    /// Whether a module is to be served.
    pub fn serves(&self, module: &Manifest) -> bool {
        self.module.iter().any(|wanted| wanted == module.name)
    }

    /// Where the files of all modules are.
    pub fn media_place(&self) -> Result<MediaPlace, Error> {
        self.place_of(&self.media)
    }

    /// A database by its address, as `--database` names it.
    pub fn database_at(&self, url: &str) -> Result<Location, Error> {
        location(Some(url), &self.data)
    }

    /// Another place of files, opened with the same keys.
    pub fn place_of(&self, location: &MediaLocation) -> Result<MediaPlace, Error> {
        MediaPlace::find(location, self.media_credentials.as_deref(), &self.data.join("media"))
    }

    /// Longest time for one answer.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout_seconds.into())
    }

    /// How letters are sent, if they are. Reads the password's file: it blocks.
    pub fn mail(&self) -> Result<Option<mail::Options>, Error> {
        let Some((smtp, from)) = self.smtp.clone().zip(self.mail_from.clone()) else {
            return Ok(None);
        };
        let wrong = |path: &Path, cause: std::io::Error| {
            let said = format!("the mail server's password in {}: {cause}", path.display());
            Error::new(platform::Kind::Invalid, "settings.smtp_password_file", said)
        };
        let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|cause| wrong(path, cause));
        let password = self.smtp_password_file.as_ref().map(read).transpose()?;
        let password = password.map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
        Ok(Some(mail::Options { smtp, password, from }))
    }

    /// Whether people come by https.
    pub fn https(&self) -> bool {
        is_https(&self.public_url)
    }

    /// As TOML that could be used as a settings file, except that secrets are masked.
    pub fn print(&self) -> Result<String, Error> {
        toml::to_string(self).map_err(Error::internal)
    }
}
