//! Outlines as paths of a drawing: cut at its edges, and no finer than can be seen.
//!
//! Invariant: a path is never longer than it may be; what is too long is drawn coarser.

use std::fmt::Write as _;

use super::{
    outlines::Line,
    view::{HEIGHT, View, WIDTH},
};

/// How far lines may be from where they were, in units, if that is enough.
const FINEST: f64 = 0.6;
/// How far beyond the edges lines are cut, so that the cut is not seen.
const BEYOND: f64 = 6.0;

/// Whether lines enclose something.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Area,
    Stroke,
}

type Spot = (f64, f64);

/// A path of at most so many bytes.
pub(super) fn trace(lines: &[Line], view: View, kind: Kind, most: usize) -> String {
    let extent = view.extent();
    let cut: Vec<Vec<Spot>> = lines
        .iter()
        .filter(|line| line.extent.meets(extent))
        .flat_map(|line| {
            let points = line.points.iter().map(|point| view.project(*point)).collect();
            match kind {
                Kind::Area => vec![cut_area(points)],
                Kind::Stroke => cut_stroke(&points),
            }
        })
        .collect();
    let mut tolerance = FINEST;
    loop {
        let path = write(&cut, kind, tolerance);
        if path.len() <= most {
            return path;
        }
        tolerance *= 1.4;
    }
}

/// A closed line without what is beyond the edges: cut at one after another.
fn cut_area(points: Vec<Spot>) -> Vec<Spot> {
    let (right, bottom) = (WIDTH + BEYOND, HEIGHT + BEYOND);
    let points = cut_at(&points, |(x, _)| x + BEYOND);
    let points = cut_at(&points, |(x, _)| right - x);
    let points = cut_at(&points, |(_, y)| y + BEYOND);
    cut_at(&points, |(_, y)| bottom - y)
}

/// A closed line without what is outside of an edge: `inside` is how far within it a spot is.
fn cut_at(points: &[Spot], inside: impl Fn(Spot) -> f64) -> Vec<Spot> {
    let mut kept = Vec::with_capacity(points.len());
    let Some(mut before) = points.last().copied() else {
        return kept;
    };
    for &point in points {
        let (was, is) = (inside(before), inside(point));
        if (was < 0.0) != (is < 0.0) {
            let share = was / (was - is);
            kept.push((
                before.0 + (point.0 - before.0) * share,
                before.1 + (point.1 - before.1) * share,
            ));
        }
        if is >= 0.0 {
            kept.push(point);
        }
        before = point;
    }
    kept
}

/// The pieces of a line that can be seen.
fn cut_stroke(points: &[Spot]) -> Vec<Vec<Spot>> {
    let can_be_seen = |(from, to): (Spot, Spot)| {
        from.0.max(to.0) >= -BEYOND
            && from.0.min(to.0) <= WIDTH + BEYOND
            && from.1.max(to.1) >= -BEYOND
            && from.1.min(to.1) <= HEIGHT + BEYOND
    };
    let mut pieces = Vec::new();
    let mut piece: Vec<Spot> = Vec::new();
    for pair in points.windows(2) {
        if can_be_seen((pair[0], pair[1])) {
            if piece.is_empty() {
                piece.push(pair[0]);
            }
            piece.push(pair[1]);
        } else if !piece.is_empty() {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    pieces.push(piece);
    pieces
}

fn write(lines: &[Vec<Spot>], kind: Kind, tolerance: f64) -> String {
    let mut path = String::new();
    for line in lines.iter().filter(|line| is_worth_it(line, kind, tolerance)) {
        let simple = simplify(line, tolerance);
        let mut spots = simple.iter().map(|(x, y)| (x.round() + 0.0, y.round() + 0.0));
        let Some(first) = spots.next() else { continue };
        // Writing into a text does not fail.
        let _ = write!(path, "M{} {}", first.0, first.1);
        let mut at = first;
        let mut command = "l";
        for spot in spots {
            let (dx, dy) = (spot.0 - at.0 + 0.0, spot.1 - at.1 + 0.0);
            if (dx, dy) != (0.0, 0.0) {
                let gap = if command.is_empty() && dx >= 0.0 { " " } else { command };
                let comma = if dy < 0.0 { "" } else { " " };
                let _ = write!(path, "{gap}{dx}{comma}{dy}");
                (at, command) = (spot, "");
            }
        }
        if kind == Kind::Area {
            path.push('z');
        }
    }
    path
}

/// Whether a line is large enough to be seen.
fn is_worth_it(line: &[Spot], kind: Kind, tolerance: f64) -> bool {
    let mut low = (f64::INFINITY, f64::INFINITY);
    let mut high = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for (x, y) in line {
        low = (low.0.min(*x), low.1.min(*y));
        high = (high.0.max(*x), high.1.max(*y));
    }
    let size = (high.0 - low.0).max(high.1 - low.1);
    size >= match kind {
        // Smaller islands would be slivers, and cost the larger ones their shape.
        Kind::Area => tolerance * 5.0,
        Kind::Stroke => tolerance * 2.0,
    }
}

/// Douglas and Peucker's way: what is nearer to a straight line than the tolerance goes.
fn simplify(line: &[Spot], tolerance: f64) -> Vec<Spot> {
    let Some(last) = line.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut kept = vec![false; line.len()];
    kept[0] = true;
    kept[last] = true;
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let away = (from + 1..to).map(|at| (distance(line[at], line[from], line[to]), at));
        let farthest = away.max_by(|one, other| one.0.total_cmp(&other.0));
        if let Some((_, at)) = farthest.filter(|(away, _)| *away > tolerance) {
            kept[at] = true;
            spans.extend([(from, at), (at, to)]);
        }
    }
    let kept = line.iter().zip(kept).filter(|(_, is_kept)| *is_kept);
    kept.map(|(spot, _)| *spot).collect()
}

/// How far a spot is from the straight line between two.
fn distance(spot: Spot, from: Spot, to: Spot) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 {
        (((spot.0 - from.0) * dx + (spot.1 - from.1) * dy) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (spot.0 - from.0 - along * dx).hypot(spot.1 - from.1 - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_cut_at_the_edges() {
        let around = vec![
            (-900.0, -900.0),
            (2000.0, -900.0),
            (2000.0, 2000.0),
            (-900.0, 2000.0),
            (-900.0, -900.0),
        ];
        let cut = cut_area(around);
        assert!(
            cut.iter()
                .all(|(x, y)| (-6.1..=806.1).contains(x) && (-6.1..=506.1).contains(y))
        );
        assert!(cut.iter().any(|(x, y)| *x > 805.9 && *y > 505.9), "{cut:?}");
        assert_eq!(cut_area(vec![(-90.0, 0.0), (-50.0, 9.0), (-40.0, 3.0)]), []);
    }

    #[test]
    fn what_cannot_be_seen_is_not_drawn() {
        let line = vec![(0.0, 0.0), (50.0, 0.2), (100.0, 0.0), (100.0, 100.0), (0.0, 0.0)];
        assert_eq!(write(&[line], Kind::Area, 0.6), "M0 0l100 0 0 100-100-100z");
        let speck = vec![(10.0, 10.0), (11.0, 10.0), (11.0, 11.0), (10.0, 10.0)];
        assert_eq!(write(&[speck], Kind::Area, 0.6), "");
        let gone = cut_stroke(&[
            (-50.0, 0.0),
            (-20.0, 0.0),
            (10.0, 5.0),
            (20.0, 5.0),
            (30.0, -90.0),
            (30.0, -80.0),
        ]);
        assert_eq!(gone[0].len(), 4);
    }
}
