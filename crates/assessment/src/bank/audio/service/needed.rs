//! The sound files that a package needs: which are there, which are missing, which nobody asks for.

use std::collections::{BTreeMap, BTreeSet};

use papers::Paper;
use platform::{Conn, Error, media::Received, text::fold};
use serde::Serialize;

use super::{AudioView, NewFile};
use crate::{
    Admin, Assessment,
    bank::{audio::store, package::service::PACKAGE, paper},
    failures::not_found,
};

/// A sound file that questions of a package name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NeededSound {
    /// As the questions write it.
    pub filename: String,
    /// The numbers of those questions, counted through the package.
    pub questions: Vec<usize>,
    /// Whether it is there.
    pub is_there: bool,
}

/// The sound files of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackageSounds {
    /// The package's title, which its folder is called by, too.
    pub event: String,
    /// What its questions name, in their order.
    pub needed: Vec<NeededSound>,
    /// Files of its folder that none of its questions names.
    pub superfluous: Vec<String>,
}

/// What the questions of a paper name, beside what its folder holds and what they wait for.
fn compare(paper: &Paper, folder: Vec<String>, awaited: &[String]) -> PackageSounds {
    let awaited: BTreeSet<String> = awaited.iter().map(|name| fold(name)).collect();
    let mut needed: Vec<NeededSound> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let questions = paper.sections.iter().flat_map(|section| &section.questions);
    for (number, question) in (1..).zip(questions) {
        let Some(name) = &question.audio else {
            continue;
        };
        let place = *places.entry(fold(name)).or_insert_with(|| {
            needed.push(NeededSound {
                filename: name.clone(),
                questions: Vec::new(),
                is_there: !awaited.contains(&fold(name)),
            });
            needed.len() - 1
        });
        needed[place].questions.push(number);
    }
    PackageSounds {
        event: paper.title.clone(),
        superfluous: folder
            .into_iter()
            .filter(|name| !places.contains_key(&fold(name)))
            .collect(),
        needed,
    }
}

impl Assessment {
    /// Which sound files a package needs, and which of them are there.
    #[platform::boxed]
    pub async fn package_sounds(&self, package: i64) -> Result<PackageSounds, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let paper = paper::store::load(conn, package).await?;
            let paper = paper.ok_or_else(|| not_found(PACKAGE))?;
            let folder = store::folder(conn, &paper.title).await?;
            let awaited = store::awaited(conn, package).await?;
            Ok::<_, Error>((paper, folder, awaited))
        };
        let (paper, folder, awaited) = self.0.db.read(find).await?;
        let names = folder.into_iter().map(|row| row.filename).collect();
        Ok(compare(&paper, names, &awaited))
    }

    /// Stores a sound file in a package's folder, spelled as its questions spell it.
    #[platform::boxed]
    pub async fn add_package_sound(
        &self,
        by: &Admin,
        sounds: &PackageSounds,
        filename: &str,
        received: Received,
    ) -> Result<AudioView, Error> {
        let known = sounds.needed.iter().find(|one| fold(&one.filename) == fold(filename));
        let filename = known.map_or(filename, |one| &one.filename);
        let new = NewFile::read(Some(filename), Some(&sounds.event))?;
        self.add_audio(by, new, received).await
    }
}

#[cfg(test)]
mod tests {
    use papers::samples;

    use super::*;

    #[test]
    fn what_is_needed_is_told_from_what_is_there_without_case() {
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let tree = proptest::strategy::Strategy::new_tree(&samples::paper(), &mut runner).unwrap();
        let mut paper = proptest::strategy::ValueTree::current(&tree);
        let question = paper.sections[0].questions[0].clone();
        let with = |audio: &str| papers::Question {
            audio: (!audio.is_empty()).then(|| audio.to_owned()),
            ..question.clone()
        };
        paper.sections.truncate(1);
        paper.sections[0].questions = vec![with("a.mp3"), with(""), with("A.mp3"), with("b.mp3")];
        let folder = vec!["A.MP3".to_owned(), "c.mp3".to_owned()];
        let found = compare(&paper, folder, &["b.mp3".to_owned()]);
        let told: Vec<_> = found
            .needed
            .iter()
            .map(|one| (one.filename.as_str(), one.questions.clone(), one.is_there))
            .collect();
        assert_eq!(told, [("a.mp3", vec![1, 3], true), ("b.mp3", vec![4], false)]);
        assert_eq!(found.superfluous, ["c.mp3"]);
    }
}
