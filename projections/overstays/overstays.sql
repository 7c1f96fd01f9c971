-- Cars whose right to be inside ends at a known moment. Whether one overstays follows from this and the clock.

create table stays (
    garage_id text collate "C" not null,
    session        bigint      not null,
    plate_id       bytea,
    entered_at     timestamptz not null,
    right_ends_at  timestamptz not null,
    overstays_from timestamptz not null,
    left_at        timestamptz,
    primary key (garage_id, session)
);
comment on table stays is 'Open stays that may become overstays, and ended ones that were.';
comment on column stays.session is 'The version of the event that began the stay.';
comment on column stays.right_ends_at is 'The first instant without a right to be inside.';
comment on column stays.overstays_from is 'The first instant at which the car overstays: behind what the card forgives.';
comment on column stays.left_at is 'When the car left; null while it is inside.';
create index stays_inside on stays (garage_id, overstays_from) where left_at is null;
