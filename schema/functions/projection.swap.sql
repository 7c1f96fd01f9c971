-- Whoever reads the old rows or their views goes on undisturbed, and nobody waits for them: schemas are renamed, no table is locked.
-- What they read is dropped by projection.drop_replaced once they have gone.

create or replace function projection.swap(in_names text[], in_fingerprints bytea[]) returns text
language plpgsql
as $$
declare
    aside constant text := '_replaced_' || pg_current_xact_id();
    name  text;
    owner regrole;
    before regnamespace;
    made  record;
    held  record;
begin
    foreach name in array in_names loop
        if exists (select from pg_namespace where nspname = name) then
            execute format('alter schema %I rename to %I', name, name || aside);
            insert into projection.replaced (schema) values (name || aside);
        end if;
        execute format('alter schema %I rename to %I', name || '_next', name);
    end loop;
    insert into projection.installed (name, fingerprint) select * from unnest(in_names, in_fingerprints)
    on conflict on constraint installed_pkey do update set fingerprint = excluded.fingerprint, built_at = now();
    delete from projection.checkpoints where model = any (in_names);
    update projection.checkpoints set model = left(model, -length('_next'))
    where model in (select one || '_next' from unnest(in_names) as one);
    delete from projection.failures f where f.name = any (in_names);

    -- Views of all models: those that stay as they are, too, for all are in one schema.
    select nspowner into owner from pg_namespace where nspname = 'reporting';
    execute format('alter schema reporting rename to %I', 'reporting' || aside);
    insert into projection.replaced (schema) values ('reporting' || aside);
    before := quote_ident('reporting' || aside);
    execute format('create schema reporting authorization %s', owner);
    execute format('comment on schema reporting is %L', obj_description(before, 'pg_namespace'));
    for made in select oid::regprocedure as function from pg_proc where pronamespace = before loop
        execute format('alter function %s set schema reporting', made.function);
    end loop;
    for held in
        select privilege_type as privilege, grantee, is_grantable from pg_namespace, aclexplode(nspacl)
        where pg_namespace.oid = before and grantee <> nspowner
    loop
        execute format(
            'grant %s on schema reporting to %s%s', held.privilege,
            case when held.grantee = 0 then 'public' else held.grantee::regrole::text end,
            case when held.is_grantable then ' with grant option' else '' end);
    end loop;
    for held in
        select privilege_type as privilege, grantee, is_grantable from pg_default_acl, aclexplode(defaclacl)
        where defaclnamespace = before and defaclobjtype = 'r' and grantee <> defaclrole
    loop
        execute format(
            'alter default privileges in schema reporting grant %s on tables to %s%s', held.privilege,
            case when held.grantee = 0 then 'public' else held.grantee::regrole::text end,
            case when held.is_grantable then ' with grant option' else '' end);
    end loop;
    return 'reporting' || aside;
end
$$;
comment on function projection.swap is
    'Puts new sets of read models'' tables, and how far they have come, in the place of the old ones. The schema reporting is empty'
    ' then; the answer is what it is called now as it was.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.swap from public;
