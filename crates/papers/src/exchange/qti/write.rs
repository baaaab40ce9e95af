//! Writing a package of QTI 3.0: a test with a part for each section, items, shared passages and pictures.
//!
//! Invariant: the same paper gives the same bytes; what is written is well formed, whatever the texts are.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use base::{
    Error,
    picture::{HEAD, ImageType},
};
use marked::Text;
use quick_xml::escape::escape;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    super::{
        beside::{self, BesideQuestion, BesideSection},
        markup::{self, Formulas},
    },
    BESIDE,
    item_body::{declaration, interaction, processing},
    read::BesidePassage,
};
use crate::{
    export::storable,
    paper::{Navigation, Paper, Passage, Pictures, Question, Section},
};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
/// Where the elements of items and tests are defined.
pub(super) const QTI: &str = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
const MANIFEST: &str = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1";

/// Words as XML holds them, in text and in attributes.
pub(super) fn said(text: &str) -> String {
    escape(&*storable(text)).replace('\n', "&#10;").replace('\t', "&#9;")
}

/// A paper as a package, with its keys.
pub(crate) fn write(paper: &Paper, pictures: &Pictures) -> Result<Vec<u8>, Error> {
    let mut writer = Writer {
        paper,
        pictures,
        files: BTreeMap::new(),
        resources: String::new(),
    };
    writer.keep_pictures();
    for (index, passage) in paper.passages.iter().enumerate() {
        writer.passage(index, passage);
    }
    let test = writer.test();
    writer.add("test", "imsqti_test_xmlv3p0", "assessment.xml", test);
    writer.finish()
}

struct Writer<'p> {
    paper: &'p Paper,
    pictures: &'p Pictures,
    /// Contents by names.
    files: BTreeMap<String, Vec<u8>>,
    resources: String,
}

/// The file of a picture.
fn picture_file(hash: &str, bytes: &[u8]) -> (String, &'static str) {
    let (extension, kind) = match ImageType::of(&bytes[..bytes.len().min(HEAD)]) {
        Some(ImageType::Jpeg) => ("jpg", "image/jpeg"),
        Some(ImageType::Gif) => ("gif", "image/gif"),
        Some(ImageType::Webp) => ("webp", "image/webp"),
        _ => ("png", "image/png"),
    };
    (format!("images/{}.{extension}", &hash[..hash.len().min(16)]), kind)
}

/// A text of a file that lies one folder deep.
pub(super) fn html(text: &Text, pictures: &Pictures) -> String {
    let address = |hash: &str| {
        let picture = pictures.get(hash)?;
        Some(format!("../{}", picture_file(hash, &picture.bytes).0))
    };
    markup::write(text, Formulas::MathMl, &address)
}

impl Writer<'_> {
    fn add(&mut self, identifier: &str, kind: &str, name: &str, content: String) {
        let _ = writeln!(
            self.resources,
            "<resource identifier=\"{identifier}\" type=\"{kind}\" href=\"{name}\"><file href=\"{name}\"/></resource>"
        );
        self.files
            .insert(name.to_owned(), format!("{DECLARATION}{content}").into_bytes());
    }

    fn keep_pictures(&mut self) {
        for text in self.paper.texts() {
            for hash in text.pictures() {
                let Some(picture) = self.pictures.get(hash.as_str()) else {
                    continue;
                };
                let (name, _) = picture_file(hash.as_str(), &picture.bytes);
                if self.files.insert(name.clone(), picture.bytes.clone()).is_none() {
                    let _ = writeln!(
                        self.resources,
                        "<resource identifier=\"picture-{}\" type=\"webcontent\" href=\"{name}\"><file href=\"{name}\"/></resource>",
                        &hash.as_str()[..16]
                    );
                }
            }
        }
    }

    fn passage(&mut self, index: usize, passage: &Passage) {
        let beside = beside::write(&BesidePassage {
            code: passage.code.clone(),
            title: passage.title.clone(),
        });
        let title = if passage.title.is_empty() {
            &passage.code
        } else {
            &passage.title
        };
        let content = format!(
            "<qti-assessment-stimulus xmlns=\"{QTI}\" identifier=\"passage-{index}\" title=\"{}\"><qti-stimulus-body><div {BESIDE}=\"{}\">{}</div></qti-stimulus-body></qti-assessment-stimulus>\n",
            said(title),
            said(&beside),
            html(&passage.body, self.pictures),
        );
        let name = format!("passages/passage-{index}.xml");
        self.add(&format!("passage-{index}"), "imsqti_stimulus_xmlv3p0", &name, content);
    }

    fn test(&mut self) -> String {
        let paper = self.paper;
        let mut to = format!(
            "<qti-assessment-test xmlns=\"{QTI}\" identifier=\"test\" title=\"{}\">\n<qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\"/>\n",
            said(&paper.title)
        );
        let mut number = 0;
        for (index, section) in paper.sections.iter().enumerate() {
            let _ = writeln!(to, "{}", self.section(index, section, &mut number));
        }
        to.push_str("</qti-assessment-test>\n");
        to
    }

    /// A section as a part of its own: navigation and time are settled by parts.
    fn section(&mut self, index: usize, section: &Section, number: &mut usize) -> String {
        let mode = match section.navigation {
            Navigation::Linear => "linear",
            Navigation::Free => "nonlinear",
        };
        let mut to = format!(
            "<qti-test-part identifier=\"part-{index}\" navigation-mode=\"{mode}\" submission-mode=\"simultaneous\">\
             <qti-assessment-section identifier=\"section-{index}\" title=\"{}\" visible=\"true\"><qti-time-limits max-time=\"{}\"/>",
            said(&section.title),
            section.duration
        );
        if let [draw] = section.draws.as_slice() {
            let _ = write!(to, "<qti-selection select=\"{}\"/>", draw.count);
        }
        if section.shuffle {
            to.push_str("<qti-ordering shuffle=\"true\"/>");
        }
        let beside = beside::write(&BesideSection::of(section));
        // A test lies where its pictures' folder does.
        let instruction = html(&section.instruction, self.pictures).replace("src=\"../images/", "src=\"images/");
        let _ = write!(
            to,
            "<qti-rubric-block use=\"instructions\" view=\"candidate\"><qti-content-body><div {BESIDE}=\"{}\">{instruction}</div></qti-content-body></qti-rubric-block>",
            said(&beside)
        );
        for question in &section.questions {
            *number += 1;
            let name = format!("items/item-{number}.xml");
            let item = self.item(question, *number);
            self.add(&format!("item-{number}"), "imsqti_item_xmlv3p0", &name, item);
            let _ = write!(
                to,
                "\n<qti-assessment-item-ref identifier=\"item-{number}\" href=\"{name}\"><qti-weight identifier=\"WEIGHT\" value=\"{}\"/></qti-assessment-item-ref>",
                question.point
            );
        }
        to.push_str("</qti-assessment-section></qti-test-part>");
        to
    }

    fn item(&self, question: &Question, number: usize) -> String {
        let title: String = question.text.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        let title: String = title.chars().take(80).collect();
        let mut to = format!(
            "<qti-assessment-item xmlns=\"{QTI}\" identifier=\"item-{number}\" title=\"{}\" adaptive=\"false\" time-dependent=\"false\">\n",
            said(&title)
        );
        to.push_str(&declaration(question));
        to.push_str(
            "<qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>\n",
        );
        let passage = self
            .paper
            .passages
            .iter()
            .position(|passage| Some(&passage.code) == question.passage.as_ref());
        if let Some(index) = passage {
            let _ = writeln!(
                to,
                "<qti-assessment-stimulus-ref identifier=\"passage-{index}\" href=\"../passages/passage-{index}.xml\"/>"
            );
        }
        let beside = beside::write(&BesideQuestion::of(question));
        let _ = write!(
            to,
            "<qti-item-body><div {BESIDE}=\"{}\">{}</div>{}</qti-item-body>\n{}</qti-assessment-item>\n",
            said(&beside),
            html(&question.text, self.pictures),
            interaction(question, self.pictures),
            processing(question),
        );
        to
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        let manifest = format!(
            "{DECLARATION}<manifest xmlns=\"{MANIFEST}\" identifier=\"balai\">\n<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n<organizations/>\n<resources>\n{}</resources>\n</manifest>\n",
            self.resources
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let deflated = SimpleFileOptions::default();
        let stored = deflated.compression_method(CompressionMethod::Stored);
        let manifest = ("imsmanifest.xml".to_owned(), manifest.into_bytes());
        for (name, content) in std::iter::once(manifest).chain(self.files) {
            let options = if name.starts_with("images/") { stored } else { deflated };
            zip.start_file(name, options).map_err(Error::internal)?;
            zip.write_all(&content).map_err(Error::internal)?;
        }
        Ok(zip.finish().map_err(Error::internal)?.into_inner())
    }
}
