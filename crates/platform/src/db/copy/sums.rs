//! What rows amount to, in whatever order they come.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{db::value::Owned, text::hex};

/// How many rows a table has, and a hash of them that does not depend on their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableSum {
    pub rows: u64,
    /// The sum of the rows' SHA-256, each quarter for itself.
    quarters: [u64; 4],
}

impl TableSum {
    pub(super) fn add(&mut self, row: &[Owned]) {
        let mut hasher = Sha256::new();
        for value in row {
            match value {
                Owned::Null => hasher.update([0]),
                Owned::Int(value) => {
                    hasher.update([1]);
                    hasher.update(value.to_be_bytes());
                }
                Owned::Real(value) => {
                    hasher.update([2]);
                    hasher.update(value.to_be_bytes());
                }
                Owned::Text(value) => with_length(&mut hasher, 3, value.as_bytes()),
                Owned::Blob(value) => with_length(&mut hasher, 4, value),
            }
        }
        self.rows += 1;
        let digest = hasher.finalize();
        for (quarter, bytes) in self.quarters.iter_mut().zip(digest.chunks_exact(8)) {
            let mut eight = [0; 8];
            eight.copy_from_slice(bytes);
            *quarter = quarter.wrapping_add(u64::from_be_bytes(eight));
        }
    }

    /// The hash in hexadecimal digits.
    pub fn hash(&self) -> String {
        let bytes: Vec<u8> = self.quarters.iter().flat_map(|quarter| quarter.to_be_bytes()).collect();
        hex(&bytes)
    }

    /// One with this hash.
    pub(super) fn of(rows: u64, hash: &str) -> Option<Self> {
        let mut quarters = [0; 4];
        for (at, quarter) in quarters.iter_mut().enumerate() {
            *quarter = u64::from_str_radix(hash.get(16 * at..16 * at + 16)?, 16).ok()?;
        }
        (hash.len() == 64).then_some(Self { rows, quarters })
    }
}

fn with_length(hasher: &mut Sha256, kind: u8, bytes: &[u8]) {
    hasher.update([kind]);
    hasher.update((bytes.len() as u64).to_be_bytes());
    hasher.update(bytes);
}

#[derive(Serialize, Deserialize)]
struct Written {
    rows: u64,
    hash: String,
}

impl Serialize for TableSum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            rows: self.rows,
            hash: self.hash(),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for TableSum {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        Self::of(written.rows, &written.hash)
            .ok_or_else(|| serde::de::Error::custom("a hash has 64 hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(rows: &[Vec<Owned>]) -> TableSum {
        let mut sum = TableSum::default();
        for row in rows {
            sum.add(row);
        }
        sum
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_everything_else_does() {
        let text = |text: &str| Owned::Text(text.to_owned());
        let (one, two) = (vec![Owned::Int(1), text("ab")], vec![Owned::Null, text("c")]);
        let both = sum(&[one.clone(), two.clone()]);
        assert_eq!(both, sum(&[two.clone(), one.clone()]));
        assert_eq!(both.rows, 2);
        for other in [
            vec![one.clone()],
            vec![one.clone(), one.clone()],
            vec![vec![Owned::Int(1), text("abc")], vec![Owned::Null, text("")]],
            vec![vec![Owned::Real(1.0), text("ab")], two.clone()],
            vec![vec![text("ab"), Owned::Int(1)], two],
        ] {
            assert_ne!(both, sum(&other), "{other:?}");
        }
    }

    #[test]
    fn a_sum_reads_back_what_it_writes() {
        let both = sum(&[vec![Owned::Int(1)], vec![Owned::Blob(vec![7; 40])]]);
        let written = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<TableSum>(&written).unwrap(), both);
        assert!(TableSum::of(1, "ab").is_none());
    }
}
