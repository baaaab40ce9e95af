//! Accounts: who gets in, for how long, and what ends it at once.

use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};

use accounts::{
    Account, Accounts, Credentials, NewAccount, Options, ProfileChange, Role, RoleChange, TokenPair, Wanted,
};
use platform::{
    Conn, Ctx, Error, Kind, Lang, Result, Tx,
    auth::{
        keys::Keyring,
        password::Cost,
        token::{self, Claims, Tokens},
    },
    http::Peer,
    idempotency::Once,
    params,
};
use testkit::{TestDb, both_engines};
use tokio::task::JoinSet;

const PASSWORD: &str = "123user";
const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

struct House {
    test: TestDb,
    keys: Keyring,
    accounts: Accounts,
}

impl House {
    async fn open(test: TestDb) -> Self {
        let test = test
            .migrated(&[platform::module::SCHEMA.migrations, accounts::SCHEMA.migrations])
            .await;
        let keys = Keyring::open(test.dir.path().join("keys.json"), &test.clock).unwrap();
        let options = Options {
            cost: Cost::cheap(),
            ..Options::default()
        };
        let accounts = Accounts::new(test.db.clone(), keys.clone(), options).unwrap();
        test.db.bus().attach(accounts.listeners());
        Self { test, keys, accounts }
    }

    fn ctx(&self) -> Ctx {
        Ctx::background(self.test.clock.clone())
    }

    /// Registers somebody whose address is made from the name.
    async fn register(&self, username: &str) -> Result<String> {
        self.accounts
            .register(&self.ctx(), person(username, &format!("{username}@example.com")), None)
            .await
    }

    async fn login(&self, username: &str, password: &str) -> Result<TokenPair> {
        self.accounts
            .login(&self.ctx(), peer(1), credentials(username, password), false)
            .await
    }

    /// Registers somebody and logs in.
    async fn joined(&self, username: &str) -> TokenPair {
        self.register(username).await.unwrap();
        self.login(username, PASSWORD).await.unwrap()
    }

    /// The role of whoever an access token belongs to, or the code of the refusal.
    async fn role(&self, access_token: &str) -> std::result::Result<Role, &'static str> {
        match self.accounts.actor(self.ctx(), access_token).await {
            Ok(actor) => Ok(actor.role),
            Err(error) => {
                assert_eq!(error.kind(), Kind::Unauthenticated, "{error}");
                Err(error.code())
            }
        }
    }

    async fn account(&self, pair: &TokenPair) -> Account {
        let actor = self.accounts.actor(self.ctx(), &pair.access_token).await.unwrap();
        self.accounts.profile(&actor.id).await.unwrap()
    }
}

fn person(username: &str, email: &str) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        fullname: "Sari Dewi".to_owned(),
        image: None,
        role: Role::User,
    }
}

fn credentials(username: &str, password: &str) -> Credentials {
    Credentials {
        username: username.to_owned(),
        password: password.to_owned(),
        code: None,
    }
}

fn peer(last: u8) -> Peer {
    Peer {
        ip: IpAddr::V4(Ipv4Addr::new(203, 0, 113, last)),
        local: false,
    }
}

/// All that a caller can see of an error.
fn seen(error: &Error) -> (Kind, &'static str, String, String, usize, Option<Duration>) {
    let message = |lang| error.message().text(lang).to_owned();
    (
        error.kind(),
        error.code(),
        message(Lang::Id),
        message(Lang::En),
        error.fields().len(),
        error.retry_after(),
    )
}

fn fields(error: &Error) -> Vec<&str> {
    error.fields().iter().map(|field| field.path.as_str()).collect()
}

both_engines! {
    async fn a_suspended_account_has_no_session_and_begins_none(test: TestDb) {
        let world = House::open(test).await;
        let (pair, other) = (world.joined("sari").await, world.joined("budi").await);
        let id = world.account(&pair).await.id;
        assert!(world.accounts.suspend(&id, " spam ").await.unwrap());
        assert_eq!(world.role(&pair.access_token).await, Err("accounts.session.ended"));
        assert_eq!(world.role(&other.access_token).await, Ok(Role::User));
        let refresh = world.accounts.refresh(&world.ctx(), &pair.refresh_token).await.unwrap_err();
        assert_eq!(refresh.code(), "accounts.refresh_token.invalid");
        let refused = world.login("sari", PASSWORD).await.err().unwrap();
        assert_eq!((refused.kind(), refused.code()), (Kind::Forbidden, "accounts.suspended"));
        // Whoever does not know the password learns nothing.
        assert_eq!(world.login("sari", "wrong-password").await.err().unwrap().code(), "accounts.login.refused");

        let suspended = Wanted { after: String::new(), suspended: true, limit: 10 };
        let listed = world.accounts.list_accounts(suspended.clone()).await.unwrap();
        let reasons: Vec<_> = listed.iter().map(|one| one.suspended.as_ref().unwrap().reason.as_str()).collect();
        assert_eq!(reasons, ["spam"]);
        assert!(!world.accounts.suspend(&id, "again").await.unwrap());
        assert!(world.accounts.unsuspend(&id, "").await.unwrap());
        assert!(!world.accounts.unsuspend(&id, "").await.unwrap());
        assert!(world.accounts.list_accounts(suspended).await.unwrap().is_empty());
        assert_eq!(world.role(&pair.access_token).await, Err("accounts.session.ended"));
        world.login("sari", PASSWORD).await.unwrap();
        for who in ["sari", "SARI@example.com", id.as_str()] {
            let found = world.accounts.find_account(who).await.unwrap();
            assert_eq!(found.map(|found| found.id), Some(id.clone()), "{who}");
        }
        assert!(world.accounts.find_account("nobody").await.unwrap().is_none());
    }

    async fn a_person_registers_logs_in_and_is_known(test: TestDb) {
        let house = House::open(test).await;
        let handle = house.register("sari").await.unwrap();
        assert!(handle.starts_with("user-") && handle.len() == 21, "{handle}");
        house.test.clock.advance(MINUTE);
        let pair = house.login(" SARI ", PASSWORD).await.unwrap();
        let actor = house.accounts.actor(house.ctx(), &pair.access_token).await.unwrap();
        assert_eq!((actor.handle.as_str(), actor.role), (handle.as_str(), Role::User));
        assert_eq!(actor.ctx.actor.as_deref(), Some(actor.id.as_str()));
        let profile = house.accounts.profile(&actor.id).await.unwrap();
        assert_eq!((profile.username.as_str(), profile.email.as_str(), profile.image), ("sari", "sari@example.com", None));
        assert_eq!((profile.created_at.plus(MINUTE), profile.last_login_at), (house.test.clock.now(), Some(house.test.clock.now())));
        let (id, brief) = house.accounts.brief(&handle).await.unwrap();
        assert_eq!((id, brief.username.as_str(), brief.id.as_str()), (actor.id, "sari", handle.as_str()));
        assert_eq!(house.accounts.brief("user-nobody").await.unwrap_err().kind(), Kind::NotFound);
    }

    async fn names_and_addresses_are_unique_whatever_their_case(test: TestDb) {
        let house = House::open(test).await;
        house.accounts.register(&house.ctx(), person("sari", "sari@example.com"), None).await.unwrap();
        for (username, email, field, code) in [
            ("sari", "other@example.com", "username", "accounts.username_taken"),
            ("SaRi", "other@example.com", "username", "accounts.username_taken"),
            (" sari ", "other@example.com", "username", "accounts.username_taken"),
            ("budi", "SARI@Example.com", "email", "accounts.email_taken"),
        ] {
            let error = house.accounts.register(&house.ctx(), person(username, email), None).await.unwrap_err();
            assert_eq!((error.kind(), error.code(), fields(&error)), (Kind::Conflict, code, vec![field]), "{username} {email}");
        }
        house.register("budi").await.unwrap();
    }

    async fn what_breaks_the_rules_is_named_all_at_once(test: TestDb) {
        let house = House::open(test).await;
        let mut wrong = person("a b", "no address");
        wrong.password = "12345".to_owned();
        wrong.fullname = "  ".to_owned();
        let error = house.accounts.register(&house.ctx(), wrong, None).await.unwrap_err();
        let mut named = fields(&error);
        named.sort_unstable();
        assert_eq!((error.kind(), named), (Kind::Invalid, vec!["email", "fullname", "password", "username"]));
        let nul = person("sari\0", "sari@example.com");
        assert_eq!(fields(&house.accounts.register(&house.ctx(), nul, None).await.unwrap_err())[0], "username");
        assert_eq!(house.login("sari\0", PASSWORD).await.err().unwrap().kind(), Kind::Unauthenticated, "not a fault of ours");
    }

    async fn a_wrong_name_and_a_wrong_password_look_alike(test: TestDb) {
        let house = House::open(test).await;
        house.register("sari").await.unwrap();
        let name = house.login("nobody", PASSWORD).await.err().unwrap();
        let password = house.login("sari", "123User").await.err().unwrap();
        assert_eq!(seen(&name), seen(&password));
        assert_eq!((name.kind(), name.code()), (Kind::Unauthenticated, "accounts.login.refused"));
        house.login("sari", PASSWORD).await.unwrap();
    }

    async fn an_administrators_door_opens_for_administrators_only(test: TestDb) {
        let house = House::open(test).await;
        house.register("sari").await.unwrap();
        let knock = async |password: &str| {
            let given = credentials("sari", password);
            house.accounts.login(&house.ctx(), peer(1), given, true).await.err().map(|error| error.code())
        };
        assert_eq!(knock(PASSWORD).await, Some("accounts.admin_required"));
        assert_eq!(knock("wrong password").await, Some("accounts.login.refused"));
        house.accounts.set_role(RoleChange { username: "Sari".to_owned(), role: Role::Admin }).await.unwrap();
        assert_eq!(knock(PASSWORD).await, None);
    }

    async fn ten_failures_lock_a_name_for_a_while(test: TestDb) {
        let house = House::open(test).await;
        house.register("sari").await.unwrap();
        house.register("budi").await.unwrap();
        for number in 0..10 {
            let name = if number % 2 == 0 { "sari" } else { " SARI " };
            assert_eq!(house.login(name, "guess").await.err().unwrap().code(), "accounts.login.refused", "{number}");
        }
        // The right password from elsewhere is refused, too, and refusals do not make it longer.
        for number in 2..20 {
            let given = credentials("sari", PASSWORD);
            let error = house.accounts.login(&house.ctx(), peer(number), given, false).await.err().unwrap();
            assert_eq!((error.kind(), error.code()), (Kind::TooManyRequests, "accounts.login.throttled"));
            assert_eq!(error.retry_after(), Some(MINUTE));
        }
        house.login("budi", PASSWORD).await.unwrap();
        house.test.clock.advance(MINUTE);
        house.login("sari", PASSWORD).await.unwrap();
        // A good login forgives what came before.
        for _ in 0..10 {
            assert_eq!(house.login("sari", "guess").await.err().unwrap().code(), "accounts.login.refused");
        }
        assert_eq!(house.login("sari", PASSWORD).await.err().unwrap().code(), "accounts.login.throttled");
    }

    async fn names_that_do_not_exist_are_throttled_like_those_that_do(test: TestDb) {
        let house = House::open(test).await;
        for _ in 0..10 {
            assert_eq!(house.login("nobody", "guess").await.err().unwrap().code(), "accounts.login.refused");
        }
        assert_eq!(house.login("nobody", "guess").await.err().unwrap().code(), "accounts.login.throttled");
    }

    async fn a_hundred_failures_lock_an_address(test: TestDb) {
        let house = House::open(test).await;
        house.register("sari").await.unwrap();
        for number in 0..100 {
            let error = house.login(&format!("guess{number}"), "guess").await.err().unwrap();
            assert_eq!(error.code(), "accounts.login.refused", "{number}");
        }
        let error = house.login("sari", PASSWORD).await.err().unwrap();
        assert_eq!((error.code(), error.retry_after()), ("accounts.login.throttled", Some(Duration::from_secs(6))));
        house.accounts.login(&house.ctx(), peer(2), credentials("sari", PASSWORD), false).await.unwrap();
    }

    async fn registrations_from_one_address_are_bounded_but_not_from_this_machine(test: TestDb) {
        let house = House::open(test).await;
        for _ in 0..100 {
            house.accounts.allow_registration(peer(1)).unwrap();
        }
        assert_eq!(house.accounts.allow_registration(peer(1)).unwrap_err().code(), "accounts.register.throttled");
        house.accounts.allow_registration(peer(2)).unwrap();
        for _ in 0..200 {
            house.accounts.allow_registration(Peer { ip: IpAddr::V4(Ipv4Addr::LOCALHOST), local: true }).unwrap();
        }
    }

    async fn an_access_token_ends_by_the_clock_and_a_refresh_token_buys_another(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        house.test.clock.advance(14 * MINUTE + Duration::from_secs(59));
        assert_eq!(house.role(&pair.access_token).await, Ok(Role::User));
        house.test.clock.advance(Duration::from_secs(1));
        assert_eq!(house.role(&pair.access_token).await, Err("auth.token_expired"));
        let fresh = house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.unwrap();
        assert_eq!(house.role(&fresh).await, Ok(Role::User));
        // The refresh token stays good; the old access token stays bad.
        house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.unwrap();
        assert_eq!(house.role(&pair.access_token).await, Err("auth.token_expired"));
    }

    async fn a_session_ends_after_thirty_days_its_last_access_token_included(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        house.test.clock.advance(29 * DAY + 1439 * MINUTE);
        let last = house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.unwrap();
        assert_eq!(house.role(&last).await, Ok(Role::User));
        house.test.clock.advance(MINUTE);
        let error = house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.unwrap_err();
        assert_eq!((error.code(), fields(&error)), ("accounts.refresh_token.invalid", vec!["refreshToken"]));
        assert_eq!(house.role(&last).await, Err("accounts.session.ended"));
    }

    async fn a_logout_ends_its_session_at_once_and_no_other(test: TestDb) {
        let house = House::open(test).await;
        let phone = house.joined("sari").await;
        let laptop = house.login("sari", PASSWORD).await.unwrap();
        for pair in [&phone, &laptop] {
            assert_eq!(house.role(&pair.access_token).await, Ok(Role::User));
        }
        house.accounts.logout(&phone.refresh_token).await.unwrap();
        assert_eq!(house.role(&phone.access_token).await, Err("accounts.session.ended"));
        assert_eq!(house.role(&laptop.access_token).await, Ok(Role::User));
        assert_eq!(house.accounts.refresh(&house.ctx(), &phone.refresh_token).await.unwrap_err().kind(), Kind::Invalid);
        house.accounts.refresh(&house.ctx(), &laptop.refresh_token).await.unwrap();
        // Out is out: a second time is refused, as is a token that never was.
        for token in [phone.refresh_token.as_str(), "made up", "", &phone.access_token] {
            assert_eq!(house.accounts.logout(token).await.unwrap_err().code(), "accounts.refresh_token.invalid");
        }
    }

    async fn a_new_password_ends_every_session(test: TestDb) {
        let house = House::open(test).await;
        let pairs = [house.joined("sari").await, house.login("sari", PASSWORD).await.unwrap()];
        let other = house.joined("budi").await;
        for pair in &pairs {
            assert_eq!(house.role(&pair.access_token).await, Ok(Role::User));
        }
        house.accounts.set_password("SARI", "another one".to_owned()).await.unwrap();
        for pair in &pairs {
            assert_eq!(house.role(&pair.access_token).await, Err("accounts.session.ended"));
            assert!(house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.is_err());
        }
        assert_eq!(house.role(&other.access_token).await, Ok(Role::User));
        assert_eq!(house.login("sari", PASSWORD).await.err().unwrap().code(), "accounts.login.refused");
        house.login("sari", "another one").await.unwrap();
        assert_eq!(house.accounts.set_password("sari", "short".to_owned()).await.unwrap_err().kind(), Kind::Invalid);
        assert_eq!(house.accounts.set_password("nobody", "another one".to_owned()).await.unwrap_err().kind(), Kind::NotFound);
    }

    async fn a_deleted_account_loses_its_sessions_and_gives_its_names_back(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        let account = house.account(&pair).await;
        let (accounts, id) = (house.accounts.clone(), account.id.clone());
        house.test.db.write(async move |tx: &mut Tx<'_>| accounts.delete_account(tx, &id).await).await.unwrap();
        assert_eq!(house.role(&pair.access_token).await, Err("accounts.session.ended"));
        assert!(house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.is_err());
        assert_eq!(house.login("sari", PASSWORD).await.err().unwrap().code(), "accounts.login.refused");
        assert_eq!(house.accounts.profile(&account.id).await.unwrap_err().kind(), Kind::NotFound);
        assert_eq!(house.accounts.brief(&account.handle).await.unwrap_err().kind(), Kind::NotFound);
        let (accounts, id) = (house.accounts.clone(), account.id.clone());
        let again = house.test.db.write(async move |tx: &mut Tx<'_>| accounts.delete_account(tx, &id).await).await;
        assert_eq!(again.unwrap_err().kind(), Kind::NotFound);
        // Somebody new takes the names and has nothing of the old account.
        let fresh = house.joined("Sari").await;
        assert_ne!(house.account(&fresh).await.id, account.id);
        assert_eq!(house.role(&pair.access_token).await, Err("accounts.session.ended"));
    }

    async fn a_deletion_that_is_rolled_back_ends_nothing(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        let (accounts, id) = (house.accounts.clone(), house.account(&pair).await.id);
        let out: Result<()> = house.test.db
            .write(async move |tx: &mut Tx<'_>| {
                accounts.delete_account(tx, &id).await?;
                Err(Error::new(Kind::Conflict, "sample.refused", "a module objects"))
            })
            .await;
        assert_eq!(out.unwrap_err().code(), "sample.refused");
        assert_eq!(house.role(&pair.access_token).await, Ok(Role::User));
        house.accounts.refresh(&house.ctx(), &pair.refresh_token).await.unwrap();
    }

    async fn another_role_counts_from_the_next_call_on(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        for role in [Role::Moderator, Role::SuperAdmin, Role::Admin, Role::User] {
            house.accounts.set_role(RoleChange { username: "sari".to_owned(), role }).await.unwrap();
            assert_eq!(house.role(&pair.access_token).await, Ok(role));
        }
        let nobody = RoleChange { username: "nobody".to_owned(), role: Role::Admin };
        assert_eq!(house.accounts.set_role(nobody).await.unwrap_err().kind(), Kind::NotFound);
    }

    async fn an_edited_profile_keeps_its_sessions_and_the_rules(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        house.register("budi").await.unwrap();
        let id = house.account(&pair).await.id;
        let edit = |username: &str, email: &str, image: Option<Option<&str>>| ProfileChange {
            username: username.to_owned(),
            email: email.to_owned(),
            fullname: "Sari D.".to_owned(),
            image: image.map(|image| image.map(str::to_owned)),
        };
        let taken = house.accounts.edit_profile(&house.ctx(), &id, edit("BUDI", "sari@example.com", None)).await.unwrap_err();
        assert_eq!(taken.code(), "accounts.username_taken");
        let taken = house.accounts.edit_profile(&house.ctx(), &id, edit("sari", "budi@EXAMPLE.com", None)).await.unwrap_err();
        assert_eq!(taken.code(), "accounts.email_taken");
        for (image, wanted) in [(Some(Some("https://x.id/a.png")), Some("https://x.id/a.png")), (None, Some("https://x.id/a.png")), (Some(None), None)] {
            // One's own names, in another case, are no duplicates.
            house.accounts.edit_profile(&house.ctx(), &id, edit("Sari Edited", "SARI@example.com", image)).await.unwrap();
            let account = house.account(&pair).await;
            assert_eq!((account.username.as_str(), account.email.as_str()), ("Sari Edited", "SARI@example.com"));
            assert_eq!(account.image.as_deref(), wanted);
        }
        house.login("sari edited", PASSWORD).await.unwrap();
    }

    async fn new_keys_keep_old_sessions(test: TestDb) {
        let house = House::open(test).await;
        let before = house.joined("sari").await;
        house.keys.rotate(house.test.clock.now()).unwrap();
        assert_eq!(house.role(&before.access_token).await, Ok(Role::User));
        let fresh = house.accounts.refresh(&house.ctx(), &before.refresh_token).await.unwrap();
        let kid = |token: &str| token.split('.').next().unwrap().to_owned();
        assert_ne!(kid(&fresh), kid(&before.access_token), "signed by the new key");
        assert_eq!(house.role(&fresh).await, Ok(Role::User));
    }

    async fn a_token_for_anything_else_is_no_access_token(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        let actor = house.accounts.actor(house.ctx(), &pair.access_token).await.unwrap();
        let now = house.test.clock.now();
        let good = Claims {
            sub: actor.id.to_string(),
            sid: actor.session.to_string(),
            aud: "accounts".to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: now.plus(MINUTE).seconds(),
        };
        let tokens = Tokens::new(house.keys.clone());
        assert_eq!(house.role(&tokens.issue(&good).unwrap()).await, Ok(Role::User));
        let wrong = [
            Claims { kind: token::Kind::Refresh, ..good.clone() },
            Claims { kind: token::Kind::Ticket, ..good.clone() },
            Claims { aud: "exam.participants".to_owned(), ..good.clone() },
        ];
        for claims in wrong {
            assert_eq!(house.role(&tokens.issue(&claims).unwrap()).await, Err("auth.token_invalid"), "{claims:?}");
        }
        let other = Keyring::open(house.test.dir.path().join("other.json"), &house.test.clock).unwrap();
        let forged = Tokens::new(other).issue(&good).unwrap();
        let altered = pair.access_token.replace('.', "..");
        for token in [pair.refresh_token.as_str(), &forged, &altered, "", "a.b.c", &"x".repeat(100_000)] {
            assert_eq!(house.role(token).await, Err("auth.token_invalid"), "{token:.40}");
        }
        // Rightly signed, but the session is somebody else's or does not exist.
        for claims in [Claims { sub: "someone".to_owned(), ..good.clone() }, Claims { sid: "none".to_owned(), ..good.clone() }] {
            assert_eq!(house.role(&tokens.issue(&claims).unwrap()).await, Err("accounts.session.ended"), "{claims:?}");
        }
    }

    async fn of_fifty_registrations_of_one_name_at_once_one_succeeds(test: TestDb) {
        let house = House::open(test).await;
        let mut attempts = JoinSet::new();
        for number in 0..50 {
            let (accounts, ctx) = (house.accounts.clone(), house.ctx());
            let name = if number % 2 == 0 { "sari" } else { "SARI" };
            attempts.spawn(async move { accounts.register(&ctx, person(name, &format!("sari{number}@example.com")), None).await });
        }
        let mut made = 0;
        while let Some(done) = attempts.join_next().await {
            match done.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert_eq!(error.code(), "accounts.username_taken", "{error}"),
            }
        }
        assert_eq!(made, 1);
        house.login("sari", PASSWORD).await.unwrap();
    }

    async fn fifty_people_register_and_log_in_at_once(test: TestDb) {
        let house = House::open(test).await;
        let mut people = JoinSet::new();
        for number in 0..50 {
            let (accounts, ctx) = (house.accounts.clone(), house.ctx());
            people.spawn(async move {
                let name = format!("user{number}");
                accounts.register(&ctx, person(&name, &format!("{name}@example.com")), None).await?;
                let pair = accounts.login(&ctx, peer(1), credentials(&name, PASSWORD), false).await?;
                accounts.actor(ctx, &pair.access_token).await.map(|actor| actor.id)
            });
        }
        let mut ids = std::collections::HashSet::new();
        while let Some(done) = people.join_next().await {
            assert!(ids.insert(done.unwrap().unwrap().to_string()));
        }
        assert_eq!(ids.len(), 50);
    }

    async fn a_login_renews_a_hash_that_was_made_at_another_cost(test: TestDb) {
        let house = House::open(test).await;
        house.register("sari").await.unwrap();
        let hash = async || {
            let read = async |conn: &mut Conn<'_>| conn.first(HASH, params!["sari"], |row| row.get::<String>(0)).await;
            house.test.db.read_by_key::<_, Error, _>(read).await.unwrap().unwrap()
        };
        let cheap = hash().await;
        assert!(cheap.contains("$m=64,t=1,"), "{cheap}");
        house.login("sari", PASSWORD).await.unwrap();
        assert_eq!(hash().await, cheap);

        let cost = Cost { memory_kib: 128, ..Cost::cheap() };
        let options = Options { cost, ..Options::default() };
        let later = Accounts::new(house.test.db.clone(), house.keys.clone(), options).unwrap();
        let login = async |password| later.login(&house.ctx(), peer(1), credentials("sari", password), false).await;
        assert!(login("guessed").await.is_err());
        assert_eq!(hash().await, cheap);
        login(PASSWORD).await.unwrap();
        let dear = hash().await;
        assert!(dear.contains("$m=128,t=1,"), "{dear}");
        login(PASSWORD).await.unwrap();
        assert_eq!(hash().await, dear);
    }

    async fn a_repeated_registration_with_the_same_key_is_answered_alike(test: TestDb) {
        let house = House::open(test).await;
        let mut headers = http::HeaderMap::new();
        headers.insert("idempotency-key", http::HeaderValue::from_static("k"));
        let once = |path: &str| Once::from_headers(&headers, path).unwrap().map(|once| once.over(b"body"));
        let mut handles = Vec::new();
        for _ in 0..3 {
            let new = person("sari", "sari@example.com");
            handles.push(house.accounts.register(&house.ctx(), new, once("/users")).await.unwrap());
        }
        handles.dedup();
        assert_eq!(handles.len(), 1);
    }

    async fn ended_sessions_are_purged_a_day_later_and_living_ones_stay(test: TestDb) {
        let house = House::open(test).await;
        let old = house.joined("sari").await;
        house.test.clock.advance(2 * DAY);
        let living = house.login("sari", PASSWORD).await.unwrap();
        house.test.clock.advance(29 * DAY);
        let job = house.accounts.jobs().into_iter().find(|job| job.name == "accounts.purge_sessions").unwrap();
        (job.run)(house.ctx()).await.unwrap();
        let fresh = house.accounts.refresh(&house.ctx(), &living.refresh_token).await.unwrap();
        assert_eq!(house.role(&fresh).await, Ok(Role::User));
        assert_eq!(house.accounts.refresh(&house.ctx(), &old.refresh_token).await.unwrap_err().kind(), Kind::Invalid);
    }

    async fn no_password_and_no_refresh_token_is_stored_in_plain(test: TestDb) {
        let house = House::open(test).await;
        let pair = house.joined("sari").await;
        let stored = house.test.db.read(async |conn: &mut Conn<'_>| {
            let read = |row: &platform::db::Row<'_>| Ok((row.get::<String>(0)?, row.get::<String>(1)?));
            Ok::<_, Error>(conn.first(SECRETS, &[], read).await?.unwrap())
        });
        let (password_hash, refresh_hash) = stored.await.unwrap();
        assert!(password_hash.starts_with("$argon2id$") && !password_hash.contains(PASSWORD), "{password_hash}");
        assert!(refresh_hash.len() == 64 && !refresh_hash.contains(&pair.refresh_token), "{refresh_hash}");
    }
}

platform::statements! {
    HASH = "select password_hash from account where username = $1";
    SECRETS = "select a.password_hash, s.refresh_hash from account a join session s on s.account_id = a.id limit 1";
}
