//! Letters from the transaction in which they come up to a server that speaks SMTP.

use std::time::Duration;

use platform::{
    Db, Error, Tx,
    auth::keys::Keyring,
    mail::{Letter, Mailer as _},
    module,
};
use testkit::{TestDb, both_engines, smtp::Smtp};
use tokio::sync::watch;

use crate::{Backlog, Mail, Options, SCHEMA, list_unsent, read_backlog};

struct House {
    mail: Mail,
    db: Db,
    server: Smtp,
    closing: watch::Sender<bool>,
    test: TestDb,
}

impl House {
    async fn new(test: TestDb) -> Self {
        let test = test.migrated(&[module::SCHEMA.migrations, SCHEMA.migrations]).await;
        let server = Smtp::start().await;
        let (closing, closed) = watch::channel(false);
        Self {
            mail: mail(&test, &server, closed),
            db: test.db.clone(),
            server,
            closing,
            test,
        }
    }

    async fn post(&self, letter: Letter) -> Result<(), Error> {
        let mail = self.mail.clone();
        let work = async move |tx: &mut Tx<'_>| mail.post(tx, letter.clone()).await;
        self.db.write(work).await
    }

    async fn backlog(&self) -> (i64, i64) {
        let Backlog { waiting, given_up } = read_backlog(&self.db).await.unwrap();
        (waiting, given_up)
    }

    async fn later(&self, minutes: u64) {
        self.test.clock.advance(Duration::from_secs(minutes * 60));
        self.mail.send_due().await.unwrap();
    }
}

fn mail(test: &TestDb, server: &Smtp, closed: watch::Receiver<bool>) -> Mail {
    let options = Options {
        smtp: server.url().parse().unwrap(),
        password: None,
        from: "Balai Désa <balai@example.org>".parse().unwrap(),
    };
    let keys = Keyring::open(test.dir.path().join("keys.json"), &test.clock).unwrap();
    Mail::new(test.db.clone(), keys, &options, closed).unwrap()
}

fn letter(id: &str, to: &str) -> Letter {
    Letter {
        id: id.to_owned(),
        to: to.to_owned(),
        subject: "Şifre — sandi baru".to_owned(),
        text: "Buka https://balai.example.org/sandi?kode=abc_DEF-123&x=1 sekarang.\n.\nSelesai.\n".to_owned(),
        html: "<!doctype html><p>Buka <a href=\"https://balai.example.org/\">ini</a></p>".to_owned(),
        unsubscribe: Some("https://balai.example.org/surat?kode=k".to_owned()),
        good_until: None,
    }
}

both_engines! {
    async fn a_letter_arrives_once_and_in_both_forms(test: TestDb) {
        let house = House::new(test).await;
        for _ in 0..2 {
            house.post(letter("reset:1", "siti@example.com")).await.unwrap();
        }
        assert_eq!(house.backlog().await, (1, 0));
        house.mail.send_due().await.unwrap();
        house.mail.send_due().await.unwrap();
        assert_eq!(house.server.arrived().len(), 1);
        let arrived = house.server.last_to("siti@example.com");
        assert_eq!(arrived.from, "balai@example.org");
        for part in [
            "List-Unsubscribe: <https://balai.example.org/surat?kode=k>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "Auto-Submitted: auto-generated",
            "multipart/alternative",
            "https://balai.example.org/sandi?kode=abc_DEF-123&x=1",
            "Content-Type: text/html; charset=utf-8",
            "\r\n.\r\nSelesai.",
        ] {
            assert!(arrived.text.contains(part), "{part}\n{}", arrived.text);
        }
        // Its id is known for a while, and nothing else of it.
        house.post(letter("reset:1", "siti@example.com")).await.unwrap();
        house.mail.send_due().await.unwrap();
        assert_eq!(house.server.arrived().len(), 1);
        house.test.clock.advance(Duration::from_secs(8 * 24 * 60 * 60));
        house.mail.clean_up().await.unwrap();
        house.post(letter("reset:1", "siti@example.com")).await.unwrap();
        assert_eq!(house.backlog().await, (1, 0));
    }

    async fn a_letter_of_a_write_that_failed_is_none(test: TestDb) {
        let house = House::new(test).await;
        let mail = house.mail.clone();
        let work = async move |tx: &mut Tx<'_>| {
            mail.post(tx, letter("a", "siti@example.com")).await?;
            Err::<(), _>(Error::internal("no"))
        };
        house.db.write(work).await.unwrap_err();
        house.mail.send_due().await.unwrap();
        assert_eq!((house.backlog().await, house.server.arrived().len()), ((0, 0), 0));
    }

    async fn a_refused_recipient_is_given_up_and_shown_and_keeps_nobody_waiting(test: TestDb) {
        let house = House::new(test).await;
        house.server.refuse("gone@example.com", 550);
        house.server.refuse("full@example.com", 452);
        for to in ["gone@example.com", "full@example.com", "siti@example.com", "no address"] {
            house.post(letter(to, to)).await.unwrap();
        }
        house.mail.send_due().await.unwrap();
        assert_eq!(house.server.arrived().len(), 1);
        assert_eq!(house.backlog().await, (1, 2));
        let unsent = list_unsent(&house.db).await.unwrap();
        let gone = unsent.iter().find(|letter| letter.to == "gone@example.com").unwrap();
        assert!(gone.is_given_up && gone.error.as_ref().unwrap().contains("550"), "{gone:?}");
        house.server.refuse("full@example.com", 0);
        house.later(2).await;
        assert_eq!((house.backlog().await, house.server.arrived().len()), ((0, 2), 2));
    }

    async fn letters_wait_for_a_server_that_is_away(test: TestDb) {
        let mut house = House::new(test).await;
        house.server.stop().await;
        for id in ["a", "b", "c"] {
            house.post(letter(id, "siti@example.com")).await.unwrap();
        }
        // After the first nobody else is tried.
        house.mail.send_due().await.unwrap();
        let tried = list_unsent(&house.db).await.unwrap().iter().filter(|letter| letter.attempts > 0).count();
        assert_eq!((tried, house.backlog().await), (1, (3, 0)));
        house.server.resume().await;
        house.mail.send_due().await.unwrap();
        assert_eq!(house.server.arrived().len(), 2);
        house.later(2).await;
        assert_eq!((house.server.arrived().len(), house.backlog().await), (3, (0, 0)));
    }

    async fn after_days_a_letter_is_given_up_and_one_that_is_of_no_use_sooner(test: TestDb) {
        let mut house = House::new(test).await;
        house.server.stop().await;
        house.post(letter("long", "siti@example.com")).await.unwrap();
        let until = house.test.clock.now().plus(Duration::from_secs(60 * 60));
        house.post(Letter { good_until: Some(until), ..letter("short", "siti@example.com") }).await.unwrap();
        for _ in 0..12 {
            house.later(60).await;
            house.mail.send_due().await.unwrap();
        }
        assert_eq!(house.backlog().await, (1, 1));
        for _ in 0..20 {
            house.later(24 * 60).await;
        }
        assert_eq!(house.backlog().await, (0, 2));
    }

    async fn what_was_under_way_when_a_process_died_is_sent_by_the_next_one(test: TestDb) {
        let house = House::new(test).await;
        house.post(letter("a", "siti@example.com")).await.unwrap();
        let claim = async |tx: &mut Tx<'_>| {
            let now = tx.now();
            let seq = crate::store::due(tx, now).await?[0];
            crate::store::claim(tx, seq, now.plus(Duration::from_secs(180))).await
        };
        assert!(house.db.write::<_, Error, _>(claim).await.unwrap().is_some());
        house.mail.send_due().await.unwrap();
        assert_eq!(house.server.arrived().len(), 0);
        house.later(4).await;
        assert_eq!(house.server.arrived().len(), 1);
    }
}

#[tokio::test]
async fn nothing_is_begun_at_a_stop() {
    let house = House::new(TestDb::sqlite().await).await;
    house.post(letter("a", "siti@example.com")).await.unwrap();
    house.closing.send(true).unwrap();
    house.mail.send_due().await.unwrap();
    assert_eq!(house.server.arrived().len(), 0);
}
