-- What everything costs, what of it was paid, and the receipts.

create table accounts (
    garage_id text collate "C" not null,
    subject          bigint   not null,
    kind             text     not null check (kind in ('session', 'reservation', 'permit', 'exit')),
    charged_minor    bigint   not null,
    paid_minor       bigint   not null,
    waived_minor     bigint   not null,
    due_minor        bigint   not null check (charged_minor = paid_minor + waived_minor + due_minor),
    difference_minor bigint   not null,
    leave_by         timestamptz,
    currency         text     not null,
    currency_digits  smallint not null,
    primary key (garage_id, subject)
);
comment on table accounts is 'Stays that have ended or for which something was paid, booked hours, subscriptions, and exits of drivers who had lost their tickets and whose stays nobody knows: what is claimed for each, and what has become of that.';
comment on column accounts.subject is 'The version of the event that began it.';
comment on column accounts.charged_minor is 'What is claimed, in minor units: it is paid, waived or due.';
comment on column accounts.paid_minor is 'What was paid, less what was given back.';
comment on column accounts.difference_minor is 'By how much more than what was settled it would come to by later facts; negative where it is less. A person decides.';
comment on column accounts.leave_by is 'Until when a car that was inside may leave for what was paid.';
create index accounts_due on accounts (garage_id, subject) where due_minor > 0;

create table receipts (
    garage_id text collate "C" not null,
    receipt          bigint      not null,
    version          bigint      not null,
    kind             text        not null check (kind in ('payment', 'refund')),
    subject_kind     text        not null,
    subject          bigint      not null,
    at               timestamptz not null,
    method           text        not null,
    till             text,
    card_token       text,
    last_four        text,
    amount_minor     bigint      not null,
    tendered_minor   bigint,
    tax_name         text,
    tax_basis_points bigint,
    tax_minor        bigint,
    reason           text,
    remark           text,
    currency         text        not null,
    currency_digits  smallint    not null,
    primary key (garage_id, receipt)
);
comment on table receipts is 'What was paid and what was given back, numbered without gaps.';
comment on column receipts.version is 'The event that tells of it.';
comment on column receipts.subject is 'The version of the event that began what was paid for; of an exit whose stay is known by now, its account is that of the stay.';
comment on column receipts.till is 'Where it was paid.';
comment on column receipts.card_token is 'What the payment system calls the card; its number is nowhere.';
comment on column receipts.amount_minor is 'How much, tax included, in minor units; of a refund what was given back.';
comment on column receipts.tendered_minor is 'What was handed over; what is more than the amount was given back at once.';
comment on column receipts.tax_minor is 'How much of the amount is tax.';
comment on column receipts.reason is 'Why it was given back.';
create index receipts_by_time on receipts (garage_id, at);
create index receipts_by_subject on receipts (garage_id, subject);
