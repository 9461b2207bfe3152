import { readdir } from "node:fs/promises"
import { clerk, ours } from "../world/world.ts"
import type { Arrival } from "./books.ts"
import { filesIn, mailsIn, purchaseOrderMails } from "./books.ts"
import { type AnswerFile, acknowledgements, putByFtps, putBySftp, replyByMail, shipments } from "./clerks.ts"
import { channel, ordersOf, type Stage } from "./story.ts"
import { alder, birch, cedar, dune } from "./suppliers.ts"
import { until } from "./wait.ts"

interface Review {
  readonly id: number
  readonly supplier: string
  readonly senderKnown: boolean
  readonly how: string
  readonly purchaseOrderNumber: string | null
}

const outboundOf = ({ world }: Stage, supplier: string): string =>
  supplier === alder ? `${world.ssh.logins.alder.folder}/outbound` : `${world.ftps.folder}/outbound`

const ordersAt = ({ world }: Stage, supplier: string): Promise<ReadonlyArray<Arrival>> =>
  filesIn(supplier === alder ? `${world.ssh.logins.alder.folder}/inbound` : `${world.ftps.folder}/inbound`)

/** Both clerks put a file of this kind; it is read when it lies in the archive, and stays there whole. */
const answerByFile = async (
  stage: Stage,
  what: string,
  fileOf: (orders: ReadonlyArray<Arrival>) => AnswerFile
): Promise<void> => {
  const { world, folder, program, verdict } = stage
  const toAlder = fileOf(await ordersAt(stage, alder))
  const toBirch = fileOf(await ordersAt(stage, birch))
  await putBySftp(world, folder, toAlder)
  await putByFtps(world, toBirch)
  const archived = async (supplier: string, name: string) =>
    (await readdir(`${outboundOf(stage, supplier)}/archive`).catch(() => [])).some((one) =>
      one.includes(name)
    )
  for (const [supplier, { name }] of [
    [alder, toAlder],
    [birch, toBirch]
  ] as const) {
    const read = await until(async () => {
      if (await archived(supplier, name)) return true
      await program.run(["sync", "tracking", supplier])
      return archived(supplier, name)
    })
    verdict.check(`${supplier}: the ${what} was read and put away by the server`, read)
  }
}

/** Carla replies to each mail; her letters wait for a person, who accepts them. */
const answerByMail = async (stage: Stage): Promise<void> => {
  const { world, program, verdict } = stage
  const mails = await purchaseOrderMails(world, clerk.address)
  for (const mail of mails) await replyByMail(world, mail)
  const listed = async () =>
    (await program.ask<{ reviews: ReadonlyArray<Review> }>(["reviews", "list"])).reviews.filter(
      (review) => review.supplier === cedar
    )
  const waiting = await until(async () => {
    await program.run(["sync", "tracking", cedar])
    return (await listed()).length >= mails.length
  })
  const reviews = await listed()
  verdict.check(
    `${mails.length} replies wait in the review queue`,
    waiting && reviews.length === mails.length,
    reviews
  )
  verdict.check(
    "each reply found its purchase order by the token address, from a known sender",
    reviews.every((one) => one.how === "token" && one.senderKnown && one.purchaseOrderNumber !== null),
    reviews
  )
  for (const { id } of reviews) {
    const said = await program.run(["reviews", "accept", String(id)])
    verdict.check(`reply ${id} is accepted as it was read`, said.code === 0, said)
  }
}

/** Postfix knows no mailbox there: its delivery report has to fail the purchase order, with its words. */
const bounced = async (stage: Stage): Promise<void> => {
  const { world, program, verdict } = stage
  const failed = await until(async () => {
    await program.run(["sync", "tracking", dune])
    return (await ordersOf(program, "--status", "failed")).length > 0
  })
  const rows = await ordersOf(program, "--status", "failed")
  verdict.check("the purchase order that bounced is Failed, and it alone", failed && rows.length === 1, rows)
  const shown = await program.run(["orders", "show", String(rows[0]?.id)])
  const words = /gone@cedar\.example 5\.1\.1 .*unknown/i
  verdict.check("it says so with the server's words", words.test(shown.stdout.replace(/\s+/g, " ")), shown)
  const put = await until(async () =>
    (await mailsIn(world, ours.address, ".Switchyard")).some((mail) =>
      mail.includes("Subject: Undelivered Mail Returned to Sender")
    )
  )
  verdict.check("the delivery report was put away in the mailbox", put)
}

/** Everybody answers in the protocol of their own, and a worker works in peace. */
export const answerAll = async (stage: Stage, finished: number): Promise<void> => {
  const { program, workers, verdict } = stage
  await workers.during(async () => {
    await bounced(stage)
    await answerByFile(stage, "acknowledgement", acknowledgements)
    await answerByFile(stage, "shipment file", shipments)
    await answerByMail(stage)
    const done = await until(async () => {
      await program.run(["sync", "fulfillment", channel])
      return (await ordersOf(program, "--status", "completed")).length === finished
    })
    verdict.check(`${finished} orders are Completed`, done, await ordersOf(program))
  })
}
