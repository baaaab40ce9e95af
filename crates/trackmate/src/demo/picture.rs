//! Pictures for the demo: small geometric patterns in the manner of *kawung* batik, drawn from a name.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use platform::Error;

const WIDTH: i32 = 480;
const HEIGHT: i32 = 360;

/// Ground, petal, heart.
const PALETTES: [[[u8; 3]; 3]; 8] = [
    [[59, 37, 24], [224, 190, 140], [168, 92, 40]],
    [[20, 54, 66], [226, 214, 180], [210, 105, 60]],
    [[70, 20, 30], [240, 214, 160], [200, 60, 50]],
    [[24, 60, 40], [222, 226, 180], [150, 170, 60]],
    [[34, 34, 70], [214, 210, 240], [230, 170, 70]],
    [[84, 52, 20], [250, 230, 190], [190, 130, 50]],
    [[18, 70, 80], [200, 236, 230], [240, 190, 90]],
    [[50, 30, 60], [236, 208, 230], [190, 90, 140]],
];

/// A PNG that is always the same for the same name.
pub(super) fn batik(name: &str) -> Result<Vec<u8>, Error> {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    let seed = hasher.finish();
    let pick = |shift: u32, count: u64| usize::try_from((seed >> shift) % count).unwrap_or(0);
    let [ground, petal, heart] = PALETTES[pick(0, 8)];
    let tile = [40_i32, 48, 60, 80][pick(8, 4)];
    let slant = i32::try_from(pick(16, 3)).unwrap_or(0);
    let mut pixels = Vec::new();
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            pixels.extend_from_slice(&colour(x + slant * y / 4, y, tile, [ground, petal, heart]));
        }
    }
    pictures::encode_pattern(WIDTH.cast_unsigned(), HEIGHT.cast_unsigned(), &pixels)
}

/// Four petals around the corners of each tile, a heart in its middle.
fn colour(x: i32, y: i32, tile: i32, [ground, petal, heart]: [[u8; 3]; 3]) -> [u8; 3] {
    let half = tile / 2;
    let (x, y) = (x.rem_euclid(tile) - half, y.rem_euclid(tile) - half);
    let (along, across) = (x + y, x - y);
    let lobe = |a: i32, b: i32| {
        let offset = a.abs() - half;
        4 * b * b + offset * offset < (half * 4 / 5) * (half * 4 / 5)
    };
    if x * x + y * y < (tile / 10) * (tile / 10) {
        heart
    } else if lobe(along, across) || lobe(across, along) {
        petal
    } else {
        ground
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_always_has_the_same_small_picture() {
        let one = batik("Sambal Matah").unwrap();
        assert_eq!(one, batik("Sambal Matah").unwrap());
        assert_ne!(one, batik("Kopi Gayo").unwrap());
        assert!(one.len() < 40_000, "{}", one.len());
        assert!(one.starts_with(b"\x89PNG"));
    }
}
