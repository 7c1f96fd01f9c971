-- A command that led to no event is younger than the last event of its garage: its key has an age of its own.

alter table log.commands add column carried_out_at timestamptz not null default now();
alter table log.commands alter column carried_out_at drop default;
comment on column log.commands.carried_out_at is
    'When it was carried out; long after the event of its version where it led to none.';
