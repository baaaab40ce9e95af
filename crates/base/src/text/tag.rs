//! The inside of a tag: attributes and their values, read as browsers read them.

/// What must stand in a tag behind its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attributes {
    /// Nothing but blanks and slashes.
    None,
    /// Nothing, or attributes of which one has a value: `<b>` and `<a href=x download>`, but not `a <b and c> d`.
    Plausible,
    /// Whatever a browser takes.
    Any,
}

/// How long the rest of a tag behind its name is, its `>` included, if what is wanted is there; and how many bytes were
/// read to know. Reads attributes as browsers do, but gives up at a `<` outside of quotes.
pub(super) fn attributes(rest: &[u8], wanted: Attributes) -> (Option<usize>, usize) {
    let mut at = 0;
    let (mut names, mut values) = (0_usize, 0_usize);
    loop {
        at += count(&rest[at..], |b| is_blank(b) || b == b'/');
        match rest.get(at) {
            Some(b'>') => {
                let fits = wanted != Attributes::Plausible || names == 0 || values > 0;
                return (fits.then_some(at + 1), at + 1);
            }
            None | Some(b'<') => return (None, at),
            Some(_) if wanted == Attributes::None => return (None, at),
            Some(_) => {}
        }
        // A browser takes a `=` where a name should begin for the name's first letter.
        let name = 1 + count(&rest[at + 1..], |b| {
            !is_blank(b) && !matches!(b, b'/' | b'>' | b'=' | b'<')
        });
        if wanted == Attributes::Plausible && !rest[at..at + name].iter().copied().all(in_attribute) {
            return (None, at + name);
        }
        at += name;
        names += 1;
        let blanks = count(&rest[at..], is_blank);
        if rest.get(at + blanks) != Some(&b'=') {
            continue;
        }
        at += blanks + 1;
        at += count(&rest[at..], is_blank);
        match value(&rest[at..]) {
            Some(length) => at += length,
            None => return (None, rest.len()),
        }
        values += 1;
    }
}

/// How long an attribute's value is; `None` if its quote does not end.
fn value(rest: &[u8]) -> Option<usize> {
    match rest.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let length = rest[1..].iter().position(|b| b == quote)?;
            Some(length + 2)
        }
        _ => Some(count(rest, |b| !is_blank(b) && !matches!(b, b'>' | b'<'))),
    }
}

fn count(bytes: &[u8], good: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|b| good(**b)).count()
}

pub(super) fn is_blank(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// What names of attributes are made of, those of the usual frameworks included.
fn in_attribute(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(
            b,
            b'-' | b'_' | b':' | b'.' | b'@' | b'#' | b'*' | b'[' | b']' | b'(' | b')'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_where_a_browser_ends_it() {
        for (rest, wanted, end) in [
            (">x", Attributes::None, Some(1)),
            (" / >x", Attributes::None, Some(4)),
            (" a>", Attributes::None, None),
            (" a=\">\" b>", Attributes::Plausible, Some(9)),
            (" a = '>' >", Attributes::Plausible, Some(10)),
            (" a=b/c>", Attributes::Plausible, Some(7)),
            (" a b>", Attributes::Plausible, None),
            (" && a=b>", Attributes::Plausible, None),
            (" && a=b>", Attributes::Any, Some(8)),
            (" a=b<c>", Attributes::Any, None),
            (" a=\"b>", Attributes::Any, None),
            (" a", Attributes::Any, None),
            (" =a=b>", Attributes::Any, Some(6)),
        ] {
            assert_eq!(attributes(rest.as_bytes(), wanted).0, end, "{rest}");
        }
    }
}
