//! Files that are not read, each with its reason.

use base::{Kind, Lang};

use super::{
    build::{Docx, drawing, paragraph, run, zipped},
    *,
};

#[track_caller]
fn assert_refused(bytes: &[u8], code: &str, kind: Kind) {
    let error = read_docx(bytes).expect_err(code);
    assert_eq!((error.code(), error.kind()), (code, kind), "{error}");
    for lang in [Lang::Id, Lang::En] {
        assert!(!error.message().text(lang).is_empty());
    }
    assert_ne!(error.message().text(Lang::Id), error.message().text(Lang::En));
}

fn plain() -> Docx {
    Docx::new(&paragraph(&run("x")))
}

#[test]
fn what_is_no_document_is_not_read() {
    for bytes in [
        &b""[..],
        b"PK",
        b"GIF89a",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html>%PDF",
    ] {
        assert_eq!(
            crate::import::read(bytes).unwrap_err().code(),
            "assessment.import.not_a_document"
        );
    }
}

#[test]
fn what_is_no_word_document_is_refused() {
    let not_word = |bytes: &[u8]| assert_refused(bytes, "import.docx.not_word", Kind::UnsupportedMedia);
    not_word(b"");
    not_word(b"%PDF-1.7");
    not_word(&zipped(&[("xl/workbook.xml".into(), b"<workbook/>".to_vec())]));
    not_word(&zipped(&[("word/document.xml".into(), b"<workbook/>".to_vec())]));
    not_word(&zipped(&[("word/document.xml".into(), b" ".to_vec())]));
    assert_refused(b"PK\x03\x04 broken", "import.docx.damaged", Kind::Invalid);
    assert_refused(
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "import.docx.protected",
        Kind::UnsupportedMedia,
    );
}

#[test]
fn damaged_documents_are_refused() {
    for xml in [
        "<w:document><w:body>",
        "<w:document></w:body>",
        "<w:document>&#x0;</w:document>",
        "<w:document>\u{0}<a b=></w:document",
    ] {
        assert_refused(
            &zipped(&[("word/document.xml".into(), xml.into())]),
            "import.docx.damaged",
            Kind::Invalid,
        );
    }
    let latin = b"<w:document><w:p><w:r><w:t>caf\xe9</w:t></w:r></w:p></w:document>".to_vec();
    assert_refused(
        &zipped(&[("word/document.xml".into(), latin)]),
        "import.docx.damaged",
        Kind::Invalid,
    );
}

#[test]
fn encrypted_parts_are_refused() {
    let mut bytes = plain().build();
    // The flag of encryption, in the first entry of the directory.
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 8] |= 1;
    assert_refused(&bytes, "import.docx.protected", Kind::UnsupportedMedia);
}

#[test]
fn declarations_are_refused_in_any_part() {
    let declared = |name: &str, xml: &str| {
        let bytes = plain().part(name, xml.as_bytes()).build();
        assert_refused(&bytes, "import.docx.declarations", Kind::Invalid);
    };
    declared(
        "word/extra.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol \"lol\">]><lolz/>",
    );
    declared(
        "customXml/item1.xml",
        "\u{feff}<!-- x --><!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>",
    );
    let entity = "<w:document><w:p><w:r><w:t>&lol;</w:t></w:r></w:p></w:document>";
    assert_refused(
        &zipped(&[("word/document.xml".into(), entity.into())]),
        "import.docx.declarations",
        Kind::Invalid,
    );
}

#[test]
fn what_lies_outside_is_refused_except_links_and_the_template() {
    for (kind, mode) in [("image", "External"), ("oleObject", "External"), ("frame", "External")] {
        let bytes = plain().relation("rId9", kind, "https://example.com/x", mode).build();
        assert_refused(&bytes, "import.docx.outside", Kind::Invalid);
    }
    let settings = "<Relationships><Relationship Id=\"rId1\" Type=\"x/attachedTemplate\" Target=\"file:///C:/n.dotm\" TargetMode=\"External\"/></Relationships>";
    let bytes = plain()
        .part("word/_rels/settings.xml.rels", settings.as_bytes())
        .build();
    assert!(read_docx(&bytes).is_ok());
    assert!(
        read_docx(
            &plain()
                .relation("rId9", "hyperlink", "https://example.com", "External")
                .build()
        )
        .is_ok()
    );
}

#[test]
fn a_part_may_not_exist_twice() {
    let bytes = plain().part("WORD/document.xml", b"<x/>").build();
    assert_refused(&bytes, "import.docx.twice", Kind::Invalid);
    // The same name byte for byte, as no writer makes it: two names of one length, one of them rewritten.
    let mut bytes = plain().part("word/documenu.xml", b"<x/>").build();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(9).position(|window| window == b"documenu.") {
        at += found;
        bytes[at + 7] = b't';
    }
    assert_refused(&bytes, "import.docx.twice", Kind::Invalid);
}

#[track_caller]
fn assert_too_large(bytes: &[u8]) {
    assert_refused(bytes, "import.docx.too_large", Kind::TooLarge);
}

#[test]
fn too_many_parts_elements_and_levels_are_refused() {
    let many: Vec<_> = (0..2001).map(|index| (format!("{index}"), Vec::new())).collect();
    assert_too_large(&zipped(&many));
    let deep = format!(
        "<w:document>{}{}</w:document>",
        "<w:p>".repeat(300),
        "</w:p>".repeat(300)
    );
    assert_too_large(&zipped(&[("word/document.xml".into(), deep.into_bytes())]));
    let wide = format!("<w:document>{}</w:document>", "<w:p/>".repeat(300_001));
    assert_too_large(&zipped(&[("word/document.xml".into(), wide.into_bytes())]));
}

#[test]
fn a_bomb_is_refused_whatever_size_it_declares() {
    let mut text = b"<w:document><w:body>".to_vec();
    text.resize(61 * 1024 * 1024, b' ');
    text.extend(b"</w:body></w:document>");
    let mut bytes = zipped(&[("word/document.xml".into(), text)]);
    assert!(bytes.len() < 1024 * 1024);
    assert_too_large(&bytes);
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&100_u32.to_le_bytes());
    assert_refused(&bytes, "import.docx.damaged", Kind::Invalid);
    // A part that nobody reads, declared to be larger than everything may be.
    let mut bytes = plain().part("word/media/x.png", b"x").build();
    let name = bytes
        .windows(16)
        .rposition(|window| window == b"word/media/x.png")
        .unwrap();
    bytes[name - 46 + 24..name - 46 + 28].copy_from_slice(&u32::MAX.wrapping_sub(1).to_le_bytes());
    assert_too_large(&bytes);
}

#[test]
fn a_picture_is_limited_on_its_own() {
    let large = vec![0; 20 * 1024 * 1024 + 1];
    let docx = Docx::section(&paragraph(&drawing("rId1", ""))).picture("rId1", "a.png", &large);
    assert_too_large(&docx.build());
}
