//! Puts a subject before its ground: a wall with an ornament and a table for goods, a plain ground for their parts, a badge
//! for signs and for what does good, clouds over land or sea for places.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use super::{
    canvas::{Canvas, DARK, Ink, WHITE, ink},
    craft, groups, ornament, packs,
    subject::{self, Subject},
    things, work,
};

/// Wall, table, and what stands out from both.
const PALETTES: [[Ink; 3]; 8] = [
    [ink(0x00e7_c99a), ink(0x009b_5a32), ink(0x00a8_3a1e)],
    [ink(0x00b9_d0c4), ink(0x0086_5a3a), ink(0x002f_6b5c)],
    [ink(0x00e9_b99c), ink(0x007e_442a), ink(0x008c_2f3a)],
    [ink(0x00c8_d3a8), ink(0x008e_653c), ink(0x0055_7a2e)],
    [ink(0x00b7_c7dc), ink(0x007d_5a44), ink(0x002b_4f7a)],
    [ink(0x00f0_d58e), ink(0x0096_5e2c), ink(0x00b8_6a12)],
    [ink(0x00a9_ccd0), ink(0x0080_583c), ink(0x001f_6a74)],
    [ink(0x00d9_c0d2), ink(0x0078_4a44), ink(0x007a_3a66)],
];

const GREEN: Ink = ink(0x005f_8f45);
const REED: Ink = ink(0x00cf_a362);
const RED: Ink = ink(0x00c0_3322);
const CREAM: Ink = ink(0x00f6_e6c6);

/// Numbers that a name always throws.
#[derive(Clone, Copy)]
struct Dice(u64);

impl Dice {
    fn of(name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish())
    }

    fn below(self, shift: u32, count: u8) -> u8 {
        u8::try_from((self.0 >> shift) % u64::from(count)).unwrap_or(0)
    }

    fn pick<T: Copy>(self, shift: u32, from: &[T]) -> Option<T> {
        from.get(usize::try_from((self.0 >> shift) % u64::try_from(from.len()).ok()?).ok()?)
            .copied()
    }

    fn palette(self) -> [Ink; 3] {
        self.pick(3, &PALETTES).unwrap_or(PALETTES[0])
    }
}

/// A product on a table.
pub(super) fn product(canvas: &mut Canvas, name: &str) {
    let dice = Dice::of(name);
    let [wall, table, accent] = dice.palette();
    canvas.shade("M0 0 L400 0 400 222 0 222 Z", wall.lighter(), wall);
    match dice.below(17, 3) {
        0 => ornament::kawung(canvas, accent.thin(0.16), 62.0),
        1 => ornament::parang(canvas, accent.thin(0.11), 62.0),
        _ => ornament::mega_mendung(
            canvas,
            (wall.to(accent, 0.14), wall.to(WHITE, 0.5)),
            f32::from(dice.below(29, 9)),
        ),
    }
    for (size, part) in [(168.0, 0.16), (138.0, 0.2), (108.0, 0.22)] {
        canvas.oval((200.0, 140.0), (size, size * 0.86), WHITE.thin(part));
    }
    canvas.shade("M0 216 L400 216 400 300 0 300 Z", table.lighter(), table.darker());
    canvas.line("M0 217 L400 217", WHITE.thin(0.35), 2.0);
    for (row, y) in [(0_u8, 236.0), (1, 262.0), (2, 286.0)] {
        let bend = 4.0 + f32::from(dice.below(7 + u32::from(row), 5));
        canvas.line(
            &format!("M0 {y} C120 {} 260 {} 400 {y}", y - bend, y + bend),
            DARK.thin(0.1),
            2.0,
        );
    }
    draw(canvas, subject::of_product(name), dice, accent);
}

/// A part by itself, on a plain ground; what does good, as a badge.
pub(super) fn part(canvas: &mut Canvas, subject: Subject) {
    let dice = Dice::of(&format!("{subject:?}"));
    let [wall, _, accent] = dice.palette();
    let is_badge = matches!(
        subject,
        Subject::Coins | Subject::Drop | Subject::School | Subject::Tree | Subject::Hands | Subject::Heart
    );
    if is_badge {
        ornament::badge(canvas, accent, CREAM.to(accent, 0.25));
        canvas.placed((62.0, 46.0), 0.0, 0.69, |canvas| draw(canvas, subject, dice, accent));
        return;
    }
    canvas.shade("M0 0 L400 0 400 300 0 300 Z", wall.lighter().lighter(), wall);
    canvas.placed((200.0, 470.0), 0.0, 1.0, |canvas| {
        canvas.oval((0.0, 0.0), (420.0, 250.0), wall.to(accent, 0.24))
    });
    ornament::kawung(canvas, accent.thin(0.07), 80.0);
    canvas.oval((200.0, 146.0), (134.0, 120.0), WHITE.thin(0.34));
    draw(canvas, subject, dice, accent);
}

/// A maker's sign: a badge with what they are known for.
pub(super) fn logo(canvas: &mut Canvas, name: &str, product: &str) {
    let dice = Dice::of(name);
    let [.., accent] = dice.palette();
    ornament::badge(canvas, accent, CREAM.to(ink(0x00d8_a04a), 0.6));
    canvas.placed((62.0, 42.0), 0.0, 0.69, |canvas| {
        draw(canvas, subject::of_product(product), dice, accent)
    });
}

/// Where a maker is.
pub(super) fn place(canvas: &mut Canvas, name: &str) {
    let dice = Dice::of(name);
    let [wall, _, accent] = dice.palette();
    ornament::place(canvas, [wall, wall.to(accent, 0.55), accent], dice.below(11, 12));
}

/// A subject in the middle of the sheet.
#[expect(clippy::too_many_lines, reason = "a list of what there is")]
fn draw(canvas: &mut Canvas, subject: Subject, dice: Dice, accent: Ink) {
    let hue = |from: &[Ink]| dice.pick(23, from).unwrap_or(accent);
    let cloth = |canvas: &mut Canvas| {
        let colours = [
            [ink(0x008c_2a26), ink(0x00f0_d9a8), ink(0x002c_224a)],
            [ink(0x0024_3f6e), ink(0x00e9_dcbc), ink(0x00b0_4a2a)],
            [ink(0x005c_3a20), ink(0x00e8_cc92), ink(0x002b_1a12)],
            [ink(0x009a_4a1c), ink(0x00f6_e2b4), ink(0x0024_3a4a)],
        ];
        craft::cloth(
            canvas,
            dice.pick(31, &colours).unwrap_or(colours[0]),
            dice.below(37, 2) == 0,
        );
    };
    match subject {
        Subject::Coffee => packs::pouch(
            canvas,
            hue(&[ink(0x00b9_8a5a), ink(0x003f_302a), ink(0x007a_4a2c)]),
            accent,
            groups::pair_of_beans,
        ),
        Subject::Pouch => packs::pouch(
            canvas,
            hue(&[accent, ink(0x007a_8a5a), ink(0x00d0_9a4a)]),
            accent,
            |canvas| {
                things::leaves(canvas, (0.0, 24.0), 0.36, GREEN);
            },
        ),
        Subject::Sambal => packs::jar(
            canvas,
            hue(&[RED, ink(0x00b5_4a1e), ink(0x00a8_3a16)]),
            accent,
            |canvas| {
                things::chilli(canvas, (2.0, 2.0), 20.0, 0.5, RED);
            },
        ),
        Subject::Jar => packs::jar(
            canvas,
            hue(&[ink(0x00e6_d2a8), ink(0x00b5_6a2e), ink(0x009a_a84a)]),
            accent,
            |canvas| {
                things::leaves(canvas, (0.0, 20.0), 0.32, GREEN);
            },
        ),
        Subject::Honey => {
            packs::jar(canvas, ink(0x00d9_8a16), ink(0x00c9_8a1c), groups::honeycomb);
            groups::dipper(canvas);
        }
        Subject::Bottle => packs::bottle(
            canvas,
            hue(&[ink(0x00d8_8a1e), ink(0x008a_3a1e), ink(0x00e6_c28a), ink(0x00b5_4a3a)]),
            accent,
            |canvas| things::leaves(canvas, (0.0, 22.0), 0.3, GREEN),
        ),
        Subject::Oil => packs::bottle(canvas, ink(0x00c9_a82e), accent, |canvas| {
            things::drop(canvas, (0.0, 0.0), 0.36, ink(0x00c9_a82e))
        }),
        Subject::Milk => packs::bottle(canvas, ink(0x00f4_f0e4), ink(0x002b_4f7a), |canvas| {
            things::drop(canvas, (0.0, 0.0), 0.36, ink(0x008f_b4d4))
        }),
        Subject::Cup => packs::cup(canvas, ink(0x00a8_5a1e), accent),
        Subject::Bars => work::bars(
            canvas,
            hue(&[ink(0x00c9_9a5a), ink(0x00e6_d2a8), ink(0x009a_b084)]),
            accent,
        ),
        Subject::Chocolate => work::bars(canvas, ink(0x005e_341e), accent),
        Subject::Candle => groups::candles(canvas),
        Subject::Cake => work::cake(canvas, ink(0x00e2_b46a), ink(0x00f0_d08a)),
        Subject::Shirt => craft::shirt(canvas, [ink(0x006a_4022), ink(0x00e6_c88c), ink(0x002b_1a12)]),
        Subject::Cloth => cloth(canvas),
        Subject::Woven => craft::woven_bag(canvas, REED, [accent, RED]),
        Subject::Loom => craft::loom(canvas, [accent, CREAM, RED]),
        Subject::Thread => groups::threads(canvas, accent),
        Subject::Fish => {
            canvas.shadow((204.0, 244.0), 148.0);
            canvas.oval((204.0, 226.0), (158.0, 30.0), CREAM.darker());
            canvas.oval((204.0, 220.0), (158.0, 30.0), WHITE);
            things::leaves(canvas, (300.0, 214.0), 0.5, GREEN);
            things::fish(
                canvas,
                (194.0, 166.0),
                1.12,
                hue(&[ink(0x005a_7a8a), ink(0x008a_5e34), ink(0x006a_6e4e)]),
            );
            things::chilli(canvas, (96.0, 216.0), 70.0, 0.5, RED);
        }
        Subject::Meat => packs::bowl(canvas, accent, |canvas| {
            groups::pieces(canvas, hue(&[ink(0x007a_3c1c), ink(0x009a_4a22), ink(0x00a8_7a4a)]))
        }),
        Subject::Eggs => packs::basket(canvas, REED, false, |canvas| {
            let shell = hue(&[ink(0x00a9_c8c8), ink(0x00e6_c49c)]);
            for (x, y, turn) in [
                (140.0, 126.0, -14.0),
                (258.0, 126.0, 16.0),
                (200.0, 112.0, 0.0),
                (168.0, 138.0, 6.0),
                (232.0, 138.0, -8.0),
            ] {
                things::egg(canvas, (x, y), turn, 0.92, shell);
            }
        }),
        Subject::Fruit => packs::basket(canvas, REED, false, |canvas| {
            let skin = hue(&[ink(0x00f0_8a1e), ink(0x00d8_3a26), ink(0x00e8_a42a)]);
            for (x, y) in [
                (136.0, 118.0),
                (264.0, 118.0),
                (200.0, 92.0),
                (168.0, 128.0),
                (232.0, 128.0),
            ] {
                things::fruit(canvas, (x, y), 1.0, skin);
            }
        }),
        Subject::Basket => packs::basket(canvas, REED, true, |canvas| {
            things::leaves(canvas, (154.0, 156.0), 0.78, GREEN);
            things::leaves(canvas, (246.0, 156.0), 0.78, GREEN.darker());
            for (x, y) in [
                (160.0, 136.0),
                (200.0, 124.0),
                (240.0, 136.0),
                (180.0, 142.0),
                (220.0, 142.0),
            ] {
                canvas.ball((x, y), (16.0, 15.0), RED);
            }
        }),
        Subject::Crate => packs::basket(canvas, ink(0x00b5_7c48), false, |canvas| {
            things::leaves(canvas, (140.0, 158.0), 0.9, GREEN);
            things::leaves(canvas, (262.0, 158.0), 0.86, ink(0x007a_a43e));
            for (x, turn) in [(186.0, -12.0), (206.0, 4.0), (226.0, 16.0)] {
                canvas.placed((x, 108.0), turn, 0.62, |canvas| {
                    things::leaves(canvas, (0.0, -46.0), 0.5, GREEN);
                    canvas.shade(
                        "M-22 -48 C-8 -60 8 -60 22 -48 C18 0 8 60 0 84 C-8 60 -18 0 -22 -48 Z",
                        ink(0x00f0_9a3a),
                        ink(0x00d0_6a16),
                    );
                });
            }
            things::bulb(canvas, (166.0, 132.0), 0.6, ink(0x00a8_4a6a));
            things::fruit(canvas, (240.0, 136.0), 0.62, ink(0x00d8_3a26));
        }),
        Subject::Leaves => {
            canvas.shadow((200.0, 252.0), 108.0);
            things::leaves(
                canvas,
                (200.0, 236.0),
                1.42,
                hue(&[GREEN, ink(0x007a_a43e), ink(0x003f_7a4a)]),
            );
            canvas.fill(
                "M164 212 C186 220 214 220 236 212 L232 246 C214 254 186 254 168 246 Z",
                REED,
            );
            canvas.line(
                "M166 224 C188 232 212 232 234 224 M168 236 C188 244 212 244 232 236",
                REED.darker(),
                2.6,
            );
        }
        Subject::Root => groups::roots(canvas, hue(&[ink(0x00c9_8a4a), ink(0x00b0_6a3a), ink(0x00d8_9a2e)])),
        Subject::Nut => groups::nuts(canvas),
        Subject::Coconut => {
            canvas.shadow((200.0, 248.0), 132.0);
            things::coconut(canvas, (136.0, 180.0), 1.1);
            things::coconut(canvas, (262.0, 186.0), 1.0);
            things::leaves(canvas, (204.0, 160.0), 0.6, GREEN);
        }
        Subject::Chilli => {
            canvas.shadow((200.0, 250.0), 124.0);
            for (x, turn, size) in [
                (130.0, -30.0, 1.3),
                (178.0, -10.0, 1.6),
                (226.0, 8.0, 1.6),
                (276.0, 28.0, 1.3),
            ] {
                things::chilli(canvas, (x, 160.0), turn, size, RED);
            }
        }
        Subject::Bulb => {
            canvas.shadow((200.0, 248.0), 128.0);
            for (x, y, size) in [(124.0, 190.0, 1.2), (276.0, 190.0, 1.2), (200.0, 174.0, 1.6)] {
                things::bulb(canvas, (x, y), size, ink(0x00a8_4a6a));
            }
        }
        Subject::Beans => groups::beans(canvas),
        Subject::Salt => packs::bowl(canvas, accent, |canvas| groups::mound(canvas, WHITE)),
        Subject::Grain => packs::bowl(canvas, accent, |canvas| groups::mound(canvas, CREAM)),
        Subject::Carton => packs::carton(canvas, ink(0x00c9_a06a), accent),
        Subject::Pot => work::pot(canvas, ink(0x00c0_7a2e)),
        Subject::Sun => work::sun(canvas, ink(0x00a8_5a2e)),
        Subject::Basin => work::basin(canvas, RED),
        Subject::Mortar => work::mortar(canvas, ink(0x00c0_4a26)),
        Subject::Board => work::board(canvas, ink(0x00d8_8a3a)),
        Subject::Drop => things::drop(canvas, (200.0, 160.0), 1.7, ink(0x003f_8ab0)),
        Subject::Tree => things::tree(canvas, (200.0, 170.0), 1.25),
        Subject::Coins => groups::coins(canvas),
        Subject::Hands => groups::hands(canvas, accent),
        Subject::Heart => canvas.shade(
            "M200 262 C96 190 90 92 158 84 C184 82 196 98 200 112 C204 98 216 82 242 84 C310 92 304 190 200 262 Z",
            ink(0x00d8_5a4a),
            ink(0x009a_2a26),
        ),
        Subject::School => groups::book(canvas, accent),
        Subject::Roundel => groups::painting(canvas),
    }
}
