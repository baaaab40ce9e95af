//! How labels stand on a sheet of A4, in millimetres; `assets/producer.css` has the same for what a browser prints.

/// A kind of sheet.
pub(super) struct Layout {
    /// As the address says it.
    pub(super) name: &'static str,
    /// The key of its text.
    pub(super) text: &'static str,
    pub(super) columns: u8,
    pub(super) rows: u8,
    /// Width and height of a label.
    pub(super) label: (f32, f32),
    /// Between two columns.
    pub(super) gap: f32,
    /// From the left and upper edge of the sheet to the first label.
    pub(super) margin: (f32, f32),
    /// The edge of the code, with its white.
    pub(super) code: f32,
    /// Sizes of name, price and address, in points.
    pub(super) sizes: (f32, f32, f32),
}

impl Layout {
    /// How many labels a sheet has.
    pub(super) fn count(&self) -> usize {
        usize::from(self.columns) * usize::from(self.rows)
    }

    /// The left and upper corner of each label.
    pub(super) fn corners(&self) -> impl Iterator<Item = (f32, f32)> {
        let column = move |column| self.margin.0 + f32::from(column) * (self.label.0 + self.gap);
        let row = move |row| self.margin.1 + f32::from(row) * self.label.1;
        (0..self.rows).flat_map(move |at| (0..self.columns).map(move |across| (column(across), row(at))))
    }

    /// The one that an address names; the first, if it names none.
    pub(super) fn named(name: &str) -> &'static Self {
        let [first, ..] = &LAYOUTS;
        LAYOUTS.iter().find(|layout| layout.name == name).unwrap_or(first)
    }
}

const SMALL: (f32, f32, f32) = (10.0, 11.0, 6.5);

pub(super) const LAYOUTS: [Layout; 3] = [
    Layout {
        name: "3x8",
        text: "producer-label-24",
        columns: 3,
        rows: 8,
        label: (70.0, 37.0),
        gap: 0.0,
        margin: (0.0, 0.5),
        code: 32.0,
        sizes: SMALL,
    },
    Layout {
        name: "2x7",
        text: "producer-label-14",
        columns: 2,
        rows: 7,
        label: (99.1, 38.1),
        gap: 2.5,
        margin: (4.65, 15.15),
        code: 32.0,
        sizes: SMALL,
    },
    Layout {
        name: "1",
        text: "producer-label-1",
        columns: 1,
        rows: 1,
        label: (90.0, 60.0),
        gap: 0.0,
        margin: (10.0, 10.0),
        code: 48.0,
        sizes: (13.0, 15.0, 7.5),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_on_the_sheet() {
        for layout in &LAYOUTS {
            assert_eq!(layout.corners().count(), layout.count());
            for (x, y) in layout.corners() {
                assert!(x >= 0.0 && y >= 0.0 && x + layout.label.0 <= 210.1 && y + layout.label.1 <= 297.0);
            }
        }
        assert_eq!(Layout::named("2x7").count(), 14);
        assert_eq!(Layout::named("9x9").count(), 24);
    }
}
