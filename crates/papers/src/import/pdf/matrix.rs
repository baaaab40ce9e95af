//! Where things are drawn: the transformations of ISO 32000-1, 8.3.3.

/// `[a b c d e f]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub(super) [f32; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(super) fn shift(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then `after`.
    pub(super) fn then(self, after: Self) -> Self {
        let (first, next) = (self.0, after.0);
        let column = |x: f32, y: f32| [x * next[0] + y * next[2], x * next[1] + y * next[3]];
        let (across, up) = (column(first[0], first[1]), column(first[2], first[3]));
        let moved = column(first[4], first[5]);
        Self([
            across[0],
            across[1],
            up[0],
            up[1],
            moved[0] + next[4],
            moved[1] + next[5],
        ])
    }

    /// Where the origin goes.
    pub(super) fn origin(self) -> (f32, f32) {
        (self.0[4], self.0[5])
    }

    /// How much higher things become.
    pub(super) fn height(self) -> f32 {
        self.0[2].hypot(self.0[3])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transformations_follow_one_another() {
        let twice = Matrix([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        assert_eq!(Matrix::shift(1.0, 2.0).then(twice).origin(), (2.0, 4.0));
        assert_eq!(twice.then(Matrix::shift(1.0, 2.0)).origin(), (1.0, 2.0));
        assert!((twice.height() - 2.0).abs() < f32::EPSILON);
    }
}
