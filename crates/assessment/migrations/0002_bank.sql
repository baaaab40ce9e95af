create table exam_package (
    id {identity},
    title text not null,
    title_key text not null,
    -- draft, published, archived.
    status text not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_package alter column title_key type text collate "C";
--@end
create unique index exam_package_title on exam_package (title_key);

-- What was published: never changed.
create table exam_package_version (
    id {identity},
    package_id bigint not null references exam_package (id),
    no bigint not null,
    -- JSON of the paper without keys.
    paper text not null,
    -- JSON of the keys, in the paper's order.
    keys text not null,
    -- SHA-256 of both.
    sha256 text not null,
    frozen_by bigint,
    frozen_at bigint not null
);
create unique index exam_package_version_no on exam_package_version (package_id, no);

create table exam_section (
    id {identity},
    title text not null,
    title_key text not null,
    -- Seconds.
    duration bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_section alter column title_key type text collate "C";
--@end
create index exam_section_title on exam_section (title_key, id);

-- A section as it is in a package.
create table exam_section_detail (
    id {identity},
    package_id bigint not null references exam_package (id),
    section_id bigint not null references exam_section (id),
    instruction text not null,
    duration bigint not null,
    ordinal bigint not null,
    navigation text not null,
    shuffle bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
create unique index exam_section_detail_place on exam_section_detail (package_id, section_id);
create index exam_section_detail_section on exam_section_detail (section_id);

create table exam_passage (
    id {identity},
    package_id bigint not null references exam_package (id),
    code text not null,
    code_key text not null,
    title text not null,
    body text not null,
    ordinal bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_passage alter column code_key type text collate "C";
--@end
create unique index exam_passage_code on exam_passage (package_id, code_key);

create table exam_audio (
    id {identity},
    -- The folder; the documents call it the event.
    event text not null,
    event_key text not null,
    filename text not null,
    filename_key text not null,
    -- SHA-256 of the content, by which media keeps it.
    blob text not null,
    media_type text not null,
    bytes bigint not null,
    duration_ms bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_audio alter column event_key type text collate "C", alter column filename_key type text collate "C";
--@end
create unique index exam_audio_place on exam_audio (event_key, filename_key);
create index exam_audio_blob on exam_audio (blob);

-- Pictures that texts name by their SHA-256.
create table exam_image (
    blob text not null primary key,
    media_type text not null,
    bytes bigint not null,
    created_at bigint not null
);

create table exam_question (
    id {identity},
    package_id bigint not null references exam_package (id),
    section_detail_id bigint not null references exam_section_detail (id),
    passage_id bigint references exam_passage (id),
    audio_id bigint references exam_audio (id),
    -- The file that an import named, as long as there is none of that name.
    audio_name text,
    question text not null,
    question_key text not null,
    question_type text not null,
    -- Hundredths.
    point bigint not null,
    rule text not null,
    preparation_time bigint,
    response_time bigint,
    ordinal bigint not null,
    version bigint not null,
    created_at bigint not null,
    updated_at bigint not null
);
--@postgres
-- Sorted alike on both engines, whatever the server's language.
alter table exam_question alter column question_key type text collate "C";
--@end
create index exam_question_package on exam_question (package_id, section_detail_id, ordinal, id);
create index exam_question_section_detail on exam_question (section_detail_id, ordinal, id);
create index exam_question_passage on exam_question (passage_id);
create index exam_question_audio on exam_question (audio_id);

create table exam_option (
    id {identity},
    question_id bigint not null references exam_question (id) on delete cascade,
    label text not null,
    value text not null,
    ordinal bigint not null
);
create unique index exam_option_place on exam_option (question_id, ordinal);

create table exam_answer_key (
    id {identity},
    question_id bigint not null references exam_question (id) on delete cascade,
    -- A label, an accepted text, or a pair of labels.
    answer text not null,
    -- Per cent.
    weight bigint,
    ordinal bigint not null
);
create unique index exam_answer_key_place on exam_answer_key (question_id, ordinal);

-- Files that were imported.
create table exam_import_job (
    id {identity},
    -- package or roster.
    kind text not null,
    sha256 text not null,
    filename text not null,
    -- What it made; null once that is gone.
    package_id bigint references exam_package (id) on delete set null,
    -- JSON of what was answered.
    report text not null,
    admin_id bigint,
    created_at bigint not null
);
create index exam_import_job_file on exam_import_job (kind, sha256);
