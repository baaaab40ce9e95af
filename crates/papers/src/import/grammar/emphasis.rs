//! Options that are set apart from the others of their question.
//!
//! Invariant: how an option is set is never taken for a key; and where only the key is set apart, that is not kept, since
//! whoever sits the exam would see it.

use marked::Style;

use super::{draft::DraftOption, fault, report::Report};
use crate::{import::styled::Styles, paper::Key};

/// Styles that mark words without a meaning of their own.
const EMPHASIS: [Style; 3] = [Style::Bold, Style::Italic, Style::Underline];

/// The one option that is set apart, if exactly one is.
pub(super) fn only(options: &[DraftOption]) -> Option<&DraftOption> {
    let mut apart = options.iter().filter(|option| option.text.common_styles().stand_out());
    let first = apart.next()?;
    (apart.next().is_none() && options.len() > 1).then_some(first)
}

/// Takes the styles away that exactly the options of the key are set in.
pub(super) fn hide(options: &mut [DraftOption], key: &[Key], report: &mut Report) {
    let is_key = |option: &DraftOption| key.iter().any(|key| key.answer == option.label);
    let is_some = options.iter().any(|option| !is_key(option));
    if !is_some || !options.iter().any(is_key) {
        return;
    }
    let mut is_told = false;
    for style in EMPHASIS {
        let tells = |option: &DraftOption| whole(option).has(style) == is_key(option);
        if !options.iter().all(tells) {
            continue;
        }
        for option in options.iter_mut().filter(|option| is_key(option)) {
            if !is_told {
                report.add(&fault::OPTION_TELLS, option.at, &option.text.reading());
            }
            is_told = true;
            option.text = std::mem::take(&mut option.text).without(style);
        }
    }
}

fn whole(option: &DraftOption) -> Styles {
    option.text.common_styles()
}
