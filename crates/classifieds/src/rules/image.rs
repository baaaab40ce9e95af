//! What a picture of a listing may be changed into. Pure.

use platform::{Error, Rule, text::Check};

use crate::input::listing::ImageIn;

/// Pictures of a listing.
pub(crate) const MOST: usize = 10;
/// Longest caption, in characters.
const LONGEST_CAPTION: usize = 300;

/// A checked change of a picture.
#[derive(Debug, Clone)]
pub struct ImageChange {
    /// Place among its siblings.
    pub sort_order: Option<usize>,
    /// What is to be read below it; `Some(None)` removes it.
    pub caption: Option<Option<String>>,
}

impl ImageChange {
    /// Checks an input; `None` if it says nothing.
    pub fn check(input: &ImageIn) -> Result<Option<Self>, Error> {
        let mut check = Check::new();
        let sort_order = match input.sort_order {
            None => None,
            Some(None) => {
                check.note("sortOrder", Rule::Required);
                None
            }
            // Beyond the end is the end, however far.
            Some(Some(place)) if place >= 0 => Some(usize::try_from(place).unwrap_or(MOST)),
            Some(Some(_)) => {
                check.note("sortOrder", Rule::OutOfRange("0".into(), (MOST - 1).to_string()));
                None
            }
        };
        let caption = input.caption.as_ref().map(|text| caption(&mut check, text.as_deref()));
        check.finish()?;
        Ok((sort_order.is_some() || caption.is_some()).then_some(Self { sort_order, caption }))
    }
}

/// A caption, if there is one and it is good.
pub(crate) fn caption(check: &mut Check, text: Option<&str>) -> Option<String> {
    check.maybe_clean("caption", text, LONGEST_CAPTION)
}
