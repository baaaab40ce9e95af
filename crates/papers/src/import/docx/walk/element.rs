//! What each element begins.

use base::{Error, Message};

use super::{
    super::{
        super::styled::Object,
        album::Found,
        block::Cell,
        description::described,
        marks::{self, Growing},
        setting, symbols,
        xml::Tag,
    },
    Drawing, Frame, GrowingTable, RunState, Scope, Walk,
};
use crate::{import::Severity, rules::unreadable};

/// More columns than a page has room for.
const MOST_COLUMNS: u32 = 100;

impl Walk<'_> {
    /// Begins an element.
    pub(super) fn open(&mut self, tag: &Tag<'_>) -> Result<Frame, Error> {
        let frame = match tag.name() {
            "p" => self.open_paragraph()?,
            "r" => self.open_run(),
            "t" => Frame::Characters(String::new(), tag.value("space").as_deref() == Some("preserve")),
            "pPr" => Frame::ParagraphProperties,
            "numPr" if self.is_in(|frame| matches!(frame, Frame::ParagraphProperties)) => Frame::ListProperties,
            "rPr" => match self.frames.last() {
                Some(Frame::ParagraphProperties) => Frame::MarkProperties,
                Some(Frame::Run(_)) => Frame::RunProperties,
                _ => Frame::Plain,
            },
            "tbl" => {
                self.open_table();
                Frame::Table
            }
            "tr" if self.is_in(|frame| !matches!(frame, Frame::Paragraph)) && !self.tables.is_empty() => Frame::Row,
            "tc" if self.is_cell_expected() => self.open_cell()?,
            "trPr" => Frame::RowProperties,
            "tcPr" => Frame::CellProperties,
            "AlternateContent" => Frame::Alternate(self.emitted),
            "Choice" | "Fallback" => self.alternative(),
            "drawing" | "pict" | "object" => self.open_drawing(),
            "txbxContent" => {
                self.scopes.push(Scope::Box(Vec::new()));
                Frame::TextBox
            }
            "sdt" => {
                self.is_placeholder = false;
                Frame::Plain
            }
            "sdtPr" => Frame::ControlProperties,
            "sdtContent" if std::mem::take(&mut self.is_placeholder) => Frame::Skipped,
            // What was before a tracked change, what is shown elsewhere, and what is no text.
            "instrText" => Frame::Instruction(String::new()),
            "oMath" | "oMathPara" if !self.paragraphs.is_empty() => {
                self.open_math();
                Frame::Plain
            }
            "fldSimple" => self.open_field(tag),
            "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "sectPrChange"
            | "numberingChange" | "delInstrText" | "delText" | "rt" | "sectPr" | "ffData" => Frame::Skipped,
            "del" | "moveFrom" => self.deletion(),
            _ => {
                self.learn(tag)?;
                Frame::Plain
            }
        };
        Ok(frame)
    }

    fn is_in(&self, what: impl Fn(&Frame) -> bool) -> bool {
        self.frames.last().is_some_and(what)
    }

    fn open_paragraph(&mut self) -> Result<Frame, Error> {
        self.count()?;
        if matches!(self.scopes.last(), Some(Scope::Body)) && self.paragraphs.is_empty() {
            self.body_paragraphs += 1;
        }
        self.paragraphs.push(Growing::from(std::mem::take(&mut self.carried)));
        Ok(Frame::Paragraph)
    }

    fn open_run(&mut self) -> Frame {
        let style = self.paragraphs.last().and_then(|paragraph| paragraph.style.as_deref());
        let inner = RunState {
            hidden: self.styles.hides(style),
            font: String::new(),
            set: self.styles.set_of_paragraph(style),
        };
        Frame::Run(std::mem::replace(&mut self.run, inner))
    }

    fn open_drawing(&mut self) -> Frame {
        Frame::Drawing(Drawing {
            before: self.emitted,
            alt: std::mem::take(&mut self.alt),
            notes: self.document.notes.len(),
            length: self.paragraphs.last().map_or(0, |paragraph| paragraph.text.len()),
            is_equation: std::mem::take(&mut self.is_equation),
        })
    }

    /// A field whose instruction is an attribute: its content is its result.
    fn open_field(&mut self, tag: &Tag<'_>) -> Frame {
        let instruction = tag.value("instr").unwrap_or_default();
        if !marks::is_formula(&instruction) {
            return Frame::Plain;
        }
        self.show_field(&instruction);
        Frame::Skipped
    }

    fn open_table(&mut self) {
        if self.tables.is_empty() && matches!(self.scopes.last(), Some(Scope::Body)) {
            self.body_tables += 1;
        }
        self.tables.push(GrowingTable::default());
        if self.tables.len() == 1 {
            let mut at = self.here();
            at.place.row = None;
            self.tables[0].table.at = at;
        }
    }

    fn is_cell_expected(&self) -> bool {
        self.tables.last().is_some_and(|table| table.cell.is_none())
    }

    fn open_cell(&mut self) -> Result<Frame, Error> {
        self.count()?;
        if let Some(growing) = self.tables.last_mut() {
            growing.cell = Some(Cell {
                column: growing.column,
                span: 1,
                ..Cell::default()
            });
            growing.cell_deleted = false;
        }
        self.scopes.push(Scope::Cell);
        Ok(Frame::Cell)
    }

    /// The first alternative that shows anything is the one that counts: the others show the same again.
    fn alternative(&self) -> Frame {
        match self.frames.last() {
            Some(Frame::Alternate(before)) if *before != self.emitted => Frame::Skipped,
            _ => Frame::Plain,
        }
    }

    fn deletion(&mut self) -> Frame {
        match self.frames.last() {
            Some(Frame::MarkProperties) => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.runs_on = true;
                }
                Frame::Plain
            }
            Some(Frame::RowProperties) => {
                if let Some(table) = self.tables.last_mut() {
                    table.row_deleted = true;
                }
                Frame::Plain
            }
            Some(Frame::RunProperties | Frame::ListProperties) => Frame::Plain,
            _ => Frame::Skipped,
        }
    }

    /// Takes in what an element without content says.
    fn learn(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        match self.frames.last() {
            Some(Frame::ParagraphProperties) => {
                if tag.name() == "pStyle"
                    && let Some(paragraph) = self.paragraphs.last_mut()
                {
                    paragraph.style = tag.value("val");
                }
            }
            Some(Frame::ListProperties) => self.learn_list(tag),
            Some(Frame::RunProperties) => self.learn_run(tag),
            Some(Frame::RowProperties) => self.learn_row(tag),
            Some(Frame::CellProperties) => self.learn_cell(tag),
            Some(Frame::ControlProperties) => {
                self.is_placeholder |= tag.name() == "showingPlcHdr" && tag.is_on();
            }
            Some(Frame::Run(_)) => self.special(tag),
            _ => {}
        }
        match tag.name() {
            "docPr" | "cNvPr" => {
                if let Some(alt) = tag.value("descr").filter(|alt| !alt.trim().is_empty()) {
                    self.alt = alt;
                }
            }
            "OLEObject" => {
                let program = tag.value("ProgID").unwrap_or_default().to_ascii_lowercase();
                self.is_equation = program.starts_with("equation") || program.starts_with("mathtype");
            }
            "blip" => self.show_picture(tag.value("embed"))?,
            // A ruled line is nothing that could be lost.
            "rect" if tag.value("hr").is_some() => self.emitted += 1,
            "imagedata" => self.show_picture(tag.value("id"))?,
            "altChunk" | "subDoc" => self.note_inserted_file(),
            "footnoteReference" | "endnoteReference" if !self.run.hidden => self.note_footnote(),
            _ => {}
        }
        Ok(())
    }

    fn learn_list(&mut self, tag: &Tag<'_>) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            match tag.name() {
                "numId" => paragraph.list = tag.number("val"),
                "ilvl" => paragraph.level = tag.number("val").and_then(|level| usize::try_from(level).ok()),
                _ => {}
            }
        }
    }

    fn learn_run(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "vanish" => self.run.hidden = tag.is_on(),
            "rStyle" => {
                let style = tag.value("val");
                self.run.hidden |= self.styles.hides(style.as_deref());
                self.run.set = self.styles.set_of_characters(style.as_deref(), self.run.set);
            }
            "rFonts" => {
                let font = tag.value("ascii").unwrap_or_default();
                if symbols::is_symbol_font(&font) {
                    self.run.font = font;
                }
            }
            _ => self.run.set = setting::after(tag, self.run.set),
        }
    }

    fn learn_row(&mut self, tag: &Tag<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        match tag.name() {
            "gridBefore" => table.column += tag.number("val").unwrap_or(0).min(MOST_COLUMNS) as usize,
            "tblHeader" if table.table.rows.is_empty() => table.table.header = tag.is_on(),
            _ => {}
        }
    }

    fn learn_cell(&mut self, tag: &Tag<'_>) {
        let Some(table) = self.tables.last_mut() else { return };
        let Some(cell) = &mut table.cell else { return };
        match tag.name() {
            "gridSpan" => cell.span = tag.number("val").unwrap_or(1).clamp(1, MOST_COLUMNS) as usize,
            "vMerge" => cell.continues = tag.value("val").is_none_or(|kind| kind != "restart"),
            "cellDel" => table.cell_deleted = true,
            _ => {}
        }
    }

    /// Characters that are elements.
    fn special(&mut self, tag: &Tag<'_>) {
        match tag.name() {
            "tab" | "ptab" => self.emit("\t"),
            "br" | "cr" => self.emit("\n"),
            "noBreakHyphen" => self.emit("-"),
            "sym" => {
                let code = tag
                    .value("char")
                    .and_then(|digits| u32::from_str_radix(digits.trim(), 16).ok());
                let font = tag.value("font").unwrap_or_default();
                if let Some(char) = code.and_then(|code| symbols::shown(&font, code)) {
                    self.emit(char.encode_utf8(&mut [0; 4]));
                }
            }
            "fldChar" => {
                let step = tag.value("fldCharType").unwrap_or_default();
                let formula = self.paragraphs.last_mut().and_then(|paragraph| paragraph.field(&step));
                if let Some(instruction) = formula {
                    self.show_field(&instruction);
                }
            }
            _ => {}
        }
    }

    fn show_picture(&mut self, relation: Option<String>) -> Result<(), Error> {
        if self.run.hidden || self.paragraphs.is_empty() {
            return Ok(());
        }
        let found = match relation {
            Some(relation) => self.album.find(&relation)?,
            None => return Ok(()),
        };
        match found {
            Found::Shown(hash) => {
                let alt = described(&self.alt);
                self.emit_object(Object::Picture { hash, alt });
            }
            Found::Unreadable(message) => {
                self.note(Severity::Warning, "picture.unreadable", message);
                // Something visible in its place, so that an option that is only a picture does not look empty.
                self.emit(unreadable::PICTURE);
            }
        }
        Ok(())
    }

    /// Says that Word would show a whole file here, questions and all.
    fn note_inserted_file(&mut self) {
        self.note(
            Severity::Error,
            "document.inserted",
            Message::new(
                "Di sini disisipkan berkas lain yang isinya belum menyatu dengan dokumen. Buka di Word, simpan ulang, lalu unggah lagi.",
                "Another file was inserted here and is not yet a part of the document. Open it in Word, save it again and upload it again.",
            ),
        );
    }

    fn note_footnote(&mut self) {
        self.note(
            Severity::Warning,
            "footnote.ignored",
            Message::new(
                "Catatan kaki di sini tidak diimpor. Jika peserta memerlukannya, tulis isinya di dalam soal.",
                "The footnote here was not imported. If participants need it, write it into the question.",
            ),
        );
    }

    /// Says that a drawing shows nothing that can be carried over.
    pub(super) fn note_drawing(&mut self) {
        self.note(
            Severity::Warning,
            "drawing.lost",
            Message::new(
                "Bentuk, bagan, atau diagram di sini tidak terbaca. Ganti dengan gambar PNG atau JPEG.",
                "A shape, chart or diagram here cannot be read. Replace it with a PNG or JPEG picture.",
            ),
        );
    }
}
