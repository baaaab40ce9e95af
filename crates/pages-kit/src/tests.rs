//! What holds for the whole kit.

use std::path::Path;

use crate::{Language, Words, names_its_reader, words::KIT};

#[test]
fn every_text_is_there_in_each_language_and_is_said() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    testkit::catalogues::check(root, "kit", &["failure-", "done-", "module-"]);
}

#[test]
fn catalogues_can_be_read() {
    let words = Words::of(&[KIT]).unwrap();
    let said = Language::ALL.map(|language| words.in_language(language).with("account-since", "day", "X"));
    assert_eq!(said, ["Bergabung sejak X", "Here since X", "X tarihinden beri burada"]);
    let english = words.in_language(Language::English);
    assert_eq!(english.say("no-such-key"), "no-such-key");
    assert_eq!(
        english.around("account-since", "day"),
        ("Here since ".to_owned(), String::new())
    );
    let turkish = words.in_language(Language::Turkish);
    assert_eq!(turkish.around("account-since", "day").1, " tarihinden beri burada");
}

#[test]
fn addresses_that_lead_nowhere_from_another_machine_are_known() {
    for here in [
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:80",
        "http://LOCALHOST:1/x",
    ] {
        assert!(names_its_reader(here), "{here}");
    }
    for elsewhere in [
        "https://balai.example.org",
        "http://192.168.1.4:8080",
        "http://localhost.example.org",
        "",
    ] {
        assert!(!names_its_reader(elsewhere), "{elsewhere}");
    }
}
