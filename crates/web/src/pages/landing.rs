//! `/`: what runs here.

use askama::Template;

/// What the page says.
#[derive(Debug, Clone, Copy)]
pub struct Landing<'a> {
    /// Version of the server.
    pub version: &'a str,
    /// The modules that run.
    pub parts: &'a [Part<'a>],
}

/// A module on the page.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its name on the command line.
    pub name: &'a str,
    /// What it is, in a line.
    pub about: &'a str,
}

impl Part<'_> {
    /// Its name in print.
    fn title(&self) -> &str {
        match self.name {
            "accounts" => "Accounts",
            "trackmate" => "TrackMate",
            "assessment" => "Assessment",
            "classifieds" => "Classifieds",
            "conversations" => "Conversations",
            other => other,
        }
    }

    fn about_in_indonesian(&self) -> Option<&'static str> {
        match self.name {
            "accounts" => Some("Sesi, pendaftaran, dan izin setiap orang."),
            "trackmate" => Some("Produk UMKM yang dapat ditelusuri: bahan, pembuat, dan dampaknya."),
            "assessment" => Some("Ujian daring yang diawasi, dari bank soal sampai nilai."),
            "classifieds" => Some("Iklan baris menurut kategori dan tempat."),
            "conversations" => Some("Percakapan antara penjual dan pembeli."),
            _ => None,
        }
    }
}

#[derive(Template)]
#[template(path = "landing.html")]
struct Page<'a> {
    version: &'a str,
    parts: &'a [Part<'a>],
    style: &'a str,
}

impl Landing<'_> {
    /// The page; `style` is where its style sheet is served.
    pub fn render(&self, style: &str) -> askama::Result<String> {
        let page = Page {
            version: self.version,
            parts: self.parts,
            style,
        };
        page.render()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_what_runs_and_escapes_it() {
        let parts = [
            Part {
                name: "trackmate",
                about: "Products.",
            },
            Part {
                name: "new",
                about: "<b>& more",
            },
        ];
        let landing = Landing {
            version: "1.2.3",
            parts: &parts,
        };
        let page = landing.render("/assets/x.css").unwrap();
        for text in [
            "1.2.3",
            "TrackMate",
            "Produk UMKM",
            "Products.",
            "href=\"/assets/x.css\"",
        ] {
            assert!(page.contains(text), "{text} is not in {page}");
        }
        assert!(!page.contains("<b>&"), "{page}");
        assert!(!page.contains("<script") && !page.contains("style="), "{page}");
    }
}
