-- Letters on their way, and for a while those that have arrived or came to nothing.
create table mail_message (
    seq {identity},
    -- What it is about: of several with the same id only the first is sent.
    id text not null,
    recipient text not null,
    subject text not null,
    -- Sealed; empty once it is settled.
    body {bytes} not null,
    -- 0: waits, 1: sent, 2: given up.
    status bigint not null default 0,
    attempts bigint not null default 0,
    -- Not before.
    next_at bigint not null,
    -- Of no use later.
    good_until bigint,
    last_error text,
    created_at bigint not null,
    settled_at bigint
);
create unique index mail_message_id on mail_message (id);
create index mail_message_queue on mail_message (status, next_at);
create index mail_message_settled on mail_message (settled_at);
