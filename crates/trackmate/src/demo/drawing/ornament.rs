//! Ornaments of batik: *kawung* (four petals around a point), *parang* (slanting waves) and *mega mendung* (clouds in
//! clouds). They stand where a photograph of a place or of people would.

use super::canvas::{Canvas, DARK, HEIGHT, Ink, WHITE, WIDTH};

/// Petals around points, in rows.
pub(super) fn kawung(canvas: &mut Canvas, ink: Ink, tile: f32) {
    let mut y = -tile;
    while y < HEIGHT + tile {
        let mut x = -tile;
        while x < WIDTH + tile {
            canvas.placed((x, y), 0.0, tile / 60.0, |canvas| {
                for degrees in [45.0, 135.0, 225.0, 315.0] {
                    canvas.placed((0.0, 0.0), degrees, 1.0, |canvas| {
                        canvas.line("M5 0 C12 -14 34 -14 38 0 C34 14 12 14 5 0 Z", ink, 1.6);
                        canvas.oval((22.0, 0.0), (6.0, 2.6), ink);
                    });
                }
                canvas.oval((30.0, 0.0), (2.4, 2.4), ink);
                canvas.oval((0.0, 30.0), (2.4, 2.4), ink);
            });
            x += tile;
        }
        y += tile;
    }
}

/// Slanting rows of waves, with small squares between them.
pub(super) fn parang(canvas: &mut Canvas, ink: Ink, tile: f32) {
    canvas.placed((WIDTH / 2.0, HEIGHT / 2.0), -45.0, tile / 60.0, |canvas| {
        for row in -5..=5_i16 {
            let y = f32::from(row) * 58.0;
            for column in -7..=7_i16 {
                canvas.placed((f32::from(column) * 44.0, y), 0.0, 1.0, |canvas| {
                    canvas.fill(
                        "M0 -18 C22 -20 30 -6 18 4 C10 10 12 18 24 20 C4 24 -8 12 2 2 C8 -4 6 -12 0 -18 Z",
                        ink,
                    );
                    canvas.oval((9.0, -8.0), (2.6, 2.6), WHITE.thin(0.25));
                    canvas.fill("M18 29 L23 24 L28 29 L23 34 Z", ink);
                });
            }
        }
    });
}

/// One cloud: the same outline within itself, each time nearer to the last colour.
fn cloud(canvas: &mut Canvas, (outer, inner): (Ink, Ink)) {
    const OUTLINE: &str = "M-70 24 C-104 24 -104 -16 -70 -14 C-74 -44 -32 -52 -22 -28 C-10 -62 44 -56 42 -20 \
         C62 -34 90 -16 78 4 C106 6 104 26 84 26 C50 22 20 38 -12 26 C-32 36 -52 32 -70 24 Z";
    for (step, size) in [(0.0, 1.0), (0.25, 0.83), (0.5, 0.66), (0.75, 0.5), (1.0, 0.34)] {
        canvas.placed((0.0, 0.0), 0.0, size, |canvas| {
            canvas.fill(OUTLINE, outer.to(inner, step));
            canvas.line(OUTLINE, inner.thin(0.55), 1.2 / size);
        });
    }
}

/// Clouds that drift over the sheet.
pub(super) fn mega_mendung(canvas: &mut Canvas, inks: (Ink, Ink), turn: f32) {
    let places = [
        ((70.0, 60.0), 0.85),
        ((250.0, 40.0), 1.0),
        ((380.0, 110.0), 0.8),
        ((150.0, 130.0), 0.9),
        ((30.0, 190.0), 0.75),
        ((300.0, 190.0), 0.95),
    ];
    for ((x, y), size) in places {
        canvas.placed(((x + turn * 37.0) % (WIDTH + 60.0), y), 0.0, size, |canvas| {
            cloud(canvas, inks)
        });
    }
}

/// A place: clouds over ridges or the sea, with the sun.
pub(super) fn place(canvas: &mut Canvas, [sky, cloud_ink, near]: [Ink; 3], turn: u8) {
    let turn_by = f32::from(turn);
    canvas.shade("M0 0 L400 0 400 300 0 300 Z", sky.lighter(), sky);
    canvas.oval(
        (90.0 + turn_by * 28.0 % 240.0, 96.0),
        (38.0, 38.0),
        ink_of_sun(sky).thin(0.95),
    );
    canvas.oval(
        (90.0 + turn_by * 28.0 % 240.0, 96.0),
        (52.0, 52.0),
        ink_of_sun(sky).thin(0.25),
    );
    mega_mendung(canvas, (cloud_ink, cloud_ink.to(WHITE, 0.75)), turn_by);
    let far = near.to(sky, 0.5);
    canvas.shade(
        "M0 212 C60 168 110 176 150 204 C200 158 262 160 310 202 C350 180 380 186 400 198 L400 300 0 300 Z",
        far.lighter(),
        far,
    );
    if turn.is_multiple_of(2) {
        for row in 0..6_u8 {
            let (y, part) = (222.0 + f32::from(row) * 14.0, 0.12 * f32::from(row));
            let wave = format!(
                "M0 {y} C40 {} 80 {} 120 {y} C160 {} 200 {} 240 {y} C280 {} 320 {} 360 {y} L400 {} 400 300 0 300 Z",
                y - 10.0,
                y - 10.0,
                y + 10.0,
                y + 10.0,
                y - 10.0,
                y - 10.0,
                y + 6.0
            );
            canvas.fill(&wave, near.to(far, 0.8 - part));
        }
    } else {
        canvas.shade(
            "M0 246 C90 206 170 232 230 250 C300 222 350 226 400 240 L400 300 0 300 Z",
            near,
            near.darker(),
        );
        canvas.within(
            "M0 246 C90 206 170 232 230 250 C300 222 350 226 400 240 L400 300 0 300 Z",
            |canvas| {
                for row in 0..6_u8 {
                    let y = 246.0 + f32::from(row) * 11.0;
                    canvas.line(
                        &format!("M-10 {y} C90 {} 200 {} 410 {y}", y - 22.0, y + 16.0),
                        WHITE.thin(0.16),
                        1.6,
                    );
                }
            },
        );
    }
}

fn ink_of_sun(sky: Ink) -> Ink {
    super::canvas::ink(0x00ff_d98a).to(sky, 0.12)
}

/// A round badge over an ornament, for logos and for what does good.
pub(super) fn badge(canvas: &mut Canvas, ground: Ink, ring: Ink) {
    canvas.shade("M0 0 L400 0 400 300 0 300 Z", ground, ground.darker());
    kawung(canvas, ring.thin(0.3), 54.0);
    canvas.oval((200.0, 154.0), (134.0, 134.0), DARK.thin(0.18));
    canvas.oval((200.0, 150.0), (134.0, 134.0), ring);
    canvas.oval((200.0, 150.0), (126.0, 126.0), ground.darker());
    canvas.oval((200.0, 150.0), (121.0, 121.0), ink_of_paper());
}

fn ink_of_paper() -> Ink {
    super::canvas::ink(0x00fb_f3e4)
}
