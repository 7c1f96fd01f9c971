-- The last events of all garages at some moments, signed, and by which keys. No secret is here: the private half is a file of whoever
-- signs. What proves most is a copy somewhere else, since who may change the log may delete these.

create table access.head_keys (
    key_id     text        not null primary key,
    public_key json        not null,
    made_at    timestamptz not null default now()
);
comment on table access.head_keys is 'The public halves of the keys that signed heads, as JSON Web Keys; an old one still verifies.';

create table access.signed_heads (
    made_at   timestamptz not null primary key,
    key_id    text        not null references access.head_keys,
    heads     text        not null,
    signature bytea       not null check (length(signature) = 64)
);
comment on table access.signed_heads is 'Heads of all garages as they were at a moment, with the installation''s signature.';
comment on column access.signed_heads.heads is 'The signed text: a line for the form and the moment, then version, hash and garage of each.';
comment on column access.signed_heads.signature is 'Ed25519 over the text''s UTF-8.';
