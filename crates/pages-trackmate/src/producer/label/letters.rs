//! Letters of labels: in the two fonts that every reader of PDF has, which have no letters but those of Latin languages. So
//! texts become codes of these letters here, are measured, and broken into lines that fit.

/// A font that every reader has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    Plain,
    Bold,
}

/// Letters that Turkish has and the usual encoding does not, at codes that it leaves free.
pub(super) const TURKISH: [(u8, char, &str); 6] = [
    (127, 'İ', "Idotaccent"),
    (129, 'ğ', "gbreve"),
    (141, 'Ğ', "Gbreve"),
    (143, 'ş', "scedilla"),
    (144, 'Ş', "Scedilla"),
    (157, 'ı', "dotlessi"),
];
/// The usual encoding's letters between 128 and 159.
const OTHERS: [(u8, char); 17] = [
    (128, '€'),
    (133, '…'),
    (138, 'Š'),
    (140, 'Œ'),
    (142, 'Ž'),
    (145, '‘'),
    (146, '’'),
    (147, '“'),
    (148, '”'),
    (149, '•'),
    (150, '–'),
    (151, '—'),
    (153, '™'),
    (154, 'š'),
    (156, 'œ'),
    (158, 'ž'),
    (159, 'Ÿ'),
];
const ELLIPSIS: u8 = 133;

/// A text as codes. Letters that are not there are told by those they are like, or by a question mark.
pub(super) fn encode(text: &str) -> Vec<u8> {
    let mut codes = Vec::with_capacity(text.len());
    for char in text.chars().filter(|char| !is_invisible(*char)) {
        if let Some(code) = code_of(char) {
            codes.push(code);
            continue;
        }
        let folded = platform::text::fold(char.encode_utf8(&mut [0; 4]));
        let before = codes.len();
        codes.extend(folded.bytes().filter(u8::is_ascii_graphic));
        if codes.len() == before {
            codes.push(b'?');
        }
    }
    codes
}

fn code_of(char: char) -> Option<u8> {
    match char {
        ' '..='~' => u8::try_from(char).ok(),
        _ if char.is_whitespace() || char.is_control() => Some(b' '),
        '\u{a1}'..='\u{ff}' => u8::try_from(char).ok(),
        _ => {
            let turkish = TURKISH.iter().map(|(code, char, _)| (*code, *char));
            let mut known = turkish.chain(OTHERS);
            known.find(|(_, own)| *own == char).map(|(code, _)| code)
        }
    }
}

/// Marks that say in which direction others are written, or where words may be broken.
fn is_invisible(char: char) -> bool {
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Widths of the letters from the blank to `~`, in thousandths of the font's size.
#[rustfmt::skip]
const PLAIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
#[rustfmt::skip]
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];
/// The letters that those from `À` to `ÿ` are as wide as.
const ALIKE: &[u8; 64] = b"AAAAAAMCEEEEIIIIDNOOOOO+OUUUUYPbaaaaaamceeeeiiiionooooo+ouuuuypy";

impl Font {
    /// How wide a code is, in thousandths of the font's size. What is not known is told too wide rather than too narrow.
    fn width_of(self, code: u8) -> u16 {
        let table = match self {
            Self::Plain => &PLAIN,
            Self::Bold => &BOLD,
        };
        let alike = match code {
            192.. => ALIKE[usize::from(code - 192)],
            127 => b'I',
            129 => b'g',
            141 => b'G',
            143 => b's',
            144 => b'S',
            157 => b'i',
            code => code,
        };
        let known = usize::from(alike).checked_sub(32).and_then(|at| table.get(at));
        known.copied().unwrap_or(1000)
    }

    /// How wide a text is in a size.
    pub(super) fn width(self, codes: &[u8], size: f32) -> f32 {
        let width: f32 = codes.iter().map(|code| f32::from(self.width_of(*code))).sum();
        width * size / 1000.0
    }

    /// A text in lines that are no wider than `most`: broken between words, and within those that are too long. What does not
    /// fit into so many lines is cut, and says so.
    pub(super) fn wrap(self, codes: &[u8], size: f32, (most, lines): (f32, usize)) -> Vec<Vec<u8>> {
        let fits = |line: &[u8]| self.width(line, size) <= most;
        let mut wrapped: Vec<Vec<u8>> = Vec::new();
        let mut line: Vec<u8> = Vec::new();
        for word in codes.split(|code| *code == b' ').filter(|word| !word.is_empty()) {
            let longer = [&line[..], if line.is_empty() { b"" } else { b" " }, word].concat();
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                wrapped.push(std::mem::take(&mut line));
            }
            for code in word {
                line.push(*code);
                if !fits(&line) && line.len() > 1 {
                    line.pop();
                    wrapped.push(std::mem::replace(&mut line, vec![*code]));
                }
            }
        }
        wrapped.push(line);
        if wrapped.len() > lines {
            wrapped.truncate(lines);
            if let Some(last) = wrapped.last_mut() {
                last.push(ELLIPSIS);
                while !fits(last) && last.len() > 1 {
                    last.remove(last.len() - 2);
                }
            }
        }
        wrapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_each_language_of_the_pages_are_there() {
        let codes = encode("Çiğ köfte “Şık” İncir ığdır — Rp1.000…");
        assert!(!codes.contains(&b'?'), "{codes:?}");
        assert_eq!(encode("Gő"), b"Go");
        assert_eq!(encode("茶\u{202e}a\tb"), b"?a b");
    }

    #[test]
    fn no_line_is_wider_than_the_label() {
        let long = encode(&format!(
            "Keripik {} asli pedas manis gurih dari Jawa",
            "panjang".repeat(20)
        ));
        for lines in [1, 2, 3, 40] {
            let wrapped = Font::Bold.wrap(&long, 10.0, (90.0, lines));
            assert!(wrapped.len() <= lines && wrapped.iter().all(|line| Font::Bold.width(line, 10.0) <= 90.0));
            assert_eq!(wrapped.last().unwrap().ends_with(&[ELLIPSIS]), lines < 40);
        }
        let words = Font::Bold.wrap(b"Kopi Gayo", 10.0, (90.0, 3));
        assert_eq!(words, [b"Kopi Gayo"]);
    }
}
