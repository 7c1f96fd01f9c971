-- Who may speak to the service: the public halves of the keys by which the installation signs tokens, and the tokens that it
-- has given out. No secret is here: the private half is a file of whoever gives tokens out, and a token is not kept.

create schema access;
comment on schema access is 'Keys and tokens of the installation.';

create table access.keys (
    key_id     text        not null primary key,
    public_key json        not null,
    made_at    timestamptz not null default now(),
    retired_at timestamptz
);
comment on table access.keys is 'The public halves of signing keys, as JSON Web Keys.';
comment on column access.keys.retired_at is 'From then on no token is believed that the key signed.';

create table access.tokens (
    token_id    text        not null primary key,
    key_id      text        not null references access.keys,
    subject     text        not null,
    role        text        not null,
    garages     text[]      not null,
    gates       text[]      not null,
    validations text[]      not null,
    made_at     timestamptz not null default now(),
    expires_at  timestamptz not null,
    revoked_at  timestamptz
);
comment on table access.tokens is 'What was given out, to whom and for what; not the tokens themselves.';
comment on column access.tokens.garages is 'Names of garages; * for every one.';
comment on column access.tokens.gates is 'The gates that it is bound to; none where it is bound to no gate.';
comment on column access.tokens.revoked_at is 'From then on it is not believed.';
-- The service asks every other second what is revoked and would be believed otherwise.
create index tokens_revoked on access.tokens (expires_at) where revoked_at is not null;

grant usage on schema access to parklog_service;
grant select on access.keys, access.tokens to parklog_service;
