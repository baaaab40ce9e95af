//! What settings may say, and that one name means the same wherever it is said.

use super::*;

const MODULES: &[&Manifest] = &[&trackmate::MANIFEST];

#[test]
fn flags_and_environment_win_over_the_file() {
    let file: Given = toml::from_str("cache_mib = 5\ntimeout_seconds = 7").unwrap();
    let flags = Given {
        cache_mib: Within::new(9),
        ..Given::default()
    };
    let settings = flags.or(file).settle(MODULES).unwrap();
    assert_eq!(
        (settings.cache_mib, settings.timeout_seconds, settings.drain_seconds),
        (9, 7, 20)
    );
}

#[test]
fn what_a_flag_refuses_the_file_refuses_too() {
    for (file, least, most) in [
        ("access_minutes = 0", 1, 1440),
        ("drain_seconds = 3601", 0, 3600),
        ("cache_mib = -1", 1, 65_536),
        ("timeout_seconds = 99999999999", 1, 3600),
    ] {
        let error = toml::from_str::<Given>(file).unwrap_err().to_string();
        assert!(
            error.contains(&format!("a whole number from {least} to {most}")),
            "{error}"
        );
    }
}

#[test]
fn what_may_be_given_several_times_may_be_given_once() {
    let one: Given =
        toml::from_str("listen = \"127.0.0.1:1\"\ntrusted_proxy = \"10.0.0.1\"\nmodule = \"trackmate\"").unwrap();
    let list: Given =
        toml::from_str("listen = [\"127.0.0.1:1\"]\ntrusted_proxy = [\"10.0.0.1\"]\nmodule = [\"trackmate\"]").unwrap();
    assert_eq!(one.settle(MODULES).unwrap(), list.settle(MODULES).unwrap());
    let error = toml::from_str::<Given>("listen = \"localhost\"")
        .unwrap_err()
        .to_string();
    assert!(error.contains("localhost"), "{error}");
}

#[test]
fn an_allowed_origin_is_a_name_and_never_a_pattern() {
    let of = |file: &str| toml::from_str::<Given>(file);
    let settings = of("allow_origin = [\"https://App.example.org:443\", \"http://localhost:3000\"]").unwrap();
    let printed = settings.settle(MODULES).unwrap().print().unwrap();
    assert!(
        printed.contains("allow_origin = [\"https://app.example.org\", \"http://localhost:3000\"]"),
        "{printed}"
    );
    for wrong in ["*", "null", "https://*.example.org", "https://app.example.org/"] {
        let refused = of(&format!("allow_origin = \"{wrong}\"")).unwrap_err().to_string();
        assert!(refused.contains("with neither path nor wildcard"), "{refused}");
    }
}

#[test]
fn what_is_for_plain_http_does_not_stand_beside_https() {
    let of = |url: &str| {
        let given = Given {
            insecure_lan: Some(true),
            public_url: Some(url.into()),
            ..Given::default()
        };
        given.settle(MODULES)
    };
    assert!(of("http://sekolah.lan:8080").unwrap().insecure_lan);
    let refused = of("https://sekolah.example").unwrap_err().to_string();
    assert!(
        refused.contains("insecure_lan") && refused.contains("public_url"),
        "{refused}"
    );
}

#[test]
fn a_misspelt_name_in_the_file_is_refused() {
    assert!(toml::from_str::<Given>("cahce_mib = 5").is_err());
}

#[test]
fn an_unknown_module_is_refused_with_the_known_ones() {
    let given = Given {
        module: Some(vec!["chess".into()]),
        ..Given::default()
    };
    assert!(
        given
            .settle(MODULES)
            .unwrap_err()
            .to_string()
            .contains("there are: trackmate")
    );
}

#[test]
fn printed_settings_hide_the_database_password() {
    let given = Given {
        database: Some("postgres://u:secret@h/d".into()),
        ..Given::default()
    };
    let printed = given.settle(MODULES).unwrap().print().unwrap();
    assert!(
        printed.contains("postgres://u:***@h/d") && !printed.contains("secret"),
        "{printed}"
    );
}

#[test]
fn a_public_url_is_an_http_address() {
    let of = |url: &str| {
        Given {
            public_url: Some(url.into()),
            ..Given::default()
        }
        .settle(MODULES)
    };
    assert_eq!(
        of("https://balai.example.org/").unwrap().public_url,
        "https://balai.example.org"
    );
    assert!(of("balai.example.org").is_err());
    assert!(of("ftp://x").is_err());
}

/// The file that packages install, and the same with every setting that it only shows.
fn packaged_data() -> (&'static str, String) {
    let file = include_str!("../../../../packaging/balai.toml");
    let shown = |line: &str| line.starts_with('#') && line[1..].starts_with(|first: char| first.is_ascii_lowercase());
    let lines = file.lines().map(|line| if shown(line) { &line[1..] } else { line });
    (file, lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_packaged_file_only_says_where_the_data_is() {
    let given: Given = toml::from_str(packaged_data().0).unwrap();
    let data = Given {
        data: Some("/var/lib/balai".into()),
        ..Given::default()
    };
    let of = |given: Given| given.settle(crate::wiring::MODULES).unwrap();
    assert_eq!(of(given), of(data));
}

#[test]
fn the_packaged_file_shows_every_setting_with_its_default() {
    let told: Given = toml::from_str(&packaged_data().1).unwrap();
    // These have no default that could be shown.
    let examples = Given {
        public_url: told.public_url.clone(),
        product_url: told.product_url.clone(),
        database: told.database.clone(),
        metrics_listen: told.metrics_listen,
        nats: told.nats.clone(),
        nats_credentials: told.nats_credentials.clone(),
        media_credentials: told.media_credentials.clone(),
        data: told.data.clone(),
        site: told.site.clone(),
        smtp: told.smtp.clone(),
        smtp_password_file: told.smtp_password_file.clone(),
        mail_from: told.mail_from.clone(),
        require_totp: told.require_totp,
        backup_folder: told.backup_folder.clone(),
        ..Given::default()
    };
    let of = |given: Given| given.settle(crate::wiring::MODULES).unwrap();
    let (told, defaults) = (of(told), of(examples));
    assert_eq!(told, defaults);
    let names: toml::Table = toml::from_str(&told.print().unwrap()).unwrap();
    for name in names.keys() {
        assert!(
            packaged_data().1.contains(&format!("\n{name} = ")),
            "{name} is not shown"
        );
    }
}

#[test]
fn a_broker_is_named_without_its_secrets() {
    let given: Given = toml::from_str("nats = ['tls://balai:gehe@im@broker:4222', 'nats://broker']").unwrap();
    let settings = given.settle(crate::wiring::MODULES).unwrap();
    for printed in [settings.print().unwrap(), format!("{settings:?}")] {
        assert!(printed.contains("tls://***@broker:4222"), "{printed}");
        assert!(!printed.contains("gehe") && !printed.contains("im@"), "{printed}");
    }
    assert_eq!(settings.nats[0].reveal(), "tls://balai:gehe@im@broker:4222");
    for wrong in ["broker:4222", "http://broker", "nats://", ""] {
        let refused = wrong.parse::<BrokerAddress>().unwrap_err();
        assert!(refused.contains("nats://broker:4222"), "{refused}");
    }
}

#[test]
fn a_mail_server_and_a_sender_belong_together_and_no_password_is_printed() {
    let of = |file: &str| toml::from_str::<Given>(file).unwrap().settle(MODULES);
    let (smtp, from) = (
        "smtp = \"smtps://desa:rahasia@mail.example.org\"\n",
        "mail_from = \"Balai <balai@example.org>\"\n",
    );
    for alone in [smtp, from] {
        assert_eq!(of(alone).unwrap_err().code(), "settings.mail");
    }
    let settings = of(&format!("{smtp}{from}")).unwrap();
    let printed = settings.print().unwrap();
    assert!(
        printed.contains("***@mail.example.org") && !printed.contains("rahasia"),
        "{printed}"
    );
    assert!(settings.mail().unwrap().is_some() && of("").unwrap().mail().unwrap().is_none());
    let missing = of(&format!("{smtp}{from}smtp_password_file = \"/nowhere/at/all\"")).unwrap();
    assert_eq!(missing.mail().unwrap_err().code(), "settings.smtp_password_file");
}
