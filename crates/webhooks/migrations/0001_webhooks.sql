create table webhook_endpoint (
    id text not null primary key,
    url text not null,
    -- A list of topics and of patterns with stars.
    topics text not null,
    description text,
    enabled bigint not null default 1,
    -- Why and since when it is not.
    disabled_reason text,
    disabled_at bigint,
    -- Since when nothing has arrived.
    failing_since bigint,
    -- Sealed, both with the same key.
    secret {bytes} not null,
    former_secret {bytes},
    sealed_with text not null,
    -- Until when the former secret signs, too.
    former_until bigint,
    owner_id text not null,
    record_version bigint not null default 1,
    created_at bigint not null,
    updated_at bigint not null
);

create table webhook_delivery (
    -- The order of an endpoint's deliveries.
    seq {identity},
    id text not null,
    endpoint_id text not null,
    -- What it follows from: an event, which is told at least once and delivered once, or somebody's wish to send it again.
    cause text not null,
    -- Its name for the receiver, the same whenever it is sent.
    message_id text not null,
    topic text not null,
    body text not null,
    -- 0: pending, 1: delivered, 2: dead.
    status bigint not null default 0,
    attempts bigint not null default 0,
    -- Not before.
    next_at bigint not null,
    last_at bigint,
    last_status bigint,
    last_error text,
    created_at bigint not null,
    -- When it was delivered or given up.
    settled_at bigint
);
create unique index webhook_delivery_id on webhook_delivery (id);
create unique index webhook_delivery_cause on webhook_delivery (endpoint_id, cause);
create index webhook_delivery_seq on webhook_delivery (endpoint_id, seq);
create index webhook_delivery_queue on webhook_delivery (endpoint_id, status, seq);

-- Which process delivers.
create table webhook_lease (
    name text not null primary key,
    node text not null,
    until bigint not null
);
