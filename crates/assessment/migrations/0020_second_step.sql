-- Codes of an app that administrators are asked for beside the password.
create table exam_admin_factor (
    admin_id bigint not null primary key references exam_admin (id) on delete cascade,
    -- Sealed.
    secret {bytes} not null,
    sealed_with text not null,
    -- Null as long as nobody has shown a code of it.
    confirmed_at bigint,
    -- The last step of time whose code was used: none before it is good any more.
    last_step bigint not null default 0,
    created_at bigint not null
);
create index exam_admin_factor_sealed_with on exam_admin_factor (sealed_with);
