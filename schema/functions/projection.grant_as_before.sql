create or replace function projection.grant_as_before(in_before text) returns void
language plpgsql
as $$
declare
    before constant regnamespace := quote_ident(in_before);
    held   record;
begin
    for held in
        select now.oid::regclass as view, privilege_type as privilege, grantee, is_grantable
        from pg_class old cross join aclexplode(old.relacl)
        join pg_class now on now.relname = old.relname and now.relnamespace = 'reporting'::regnamespace
        where old.relnamespace = before and old.relkind = 'v' and grantee <> old.relowner
    loop
        execute format(
            'grant %s on %s to %s%s', held.privilege, held.view,
            case when held.grantee = 0 then 'public' else held.grantee::regrole::text end,
            case when held.is_grantable then ' with grant option' else '' end);
    end loop;
end
$$;
comment on function projection.grant_as_before is
    'Gives everybody the rights on the views of reporting that they had on those of a schema that was replaced.';

-- The owner's alone: a rebuild makes and drops schemas.
revoke all on function projection.grant_as_before from public;
