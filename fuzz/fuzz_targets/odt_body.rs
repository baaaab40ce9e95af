//! The contents of an OpenDocument text, wrapped as one.

#![no_main]

use balai_fuzz::{archive, check_keys};
use libfuzzer_sys::fuzz_target;

const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";

fuzz_target!(|xml: &[u8]| {
    let Ok(odt) = archive(&[("mimetype", TYPE), ("content.xml", xml)]) else { return };
    if let Ok(reading) = papers::import::read(&odt) {
        check_keys(&reading);
    }
});
