//! Commands of `LaTeX` and the characters that they stand for.

/// Letters and signs. Where a character has several commands, the first is written.
const SYMBOLS: &[(&str, char)] = &[
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("epsilon", 'ϵ'),
    ("varepsilon", 'ε'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("vartheta", 'ϑ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("varpi", 'ϖ'),
    ("rho", 'ρ'),
    ("varrho", 'ϱ'),
    ("sigma", 'σ'),
    ("varsigma", 'ς'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'ϕ'),
    ("varphi", 'φ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
    ("Gamma", 'Γ'),
    ("Delta", 'Δ'),
    ("Theta", 'Θ'),
    ("Lambda", 'Λ'),
    ("Xi", 'Ξ'),
    ("Pi", 'Π'),
    ("Sigma", 'Σ'),
    ("Upsilon", 'Υ'),
    ("Phi", 'Φ'),
    ("Psi", 'Ψ'),
    ("Omega", 'Ω'),
    ("ell", 'ℓ'),
    ("hbar", 'ℏ'),
    ("imath", 'ı'),
    ("jmath", 'ȷ'),
    ("aleph", 'ℵ'),
    ("infty", '∞'),
    ("emptyset", '∅'),
    ("varnothing", '∅'),
    ("partial", '∂'),
    ("nabla", '∇'),
    ("times", '×'),
    ("cdot", '·'),
    ("centerdot", '·'),
    ("div", '÷'),
    ("pm", '±'),
    ("mp", '∓'),
    ("ast", '∗'),
    ("star", '⋆'),
    ("circ", '∘'),
    ("bullet", '∙'),
    ("oplus", '⊕'),
    ("otimes", '⊗'),
    ("le", '≤'),
    ("leq", '≤'),
    ("leqslant", '≤'),
    ("ge", '≥'),
    ("geq", '≥'),
    ("geqslant", '≥'),
    ("ne", '≠'),
    ("neq", '≠'),
    ("lt", '<'),
    ("gt", '>'),
    ("ll", '≪'),
    ("gg", '≫'),
    ("approx", '≈'),
    ("equiv", '≡'),
    ("cong", '≅'),
    ("sim", '∼'),
    ("simeq", '≃'),
    ("propto", '∝'),
    ("to", '→'),
    ("rightarrow", '→'),
    ("longrightarrow", '→'),
    ("leftarrow", '←'),
    ("gets", '←'),
    ("leftrightarrow", '↔'),
    ("uparrow", '↑'),
    ("downarrow", '↓'),
    ("Rightarrow", '⇒'),
    ("implies", '⇒'),
    ("Longrightarrow", '⇒'),
    ("Leftarrow", '⇐'),
    ("Leftrightarrow", '⇔'),
    ("iff", '⇔'),
    ("mapsto", '↦'),
    ("rightleftharpoons", '⇌'),
    ("in", '∈'),
    ("notin", '∉'),
    ("ni", '∋'),
    ("subset", '⊂'),
    ("subseteq", '⊆'),
    ("supset", '⊃'),
    ("supseteq", '⊇'),
    ("cup", '∪'),
    ("cap", '∩'),
    ("setminus", '∖'),
    ("forall", '∀'),
    ("exists", '∃'),
    ("neg", '¬'),
    ("lnot", '¬'),
    ("land", '∧'),
    ("wedge", '∧'),
    ("lor", '∨'),
    ("vee", '∨'),
    ("therefore", '∴'),
    ("because", '∵'),
    ("angle", '∠'),
    ("measuredangle", '∡'),
    ("triangle", '△'),
    ("square", '□'),
    ("perp", '⊥'),
    ("parallel", '∥'),
    ("mid", '∣'),
    ("ldots", '…'),
    ("dots", '…'),
    ("cdots", '⋯'),
    ("vdots", '⋮'),
    ("ddots", '⋱'),
    ("prime", '′'),
    ("degree", '°'),
    ("backslash", '\\'),
    ("textasciitilde", '~'),
    ("textasciicircum", '^'),
    ("textquotesingle", '\''),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("lfloor", '⌊'),
    ("rfloor", '⌋'),
    ("lceil", '⌈'),
    ("rceil", '⌉'),
    ("langle", '⟨'),
    ("rangle", '⟩'),
    ("Vert", '‖'),
    ("vert", '|'),
    ("lvert", '|'),
    ("rvert", '|'),
    ("lVert", '‖'),
    ("rVert", '‖'),
    ("colon", ':'),
];

/// Signs that take limits.
const LARGE: &[(&str, char)] = &[
    ("sum", '∑'),
    ("prod", '∏'),
    ("coprod", '∐'),
    ("int", '∫'),
    ("iint", '∬'),
    ("iiint", '∭'),
    ("oint", '∮'),
    ("bigcup", '⋃'),
    ("bigcap", '⋂'),
    ("bigvee", '⋁'),
    ("bigwedge", '⋀'),
    ("bigoplus", '⨁'),
    ("bigotimes", '⨂'),
];

/// Marks, and whether they stand below.
const MARKS: &[(&str, char, bool)] = &[
    ("hat", '^', false),
    ("widehat", '^', false),
    ("tilde", '~', false),
    ("widetilde", '~', false),
    ("overline", '¯', false),
    ("bar", '¯', false),
    ("vec", '→', false),
    ("overrightarrow", '→', false),
    ("overleftarrow", '←', false),
    ("overleftrightarrow", '↔', false),
    ("dot", '˙', false),
    ("ddot", '¨', false),
    ("check", 'ˇ', false),
    ("breve", '˘', false),
    ("acute", '´', false),
    ("grave", '`', false),
    ("mathring", '˚', false),
    ("overbrace", '⏞', false),
    ("underline", '¯', true),
    ("underbrace", '⏟', true),
    ("underrightarrow", '→', true),
    ("underleftarrow", '←', true),
];

/// Names that are commands of their own.
const NAMES: &[&str] = &[
    "arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd", "inf",
    "ker", "lg", "lim", "ln", "log", "max", "min", "sec", "sin", "sinh", "sup", "tan", "tanh",
];

fn find(table: &[(&'static str, char)], command: &str) -> Option<char> {
    table.iter().find(|(name, _)| *name == command).map(|(_, char)| *char)
}

/// The character of a command.
pub(super) fn symbol(command: &str) -> Option<char> {
    find(SYMBOLS, command)
}

/// The command of a character.
pub(super) fn command(char: char) -> Option<&'static str> {
    SYMBOLS.iter().find(|(_, of)| *of == char).map(|(name, _)| *name)
}

/// The large sign of a command.
pub(super) fn large(command: &str) -> Option<char> {
    find(LARGE, command)
}

/// The command of a large sign.
pub(super) fn large_command(sign: &str) -> Option<&'static str> {
    LARGE
        .iter()
        .find(|(_, char)| sign.chars().eq([*char]))
        .map(|(name, _)| *name)
}

/// The mark of a command, and whether it stands below.
pub(super) fn mark(command: &str) -> Option<(char, bool)> {
    MARKS
        .iter()
        .find(|(name, ..)| *name == command)
        .map(|(_, char, below)| (*char, *below))
}

/// The command of a mark.
pub(super) fn mark_command(mark: &str, below: bool) -> Option<&'static str> {
    MARKS
        .iter()
        .find(|(_, char, is_below)| *is_below == below && mark.chars().eq([*char]))
        .map(|(name, ..)| *name)
}

/// Whether a name is a command.
pub(super) fn is_name(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Whether what is lowered behind a name stands below it.
pub(super) fn takes_limits(name: &str) -> bool {
    matches!(name, "det" | "gcd" | "inf" | "lim" | "max" | "min" | "sup")
}
