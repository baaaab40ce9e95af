//! What a name is about, by its words: the first of the rules that fits counts, so the particular stands before the general.

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::demo) enum Subject {
    Bars,
    Basin,
    Basket,
    Beans,
    Board,
    Bottle,
    Bulb,
    Cake,
    Candle,
    Carton,
    Chilli,
    Chocolate,
    Cloth,
    Coconut,
    Coffee,
    Coins,
    Crate,
    Cup,
    Drop,
    Eggs,
    Fish,
    Fruit,
    Grain,
    Hands,
    Heart,
    Honey,
    Jar,
    Leaves,
    Loom,
    Meat,
    Milk,
    Mortar,
    Nut,
    Oil,
    Pot,
    Pouch,
    Root,
    Roundel,
    Salt,
    Sambal,
    School,
    Shirt,
    Sun,
    Thread,
    Tree,
    Woven,
}

/// Where something stands within a product or maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::demo) enum Part {
    Ingredient,
    Step,
    Impact,
}

use Subject as S;

type Rule = (&'static [&'static str], Subject);

const GOODS: &[Rule] = &[
    (&["kemeja"], S::Shirt),
    (
        &["batik", "selendang", "taplak", "hinggi", "lau ", "syal", "sarung"],
        S::Cloth,
    ),
    (&["tas ", "dompet", "noken", "tikar", "anyaman", "sedotan"], S::Woven),
    (&["lukisan"], S::Roundel),
    (&["teh", "wedang", "cascara"], S::Cup),
    (&["cokelat"], S::Chocolate),
    (&["madu hutan", "madu klanceng"], S::Honey),
    (&["lilin"], S::Candle),
    (&["sabun", "suwar", "permen", "galamai"], S::Bars),
    (&["telur itik"], S::Eggs),
    (&["iwak", "ikan", "cakalang fufu"], S::Fish),
    (&["arabika", "robusta", "gayo natural"], S::Coffee),
    (&["minyak"], S::Oil),
    (&["susu"], S::Milk),
    (&["keripik", "kemplang", "tepung"], S::Pouch),
    (&["sambal", "bumbu", "dabu"], S::Sambal),
    (&["srikayo", "yoghurt", "lulur", "boreh"], S::Jar),
    (&["jeruk keprok gayo segar", "tomat"], S::Fruit),
    (&["sayur"], S::Crate),
    (&["kangkung"], S::Leaves),
    (&["ubi", "tape singkong"], S::Root),
    (
        &["cuko", "sirop", "asam", "kencur botol", "minuman", "beras kencur"],
        S::Bottle,
    ),
    (&["klappertaart", "prol", "kue"], S::Cake),
    (&["garam"], S::Salt),
    (&["pala biji", "fuli", "kemiri", "manisan pala"], S::Nut),
    (&["randang", "dendeng", "pempek", "pindang"], S::Meat),
];

const INGREDIENTS: &[Rule] = &[
    (&["ceri", "kopi", "robusta"], S::Beans),
    (
        &["kain", "katun", "kanvas", "blacu", "rayon", "perca", "goni"],
        S::Cloth,
    ),
    (&["benang", "serat", "tali", "rami", "kapas"], S::Thread),
    (
        &[
            "kemasan", "kantong", "kardus", "kotak", "peti", "besek", "stoples", "botol", "kertas", "gelas", "tabung",
        ],
        S::Carton,
    ),
    (&["kelapa", "santan", "sabut", "tempurung"], S::Coconut),
    (&["cabai"], S::Chilli),
    (&["bawang"], S::Bulb),
    (&["telur"], S::Eggs),
    (&["ikan", "cakalang", "roa", "sapat", "gabus", "udang"], S::Fish),
    (&["daging sapi", "iga"], S::Meat),
    (&["susu", "mentega"], S::Milk),
    (&["madu", "sarang", "propolis"], S::Honey),
    (&["garam"], S::Salt),
    (&["gula", "saka"], S::Bars),
    (
        &["tepung", "tapioka", "sagu", "beras", "ketan", "benih", "wijen"],
        S::Grain,
    ),
    (
        &["jahe", "kunyit", "kencur", "lengkuas", "singkong", "ubi", "temu"],
        S::Root,
    ),
    (
        &["pala", "kenari", "kemiri", "kacang", "kakao", "fuli", "cengkih"],
        S::Nut,
    ),
    (
        &[
            "jeruk", "tomat", "nanas", "stroberi", "pisang", "sirsak", "asam", "buah",
        ],
        S::Fruit,
    ),
    (&["pewarna", "pasta", "indigo", "malam", "arang"], S::Jar),
    (&["minyak"], S::Oil),
    (&["air", "nira"], S::Drop),
    (&["kayu", "batang", "bambu", "rotan"], S::Tree),
    (&["pandan laut", "purun", "jerami", "anyam"], S::Woven),
];

const STEPS: &[Rule] = &[
    (
        &[
            "kemas", "bungkus", "isi ", "botol", "label", "tutup", "bingkai", "kotak", "tuang",
        ],
        S::Carton,
    ),
    (&["jemur", "kering", "angin", "pematangan"], S::Sun),
    (
        &[
            "sangrai", "panggang", "goreng", "rebus", "masak", "kukus", "tumis", "presto", "asap", "karamel", "suling",
            "panas", "pasteur", "lorod", "bakar", "siram",
        ],
        S::Pot,
    ),
    (
        &[
            "cuci", "rendam", "rambang", "celup", "bilas", "saring", "endap", "apung", "bersih", "warna",
        ],
        S::Basin,
    ),
    (
        &[
            "giling", "tumbuk", "parut", "pukul", "pecah", "bumbu", "racik", "ulen", "halus",
        ],
        S::Mortar,
    ),
    (
        &[
            "iris", "kupas", "potong", "belah", "suwir", "sobek", "kerok", "kelupas", "tekan",
        ],
        S::Board,
    ),
    (
        &[
            "tenun", "lusi", "ikat", "rajut", "pilin", "kelos", "jahit", "sambung", "anyam", "songket", "tali",
        ],
        S::Loom,
    ),
    (
        &["canting", "gambar", "nglengreng", "ngiseni", "pola", "lukis", "cap"],
        S::Cloth,
    ),
    (
        &[
            "petik", "panen", "ambil", "sortir", "pilah", "seka", "ayak", "tampi", "semai", "tanam", "rambat",
            "gunting", "jarang",
        ],
        S::Basket,
    ),
    (
        &[
            "fermentasi",
            "peram",
            "diamkan",
            "simpan",
            "dingin",
            "beku",
            "lapis",
            "garami",
        ],
        S::Jar,
    ),
];

const IMPACTS: &[Rule] = &[
    (
        &[
            "harga",
            "upah",
            "tunai",
            "uang",
            "dibayar",
            "nilai",
            "penghasilan",
            "terjual",
            "untung",
        ],
        S::Coins,
    ),
    (
        &["air", "danau", "laut", "sungai", "pantai", "dermaga", "limbah"],
        S::Drop,
    ),
    (
        &[
            "sekolah", "kelas", "latih", "guru", "resep", "belajar", "bahasa", "warisan", "motif",
        ],
        S::School,
    ),
    (
        &[
            "kebun", "hutan", "tanam", "pohon", "tanah", "pupuk", "lestari", "dusun", "anakan", "kayu",
        ],
        S::Tree,
    ),
    (
        &[
            "plastik",
            "pakai ulang",
            "dipakai",
            "kembali",
            "sisa",
            "terpakai",
            "kulit",
            "tulang",
            "remah",
            "buang",
        ],
        S::Leaves,
    ),
    (
        &[
            "ibu",
            "perempuan",
            "mama",
            "anak",
            "nelayan",
            "petani",
            "kerja",
            "penjahit",
            "perajin",
            "pembatik",
        ],
        S::Hands,
    ),
];

fn first(rules: &[Rule], name: &str, otherwise: Subject) -> Subject {
    let name = format!("{} ", name.to_lowercase());
    let fits = |(words, _): &&Rule| words.iter().any(|word| name.contains(word));
    rules.iter().find(fits).map_or(otherwise, |(_, subject)| *subject)
}

/// What a product is.
pub(super) fn of_product(name: &str) -> Subject {
    first(GOODS, name, S::Pouch)
}

/// What an ingredient, a step or an impact is about. There are few, so that they share their pictures.
pub(in crate::demo) fn key_of_part(part: Part, name: &str) -> Subject {
    match part {
        Part::Ingredient => first(INGREDIENTS, name, S::Leaves),
        Part::Step => first(STEPS, name, S::Basket),
        Part::Impact => first(IMPACTS, name, S::Heart),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_about_what_they_say() {
        for (name, subject) in [
            ("Kemeja Batik Pesisir Watu Pecah", S::Shirt),
            ("Teh Kulit Kopi Cascara", S::Cup),
            ("Arabika Gayo Semi-Washed 250 g", S::Coffee),
            ("Keripik Kale Bumbu Kencur", S::Pouch),
            ("Sambal Roa Pedas Nyata 180 g", S::Sambal),
            ("Madu Hutan Sumbawa 500 ml", S::Honey),
            ("Permen Madu Jahe isi 20", S::Bars),
            ("Ikan Asar Gabus Danau 300 g", S::Fish),
            ("Lau Pahikung Udang", S::Cloth),
            ("Susu Pasteurisasi Botol Kaca 1 L", S::Milk),
        ] {
            assert_eq!(of_product(name), subject, "{name}");
        }
        assert_eq!(key_of_part(Part::Step, "Jemur 28 hari"), S::Sun);
        assert_eq!(key_of_part(Part::Ingredient, "Cabai merah keriting"), S::Chilli);
        assert_eq!(key_of_part(Part::Impact, "Harga ceri yang adil"), S::Coins);
    }
}
