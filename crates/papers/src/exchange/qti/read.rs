//! Reading a package: its tests give sections and their order; items that no test names come last.

use std::collections::{BTreeSet, HashMap};

use marked::Text;
use serde::{Deserialize, Serialize};

use super::{
    super::{
        Read,
        beside::{self, BesideSection},
        gather::Gather,
        prose,
        tree::Element,
        weigh,
    },
    BESIDE_READ,
    item::{self, Around, own_points, pictures, settle_objects},
    package::{Files, MANIFEST, folder_of, resolve},
};
use crate::{draw::Draw, file_kind::Refusal, paper::Navigation, points::Points};

/// Most items of a package.
const MOST_ITEMS: usize = 2_000;
/// How deep sections of a test nest.
const DEEPEST: usize = 16;

/// What stands beside a shared passage.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct BesidePassage {
    pub code: String,
    pub title: String,
}

struct Reader<'a> {
    files: Files<'a>,
    gather: Gather,
    /// Codes of shared passages by the names of their files.
    passages: HashMap<String, Option<String>>,
    /// Names of items that were read.
    read: BTreeSet<String>,
}

/// Reads a file.
pub(crate) fn read(bytes: &[u8]) -> Read {
    let files = Files::open(bytes)?;
    let manifest = files.xml(&resolve(&files.folder, MANIFEST))?;
    let manifest = manifest.ok_or_else(|| Refusal::damaged("it has no manifest"))?;
    let mut reader = Reader {
        files,
        gather: Gather::default(),
        passages: HashMap::new(),
        read: BTreeSet::new(),
    };
    let resources: Vec<(String, String)> = manifest
        .walk()
        .into_iter()
        .filter(|element| element.name == "resource")
        .filter_map(|resource| {
            let name = resolve(&reader.files.folder, resource.attribute("href")?);
            Some((resource.attribute("type").unwrap_or_default().to_lowercase(), name))
        })
        .collect();
    for (_, name) in resources.iter().filter(|(kind, _)| kind.contains("stimulus")) {
        reader.passage(name)?;
    }
    let is_test = |kind: &str| kind.contains("imsqti_test") || kind.contains("imsqti_assessment");
    for (_, name) in resources.iter().filter(|(kind, _)| is_test(kind)) {
        reader.test(name)?;
    }
    let rest: Vec<&String> = resources
        .iter()
        .filter(|(kind, name)| kind.contains("imsqti_item") && !reader.read.contains(name))
        .map(|(_, name)| name)
        .collect();
    if !rest.is_empty() {
        reader.gather.section("Soal");
    }
    for name in rest {
        reader.item(name, None)?;
    }
    Ok(reader.gather.finish())
}

/// What holds for all that stands below a part of a test.
#[derive(Debug, Clone, Copy, Default)]
struct Over {
    time: Option<i64>,
    navigation: Navigation,
}

/// How long a part of a test may take, in seconds.
fn time(element: &Element) -> Option<i64> {
    let given = element.first("timelimits")?.attribute("maxtime")?;
    // A fraction of a second does not count, and nothing lasts longer than a day.
    let whole = given.trim().split('.').next().unwrap_or_default();
    whole.parse().ok().filter(|seconds| (1..=86_400).contains(seconds))
}

impl Reader<'_> {
    fn test(&mut self, name: &str) -> Result<(), Refusal> {
        let Some(test) = self.files.xml(name)?.filter(|test| test.name == "assessmenttest") else {
            return Ok(());
        };
        if self.gather.title.is_empty() {
            test.attribute("title")
                .unwrap_or_default()
                .clone_into(&mut self.gather.title);
        }
        let sections = test
            .walk()
            .into_iter()
            .filter(|element| element.name == "assessmentsection")
            .count();
        let rules = ["branchrule", "precondition", "testfeedback", "outcomeprocessing"];
        if test
            .walk()
            .iter()
            .any(|element| rules[..3].contains(&element.name.as_str()))
        {
            self.gather.warn(
                "qti.rules",
                &self.gather.title.clone(),
                (
                    "Percabangan, syarat, atau umpan balik tes tidak diimpor.",
                    "Branches, conditions or feedback of the test were not imported.",
                ),
            );
        }
        for part in test.all("testpart") {
            let is_only = part.all("assessmentsection").count() == 1;
            let over = Over {
                time: time(part)
                    .filter(|_| is_only)
                    .or_else(|| time(&test).filter(|_| sections == 1)),
                navigation: match part.attribute("navigationmode") {
                    Some("linear") => Navigation::Linear,
                    _ => Navigation::Free,
                },
            };
            for section in part.all("assessmentsection") {
                self.section(section, over, folder_of(name))?;
            }
        }
        Ok(())
    }

    fn section(&mut self, element: &Element, over: Over, folder: &str) -> Result<(), Refusal> {
        let title = element
            .attribute("title")
            .map(str::trim)
            .filter(|title| !title.is_empty());
        self.gather
            .section(title.or(element.attribute("identifier")).unwrap_or("Soal"));
        let marked = element
            .walk()
            .into_iter()
            .find_map(|inner| inner.attribute(BESIDE_READ));
        let beside: Option<BesideSection> = beside::read(marked);
        let is_shuffled = element
            .first("ordering")
            .and_then(|ordering| ordering.attribute("shuffle"))
            == Some("true");
        let drawn = element
            .first("selection")
            .and_then(|selection| selection.attribute("select")?.trim().parse().ok());
        let section = self.gather.open_section();
        section.navigation = over.navigation;
        section.shuffle = is_shuffled;
        if let Some(beside) = beside {
            section.duration = beside.duration.unwrap_or_default();
            section.draws = beside.draws;
        } else {
            section.duration = time(element).or(over.time).unwrap_or_default();
            section.draws = drawn
                .map(|count: usize| Draw {
                    count,
                    tag: None,
                    difficulty: None,
                })
                .into_iter()
                .collect();
        }
        self.parts(element, folder, 0)
    }

    /// What stands in a section: words before its questions, the questions, and sections within it.
    fn parts(&mut self, element: &Element, folder: &str, depth: usize) -> Result<(), Refusal> {
        for inner in element.elements() {
            match inner.name.as_str() {
                "rubricblock" => {
                    let text = self.words(inner, folder)?;
                    self.add_instruction(text);
                }
                "assessmentitemref" => {
                    let weight = inner.first("weight").and_then(|weight| weight.attribute("value"));
                    let point = weight.and_then(weigh::points).map(|(points, _)| points);
                    let name = resolve(folder, inner.attribute("href").unwrap_or_default());
                    self.item(&name, point)?;
                }
                "assessmentsection" if depth < DEEPEST => self.parts(inner, folder, depth + 1)?,
                "assessmentsectionref" => self.gather.warn(
                    "qti.missing",
                    inner.attribute("href").unwrap_or_default(),
                    (
                        "Bagian ini berada di berkas lain dan tidak diimpor.",
                        "The section is in another file and was not imported.",
                    ),
                ),
                _ => {}
            }
        }
        Ok(())
    }

    fn add_instruction(&mut self, text: Text) {
        let section = self.gather.open_section();
        if section.instruction.is_empty() {
            section.instruction = text;
        } else if !text.is_empty() {
            let mut blocks = section.instruction.marked().blocks;
            blocks.extend(text.marked().blocks);
            section.instruction = Text::of(&marked::Marked::new(blocks));
        }
    }

    /// What an element says, with the pictures that it shows.
    fn words(&mut self, element: &Element, folder: &str) -> Result<Text, Refusal> {
        self.keep_pictures(element, folder)?;
        let found = prose::read(element, &mut self.gather.album);
        self.gather.tell_lost(found.lost);
        Ok(found.text)
    }

    /// Keeps the pictures of an element under their addresses.
    fn keep_pictures(&mut self, element: &Element, folder: &str) -> Result<(), Refusal> {
        self.gather.album.forget_names();
        for address in pictures(element) {
            let name = resolve(folder, &super::super::album::name_of(address));
            if let Some(bytes) = self.files.picture(&name)? {
                self.gather.album.keep(&super::super::album::name_of(address), bytes);
            }
        }
        Ok(())
    }

    fn passage(&mut self, name: &str) -> Result<(), Refusal> {
        let Some(mut stimulus) = self.files.xml(name)? else {
            return Ok(());
        };
        settle_objects(&mut stimulus);
        let Some(body) = stimulus.first("stimulusbody") else {
            return Ok(());
        };
        let text = self.words(body, folder_of(name))?;
        let marked = body.walk().into_iter().find_map(|inner| inner.attribute(BESIDE_READ));
        let beside = beside::read::<BesidePassage>(marked).unwrap_or_else(|| BesidePassage {
            code: String::new(),
            title: stimulus.attribute("title").unwrap_or_default().to_owned(),
        });
        let code = (!text.is_empty()).then(|| self.gather.passage(Some(&beside.code), &beside.title, text));
        self.passages.insert(name.to_owned(), code);
        Ok(())
    }

    fn item(&mut self, name: &str, point: Option<Points>) -> Result<(), Refusal> {
        if self.read.len() >= MOST_ITEMS {
            return Ok(());
        }
        let found = self.files.xml(name)?.filter(|item| item.name == "assessmentitem");
        let Some(mut item) = found else {
            self.gather.warn(
                "qti.missing",
                name,
                (
                    "Berkas soal ini tidak ada di dalam paket QTI.",
                    "The file of this question is not in the package.",
                ),
            );
            return Ok(());
        };
        settle_objects(&mut item);
        self.read.insert(name.to_owned());
        let shared = item
            .first("assessmentstimulusref")
            .and_then(|reference| reference.attribute("href"));
        let shared = shared.map(|reference| resolve(folder_of(name), reference));
        if let Some(shared) = shared.as_ref().filter(|shared| !self.passages.contains_key(*shared)) {
            self.passage(shared)?;
        }
        self.keep_pictures(&item, folder_of(name))?;
        let around = Around {
            point: point.or_else(|| own_points(&item)).unwrap_or(Points::whole(1)),
            passage: shared.and_then(|shared| self.passages.get(&shared).cloned().flatten()),
        };
        item::read(&mut self.gather, &item, around);
        Ok(())
    }
}
