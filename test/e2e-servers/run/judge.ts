import { readdir } from "node:fs/promises"
import { queued } from "./books.ts"
import { trackingOf } from "./clerks.ts"
import { arrivalsAt, channel, plan, type Stage } from "./story.ts"
import { alder, birch, cedar } from "./suppliers.ts"

interface Proof {
  readonly intent: { readonly number: string; readonly contentHash: string; readonly state: string }
  readonly verdict: string
  readonly links: ReadonlyArray<{ readonly link: string; readonly verdict: string; readonly says: string }>
}

const proofOf = (stage: Stage, number: string): Promise<Proof> => stage.program.ask<Proof>(["prove", number])

/** Each purchase order once, with the very bytes of its intent, and its chain proved. */
const judgeSupplier = async (stage: Stage, supplier: string): Promise<void> => {
  const { world, verdict } = stage
  const arrivals = await arrivalsAt(world, supplier)
  const numbers = arrivals.map((arrival) => arrival.number)
  const wanted = plan[supplier]?.orders ?? 0
  verdict.check(
    `${supplier}: ${wanted} purchase orders lie at the server, each once, and nothing else`,
    arrivals.length === wanted && new Set(numbers).size === wanted && !numbers.includes(""),
    numbers
  )
  const named = arrivals.filter((arrival) => arrival.number !== "")
  const proofs: Array<Proof> = []
  for (const { number } of named) proofs.push(await proofOf(stage, number))
  verdict.check(
    `${supplier}: what lies there is byte for byte what was intended`,
    proofs.every(({ intent }, place) => intent.contentHash === named[place]?.sha256),
    proofs.map(({ intent }, place) => [intent.number, intent.contentHash, named[place]?.sha256])
  )
  verdict.check(
    `${supplier}: prove holds for each purchase order`,
    proofs.every((proof) => proof.verdict === "holds" && proof.intent.state === "sent"),
    proofs.filter((proof) => proof.verdict !== "holds")
  )
  const says = (proof: Proof, link: string, words: string) =>
    proof.links.some((one) => one.link === link && one.verdict === "holds" && one.says.includes(words))
  verdict.check(
    `${supplier}: the parcel of each has the number that its clerk gave`,
    proofs.every((proof) => says(proof, "shipment", trackingOf(proof.intent.number))),
    proofs.map((proof) => proof.links)
  )
  if (supplier !== cedar)
    verdict.check(
      `${supplier}: the acknowledgement of each is recorded`,
      proofs.every((proof) => says(proof, "acknowledgement", "accepted")),
      proofs.map((proof) => proof.links)
    )
}

/** After everything, by what lies at the servers and by the shop's own books. */
export const judgeAll = async (stage: Stage): Promise<void> => {
  const { world, shop, program, verdict } = stage
  for (const supplier of [alder, birch, cedar]) await judgeSupplier(stage, supplier)
  const queue = await queued(world)
  verdict.check("nothing is left in Postfix's queue", queue === 0, queue)
  for (const folder of [world.ssh.logins.alder.folder, world.ftps.folder]) {
    const names = (await readdir(`${folder}/outbound`)).filter((name) => name !== "archive")
    verdict.check("every answer file was put away", names.length === 0, names)
  }
  const books = await shop.books()
  const wanted = [alder, birch, cedar].reduce((sum, name) => sum + (plan[name]?.orders ?? 0), 0)
  const fulfillments = Object.values(books.shops[channel]?.fulfillments ?? {})
  verdict.check(
    `the shop was told of ${wanted} parcels, each once`,
    fulfillments.length === wanted && fulfillments.every((count) => count === 1),
    fulfillments
  )
  verdict.check("no counterparty counts anything twice", books.doubled.length === 0, books.doubled)
  const { doubts } = await program.ask<{ doubts: ReadonlyArray<unknown> }>(["doubts", "list"])
  verdict.check("nothing is in doubt at the end", doubts.length === 0, doubts)
  const quarantined = await program.ask<{ records?: ReadonlyArray<unknown> }>(["quarantine", "list"])
  verdict.check("nothing is quarantined", Object.values(quarantined).flat().length === 0, quarantined)
}
