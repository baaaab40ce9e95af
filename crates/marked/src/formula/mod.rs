//! Formulas as trees of meaning: read from Office Math, `MathML`, `LaTeX` and Word's EQ fields, written as the first three
//! and as one line of text.
//!
//! Invariant: what a reader does not know is an error, never a gap in the formula. Every reader answers the canonical
//! tree ([`Formula::canonical`]), [`DEEPEST`] deep at most, and every writer's text is read back as the same tree.

mod canonical;
mod eq_field;
mod eq_switches;
#[cfg(test)]
mod eq_tests;
mod latex_arrays;
mod latex_commands;
mod latex_read;
mod latex_symbols;
#[cfg(test)]
mod latex_tests;
mod latex_write;
mod letters;
mod linear;
mod marks;
mod mathml_read;
mod mathml_write;
mod omml_events;
mod omml_read;
mod omml_write;
#[cfg(test)]
pub(crate) mod samples;
mod tokens;

use base::Message;

use crate::failure::excerpt;

pub use omml_events::OfficeMath;

pub(crate) use mathml_read::of_element as of_math_element;

/// How deep a formula nests at most.
pub const DEEPEST: usize = 32;

/// A formula or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Formula {
    /// Parts one after the other; nothing, if it is empty.
    Row(Vec<Formula>),
    /// Digits, perhaps with points or commas between them.
    Number(String),
    /// A variable of one letter, or an upright name.
    Identifier(String),
    /// One sign.
    Operator(String),
    /// Words.
    Text(String),
    /// A blank between parts.
    Space,
    /// A fraction, or two things over each other without a bar between them.
    Fraction {
        /// What stands above.
        numerator: Box<Formula>,
        /// What stands below.
        denominator: Box<Formula>,
        /// Whether a bar parts them.
        bar: bool,
    },
    /// Two things over each other in parentheses.
    Binomial {
        /// What stands above.
        upper: Box<Formula>,
        /// What stands below.
        lower: Box<Formula>,
    },
    /// A base and what is raised behind it.
    Superscript {
        base: Box<Formula>,
        /// What is raised.
        script: Box<Formula>,
    },
    /// A base and what is lowered behind it.
    Subscript {
        base: Box<Formula>,
        /// What is lowered.
        script: Box<Formula>,
    },
    /// A base and what is lowered and raised behind it.
    SubSup {
        base: Box<Formula>,
        /// What is lowered.
        sub: Box<Formula>,
        /// What is raised.
        sup: Box<Formula>,
    },
    /// A base and what is lowered and raised before it.
    PreScripts {
        base: Box<Formula>,
        /// What is lowered.
        sub: Box<Formula>,
        /// What is raised.
        sup: Box<Formula>,
    },
    Root {
        /// Which root it is, unless the square root.
        degree: Option<Box<Formula>>,
        /// What it is taken of.
        radicand: Box<Formula>,
    },
    /// Things between fences that grow with them. A fence may be missing (an empty text).
    Fenced {
        /// The fence on the left.
        open: String,
        /// The fence on the right.
        close: String,
        /// What parts the items.
        separator: String,
        /// What is between the fences.
        items: Vec<Formula>,
    },
    /// Cells in rows and columns, without fences.
    Matrix {
        /// The rows, each with its cells.
        rows: Vec<Vec<Formula>>,
    },
    /// Equations below each other: systems, cases, steps.
    Equations {
        /// The equations.
        rows: Vec<Formula>,
    },
    /// A base and what stands below it.
    Under {
        base: Box<Formula>,
        /// What stands below.
        under: Box<Formula>,
    },
    /// A base and what stands above it.
    Over {
        base: Box<Formula>,
        /// What stands above.
        over: Box<Formula>,
    },
    /// A base with a mark as wide as it: hats, bars, arrows, braces.
    Accent {
        base: Box<Formula>,
        /// The mark, as a character that stands for itself.
        mark: String,
        /// Whether it stands below.
        below: bool,
    },
    /// A sum, a product, an integral and the like, with its limits.
    NAry {
        /// Its sign.
        operator: String,
        /// Where it begins.
        lower: Option<Box<Formula>>,
        /// Where it ends.
        upper: Option<Box<Formula>>,
        /// What it is over.
        body: Box<Formula>,
    },
    /// A function and what it is applied to.
    Function {
        /// Its name, perhaps with a power or a limit.
        name: Box<Formula>,
        /// What it is applied to.
        argument: Box<Formula>,
    },
}

/// Why a formula is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormulaError {
    /// An element, a switch, a command or an attribute that is not known; says which.
    Unknown(String),
    /// Something is not where it must be; says what is wrong about.
    Malformed(String),
    /// It nests deeper than [`DEEPEST`].
    TooDeep,
    /// It is longer than any formula.
    TooLong,
}

impl FormulaError {
    /// What is wrong, for people.
    pub fn message(&self) -> Message {
        match self {
            Self::Unknown(what) => Message::new(
                format!("rumus memuat \"{}\" yang tidak dikenal", excerpt(what)),
                format!("the formula holds \"{}\", which is not known", excerpt(what)),
            ),
            Self::Malformed(what) => Message::new(
                format!("rumus tidak tersusun benar di \"{}\"", excerpt(what)),
                format!("the formula is not well formed at \"{}\"", excerpt(what)),
            ),
            Self::TooDeep => Message::new(
                format!("rumus bersarang lebih dari {DEEPEST} tingkat"),
                format!("the formula nests deeper than {DEEPEST} levels"),
            ),
            Self::TooLong => Message::new("rumus terlalu panjang", "the formula is too long"),
        }
    }
}

impl std::fmt::Display for FormulaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.message().text(base::Lang::En))
    }
}

impl std::error::Error for FormulaError {}

impl From<crate::xml::Refusal> for FormulaError {
    fn from(refusal: crate::xml::Refusal) -> Self {
        refusal.reason.into()
    }
}

impl From<crate::xml::Reason> for FormulaError {
    fn from(reason: crate::xml::Reason) -> Self {
        use crate::xml::Reason;
        match reason {
            Reason::Malformed | Reason::Forbidden => Self::Malformed("XML".to_owned()),
            Reason::Deep => Self::TooDeep,
            Reason::Long => Self::TooLong,
        }
    }
}

impl Formula {
    pub const fn nothing() -> Self {
        Self::Row(Vec::new())
    }

    /// Whether it is nothing.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Row(parts) if parts.is_empty())
    }

    /// The parts directly in it, in the order of reading.
    pub(crate) fn parts(&self) -> Vec<&Formula> {
        match self {
            Self::Number(_) | Self::Identifier(_) | Self::Operator(_) | Self::Text(_) | Self::Space => Vec::new(),
            Self::Row(items) | Self::Fenced { items, .. } | Self::Equations { rows: items } => items.iter().collect(),
            Self::Matrix { rows } => rows.iter().flatten().collect(),
            Self::Fraction {
                numerator, denominator, ..
            } => vec![numerator, denominator],
            Self::Binomial { upper, lower } => vec![upper, lower],
            Self::Superscript { base, script } | Self::Subscript { base, script } => vec![base, script],
            Self::SubSup { base, sub, sup } | Self::PreScripts { base, sub, sup } => vec![base, sub, sup],
            Self::Under { base, under: other } | Self::Over { base, over: other } => vec![base, other],
            Self::Root { degree, radicand } => degree.as_deref().into_iter().chain([&**radicand]).collect(),
            Self::Accent { base, .. } => vec![base],
            Self::NAry { lower, upper, body, .. } => [lower.as_deref(), upper.as_deref(), Some(&**body)]
                .into_iter()
                .flatten()
                .collect(),
            Self::Function { name, argument } => vec![name, argument],
        }
    }

    /// How deep it nests; a token is one deep.
    pub fn depth(&self) -> usize {
        1 + self.parts().into_iter().map(Self::depth).max().unwrap_or(0)
    }

    /// The canonical tree of what a reader found, if it is not too deep.
    fn read(self) -> Result<Self, FormulaError> {
        let formula = self.canonical();
        if formula.depth() > DEEPEST {
            return Err(FormulaError::TooDeep);
        }
        Ok(formula)
    }
}

/// A box, as the tree needs many.
pub(crate) fn boxed(formula: Formula) -> Box<Formula> {
    Box::new(formula)
}

/// Whether a sign is an integral, whose limits stand behind it.
pub(crate) fn is_integral(sign: &str) -> bool {
    matches!(sign.chars().next(), Some('∫'..='∳' | '⨌'))
}
