//! The contents of an OpenDocument spreadsheet, wrapped as one: as questions, and as a list of participants.

#![no_main]

use balai_fuzz::{archive, check_keys};
use libfuzzer_sys::fuzz_target;

const TYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

fuzz_target!(|xml: &[u8]| {
    let Ok(ods) = archive(&[("mimetype", TYPE), ("content.xml", xml)]) else { return };
    if let Ok(reading) = papers::import::read(&ods) {
        check_keys(&reading);
    }
    let _ = papers::roster::read(&ods);
});
