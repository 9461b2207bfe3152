import type { Sql } from "../../src/store/database.ts"

/**
 * A witness inside the database of the test world: every change of a send's state, by the server's clock, and every job
 * that a worker takes. It is how a lost answer, a doubt that lasted and a slow return after a restart are seen from outside.
 */
export const installObserver = async (sql: Sql): Promise<void> => {
  await sql.unsafe(`
    create schema chaos;
    create table chaos.sends (
      id bigint generated always as identity primary key, at timestamptz not null default clock_timestamp(),
      intent bigint not null, before text not null, after text not null, attempt_before int not null, attempt int not null
    );
    create function chaos.note_send() returns trigger language plpgsql as $$
    begin
      insert into chaos.sends (intent, before, after, attempt_before, attempt)
      values (new.id, old.state, new.state, old.attempt, new.attempt);
      return null;
    end $$;
    create trigger chaos_note_send after update on switchyard.dispatch_intents
      for each row when (old.state is distinct from new.state or old.attempt is distinct from new.attempt)
      execute function chaos.note_send();
    create table chaos.takes (at timestamptz not null default clock_timestamp(), worker bigint not null);
    create function chaos.note_take() returns trigger language plpgsql as $$
    begin
      insert into chaos.takes (worker) values (new.worker_id);
      return null;
    end $$;
    create trigger chaos_note_take after insert or update on switchyard.worker_jobs
      for each row execute function chaos.note_take();
  `)
}

export interface Observed {
  /** Sends that were on their way when their worker died: nobody heard the answer. */
  readonly cutByDeath: number
  /** Doubts that ended, or stand: how long each lasted until now, by supplier. */
  readonly doubts: ReadonlyArray<{
    readonly supplier: string
    readonly number: string
    readonly seconds: number
    readonly settled: boolean
  }>
}

/** A worker's death in the middle of a send shows as another attempt that begins where the first had not ended. */
export const observe = async (sql: Sql): Promise<Observed> => {
  const [cut] = await sql<Array<{ n: number }>>`
    select count(*)::int as n from chaos.sends
    where before = 'transmitting' and attempt > attempt_before`
  const doubts = await sql<Observed["doubts"]>`
    select s.name as supplier, p.number, d.after is not null as settled,
      extract(epoch from coalesce(d.at, clock_timestamp()) - d.since)::float8 as seconds
    from (
      select intent, at as since, after as entered, lead(at) over w as at, lead(after) over w as after
      from chaos.sends window w as (partition by intent order by id)) d
    join dispatch_intents i on i.id = d.intent
    join purchase_orders p on p.id = i.purchase_order_id
    join suppliers s on s.id = i.supplier_id
    where d.entered = 'in_doubt' order by d.since`
  return { cutByDeath: cut?.n ?? 0, doubts }
}
