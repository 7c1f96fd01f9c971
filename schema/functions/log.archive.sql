-- Moves a stretch of a garage's log out of the database: what the file has goes, and what is needed to go on behind it stays.
--
-- The owner's alone, who has held the file against the log before, in the same transaction.

create or replace function log.archive(
    in_garage_id text,
    in_first     bigint,
    in_version   bigint,
    in_hash      bytea,
    in_file      text,
    in_digest    bytea,
    in_form      text,
    in_state     bytea
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    before log.archives%rowtype;
    behind record;
    gone   bigint;
begin
    -- A rebuild under way has still to read them.
    lock table projection.rebuilding in share mode;
    select * into before from log.archives where garage_id = in_garage_id order by first_version desc limit 1;
    if in_first <> coalesce(before.version, 0) + 1 then
        raise exception 'the archive of the garage ends at event %', coalesce(before.version, 0) using errcode = 'PL005';
    end if;
    select installed.name, coalesce(reached.version, 0) as version into behind
    from projection.installed
    left join projection.checkpoints reached on reached.model = installed.name and reached.garage_id = in_garage_id
    where coalesce(reached.version, 0) < in_version order by 2, 1 limit 1;
    if found then
        raise exception 'the read model % has come to event % of the garage', behind.name, behind.version using errcode = 'PL006';
    end if;

    insert into log.archives (
        garage_id, first_version, version, hash, first_recorded_at, first_occurred_at, recorded_at, happened_until, file, digest,
        form, state)
    select in_garage_id, in_first, in_version, last.hash, first.recorded_at, first.occurred_at, last.recorded_at,
        greatest(before.happened_until, (
            select max(occurred_at) from log.events
            where garage_id = in_garage_id and version between in_first and in_version)),
        in_file, in_digest, in_form, in_state
    from log.events first join log.events last on last.garage_id = first.garage_id
    where first.garage_id = in_garage_id and first.version = in_first and last.version = in_version and last.hash = in_hash;
    if not found then
        raise exception 'the log has no such stretch of the garage' using errcode = 'PL005';
    end if;
    -- The newest state is enough to go on from.
    update log.archives set form = null, state = null where garage_id = in_garage_id and first_version < in_first;

    insert into log.archived_erasures (garage_id, kind, id, version, recorded_at)
    select in_garage_id, case made.type when 'plates-erased' then 'plate' else 'text' end, decode(erased.id, 'hex'),
        max(made.version), max(made.recorded_at)
    from log.events made,
        json_array_elements_text(coalesce(made.payload -> 'plates', made.payload -> 'texts')) as erased (id)
    where made.garage_id = in_garage_id and made.version between in_first and in_version
        and made.type in ('plates-erased', 'texts-erased')
    group by made.type, erased.id
    on conflict (garage_id, kind, id) do update set version = excluded.version, recorded_at = excluded.recorded_at;

    insert into log.archived_reservations (garage_id, version, actor)
    select garage_id, version, actor from log.events
    where garage_id = in_garage_id and version between in_first and in_version and type = 'day-reserved';

    insert into log.archived_replacements (garage_id, version)
    select garage_id, version from log.events
    where garage_id = in_garage_id and version between in_first and in_version and type = 'event-replaced';

    -- The patterns are those of Sources/EventLog/Erasure.
    update log.plates kept set archived_at = named.recorded_at
    from (
        select plate_id, max(made.recorded_at) as recorded_at
        from log.events made, regexp_matches(
                made.payload::text, '"(?:plate|readAs|was|wasPlate|alike)":\[?"((?:[0-9a-f]{32}(?:",")?)+)"', 'g') as found (ids),
            unnest(string_to_array(found.ids[1], '","')) as plate_id
        where made.garage_id = in_garage_id and made.version between in_first and in_version
        group by plate_id
    ) named
    where kept.garage_id = in_garage_id and kept.plate_id = decode(named.plate_id, 'hex');
    with typed as (
        select made.recorded_at, made.actor || ' ' || made.command_id as command_id, decode(found.ids[1], 'hex') as text_id
        from log.events made,
            regexp_matches(made.payload::text, '"(?:remark|byHand)":"text:([0-9a-f]{32})"', 'g') as found (ids)
        where made.garage_id = in_garage_id and made.version between in_first and in_version
    ), noted as (
        update log.texts kept set archived_at = typed.recorded_at
        from typed where kept.garage_id = in_garage_id and kept.text_id = typed.text_id
    )
    -- Words could be guessed by a digest of what was asked, and once they are erased nobody finds the command any more.
    update log.commands known set fingerprint = ''
    from typed where known.garage_id = in_garage_id and known.command_id = typed.command_id collate "C";

    delete from log.events where garage_id = in_garage_id and version between in_first and in_version;
    get diagnostics gone = row_count;
    if gone <> in_version - in_first + 1 then
        raise exception 'the log has % events of %', gone, in_version - in_first + 1 using errcode = 'PL005';
    end if;
    -- They are of events that can no longer be held against them.
    delete from projection.snapshots where garage_id = in_garage_id and version <= in_version;
end
$$;
comment on function log.archive is
    'Takes a garage''s events of a stretch out of the log, which stand in a file by now, and notes what is needed to go on behind them.'
    ' Raises PL005 where the stretch is not the next one, PL006 where a read model has not taken all of it in.';

revoke all on function log.archive from public;
