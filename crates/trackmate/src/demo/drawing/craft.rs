//! Cloth and crafts: what is woven, dyed, plaited and sewn.

use super::canvas::{Canvas, DARK, Ink, WHITE, ink};

const WOOD: Ink = ink(0x00b5_7c48);
const PAPER: Ink = ink(0x00fb_f1de);

/// A stack of folded cloth, patterned, with one that hangs over the edge.
pub(super) fn cloth(canvas: &mut Canvas, colours: [Ink; 3], is_woven: bool) {
    canvas.shadow((200.0, 254.0), 128.0);
    let [ground, figure, edge] = colours;
    for (row, colour) in [(0.0, edge), (1.0, figure), (2.0, ground.lighter())] {
        let y = 252.0 - row * 26.0;
        let shape = format!(
            "M88 {} C80 {} 80 {y} 88 {y} L312 {y} C322 {y} 322 {} 312 {} Z",
            y - 24.0,
            y - 24.0,
            y - 24.0,
            y - 24.0
        );
        canvas.shade(&shape, colour.lighter(), colour.darker());
        canvas.line(&format!("M92 {} L310 {}", y - 12.0, y - 12.0), DARK.thin(0.18), 2.0);
    }
    let top = "M96 92 C92 82 98 76 110 76 L292 76 C304 76 310 82 306 92 L312 176 L88 176 Z";
    let fall = "M128 90 L262 90 L268 226 C246 236 226 218 204 228 C180 238 152 220 122 230 Z";
    canvas.shade(top, ground, ground.darker());
    canvas.within(top, |canvas| pattern(canvas, colours, is_woven));
    canvas.within(top, |canvas| {
        canvas.fill("M80 160 L320 160 L320 180 L80 180 Z", DARK.thin(0.2))
    });
    canvas.fill(
        "M134 92 L262 92 L274 230 C246 240 226 222 204 232 C180 242 152 224 128 234 Z",
        DARK.thin(0.2),
    );
    canvas.shade(fall, ground, ground.darker());
    canvas.within(fall, |canvas| {
        pattern(canvas, colours, is_woven);
        canvas.fill("M120 200 L280 200 L280 250 L110 250 Z", edge.thin(0.92));
        for column in 0..9_u8 {
            let x = 124.0 + f32::from(column) * 18.0;
            canvas.fill(&format!("M{x} 222 L{} 204 {} 222 Z", x + 9.0, x + 18.0), figure);
        }
        canvas.shade_across("M150 80 L186 80 184 240 144 240 Z", WHITE.thin(0.16), WHITE.thin(0.0));
        canvas.shade_across("M226 80 L262 80 266 240 226 240 Z", DARK.thin(0.0), DARK.thin(0.22));
    });
}

fn pattern(canvas: &mut Canvas, [_, figure, edge]: [Ink; 3], is_woven: bool) {
    for row in 0..7_u8 {
        for column in 0..11_u8 {
            let (x, y) = (
                84.0 + f32::from(column) * 24.0 + f32::from(row % 2) * 12.0,
                84.0 + f32::from(row) * 20.0,
            );
            canvas.placed((x, y), 0.0, 1.0, |canvas| {
                if is_woven {
                    canvas.fill("M0 -9 L9 0 0 9 -9 0 Z", figure);
                    canvas.fill("M0 -4 L4 0 0 4 -4 0 Z", edge);
                    canvas.line("M-12 0 L-9 0 M9 0 L12 0", figure, 1.6);
                } else {
                    for degrees in [0.0, 72.0, 144.0, 216.0, 288.0] {
                        canvas.placed((0.0, 0.0), degrees, 1.0, |canvas| {
                            canvas.oval((0.0, -5.4), (2.8, 4.4), figure)
                        });
                    }
                    canvas.oval((0.0, 0.0), (2.4, 2.4), edge);
                    canvas.line("M8 8 C12 4 14 8 18 6", figure.thin(0.7), 1.2);
                }
            });
        }
    }
}

/// A shirt.
pub(super) fn shirt(canvas: &mut Canvas, colours: [Ink; 3]) {
    canvas.shadow((200.0, 256.0), 104.0);
    let [ground, figure, edge] = colours;
    let shape = "M160 62 C180 78 220 78 240 62 L272 74 L324 136 L290 164 L270 142 L274 252 L126 252 L130 142 L110 164 L76 136 L128 74 Z";
    canvas.shade_across(shape, ground.lighter(), ground.darker());
    canvas.within(shape, |canvas| {
        canvas.placed((-28.0, -34.0), 0.0, 1.18, |canvas| {
            pattern(canvas, [ground, figure, edge], false)
        });
        canvas.placed((-28.0, 110.0), 0.0, 1.18, |canvas| {
            pattern(canvas, [ground, figure, edge], false)
        });
        canvas.fill(
            "M104 150 L132 120 L136 260 L120 260 Z M296 150 L268 120 L264 260 L280 260 Z",
            DARK.thin(0.16),
        );
    });
    canvas.fill(
        "M160 62 L200 104 L184 118 L150 70 Z M240 62 L200 104 L216 118 L250 70 Z",
        ground.darker(),
    );
    canvas.line("M200 106 L200 250", DARK.thin(0.4), 2.4);
    for row in 0..4_u8 {
        canvas.oval((206.0, 128.0 + f32::from(row) * 32.0), (4.0, 4.0), edge.lighter());
    }
}

/// A bag that is woven of reed or bark, with bands of colour.
pub(super) fn woven_bag(canvas: &mut Canvas, reed: Ink, bands: [Ink; 2]) {
    canvas.shadow((200.0, 256.0), 100.0);
    for ink in [reed.darker(), reed.lighter()] {
        let width = if ink == reed.darker() { 11.0 } else { 4.0 };
        canvas.line("M152 112 C154 36 246 36 248 112", ink, width);
    }
    let body = "M112 106 L288 106 L304 236 C304 250 296 256 284 256 L116 256 C104 256 96 250 96 236 Z";
    canvas.shade(body, reed.lighter(), reed.darker());
    canvas.within(body, |canvas| {
        for row in 0..11_u8 {
            let y = 108.0 + f32::from(row) * 14.0;
            let band = match row {
                3 | 7 => Some(bands[0]),
                5 => Some(bands[1]),
                _ => None,
            };
            for column in 0..16_u8 {
                let x = 92.0 + f32::from(column) * 14.0;
                let plain = if (row + column) % 2 == 0 { reed } else { reed.darker() };
                canvas.fill(
                    &format!(
                        "M{x} {y} L{} {y} {} {} {x} {} Z",
                        x + 12.4,
                        x + 12.4,
                        y + 12.0,
                        y + 12.0
                    ),
                    band.unwrap_or(plain).thin(0.8),
                );
            }
        }
        canvas.fill("M270 100 L320 100 L320 260 L284 260 Z", DARK.thin(0.18));
    });
    canvas.line("M112 106 L288 106", reed.darker(), 9.0);
}

/// A loom with half a cloth on it.
pub(super) fn loom(canvas: &mut Canvas, colours: [Ink; 3]) {
    canvas.shadow((200.0, 256.0), 134.0);
    let [ground, figure, edge] = colours;
    canvas.fill(
        "M84 50 L98 50 98 254 84 254 Z M302 50 L316 50 316 254 302 254 Z",
        WOOD.darker(),
    );
    for column in 0..30_u8 {
        let x = 112.0 + f32::from(column) * 6.2;
        canvas.line(
            &format!("M{x} 64 L{x} 160"),
            PAPER.to(ground, f32::from(column % 3) * 0.3),
            2.2,
        );
    }
    canvas.fill("M110 150 L294 150 294 238 110 238 Z", ground);
    canvas.within("M110 150 L294 150 294 238 110 238 Z", |canvas| {
        for row in 0..3_u8 {
            for column in 0..8_u8 {
                let (x, y) = (124.0 + f32::from(column) * 23.0, 166.0 + f32::from(row) * 29.0);
                canvas.placed((x, y), 0.0, 1.0, |canvas| {
                    canvas.fill("M0 -12 L11 0 0 12 -11 0 Z", if row % 2 == 0 { figure } else { edge });
                    canvas.fill("M0 -5 L5 0 0 5 -5 0 Z", ground);
                });
            }
        }
    });
    for (y, high) in [(52.0, 15.0), (140.0, 12.0), (236.0, 16.0)] {
        canvas.shade(
            &format!("M70 {y} L330 {y} 330 {} 70 {} Z", y + high, y + high),
            WOOD.lighter(),
            WOOD.darker(),
        );
    }
    canvas.placed((250.0, 128.0), -8.0, 1.0, |canvas| {
        canvas.shade(
            "M-46 0 C-26 -14 26 -14 46 0 C26 14 -26 14 -46 0 Z",
            edge.lighter(),
            edge.darker(),
        )
    });
}
