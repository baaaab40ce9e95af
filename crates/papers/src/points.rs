//! Points as exact decimals: two places, rounded once, half up.
//!
//! Invariant: a sum of points is exact; only [`Points::share`] rounds, and whoever computes a score calls it once.

use std::{fmt, iter::Sum, ops::Add};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Hundredths in one point.
const ONE: i64 = 100;

/// Points, in hundredths. Shown as a JSON number: `10`, `2.5`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, schemars::JsonSchema)]
#[schemars(with = "f64")]
pub struct Points(pub(crate) i64);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);
    /// More than anything is worth.
    pub const MOST: Self = Self(1_000_000 * ONE);

    /// So many hundredths of a point, as stores keep them.
    pub const fn of_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// As many hundredths of a point, as stores keep them.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    pub const fn whole(points: i64) -> Self {
        Self(points * ONE)
    }

    /// The part `of` so many `in_all` of these points, rounded half up (away from zero) to hundredths. Nothing of nothing
    /// is nothing.
    #[must_use]
    pub fn share(self, of: i64, in_all: i64) -> Self {
        if in_all == 0 {
            return Self::ZERO;
        }
        let twice = i128::from(self.0) * i128::from(of) * 2;
        let whole = i128::from(in_all);
        let sign = if (twice < 0) == (whole < 0) { 1 } else { -1 };
        let rounded = (twice.abs() + whole.abs()) / (2 * whole.abs()) * sign;
        Self(i64::try_from(rounded).unwrap_or(i64::MAX))
    }

    /// The number of a text such as `10`, `2.5` or `2,50`: at most two decimals, at most [`Points::MOST`] either way.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
        let plain = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let rest = rest.trim_end_matches('0');
        if !plain(whole, 7) || !(rest.is_empty() || plain(rest, 2)) {
            return None;
        }
        let hundredths: i64 = format!("{rest:0<2}").parse().ok()?;
        let points = Self(sign * (whole.parse::<i64>().ok()? * ONE + hundredths));
        (points.0.abs() <= Self::MOST.0).then_some(points)
    }
}

impl Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / ONE, self.0.abs() % ONE);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % ONE == 0 {
            serializer.serialize_i64(self.0 / ONE)
        } else {
            // Hundredths below 10^8 have an exact shortest form as a double.
            let text = self.to_string();
            serializer.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?)
        }
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = serde_json::Number::deserialize(deserializer)?;
        let text = number.as_f64().map(|number| format!("{number}")).unwrap_or_default();
        Self::parse(&text).ok_or_else(|| {
            D::Error::custom("invalid value: not a number of points, expected at most two decimals, within 1000000")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_rounded_once_and_half_up() {
        assert_eq!(Points::whole(10).share(1, 3), Points(333));
        assert_eq!(Points::whole(10).share(2, 3), Points(667));
        assert_eq!(Points(1).share(1, 2), Points(1));
        assert_eq!(Points(-1).share(1, 2), Points(-1));
        assert_eq!(Points::whole(4).share(-1, 4), Points(-100));
        assert_eq!(Points::whole(4).share(1, 0), Points::ZERO);
    }

    #[test]
    fn points_are_read_and_shown_exactly() {
        for (text, points, shown) in [
            ("10", 1000, "10"),
            ("2.5", 250, "2.5"),
            ("2,50", 250, "2.5"),
            ("0.07", 7, "0.07"),
            ("-1", -100, "-1"),
        ] {
            assert_eq!(Points::parse(text), Some(Points(points)), "{text}");
            assert_eq!(Points(points).to_string(), shown);
            let json = serde_json::to_string(&Points(points)).unwrap();
            assert_eq!(json, shown);
            assert_eq!(serde_json::from_str::<Points>(&json).unwrap(), Points(points));
        }
        for wrong in ["", "x", "1.234", "1e3", "1000001", ".5", "--1", "+1"] {
            assert_eq!(Points::parse(wrong), None, "{wrong}");
        }
        assert!(serde_json::from_str::<Points>("1.005").is_err());
    }
}
