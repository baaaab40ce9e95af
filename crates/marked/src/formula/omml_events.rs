//! Office Math that comes in piece by piece, from whoever reads the document around it.

use super::{Formula, FormulaError, omml_read::of_nodes};
use crate::xml::{Building, Mode};

/// A formula of Office Math in the making. Its elements are told as they come: those in an `m:oMath` or `m:oMathPara`,
/// with or without that element itself.
#[derive(Debug)]
pub struct OfficeMath(Building);

impl Default for OfficeMath {
    fn default() -> Self {
        Self::new()
    }
}

impl OfficeMath {
    /// Nothing yet.
    pub fn new() -> Self {
        Self(Building::new(Mode::Foreign))
    }

    /// An element begins: its name without a prefix, and its attribute `val`, the only one that counts.
    pub fn open(&mut self, name: &str, val: Option<&str>) -> Result<(), FormulaError> {
        Ok(self.0.begin(name, val.map(|value| ("val", value)))?)
    }

    /// Characters.
    pub fn text(&mut self, text: &str) -> Result<(), FormulaError> {
        Ok(self.0.characters(text, 0)?)
    }

    /// The element that began last ends.
    pub fn close(&mut self) -> Result<(), FormulaError> {
        Ok(self.0.end()?)
    }

    /// The formula, when every element has ended.
    pub fn finish(self) -> Result<Formula, FormulaError> {
        let nodes = self
            .0
            .finish()
            .ok_or_else(|| FormulaError::Malformed("XML".to_owned()))?;
        of_nodes(nodes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_may_come_in_pieces() {
        let mut math = OfficeMath::new();
        for name in ["oMath", "d", "dPr"] {
            math.open(name, None).unwrap();
        }
        math.open("endChr", Some("")).unwrap();
        math.close().unwrap();
        math.close().unwrap();
        for name in ["e", "r", "t"] {
            math.open(name, None).unwrap();
        }
        math.text("x").unwrap();
        for _ in 0..5 {
            math.close().unwrap();
        }
        assert_eq!(math.finish().map(|formula| formula.to_linear()), Ok("(x".to_owned()));
    }

    #[test]
    fn blanks_around_a_sign_are_no_part_of_it() {
        let office = "<m:oMath><m:acc><m:accPr><m:chr m:val=\"  ^ \"/></m:accPr><m:e><m:r><m:t>a</m:t></m:r></m:e></m:acc></m:oMath>";
        let formula = Formula::of_omml(office).unwrap();
        assert_eq!(Formula::of_mathml(&formula.to_mathml()), Ok(formula));
    }

    #[test]
    fn pieces_that_do_not_fit_are_an_error() {
        let mut math = OfficeMath::new();
        assert!(math.close().is_err());
        let mut math = OfficeMath::new();
        math.open("r", None).unwrap();
        assert!(math.finish().is_err());
        let mut math = OfficeMath::new();
        let deep = (0..1000).try_for_each(|_| math.open("box", None));
        assert_eq!(deep, Err(FormulaError::TooDeep));
    }
}
