//! Which topics a webhook hears.

use platform::{Message, Rule, text::Check};

/// Topics and patterns of a webhook, at most.
const MOST: usize = 50;
/// Characters of one, at most.
const LONGEST: usize = 200;

/// Whether a topic is meant by a pattern, in which each `*` stands for anything.
pub(crate) fn matches(pattern: &str, topic: &str) -> bool {
    let Some((head, rest)) = pattern.split_once('*') else {
        return pattern == topic;
    };
    let Some(mut left) = topic.strip_prefix(head) else {
        return false;
    };
    let (middle, tail) = rest.rsplit_once('*').unwrap_or(("", rest));
    // The first place is the best one: it leaves most for the others.
    for part in middle.split('*') {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(tail)
}

/// Whether any of a webhook's topics and patterns means a topic.
pub(crate) fn hears(patterns: &[String], topic: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, topic))
}

/// Topics and patterns as they are stored: each once, and each means something that is documented.
pub(crate) fn check_topics<'a>(
    check: &mut Check,
    given: &[String],
    documented: impl Iterator<Item = &'a str> + Clone,
) -> Vec<String> {
    const FIELD: &str = "topics";
    if given.is_empty() {
        check.note(FIELD, Rule::TooShort(1));
    }
    if given.len() > MOST {
        check.note(FIELD, Rule::TooMany(MOST));
        return Vec::new();
    }
    let mut topics: Vec<String> = Vec::new();
    for (at, pattern) in given.iter().enumerate() {
        let pattern = check.text(&format!("{FIELD}[{at}]"), pattern, 1, LONGEST);
        if !documented.clone().any(|topic| matches(&pattern, topic)) {
            check.note(FIELD, not_documented(&pattern));
        }
        if !topics.contains(&pattern) {
            topics.push(pattern);
        }
    }
    topics
}

fn not_documented(pattern: &str) -> Rule {
    let shown: String = pattern.chars().take(LONGEST).collect();
    Rule::Other(Message::new(
        format!("memuat \"{shown}\", yang bukan topik terdokumentasi"),
        format!("has \"{shown}\", which means no documented topic"),
    ))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, topic, expected) in [
            ("shop-listing-created", "shop-listing-created", true),
            ("shop-listing-created", "shop-listing-created2", false),
            ("*", "shop-listing-created", true),
            ("**", "shop-listing-created", true),
            ("shop-*", "shop-listing-created", true),
            ("shop-*", "shop", false),
            ("*-created", "shop-listing-created", true),
            ("*-created", "shop-listing-updated", false),
            ("shop-*-created", "shop-listing-created", true),
            ("shop-*-created", "shop-created", false),
            ("s*l*c*d", "shop-listing-created", true),
            ("s*c*l*d", "shop-listing-created", false),
            ("a*a", "a", false),
            ("", "a", false),
        ] {
            assert_eq!(matches(pattern, topic), expected, "{pattern} {topic}");
        }
    }

    proptest! {
        #[test]
        fn stars_put_into_a_topic_still_mean_it(topic in "[a-c-]{0,12}", cuts in prop::collection::vec((0_usize..12, 0_usize..4), 0..4)) {
            let mut pattern: Vec<char> = topic.chars().collect();
            for (at, count) in cuts {
                let at = at.min(pattern.len());
                let end = (at + count).min(pattern.len());
                pattern.splice(at..end, ['*']);
            }
            let pattern: String = pattern.into_iter().collect();
            prop_assert!(matches(&pattern, &topic), "{} {}", pattern, topic);
        }

        #[test]
        fn no_pattern_panics(pattern in ".{0,20}", topic in ".{0,20}") {
            let _ = matches(&pattern, &topic);
        }
    }

    fn checked(given: &[&str]) -> Result<Vec<String>, String> {
        let given: Vec<String> = given.iter().map(|text| (*text).to_owned()).collect();
        let mut check = Check::new();
        let topics = check_topics(&mut check, &given, ["a.made", "b.made"].into_iter());
        check.finish().map(|()| topics).map_err(|error| error.to_string())
    }

    #[test]
    fn topics_are_documented_and_named_once() {
        assert_eq!(checked(&[" a.made ", "*", "a.made"]).unwrap(), ["a.made", "*"]);
        assert_eq!(
            checked(&["c.*"]).unwrap_err(),
            "The input is not valid: topics has \"c.*\", which means no documented topic"
        );
        assert!(checked(&[]).is_err());
        assert!(checked(&["*"; 51]).is_err());
        assert!(checked(&[&"*".repeat(201)]).is_err());
    }
}
