//! The descriptors are those of the messages as they are written.

use std::path::{Path, PathBuf};

use prost::Message as _;

use super::DESCRIPTORS;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("proto")
}

/// What the files in `proto/` mean, with the comments that reflection shows to people.
fn compiled() -> Vec<u8> {
    let files = [
        "balai/v1/common.proto",
        "categorylocation/v1/categorylocation.proto",
        "conversation/v1/conversation.proto",
    ];
    let mut compiler = protox::Compiler::new([folder()]).unwrap();
    compiler.include_imports(true).include_source_info(false);
    compiler.open_files(files).unwrap();
    compiler.file_descriptor_set().encode_to_vec()
}

#[test]
fn the_descriptors_are_those_of_the_messages_as_they_are_written() {
    let hint = "run `cargo test -p rpc write_descriptors -- --ignored` after a change of proto/";
    assert!(compiled() == DESCRIPTORS, "{hint}");
}

#[test]
#[ignore = "writes proto/descriptors.bin, for whoever changed a message"]
fn write_descriptors() {
    std::fs::write(folder().join("descriptors.bin"), compiled()).unwrap();
}
