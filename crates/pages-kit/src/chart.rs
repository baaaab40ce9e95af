//! Charts as drawings within the page: bars and lines of a few numbers. No script draws them, and their numbers stand below
//! as text, so that nobody has to see them to know them.

/// A number with its name, and where it is drawn.
pub struct Point {
    pub label: String,
    /// Whether there is room for its name below it.
    pub is_named: bool,
    /// As it is written.
    pub said: String,
    /// The left edge of its bar.
    pub left: u32,
    /// The middle of its bar.
    pub middle: u32,
    /// The upper edge of its bar.
    pub top: u32,
    /// The height of its bar.
    pub height: u32,
}

/// A row of numbers.
pub struct Chart {
    pub title: String,
    pub points: Vec<Point>,
    /// The numbers as one line, as SVG writes the points of it; empty for bars.
    pub line: String,
}

/// Width and height of the drawing's inside.
const WIDE: u32 = 320;
const HIGH: u32 = 120;
/// The height of what is not nothing, and the width that a name takes.
const LEAST: u32 = 2;
const NAME: u32 = 40;

impl Chart {
    /// Numbers as bars. Each comes with its name and how it is written.
    pub fn bars(title: impl Into<String>, numbers: impl IntoIterator<Item = (String, String, u64)>) -> Self {
        let numbers: Vec<_> = numbers.into_iter().collect();
        let most = numbers
            .iter()
            .map(|(.., number)| *number)
            .max()
            .unwrap_or_default()
            .max(1);
        let each = WIDE / u32::try_from(numbers.len().max(1)).unwrap_or(WIDE);
        // The last is named, and before it as many as there is room for.
        let last = u32::try_from(numbers.len()).unwrap_or(WIDE).saturating_sub(1);
        let every = NAME.div_ceil(each.max(1));
        let points = numbers.into_iter().zip(0_u32..).map(|((label, said, number), at)| {
            let height = number.saturating_mul(u64::from(HIGH)) / most;
            let height = u32::try_from(height).unwrap_or(HIGH);
            // Whatever there is can be seen.
            let height = if number > 0 { height.max(LEAST) } else { 0 };
            Point {
                label,
                is_named: last.saturating_sub(at).is_multiple_of(every),
                said,
                left: at * each + each / 8,
                middle: at * each + each / 2,
                top: HIGH - height,
                height,
            }
        });
        Self {
            title: title.into(),
            points: points.collect(),
            line: String::new(),
        }
    }

    /// Numbers as a line.
    pub fn line(title: impl Into<String>, numbers: impl IntoIterator<Item = (String, String, u64)>) -> Self {
        let mut chart = Self::bars(title, numbers);
        let points = chart
            .points
            .iter()
            .map(|point| format!("{},{}", point.middle, point.top));
        chart.line = points.collect::<Vec<_>>().join(" ");
        chart
    }

    /// How wide a bar is.
    pub fn bar_width(&self) -> u32 {
        let each = WIDE / u32::try_from(self.points.len().max(1)).unwrap_or(WIDE);
        (each * 3 / 4).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(numbers: &[u64]) -> Chart {
        Chart::line(
            "x",
            numbers
                .iter()
                .map(|number| (String::new(), number.to_string(), *number)),
        )
    }

    #[test]
    fn the_largest_number_fills_the_drawing() {
        let chart = chart(&[50, 100, 0, 25]);
        let heights: Vec<u32> = chart.points.iter().map(|point| point.height).collect();
        assert_eq!(heights, [60, 120, 0, 30]);
        assert_eq!(chart.line, "40,60 120,0 200,120 280,90");
        assert_eq!(chart.bar_width(), 60);
    }

    #[test]
    fn names_do_not_lie_upon_each_other() {
        let named = |count: usize| {
            let chart = chart(&vec![1; count]);
            let named = chart.points.iter().filter(|point| point.is_named);
            named.map(|point| point.middle).collect::<Vec<_>>()
        };
        assert_eq!(named(4).len(), 4);
        let of_weeks = named(12);
        assert!(
            of_weeks.windows(2).all(|pair| pair[1] - pair[0] >= NAME),
            "{of_weeks:?}"
        );
        assert_eq!(of_weeks.last(), Some(&299));
    }

    #[test]
    fn no_numbers_and_zeros_and_huge_ones_are_drawn() {
        assert!(chart(&[]).points.is_empty());
        assert_eq!(chart(&[0, 0]).points[1].top, HIGH);
        assert_eq!(chart(&[u64::MAX, 1]).points[1].height, LEAST);
    }
}
