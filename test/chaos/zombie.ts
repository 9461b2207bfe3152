import { setTimeout as sleep } from "node:timers/promises"
import type { ChaosWorld } from "./chaos-world.ts"
import { type Drained, drain } from "./drain.ts"
import { type Guard, quietLife } from "./life.ts"
import { LoneWorker } from "./lone-worker.ts"
import { calmDials } from "./parties.ts"

export interface ScenarioOptions {
  readonly seed: number
  readonly without: ReadonlyArray<Guard>
  readonly say: (line: string) => void
  readonly stopped: () => boolean
}

const stepMs = 200
const patienceMs = 120_000
const drainMs = 150_000

const until = async (what: string, world: ChaosWorld, holds: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + patienceMs
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`gave up waiting: ${what}`)
    await world.operator.round(stepMs)
    await sleep(stepMs)
  }
}

/** The one send of this play: its state, and the attempt that has it. */
const sendOf = async (world: ChaosWorld, order: string) => {
  const [send] = await world.house.sql<Array<{ state: string; attempt: number }>>`
    select i.state, i.attempt from dispatch_intents i join purchase_orders p on p.id = i.purchase_order_id
    join orders o on o.id = p.order_id where o.channel_order_number = ${order}`
  return send ?? { state: "none", attempt: 0 }
}

/**
 * Three acts. A sends, hears "not now" (429), and is frozen before it can note it. It is taken for dead; B looks, finds nothing,
 * sends anew, is heard, and is frozen before it can note that. A wakes and notes at last that nothing was sent. If that
 * late note were believed, the purchase order would be free, and would go out once more.
 */
export const wakeZombie = async (world: ChaosWorld, options: ScenarioOptions): Promise<Drained> => {
  const { sandbox, programs, env } = world
  const life = { ...quietLife, seed: options.seed, without: options.without }
  const workers: Array<LoneWorker> = []
  const start = (name: string, freeze: "denied" | "taken" | null) => {
    const worker = new LoneWorker(programs.worker, env, name, { ...life, freeze })
    workers.push(worker)
    return worker
  }
  try {
    await sandbox.dial({ ...calmDials(), dune: { "too-many-requests": 1 } })
    const order = await sandbox.place({ shop: "marigold", sku: "DN-1", quantity: 2 })
    const a = start("zombie-a", "denied")
    await until("the send is on its way", world, async () => (await sendOf(world, order)).attempt > 0)
    await a.heard("frozen denied")
    options.say("act 1: A heard 'not now', and is frozen before it could note it")
    await sandbox.dial(calmDials())
    const b = start("zombie-b", "taken")
    await until("A's work is B's", world, async () => (await sendOf(world, order)).attempt > 1)
    await b.heard("frozen taken")
    options.say("act 2: A was taken for dead; B has sent, was heard, and is frozen before it could note it")
    a.wake()
    await sleep(stepMs)
    await until("A is back at work", world, async () => {
      const [alive] = await world.house.sql<Array<{ n: number }>>`
        select count(*)::int as n from workers where name = 'zombie-a' and seen_at > now() - interval '2 s'`
      return (alive?.n ?? 0) > 0
    })
    options.say("act 3: A is awake, and notes what it knew")
    return await drain(world, {
      limitMs: drainMs,
      untilDoubled: options.without.length > 0,
      stopped: options.stopped,
      tell: () => {}
    })
  } finally {
    for (const worker of workers) await worker.end()
  }
}
