//! Charts as drawings within the page: bars and lines of a few numbers. No script draws them, and their numbers stand below
//! as text, so that nobody has to see them to know them.

/// A number with its name, and where it is drawn.
pub struct Point {
    pub label: String,
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
        let points = numbers.into_iter().zip(0_u32..).map(|((label, said, number), at)| {
            let height = number.saturating_mul(u64::from(HIGH)) / most;
            let height = u32::try_from(height).unwrap_or(HIGH);
            Point {
                label,
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
    fn no_numbers_and_zeros_and_huge_ones_are_drawn() {
        assert!(chart(&[]).points.is_empty());
        assert_eq!(chart(&[0, 0]).points[1].top, HIGH);
        assert_eq!(chart(&[u64::MAX, 1]).points[1].height, 0);
    }
}
