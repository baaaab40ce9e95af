//! Which modules there are, and how they are put together.

use std::{sync::Arc, time::Duration};

use accounts::{Accounts, PersonalData, Post, service_dialect::SERVICE};
use assessment::Assessment;
use classifieds::{Classifieds, MarketWriter};
use conversations::{Conversations, Listing, ListingLookup};
use futures_util::future::BoxFuture;
use mail::Mail;
use pages_kit::{Kit, Menu, letters::Letters};
use pages_market::MarketLetters;
use platform::{
    Clock, Db, Error, Timestamp,
    auth::{keys::Keyring, password::Cost},
    db::{ModuleMigrations, Options, SqliteOptions},
    events::{Announces, Bus, Listener},
    http::{
        Dialect, STANDARD,
        routes::{EndpointDoc, Shared},
    },
    media::{KeptFiles, Media},
    module::{Job, Manifest, Module, Schema},
};
use rpc::broker::{Broker, BrokerOptions};
use trackmate::Trackmate;
use webhooks::Webhooks;

use crate::{asyncapi, openapi, postman, settings::Settings};

/// Every module, in the order in which their tables refer to each other. The first that is served lives at the root.
pub const MODULES: &[&Manifest] = &[
    &trackmate::MANIFEST,
    &assessment::MANIFEST,
    &classifieds::MANIFEST,
    &conversations::MANIFEST,
];

/// Tables and statements of the whole program, in the order in which they refer to each other.
pub fn schemas() -> impl Iterator<Item = Schema> {
    let shared = [
        platform::module::SCHEMA,
        mail::SCHEMA,
        accounts::MANIFEST.schema,
        webhooks::MANIFEST.schema,
    ];
    shared.into_iter().chain(MODULES.iter().map(|module| module.schema))
}

/// Brings addresses of files that were stored under another address of this server in line; says so in the log.
pub async fn move_addresses(settings: &Settings, db: &Db) -> Result<(), Error> {
    let statements: Vec<_> = schemas().flat_map(|schema| schema.addresses).copied().collect();
    if let Some(before) = platform::moving::move_addresses(db, &statements, &settings.public_url).await? {
        let now = &settings.public_url;
        tracing::info!(
            before,
            now,
            "the public URL is another: addresses of pictures were changed"
        );
    }
    Ok(())
}

/// Migrations of the whole program. All of them run whichever modules are served: servers with different modules share
/// one database.
pub fn migrations() -> Vec<ModuleMigrations> {
    schemas().map(|schema| schema.migrations).collect()
}

/// The modules that keep files, and where.
pub fn modules_with_files() -> impl Iterator<Item = (&'static str, KeptFiles)> {
    MODULES.iter().filter_map(|module| Some((module.name, module.files?)))
}

/// A module's files.
fn media_of(settings: &Settings, module: &Manifest) -> Result<Media, Error> {
    let none = || Error::internal(format!("{} keeps no files", module.name));
    settings.media_place()?.open(&module.files.ok_or_else(none)?)
}

/// A part of the program as the documents describe it, whether it runs or not.
pub struct Documented {
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// The envelope of its answers.
    pub dialect: &'static dyn Dialect,
    /// Its routes.
    pub endpoints: Vec<EndpointDoc>,
}

impl From<&Manifest> for Documented {
    fn from(manifest: &Manifest) -> Self {
        Self {
            name: manifest.name,
            about: manifest.about,
            dialect: manifest.dialect,
            endpoints: (manifest.endpoints)(),
        }
    }
}

/// The services that other programs can also reach by gRPC and through the broker, of the modules that are served.
pub fn rpc_services(settings: &Settings) -> Vec<Arc<rpc::Service>> {
    const SESSIONS: &[(&str, &str)] = &[
        ("currentUser", "/currentuser"),
        ("listGrantedPermissions", "/permissions"),
        ("checkPermission", "/permissions/{permissionName}"),
    ];
    let service = |codename, full_name, module: &Manifest| {
        let endpoints = vec![module.endpoints, accounts::MANIFEST.endpoints];
        Arc::new(rpc::Service::new(codename, full_name, SERVICE, endpoints, SESSIONS))
    };
    let all = [
        (
            "clonesahibinden-categorylocation-service",
            "categorylocation.v1.CategoryLocationService",
            &classifieds::MANIFEST,
        ),
        (
            "clonesahibinden-conversation-service",
            "conversation.v1.ConversationService",
            &conversations::MANIFEST,
        ),
    ];
    all.into_iter()
        .filter(|(_, _, module)| settings.serves(module))
        .map(|(codename, full_name, module)| service(codename, full_name, module))
        .collect()
}

/// The message broker, if there is one.
pub fn broker(settings: &Settings) -> Option<Broker> {
    let addresses: Vec<String> = settings
        .nats
        .iter()
        .map(|address| address.reveal().to_owned())
        .collect();
    (!addresses.is_empty()).then(|| {
        Broker::new(BrokerOptions {
            addresses,
            credentials: settings.nats_credentials.clone(),
        })
    })
}

/// What all modules tell other programs.
pub fn announces() -> Vec<Announces> {
    MODULES.iter().filter_map(|module| module.announces).collect()
}

/// Every module that the settings ask for, and the server's own routes.
pub fn documented(settings: &Settings) -> Vec<Documented> {
    let wanted = MODULES.iter().filter(|module| settings.serves(module));
    let mut parts: Vec<Documented> = wanted.map(|module| (*module).into()).collect();
    if parts.iter().any(|part| part.dialect == SERVICE) {
        parts.push((&accounts::MANIFEST).into());
        parts.push((&webhooks::MANIFEST).into());
    }
    parts.push(Documented {
        name: "server",
        about: "Health and figures of the server itself.",
        dialect: STANDARD,
        endpoints: crate::system::endpoint_docs(),
    });
    parts
}

/// The `OpenAPI` document, as JSON.
pub fn openapi(settings: &Settings) -> Result<String, Error> {
    openapi::document(&module_docs(&documented(settings)), &settings.public_url)?.to_json()
}

/// The `AsyncAPI` document, as JSON.
pub fn asyncapi(settings: &Settings) -> Result<String, Error> {
    asyncapi::document(&announces(), &rpc_services(settings))
}

/// The Postman collection, as JSON.
pub fn postman(settings: &Settings) -> Result<String, Error> {
    postman::collection(&module_docs(&documented(settings)), &settings.public_url)?.to_json()
}

fn module_docs(parts: &[Documented]) -> Vec<openapi::ModuleDoc<'_>> {
    let docs = parts.iter().map(|part| openapi::ModuleDoc {
        name: part.name,
        about: part.about,
        dialect: part.dialect,
        endpoints: &part.endpoints,
    });
    docs.collect()
}

/// Everything that runs, before it is served.
pub struct Wired {
    /// The database.
    pub db: Db,
    /// People.
    pub accounts: Accounts,
    /// TrackMate, also used to fill in demo data.
    pub trackmate: Trackmate,
    /// Assessment, also used to fill in demo data.
    pub assessment: Assessment,
    /// Classifieds, also used to fill in demo data and to tell conversations about listings.
    pub classifieds: Classifieds,
    /// Conversations, also used to fill in demo data.
    pub conversations: Conversations,
    /// What addresses of others are told, if services are served.
    pub webhooks: Option<Webhooks>,
    /// What pages for people share.
    pub kit: Kit,
    /// The modules that were asked for.
    pub modules: Vec<Module>,
    /// What keeps the memory of the shared parts right.
    pub listeners: Vec<Listener>,
    /// Background work of the shared parts.
    pub jobs: Vec<Job>,
}

impl Wired {
    /// Every module that keeps something of people, whether it is served or not: its rows are there.
    pub fn personal(&self) -> Vec<Arc<dyn PersonalData>> {
        vec![
            Arc::new(self.accounts.clone()),
            Arc::new(self.trackmate.clone()),
            Arc::new(self.classifieds.clone()),
            Arc::new(self.conversations.clone()),
        ]
    }

    /// All background work.
    pub fn every_job(&self) -> impl Iterator<Item = &Job> {
        let of_modules = self.modules.iter().flat_map(|module| &module.jobs);
        self.jobs.iter().chain(of_modules)
    }
}

/// How soon a running server signs with a key that another process has made.
pub const KEYS_TAKEN_UP: Duration = Duration::from_secs(5);

/// Opens the database, migrated.
pub async fn open_database(settings: &Settings, clock: Clock) -> Result<Db, Error> {
    let db = connect(settings, clock).await?;
    db.migrate(&migrations()).await?;
    Ok(db)
}

/// Opens the database as it is.
pub async fn connect(settings: &Settings, clock: Clock) -> Result<Db, Error> {
    let options = Options {
        sqlite: SqliteOptions::default(),
        postgres_connections: usize::try_from(settings.postgres_connections).unwrap_or(16),
    };
    Db::open(&settings.database, options, clock, Bus::new()).await
}

/// People over a database.
pub fn accounts(settings: &Settings, db: &Db, cost: Cost) -> Result<Accounts, Error> {
    accounts_with(settings, db, cost, Keyring::open(&settings.keys, db.clock())?, None)
}

/// How people are written to about their accounts, if they are.
fn post(settings: &Settings, mail: Option<&Mail>) -> Result<Option<Post>, Error> {
    let Some(mail) = mail else { return Ok(None) };
    let letters = Letters::new(settings.public_url.clone(), &[])?;
    Ok(Some(Post {
        writer: Arc::new(letters),
        mailer: Arc::new(mail.clone()),
    }))
}

/// Who finds the words of letters about listings, if there are letters.
fn market_writer(settings: &Settings, mail: Option<&Mail>) -> Result<Option<Arc<dyn MarketWriter>>, Error> {
    let letters = mail
        .map(|_| MarketLetters::new(settings.public_url.clone()))
        .transpose()?;
    Ok(letters.map(|letters| Arc::new(letters) as Arc<dyn MarketWriter>))
}

fn accounts_with(
    settings: &Settings,
    db: &Db,
    cost: Cost,
    keys: Keyring,
    post: Option<Post>,
) -> Result<Accounts, Error> {
    let options = accounts::Options {
        access: Duration::from_secs(u64::from(settings.access_minutes) * 60),
        refresh: Duration::from_secs(u64::from(settings.refresh_days) * 24 * 60 * 60),
        cost,
        registrations_per_network: settings.registrations_per_network,
        factor_from: settings.require_totp.map(Into::into),
        ..accounts::Options::default()
    };
    Accounts::with_post(db.clone(), keys, options, post)
}

/// Letters to people, if the settings name a mail server. No letter is begun once `closing` turned true.
pub fn mail(
    settings: &Settings,
    db: &Db,
    keys: Keyring,
    closing: tokio::sync::watch::Receiver<bool>,
) -> Result<Option<Mail>, Error> {
    let Some(options) = settings.mail()? else {
        return Ok(None);
    };
    Mail::new(db.clone(), keys, &options, closing).map(Some)
}

/// Exams over a database.
pub fn assessment(settings: &Settings, db: &Db, cost: Cost) -> Result<Assessment, Error> {
    // Whoever asks from the command line has no streams to end.
    let (_never, closing) = tokio::sync::watch::channel(false);
    assessment_with(settings, db, cost, Keyring::open(&settings.keys, db.clock())?, closing)
}

fn assessment_with(
    settings: &Settings,
    db: &Db,
    cost: Cost,
    keys: Keyring,
    closing: tokio::sync::watch::Receiver<bool>,
) -> Result<Assessment, Error> {
    let media = media_of(settings, &assessment::MANIFEST)?;
    let options = assessment::Options {
        public_url: settings.public_url.clone(),
        insecure_lan: settings.insecure_lan,
        video_reserve: u64::from(settings.video_reserve_mib) << 20,
        cost,
    };
    Assessment::new(db.clone(), keys, media, options, closing)
}

/// Puts everything together.
pub fn wire(settings: &Settings, db: Db, shared: &Shared, cost: Cost) -> Result<Wired, Error> {
    let keys = Keyring::open(&settings.keys, db.clock())?;
    let mail = mail(settings, &db, keys.clone(), shared.closing.clone())?;
    let accounts = accounts_with(settings, &db, cost, keys.clone(), post(settings, mail.as_ref())?)?;
    let media = media_of(settings, &trackmate::MANIFEST)?;
    let options = trackmate::Options {
        public_url: settings.public_url.clone(),
        product_url: settings.product_url.clone(),
        moderate_umkm: settings.moderate_umkm,
    };
    let trackmate = Trackmate::new(accounts.clone(), media, options);
    let assessment = assessment_with(settings, &db, cost, keys.clone(), shared.closing.clone())?;
    let options = classifieds::Options {
        moderate_listings: settings.moderate_listings,
        review_edits: settings.review_edits,
        listings_per_day: settings.listings_per_day,
        search_notice_pause: Duration::from_secs(u64::from(settings.search_notice_hours) * 60 * 60),
    };
    let media = media_of(settings, &classifieds::MANIFEST)?;
    let writer = market_writer(settings, mail.as_ref())?;
    let classifieds = Classifieds::with_writer(accounts.clone(), media, options, writer);
    let listings = Arc::new(Listings(classifieds.clone()));
    let options = conversations::Options {
        messages_per_minute: settings.messages_per_minute,
        threads_per_day: settings.threads_per_day,
        edit_window: Duration::from_secs(u64::from(settings.edit_minutes) * 60),
        unread_after: Duration::from_secs(u64::from(settings.unread_mail_minutes) * 60),
        ..conversations::Options::default()
    };
    let media = media_of(settings, &conversations::MANIFEST)?;
    let conversations = Conversations::new(
        accounts.clone(),
        listings,
        media,
        unread_letters(settings, &accounts, mail.as_ref())?,
        options,
        shared.closing.clone(),
    );
    let shared = &Shared {
        identify: Some(accounts.identify()),
        ..shared.clone()
    };
    let mut modules = Vec::new();
    if settings.serves(&trackmate::MANIFEST) {
        modules.push(trackmate.module(shared));
    }
    if settings.serves(&assessment::MANIFEST) {
        modules.push(assessment.module(shared));
    }
    if settings.serves(&classifieds::MANIFEST) {
        modules.push(classifieds.module(shared));
    }
    if settings.serves(&conversations::MANIFEST) {
        modules.push(conversations.module(shared));
    }
    // The documents of the services share their session routes, and webhooks hear all services.
    let mut hooks = None;
    if modules.iter().any(|module| module.manifest.dialect == SERVICE) {
        modules.push(accounts.module(shared, settings.https()));
        let webhooks = hooks.insert(webhooks(settings, &accounts, keys.clone(), shared));
        modules.push(webhooks.module(shared));
    }
    let kit = kit(settings, &accounts, &conversations, keys.clone())?;
    Ok(Wired {
        kit,
        listeners: accounts.listeners(),
        jobs: jobs(&accounts, mail.as_ref(), &db, keys),
        db,
        accounts,
        trackmate,
        assessment,
        classifieds,
        conversations,
        webhooks: hooks,
        modules,
    })
}

/// What addresses of others are told of all modules.
fn webhooks(settings: &Settings, accounts: &Accounts, keys: Keyring, shared: &Shared) -> Webhooks {
    let options = webhooks::Options {
        allow_private: settings.webhooks_allow_private,
    };
    Webhooks::new(accounts.clone(), keys, announces(), options, shared.closing.clone())
}

/// What stands in the bar of pages: of what is served.
fn menu(settings: &Settings) -> Vec<Menu> {
    let mut menu = pages_trackmate::MENU.to_vec();
    menu.push(pages_admin::MENU);
    if settings.serves(&conversations::MANIFEST) {
        menu.insert(1, pages_inbox::MENU);
    }
    if settings.serves(&classifieds::MANIFEST) {
        menu.insert(1, pages_market::MENU);
    }
    menu
}

/// What pages for people share.
fn kit(settings: &Settings, accounts: &Accounts, conversations: &Conversations, keys: Keyring) -> Result<Kit, Error> {
    let options = pages_kit::Options {
        https: settings.https(),
        public_url: settings.public_url.clone(),
        catalogues: [
            &pages_trackmate::CATALOGUES[..],
            &[
                pages_market::CATALOGUE,
                pages_inbox::CATALOGUE,
                pages_exam::CATALOGUE,
                pages_admin::CATALOGUE,
            ],
            &pages_committee::CATALOGUES,
        ]
        .concat(),
        menu: menu(settings),
        waiting: settings
            .serves(&conversations::MANIFEST)
            .then(|| pages_inbox::unread(conversations)),
    };
    Kit::new(accounts.clone(), keys, options)
}

/// Background work of the shared parts.
fn jobs(accounts: &Accounts, mail: Option<&Mail>, db: &Db, keys: Keyring) -> Vec<Job> {
    let mut jobs = accounts.jobs();
    jobs.extend(mail.into_iter().flat_map(Mail::jobs));
    let answers = db.clone();
    jobs.push(Job {
        name: "platform.expire_answers",
        every: Duration::from_secs(60 * 60),
        run: Arc::new(move |_| {
            let db = answers.clone();
            Box::pin(async move { platform::idempotency::expire(&db).await })
        }),
    });
    jobs.push(Job {
        name: "platform.reload_keys",
        every: KEYS_TAKEN_UP,
        run: Arc::new(move |_| {
            let keys = keys.clone();
            Box::pin(async move { keys.reload_if_changed().map(drop) })
        }),
    });
    jobs
}

/// Who tells people that messages wait, if letters are written here.
fn unread_letters(
    settings: &Settings,
    accounts: &Accounts,
    mail: Option<&Mail>,
) -> Result<Option<Arc<dyn conversations::UnreadLetters>>, Error> {
    if mail.is_none() {
        return Ok(None);
    }
    Ok(Some(Arc::new(UnreadLetters {
        accounts: accounts.clone(),
        letters: Letters::new(settings.public_url.clone(), &[pages_inbox::CATALOGUE])?,
    })))
}

/// Tells people by mail that messages wait.
struct UnreadLetters {
    accounts: Accounts,
    letters: Letters,
}

/// A letter about what waits is of no use much later.
const UNREAD_LETTER_LASTS: Duration = Duration::from_secs(2 * 24 * 60 * 60);

impl conversations::UnreadLetters for UnreadLetters {
    fn tell<'a>(
        &'a self,
        tx: &'a mut platform::Tx<'_>,
        to: &'a accounts::AccountId,
        digest: &'a conversations::UnreadDigest,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            let news = accounts::News {
                topic: accounts::Topic::UnreadMessages,
                id: digest.id.clone(),
                good_until: Some(tx.now().plus(UNREAD_LETTER_LASTS)),
            };
            let wording =
                |to: &accounts::Addressee, end: &str| pages_inbox::unread_letter(&self.letters, to, end, digest);
            self.accounts.notify(tx, to, news, &wording).await
        })
    }
}

/// Tells conversations about listings, whether or not this process serves them.
struct Listings(Classifieds);

impl ListingLookup for Listings {
    fn find<'a>(&'a self, ids: &'a [String]) -> BoxFuture<'a, Result<Vec<Listing>, Error>> {
        Box::pin(async move {
            let now = self.0.now();
            let found = self.0.listings_by_ids(ids).await?;
            found
                .into_iter()
                .map(|listing| as_thread_shows_it(&listing, now))
                .collect()
        })
    }
}

fn as_thread_shows_it(listing: &classifieds::Listing, now: Timestamp) -> Result<Listing, Error> {
    Ok(Listing {
        id: listing.id.to_string(),
        status: listing.status.name().to_owned(),
        status_idx: listing.status_idx,
        title: listing.title.clone(),
        owner: listing.user_id.clone(),
        active: listing.is_public(now),
        full: serde_json::value::to_raw_value(listing).map_err(Error::internal)?,
    })
}
