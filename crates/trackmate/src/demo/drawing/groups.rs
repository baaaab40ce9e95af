//! Several things together, as subjects of their own.

use super::{
    canvas::{Canvas, DARK, Ink, WHITE, ink},
    packs, things,
};

const COFFEE: Ink = ink(0x005a_341c);
const CREAM: Ink = ink(0x00f6_e6c6);
const GOLD: Ink = ink(0x00e0_a82e);

/// Two beans, for a label.
pub(super) fn pair_of_beans(canvas: &mut Canvas) {
    things::bean(canvas, (-15.0, 4.0), -24.0, 1.0, COFFEE);
    things::bean(canvas, (15.0, -2.0), 28.0, 1.0, COFFEE);
}

/// Cells of a comb, for a label.
pub(super) fn honeycomb(canvas: &mut Canvas) {
    for (x, y) in [(0.0, 0.0), (-22.0, -13.0), (22.0, -13.0), (-22.0, 13.0), (22.0, 13.0)] {
        canvas.placed((x, y), 0.0, 1.0, |canvas| {
            canvas.shade("M0 -13 L12 -6 12 6 0 13 -12 6 -12 -6 Z", GOLD.lighter(), GOLD.darker())
        });
    }
}

/// What honey is taken with.
pub(super) fn dipper(canvas: &mut Canvas) {
    canvas.placed((318.0, 208.0), 24.0, 1.0, |canvas| {
        canvas.shade_across("M-5 -120 L5 -120 5 0 -5 0 Z", ink(0x00c9_8e56), ink(0x008a_562c));
        for row in 0..5_u8 {
            let y = f32::from(row) * 10.0 - 12.0;
            let across = 21.0 - (f32::from(row) - 2.0).powi(2) * 1.6;
            canvas.ball((0.0, y), (across, 5.6), ink(0x00b5_7c48));
        }
        canvas.oval((0.0, 44.0), (7.0, 10.0), GOLD);
    });
}

/// Candles that burn.
pub(super) fn candles(canvas: &mut Canvas) {
    canvas.shadow((200.0, 254.0), 122.0);
    for (x, high, across) in [(128.0, 92.0, 30.0), (272.0, 76.0, 30.0), (200.0, 136.0, 36.0)] {
        let top = 250.0 - high;
        let wax = format!(
            "M{} {top} L{} {top} {} 250 {} 250 Z",
            x - across,
            x + across,
            x + across,
            x - across
        );
        canvas.shade_across(&wax, ink(0x00f6_d98a), ink(0x00c9_8a2e));
        canvas.oval((x, 250.0), (across, 7.0), ink(0x00c9_8a2e));
        canvas.oval((x, top), (across, 8.0), ink(0x00fb_e6a8));
        canvas.fill(
            &format!(
                "M{} {top} C{} {} {} {} {} {} L{} {} Z",
                x - across,
                x - across,
                top + 20.0,
                x - across + 9.0,
                top + 30.0,
                x - across + 12.0,
                top + 8.0,
                x - across + 12.0,
                top
            ),
            ink(0x00fb_e6a8),
        );
        canvas.line(&format!("M{x} {top} L{x} {}", top - 12.0), DARK, 3.0);
        canvas.oval((x, top - 30.0), (26.0, 30.0), GOLD.thin(0.2));
        canvas.placed((x, top - 10.0), 0.0, 1.0, |canvas| {
            canvas.shade(
                "M0 0 C-14 -6 -10 -24 0 -40 C10 -24 14 -6 0 0 Z",
                ink(0x00ff_d86a),
                ink(0x00e8_7a1e),
            );
            canvas.oval((0.0, -9.0), (4.0, 7.0), WHITE.thin(0.7));
        });
    }
}

/// Spools.
pub(super) fn threads(canvas: &mut Canvas, colour: Ink) {
    canvas.shadow((200.0, 252.0), 136.0);
    for (x, hue) in [(112.0, ink(0x00b0_3a2e)), (200.0, colour), (288.0, GOLD)] {
        canvas.shade_across(
            &format!(
                "M{} 118 L{} 118 {} 242 {} 242 Z",
                x - 30.0,
                x + 30.0,
                x + 30.0,
                x - 30.0
            ),
            hue.lighter(),
            hue.darker(),
        );
        for row in 0..12_u8 {
            let y = 124.0 + f32::from(row) * 10.0;
            canvas.line(
                &format!("M{} {y} L{} {}", x - 30.0, x + 30.0, y + 4.0),
                WHITE.thin(0.25),
                1.8,
            );
        }
        for y in [112.0, 242.0] {
            canvas.oval((x, y + 5.0), (38.0, 9.0), ink(0x008a_562c));
            canvas.oval((x, y), (38.0, 9.0), ink(0x00c9_8e56));
        }
        canvas.oval((x, 111.0), (8.0, 3.0), DARK.thin(0.5));
    }
}

/// Pieces in a sauce, with herbs, for a bowl.
pub(super) fn pieces(canvas: &mut Canvas, colour: Ink) {
    for (x, y, turn) in [
        (130.0, 156.0, -12.0),
        (176.0, 146.0, 8.0),
        (226.0, 146.0, -6.0),
        (270.0, 156.0, 14.0),
        (156.0, 164.0, 4.0),
        (204.0, 160.0, -8.0),
        (246.0, 166.0, 6.0),
    ] {
        canvas.placed((x, y), turn, 1.0, |canvas| {
            canvas.shade(
                "M-30 -4 C-24 -24 20 -26 30 -8 C36 8 20 20 -4 20 C-26 20 -36 10 -30 -4 Z",
                colour.lighter(),
                colour.darker(),
            );
            canvas.line(
                "M-18 -8 C-6 -14 8 -14 18 -8 M-16 2 C-4 -4 10 -4 20 2",
                WHITE.thin(0.22),
                2.0,
            );
        });
    }
    things::leaves(canvas, (208.0, 146.0), 0.34, ink(0x005f_8f45));
    things::chilli(canvas, (286.0, 144.0), 60.0, 0.4, ink(0x00c0_3322));
}

/// A heap of something fine, for a bowl.
pub(super) fn mound(canvas: &mut Canvas, colour: Ink) {
    canvas.shade(
        "M84 166 C120 128 168 88 200 86 C234 88 282 128 316 166 C280 186 120 186 84 166 Z",
        colour,
        colour.to(DARK, 0.2),
    );
    for (x, y) in [
        (150.0, 138.0),
        (190.0, 112.0),
        (220.0, 130.0),
        (252.0, 146.0),
        (176.0, 152.0),
        (128.0, 156.0),
        (234.0, 160.0),
        (204.0, 148.0),
    ] {
        canvas.oval((x, y), (3.0, 2.2), DARK.thin(0.14));
        canvas.oval((x + 9.0, y - 7.0), (2.6, 2.0), WHITE.thin(0.8));
    }
}

/// Roots side by side, one of them cut.
pub(super) fn roots(canvas: &mut Canvas, colour: Ink) {
    canvas.shadow((200.0, 248.0), 140.0);
    things::leaves(canvas, (128.0, 170.0), 0.5, ink(0x005f_8f45));
    things::root(canvas, (176.0, 160.0), -16.0, 1.3, colour.darker());
    things::root(canvas, (226.0, 194.0), 8.0, 1.4, colour);
    canvas.placed((128.0, 214.0), 0.0, 1.0, |canvas| {
        canvas.ball((0.0, 0.0), (44.0, 34.0), colour);
        canvas.oval((6.0, 0.0), (34.0, 27.0), ink(0x00f2_c87a));
        canvas.line(
            "M6 -18 C18 -12 18 12 6 18 M-8 -12 C0 -6 0 8 -8 12",
            ink(0x00d8_a24a),
            2.4,
        );
    });
}

/// Nuts, shut and open.
pub(super) fn nuts(canvas: &mut Canvas) {
    canvas.shadow((200.0, 248.0), 138.0);
    let red = ink(0x00b8_2a1e);
    things::leaves(canvas, (206.0, 156.0), 0.74, ink(0x005f_8f45));
    things::nut(canvas, (138.0, 184.0), 1.1, (ink(0x00d8_a84a), red));
    things::nut(canvas, (258.0, 180.0), 1.16, (ink(0x00c9_963a), red));
    for (x, y) in [(196.0, 226.0), (222.0, 236.0), (170.0, 240.0)] {
        canvas.ball((x, y), (17.0, 14.0), ink(0x007a_4a28));
    }
}

/// Coffee, as cherries and as beans.
pub(super) fn beans(canvas: &mut Canvas) {
    packs::basket(canvas, ink(0x00cf_a362), false, |canvas| {
        things::leaves(canvas, (136.0, 152.0), 0.74, ink(0x004a_7a3e));
        for (x, y) in [
            (126.0, 140.0),
            (152.0, 124.0),
            (178.0, 140.0),
            (204.0, 120.0),
            (160.0, 148.0),
            (232.0, 134.0),
        ] {
            canvas.ball((x, y), (19.0, 18.0), ink(0x00b8_2a26));
        }
        for (x, y, turn) in [
            (256.0, 128.0, 20.0),
            (282.0, 142.0, -30.0),
            (230.0, 148.0, 60.0),
            (262.0, 150.0, 80.0),
            (206.0, 146.0, -12.0),
        ] {
            things::bean(canvas, (x, y), turn, 0.95, COFFEE);
        }
    });
}

/// Money that comes back.
pub(super) fn coins(canvas: &mut Canvas) {
    for (x, count) in [(132.0, 4_u8), (200.0, 7), (268.0, 5)] {
        for step in 0..count {
            let y = 236.0 - f32::from(step) * 17.0;
            canvas.oval((x, y + 6.0), (38.0, 15.0), GOLD.darker().darker());
            canvas.oval((x, y), (38.0, 15.0), GOLD);
            canvas.oval((x, y), (28.0, 10.0), GOLD.lighter());
        }
    }
    things::leaves(canvas, (200.0, 124.0), 0.5, ink(0x005f_8f45));
}

/// People beside each other, as figures of an ornament.
pub(super) fn hands(canvas: &mut Canvas, colour: Ink) {
    for (x, y, size, hue) in [
        (126.0, 186.0, 0.9, colour.lighter()),
        (274.0, 186.0, 0.9, GOLD),
        (200.0, 170.0, 1.15, colour),
    ] {
        canvas.placed((x, y), 0.0, size, |canvas| {
            canvas.shade(
                "M-52 74 C-52 10 -26 -6 0 -6 C26 -6 52 10 52 74 Z",
                hue.lighter(),
                hue.darker(),
            );
            canvas.line("M-40 58 C-20 40 20 40 40 58", WHITE.thin(0.5), 4.0);
            canvas.ball((0.0, -40.0), (27.0, 29.0), ink(0x00b0_744a));
            canvas.fill("M-28 -42 C-28 -74 28 -74 28 -42 C12 -54 -12 -54 -28 -42 Z", DARK);
        });
    }
}

/// An open book.
pub(super) fn book(canvas: &mut Canvas, colour: Ink) {
    canvas.fill(
        "M66 96 L196 112 200 252 196 252 60 236 Z M334 96 L204 112 200 252 204 252 340 236 Z",
        colour.darker(),
    );
    canvas.shade_across(
        "M76 88 C120 84 170 92 200 112 L200 244 C168 226 116 220 70 226 Z",
        WHITE,
        CREAM.to(DARK, 0.12),
    );
    canvas.shade_across(
        "M324 88 C280 84 230 92 200 112 L200 244 C232 226 284 220 330 226 Z",
        CREAM,
        WHITE,
    );
    for row in 0..5_u8 {
        let y = 120.0 + f32::from(row) * 20.0;
        canvas.line(
            &format!("M94 {y} C126 {} 160 {} 184 {}", y - 3.0, y + 2.0, y + 11.0),
            colour.thin(0.55),
            4.0,
        );
        if row > 1 {
            canvas.line(
                &format!("M306 {y} C274 {} 240 {} 216 {}", y - 3.0, y + 2.0, y + 11.0),
                colour.thin(0.55),
                4.0,
            );
        }
    }
    things::leaves(canvas, (262.0, 150.0), 0.36, colour);
}

/// A painting on bark, in a frame.
pub(super) fn painting(canvas: &mut Canvas) {
    canvas.shadow((200.0, 256.0), 122.0);
    canvas.shade("M84 44 L316 44 316 256 84 256 Z", ink(0x007a_4d2a), ink(0x004a_2c16));
    canvas.shade("M100 60 L300 60 300 240 100 240 Z", ink(0x00d8_b482), ink(0x00b8_8e5a));
    for (x, y, turn) in [
        (150.0, 108.0, 0.0),
        (250.0, 108.0, 90.0),
        (150.0, 192.0, 270.0),
        (250.0, 192.0, 180.0),
    ] {
        canvas.placed((x, y), turn, 1.0, |canvas| {
            for (size, hue) in [
                (1.0, ink(0x003a_2416)),
                (0.7, ink(0x00f4_ead4)),
                (0.42, ink(0x009a_2e22)),
            ] {
                canvas.placed((0.0, 0.0), 0.0, size, |canvas| {
                    canvas.line(
                        "M-34 30 C-44 -20 -10 -40 14 -26 C36 -12 28 20 6 20 C-10 20 -14 0 2 -4",
                        hue,
                        7.0 / size,
                    )
                });
            }
        });
    }
    canvas.line("M200 66 L200 234 M106 150 L294 150", ink(0x003a_2416).thin(0.5), 3.0);
}
