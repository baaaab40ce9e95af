//! Numbers as documents count with them.

/// A number in Roman numerals, in capitals; nothing for zero. As long as a thousandth of the number.
pub(super) fn roman(mut count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while count >= value {
            text.push_str(sign);
            count -= value;
        }
    }
    text
}
