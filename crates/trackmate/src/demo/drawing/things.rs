//! Things by themselves: leaves, beans, fruit, fish and the like. Each is drawn around a point, in a size.

use super::canvas::{Canvas, DARK, Ink, WHITE, ink};

const GREEN: Ink = ink(0x005f_8f45);

/// A leaf that points up.
fn leaf(canvas: &mut Canvas, at: (f32, f32), degrees: f32, size: f32, colour: Ink) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.shade_across(
            "M0 0 C-26 -22 -22 -62 0 -84 C22 -62 26 -22 0 0 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.line(
            "M0 4 L0 -72 M0 -18 L12 -34 M0 -18 L-12 -34 M0 -40 L10 -54 M0 -40 L-10 -54",
            WHITE.thin(0.35),
            1.8,
        );
    });
}

/// A bunch of leaves.
pub(super) fn leaves(canvas: &mut Canvas, at: (f32, f32), size: f32, colour: Ink) {
    canvas.placed(at, 0.0, size, |canvas| {
        for (degrees, long) in [
            (-78.0, 0.9),
            (78.0, 0.9),
            (-52.0, 1.1),
            (52.0, 1.1),
            (-26.0, 1.25),
            (26.0, 1.25),
            (0.0, 1.4),
        ] {
            leaf(canvas, (0.0, 0.0), degrees, long, colour);
        }
    });
}

/// A coffee bean.
pub(super) fn bean(canvas: &mut Canvas, at: (f32, f32), degrees: f32, size: f32, colour: Ink) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.ball((0.0, 0.0), (16.0, 22.0), colour);
        canvas.line("M0 -21 C-9 -8 9 8 0 21", colour.darker().darker(), 3.4);
    });
}

/// Round fruit with a leaf.
pub(super) fn fruit(canvas: &mut Canvas, at: (f32, f32), size: f32, colour: Ink) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.ball((0.0, 0.0), (36.0, 34.0), colour);
        for (x, y) in [(-14.0, 12.0), (4.0, 20.0), (18.0, 6.0), (8.0, -6.0), (-2.0, 6.0)] {
            canvas.oval((x, y), (1.5, 1.5), colour.darker().thin(0.6));
        }
        canvas.line("M0 -30 C1 -36 3 -40 6 -44", ink(0x006b_4a2a), 4.0);
        leaf(canvas, (3.0, -38.0), 68.0, 0.42, GREEN);
    });
}

/// A chilli.
pub(super) fn chilli(canvas: &mut Canvas, at: (f32, f32), degrees: f32, size: f32, colour: Ink) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.shade(
            "M-10 -40 C14 -46 18 -10 10 20 C6 40 -8 52 -26 56 C-10 44 -12 24 -14 0 C-16 -16 -20 -34 -10 -40 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.line("M2 -28 C8 -12 6 6 2 22", WHITE.thin(0.45), 3.0);
        canvas.line("M-2 -40 C0 -52 6 -58 14 -60", GREEN.darker(), 5.0);
        canvas.oval((-1.0, -40.0), (10.0, 5.0), GREEN);
    });
}

/// A fish that looks to the left.
pub(super) fn fish(canvas: &mut Canvas, at: (f32, f32), size: f32, colour: Ink) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.shade(
            "M84 0 C104 -26 128 -38 142 -36 C134 -16 134 14 144 36 C126 36 102 24 84 0 Z",
            colour,
            colour.darker(),
        );
        canvas.fill("M-20 -34 C6 -64 46 -62 62 -34 Z", colour.darker());
        canvas.fill("M0 34 C10 56 32 58 44 32 Z", colour.darker());
        let body = "M-120 4 C-92 -40 -20 -50 30 -36 C64 -28 84 -12 94 0 C80 14 60 30 26 38 C-26 50 -96 38 -120 4 Z";
        canvas.shade(body, colour.darker(), colour.to(WHITE, 0.62));
        canvas.within(body, |canvas| {
            for row in 0..5_u8 {
                for column in 0..9_u8 {
                    let x = -52.0 + f32::from(column) * 16.0 + f32::from(row % 2) * 8.0;
                    let y = -28.0 + f32::from(row) * 15.0;
                    canvas.line(
                        &format!(
                            "M{x} {y} C{} {} {} {} {x} {}",
                            x + 9.0,
                            y + 2.0,
                            x + 9.0,
                            y + 11.0,
                            y + 13.0
                        ),
                        WHITE.thin(0.35),
                        1.6,
                    );
                }
            }
            canvas.line(
                "M-66 -40 C-52 -14 -52 16 -68 42",
                colour.darker().darker().thin(0.6),
                3.0,
            );
        });
        canvas.oval((-90.0, -6.0), (8.0, 8.0), WHITE);
        canvas.oval((-91.0, -6.0), (4.4, 4.4), DARK);
        canvas.line("M-118 8 C-110 14 -102 14 -96 12", DARK.thin(0.55), 2.4);
    });
}

/// An egg.
pub(super) fn egg(canvas: &mut Canvas, at: (f32, f32), degrees: f32, size: f32, colour: Ink) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.shade_across(
            "M0 -44 C22 -44 34 -8 34 10 C34 32 18 42 0 42 C-18 42 -34 32 -34 10 C-34 -8 -22 -44 0 -44 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.oval((-12.0, -12.0), (6.0, 10.0), WHITE.thin(0.5));
    });
}

/// Half a coconut.
pub(super) fn coconut(canvas: &mut Canvas, at: (f32, f32), size: f32) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.shade(
            "M-62 -6 C-62 44 -30 60 0 60 C30 60 62 44 62 -6 Z",
            ink(0x008a_5a34),
            ink(0x004e_2e18),
        );
        canvas.line(
            "M-44 14 C-38 34 -26 46 -10 52 M40 20 C34 36 26 44 14 50",
            WHITE.thin(0.18),
            3.0,
        );
        canvas.oval((0.0, -6.0), (62.0, 24.0), ink(0x006a_4224));
        canvas.oval((0.0, -7.0), (55.0, 20.0), ink(0x00fd_f8ec));
        canvas.oval((0.0, -4.0), (40.0, 13.0), ink(0x00e4_dcc8));
    });
}

/// An onion, or a shallot where it is small.
pub(super) fn bulb(canvas: &mut Canvas, at: (f32, f32), size: f32, colour: Ink) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.shade_across(
            "M0 -56 C6 -34 40 -24 40 8 C40 34 16 40 0 40 C-16 40 -40 34 -40 8 C-40 -24 -6 -34 0 -56 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.line(
            "M0 -46 C-20 -20 -24 8 -14 36 M0 -46 C20 -20 24 8 14 36 M0 -50 L0 38",
            WHITE.thin(0.3),
            2.0,
        );
        canvas.line("M-6 40 L-9 48 M0 40 L0 50 M6 40 L9 48", ink(0x00b9_9a74), 2.0);
    });
}

/// A root: ginger, turmeric, sweet potato.
pub(super) fn root(canvas: &mut Canvas, at: (f32, f32), degrees: f32, size: f32, colour: Ink) {
    canvas.placed(at, degrees, size, |canvas| {
        canvas.shade(
            "M-76 6 C-70 -22 -36 -30 0 -26 C34 -30 66 -18 84 4 C62 20 36 28 4 28 C-30 32 -66 28 -76 6 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.line(
            "M-46 -14 C-40 -6 -40 4 -46 12 M-10 -22 C-4 -12 -4 8 -10 20 M26 -20 C32 -10 32 8 26 18",
            colour.darker().thin(0.6),
            2.6,
        );
    });
}

/// A nut that is open: nutmeg with its mace, or cocoa.
pub(super) fn nut(canvas: &mut Canvas, at: (f32, f32), size: f32, (shell, inside): (Ink, Ink)) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.ball((0.0, 0.0), (48.0, 52.0), shell);
        canvas.oval((8.0, 4.0), (34.0, 40.0), shell.to(WHITE, 0.66));
        canvas.ball((8.0, 4.0), (22.0, 28.0), ink(0x005a_361e));
        canvas.line(
            "M8 -24 C-8 -10 24 2 4 16 C-4 22 12 28 10 32 M22 -14 C14 0 30 8 22 22 M-8 -12 C0 2 -16 8 -6 22",
            inside,
            4.0,
        );
    });
}

/// A drop.
pub(super) fn drop(canvas: &mut Canvas, at: (f32, f32), size: f32, colour: Ink) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.shade(
            "M0 -64 C28 -24 46 0 46 24 C46 50 24 64 0 64 C-24 64 -46 50 -46 24 C-46 0 -28 -24 0 -64 Z",
            colour.lighter(),
            colour.darker(),
        );
        canvas.line("M-26 22 C-26 40 -14 48 -4 50", WHITE.thin(0.6), 6.0);
    });
}

/// A tree on a mound.
pub(super) fn tree(canvas: &mut Canvas, at: (f32, f32), size: f32) {
    canvas.placed(at, 0.0, size, |canvas| {
        canvas.oval((0.0, 70.0), (78.0, 14.0), ink(0x00b9_8a58));
        canvas.fill("M-10 70 C-4 40 -6 10 -8 -6 L8 -6 C6 10 4 40 10 70 Z", ink(0x007a_4d2a));
        for (x, y, round) in [(-34.0, -14.0, 34.0), (34.0, -14.0, 34.0), (0.0, -44.0, 42.0)] {
            canvas.ball((x, y), (round, round), GREEN);
        }
    });
}
