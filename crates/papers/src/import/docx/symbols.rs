//! Characters of the old symbol fonts, which are numbers without a meaning of their own.

/// The Symbol font from 0x20 on, as far as ASCII goes.
const SYMBOL_LOW: &str =
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// The Symbol font from 0xA1 on.
const SYMBOL_HIGH: &str = "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";

/// What the character `code` of a font looks like. Symbol fonts put their characters into the private area at F000.
pub(super) fn shown(font: &str, code: u32) -> Option<char> {
    let low = if (0xF000..0xF100).contains(&code) {
        code - 0xF000
    } else {
        code
    };
    let known = match font.to_lowercase().as_str() {
        "symbol" => symbol(low),
        "wingdings" => wingdings(low),
        "wingdings 2" => wingdings_2(low),
        _ => None,
    };
    known.or_else(|| char::from_u32(if font.is_empty() { low } else { code }))
}

/// Whether a font is one of those.
pub(super) fn is_symbol_font(font: &str) -> bool {
    matches!(font.to_lowercase().as_str(), "symbol" | "wingdings" | "wingdings 2")
}

fn symbol(code: u32) -> Option<char> {
    let nth = |text: &str, first: u32| text.chars().nth(code.checked_sub(first)? as usize);
    if code < 0x7F {
        nth(SYMBOL_LOW, 0x20)
    } else {
        nth(SYMBOL_HIGH, 0xA1)
    }
}

fn wingdings(code: u32) -> Option<char> {
    match code {
        0x20 => Some(' '),
        0x6C => Some('●'),
        0x6E => Some('■'),
        0x6F | 0xA8 => Some('☐'),
        0xA7 => Some('▪'),
        0xD8 => Some('➢'),
        0xDF => Some('←'),
        0xE0 => Some('→'),
        0xFB => Some('✘'),
        0xFC => Some('✔'),
        0xFD => Some('☒'),
        0xFE => Some('☑'),
        _ => None,
    }
}

fn wingdings_2(code: u32) -> Option<char> {
    match code {
        0x4F => Some('✘'),
        0x50 => Some('✔'),
        0x52 => Some('☑'),
        0x53 => Some('☒'),
        0xA3 => Some('☐'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_shown_as_what_they_look_like() {
        for (font, code, char) in [
            ("Symbol", 0xF061, 'α'),
            ("Symbol", 0xB1, '±'),
            ("Symbol", 0xF0A3, '≤'),
            ("Symbol", 0xF0D6, '√'),
            ("Symbol", 0xF0E5, '∑'),
            ("Wingdings", 0xF0FC, '✔'),
            ("Wingdings 2", 0x52, '☑'),
            ("Cambria", 0x3C0, 'π'),
        ] {
            assert_eq!(shown(font, code), Some(char), "{font} {code:x}");
        }
        assert_eq!(shown("Cambria", 0xD800), None);
    }
}
