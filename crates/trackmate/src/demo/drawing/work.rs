//! Goods that are pressed and baked, and what is done to goods: fire, sun, water, knives, mortars.

use super::{
    canvas::{Canvas, DARK, Ink, WHITE, ink},
    things,
};

const WOOD: Ink = ink(0x00b5_7c48);
const PAPER: Ink = ink(0x00fb_f1de);
const STONE: Ink = ink(0x007d_7670);
const IRON: Ink = ink(0x004a_4645);

/// Bars: chocolate, soap, sweets; the nearest is unwrapped.
pub(super) fn bars(canvas: &mut Canvas, bar: Ink, wrap: Ink) {
    canvas.shadow((200.0, 250.0), 122.0);
    canvas.placed((226.0, 150.0), 12.0, 1.0, |canvas| {
        canvas.shade("M-64 -88 L64 -88 64 88 -64 88 Z", wrap.lighter(), wrap.darker());
        canvas.line("M-54 -78 L54 -78 54 78 -54 78 Z", PAPER.thin(0.8), 2.0);
        canvas.placed((0.0, 10.0), 0.0, 0.5, |canvas| {
            things::leaves(canvas, (0.0, 30.0), 0.8, PAPER)
        });
    });
    canvas.placed((164.0, 176.0), -10.0, 1.0, |canvas| {
        for row in 0..4_u8 {
            for column in 0..3_u8 {
                let (x, y) = (-66.0 + f32::from(column) * 44.0, -92.0 + f32::from(row) * 40.0);
                canvas.fill(
                    &format!(
                        "M{x} {y} L{} {y} {} {} {x} {} Z",
                        x + 44.0,
                        x + 44.0,
                        y + 40.0,
                        y + 40.0
                    ),
                    bar.darker(),
                );
                canvas.shade(
                    &format!(
                        "M{} {} L{} {} {} {} {} {} Z",
                        x + 5.0,
                        y + 5.0,
                        x + 39.0,
                        y + 5.0,
                        x + 39.0,
                        y + 35.0,
                        x + 5.0,
                        y + 35.0
                    ),
                    bar.lighter(),
                    bar,
                );
            }
        }
        canvas.shade(
            "M-72 10 C-40 0 -30 18 -4 8 C20 -2 40 16 72 4 L72 76 -72 76 Z",
            wrap.lighter(),
            wrap,
        );
        canvas.line("M-72 10 C-40 0 -30 18 -4 8 C20 -2 40 16 72 4", WHITE.thin(0.9), 4.0);
    });
}

/// A cake on a plate, with a piece taken out.
pub(super) fn cake(canvas: &mut Canvas, crumb: Ink, top: Ink) {
    canvas.shadow((200.0, 252.0), 134.0);
    canvas.oval((200.0, 238.0), (136.0, 22.0), PAPER.darker());
    canvas.oval((200.0, 233.0), (136.0, 22.0), WHITE);
    canvas.shade(
        "M96 140 L96 216 C96 232 304 232 304 216 L304 140 Z",
        crumb,
        crumb.darker(),
    );
    canvas.line("M97 182 C140 198 260 198 303 182", PAPER.thin(0.8), 6.0);
    canvas.oval((200.0, 140.0), (104.0, 30.0), top.darker());
    canvas.oval((200.0, 134.0), (104.0, 30.0), top);
    canvas.fill("M200 134 L262 158 L262 228 L200 206 Z", crumb.lighter());
    canvas.fill(
        "M200 134 L238 106 C270 112 296 124 302 140 C300 148 284 156 262 158 Z",
        PAPER.thin(0.25),
    );
    canvas.line("M200 168 L262 192", PAPER, 5.0);
    for (x, y) in [
        (130.0, 132.0),
        (152.0, 118.0),
        (184.0, 114.0),
        (166.0, 140.0),
        (140.0, 148.0),
        (196.0, 130.0),
        (220.0, 112.0),
    ] {
        canvas.ball((x, y), (7.0, 4.6), ink(0x008a_552c));
    }
}

/// A pot over a fire.
pub(super) fn pot(canvas: &mut Canvas, content: Ink) {
    canvas.shadow((200.0, 258.0), 110.0);
    for (x, size) in [(160.0, 0.8), (200.0, 1.1), (240.0, 0.85)] {
        canvas.placed((x, 254.0), 0.0, size, |canvas| {
            canvas.shade(
                "M0 0 C-34 -4 -30 -34 -12 -52 C-10 -38 0 -38 2 -66 C26 -44 34 -8 0 0 Z",
                ink(0x00ff_c24a),
                ink(0x00d9_4f1e),
            );
            canvas.fill("M0 -2 C-16 -6 -12 -22 -2 -34 C6 -22 16 -10 0 -2 Z", ink(0x00ff_eeb0));
        });
    }
    for (x, turn) in [(150.0, 14.0), (250.0, -14.0)] {
        canvas.placed((x, 252.0), turn, 1.0, |canvas| {
            canvas.shade("M-60 -7 L60 -7 60 7 -60 7 Z", WOOD, WOOD.darker().darker())
        });
    }
    for x in [176.0, 200.0, 224.0] {
        canvas.line(
            &format!(
                "M{x} 90 C{} 76 {} 64 {x} 50 C{} 40 {} 32 {x} 24",
                x - 14.0,
                x + 14.0,
                x - 10.0,
                x + 10.0
            ),
            WHITE.thin(0.5),
            5.0,
        );
    }
    canvas.line(
        "M92 138 C70 136 70 164 98 162 M308 138 C330 136 330 164 302 162",
        IRON,
        9.0,
    );
    canvas.shade_across(
        "M94 116 L306 116 C310 170 286 210 246 212 L154 212 C114 210 90 170 94 116 Z",
        IRON.lighter(),
        IRON.darker(),
    );
    canvas.fill(
        "M112 130 C112 166 126 190 148 200 L136 200 C108 186 102 156 104 130 Z",
        WHITE.thin(0.25),
    );
    canvas.oval((200.0, 116.0), (108.0, 22.0), IRON.lighter());
    canvas.oval((200.0, 118.0), (98.0, 17.0), content.darker());
    canvas.oval((200.0, 120.0), (90.0, 13.0), content);
    for (x, y) in [
        (160.0, 118.0),
        (190.0, 124.0),
        (226.0, 117.0),
        (246.0, 122.0),
        (208.0, 114.0),
    ] {
        canvas.oval((x, y), (7.0, 3.4), content.lighter());
    }
}

/// The sun over a drying rack.
pub(super) fn sun(canvas: &mut Canvas, dried: Ink) {
    canvas.placed((292.0, 78.0), 0.0, 1.0, |canvas| {
        for step in 0..12_u8 {
            canvas.placed((0.0, 0.0), f32::from(step) * 30.0, 1.0, |canvas| {
                canvas.fill("M-7 -46 L0 -68 7 -46 Z", ink(0x00f2_a93b))
            });
        }
        canvas.ball((0.0, 0.0), (40.0, 40.0), ink(0x00f7_c54e));
    });
    canvas.shadow((190.0, 256.0), 130.0);
    canvas.line(
        "M96 178 L84 256 M284 178 L298 256 M150 178 L150 246 M232 178 L232 246",
        WOOD.darker(),
        9.0,
    );
    canvas.shade("M60 170 L110 132 L270 132 L322 170 Z", WOOD.lighter(), WOOD);
    canvas.fill("M60 170 L322 170 322 182 60 182 Z", WOOD.darker());
    canvas.within("M60 170 L110 132 L270 132 L322 170 Z", |canvas| {
        for row in 0..4_u8 {
            for column in 0..14_u8 {
                let (x, y) = (
                    72.0 + f32::from(column) * 18.0 + f32::from(row % 2) * 8.0,
                    138.0 + f32::from(row) * 9.0,
                );
                canvas.ball((x, y), (7.4, 4.6), dried);
            }
        }
    });
}

/// A basin of water, in which something is washed or left.
pub(super) fn basin(canvas: &mut Canvas, washed: Ink) {
    canvas.shadow((200.0, 254.0), 126.0);
    canvas.oval((200.0, 146.0), (140.0, 34.0), STONE.lighter());
    canvas.oval((200.0, 149.0), (128.0, 27.0), ink(0x004f_93b0));
    canvas.within("M72 149 C72 112 328 112 328 149 C328 186 72 186 72 149 Z", |canvas| {
        for (x, y, size) in [
            (130.0, 138.0, 1.0),
            (176.0, 148.0, 1.2),
            (226.0, 136.0, 1.1),
            (262.0, 150.0, 0.9),
            (206.0, 160.0, 0.8),
        ] {
            canvas.ball((x, y), (17.0 * size, 12.0 * size), washed);
        }
        for y in [146.0, 158.0, 168.0] {
            canvas.line(
                &format!(
                    "M80 {y} C120 {} 150 {} 190 {y} C230 {} 270 {} 322 {y}",
                    y - 8.0,
                    y + 8.0,
                    y - 8.0,
                    y + 8.0
                ),
                WHITE.thin(0.5),
                2.6,
            );
        }
    });
    canvas.shade_across("M60 148 C66 192 140 184 200 184 C260 184 334 192 340 148 C338 214 300 254 260 254 L140 254 C100 254 62 214 60 148 Z", STONE.lighter(), STONE.darker());
    things::drop(canvas, (106.0, 74.0), 0.34, ink(0x004f_93b0));
    things::drop(canvas, (290.0, 58.0), 0.44, ink(0x004f_93b0));
    things::drop(canvas, (196.0, 44.0), 0.3, ink(0x004f_93b0));
}

/// A knife on a board.
pub(super) fn board(canvas: &mut Canvas, cut: Ink) {
    canvas.shadow((200.0, 248.0), 150.0);
    canvas.fill("M58 176 L332 158 L352 224 L76 248 Z", WOOD.darker());
    canvas.shade("M58 166 L332 148 L352 214 L76 238 Z", WOOD.lighter(), WOOD);
    canvas.line(
        "M84 186 C160 176 240 176 334 166 M90 210 C170 204 260 200 340 192",
        WOOD.darker().thin(0.5),
        2.0,
    );
    for (x, y) in [
        (116.0, 190.0),
        (142.0, 200.0),
        (168.0, 188.0),
        (192.0, 202.0),
        (130.0, 214.0),
    ] {
        canvas.oval((x, y + 4.0), (19.0, 12.0), DARK.thin(0.2));
        canvas.oval((x, y), (19.0, 12.0), cut.darker());
        canvas.oval((x, y - 1.0), (14.0, 8.4), cut.lighter());
    }
    canvas.placed((252.0, 168.0), -34.0, 1.0, |canvas| {
        canvas.shade(
            "M-92 -2 C-60 -26 0 -26 36 -26 L36 8 C-20 10 -70 8 -92 -2 Z",
            ink(0x00f0_f2f4),
            ink(0x009a_a2a8),
        );
        canvas.shade(
            "M36 -24 L104 -22 C114 -20 114 2 104 4 L36 4 Z",
            WOOD.darker(),
            WOOD.darker().darker(),
        );
        canvas.oval((58.0, -9.0), (3.4, 3.4), PAPER);
        canvas.oval((86.0, -9.0), (3.4, 3.4), PAPER);
    });
}

/// A mortar and its pestle.
pub(super) fn mortar(canvas: &mut Canvas, ground: Ink) {
    canvas.shadow((200.0, 254.0), 122.0);
    canvas.oval((200.0, 170.0), (128.0, 34.0), STONE.lighter());
    canvas.oval((200.0, 173.0), (112.0, 26.0), STONE.darker());
    canvas.oval((196.0, 178.0), (92.0, 18.0), ground.darker());
    canvas.oval((190.0, 175.0), (76.0, 13.0), ground);
    for (x, y) in [
        (146.0, 172.0),
        (170.0, 180.0),
        (196.0, 170.0),
        (164.0, 166.0),
        (212.0, 180.0),
    ] {
        canvas.oval((x, y), (6.0, 3.6), ground.lighter());
    }
    canvas.placed((232.0, 140.0), 38.0, 1.0, |canvas| {
        canvas.shade_across(
            "M-15 44 C-22 30 -12 -60 -10 -96 C-10 -108 10 -108 10 -96 C12 -60 22 30 15 44 C8 54 -8 54 -15 44 Z",
            STONE.lighter(),
            STONE.darker(),
        );
    });
    canvas.shade_across("M72 170 C80 212 140 206 200 206 C260 206 320 212 328 170 C326 226 286 254 250 254 L150 254 C114 254 74 226 72 170 Z", STONE.lighter(), STONE.darker());
    for (x, y) in [
        (110.0, 218.0),
        (150.0, 232.0),
        (200.0, 226.0),
        (256.0, 234.0),
        (290.0, 214.0),
    ] {
        canvas.oval((x, y), (3.0, 2.4), DARK.thin(0.2));
    }
}
