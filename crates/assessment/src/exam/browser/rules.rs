//! The settings of Safe Exam Browser for an event, its Config Key, and the hash that it sends with each request
//! (<https://safeexambrowser.org/developer/seb-config-key.html>).
//!
//! Invariant: file and key are made of the same settings, so a browser that has the file knows the key.

use std::fmt::Write as _;

use platform::text::hex;
use sha2::{Digest as _, Sha256};

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Setting {
    Flag(bool),
    Number(i64),
    Text(String),
}

/// Settings by their names, in the order of their names without case.
type Settings = Vec<(&'static str, Setting)>;

/// Begins the file, as plain XML is taken.
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
    <plist version=\"1.0\">\n<dict>\n";

/// What a browser may do at an event. Only settings that all of its versions know are said: the others count as safe.
fn settings(public_url: &str, slug: &str) -> Settings {
    use Setting::{Flag, Number, Text};
    let mut settings = vec![
        ("startURL", Text(format!("{public_url}/exam?event={slug}"))),
        // Whoever has handed in leaves by a link to it.
        ("quitURL", Text(format!("{public_url}/exam/quit"))),
        ("quitURLConfirm", Flag(false)),
        ("allowQuit", Flag(true)),
        ("sendBrowserExamKey", Flag(true)),
        // The whole screen.
        ("browserViewMode", Number(1)),
        ("browserWindowAllowReload", Flag(true)),
        ("newBrowserWindowByLinkPolicy", Number(0)),
        ("allowSpellCheck", Flag(false)),
        ("allowDictionaryLookup", Flag(false)),
        ("allowPreferencesWindow", Flag(false)),
        ("allowVirtualMachine", Flag(false)),
        ("allowScreenSharing", Flag(false)),
        ("enablePrivateClipboard", Flag(true)),
        // Spoken answers and recordings.
        ("browserMediaCaptureCamera", Flag(true)),
        ("browserMediaCaptureMicrophone", Flag(true)),
        ("browserMediaCaptureScreen", Flag(true)),
        ("originatorVersion", Text("Balai".into())),
    ];
    settings.sort_by_key(|(name, _)| name.to_ascii_lowercase());
    settings
}

/// Text within XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The file that configures a browser for an event.
pub(crate) fn configuration(public_url: &str, slug: &str) -> String {
    let mut file = HEAD.to_owned();
    for (name, value) in settings(public_url, slug) {
        let value = match value {
            Setting::Flag(flag) => format!("<{flag}/>"),
            Setting::Number(number) => format!("<integer>{number}</integer>"),
            Setting::Text(text) => format!("<string>{}</string>", escaped(&text)),
        };
        // Writing to a text cannot fail.
        let _ = writeln!(file, "  <key>{name}</key>\n  {value}");
    }
    file + "</dict>\n</plist>\n"
}

/// The settings as the Config Key is made of them: no blanks, nothing escaped, without the version that wrote them.
fn canonical(settings: &Settings) -> String {
    let members = settings
        .iter()
        .filter(|(name, _)| *name != "originatorVersion")
        .map(|(name, value)| match value {
            Setting::Flag(flag) => format!("\"{name}\":{flag}"),
            Setting::Number(number) => format!("\"{name}\":{number}"),
            Setting::Text(text) => format!("\"{name}\":\"{text}\""),
        });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// The Config Key of an event's file, in hexadecimal digits.
pub(crate) fn config_key(public_url: &str, slug: &str) -> String {
    hex(&Sha256::digest(canonical(&settings(public_url, slug)).as_bytes()))
}

/// What a browser with a Config Key sends with the request of an absolute address, which has no fragment.
pub(crate) fn request_hash(url: &str, config_key: &str) -> String {
    hex(&Sha256::digest(format!("{url}{config_key}").as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://ujian.example";

    #[test]
    fn the_key_is_made_of_sorted_settings_without_blanks_and_without_their_writer() {
        let settings = vec![
            ("allowQuit", Setting::Flag(true)),
            ("browserViewMode", Setting::Number(1)),
            ("originatorVersion", Setting::Text("x".into())),
            ("startURL", Setting::Text("https://a.example/?b=\\".into())),
        ];
        assert_eq!(
            canonical(&settings),
            r#"{"allowQuit":true,"browserViewMode":1,"startURL":"https://a.example/?b=\"}"#
        );
    }

    #[test]
    fn names_are_in_order_without_case() {
        let settings = settings(URL, "ujian-1");
        let names: Vec<String> = settings.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        assert!(names.is_sorted());
        assert!(names.iter().collect::<std::collections::BTreeSet<_>>().len() == names.len());
    }

    #[test]
    fn each_event_has_a_key_of_its_own() {
        let key = config_key(URL, "ujian-1");
        assert_eq!((key.len(), config_key(URL, "ujian-1") == key), (64, true));
        assert_ne!(config_key(URL, "ujian-2"), key);
        assert_ne!(
            request_hash("https://ujian.example/a", &key),
            request_hash("https://ujian.example/b", &key)
        );
    }

    #[test]
    fn the_file_is_a_property_list_with_escaped_texts() {
        let file = configuration("https://ujian.example", "a&b");
        assert!(
            file.contains("<key>startURL</key>\n  <string>https://ujian.example/exam?event=a&amp;b</string>"),
            "{file}"
        );
        assert!(file.contains("<key>sendBrowserExamKey</key>\n  <true/>"), "{file}");
        assert!(file.starts_with("<?xml") && file.ends_with("</plist>\n"));
    }
}
