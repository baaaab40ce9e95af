//! What Indonesian words are made of: the beginnings and ends that are put around a word, taken off again.
//!
//! A light stemmer without a dictionary. It cannot know whether `memakan` is *makan* or *pakan*, so it answers every word that
//! could be meant, and two words belong together when their sets share one ([`stems`]). What is taken off:
//!
//! | | taken off | what comes back |
//! |---|---|---|
//! | behind | `lah`, `kah`, `nya`, then one of `kan`, `an`, `i` | nothing |
//! | before | `meny`, `peny` before a vowel | `s`, or `ny` |
//! | | `mem`, `pem` before a vowel | `p`, or `m`; before `b`, `f`, `v`, `p`, `w` nothing |
//! | | `men`, `pen` before a vowel | `t`, or `n`; before `c`, `d`, `j`, `s`, `t`, `z` nothing |
//! | | `meng`, `peng` before a vowel | nothing, or `k`; before any other letter nothing |
//! | | `me`, `pe` before `l`, `r`, `w`, `y` and, for people of a trade, any other consonant | nothing |
//! | | `ber`, `ter`, `per`, `di`, `ke`, `se` | nothing |
//!
//! Two may stand before a word (`mem-ber-daya-kan`). What is left has four letters or more and a vowel, so that short words
//! keep what only looks like an affix (`kecap`, `beras`, `nasi`). Longer words that look so and would become another word
//! are named in [`WHOLE`].

/// As long a word is looked into, in characters: longer ones are no words of the language.
const LONGEST: usize = 32;
/// What is left has at least so many letters.
const SHORTEST: usize = 4;
/// How many affixes may stand before a word.
const LAYERS: usize = 2;

/// Words that are whole although they look made: what would be left of them is another word.
const WHOLE: [&str; 19] = [
    "berlian", "durian", "gulai", "kelapa", "kemeja", "kemiri", "kerang", "merica", "pandai", "pantai", "perabot",
    "sekolah", "selada", "seledri", "sepatu", "sepeda", "tangan", "tapai", "terigu",
];

/// A word and every word that it may be made of, sorted; the word is folded. A word with anything but letters of the
/// alphabet, or a very long one, is itself alone.
///
/// ```
/// let shared = |one: &str, other: &str| base::text::stems(one).iter().any(|stem| base::text::stems(other).contains(stem));
/// assert!(shared("memasak", "masakan") && shared("pengrajin", "kerajinan"));
/// assert!(!shared("kemeja", "meja"));
/// ```
pub fn stems(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    if word.len() > LONGEST || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return found;
    }
    let mut layer: Vec<String> = without_endings(word);
    for _ in 0..=LAYERS {
        layer.retain(|stem| is_word(stem) && !found.contains(stem) || stem == word);
        let next = layer
            .iter()
            .filter(|stem| !is_whole(stem))
            .flat_map(|stem| without_beginning(stem));
        let next: Vec<String> = next.collect();
        found.append(&mut layer);
        layer = next;
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn is_whole(word: &str) -> bool {
    WHOLE.binary_search(&word).is_ok()
}

/// Whether what is left can be a word.
fn is_word(stem: &str) -> bool {
    stem.len() >= SHORTEST && stem.bytes().any(is_vowel)
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// A word with and without what may stand behind it.
fn without_endings(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    if is_whole(word) {
        return found;
    }
    let mut bare = vec![word];
    bare.extend(
        ["lah", "kah", "nya"]
            .iter()
            .filter_map(|ending| word.strip_suffix(ending)),
    );
    for word in bare {
        found.push(word.to_owned());
        if !is_whole(word) {
            let without = ["kan", "an", "i"].iter().filter_map(|ending| word.strip_suffix(ending));
            found.extend(without.map(str::to_owned));
        }
    }
    found
}

/// The words to which one affix was put before.
fn without_beginning(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |before: &[&str], rest: &str| found.extend(before.iter().map(|letters| format!("{letters}{rest}")));
    for kind in ["me", "pe"] {
        let Some(rest) = word.strip_prefix(kind) else { continue };
        if let Some(rest) = before_vowel(rest, "ny") {
            add(&["s", "ny"], rest);
        } else if let Some(rest) = rest.strip_prefix("ng") {
            add(if begins_with_vowel(rest) { &["", "k"] } else { &[""] }, rest);
        } else if let Some(rest) = before_vowel(rest, "m") {
            add(&["p", "m"], rest);
        } else if let Some(rest) = before_vowel(rest, "n") {
            add(&["t", "n"], rest);
        } else if let Some(rest) = rest
            .strip_prefix('m')
            .filter(|rest| rest.starts_with(['b', 'f', 'v', 'p', 'w']))
        {
            add(&[""], rest);
        } else if let Some(rest) = rest
            .strip_prefix('n')
            .filter(|rest| rest.starts_with(['c', 'd', 'j', 's', 't', 'z']))
        {
            add(&[""], rest);
        } else if rest.starts_with(['l', 'r', 'w', 'y']) || (kind == "pe" && !begins_with_vowel(rest)) {
            add(&[""], rest);
        }
    }
    for affix in ["ber", "ter", "per", "di", "ke", "se"] {
        if let Some(rest) = word.strip_prefix(affix) {
            add(&[""], rest);
        }
    }
    found
}

/// What stands behind `letters` if that begins with a vowel.
fn before_vowel<'a>(word: &'a str, letters: &str) -> Option<&'a str> {
    word.strip_prefix(letters).filter(|rest| begins_with_vowel(rest))
}

fn begins_with_vowel(word: &str) -> bool {
    word.bytes().next().is_some_and(is_vowel)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn belong_together(one: &str, other: &str) -> bool {
        let (one, other) = (stems(one), stems(other));
        one.iter().any(|stem| other.contains(stem))
    }

    #[test]
    fn words_made_of_one_word_belong_together() {
        for family in [
            &[
                "masak",
                "memasak",
                "masakan",
                "dimasak",
                "pemasak",
                "termasak",
                "masakannya",
            ][..],
            &["rajin", "pengrajin", "kerajinan", "perajin"],
            &["makan", "makanan", "makanannya", "dimakan"],
            &["minum", "minuman", "peminum"],
            &["tani", "petani", "pertanian"],
            &["sapu", "menyapu", "penyapu", "sapukan"],
            &["tenun", "menenun", "tenunan", "penenun"],
            &["kirim", "mengirim", "kiriman", "pengiriman", "dikirimkan"],
            &["anyam", "menganyam", "anyaman", "penganyam"],
            &["goreng", "menggoreng", "gorengan", "penggorengan"],
            &["daya", "memberdayakan", "pemberdayaan", "berdaya"],
            &["lanjut", "keberlanjutan", "berlanjut"],
            &["jual", "penjual", "jualan", "menjual", "terjual", "dijualkah"],
            &["rawat", "merawat", "perawatan"],
            &["pakai", "memakai", "pakaian", "terpakai"],
            &["warna", "berwarna", "pewarna", "pewarnaan"],
        ] {
            for (one, other) in family
                .iter()
                .flat_map(|one| family.iter().map(move |other| (one, other)))
            {
                assert!(
                    belong_together(one, other) || !stems(one).contains(&family[0].to_owned()),
                    "{one} {other}"
                );
            }
            for made in family {
                assert!(belong_together(made, family[0]), "{made}: {:?}", stems(made));
            }
        }
    }

    #[test]
    fn words_that_only_look_made_stay_whole() {
        for (whole, other) in [
            ("kemeja", "meja"),
            ("selada", "lada"),
            ("gulai", "gula"),
            ("durian", "duri"),
            ("tangan", "tang"),
            ("kecap", "cap"),
            ("beras", "ras"),
            ("kopi", "kop"),
            ("terasi", "asi"),
            ("merica", "rica"),
            ("sekolah", "seko"),
            ("pantai", "panta"),
        ] {
            assert!(!belong_together(whole, other), "{whole}: {:?}", stems(whole));
        }
        assert!(WHOLE.is_sorted());
    }

    #[test]
    fn what_is_no_word_of_the_language_is_itself() {
        for word in ["", "a", "250gram", "кофе", "茶", &"memasak".repeat(5)] {
            assert_eq!(stems(word), [word]);
        }
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_among_its_stems_and_all_are_short(word in "[a-z]{0,40}|\\PC{0,20}") {
            let found = stems(&word);
            proptest::prop_assert!(found.contains(&word) && found.is_sorted() && found.len() < 60);
            proptest::prop_assert!(found.iter().all(|stem| stem.len() <= word.len() + 1));
        }
    }
}
