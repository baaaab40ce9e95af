//! Layouts that teachers use, each a document as a program writes it: those with a page beside them were made of it by
//! `LibreOffice`, the others are as Word, WPS and Google Docs write them.

use super::*;

/// What a document is read as: a line for each question, and the codes of what there is to say.
pub(super) fn describe(docx: &[u8]) -> Vec<String> {
    let reading = read_docx(docx).unwrap();
    let mut told = Vec::new();
    for question in reading.paper.sections.iter().flat_map(|section| &section.questions) {
        let options = question
            .options
            .iter()
            .map(|option| format!("{}={}", option.label, option.value.plain()));
        let key: Vec<_> = question.key.iter().map(|key| key.answer.as_str()).collect();
        let parts = [
            question.text.plain().to_owned(),
            options.collect::<Vec<_>>().join(" "),
            key.join(","),
        ];
        told.push(parts.join(" | "));
    }
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.code).collect();
    told.push(codes.join(" "));
    told
}

macro_rules! layouts {
    ($($name:ident: [$($expected:expr),* $(,)?];)*) => {$(
        #[test]
        fn $name() {
            let docx = include_bytes!(concat!("../../../tests-data/layouts/", stringify!($name), ".docx"));
            assert_eq!(describe(docx), [$($expected),*]);
        }
    )*};
}

layouts! {
    tabs: [
        "Organ yang memompa darah adalah .... | A=paru-paru B=ginjal C=jantung D=lambung E=hati | C",
        "Rumus luas lingkaran dengan jari-jari r cm adalah ... cm² | A=πr² B=πd C=2πr D=r³ | A",
        "The underlined word means happy. | A=glad B=sad C=H₂O | A",
        "document.section.missing",
    ];
    table: [
        "Ibu kota Indonesia adalah | A=Jakarta B=Bandung C=Medan D=Solo | A",
        "Ibu kota Jepang | A=Tokyo B=Kyoto C=Osaka D=Nara | A",
        "",
    ];
    cloze: [
        "… | A=outstanding B=dreadful C=plain D=poor | A",
        "… | A=enjoy B=enjoyed C=enjoying D=enjoys | B",
        "question.text.blank document.section.missing question.text.blank",
    ];
    qa: [
        "What is the capital of France? | A=Paris B=Rome C=Berlin | A",
        "2 + 2 = ? | A=3 B=4 | B",
        "document.section.missing",
    ];
    kunci: [
        "Pilih yang benar | A=satu B=dua | B",
        "Pilih lagi | A=satu B=dua C=tiga | C",
        "document.section.missing",
    ];
    grid: [
        "Jodohkan negara dengan ibu kotanya | 1=Prancis 2=Jepang A=Tokyo B=Paris | 1-B,2-A",
        "",
    ];
    arab: [
        r#"ما معنى كلمة "كتاب"؟ | A=قلم B=كتاب C=بيت D=باب | B"#,
        r#"ما جمع "بيت"؟ | A=بيوت B=بيتان C=أبيات | A"#,
        "document.section.missing",
    ];
    onecell: [
        "Ibu kota Bali? | A=Denpasar B=Ubud C=Kuta | A",
        "Air mendidih pada suhu? | A=0 °C B=50 °C C=100 °C | C",
        "document.section.missing",
    ];
    google: [
        "Planet terdekat matahari adalah | A=Venus B=Merkurius C=Bumi | B",
        "Rumus air adalah | A=H₂O B=CO | A",
        "document.section.missing question.option.tells",
    ];
    google_levels: [
        "Planet terdekat matahari adalah | A=Venus B=Merkurius | B",
        "Ibu kota | A=Jakarta B=Bogor | A",
        "document.section.missing",
    ];
    two_columns: [
        "Kata pintar berarti … | A=cerdas B=bodoh C=malas | A",
        "Lawan kata besar adalah … | A=kecil B=luas C=raya | A",
        "Harga semula Rp5.000 sekarang Rp4.000. Berapa potongannya?\nToko buka setiap hari. | A=Rp1.000 B=Rp2.000 | A",
        "document.section.missing",
    ];
    placed: [
        "Ibu kota Jepang adalah … | A=Tokyo B=Osaka | A",
        "Mata uang Jepang adalah … | A=won B=yen | B",
        "Gunung tertinggi di Jepang adalah … | A=Fuji B=Aso | A",
        "",
    ];
    pairs: [
        "Tentukan benar atau salah pernyataan berikut. | 1=Air mendidih pada 100 °C. 2=Es lebih berat daripada air. A=Benar B=Salah | 1-A,2-B",
        "Jodohkan lajur kiri dengan lajur kanan. | 1=Ibu kota Bali 2=Ibu kota Aceh A=Banda Aceh B=Denpasar C=Medan | 1-B,2-A",
        "",
    ];
    formulas_writer: [
        "Determinan (1, 2; 3, 4) adalah | A=1/7 B=(1, 2; 3, 4) C=0 | A",
        "Penyelesaian {x+y=3; x-y=1 adalah | A=2/7 B={x+y=3; x-y=1 C=1 | A",
        "Nilai √(x+1) adalah | A=3/7 B=√(x+1) C=2 | A",
        "Nilai ∛(8) adalah | A=4/7 B=∛(8) C=3 | A",
        "Nilai 2 1/2 adalah | A=5/7 B=2 1/2 C=4 | A",
        "Jarak titik (2,3) adalah | A=6/7 B=(2,3) C=5 | A",
        "Jabaran (x+1)² adalah | A=7/7 B=(x+1)² C=6 | A",
        "Jumlah ∑_(i=1)^(n) i² adalah | A=8/7 B=∑_(i=1)^(n) i² C=7 | A",
        "Integral ∫_0^1 xdx adalah | A=9/7 B=∫_0^1 xdx C=8 | A",
        "Limit lim_(x→0) (sinx)/x adalah | A=10/7 B=lim_(x→0) (sinx)/x C=9 | A",
        "",
    ];
    wps: [
        "Panjang tali yang benar adalah… | A=2 m B=3 m C=4 m D=5 m | B",
        "Pilih satu | A=merah B=biru C=hijau D=hitam | C",
        "document.section.missing",
    ];
    word_formulas: [
        "Nilai dari 1/2+1/3 | A=5/6 B=2/5 C=1/6 D=∛(8) | A",
        "Berapa akar 9? | A=3 B=4 | A",
        "Pilih | A=x B=y | B",
        "",
    ];
    parts: [
        "Hewan yang bernapas dengan insang adalah … | A=ikan B=katak C=burung D=ular | A",
        "Planet terbesar adalah … | A=Bumi B=Mars C=Jupiter D=Venus | C",
        "Satuan gaya adalah … |  | newton",
        "Alat untuk mengukur suhu adalah … |  | termometer",
        "Jelaskan fotosintesis! |  | ",
        "Sebutkan tiga sumber energi! |  | ",
        "document.section.part document.section.part document.section.part question.key.rated",
    ];
    word_controls: [
        "Satu | A=ya B=tidak | B",
        "Dua benar | A=ya B=tidak | A",
        "Tiga? | A=ya B=tidak | B",
        "document.section.missing footnote.ignored text.ignored",
    ];
}
