//! Making text of people harmless to show: on a page, in a list, in a message, even by a client that forgets to escape.
//!
//! Invariants: doing it twice changes nothing more; plain text comes back as it was; the work grows with the length of
//! the text and no faster, whatever is in it.

use super::{invisible, markup};

/// The text without markup, without characters that nobody sees, and with addresses that would run code made inert.
///
/// Unseen characters go first, as they hide markup (`<scr\u{200B}ipt>`); addresses come last, as markup hides them
/// (`java<b></b>script:`). Each step leaves nothing behind that an earlier one would take.
pub fn sanitise(text: &str) -> String {
    without_schemes(markup::without(invisible::without(text)))
}

/// Beginnings of addresses that run what follows them, in lower case: what stands before the colon, and what must stand
/// behind it.
const SCHEMES: &[(&[u8], &[u8])] = &[(b"javascript", b""), (b"vbscript", b""), (b"data", b"text/html")];

/// Puts a blank before the colon of each address that would run code. A blank ends a scheme for every browser; the tabs
/// and line ends that browsers overlook, and blanks, do not hide it.
fn without_schemes(text: String) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for (colon, _) in text.bytes().enumerate().filter(|(_, b)| *b == b':') {
        if runs(text.as_bytes(), colon) {
            kept.push_str(&text[from..colon]);
            kept.push(' ');
            from = colon;
        }
    }
    if from == 0 {
        return text;
    }
    kept.push_str(&text[from..]);
    kept
}

/// Whether the colon at a place ends a scheme that runs code.
fn runs(text: &[u8], colon: usize) -> bool {
    let (before, after) = (&text[..colon], &text[colon + 1..]);
    before.last() != Some(&b' ')
        && SCHEMES
            .iter()
            .any(|(scheme, data)| ends_with(before, scheme) && spells(after.iter(), data.iter()))
}

/// Whether the scheme, and no longer word, stands at the end.
fn ends_with(text: &[u8], scheme: &[u8]) -> bool {
    let mut rest = text.iter();
    spells(rest.by_ref().rev(), scheme.iter().rev()) && !rest.as_slice().last().is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether the letters come next, in any case and whatever blanks are between them. Takes what it reads and no more.
fn spells<'a>(mut text: impl Iterator<Item = &'a u8>, mut letters: impl Iterator<Item = &'a u8>) -> bool {
    letters.all(|letter| {
        let next = text.find(|b| !b.is_ascii_whitespace());
        next.is_some_and(|b| b.eq_ignore_ascii_case(letter))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_comes_back_as_it_was() {
        for text in [
            "",
            "a < b && c, 1<2, I <3 you, AT&T, &lt;b&gt;",
            "line one\n\tline two",
            "İstanbul'da ığdır; ŞÇÖĞÜ",
            "دوربین می\u{200C}خواهم، قیمت؟",
            "שָׁלוֹם עולם",
            "ꦲꦤꦕꦫꦏ ꦩꦸꦂꦲ꧀\u{200C}ꦭ",
            "👨\u{200D}👩\u{200D}👧 👩🏽\u{200D}🚀 🏳\u{FE0F}\u{200D}🌈 1\u{FE0F}\u{20E3}",
            "Note: price: 10; data: a/b; time 10:30; https://example.com:8080/?q=a:b",
            "Typescript: yes. metadata:text/html",
        ] {
            assert_eq!(sanitise(text), text);
        }
    }

    #[test]
    fn what_hides_behind_something_else_is_found() {
        for (given, kept) in [
            ("<scr\u{200B}ipt>alert(1)</scr\u{200D}ipt>", ""),
            ("<\u{202E}b>x", "x"),
            ("<\0script>x</script>", ""),
            ("java<b></b>script:alert(1)", "javascript :alert(1)"),
            ("java\u{AD}script\u{1}:alert(1)", "javascript :alert(1)"),
        ] {
            assert_eq!(sanitise(given), kept, "{given:?}");
        }
    }

    #[test]
    fn addresses_that_run_code_are_made_inert() {
        for (given, kept) in [
            ("javascript:alert(1)", "javascript :alert(1)"),
            ("(JavaScript:a) vbscript:b", "(JavaScript :a) vbscript :b"),
            ("java\n\tscript\t:alert(1)", "java\n\tscript\t :alert(1)"),
            ("j a v a script : x", "j a v a script : x"),
            ("Data: Text / html;base64,", "Data : Text / html;base64,"),
            ("data:text/plain,x", "data:text/plain,x"),
            ("javascript::javascript:", "javascript ::javascript :"),
        ] {
            assert_eq!(sanitise(given), kept, "{given:?}");
        }
    }

    /// Text in which everything that matters here is likely.
    fn nasty() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "<",
            ">",
            "/",
            "!",
            "?",
            "=",
            "\"",
            "'",
            " ",
            "\n",
            "\t",
            "\r",
            "\0",
            ":",
            "--",
            "a",
            "b",
            "script",
            "<script>",
            "</script>",
            "<b>",
            "</b",
            "<img src=x",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "<?php",
            "?>",
            "java",
            "data",
            "text/html",
            "vbscript",
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{202E}",
            "\u{FEFF}",
            "ب",
            "ක්",
            "👩",
            "\u{FE0F}",
            "🏴",
            "\u{E0067}",
            "\u{E0062}",
            "\u{E007F}",
        ]);
        prop::collection::vec(
            prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)],
            0..60,
        )
        .prop_map(|pieces| pieces.concat())
    }

    fn is_removed(c: char) -> bool {
        invisible::without(&c.to_string()).is_empty()
    }

    proptest! {
        #[test]
        fn nothing_panics_and_twice_is_as_good_as_once(text in nasty()) {
            let once = sanitise(&text);
            prop_assert_eq!(&sanitise(&once), &once);
            let begins_a_tag = |pair: &[u8]| pair[0] == b'<' && (pair[1].is_ascii_alphabetic() || b"/!?".contains(&pair[1]));
            prop_assert!(!once.as_bytes().windows(2).any(begins_a_tag), "{:?}", once);
            prop_assert!(!once.chars().any(|c| c.is_control() && c != '\n' && c != '\t'));
        }

        #[test]
        fn text_without_anything_special_is_unchanged(text in "[^<:]{0,80}") {
            let text: String = text.chars().filter(|c| !is_removed(*c)).collect();
            prop_assert_eq!(sanitise(&text), text);
        }
    }
}
