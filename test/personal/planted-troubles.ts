import * as Effect from "effect/Effect"
import type { JobRequest } from "../../src/domain/model/job-request.ts"
import { testAlertAddress, toggleAutoProcessing } from "../../src/domain/operations/toggle-auto-processing.ts"
import { ChannelFailure } from "../../src/domain/ports/failure.ts"
import { JobQueue } from "../../src/domain/ports/job-queue.ts"
import { Boss } from "../../src/jobs/boss.ts"
import { heldJob } from "../../src/jobs/held-job.ts"
import { fromConnection } from "../../src/jobs/pg-boss-adapter.ts"
import { settleJobs } from "../../src/jobs/settle.ts"
import type { DomainHouse } from "../domain/domain-house.ts"
import { syncOrders } from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { said, saidOfNobody } from "./planted-buyer.ts"

/** The job is fetched, fails once and for all, and waits as a dead letter, as a worker leaves it. */
const bury = async (house: DomainHouse, request: JobRequest, message: string): Promise<void> => {
  await house.run(Effect.flatMap(JobQueue, (queue) => queue.enqueue([request])))
  const workerId = await house.hire()
  const { pgBoss } = await house.run(Boss)
  const [row] = await pgBoss.fetch(request.job, { batchSize: 1, includeMetadata: true })
  if (row === undefined) throw new Error(`${request.job} did not come`)
  const finished = { job: heldJob(request.job, row), outcome: { _tag: "Stop", message } as const }
  const runner = { workerId, at: house.time.now() }
  await house.sql().begin((tx) => settleJobs(pgBoss, fromConnection(tx), runner, request.job, [finished]))
}

/** Runs that fail, jobs that die, and alerts of all of it. */
export const fail = async (house: DomainHouse): Promise<void> => {
  house.shop.downloadFailure = new ChannelFailure({ reason: "Malformed", message: saidOfNobody })
  await syncOrders(house)
  house.shop.downloadFailure = null
  const ids = [(await house.order("#2009")).id, (await house.order("#2010")).id]
  await bury(house, { job: "orders.process", orderIds: ids, actor: "ana" }, said)
  await bury(house, { job: "orders.validate", orderIds: ids }, said)
  await bury(house, { job: "work.sweep" }, saidOfNobody)
  await house.run(testAlertAddress(sampleChannel.name, "night@shop.example"))
  await house.run(toggleAutoProcessing(sampleChannel.name, true, sampleChannel.name))
  house.time.pass(3_600_000)
  await house.perform({ job: "alerts.send" })
}
