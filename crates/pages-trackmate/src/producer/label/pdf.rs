//! A sheet of labels as a PDF: the code once, drawn at each place, with name, price and address beside it.

use lopdf::{
    Dictionary, Document, Object, Stream,
    content::{Content, Operation},
    dictionary,
};
use pages_kit::qr::{Code, Inset, MARK_PIXELS, length};
use platform::Error;

use super::{
    layout::Layout,
    letters::{Font, TURKISH, encode},
};

/// Points in a millimetre, and the sheet in points.
const POINT: f32 = 72.0 / 25.4;
const SHEET: (f32, f32) = (210.0 * POINT, 297.0 * POINT);
/// Between the edge of a label and its code, between code and words, and between words and the other edge; millimetres.
const BEFORE: f32 = 1.0;
const BETWEEN: f32 = 2.0;
const AFTER: f32 = 3.0;
/// The most lines of a name and of an address.
const NAME_LINES: usize = 3;
const ADDRESS_LINES: usize = 4;
/// Height of a line and of what is between name, price and address, as parts of a size and in points.
const LINE: f32 = 1.2;
const APART: f32 = 3.0;

/// What each label says.
pub(super) struct Words<'a> {
    pub(super) name: &'a str,
    pub(super) price: &'a str,
    pub(super) address: &'a str,
}

/// A line of a label, and how far its foot is from the top of the words.
struct Line {
    font: Font,
    size: f32,
    codes: Vec<u8>,
    foot: f32,
}

/// A sheet full of one label.
pub(super) fn write(layout: &Layout, code: &Code, words: &Words<'_>) -> Result<Vec<u8>, Error> {
    let mut document = Document::with_version("1.5");
    let (font, bold) = (
        document.add_object(font("Helvetica")),
        document.add_object(font("Helvetica-Bold")),
    );
    let mut form = form_of(code)?;
    if let Some(inset) = code.inset() {
        let picture = document.add_object(picture_of(inset));
        let pictures = dictionary! { "XObject" => dictionary! { "Tanda" => picture } };
        form.dict.set("Resources", pictures);
    }
    let form = document.add_object(form);
    let pages = document.new_object_id();
    let content = document.add_object(stream(sheet(layout, code, words))?);
    let page = document.add_object(dictionary! {
        "Type" => "Page",
        "Parent" => pages,
        "MediaBox" => numbers(&[0.0, 0.0, SHEET.0, SHEET.1]),
        "Contents" => content,
        "Resources" => dictionary! {
            "Font" => dictionary! { "F1" => font, "F2" => bold },
            "XObject" => dictionary! { "Kode" => form },
        },
    });
    document.objects.insert(
        pages,
        Object::Dictionary(dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] }),
    );
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog",
        "Pages" => pages,
        // Labels that are made to fit are at the wrong places.
        "ViewerPreferences" => dictionary! { "PrintScaling" => "None" },
    });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.compress();
    document.save_to(&mut bytes).map_err(Error::internal)?;
    Ok(bytes)
}

fn font(name: &str) -> Dictionary {
    let turkish = TURKISH.iter().flat_map(|(code, _, name)| {
        [
            Object::Integer(i64::from(*code)),
            Object::Name(name.as_bytes().to_vec()),
        ]
    });
    dictionary! {
        "Type" => "Font",
        "Subtype" => "Type1",
        "BaseFont" => name,
        "Encoding" => dictionary! {
            "Type" => "Encoding",
            "BaseEncoding" => "WinAnsiEncoding",
            "Differences" => turkish.collect::<Vec<_>>(),
        },
    }
}

fn numbers(of: &[f32]) -> Vec<Object> {
    of.iter().map(|number| Object::Real(*number)).collect()
}

fn step(operator: &str, operands: &[f32]) -> Operation {
    Operation::new(operator, numbers(operands))
}

fn stream(operations: Vec<Operation>) -> Result<Stream, Error> {
    let content = Content { operations }.encode().map_err(Error::internal)?;
    Ok(Stream::new(Dictionary::new(), content))
}

/// The code, a unit for each of its squares, downwards as it is read.
fn form_of(code: &Code) -> Result<Stream, Error> {
    let mut steps: Vec<_> = code
        .runs()
        .into_iter()
        .map(|(x, y, run)| step("re", &[length(x), length(y), length(run), 1.0]))
        .collect();
    for shape in code.house() {
        for (number, (x, y)) in shape.into_iter().enumerate() {
            steps.push(step(if number == 0 { "m" } else { "l" }, &[x, y]));
        }
        steps.push(step("h", &[]));
    }
    steps.push(step("f", &[]));
    if code.inset().is_some() {
        let mark = code.mark();
        steps.push(step("q", &[]));
        // Pictures stand on their foot, and what is drawn here goes downwards.
        steps.push(step(
            "cm",
            &[mark.side, 0.0, 0.0, -mark.side, mark.at, mark.at + mark.side],
        ));
        steps.push(Operation::new("Do", vec!["Tanda".into()]));
        steps.push(step("Q", &[]));
    }
    let mut stream = stream(steps)?;
    let edge = length(code.edge());
    stream.dict.extend(&dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => numbers(&[0.0, 0.0, edge, edge]),
    });
    Ok(stream)
}

/// The picture in the middle of the code.
fn picture_of(inset: &Inset) -> Stream {
    let edge = i64::from(MARK_PIXELS);
    let about = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Image",
        "Width" => edge,
        "Height" => edge,
        "ColorSpace" => "DeviceRGB",
        "BitsPerComponent" => 8,
    };
    Stream::new(about, inset.pixels().to_vec())
}

fn sheet(layout: &Layout, code: &Code, words: &Words<'_>) -> Vec<Operation> {
    let room = (layout.label.0 - BEFORE - layout.code - BETWEEN - AFTER) * POINT;
    let (lines, height) = set(layout, room, words);
    let square = layout.code * POINT / length(code.edge());
    let mut steps = Vec::new();
    for (x, y) in layout.corners() {
        let (left, top) = ((x + BEFORE) * POINT, SHEET.1 - y * POINT);
        let code_top = top - (layout.label.1 - layout.code) / 2.0 * POINT;
        steps.push(step("q", &[]));
        steps.push(step("cm", &[square, 0.0, 0.0, -square, left, code_top]));
        steps.push(Operation::new("Do", vec!["Kode".into()]));
        steps.push(step("Q", &[]));
        let words_left = left + (layout.code + BETWEEN) * POINT;
        let words_top = top - (layout.label.1 * POINT - height) / 2.0;
        for line in &lines {
            let font = if line.font == Font::Bold { "F2" } else { "F1" };
            steps.push(step("BT", &[]));
            steps.push(Operation::new("Tf", vec![font.into(), Object::Real(line.size)]));
            steps.push(step("Td", &[words_left, words_top - line.foot]));
            steps.push(Operation::new("Tj", vec![Object::string_literal(line.codes.clone())]));
            steps.push(step("ET", &[]));
        }
    }
    steps
}

/// The lines of a label, and how high they are together.
fn set(layout: &Layout, room: f32, words: &Words<'_>) -> (Vec<Line>, f32) {
    let (name, price, address) = layout.sizes;
    let texts = [
        (words.name, Font::Bold, name, NAME_LINES),
        (words.price, Font::Bold, price, 1),
        (words.address, Font::Plain, address, ADDRESS_LINES),
    ];
    let mut lines = Vec::new();
    let mut height = 0.0;
    for (text, font, size, most) in texts {
        if !lines.is_empty() {
            height += APART;
        }
        for codes in font.wrap(&encode(text), size, (room, most)) {
            height += size * LINE;
            // The foot of letters is a quarter of their size above the bottom of their line.
            let foot = height - size * 0.25;
            lines.push(Line {
                font,
                size,
                codes,
                foot,
            });
        }
    }
    (lines, height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{producer::label::layout::LAYOUTS, scan::decode::read_code};

    const ADDRESS: &str = "https://balai.example.org/p/a1B2c3D4e5F6g7H8";
    /// Dots in a millimetre of what a printer prints here.
    const DOTS: f32 = 8.0;

    fn written(layout: &Layout, name: &str) -> Document {
        let code = Code::of(ADDRESS).unwrap();
        let words = Words {
            name,
            price: "Rp25.000",
            address: "balai.example.org/p/a1B2c3D4e5F6g7H8",
        };
        Document::load_mem(&write(layout, &code, &words).unwrap()).unwrap()
    }

    fn content(stream: &Stream) -> Vec<Operation> {
        Content::decode(&stream.get_plain_content().unwrap())
            .unwrap()
            .operations
    }

    fn operands(step: &Operation) -> Vec<f32> {
        step.operands.iter().map(|one| one.as_float().unwrap()).collect()
    }

    /// Where the codes are, as the page places them: their left and upper edge, and a square, in dots.
    fn places(page: &[Operation]) -> Vec<(f32, f32, f32)> {
        let placed = page.iter().filter(|step| step.operator == "cm").map(operands);
        let dots = DOTS / POINT;
        placed
            .map(|at| (at[4] * dots, (SHEET.1 - at[5]) * dots, at[0] * dots))
            .collect()
    }

    /// The squares of the page as a printer would print them; the mark stands where there are none.
    fn printed(document: &Document) -> (usize, usize, Vec<u8>) {
        let (_, page) = document.get_pages().into_iter().next().unwrap();
        let page = Content::decode(&document.get_page_content(page)).unwrap().operations;
        let code = document.objects.values().find_map(|object| {
            let stream = object.as_stream().ok()?;
            (stream.dict.get(b"Subtype").ok()?.as_name().ok()? == b"Form").then(|| content(stream))
        });
        let squares: Vec<_> = code
            .unwrap()
            .iter()
            .filter(|step| step.operator == "re")
            .map(operands)
            .collect();
        let (width, height) = (1680, 2376);
        let mut dots = vec![255; width * height];
        let whole = |number: f32| format!("{number:.0}").parse::<usize>().unwrap();
        for (left, top, square) in places(&page) {
            for run in &squares {
                for y in whole(top + run[1] * square)..whole(top + (run[1] + 1.0) * square) {
                    let from = y * width + whole(left + run[0] * square);
                    let to = y * width + whole(left + (run[0] + run[2]) * square);
                    dots[from..to].fill(0);
                }
            }
        }
        (width, height, dots)
    }

    #[test]
    fn every_code_of_a_sheet_is_read_and_leads_to_the_product() {
        for layout in &LAYOUTS {
            let (width, _, dots) = printed(&written(layout, "Kopi Gayo"));
            let whole = |number: f32| format!("{number:.0}").parse::<usize>().unwrap();
            for (x, y) in layout.corners() {
                let (left, top) = (whole(x * DOTS), whole(y * DOTS));
                let (wide, high) = (whole(layout.label.0 * DOTS) - 1, whole(layout.label.1 * DOTS) - 1);
                let read = read_code(wide, high, |x, y| dots[(top + y) * width + left + x]);
                assert_eq!(read.as_deref(), Some(ADDRESS), "{} at {x} {y}", layout.name);
            }
        }
    }

    #[test]
    fn long_names_stay_on_their_labels() {
        let name = "Keripik singkong balado khas Minangkabau ".repeat(9);
        for layout in &LAYOUTS {
            let document = written(layout, &name);
            let text = document.extract_text(&[1]).unwrap();
            assert_eq!(text.matches("Rp25.000").count(), layout.count(), "{text}");
            assert_eq!(text.matches('…').count(), layout.count(), "{text}");
            let room = (layout.label.0 - BEFORE - layout.code - BETWEEN - AFTER) * POINT;
            let words = Words {
                name: &name,
                price: "Rp1",
                address: ADDRESS,
            };
            let (lines, height) = set(layout, room, &words);
            assert!(height < layout.label.1 * POINT, "{height}");
            assert!(lines.iter().all(|line| line.font.width(&line.codes, line.size) <= room));
        }
    }
}
