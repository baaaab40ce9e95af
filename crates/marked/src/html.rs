//! Marked text for pages.
//!
//! Invariant: nothing but the elements of marked text comes out, with no attribute that a person wrote but the words
//! beside a picture, escaped.

use crate::{
    Formula, Hash, Marked,
    elements::escape,
    write::{Form, blocks},
};

impl Marked {
    /// HTML, with each picture at the address that `address` gives for it, and each formula as `MathML` that says its
    /// linear reading to who cannot see it.
    pub fn to_html(&self, address: impl Fn(&Hash) -> String) -> String {
        let mut to = String::new();
        blocks(&mut to, &self.blocks, &Page { address });
        to
    }
}

struct Page<A> {
    address: A,
}

impl<A: Fn(&Hash) -> String> Form for Page<A> {
    fn text(&self, to: &mut String, text: &str) {
        let seen: String = text
            .chars()
            .filter(|char| *char == '\t' || !char.is_control())
            .collect();
        escape(to, &seen);
    }

    fn source(&self, to: &mut String, hash: &Hash) {
        escape(to, &(self.address)(hash));
    }

    fn formula(&self, formula: &Formula) -> String {
        formula.to_mathml_with_alternative()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_show_pictures_at_their_address_and_formulas_with_words() {
        let hash = "ab".repeat(32);
        let stored = format!(
            "<p>2<sup>3</sup> &lt;b&gt; <math><msqrt><mi>x</mi></msqrt></math><img src=\"image:{hash}\" alt=\"a &quot;b&quot;\"/></p>"
        );
        let marked = Marked::parse(&stored).unwrap();
        let page = marked.to_html(|hash| format!("/media/{}?a=1&b=2", &hash.as_str()[..4]));
        assert_eq!(
            page,
            "<p>2<sup>3</sup> &lt;b&gt; <math alttext=\"√(x)\"><msqrt><mi>x</mi></msqrt></math><img src=\"/media/abab?a=1&amp;b=2\" alt=\"a &quot;b&quot;\"/></p>"
        );
    }
}
