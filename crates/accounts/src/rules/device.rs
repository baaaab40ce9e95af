//! Which kind of program somebody uses, by what it calls itself: enough to recognise one's own, and no more.

/// The longest name of a program.
const LONGEST: usize = 40;

/// Browsers by what only they write; the first that fits counts, as most of them name others as well.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("UCBrowser/", "UC Browser"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

fn known(agent: &str, names: &[(&str, &'static str)]) -> Option<&'static str> {
    let found = names.iter().find(|(mark, _)| agent.contains(mark));
    found.map(|(_, name)| *name)
}

/// `Chrome, Android` of a browser, `okhttp` of another program, nothing of one that does not say.
pub(crate) fn device_of(agent: &str) -> String {
    let (browser, system) = (known(agent, &BROWSERS), known(agent, &SYSTEMS));
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, _) => {
            let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            agent.chars().take_while(is_plain).take(LONGEST).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_kind_and_not_by_their_version() {
        for (agent, device) in [
            (
                "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "Chrome, Android",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "Safari, iOS",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
                "Firefox, Linux",
            ),
            ("okhttp/4.12.0", "okhttp"),
            ("<script>alert(1)</script>", ""),
            ("", ""),
        ] {
            assert_eq!(device_of(agent), device);
        }
        assert_eq!(device_of(&"x".repeat(5_000)).len(), LONGEST);
    }
}
