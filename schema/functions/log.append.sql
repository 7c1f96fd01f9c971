-- Appending: one round trip, one transaction.
--
-- garage_id is the first parameter, so on a cluster the call runs where the garage is. Nothing here notifies: a NOTIFY
-- at commit takes a lock over the whole database.
--
-- It runs with the rights of the schema's owner, as the service has none to write: this is the only way into the log, and
-- it leads forward. Every name in it has its schema, for whoever calls may make tables of the same names.

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
    in_traces          text[],
    in_payloads        json[],
    in_hashes          bytea[],
    in_reply_ids       text[],
    in_fingerprints    bytea[],
    in_reply_versions  bigint[],
    in_replies         json[],
    in_plate_ids       bytea[],
    in_plates          text[],
    in_salts           bytea[],
    in_text_ids        bytea[] default '{}',
    in_texts           text[] default '{}',
    in_text_salts      bytea[] default '{}'
) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    nothing constant bytea := decode(repeat('00', 32), 'hex');
    head log.streams%rowtype;
begin
    if array_lower(in_hashes, 1) <> 1 or cardinality(in_types) > 0 and in_head_hash is distinct from in_hashes[cardinality(in_types)] then
        raise exception 'the head''s hash is not the last event''s' using errcode = 'PL004';
    end if;

    -- What fails in here leaves nothing, and no error in the server's log.
    begin
        -- The head's row is the lock: who waited for it sees where the append before has left the stream.
        if cardinality(in_types) = 0 then
            perform from log.streams
            where garage_id = in_garage_id and version = in_version and hash = in_follows and recorded_at <= in_recorded_at
            for update;
        elsif in_version <> 0 then
            update log.streams
            set version = in_version + cardinality(in_types), hash = in_head_hash, recorded_at = in_recorded_at
            where garage_id = in_garage_id and version = in_version and hash = in_follows
                and recorded_at <= in_recorded_at;
        else
            insert into log.streams (garage_id, version, hash, recorded_at)
            select in_garage_id, cardinality(in_types), in_head_hash, in_recorded_at where in_follows = nothing
            on conflict (garage_id) do nothing;
        end if;
        if not found then
            select * into head from log.streams where garage_id = in_garage_id;
            if coalesce(head.version, 0) <> in_version then
                return 'conflict';
            end if;
            -- The same version of another history, such as one that a restored backup forgot: the chain would break here.
            if head.version is not null or in_follows <> nothing then
                raise exception 'the stream''s last event is not the one that this append follows' using errcode = 'PL003';
            end if;
        end if;

        insert into log.commands (garage_id, command_id, fingerprint, version, carried_out_at, reply)
        select in_garage_id, command_id, fingerprint, version, in_recorded_at, reply
        from unnest(in_reply_ids, in_fingerprints, in_reply_versions, in_replies)
            as new (command_id, fingerprint, version, reply);
    exception when unique_violation then
        -- A command that was carried out before; the caller looks the reply up.
        select * into head from log.streams where garage_id = in_garage_id;
        return case when coalesce(head.version, 0) = in_version then 'repeated' else 'conflict' end;
    end;

    if cardinality(in_plate_ids) > 0 then
        insert into log.plates (garage_id, plate_id, plate, salt, version)
        select in_garage_id, plate_id, plate, salt, in_version + cardinality(in_types)
        from unnest(in_plate_ids, in_plates, in_salts) as new (plate_id, plate, salt);
    end if;

    if cardinality(in_text_ids) > 0 then
        insert into log.texts (garage_id, text_id, text, salt, version)
        select in_garage_id, text_id, text, salt, in_version + cardinality(in_types)
        from unnest(in_text_ids, in_texts, in_text_salts) as new (text_id, text, salt);
    end if;

    -- The fact erases, and nothing else does: no row goes without it.
    if 'plates-erased' = any (in_types) then
        delete from log.plates
        where garage_id = in_garage_id and plate_id in (
            select decode(erased.plate_id, 'hex')
            from unnest(in_types, in_payloads) as new (type, payload),
                json_array_elements_text(case when new.type = 'plates-erased' then new.payload -> 'plates' end) as erased (plate_id));
    end if;
    if 'texts-erased' = any (in_types) then
        with gone as (
            delete from log.texts
            where garage_id = in_garage_id and text_id in (
                select decode(erased.text_id, 'hex')
                from unnest(in_types, in_payloads) as new (type, payload),
                    json_array_elements_text(case when new.type = 'texts-erased' then new.payload -> 'texts' end) as erased (text_id))
            returning text_id, version
        )
        -- Words could be guessed by a digest of what was asked. An append has some thousand events at most.
        update log.commands known set fingerprint = ''
        from gone
        join log.events made on made.garage_id = in_garage_id and made.version > gone.version - 5000 and made.version <= gone.version
        where known.garage_id = in_garage_id and known.command_id = (made.actor || ' ' || made.command_id) collate "C"
            and made.payload::text like '%"text:' || encode(gone.text_id, 'hex') || '"%';
    end if;

    insert into log.events
        (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace, payload, hash)
    select in_garage_id, in_version + place, type, schema_version, occurred_at, in_recorded_at, command_id, actor,
        trace, payload, hash
    from unnest(in_types, in_schema_versions, in_occurred_at, in_command_ids, in_actors, in_traces, in_payloads,
        in_hashes) with ordinality as new (type, schema_version, occurred_at, command_id, actor, trace, payload, hash, place);
    return 'appended';
end
$$;
comment on function log.append is
    'Appends events behind an expected version, with the replies of their commands and the plates they name first, and the'
    ' texts that they refer to; takes out the plates and texts that they erase.'
    ' Answers appended, conflict, or repeated for a command that was carried out before; raises PL003 for a head of'
    ' another history, PL004 for a new head that is not its last event.';

-- Whoever migrates may be another than who made the schema, such as a superuser.
do $$
begin
    execute format(
        'alter function log.append owner to %s',
        (select nspowner::regrole from pg_namespace where nspname = 'log'));
end
$$;

revoke all on function log.append from public;
grant execute on function log.append to parklog_service;
