-- Appending: one round trip, one transaction.
--
-- garage_id is the first parameter, so on a cluster the call runs where the garage is. Nothing here notifies: a NOTIFY
-- at commit takes a lock over the whole database.

create or replace function log.append(
    in_garage_id       text,
    in_version         bigint,
    in_follows         bytea,
    in_head_hash       bytea,
    in_recorded_at     timestamptz,
    in_types           text[],
    in_schema_versions smallint[],
    in_occurred_at     timestamptz[],
    in_command_ids     text[],
    in_actors          text[],
    in_payloads        json[],
    in_hashes          bytea[],
    in_reply_ids       text[],
    in_fingerprints    bytea[],
    in_reply_versions  bigint[],
    in_replies         json[],
    in_plate_ids       bytea[],
    in_plates          text[],
    in_salts           bytea[]
) returns text
language plpgsql
as $$
declare
    head log.streams%rowtype;
    added bigint;
begin
    -- The head is read under the lock: a reader before it would see one that is about to move.
    select * into head from log.streams where garage_id = in_garage_id for update;
    if coalesce(head.version, 0) <> in_version then
        return 'conflict';
    end if;
    -- The same version of another history, such as one that a restored backup forgot: the chain would break here.
    if coalesce(head.hash, decode(repeat('00', 32), 'hex')) <> in_follows or head.recorded_at > in_recorded_at then
        raise exception 'the stream''s last event is not the one that this append follows' using errcode = 'PL003';
    end if;
    if cardinality(in_types) > 0 then
        if in_version = 0 then
            insert into log.streams (garage_id, version, hash, recorded_at)
            values (in_garage_id, cardinality(in_types), in_head_hash, in_recorded_at)
            on conflict (garage_id) do nothing;
            if not found then
                return 'conflict';
            end if;
        else
            update log.streams
            set version = in_version + cardinality(in_types), hash = in_head_hash, recorded_at = in_recorded_at
            where garage_id = in_garage_id;
        end if;
    end if;

    if cardinality(in_reply_ids) > 0 then
        -- What is returned is counted: the row count of a cluster's coordinator has those in it that were left out.
        with new as (
            insert into log.commands (garage_id, command_id, fingerprint, version, reply)
            select in_garage_id, * from unnest(in_reply_ids, in_fingerprints, in_reply_versions, in_replies)
            on conflict (garage_id, command_id) do nothing
            returning 1
        )
        select count(*) into added from new;
        if added <> cardinality(in_reply_ids) then
            -- An error, so that the statement leaves nothing behind; the caller looks the replies up.
            raise exception 'a command of this append was carried out before' using errcode = 'PL001';
        end if;
    end if;

    if cardinality(in_plate_ids) > 0 then
        insert into log.plates (garage_id, plate_id, plate, salt, version)
        select in_garage_id, plate_id, plate, salt, in_version + cardinality(in_types)
        from unnest(in_plate_ids, in_plates, in_salts) as new (plate_id, plate, salt);
    end if;

    insert into log.events
        (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, payload, hash)
    select in_garage_id, in_version + place, type, schema_version, occurred_at, in_recorded_at, command_id, actor,
        payload, hash
    from unnest(in_types, in_schema_versions, in_occurred_at, in_command_ids, in_actors, in_payloads, in_hashes)
        with ordinality as new (type, schema_version, occurred_at, command_id, actor, payload, hash, place);
    return 'appended';
end
$$;
comment on function log.append is
    'Appends events behind an expected version, with the replies of their commands and the plates they name first.'
    ' Answers appended or conflict; raises PL001 for a command that was carried out before, PL003 for a head of another'
    ' history.';

revoke all on function log.append from public;
grant execute on function log.append to parklog_service;
