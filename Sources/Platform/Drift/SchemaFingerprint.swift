import Postgres

/// What the catalogue says about schemas, in words that are the same for two schemas exactly if they are built alike.
enum SchemaFingerprint {
    /// Indexes of this prefix are made when a customer wants them; no migration knows them, and they are no drift.
    static let onDemandPrefix = "ondemand_"

    /// Definitions come out qualified only with a search path that none of their schemas is on.
    static let settings = UnitSettings(searchPath: "pg_catalog", statementTimeout: .seconds(120))

    /// Of each schema its name and a digest of all there is to say about it.
    static func digests(of schemas: [String]) -> SQL {
        """
        \(facts(about: schemas))
        select space, md5(string_agg(object || '=' || fact, chr(10) order by object collate "C", fact collate "C")) from told group by space
        """
    }

    /// Of one schema each object and what there is to say about it.
    static func facts(of schema: String) -> SQL {
        #"\#(facts(about: [schema])) select object, fact from told order by object collate "C""#
    }

    private static func facts(about schemas: [String]) -> SQL {
        """
        with spaces as (
            select oid, nspname::text as name, nspowner, nspacl from pg_namespace where nspname = any(\(schemas))
        ), relations as (
            select s.name as space, c.* from pg_class c join spaces s on s.oid = c.relnamespace
        ), facts (space, object, fact) as (
            \([schemasAndGrants, tables, columns, indexes, constraints, triggers, functions, types].joined(by: " union all "))
        ), told as (
            select space, object, replace(replace(coalesce(fact, ''), space || '.', ''), space, 'tenant') as fact from facts
        )
        """
    }

    private static let schemasAndGrants: SQL = """
        select name, 'schema', 'owner ' || pg_get_userbyid(nspowner) from spaces
        union all
        select name, 'grants on schema', array_to_string(array(select acl::text from unnest(nspacl) acl order by 1), ' ') from spaces
        union all
        select s.name, 'default grants on ' || d.defaclobjtype::text || ' by ' || pg_get_userbyid(d.defaclrole),
               array_to_string(array(select acl::text from unnest(d.defaclacl) acl order by 1), ' ')
        from pg_default_acl d join spaces s on s.oid = d.defaclnamespace
        union all
        select space, 'grants on ' || relname, array_to_string(array(select acl::text from unnest(relacl) acl order by 1), ' ')
        from relations where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        """

    private static let tables: SQL = """
        select space, case relkind when 'v' then 'view ' when 'm' then 'view ' when 'S' then 'sequence ' else 'table ' end || relname,
               concat_ws(' ', relkind, relpersistence, 'owner ' || pg_get_userbyid(relowner), case when relrowsecurity then 'row security' end,
                   case when relforcerowsecurity then 'forced' end, array_to_string(reloptions, ','),
                   case when relkind in ('v', 'm') then pg_get_viewdef(oid) end,
                   (select 'in ' || string_agg(i.inhparent::regclass::text, ', ' order by inhseqno) from pg_inherits i where inhrelid = oid))
        from relations where relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        """

    private static let columns: SQL = """
        select r.space, 'column ' || r.relname || '.' || a.attname,
               concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
                   'default ' || pg_get_expr(d.adbin, d.adrelid), 'identity ' || nullif(a.attidentity::text, ''),
                   'generated ' || nullif(a.attgenerated::text, ''),
                   (select 'collate ' || c.collname from pg_collation c where c.oid = a.attcollation and c.oid <> t.typcollation),
                   'grants ' || nullif(array_to_string(array(select acl::text from unnest(a.attacl) acl order by 1), ' '), ''))
        from relations r
        join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
        join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where r.relkind in ('r', 'p', 'f')
        """

    private static let indexes: SQL = """
        select r.space, 'index ' || r.relname,
               concat_ws(' ', pg_get_indexdef(r.oid), case when not i.indisvalid then '(not usable)' end,
                   case when i.indisclustered then '(clustered)' end, case when i.indisreplident then '(replica identity)' end)
        from relations r join pg_index i on i.indexrelid = r.oid
        where i.indisunique or not starts_with(r.relname, \(onDemandPrefix))
        """

    private static let constraints: SQL = """
        select r.space, 'constraint ' || r.relname || '.' || c.conname, pg_get_constraintdef(c.oid)
        from relations r join pg_constraint c on c.conrelid = r.oid where c.contype <> 'n'
        """

    private static let triggers: SQL = """
        select r.space, 'trigger ' || r.relname || '.' || g.tgname,
               concat_ws(' ', pg_get_triggerdef(g.oid), case when g.tgenabled <> 'O' then '(enabled: ' || g.tgenabled::text || ')' end)
        from relations r join pg_trigger g on g.tgrelid = r.oid and not g.tgisinternal
        union all
        select r.space, 'trigger ' || r.relname || ' of foreign keys', '(enabled: ' || g.tgenabled::text || ')'
        from relations r join pg_trigger g on g.tgrelid = r.oid and g.tgisinternal and g.tgenabled <> 'O' group by 1, 2, 3
        union all
        select r.space, 'policy ' || r.relname || '.' || p.polname,
               concat_ws(' ', p.polcmd, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
        from relations r join pg_policy p on p.polrelid = r.oid
        """

    private static let functions: SQL = """
        select s.name, 'function ' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
               concat_ws(' ', 'owner ' || pg_get_userbyid(p.proowner),
                   'grants ' || nullif(array_to_string(array(select acl::text from unnest(p.proacl) acl order by 1), ' '), ''),
                   case when p.prokind in ('f', 'p') then pg_get_functiondef(p.oid) end)
        from pg_proc p join spaces s on s.oid = p.pronamespace
        """

    private static let types: SQL = """
        select s.name, 'type ' || t.typname,
               concat_ws(' ', t.typtype, format_type(nullif(t.typbasetype, 0), t.typtypmod), t.typdefault,
                   array_to_string(array(select e.enumlabel from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder), ', '),
                   array_to_string(array(select pg_get_constraintdef(c.oid) from pg_constraint c where c.contypid = t.oid order by 1), ' '))
        from pg_type t join spaces s on s.oid = t.typnamespace where t.typtype in ('e', 'd', 'r')
        """
}
