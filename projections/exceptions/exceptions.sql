-- What does not fit in a garage, until it is cured or dismissed.

create table exceptions (
    garage_id text collate "C" not null,
    exception       bigint      not null,
    kind            text        not null,
    session         bigint,
    exit_version    bigint,
    quarantined     bigint,
    loop_version    bigint,
    reservation     bigint,
    permit          bigint,
    direction       text,
    plate_id        bytea,
    ticket          text,
    gate            text,
    since           timestamptz not null,
    raised_at       timestamptz not null,
    owner           text,
    outcome         text,
    closed_at       timestamptz,
    closed_by       bigint,
    currency        text        not null,
    currency_digits smallint    not null,
    at_risk_minor   bigint,
    primary key (garage_id, exception)
);
comment on table exceptions is 'Facts that do not fit, for a person to work off (design rule 10); one that its own command took back has no row.';
comment on column exceptions.exception is 'The version of the event that raised it.';
comment on column exceptions.session is 'The stay that it is about.';
comment on column exceptions.exit_version is 'The event of the exit that it is about.';
comment on column exceptions.quarantined is 'The event of the passage that it is about, which waits to be released.';
comment on column exceptions.loop_version is 'The event of the loop''s count that it is about.';
comment on column exceptions.reservation is 'The booked hours that it is about.';
comment on column exceptions.permit is 'The subscription that it is about.';
comment on column exceptions.direction is 'The way through the gate whose clock it is about.';
comment on column exceptions.since is 'When it happened.';
comment on column exceptions.raised_at is 'When the log heard of it.';
comment on column exceptions.outcome is 'The kind of the event that closed it, or expired; null while it is open.';
comment on column exceptions.closed_by is 'The version of the event that closed it.';
comment on column exceptions.at_risk_minor is 'What its stay would cost, in minor units: by its doubtful end, or by when it was closed; what is to be given back is negative. Null where nobody can say yet.';
create index exceptions_open on exceptions (garage_id, exception) where closed_at is null;
