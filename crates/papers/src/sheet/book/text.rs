//! Tables of text: comma, semicolon, tab or bar between cells, in the encodings that spreadsheet programs write.

use super::{Filling, Limits, Page, Value, cut};
use crate::file_kind::Refusal;

/// What may part cells.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Lines by which separators are judged.
const JUDGED: usize = 20;

/// What the bytes 0x80 to 0x9f are in Windows-1252; the five that are nothing are blanks.
const HIGH: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', ' ', '‘', '’', '“', '”', '•', '–',
    '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The text of a file: UTF-8, UTF-16 with a byte order mark, or Windows-1252.
pub(crate) fn decode(bytes: &[u8]) -> String {
    if let Some(wide) = bytes.strip_prefix(b"\xff\xfe") {
        return decode_wide(wide, u16::from_le_bytes);
    }
    if let Some(wide) = bytes.strip_prefix(b"\xfe\xff") {
        return decode_wide(wide, u16::from_be_bytes);
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| of_windows(*byte)).collect(),
    }
}

fn decode_wide(bytes: &[u8], join: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| join([pair[0], pair[1]]));
    char::decode_utf16(units)
        .map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

fn of_windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// Reads a table of text.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Result<Vec<Page>, Refusal> {
    let text = decode(bytes);
    let (separator, text) = separator(&text);
    let mut filling = Filling::new(limits);
    let mut cells = Split::new(text, char::from(separator));
    while let Some((row, column, cell)) = cells.next_cell() {
        if filling.is_full() {
            break;
        }
        filling.put(row, column, Value::Text(cut(&cell, limits)))?;
    }
    Ok(vec![Page {
        name: String::new(),
        is_shown: true,
        rows: filling.take(),
        pictures: Vec::new(),
    }])
}

/// The cells of a text. Rows count as a spreadsheet program that opens it counts them: an empty line is one, and a line
/// break between quotes begins none.
struct Split<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    row: u32,
    column: u32,
}

impl<'a> Split<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text.chars().peekable(),
            separator,
            row: 0,
            column: 0,
        }
    }

    /// Row, column and content of the next cell.
    fn next_cell(&mut self) -> Option<(u32, u32, String)> {
        self.rest.peek()?;
        let (row, column) = (self.row, self.column);
        let mut cell = String::new();
        let mut is_quoted = self.rest.next_if_eq(&'"').is_some();
        loop {
            match self.rest.next() {
                Some('"') if is_quoted => {
                    if self.rest.next_if_eq(&'"').is_some() {
                        cell.push('"');
                    } else {
                        is_quoted = false;
                    }
                }
                Some(char) if is_quoted => cell.push(char),
                Some(char) if char == self.separator => {
                    self.column = self.column.saturating_add(1);
                    break;
                }
                Some('\r') if self.rest.peek() == Some(&'\n') => {}
                Some('\r' | '\n') | None => {
                    (self.row, self.column) = (row.saturating_add(1), 0);
                    break;
                }
                Some(char) => cell.push(char),
            }
        }
        Some((row, column, cell))
    }
}

/// What parts the cells of a text, and the text without the line in which some programs say so.
fn separator(text: &str) -> (u8, &str) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some(separator) = rest.bytes().next().filter(|byte| SEPARATORS.contains(byte))
    {
        let after = rest[1..].trim_start_matches('\r');
        return (separator, after.strip_prefix('\n').unwrap_or(after));
    }
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(JUDGED)
        .collect();
    let counted = |separator: u8| -> (usize, usize) {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, separator)).collect();
        let most_common = counts
            .iter()
            .filter(|count| **count > 0)
            .max_by_key(|count| counts.iter().filter(|other| other == count).count());
        let lines = counts.iter().filter(|count| Some(*count) == most_common).count();
        (lines, most_common.copied().unwrap_or_default())
    };
    let best = SEPARATORS.into_iter().max_by_key(|separator| counted(*separator));
    (best.filter(|best| counted(*best).1 > 0).unwrap_or(b','), text)
}

/// How often a separator stands outside of quotes.
fn count(line: &str, separator: u8) -> usize {
    let mut is_quoted = false;
    let mut count = 0;
    for byte in line.bytes() {
        is_quoted ^= byte == b'"';
        count += usize::from(byte == separator && !is_quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        rows: 100,
        columns: 10,
        cell: 255,
        pictures: false,
    };

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        let pages = read(bytes, LIMITS).unwrap();
        let rows = pages[0].rows.iter();
        rows.map(|row| row.cells.values().map(|value| value.shown().to_owned()).collect())
            .collect()
    }

    #[test]
    fn separators_and_encodings_are_found() {
        let wide: Vec<u8> = "\u{feff}NIS\tNama\n01\tAndré"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for bytes in [
            "NIS,Nama\n01,André".as_bytes(),
            "\u{feff}NIS;Nama\r\n01;André\r\n".as_bytes(),
            "sep=|\nNIS|Nama\n01|André".as_bytes(),
            b"NIS,Nama\n01,Andr\xe9",
            &wide,
        ] {
            assert_eq!(cells(bytes), [["NIS", "Nama"], ["01", "André"]]);
        }
        let quoted = b"NIS;Nama\n\"01\";\"Budi, S.Pd; \"\"M\"\"\"\n";
        assert_eq!(cells(quoted), [["NIS", "Nama"], ["01", "Budi, S.Pd; \"M\""]]);
        assert_eq!(decode(b"\x93x\x94"), "“x”");
    }

    #[test]
    fn rows_count_as_a_spreadsheet_program_counts_them() {
        let pages = read(b"a,b\n\nc,\"d\ne\"\nf,g\n", LIMITS).unwrap();
        let numbers: Vec<u32> = pages[0].rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 3, 4]);
    }
}
