//! EBML: elements with an id, a size and a body (RFC 8794), as far as `WebM` needs it.

/// Ids of elements, with their length marker, as they stand in a file.
pub(super) mod id {
    pub(in super::super) const EBML: u32 = 0x1A45_DFA3;
    pub(in super::super) const DOC_TYPE: u32 = 0x4282;
    pub(in super::super) const VOID: u32 = 0xEC;
    pub(in super::super) const CHECKSUM: u32 = 0xBF;
    pub(in super::super) const SEGMENT: u32 = 0x1853_8067;
    pub(in super::super) const SEEK_HEAD: u32 = 0x114D_9B74;
    pub(in super::super) const SEEK: u32 = 0x4DBB;
    pub(in super::super) const SEEK_ID: u32 = 0x53AB;
    pub(in super::super) const SEEK_POSITION: u32 = 0x53AC;
    pub(in super::super) const INFO: u32 = 0x1549_A966;
    pub(in super::super) const TIMESTAMP_SCALE: u32 = 0x002A_D7B1;
    pub(in super::super) const DURATION: u32 = 0x4489;
    pub(in super::super) const MUXING_APP: u32 = 0x4D80;
    pub(in super::super) const WRITING_APP: u32 = 0x5741;
    pub(in super::super) const TRACKS: u32 = 0x1654_AE6B;
    pub(in super::super) const TRACK_ENTRY: u32 = 0xAE;
    pub(in super::super) const TRACK_NUMBER: u32 = 0xD7;
    pub(in super::super) const TRACK_TYPE: u32 = 0x83;
    pub(in super::super) const CODEC_ID: u32 = 0x86;
    pub(in super::super) const CODEC_PRIVATE: u32 = 0x63A2;
    pub(in super::super) const CONTENT_ENCODINGS: u32 = 0x6D80;
    pub(in super::super) const VIDEO: u32 = 0xE0;
    pub(in super::super) const PIXEL_WIDTH: u32 = 0xB0;
    pub(in super::super) const PIXEL_HEIGHT: u32 = 0xBA;
    pub(in super::super) const AUDIO: u32 = 0xE1;
    pub(in super::super) const SAMPLING_FREQUENCY: u32 = 0xB5;
    pub(in super::super) const CHANNELS: u32 = 0x9F;
    pub(in super::super) const CLUSTER: u32 = 0x1F43_B675;
    pub(in super::super) const TIMESTAMP: u32 = 0xE7;
    pub(in super::super) const SILENT_TRACKS: u32 = 0x5854;
    pub(in super::super) const POSITION: u32 = 0xA7;
    pub(in super::super) const PREVIOUS_SIZE: u32 = 0xAB;
    pub(in super::super) const SIMPLE_BLOCK: u32 = 0xA3;
    pub(in super::super) const BLOCK_GROUP: u32 = 0xA0;
    pub(in super::super) const BLOCK: u32 = 0xA1;
    pub(in super::super) const REFERENCE_BLOCK: u32 = 0xFB;
    pub(in super::super) const ENCRYPTED_BLOCK: u32 = 0xAF;
    pub(in super::super) const CUES: u32 = 0x1C53_BB6B;
    pub(in super::super) const CUE_POINT: u32 = 0xBB;
    pub(in super::super) const CUE_TIME: u32 = 0xB3;
    pub(in super::super) const CUE_TRACK_POSITIONS: u32 = 0xB7;
    pub(in super::super) const CUE_TRACK: u32 = 0xF7;
    pub(in super::super) const CUE_CLUSTER_POSITION: u32 = 0xF1;
    pub(in super::super) const CHAPTERS: u32 = 0x1043_A770;
    pub(in super::super) const ATTACHMENTS: u32 = 0x1941_A469;
    pub(in super::super) const TAGS: u32 = 0x1254_C367;
}

/// How many bytes a number with this first byte takes; `None` if more than `most`.
pub(super) fn width(first: u8, most: u32) -> Option<usize> {
    let width = first.leading_zeros() + 1;
    (width <= most).then_some(width as usize)
}

/// The size that these bytes write; `None` stands for one that was not known.
pub(super) fn size(bytes: &[u8]) -> Option<u64> {
    let marker = 1_u64 << (7 * bytes.len());
    let value = bytes.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte)) & (marker - 1);
    (value != marker - 1).then_some(value)
}

/// An unsigned number of at most 8 bytes.
pub(super) fn number(body: &[u8]) -> Option<u64> {
    (body.len() <= 8).then(|| body.iter().fold(0, |value, byte| (value << 8) | u64::from(*byte)))
}

/// The elements that follow each other in a body; ends early with `None` where they cannot be read.
pub(super) fn children(body: &[u8]) -> impl Iterator<Item = Option<(u32, &[u8])>> {
    let mut rest = body;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let found = child(rest);
        rest = found.map_or(&[], |(.., after)| after);
        Some(found.map(|(id, body, _)| (id, body)))
    })
}

/// The first element of some bytes, its body, and what follows.
fn child(bytes: &[u8]) -> Option<(u32, &[u8], &[u8])> {
    let (id, rest) = bytes.split_at_checked(width(*bytes.first()?, 4)?)?;
    let (len, rest) = rest.split_at_checked(width(*rest.first()?, 8)?)?;
    let (body, rest) = rest.split_at_checked(usize::try_from(size(len)?).ok()?)?;
    Some((u32::try_from(number(id)?).ok()?, body, rest))
}

/// Appends an id.
pub(super) fn push_id(out: &mut Vec<u8>, id: u32) {
    let bytes = id.to_be_bytes();
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    out.extend(&bytes[zeros..]);
}

/// Appends a size in as few bytes as it fits in.
pub(super) fn push_size(out: &mut Vec<u8>, size: u64) {
    // All ones stand for an unknown size.
    let width = (1..8).find(|width| size < (1 << (7 * width)) - 1).unwrap_or(8);
    let marked = size | (1 << (7 * width));
    out.extend(&marked.to_be_bytes()[8 - width..]);
}

/// Appends a size in eight bytes, so that it can be written again later.
pub(super) fn push_wide_size(out: &mut Vec<u8>, size: u64) {
    out.extend((size | 1 << 56).to_be_bytes());
}

/// Appends an element.
pub(super) fn push(out: &mut Vec<u8>, id: u32, body: &[u8]) {
    push_id(out, id);
    push_size(out, body.len() as u64);
    out.extend(body);
}

/// Appends an element with a number in eight bytes.
pub(super) fn push_number(out: &mut Vec<u8>, id: u32, number: u64) {
    push(out, id, &number.to_be_bytes());
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_unknown_size_is_no_size() {
        assert_eq!(size(&[0xFF]), None);
        assert_eq!(size(&[0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(size(&[0xFE]), Some(126));
        assert_eq!((width(0x00, 8), width(0x01, 8), width(0x08, 4)), (None, Some(8), None));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(id in prop_oneof![Just(id::VOID), Just(id::SEEK), Just(id::CLUSTER)], len in 0_usize..20_000) {
            let body = vec![7; len];
            let mut out = Vec::new();
            push(&mut out, id, &body);
            prop_assert_eq!(children(&out).collect::<Vec<_>>(), [Some((id, body.as_slice()))]);
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(children(&bytes).count() <= bytes.len());
        }
    }
}
