//! What callers are told when something cannot be done. Each has the key that the documents have for it.

use std::time::Duration;

use platform::{Error, Kind, Message, Rule};

/// Code of [`sends_throttled`].
pub(crate) const SENDS_THROTTLED: &str = "conversations.message.throttled";
/// Code of [`threads_throttled`].
pub(crate) const THREADS_THROTTLED: &str = "conversations.thread.throttled";
/// Code of [`searches_throttled`].
pub(crate) const SEARCHES_THROTTLED: &str = "conversations.search.throttled";
/// Code of [`reports_throttled`].
pub(crate) const REPORTS_THROTTLED: &str = "conversations.report.throttled";

/// As many listen as the process can serve.
pub(crate) fn streams_full() -> Error {
    let said = Message::new(
        "Terlalu banyak yang sedang mendengarkan. Coba lagi sebentar lagi.",
        "Too many are listening now. Try again in a moment.",
    );
    Error::unavailable("conversations.streams.full", said, Duration::from_secs(30))
}

/// There is no such thing, or not for this caller.
pub(crate) fn not_found() -> Error {
    Error::new(
        Kind::NotFound,
        "conversations.not_found",
        Message::new("Data tidak ditemukan.", "There is no such record."),
    )
    .keyed("errMsg_RecordNotFound")
}

/// The thread is between others.
pub(crate) fn not_a_participant() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.thread.not_a_participant",
        Message::new(
            "Percakapan ini bukan milik Anda.",
            "Only those who take part in a conversation may do this.",
        ),
    )
    .keyed("errMsg_ConversationThreadCanBeAccessedByParticipants")
}

/// Only the receiver of a message marks it.
pub(crate) fn not_the_receiver() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.message.not_the_receiver",
        Message::new(
            "Hanya penerima yang dapat menandai pesan ini.",
            "Only the receiver of a message may mark it as read.",
        ),
    )
    .keyed("errMsg_ConversationMessageCanBeMarkedByReceiver")
}

/// Nobody writes in somebody else's name.
pub(crate) fn not_the_sender() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.not_the_sender",
        Message::new(
            "senderId harus akun Anda sendiri.",
            "senderId must be your own account.",
        ),
    )
    .keyed("errMsg_SenderMustBeTheSessionUser")
}

/// Only who wrote a message changes it or takes it back.
pub(crate) fn not_the_writer() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.message.not_the_writer",
        Message::new(
            "Hanya penulisnya yang dapat mengubah atau menarik pesan ini.",
            "Only who wrote a message may change it or take it back.",
        ),
    )
    .keyed("errMsg_ConversationMessageCanBeChangedBySender")
}

/// It was sent too long ago to be changed or taken back.
pub(crate) fn too_late_to_change() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.message.too_late",
        Message::new(
            "Pesan ini sudah terlalu lama untuk diubah atau ditarik.",
            "This message was sent too long ago to be changed or taken back.",
        ),
    )
    .keyed("errMsg_ConversationMessageIsTooOldToChange")
}

/// The other one does not want to hear from the caller.
pub(crate) fn blocked() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.blocked",
        Message::new(
            "Pengguna ini tidak menerima pesan dari Anda.",
            "This person does not take messages from you.",
        ),
    )
    .keyed("errMsg_UserIsBlocked")
}

/// The account of the other one is gone.
pub(crate) fn departed() -> Error {
    Error::new(
        Kind::Invalid,
        "conversations.departed",
        Message::new("Akun penerima sudah tidak ada.", "The receiver's account is gone."),
    )
    .keyed("errMsg_ReceiverIsNotActive")
}

/// Nobody writes to themselves.
pub(crate) fn same_person() -> Error {
    let said = Message::new("harus orang lain", "must be somebody else");
    Error::invalid_field("receiverId", Rule::Other(said)).keyed("errMsg_receiverIdMustDifferFromSenderId")
}

/// The receiver is not the other one of the thread.
pub(crate) fn wrong_receiver() -> Error {
    let said = Message::new(
        "bukan peserta lain dari percakapan ini",
        "is not the other participant of the thread",
    );
    Error::invalid_field("receiverId", Rule::Other(said)).keyed("errMsg_receiverIdIsNotTheOtherParticipant")
}

/// The listing is not (or no longer) offered.
pub(crate) fn listing_not_active() -> Error {
    Error::new(
        Kind::Invalid,
        "conversations.listing.not_active",
        Message::new("Iklan ini tidak aktif.", "The listing is not active."),
    )
    .keyed("errMsg_ListingIsNotActive")
}

/// Buyers talk to sellers, not to each other.
pub(crate) fn nobody_owns_it() -> Error {
    Error::new(
        Kind::Forbidden,
        "conversations.listing.not_theirs",
        Message::new(
            "Salah satu dari keduanya harus pemilik iklan.",
            "One of the two must own the listing.",
        ),
    )
    .keyed("errMsg_ListingOwnerMustParticipate")
}

/// A picture is gone, was sent already, or is somebody else's.
pub(crate) fn no_such_attachment() -> Error {
    let said = Message::new(
        "sudah terkirim atau tidak ada lagi; kirim gambarnya sekali lagi",
        "was sent already or is gone; send the picture once more",
    );
    Error::invalid_field("attachmentIds", Rule::Other(said)).keyed("errMsg_attachmentIdsNotFound")
}

/// The key stands for another message.
pub(crate) fn other_message() -> Error {
    Error::new(
        Kind::Conflict,
        "conversations.message.idempotency_mismatch",
        Message::new(
            "Kunci ini sudah dipakai untuk pesan lain.",
            "This key was already used for another message.",
        ),
    )
    .keyed("errMsg_IdempotencyKeyMismatch")
}

/// What was read stays read.
pub(crate) fn cannot_unread() -> Error {
    let said = Message::new("tidak dapat dibatalkan", "cannot be taken back");
    Error::invalid_field("isRead", Rule::Other(said)).keyed("errMsg_isReadMustBeTrue")
}

/// A parameter of the address and one of the query contradict each other.
pub(crate) fn contradiction(field: &str) -> Error {
    let said = Message::new("berbeda dari alamat", "differs from the one in the address");
    Error::invalid_field(field, Rule::Other(said))
}

/// Nobody blocks or reports themselves.
pub(crate) fn yourself(field: &str) -> Error {
    let said = Message::new("harus orang lain", "must be somebody else");
    Error::invalid_field(field, Rule::Other(said))
}

/// Too many messages.
pub(crate) fn sends_throttled() -> Error {
    Error::too_many(SENDS_THROTTLED, Duration::from_secs(1))
}

/// Too many new threads.
pub(crate) fn threads_throttled() -> Error {
    Error::too_many(THREADS_THROTTLED, Duration::from_secs(1))
}

/// Too many searches.
pub(crate) fn searches_throttled() -> Error {
    Error::too_many(SEARCHES_THROTTLED, Duration::from_secs(1))
}

/// Too many reports.
pub(crate) fn reports_throttled() -> Error {
    Error::too_many(REPORTS_THROTTLED, Duration::from_secs(1))
}
