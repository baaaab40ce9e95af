//! Text: the folded copy of what must match without case or accents, the rules that input text keeps, and the harmless
//! copy of what people write for others to read.

pub mod cell;
mod elements;
mod invisible;
mod markup;
mod sanitise;
mod slip;
mod stem;
mod tag;

pub use sanitise::sanitise;
pub use slip::{is_slip, traces};
pub use stem::stems;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::error::{Error, FieldError, Message, Result, Rule};

/// Folds case, accents, the Turkish dotless i and what nobody sees away: `Küche`, `KUCHE`, `kuche`, and `kuche` with a soft
/// hyphen become the same.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Decomposing splits "İ" into "I" and a dot; the dotless "ı" has no decomposition and is mapped by hand.
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && !invisible::is_unseen(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ı' { 'i' } else { c })
        .collect()
}

/// Folds case and what nobody sees away and keeps accents: `HÅBO` and `håbo` become the same, `habo` is another. The dots of
/// the Turkish i are no accents: `İzmir`, `IZMIR` and `ızmır` are one. Neither is how a letter is put together.
pub fn fold_case(text: &str) -> String {
    let lower: String = text
        .nfkd()
        .filter(|c| !invisible::is_unseen(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ı' { 'i' } else { c })
        .collect();
    lower.replace("i\u{307}", "i").nfc().collect()
}

/// The words of a folded text: runs of letters and digits, in order.
pub fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// As much of a word counts for a search, in characters. PostgreSQL does not index a word of more than 2046 bytes at all.
const LONGEST_WORD: usize = 100;
/// Most words of a query that count.
const MOST_QUERY_WORDS: usize = 8;

/// What a text is found by: its folded words with single blanks between them, which both engines split the same way.
pub fn index_words(text: &str) -> String {
    words(&fold(text)).map(cut).collect::<Vec<_>>().join(" ")
}

/// Each word of a text as it is found by, and as it is spelled there, in lower case; in order, repetitions too.
pub fn spelled_words(text: &str) -> Vec<(String, String)> {
    let composed: String = text.nfc().filter(|c| !invisible::is_unseen(*c)).collect();
    let runs = composed
        .split(|c: char| !c.is_alphanumeric())
        .filter(|run| !run.is_empty());
    let each = runs.flat_map(|run| {
        let folded = fold(run);
        let mut found: Vec<String> = words(&folded).map(|word| cut(word).to_owned()).collect();
        match found.pop() {
            // What folds to several words is spelled as they are found.
            Some(word) if found.is_empty() => {
                vec![(word, cut(&run.to_lowercase().replace("i\u{307}", "i")).to_owned())]
            }
            last => found.into_iter().chain(last).map(|word| (word.clone(), word)).collect(),
        }
    });
    each.collect()
}

/// The words of a search, folded; none if there is no letter and no digit in it.
pub fn query_words(text: &str) -> Vec<String> {
    words(&fold(text))
        .take(MOST_QUERY_WORDS)
        .map(|word| cut(word).to_owned())
        .collect()
}

fn cut(word: &str) -> &str {
    word.char_indices()
        .nth(LONGEST_WORD)
        .map_or(word, |(end, _)| &word[..end])
}

/// Bytes as hexadecimal digits, in lower case.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Gathers every rule that an input breaks, so that the caller hears of all of them at once.
#[derive(Debug, Default)]
pub struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    /// Nothing is wrong yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes a broken rule.
    pub fn note(&mut self, path: impl Into<String>, rule: Rule) {
        self.errors.push(FieldError::new(path, rule));
    }

    /// The text without blanks around it, if it has `min` to `max` characters and none that cannot be stored.
    pub fn text(&mut self, path: &str, text: &str, min: usize, max: usize) -> String {
        let text = text.trim();
        let count = text.chars().count();
        if count == 0 && min > 0 {
            self.note(path, Rule::TooShort(1));
        } else if count < min {
            self.note(path, Rule::TooShort(min));
        } else if count > max {
            self.note(path, Rule::TooLong(max));
        } else if let Some(rule) = unstorable(text) {
            self.note(path, rule);
        }
        text.to_owned()
    }

    /// Like [`Check::text`] for a field that may be absent; an empty text counts as absent.
    pub fn maybe_text(&mut self, path: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = self.text(path, text?, 0, max);
        (!text.is_empty()).then_some(text)
    }

    /// Like [`Check::text`] for what others will read: made harmless first, see [`sanitise`]. The characters that are left
    /// are the ones that count.
    pub fn clean(&mut self, path: &str, text: &str, min: usize, max: usize) -> String {
        // NUL would vanish with the other control characters, but whoever sends it is told, here as elsewhere.
        if let Some(rule) = unstorable(text) {
            self.note(path, rule);
            return text.to_owned();
        }
        self.text(path, &sanitise(text), min, max)
    }

    /// Like [`Check::clean`] for a field that may be absent; an empty text counts as absent, and so does one of which
    /// nothing is left.
    pub fn maybe_clean(&mut self, path: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = self.clean(path, text?, 0, max);
        (!text.is_empty()).then_some(text)
    }

    /// Like [`Check::maybe_text`] for an address of a picture: `http`, `https`, or one without a scheme. `javascript:` and
    /// the like never get in.
    pub fn maybe_url(&mut self, path: &str, text: Option<&str>, max: usize) -> Option<String> {
        let text = self.maybe_text(path, text, max)?;
        if !is_address(&text) {
            let said = Message::new(
                "harus berupa alamat http atau https",
                "must be an http or https address",
            );
            self.note(path, Rule::Other(said));
        }
        Some(text)
    }

    /// `Ok` if nothing was noted.
    pub fn finish(self) -> Result<()> {
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid_fields(self.errors))
        }
    }
}

/// Whether a text is an address of the web, or one below the page that shows it: characters that addresses are written with
/// (RFC 3986, section 2; letters of any script), a scheme of the web or none, and somebody to ask if there is one.
fn is_address(text: &str) -> bool {
    let is_written = |c: char| match c {
        c if c.is_ascii_alphanumeric() => true,
        c if c.is_ascii() => "-._~:/?#[]@!$&'()*+,;=%".contains(c),
        c => !c.is_whitespace() && !c.is_control(),
    };
    let head = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_asked = match head.split_once(':') {
        None => true,
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") => {
            let host = text[scheme.len() + 1..].strip_prefix("//").unwrap_or_default();
            !host.starts_with(['/', '?', '#', ':', '@']) && !host.is_empty()
        }
        Some(_) => false,
    };
    is_asked && text.chars().all(is_written)
}

/// The rule that a text breaks by what it contains, whatever its length: NUL cannot be stored by every engine.
pub fn unstorable(text: &str) -> Option<Rule> {
    text.contains('\0').then(|| {
        Rule::Other(Message::new(
            "tidak boleh memuat karakter NUL",
            "must not contain the NUL character",
        ))
    })
}

/// The last part of a file's name as systems of any kind write it, which some browsers and archives send whole.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_its_folders() {
        for path in ["a.mp3", "x/y/a.mp3", "C:\\music\\a.mp3", "/a.mp3"] {
            assert_eq!(file_name(path), "a.mp3", "{path}");
        }
        assert_eq!(file_name("folder/"), "");
    }

    #[test]
    fn case_is_folded_and_accents_stay() {
        for (one, other) in [
            ("Håbo", "HÅBO"),
            ("Håbo", "ha\u{30a}bo"),
            ("İzmir", "IZMIR"),
            ("ızmır", "izmir"),
            ("TÜRKİYE", "Türkiye"),
            ("Konak", "ko\u{ad}nak"),
        ] {
            assert_eq!(fold_case(one), fold_case(other), "{one} {other}");
        }
        for (one, other) in [("Habo", "Håbo"), ("Türkiye", "Turkiye"), ("Malmo", "Malmö")] {
            assert_ne!(fold_case(one), fold_case(other), "{one} {other}");
        }
    }

    #[test]
    fn folding_removes_case_accents_and_the_turkish_i() {
        assert_eq!(fold("KÜCHE"), "kuche");
        assert_eq!(fold("İzmir IĞDIR ığdır"), "izmir igdir igdir");
        assert_eq!(fold("Kopi Lampung"), "kopi lampung");
    }

    #[test]
    fn words_are_told_as_they_are_spelled() {
        let told = |text: &str| -> Vec<String> {
            let pairs = spelled_words(text).into_iter();
            pairs.map(|(word, spelled)| format!("{word}={spelled}")).collect()
        };
        assert_eq!(
            told("Kopi Café, IĞDIR-Şeker"),
            ["kopi=kopi", "cafe=café", "igdir=iğdir", "seker=şeker"]
        );
        assert_eq!(told("me\u{301}rah ½ ..."), ["merah=mérah", "1=1", "2=2"]);
        for text in ["Kopi Café", "½ kg", "ﬁne", "me\u{301}rah", "a\u{ad}b"] {
            let found: Vec<String> = spelled_words(text).into_iter().map(|(word, _)| word).collect();
            assert_eq!(found.join(" "), index_words(text));
        }
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            words("sambal-matah, 250g!").collect::<Vec<_>>(),
            ["sambal", "matah", "250g"]
        );
        assert_eq!(words("\"*' or 1=1").collect::<Vec<_>>(), ["or", "1", "1"]);
    }

    #[test]
    fn a_query_is_words_and_nothing_else() {
        assert_eq!(query_words("Sambal  MATAH"), ["sambal", "matah"]);
        assert_eq!(query_words("İĞNE ığne"), ["igne", "igne"]);
        assert_eq!(query_words("\"; drop table product; --"), ["drop", "table", "product"]);
        assert_eq!(query_words("kopi*:& NEAR(x)"), ["kopi", "near", "x"]);
        assert!(query_words("%_'\"").is_empty());
        assert_eq!(index_words(&"x".repeat(500)).len(), LONGEST_WORD);
    }

    #[test]
    fn bytes_are_two_digits_each() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }

    #[test]
    fn a_picture_has_no_address_that_runs_code() {
        for (url, good) in [
            ("https://x/a.png", true),
            ("/media/x.png", true),
            ("javascript:x", false),
            ("Data:x", false),
        ] {
            let mut check = Check::new();
            check.maybe_url("image", Some(url), 100);
            assert_eq!(check.finish().is_ok(), good, "{url}");
        }
    }

    #[test]
    fn a_check_reports_every_broken_rule() {
        let mut check = Check::new();
        check.text("name", " ", 1, 10);
        check.text("title", "a\0b", 1, 10);
        check.maybe_text("note", Some("12345"), 3);
        assert_eq!(check.finish().unwrap_err().fields().len(), 3);
    }

    #[test]
    fn a_clean_text_is_counted_by_what_is_left_of_it() {
        let mut check = Check::new();
        assert_eq!(check.clean("name", " <b>Kopi</b>\u{200B} \n", 4, 4), "Kopi");
        assert_eq!(check.maybe_clean("note", Some(" <script>x</script> "), 1), None);
        assert_eq!(check.maybe_clean("note", None, 1), None);
        check.finish().unwrap();
        for (text, rule) in [
            ("<br>", Rule::TooShort(1)),
            ("a<b && c", Rule::TooLong(8)),
            ("a\0b", unstorable("\0").unwrap()),
        ] {
            let mut check = Check::new();
            check.clean("name", text, 1, 8);
            assert_eq!(
                check.finish().unwrap_err().fields(),
                [FieldError::new("name", rule)],
                "{text}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in "\\PC{0,40}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn an_address_is_one_of_the_web_or_below_a_page() {
        for good in [
            "https://picsum.photos/200",
            "HTTP://a.example:8080/x?y=1&z=%20#top",
            "/media/0a.png",
            "gambar/kopi-aceh.jpg",
            "https://contoh.id/gambar/çay.png",
            "http://[::1]/a",
        ] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "http://x/\"onerror=alert(1)",
            "http://x/<script>",
            "http://x/a b",
            "http://x/a\\b",
            "http:///a",
            "https:",
            "http:a",
            "javascript:alert(1)",
            "data:image/png;base64,AA",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
