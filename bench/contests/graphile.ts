import { Logger, makeWorkerUtils, run } from "graphile-worker"
import type { ConnectionOptions } from "../../src/store/database.ts"
import type { QueuePeer } from "./queue-peer.ts"

const quiet = new Logger(() => () => {})

/** The best settings of its own documentation: batched completion, and for throughput a local queue of 500. */
const presetOf = (connectionString: string, localQueue: boolean) => ({
  worker: {
    connectionString,
    maxPoolSize: 10,
    concurrentJobs: 24,
    completeJobBatchDelay: 0,
    failJobBatchDelay: 0,
    logger: quiet,
    ...(localQueue ? { localQueue: { size: 500 } } : {})
  }
})

const urlOf = (c: ConnectionOptions): string =>
  `postgresql://${c.user}@/${c.database}?host=${encodeURIComponent(c.host)}&port=${c.port}`

export const startGraphile = async (
  connection: ConnectionOptions,
  options: { readonly localQueue: boolean },
  onJob: () => void
): Promise<QueuePeer> => {
  const preset = presetOf(urlOf(connection), options.localQueue)
  const utils = await makeWorkerUtils({ preset })
  await utils.migrate()
  const runner = await run({ preset, taskList: { noop: onJob }, noHandleSignals: true })
  return {
    addOne: async () => {
      await utils.addJob("noop", {})
    },
    addMany: async (count) => {
      await utils.addJobs(Array.from({ length: count }, () => ({ identifier: "noop", payload: {} })))
    },
    waiting: () =>
      utils.withPgClient(async (client) => {
        const { rows } = await client.query<{ n: number }>(
          "select count(*)::int as n from graphile_worker.jobs"
        )
        return rows[0]?.n ?? 0
      }),
    close: async () => {
      await runner.stop()
      await utils.release()
    }
  }
}
