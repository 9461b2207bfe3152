import type { Sql } from "../../src/store/database.ts"

/** Everything of our schema that the catalogs know, in words of its own: not the dump's, whose gaps it is to find. */
export const catalogOf = async (sql: Sql): Promise<ReadonlyArray<string>> => {
  const rows = await sql<Array<{ said: string }>>`
    with o as (select 'switchyard'::regnamespace as ns)
    select format('relation %s %s %s %s %s', c.relname, c.relkind, c.relpersistence, c.relrowsecurity, c.reloptions) as said
      from pg_class c, o where c.relnamespace = o.ns
    union all
    select format('column %s.%s place %s %s %s null:%s identity:%s generated:%s default:%s', c.relname, a.attname,
        row_number() over (partition by c.oid order by a.attnum), format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation,
        not a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid))
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum, o
      where c.relnamespace = o.ns and c.relkind in ('r', 'v', 'p', 'm') and a.attnum > 0 and not a.attisdropped
    union all
    select format('constraint %s %s %s %s valid:%s', n.conrelid::regclass, n.conname, n.contype, pg_get_constraintdef(n.oid), n.convalidated)
      from pg_constraint n, o where n.connamespace = o.ns and n.conrelid <> 0
    union all
    select format('index %s valid:%s unique:%s', pg_get_indexdef(i.indexrelid), i.indisvalid, i.indisunique)
      from pg_index i join pg_class c on c.oid = i.indexrelid, o where c.relnamespace = o.ns
    union all
    select format('trigger %s enabled:%s', pg_get_triggerdef(t.oid), t.tgenabled)
      from pg_trigger t join pg_class c on c.oid = t.tgrelid, o where c.relnamespace = o.ns and not t.tgisinternal
    union all
    select format('function %s(%s) %s %s %s %s', p.proname, pg_get_function_identity_arguments(p.oid), p.provolatile, p.prosecdef, p.proconfig, p.prosrc)
      from pg_proc p, o where p.pronamespace = o.ns
    union all
    select format('sequence %s %s %s %s %s', s.seqrelid::regclass, s.seqstart, s.seqincrement, s.seqmax, s.seqcycle)
      from pg_sequence s join pg_class c on c.oid = s.seqrelid, o where c.relnamespace = o.ns
    union all
    select format('type %s %s', t.typname, t.typtype) from pg_type t, o where t.typnamespace = o.ns
    union all
    select format('policy %s %s', polrelid::regclass, polname) from pg_policy
    union all
    select format('comment %s %s', d.objoid::regclass, d.description)
      from pg_description d join pg_class c on c.oid = d.objoid and d.classoid = 'pg_class'::regclass, o where c.relnamespace = o.ns
    union all
    select format('extension %s in %s', extname, extnamespace::regnamespace) from pg_extension
    order by 1`
  return rows.map((row) => row.said)
}
