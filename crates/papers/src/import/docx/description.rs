//! What a picture shows, in the words of whoever inserted it.
//!
//! Invariant: the name of a file is never shown: it may name the answer.

use base::text::fold;

/// The longest description, in characters.
const LONGEST: usize = 200;

/// Ends of file names.
const EXTENSIONS: [&str; 20] = [
    ".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".webp", ".avif", ".heic", ".svg", ".tif", ".tiff", ".emf",
    ".wmf", ".ico", ".pdf", ".doc", ".docx", ".ppt", ".pptx",
];
/// How programs begin the descriptions and names that they give.
const GENERATED: [&str; 16] = [
    "a picture containing",
    "a close up of",
    "a close-up of",
    "a screenshot of",
    "a group of",
    "sebuah gambar berisi",
    "gambar berisi",
    "gambar yang berisi",
    "hasil gambar untuk",
    "image result for",
    "whatsapp image",
    "screenshot",
    "screen shot",
    "tangkapan layar",
    "untitled",
    "clipart",
];
/// What programs say in them.
const SAID: [&str; 6] = [
    "automatically generated",
    "generated automatically",
    "secara otomatis",
    "ai-generated",
    "dihasilkan ai",
    "dibuat ai",
];
/// What programs call pictures, with a number behind it.
const NAMES: [&str; 14] = [
    "gambar", "picture", "image", "img", "foto", "photo", "grafik", "graphic", "shape", "object", "objek", "download",
    "unduhan", "pict",
];

/// What a picture shows, as far as people said it: empty where a program did.
pub(super) fn described(alt: &str) -> String {
    let words: Vec<&str> = alt.split_whitespace().collect();
    let alt = words.join(" ");
    let folded = fold(&alt);
    if is_path(&folded) || is_generated(&folded) || is_numbered(&folded) {
        return String::new();
    }
    alt.chars().filter(|char| !char.is_control()).take(LONGEST).collect()
}

fn is_path(alt: &str) -> bool {
    let begins = [
        "/", "\\\\", "~/", "./", "../", "file:", "http:", "https:", "data:", "cid:", "www.",
    ];
    let has_drive = alt.get(1..3) == Some(":\\") || alt.get(1..3) == Some(":/");
    let is_ended = EXTENSIONS.into_iter().any(|end| alt.ends_with(end));
    has_drive || is_ended || begins.into_iter().any(|begin| alt.starts_with(begin)) || alt.contains(":\\")
}

fn is_generated(alt: &str) -> bool {
    GENERATED.into_iter().any(|begin| alt.starts_with(begin)) || SAID.into_iter().any(|said| alt.contains(said))
}

/// A name of a picture with nothing but a number: `Gambar 1`, `IMG_2041`, `image (3)`.
fn is_numbered(alt: &str) -> bool {
    let rest = NAMES.into_iter().find_map(|name| alt.strip_prefix(name));
    rest.is_some_and(|rest| {
        rest.chars()
            .all(|char| char.is_ascii_digit() || matches!(char, ' ' | '_' | '-' | '(' | ')' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_of_a_picture_is_kept() {
        for said in [
            "peta Jawa",
            "Gambar kucing 2",
            "grafik y = x/2",
            "1/2 + 3",
            "sin. 30",
            "",
        ] {
            assert_eq!(described(said), said);
        }
        assert_eq!(described(" peta\n\tJawa "), "peta Jawa");
        assert_eq!(described(&"x".repeat(300)).len(), LONGEST);
    }

    #[test]
    fn what_a_program_calls_it_is_not() {
        for name in [
            r"C:\Users\guru\Pictures\jawaban_B.png",
            r"D:\soal\kunci",
            r"\\server\soal",
            "/home/guru/peta",
            "file:///x",
            "https://x.example/a",
            "jawaban-C.JPG",
            "Gambar 1",
            "Picture 12",
            "IMG_20240101-001",
            "image (3)",
            "A picture containing text",
            "peta. Description automatically generated",
            "Deskripsi dibuat secara otomatis",
            "WhatsApp Image 2024-01-01 at 10.00",
        ] {
            assert_eq!(described(name), "", "{name}");
        }
    }
}
