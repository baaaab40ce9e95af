//! What goods come in: pouches, jars, bottles, cups, bowls, boxes, baskets.

use super::{
    canvas::{Canvas, DARK, Ink, WHITE, ink},
    things,
};

const PAPER: Ink = ink(0x00fb_f1de);
const GLASS: Ink = ink(0x00e6_f2f0);

/// The front of a label, with a small drawing of what is inside.
fn label(
    canvas: &mut Canvas,
    (x, y): (f32, f32),
    (across, down): (f32, f32),
    accent: Ink,
    sign: impl FnOnce(&mut Canvas),
) {
    canvas.placed((x, y), 0.0, 1.0, |canvas| {
        let shape = format!(
            "M{} {} L{across} {} {across} {down} {} {down} Z",
            -across, -down, -down, -across
        );
        canvas.fill(&shape, PAPER);
        let (edge, inner) = (across - 4.0, down - 4.0);
        canvas.line(
            &format!(
                "M{} {} L{edge} {} {edge} {inner} {} {inner} Z",
                -edge, -inner, -inner, -edge
            ),
            accent,
            1.4,
        );
        canvas.placed((0.0, -down * 0.16), 0.0, down / 62.0, sign);
        for (row, length) in [(0.56, 0.62), (0.74, 0.4)] {
            canvas.line(
                &format!(
                    "M{} {} L{} {}",
                    -across * length,
                    down * row,
                    across * length,
                    down * row
                ),
                accent.thin(0.75),
                3.0,
            );
        }
    });
}

/// A bag that stands, with a valve: coffee, crisps, flour.
pub(super) fn pouch(canvas: &mut Canvas, body: Ink, accent: Ink, sign: impl FnOnce(&mut Canvas)) {
    canvas.shadow((200.0, 254.0), 92.0);
    let shape = "M136 66 L264 66 C262 90 268 140 274 226 C275 246 262 254 244 254 L156 254 C138 254 125 246 126 226 C132 140 138 90 136 66 Z";
    canvas.shade_across(shape, body.lighter(), body.darker());
    canvas.within(shape, |canvas| {
        canvas.fill("M136 60 L166 60 C152 120 150 200 158 260 L120 260 Z", WHITE.thin(0.14));
        canvas.fill(
            "M244 60 L270 60 L284 260 L246 260 C254 190 252 120 244 60 Z",
            DARK.thin(0.14),
        );
        canvas.fill("M120 60 L280 60 L280 84 L120 84 Z", body.darker().thin(0.5));
        canvas.line("M126 78 L276 78", WHITE.thin(0.35), 1.4);
    });
    canvas.oval((200.0, 98.0), (6.0, 6.0), DARK.thin(0.25));
    canvas.oval((200.0, 97.0), (4.0, 4.0), body.lighter());
    label(canvas, (200.0, 172.0), (50.0, 58.0), accent, sign);
}

/// A jar with a cloth over its lid: sambal, honey, preserves.
pub(super) fn jar(canvas: &mut Canvas, content: Ink, accent: Ink, sign: impl FnOnce(&mut Canvas)) {
    canvas.shadow((200.0, 252.0), 88.0);
    let glass = "M146 104 L254 104 C274 112 282 126 282 144 L282 226 C282 244 272 252 254 252 L146 252 C128 252 118 244 118 226 L118 144 C118 126 126 112 146 104 Z";
    canvas.fill(glass, GLASS);
    canvas.within(glass, |canvas| {
        canvas.shade(
            "M118 128 C160 122 240 134 282 128 L282 252 118 252 Z",
            content.lighter(),
            content.darker(),
        );
        for (x, y, size) in [
            (138.0, 150.0, 5.0),
            (262.0, 170.0, 6.0),
            (150.0, 232.0, 6.0),
            (252.0, 226.0, 5.0),
            (136.0, 196.0, 4.0),
            (266.0, 204.0, 4.0),
        ] {
            canvas.oval((x, y), (size, size * 0.8), content.lighter().thin(0.8));
        }
        canvas.fill(
            "M126 130 C122 160 122 200 128 240 L140 240 C134 200 134 160 138 126 Z",
            WHITE.thin(0.35),
        );
    });
    let cloth = "M140 70 C150 54 250 54 260 70 L266 94 C276 98 280 108 276 112 C262 108 250 116 238 110 C226 118 212 110 200 116 C188 110 174 118 162 110 C150 116 138 108 124 112 C120 108 124 98 134 94 Z";
    canvas.shade(cloth, accent.lighter(), accent);
    canvas.within(cloth, |canvas| {
        for column in 0..8_u8 {
            let x = 128.0 + f32::from(column) * 20.0;
            canvas.oval((x, 66.0 + f32::from(column % 2) * 12.0), (3.2, 3.2), PAPER.thin(0.75));
            canvas.oval((x + 6.0, 104.0), (3.2, 3.2), PAPER.thin(0.75));
        }
    });
    canvas.line("M134 92 C160 100 240 100 266 92", PAPER, 4.0);
    label(canvas, (200.0, 188.0), (54.0, 46.0), accent, sign);
}

/// A bottle with a cork: syrup, oil, jamu, milk.
pub(super) fn bottle(canvas: &mut Canvas, content: Ink, accent: Ink, sign: impl FnOnce(&mut Canvas)) {
    canvas.shadow((200.0, 256.0), 66.0);
    let glass = "M180 56 L220 56 L220 98 C222 116 252 122 252 152 L252 238 C252 250 244 256 232 256 L168 256 C156 256 148 250 148 238 L148 152 C148 122 178 116 180 98 Z";
    canvas.fill(glass, GLASS);
    canvas.within(glass, |canvas| {
        canvas.shade_across(
            "M140 118 L260 118 260 260 140 260 Z",
            content.lighter(),
            content.darker(),
        );
        canvas.fill(
            "M156 146 C152 180 152 220 158 246 L170 246 C164 216 164 180 168 140 Z",
            WHITE.thin(0.4),
        );
        canvas.fill("M184 60 L192 60 192 104 186 104 Z", WHITE.thin(0.6));
    });
    canvas.shade("M184 36 L216 36 218 58 182 58 Z", ink(0x00c9_9a66), ink(0x009c_6b3a));
    canvas.fill("M176 56 L224 56 224 64 176 64 Z", accent);
    label(canvas, (200.0, 194.0), (44.0, 44.0), accent, sign);
}

/// A cup with steam, on a saucer.
pub(super) fn cup(canvas: &mut Canvas, drink: Ink, accent: Ink) {
    canvas.shadow((200.0, 250.0), 120.0);
    canvas.oval((200.0, 240.0), (112.0, 18.0), PAPER.darker());
    canvas.oval((200.0, 236.0), (112.0, 18.0), PAPER);
    canvas.oval((200.0, 234.0), (70.0, 9.0), DARK.thin(0.12));
    canvas.line("M272 150 C320 144 316 206 262 200", PAPER.to(DARK, 0.08), 13.0);
    let body = "M122 134 L278 134 C278 190 256 234 224 236 L176 236 C144 234 122 190 122 134 Z";
    canvas.shade_across(body, WHITE, PAPER.to(DARK, 0.18));
    canvas.within(body, |canvas| {
        canvas.fill(
            "M110 172 C160 184 240 184 290 172 L290 192 C240 206 160 206 110 192 Z",
            accent.thin(0.85),
        );
        for column in 0..9_u8 {
            canvas.oval((128.0 + f32::from(column) * 18.0, 188.0), (3.0, 3.0), PAPER);
        }
    });
    canvas.oval((200.0, 134.0), (78.0, 17.0), PAPER);
    canvas.oval((200.0, 136.0), (70.0, 13.0), drink.darker());
    canvas.oval((196.0, 138.0), (60.0, 9.0), drink);
    for x in [168.0, 200.0, 232.0] {
        let steam = format!(
            "M{x} 112 C{} 96 {} 84 {x} 70 C{} 58 {} 48 {x} 38",
            x - 16.0,
            x + 16.0,
            x - 14.0,
            x + 14.0
        );
        canvas.line(&steam, WHITE.thin(0.55), 5.0);
    }
}

/// A bowl whose inside is drawn by `content`, from its rim on.
pub(super) fn bowl(canvas: &mut Canvas, accent: Ink, content: impl FnOnce(&mut Canvas)) {
    canvas.shadow((200.0, 252.0), 106.0);
    canvas.oval((200.0, 160.0), (124.0, 30.0), PAPER.to(DARK, 0.1));
    canvas.oval((200.0, 162.0), (114.0, 24.0), accent.darker());
    content(canvas);
    let body = "M76 160 C84 196 138 192 200 192 C262 192 316 196 324 160 C322 216 270 250 240 252 L160 252 C130 250 78 216 76 160 Z";
    canvas.shade_across(body, WHITE, PAPER.to(DARK, 0.2));
    canvas.within(body, |canvas| {
        canvas.fill(
            "M70 196 C140 224 260 224 330 196 L330 214 C260 242 140 242 70 214 Z",
            accent,
        );
        for column in 0..12_u8 {
            let x = 86.0 + f32::from(column) * 21.0;
            let y = 217.0 - (x - 200.0).powi(2) / 1600.0;
            canvas.placed((x, y), 45.0, 1.0, |canvas| {
                canvas.fill("M-4 -4 L4 -4 4 4 -4 4 Z", PAPER)
            });
        }
    });
    canvas.line(
        "M76 160 C84 196 138 192 200 192 C262 192 316 196 324 160",
        WHITE.thin(0.8),
        3.0,
    );
}

/// A woven basket, full of what `content` draws above its rim.
pub(super) fn basket(canvas: &mut Canvas, reed: Ink, handle: bool, content: impl FnOnce(&mut Canvas)) {
    canvas.shadow((200.0, 254.0), 112.0);
    if handle {
        canvas.line("M116 150 C118 20 282 20 284 150", reed.darker(), 12.0);
        canvas.line("M116 150 C118 20 282 20 284 150", reed.lighter(), 5.0);
    }
    content(canvas);
    let body = "M92 150 L308 150 L290 240 C288 250 280 254 270 254 L130 254 C120 254 112 250 110 240 Z";
    canvas.shade(body, reed, reed.darker());
    canvas.within(body, |canvas| {
        for row in 0..6_u8 {
            for column in 0..13_u8 {
                let (x, y) = (84.0 + f32::from(column) * 20.0, 156.0 + f32::from(row) * 18.0);
                let shown = if (row + column) % 2 == 0 {
                    reed.lighter()
                } else {
                    reed.darker()
                };
                canvas.fill(
                    &format!(
                        "M{x} {y} L{} {y} {} {} {x} {} Z",
                        x + 17.0,
                        x + 17.0,
                        y + 14.0,
                        y + 14.0
                    ),
                    shown.thin(0.65),
                );
            }
        }
        canvas.fill("M80 150 L122 150 L138 260 L80 260 Z", WHITE.thin(0.12));
        canvas.fill("M284 150 L320 150 L320 260 L268 260 Z", DARK.thin(0.16));
    });
    canvas.fill(
        "M84 142 L316 142 C320 142 320 160 316 160 L84 160 C80 160 80 142 84 142 Z",
        reed.darker(),
    );
    for column in 0..16_u8 {
        let x = 86.0 + f32::from(column) * 14.6;
        canvas.line(&format!("M{x} 158 L{} 144", x + 8.0), reed.lighter(), 4.0);
    }
}

/// A box with its lid open, and what is packed.
pub(super) fn carton(canvas: &mut Canvas, board: Ink, accent: Ink) {
    canvas.shadow((200.0, 254.0), 112.0);
    canvas.fill("M110 136 L70 106 L176 100 L200 132 Z", board.lighter());
    canvas.fill("M290 136 L330 106 L224 100 L200 132 Z", board);
    canvas.fill("M106 134 L294 134 294 160 106 160 Z", board.darker().darker());
    things::leaves(canvas, (200.0, 138.0), 0.55, ink(0x006f_9a55));
    canvas.shade_across("M106 150 L294 150 288 254 112 254 Z", board.lighter(), board);
    canvas.fill("M188 150 L212 150 211 254 189 254 Z", accent.thin(0.8));
    canvas.line("M124 226 L160 226 M124 238 L150 238", DARK.thin(0.35), 3.0);
    canvas.line(
        "M252 240 L252 214 L244 222 M252 214 L260 222 M272 240 L272 214 L264 222 M272 214 L280 222",
        DARK.thin(0.35),
        3.0,
    );
}
