//! Elements written.

/// Writes characters so that XML and HTML show them as they are, in text and in quotes. What XML has no way to hold as
/// itself, or changes when it reads it, is written as a number.
pub(crate) fn escape(to: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            '>' => to.push_str("&gt;"),
            '"' => to.push_str("&quot;"),
            char if char.is_control() || is_newline_like(char) => {
                to.push_str("&#");
                to.push_str(&u32::from(char).to_string());
                to.push(';');
            }
            char => to.push(char),
        }
    }
}

/// What newer versions of XML take for the end of a line, and what is no character there.
fn is_newline_like(char: char) -> bool {
    matches!(char, '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' | '\u{feff}')
}

/// Begins an element. `attributes` are written as they are, each with a blank before it.
pub(crate) fn start(to: &mut String, name: &str, attributes: &str) {
    for part in ["<", name, attributes, ">"] {
        to.push_str(part);
    }
}

/// Ends an element.
pub(crate) fn end(to: &mut String, name: &str) {
    for part in ["</", name, ">"] {
        to.push_str(part);
    }
}

/// Writes an element with what `inner` writes in it.
pub(crate) fn element(to: &mut String, name: &str, attributes: &str, inner: impl FnOnce(&mut String)) {
    start(to, name, attributes);
    inner(to);
    end(to, name);
}

/// Writes an element with characters in it.
pub(crate) fn token(to: &mut String, name: &str, attributes: &str, text: &str) {
    element(to, name, attributes, |to| escape(to, text));
}
