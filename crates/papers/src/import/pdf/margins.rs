//! Running heads and page numbers: lines that are repeated at the top or the bottom of pages.

use super::layout::{Row, is_item};

/// A line stands in the same place of two pages if it is not further away than this, in points.
const SAME_PLACE: f32 = 2.0;
/// Most lines that are repeated at the top or the bottom of pages.
const MOST_MARGINS: usize = 4;

/// The pages without the lines at their top and bottom that are the same on each but for the page's number, or on each side
/// of the sheets; the first page may have its own: such lines would end up in the middle of questions.
pub(super) fn without_margins(mut pages: Vec<Vec<Row>>) -> Vec<Vec<Row>> {
    for _ in 0..MOST_MARGINS {
        for index in repeated(&pages, <[Row]>::first) {
            pages[index].remove(0);
        }
        for index in repeated(&pages, <[Row]>::last) {
            pages[index].pop();
        }
    }
    for page in pages.iter_mut().filter(|page| page.len() > 1) {
        if page.last().is_some_and(|row| is_print_mark(&row.text)) {
            page.pop();
        }
    }
    pages
}

/// Whether a line is what browsers print below a page: its address, and its number among all.
fn is_print_mark(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let last = text.split_whitespace().next_back().unwrap_or_default();
    let counted = last
        .split_once('/')
        .is_some_and(|(page, of)| digits(page) && digits(of));
    counted && (text == last || text.contains("://"))
}

/// The pages that have a line there which is repeated.
fn repeated(pages: &[Vec<Row>], pick: fn(&[Row]) -> Option<&Row>) -> Vec<usize> {
    let lines: Vec<MarginLine> = (0..)
        .zip(pages)
        .filter_map(|(page, rows)| pick(rows).map(|row| MarginLine::of(page, row)))
        .collect();
    let sides = [0, 1].map(|side| {
        let of_side = lines.iter().filter(|line| line.page % 2 == side);
        of_side.collect::<Vec<_>>()
    });
    let all = lines.iter().collect::<Vec<_>>();
    if let Some(same) = same_but_first(&all) {
        return same.iter().map(|line| line.page).collect();
    }
    let found = sides.each_ref().map(|side| same_but_first(side));
    match (found, sides.each_ref().map(Vec::as_slice)) {
        ([Some(one), Some(other)], _) => one.iter().chain(other).map(|line| line.page).collect(),
        // Of three pages, one side has two and the other one, whose line stands in the same place with its number.
        ([Some(same), None], [_, [line]])
            if same
                .iter()
                .chain([line])
                .all(|each| each.is_numbered() && each.is_at(line)) =>
        {
            same.iter().chain([line]).map(|line| line.page).collect()
        }
        _ => Vec::new(),
    }
}

/// These lines, or all but that of the first page, if there are several and they are the same.
fn same_but_first<'l, 'p>(lines: &'l [&'p MarginLine<'p>]) -> Option<&'l [&'p MarginLine<'p>]> {
    let is_same = |lines: &[&MarginLine<'_>]| {
        let [first, others @ ..] = lines else { return false };
        !others.is_empty() && others.iter().all(|line| line.is_like(first))
    };
    let later = match lines {
        [first, later @ ..] if first.page < 2 => later,
        _ => &[],
    };
    [lines, later].into_iter().find(|lines| is_same(lines))
}

/// A line that may stand above or below the text of its page.
struct MarginLine<'p> {
    /// From 0.
    page: usize,
    y: f32,
    text: &'p str,
    /// It without the number of the page.
    bare: String,
}

impl<'p> MarginLine<'p> {
    fn of(page: usize, row: &'p Row) -> Self {
        Self {
            page,
            y: row.y,
            text: &row.text,
            bare: without_number(&row.text, page + 1),
        }
    }

    fn is_at(&self, other: &Self) -> bool {
        (self.y - other.y).abs() <= SAME_PLACE && !is_item(self.text)
    }

    /// Whether it tells the number of its page.
    fn is_numbered(&self) -> bool {
        self.bare.contains('#') && !self.text.contains('#')
    }

    fn is_like(&self, other: &Self) -> bool {
        // A number that is a page's on one page may be a part of the head on all: `SMA Negeri 2 Medan`.
        self.is_at(other) && (self.bare == other.bare || self.text == other.text)
    }
}

/// A text with `#` instead of the number of its page.
fn without_number(text: &str, page: usize) -> String {
    let number = page.to_string();
    let mut words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
    let is_number = |word: &&mut String| word.trim_matches(|c: char| !c.is_alphanumeric()) == number;
    // Only once: on the last page, the number of all pages is the same.
    if let Some(word) = words.iter_mut().find(is_number) {
        *word = word.replace(&number, "#");
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{super::layout::page, *};

    fn texts(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.text.as_str()).collect()
    }

    #[test]
    fn a_page_number_is_no_part_of_the_text() {
        let pages = vec![
            page(&["Ujian Akhir", "1. Apa?", "Halaman 1 dari 2"]),
            page(&["Ujian Akhir", "A. Ini", "Halaman 2 dari 2"]),
        ];
        let kept = without_margins(pages);
        assert_eq!(
            kept.iter().map(|page| texts(page)).collect::<Vec<_>>(),
            [["1. Apa?"], ["A. Ini"]]
        );
    }

    /// The texts of pages without their margins.
    fn kept(pages: &[&[&str]]) -> Vec<Vec<String>> {
        let kept = without_margins(pages.iter().map(|lines| page(lines)).collect());
        let owned = |page: &Vec<Row>| page.iter().map(|row| row.text.clone()).collect();
        kept.iter().map(owned).collect()
    }

    #[test]
    fn the_first_page_may_have_a_head_of_its_own() {
        let pages: [&[&str]; 3] = [
            &["PEMERINTAH KOTA", "1. Apa?"],
            &["Ujian Akhir - 2", "A. Ini"],
            &["Ujian Akhir - 3", "B. Itu"],
        ];
        assert_eq!(
            kept(&pages),
            [vec!["PEMERINTAH KOTA", "1. Apa?"], vec!["A. Ini"], vec!["B. Itu"]]
        );
    }

    #[test]
    fn the_two_sides_of_a_sheet_may_have_heads_of_their_own() {
        let pages: [&[&str]; 4] = [
            &["Matematika 1", "1. Apa?"],
            &["2 Kelas X", "A. Ini"],
            &["Matematika 3", "B. Itu"],
            &["4 Kelas X", "C. Anu"],
        ];
        assert_eq!(kept(&pages), [["1. Apa?"], ["A. Ini"], ["B. Itu"], ["C. Anu"]]);
        assert_eq!(kept(&pages[..3]), [["1. Apa?"], ["A. Ini"], ["B. Itu"]]);
    }

    #[test]
    fn a_head_may_hold_the_number_of_a_page() {
        let pages: [&[&str]; 4] = [
            &["SMA Negeri 2 Medan", "1. Apa?"],
            &["SMA Negeri 2 Medan", "A. Ini"],
            &["SMA Negeri 2 Medan", "B. Itu"],
            &["SMA Negeri 2 Medan", "C. Anu"],
        ];
        assert_eq!(kept(&pages), [["1. Apa?"], ["A. Ini"], ["B. Itu"], ["C. Anu"]]);
    }

    #[test]
    fn a_sentence_that_two_of_many_pages_begin_with_stays() {
        let pages: [&[&str]; 5] = [
            &["1. Satu?", "A. a"],
            &["Perhatikan gambar!", "2. Dua?"],
            &["B. b", "C. c"],
            &["Perhatikan gambar!", "3. Tiga?"],
            &["D. d", "4. Empat?"],
        ];
        let lengths: Vec<_> = kept(&pages).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2; 5]);
        assert_eq!(kept(&pages[1..4]).concat().len(), 6);
    }

    #[test]
    fn what_a_browser_prints_below_a_page_goes() {
        for mark in ["file:///home/guru/soal.html 1/1", "https://x.example/a 1/1", "1/1"] {
            let kept = without_margins(vec![page(&["1. Apa?", "A. Ini", mark])]);
            assert_eq!(texts(&kept[0]), ["1. Apa?", "A. Ini"], "{mark}");
        }
        for answer in ["B. 1/2", "A. lihat https://x.example/a"] {
            let kept = without_margins(vec![page(&["1. Apa?", answer])]);
            assert_eq!(texts(&kept[0]), ["1. Apa?", answer]);
        }
    }

    #[test]
    fn an_option_that_is_the_last_line_of_each_page_stays() {
        for last in ["D. 1", "*D) sama", "12. sama"] {
            let pages = vec![page(&["1. Apa?", last]), page(&["2. Siapa?", last])];
            assert_eq!(without_margins(pages.clone()), pages, "{last}");
        }
        let single = vec![page(&["1. Apa?"])];
        assert_eq!(without_margins(single.clone()), single);
    }
}
