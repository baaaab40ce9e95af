//! The ground of maps: land and borders of a view, drawn once and kept.
//!
//! Invariant: no more than a few thousand points are drawn, whatever a view shows.

use std::sync::Arc;

use quick_cache::sync::Cache;

use super::{
    outlines::OUTLINES,
    trace::{Kind, trace},
    view::{HEIGHT, View, WIDTH},
};

/// The longest paths of a drawing, in bytes.
const MOST_LAND: usize = 5_800;
const MOST_BORDERS: usize = 1_000;
const MOST_PROVINCES: usize = 1_800;
/// Provinces are drawn on views that are no higher than this, in degrees.
const PROVINCES_FROM: f64 = 31.0;
/// How many drawings are kept; each is as large as its paths.
const KEPT: usize = 256;

/// Land and borders of a view, as paths.
#[derive(Debug)]
pub struct Ground {
    pub view: View,
    pub land: String,
    pub borders: String,
    pub provinces: String,
}

/// Drawings that were made already.
pub struct Grounds(Cache<[i64; 3], Arc<Ground>>);

impl Default for Grounds {
    fn default() -> Self {
        Self(Cache::new(KEPT))
    }
}

impl Grounds {
    /// What a view shows.
    pub fn of(&self, view: View) -> Arc<Ground> {
        let key = view.key();
        if let Some(ground) = self.0.get(&key) {
            return ground;
        }
        let ground = Arc::new(Ground::draw(view));
        self.0.insert(key, ground.clone());
        ground
    }
}

impl Ground {
    /// A view on which nothing is drawn yet.
    pub(super) fn bare(view: View) -> Self {
        Self {
            view,
            land: String::new(),
            borders: String::new(),
            provinces: String::new(),
        }
    }

    fn draw(view: View) -> Self {
        let provinces = if view.height() <= PROVINCES_FROM {
            trace(&OUTLINES.provinces, view, Kind::Stroke, MOST_PROVINCES)
        } else {
            String::new()
        };
        Self {
            view,
            land: trace(&OUTLINES.land, view, Kind::Area, MOST_LAND),
            borders: trace(&OUTLINES.borders, view, Kind::Stroke, MOST_BORDERS),
            provinces,
        }
    }

    /// A drawing of its own, for scripts that put it into a page; its colours are the page's.
    pub fn svg(&self) -> String {
        let Self {
            land,
            borders,
            provinces,
            ..
        } = self;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" data-at=\"{}\"><path class=\"land\" \
             d=\"{land}\"/><path class=\"provinces\" d=\"{provinces}\"/><path class=\"borders\" d=\"{borders}\"/></svg>",
            self.view.told()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::Point;

    #[test]
    fn every_drawing_is_small_and_has_land() {
        let grounds = Grounds::default();
        for (lat, lng) in [(-2.0, 118.0), (39.0, 35.0), (-6.9, 107.6), (51.0, 9.0), (0.0, 0.0)] {
            for height in [1.6, 5.0, 20.0, 60.0, 140.0] {
                let ground = grounds.of(View::around(Point::at(lat, lng).unwrap(), height));
                let size = ground.svg().len();
                assert!(size < 9_000, "{lat} {lng} {height}: {size}");
                let is_at_sea = (lat, height) == (0.0, 1.6);
                assert!(
                    is_at_sea || lat == 0.0 || !ground.land.is_empty(),
                    "{lat} {lng} {height}"
                );
            }
        }
    }
}
