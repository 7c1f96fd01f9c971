-- Appending to many garages: one round trip, one transaction, one flush to disk. All of it is appended, or nothing.
--
-- It waits for nobody: a garage whose head another writer holds stands in the way as one whose head has moved does, and its
-- own append, log.append, tells what is the matter. On a cluster, where garages are on several servers and this is refused, each makes
-- that one.
--
-- Events, replies and plates come in lists, garage after garage; the place of each garage's last one ends its part, so that every
-- version follows from where its event stands.

create or replace function log.append_together(
    in_garage_ids      text[],
    in_versions        bigint[],
    in_follows         bytea[],
    in_head_hashes     bytea[],
    in_recorded_at     timestamptz[],
    in_event_ends      bigint[],
    in_types           text[],
    in_schema_versions smallint[],
    in_occurred_at     timestamptz[],
    in_command_ids     text[],
    in_actors          text[],
    in_traces          text[],
    in_payloads        json[],
    in_hashes          bytea[],
    in_reply_ends      bigint[],
    in_reply_ids       text[],
    in_fingerprints    bytea[],
    in_reply_versions  bigint[],
    in_replies         json[],
    in_plate_ends      bigint[],
    in_plate_ids       bytea[],
    in_plates          text[],
    in_salts           bytea[],
    in_text_ends       bigint[] default '{}',
    in_text_ids        bytea[] default '{}',
    in_texts           text[] default '{}',
    in_text_salts      bytea[] default '{}'
) returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
-- Few rows are looked up by their keys among many, however small the tables were when a plan was made.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
    moved integer;
    standing text[];
begin
    -- Places are counted from 1, whatever a caller's array counts from.
    if exists (
        select from (
            values (array_lower(in_garage_ids, 1), array_ndims(in_garage_ids)), (array_lower(in_versions, 1), array_ndims(in_versions)),
                (array_lower(in_recorded_at, 1), array_ndims(in_recorded_at)),
                (array_lower(in_event_ends, 1), array_ndims(in_event_ends)),
                (array_lower(in_reply_ends, 1), array_ndims(in_reply_ends)),
                (array_lower(in_plate_ends, 1), array_ndims(in_plate_ends)),
                (coalesce(array_lower(in_text_ends, 1), 1), coalesce(array_ndims(in_text_ends), 1)), (array_lower(in_hashes, 1), array_ndims(in_hashes))
        ) as given (lowest, dimensions)
        where lowest <> 1 or dimensions <> 1
    ) then
        raise exception 'lists begin at 1' using errcode = 'PL004';
    end if;
    if in_event_ends[cardinality(in_garage_ids)] is distinct from cardinality(in_types)
        or exists (
            select from unnest(in_head_hashes, in_event_ends) with ordinality as head (hash, ends, place),
                lateral (select coalesce(in_event_ends[head.place - 1], 0) as begins) before
            where head.ends < begins or head.ends > begins and in_hashes[head.ends] is distinct from head.hash
        )
    then
        raise exception 'a head''s hash is not the last event''s' using errcode = 'PL004';
    end if;

    -- What fails in here leaves nothing, and no error in the server's log.
    begin
        with held as (
            -- An append without events moves nothing.
            select head.garage_id, new.version + new.ends - new.begins as version,
                case when new.ends > new.begins then new.hash else head.hash end as hash,
                case when new.ends > new.begins then new.recorded_at else head.recorded_at end as recorded_at
            from (
                select garage_id, version, follows, hash, recorded_at, ends, coalesce(in_event_ends[place - 1], 0) as begins
                from unnest(in_garage_ids, in_versions, in_follows, in_head_hashes, in_recorded_at, in_event_ends)
                    with ordinality as new (garage_id, version, follows, hash, recorded_at, ends, place)
            ) new
            join log.streams head on head.garage_id = new.garage_id
            where head.version = new.version and head.hash = new.follows and head.recorded_at <= new.recorded_at
            for update of head skip locked
        )
        update log.streams head
        set version = held.version, hash = held.hash, recorded_at = held.recorded_at
        from held where head.garage_id = held.garage_id;
        get diagnostics moved = row_count;
        if moved < cardinality(in_garage_ids) then
            raise exception 'a garage stands in the way' using errcode = 'PL005';
        end if;

        insert into log.commands (garage_id, command_id, fingerprint, version, carried_out_at, reply)
        select in_garage_ids[stream], command_id, fingerprint, version, in_recorded_at[stream], reply
        from unnest(in_reply_ids, in_fingerprints, in_reply_versions, in_replies)
                with ordinality as new (command_id, fingerprint, version, reply, place),
            lateral (select width_bucket(place - 1, in_reply_ends) + 1 as stream) at;

        if cardinality(in_plate_ids) > 0 then
            insert into log.plates (garage_id, plate_id, plate, salt, version)
            select in_garage_ids[stream], plate_id, plate, salt,
                in_versions[stream] + in_event_ends[stream] - coalesce(in_event_ends[stream - 1], 0)
            from unnest(in_plate_ids, in_plates, in_salts) with ordinality as new (plate_id, plate, salt, place),
                lateral (select width_bucket(place - 1, in_plate_ends) + 1 as stream) at;
        end if;

        if cardinality(in_text_ids) > 0 then
            insert into log.texts (garage_id, text_id, text, salt, version)
            select in_garage_ids[stream], text_id, text, salt,
                in_versions[stream] + in_event_ends[stream] - coalesce(in_event_ends[stream - 1], 0)
            from unnest(in_text_ids, in_texts, in_text_salts) with ordinality as new (text_id, text, salt, place),
                lateral (select width_bucket(place - 1, in_text_ends) + 1 as stream) at;
        end if;

        -- The fact erases, and nothing else does: no row goes without it.
        if 'plates-erased' = any (in_types) then
            delete from log.plates gone
            using (
                select in_garage_ids[width_bucket(new.place - 1, in_event_ends) + 1] as garage_id, decode(erased.plate_id, 'hex') as plate_id
                from unnest(in_types, in_payloads) with ordinality as new (type, payload, place),
                    json_array_elements_text(case when new.type = 'plates-erased' then new.payload -> 'plates' end) as erased (plate_id)
            ) erased
            where gone.garage_id = erased.garage_id and gone.plate_id = erased.plate_id;
        end if;
        if 'texts-erased' = any (in_types) then
            with gone as (
                delete from log.texts gone
                using (
                    select in_garage_ids[width_bucket(new.place - 1, in_event_ends) + 1] as garage_id, decode(erased.text_id, 'hex') as text_id
                    from unnest(in_types, in_payloads) with ordinality as new (type, payload, place),
                        json_array_elements_text(case when new.type = 'texts-erased' then new.payload -> 'texts' end) as erased (text_id)
                ) erased
                where gone.garage_id = erased.garage_id and gone.text_id = erased.text_id
                returning gone.garage_id, gone.text_id, gone.version
            )
            -- Words could be guessed by a digest of what was asked. An append has some thousand events at most.
            update log.commands known set fingerprint = ''
            from gone
            join log.events made on made.garage_id = gone.garage_id and made.version > gone.version - 5000 and made.version <= gone.version
            where known.garage_id = gone.garage_id and known.command_id = (made.actor || ' ' || made.command_id) collate "C"
                and made.payload::text like '%"text:' || encode(gone.text_id, 'hex') || '"%';
        end if;

        insert into log.events
            (garage_id, version, type, schema_version, occurred_at, recorded_at, command_id, actor, trace, payload, hash)
        select in_garage_ids[stream], in_versions[stream] + place - coalesce(in_event_ends[stream - 1], 0), type,
            schema_version, occurred_at, in_recorded_at[stream], command_id, actor, trace, payload, hash
        from unnest(in_types, in_schema_versions, in_occurred_at, in_command_ids, in_actors, in_traces, in_payloads,
            in_hashes) with ordinality
                as new (type, schema_version, occurred_at, command_id, actor, trace, payload, hash, place),
            lateral (select width_bucket(place - 1, in_event_ends) + 1 as stream) at;
        return '{}';
    exception when unique_violation or sqlstate 'PL005' then
        with held as (
            select head.garage_id
            from unnest(in_garage_ids, in_versions, in_follows, in_recorded_at) as new (garage_id, version, follows, recorded_at)
            join log.streams head on head.garage_id = new.garage_id
            where head.version = new.version and head.hash = new.follows and head.recorded_at <= new.recorded_at
            for update of head skip locked
        )
        select array_agg(garage_id) into standing from unnest(in_garage_ids) as new (garage_id)
        where not exists (select from held where held.garage_id = new.garage_id);
        standing := standing || array(
            select in_garage_ids[width_bucket(place - 1, in_reply_ends) + 1]
            from unnest(in_reply_ids) with ordinality as new (command_id, place)
            join log.commands known on known.command_id = new.command_id
                and known.garage_id = in_garage_ids[width_bucket(place - 1, in_reply_ends) + 1]);
        -- Something else, such as a plate that has got its name meanwhile, or a reply twice: each is asked by itself.
        return case when cardinality(standing) > 0 then standing else in_garage_ids end;
    end;
end
$$;
comment on function log.append_together is
    'Appends to many garages behind expected versions, all or nothing. Answers the garages that stand in the way, none where it'
    ' is done; raises PL004 for a new head that is not its last event.';

-- Whoever migrates may be another than who made the schema, such as a superuser.
do $$
begin
    execute format(
        'alter function log.append_together owner to %s',
        (select nspowner::regrole from pg_namespace where nspname = 'log'));
end
$$;

revoke all on function log.append_together from public;
grant execute on function log.append_together to parklog_service;
