//! Papers of every kind, for tests: odd texts, every type, rule and setting, pictures.
//!
//! They are as an import gives them: texts without blanks around them, keys in the order of their options.

mod marked_text;
mod pool;

use std::collections::BTreeSet;

use base::text::{fold, hex};
use marked::Text;
use proptest::{collection::vec, option, prelude::*, sample::select};
use sha2::{Digest as _, Sha256};

use crate::{
    draw::Difficulty,
    paper::{Choice, Key, Navigation, Paper, Passage, Picture, Pictures, Question, QuestionType, ScoringRule, Section},
    points::Points,
};

/// Lines that could be taken for something else than words.
const ODD: [&str; 25] = [
    "KUNCI: B",
    "BAGIAN: Menulis",
    "SOAL 2",
    "AKHIR TEKS",
    "TEKS P9: judul",
    "DURASI: 5 menit",
    "UNDIAN: 5 sulit",
    "PAKET x",
    "1. satu",
    "A. bukan pilihan",
    "*B) bukan kunci",
    "[Poin: 10] [Audio: x.mp3]",
    "v",
    "v 50%",
    "a\tb\t\tc",
    "x < y && y > z \"kutip\" 'satu' ]]>",
    "كيف حالك؟ 12",
    "ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ",
    "שלום world",
    "日本語・한국어",
    "👩🏽‍🏫 naïve café",
    "![bukan gambar](image:123)",
    "=3,14±0,01 ~ 2",
    "\\~ \\ ~~",
    "C:\\folder\\x.docx  dua  spasi",
];

/// The pictures that sample texts show.
#[expect(clippy::unwrap_used, reason = "for tests alone, also those of other crates")]
pub fn pictures() -> Pictures {
    (0..4_u8)
        .map(|shade| {
            let bytes = pictures::encode_pattern(2, 3, &[shade; 2 * 3 * 3]).unwrap();
            (hex(&Sha256::digest(&bytes)), Picture { bytes })
        })
        .collect()
}

/// Whether a character is one that stays as it is on the way through a document.
fn is_plain(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{a0}'
                | '\u{ad}'
                | '\u{2007}'
                | '\u{202f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{feff}'
                | '\u{fffc}'
                | '\u{fffe}'
                | '\u{ffff}'
        )
}

fn words() -> impl Strategy<Value = String> {
    "\\PC{1,24}".prop_map(|text| text.chars().filter(|c| is_plain(*c)).collect::<String>())
}

/// A line that says something.
fn line() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => select(&ODD[..]).prop_map(str::to_owned),
        3 => words(),
        1 => "[a-zA-Z0-9 .,()~*:%-]{1,30}",
    ];
    line.prop_filter_map("says nothing", |line| {
        let line = line.trim().replace("](image:", "] (image:");
        (!line.is_empty()).then_some(line)
    })
}

fn picture() -> impl Strategy<Value = String> {
    let names: Vec<String> = pictures().into_keys().collect();
    ("[a-zA-Z0-9\"<&]{0,8}", select(names)).prop_map(|(alt, hash)| format!("![{alt}](image:{hash})"))
}

/// Any text: with marks or without.
fn text() -> impl Strategy<Value = Text> {
    prop_oneof![2 => plain().prop_map(Text::of_plain), 1 => marked_text::text(line().boxed(), pictures().into_keys().collect())]
}

/// Plain text of a few lines, some of them blank in the middle.
fn plain() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        5 => line(),
        1 => picture(),
        1 => (line(), picture()).prop_map(|(line, picture)| format!("{line} {picture} {line}")),
        1 => Just(String::new()),
    ];
    vec(part, 1..4).prop_filter_map("says nothing", |lines| {
        let text = lines.join("\n").trim_matches('\n').to_owned();
        (!text.is_empty()).then_some(text)
    })
}

/// Texts of which no two are the same without case.
fn distinct(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Text>> {
    vec(text(), count).prop_map(|texts| {
        let mut seen = BTreeSet::new();
        texts
            .into_iter()
            .filter(|text| seen.insert(fold(text.markup().unwrap_or(text.plain()))))
            .collect()
    })
}

fn options(
    labels: impl Iterator<Item = char> + Clone,
    count: std::ops::Range<usize>,
) -> impl Strategy<Value = Vec<Choice>> {
    let least = count.start;
    distinct(least..count.end)
        .prop_filter("too few", move |values| values.len() >= least)
        .prop_map(move |values| {
            let choice = |(label, value): (char, Text)| Choice {
                label: label.to_string(),
                value,
            };
            labels.clone().zip(values).map(choice).collect()
        })
}

fn key(answer: &str, weight: Option<i64>) -> Key {
    Key {
        answer: answer.to_owned(),
        weight,
    }
}

/// What belongs to a type: its options, its key and how it is scored.
type Kind = (QuestionType, Vec<Choice>, Vec<Key>, ScoringRule);

fn rule() -> impl Strategy<Value = ScoringRule> {
    select(vec![
        ScoringRule::Exact,
        ScoringRule::PartialNet,
        ScoringRule::PerOption,
    ])
}

fn single_choice() -> impl Strategy<Value = Kind> {
    (options('A'..='H', 2..6), any::<prop::sample::Index>()).prop_map(|(options, right)| {
        let key = vec![key(&right.get(&options).label, None)];
        (QuestionType::MultipleChoice, options, key, ScoringRule::Exact)
    })
}

fn several_choices() -> impl Strategy<Value = Kind> {
    (options('A'..='H', 2..6), vec(any::<bool>(), 6), rule()).prop_map(|(options, right, rule)| {
        let chosen = options.iter().zip(right).filter(|(_, right)| *right);
        let mut keys: Vec<Key> = chosen.map(|(option, _)| key(&option.label, None)).collect();
        if keys.is_empty() {
            keys.push(key(&options[0].label, None));
        }
        (QuestionType::MultipleAnswer, options, keys, rule)
    })
}

fn weighted() -> impl Strategy<Value = Kind> {
    (options('A'..='H', 2..6), vec(-100_i64..=100, 6)).prop_map(|(options, weights)| {
        let weight = |(option, weight): (&Choice, i64)| key(&option.label, Some(weight));
        let mut keys: Vec<Key> = options.iter().zip(weights).map(weight).collect();
        // Something has to be worth something.
        keys[0].weight = Some(100);
        (QuestionType::MultipleAnswer, options, keys, ScoringRule::Weights)
    })
}

fn true_false() -> impl Strategy<Value = Kind> {
    any::<bool>().prop_map(|right| {
        let option = |label: &str, value: &str| Choice {
            label: label.to_owned(),
            value: value.into(),
        };
        let options = vec![option("B", "Benar"), option("S", "Salah")];
        let key = vec![key(if right { "B" } else { "S" }, None)];
        (QuestionType::TrueFalse, options, key, ScoringRule::Exact)
    })
}

fn short_answer() -> impl Strategy<Value = Kind> {
    // What begins with an equals sign is a number.
    let answer = prop_oneof![
        4 => line().prop_filter("no number", |line| !line.starts_with('=')),
        1 => Just("=3.14±0.01".to_owned()),
    ];
    vec(answer, 1..4).prop_map(|answers| {
        let mut seen = BTreeSet::new();
        let own = answers.into_iter().filter(|answer| seen.insert(fold(answer)));
        let keys = own.map(|answer| key(&answer, None)).collect();
        (QuestionType::ShortAnswer, Vec::new(), keys, ScoringRule::Exact)
    })
}

fn rated() -> impl Strategy<Value = Kind> {
    select(vec![QuestionType::Essay, QuestionType::Speaking])
        .prop_map(|kind| (kind, Vec::new(), Vec::new(), ScoringRule::Exact))
}

fn matching() -> impl Strategy<Value = Kind> {
    let sides = (options('1'..='9', 2..5), options('A'..='H', 2..5));
    (sides, any::<prop::sample::Index>(), rule()).prop_map(|((premises, responses), shift, rule)| {
        let shift = shift.index(responses.len());
        let pair = |(index, premise): (usize, &Choice)| {
            let response = &responses[(index + shift) % responses.len()];
            key(&format!("{}-{}", premise.label, response.label), None)
        };
        let keys = premises.iter().enumerate().map(pair).collect();
        let options = [premises.clone(), responses.clone()].concat();
        (QuestionType::Matching, options, keys, rule)
    })
}

fn question(codes: Vec<String>) -> impl Strategy<Value = Question> {
    let kind = prop_oneof![
        single_choice(),
        several_choices(),
        weighted(),
        true_false(),
        short_answer(),
        rated(),
        matching()
    ];
    let passage = if codes.is_empty() {
        Just(None).boxed()
    } else {
        option::of(select(codes)).boxed()
    };
    let audio = option::of(select(vec!["track_01.mp3", "Bagian 2 - soal.wav"]));
    let times = (option::of(0_i64..600), option::of(1_i64..600));
    let pool = (
        option::of(1_i64..=20),
        pool::tags(),
        option::of(select(Difficulty::ALL.to_vec())),
    );
    (text(), kind, passage, audio, 1_i64..100_000, times, pool).prop_map(
        |(text, (kind, options, key, rule), passage, audio, point, times, pool)| Question {
            kind,
            text,
            passage,
            audio: audio.map(str::to_owned),
            options,
            key,
            point: Points(point),
            rule,
            preparation_time: times.0,
            response_time: times.1,
            audio_plays: pool.0,
            tags: pool.1,
            difficulty: pool.2,
        },
    )
}

fn section(title: String, codes: Vec<String>) -> impl Strategy<Value = Section> {
    let settings = (1_i64..20_000, any::<bool>(), any::<bool>());
    let instruction = option::of(text()).prop_map(Option::unwrap_or_default);
    // Two questions that ask the same are warned of.
    let questions = vec(question(codes), 1..5).prop_map(|questions| {
        let mut seen = BTreeSet::new();
        questions
            .into_iter()
            .filter(|question| seen.insert(fold(question.text.plain())))
            .collect::<Vec<_>>()
    });
    (settings, instruction, questions, pool::draws()).prop_map(
        move |((duration, linear, shuffle), instruction, questions, draws)| Section {
            title: title.clone(),
            duration,
            instruction,
            navigation: if linear { Navigation::Linear } else { Navigation::Free },
            shuffle,
            draws,
            questions,
        },
    )
}

fn passage(code: String) -> impl Strategy<Value = Passage> {
    (option::of(line()), text()).prop_map(move |(title, body)| Passage {
        code: code.clone(),
        title: title.unwrap_or_default(),
        body,
    })
}

/// Any paper of plain texts, over the pictures of [`pictures`].
pub fn paper() -> impl Strategy<Value = Paper> {
    let plain = |text: &mut Text| *text = Text::of_plain(std::mem::take(text).into_plain());
    marked_paper().prop_map(move |mut paper| {
        paper.passages.iter_mut().for_each(|passage| plain(&mut passage.body));
        for section in &mut paper.sections {
            plain(&mut section.instruction);
            for question in &mut section.questions {
                plain(&mut question.text);
                question.options.iter_mut().for_each(|option| plain(&mut option.value));
            }
        }
        paper
    })
}

/// Any paper, over the pictures of [`pictures`].
pub fn marked_paper() -> impl Strategy<Value = Paper> {
    let title = line().prop_map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    (title, 0_usize..3, 1_usize..4).prop_flat_map(|(title, passages, sections)| {
        let codes: Vec<String> = (1..=passages).map(|number| format!("P{number}")).collect();
        let passages: Vec<_> = codes.iter().map(|code| passage(code.clone())).collect();
        let sections: Vec<_> = (1..=sections)
            .map(|number| (line(), Just(number)).prop_map(|(line, number)| format!("{number} {line}")))
            .map(|title| {
                let codes = codes.clone();
                title.prop_flat_map(move |title| section(title, codes.clone()))
            })
            .collect();
        (Just(title), passages, sections).prop_map(|(title, passages, sections)| Paper {
            title,
            passages,
            sections,
        })
    })
}
