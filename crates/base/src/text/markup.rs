//! Markup in text that people typed: what a browser would run or show as an element goes, what only looks a little like
//! it keeps its words.
//!
//! Invariant: in the answer no `<` stands before a letter, `/`, `!` or `?`, so no browser begins a tag in it, wherever it
//! is shown. What is recognised decides only how much is left to read, never whether it is harmless.

use super::{
    elements,
    tag::{Attributes, attributes, is_blank},
};

/// Taking a tag out can put another one together (`<<b>i>`); how often that is followed up.
const ROUNDS: usize = 8;

/// The text without markup.
pub(super) fn without(text: String) -> String {
    without_counted(text).0
}

/// Also says how many bytes were looked at.
fn without_counted(mut text: String) -> (String, usize) {
    let mut looked = 0;
    for _ in 0..ROUNDS {
        let mut round = Round::over(&text);
        let shorter = round.without();
        looked += round.looked;
        match shorter {
            Some(shorter) => text = shorter,
            None => break,
        }
    }
    looked += text.len();
    (inert(text), looked)
}

/// Whether a browser that reads `<` goes on with a tag at this byte.
fn opens(next: u8) -> bool {
    next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
}

/// Puts a blank between `<` and what would make it a tag.
fn inert(text: String) -> String {
    if !text.as_bytes().array_windows().any(|[a, b]| *a == b'<' && opens(*b)) {
        return text;
    }
    let mut kept = String::with_capacity(text.len() + 8);
    let mut rest = text.as_str();
    while let Some(at) = rest.find('<') {
        let (before, after) = rest.split_at(at + 1);
        kept.push_str(before);
        if after.bytes().next().is_some_and(opens) {
            kept.push(' ');
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
}

/// One pass over a text.
struct Round<'a> {
    text: &'a str,
    /// Bytes looked at.
    looked: usize,
    /// Bytes that tags which came to nothing may still cost: without a bound, quotes within quotes would make every `<`
    /// read the whole rest.
    patience: usize,
    /// Endings that do not come any more.
    missing: Vec<&'static str>,
}

impl<'a> Round<'a> {
    fn over(text: &'a str) -> Self {
        Self {
            text,
            looked: 0,
            patience: text.len() * 4 + 1024,
            missing: Vec::new(),
        }
    }

    /// The text without the markup that is in it now, or `None` if there is none.
    fn without(&mut self) -> Option<String> {
        let mut kept = String::new();
        let (mut from, mut search) = (0, 0);
        while let Some(at) = self.text[search..].find('<').map(|found| search + found) {
            match self.markup(at) {
                Some(end) => {
                    kept.push_str(&self.text[from..at]);
                    (from, search) = (end, end);
                }
                None => search = at + 1,
            }
        }
        self.looked += self.text.len();
        kept.push_str(&self.text[from..]);
        (from > 0).then_some(kept)
    }

    /// Where the markup that begins with the `<` at a place ends.
    fn markup(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at + 1..];
        match rest.bytes().next()? {
            b'/' => self.closing_tag(at + 2),
            b'!' if rest.starts_with("!--") => self.comment(at + 4),
            b'!' if starts_with(rest, "![cdata[") => self.through("]]>", at + 9),
            b'!' if starts_with(rest, "!doctype") => self.tag_end(at + 9, Attributes::Any),
            b'?' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => self.through("?>", at + 2),
            first if first.is_ascii_alphabetic() => self.element(at + 1),
            _ => None,
        }
    }

    /// An opening tag, with everything up to its closing tag if the content is not for readers.
    fn element(&mut self, start: usize) -> Option<usize> {
        let name = self.name(start);
        if !elements::is_known(name) {
            return None;
        }
        let end = self.tag_end(start + name.len(), Attributes::Plausible)?;
        let content = elements::silent(name).and_then(|name| self.content(name, end));
        Some(content.unwrap_or(end))
    }

    /// `</name>`, whatever the name; with more in it only if the name is known.
    fn closing_tag(&mut self, start: usize) -> Option<usize> {
        let name = self.name(start);
        let after = start + name.len();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b':');
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.bytes().all(plain) {
            return None;
        }
        if self.text[after..].starts_with('>') {
            return Some(after + 1);
        }
        let attributes = if elements::is_known(name) {
            Attributes::Any
        } else {
            Attributes::None
        };
        self.tag_end(after, attributes)
    }

    /// A tag's name as a browser reads it: up to a blank, `/` or `>`. Another `<` is no part of any name that counts.
    fn name(&mut self, start: usize) -> &'a str {
        let rest = &self.text[start..];
        let end = rest
            .bytes()
            .position(|b| is_blank(b) || matches!(b, b'/' | b'>' | b'<'));
        let name = &rest[..end.unwrap_or(rest.len())];
        self.looked += name.len();
        name
    }

    /// Behind the `>` of a tag whose name ends at `from`.
    fn tag_end(&mut self, from: usize, wanted: Attributes) -> Option<usize> {
        if self.patience == 0 {
            return None;
        }
        let (found, looked) = attributes(&self.text.as_bytes()[from..], wanted);
        self.looked += looked;
        if found.is_none() {
            self.patience = self.patience.saturating_sub(looked + 1);
        }
        found.map(|length| from + length)
    }

    /// Behind `</name …>` of an element whose content begins at `from`.
    fn content(&mut self, name: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&name) {
            return None;
        }
        let mut search = from;
        while let Some(at) = self.text[search..].find("</").map(|found| search + found + 2) {
            let (rest, after) = (&self.text[at..], at + name.len());
            let ends = |b: u8| is_blank(b) || matches!(b, b'/' | b'>');
            if starts_with(rest, name) && self.text.as_bytes().get(after).copied().is_some_and(ends) {
                self.looked += after - from;
                // An unfinished closing tag is left to the next round, where it is inert.
                return Some(self.tag_end(after, Attributes::Any).unwrap_or(at - 2));
            }
            search = at;
        }
        self.give_up(name, from)
    }

    /// Behind the end of a comment whose `<!--` ends at `from`; `<!-->` and `<!--->` are whole ones.
    fn comment(&mut self, from: usize) -> Option<usize> {
        const END: &str = "--";
        let rest = &self.text[from..];
        if let Some(short) = [">", "->"].into_iter().find(|short| rest.starts_with(short)) {
            return Some(from + short.len());
        }
        if self.missing.contains(&END) {
            return None;
        }
        let mut search = from;
        while let Some(at) = self.text[search..].find(END).map(|found| search + found) {
            let behind = &self.text[at + END.len()..];
            if let Some(end) = [">", "!>"].into_iter().find(|end| behind.starts_with(end)) {
                let end = at + END.len() + end.len();
                self.looked += end - from;
                return Some(end);
            }
            search = at + 1;
        }
        self.give_up(END, from)
    }

    fn through(&mut self, end: &'static str, from: usize) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        match self.text[from..].find(end) {
            Some(length) => {
                self.looked += length + end.len();
                Some(from + length + end.len())
            }
            None => self.give_up(end, from),
        }
    }

    /// Remembers that an ending does not come behind a place, nor therefore behind any later one.
    fn give_up(&mut self, ending: &'static str, from: usize) -> Option<usize> {
        self.looked += self.text.len() - from;
        self.missing.push(ending);
        None
    }
}

fn starts_with(text: &str, lower: &str) -> bool {
    text.as_bytes()
        .get(..lower.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(lower.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(cases: &[(&str, &str)]) {
        for (given, kept) in cases {
            assert_eq!(without((*given).to_owned()), *kept, "{given}");
        }
    }

    #[test]
    fn markup_goes_and_its_words_stay() {
        each(&[
            ("Hello <b>world</b>!", "Hello world!"),
            ("<P\nCLASS = 'x'>one<br/>two<hr />", "onetwo"),
            ("<a href=\"https://x.id?a>b\" download>here</a>", "here"),
            ("<svg/onload=alert(1)>", ""),
            ("<img src=x onerror='alert(\">\")'>.", "."),
            ("<x-card>new</x-card>", "new"),
            ("<b/ / >a</b >", "a"),
            ("</b onclick=x>a</unheard>b</unheard\n>c", "abc"),
        ]);
    }

    #[test]
    fn what_is_not_for_readers_goes_with_its_element() {
        each(&[
            ("a<script>alert('</b>')</SCRIPT >b", "ab"),
            ("a<style type=x>p{}</style>b<title>t</title>c", "abc"),
            ("a<script>b", "ab"),
            ("a<script>b</scripts>c</script", "abc< /script"),
            ("<script>a</script b='>'>c", "c"),
            ("<textarea><script>a</textarea>b</script>", "b"),
        ]);
    }

    #[test]
    fn comments_declarations_and_instructions_go() {
        each(&[
            ("a<!-- <b>x</b> -->b<!---->c<!-->d<!--->e<!-- f --!>g", "abcdeg"),
            ("<!DOCTYPE html>a<![CDATA[x > y]]>b<?php echo '>' ?>c", "abc"),
            ("a<!-- b", "a< !-- b"),
            ("<![CDATA[b", "< ![CDATA[b"),
            ("<?b>", "< ?b>"),
            ("<!important>", "< !important>"),
        ]);
    }

    #[test]
    fn what_only_resembles_a_tag_keeps_its_words() {
        each(&[
            ("a <b && c> d", "a < b && c> d"),
            ("x<y then z", "x< y then z"),
            ("if a<b then c>d", "if a< b then c>d"),
            ("me <me@example.com>", "me < me@example.com>"),
            ("<https://example.com>", "< https://example.com>"),
            ("</ b>, </3 and <?>", "< / b>, < /3 and < ?>"),
            ("<a href=\"x>", "< a href=\"x>"),
            ("<input disabled>", "< input disabled>"),
            ("<img src=x onerror=alert(1)", "< img src=x onerror=alert(1)"),
        ]);
    }

    #[test]
    fn plain_text_is_left_alone() {
        for text in [
            "a < b && c > d",
            "1<2",
            "I <3 you",
            "a<",
            "<",
            "<>",
            "<<",
            "&lt;b&gt; AT&T",
            "a <= b => c",
            "<ünïcode>",
        ] {
            assert_eq!(without(text.to_owned()), text);
        }
    }

    #[test]
    fn pieces_do_not_come_together() {
        each(&[
            ("<scr<script>ipt>alert(1)</scr</script>ipt>", ""),
            ("<<b>script>alert(1)<<b>/script>", ""),
            ("<<i>img src=x onerror=alert(1)>", ""),
            ("<!<b>-- x -->", ""),
        ]);
        let deep = format!("{}img src=x onerror=y>", "<<b>b>".repeat(40));
        let kept = without(deep);
        assert!(
            !kept.as_bytes().array_windows().any(|[a, b]| *a == b'<' && opens(*b)),
            "{kept}"
        );
    }

    /// What twice as much text costs is at most a little more than twice as much work, whatever the text.
    #[test]
    fn the_work_grows_with_the_text_and_no_faster() {
        for piece in [
            "<<<<<<a",
            "<a",
            "<a ",
            "<a b=\"",
            "<a b=\"<b c=\" d=\"",
            "<a b=\"<b c\" d='",
            "<b c='\"' d=\"'\" <",
            "<script>",
            "<script></scrip",
            "<title><style><xmp>",
            "<!--",
            "<!-- -",
            "<![CDATA[",
            "<?a",
            "</a ",
            "</a b=\"",
            "<a b= ",
            "<a >",
            "<<a>",
            "<!doctype \"",
            "</",
            "<a b=\"'>\" c='",
            "<b a=x ",
        ] {
            let work = |bytes: usize| without_counted(piece.repeat(bytes / piece.len())).1;
            let size = if piece == "<<<<<<a" { 1 << 20 } else { 1 << 18 };
            let (half, whole) = (work(size / 2), work(size));
            assert!(whole < half * 5 / 2, "{piece}: {half} and then {whole}");
            assert!(whole < size * 50, "{piece}: {whole}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics_or_keeps_a_tag(text in "([<>/!?='\"a-c -]|<b|</|<!--|-->|<script|</script>|]]>|[^<]){0,60}") {
            let once = without(text);
            let open = once.as_bytes().array_windows().any(|[a, b]| *a == b'<' && opens(*b));
            proptest::prop_assert!(!open, "{}", once);
            proptest::prop_assert_eq!(&without(once.clone()), &once);
        }
    }
}
