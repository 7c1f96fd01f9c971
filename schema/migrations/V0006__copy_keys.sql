-- By which keys gates tell a copy of a day's list from any other file. No secret is here: the private half is a file of the
-- service, which signs copies when gates ask for them.

create table access.copy_keys (
    key_id     text        not null primary key,
    public_key json        not null,
    made_at    timestamptz not null default now(),
    retired_at timestamptz
);
comment on table access.copy_keys is 'The public halves of the keys that sign copies for gates, as JSON Web Keys.';
comment on column access.copy_keys.retired_at is
    'A key for which it is set signs nothing any more; until then gates are told of it, for the copies that they have.';

grant select on access.copy_keys to parklog_service;
