import type { Address } from "../../src/domain/model/address.ts"
import { addCarrier } from "../../src/domain/operations/set-carrier.ts"
import { pollNow } from "../../src/domain/operations/track-parcels.ts"
import { performed } from "../cli/performed.ts"
import { acknowledgement, requestAnswer, said as saidOf } from "../domain/answering-business.ts"
import type { DomainHouse } from "../domain/domain-house.ts"
import {
  importOrders,
  pressProcess,
  receiveTracking,
  shopShows,
  syncOrders
} from "../domain/sample-business.ts"
import { known } from "../fixtures/fake-carriers.ts"
import { shipmentRow } from "../fixtures/fake-supplier-transports.ts"
import { later, sampleChannel } from "../fixtures/sample-world.ts"
import { buyer, raw, said, saidOfNobody, saidShortly, saidTooLong, shipTo } from "./planted-buyer.ts"
import { orders, plantedOrder, type Which } from "./planted-orders.ts"
import { fail } from "./planted-troubles.ts"
import type { talkingSuppliers } from "./talking-suppliers.ts"

type Suppliers = ReturnType<typeof talkingSuppliers>

const numberOf = async (house: DomainHouse, which: Which): Promise<string> => {
  const [row] = await house.sql()<Array<{ number: string }>>`
    select p.number from purchase_orders p join orders o on o.id = p.order_id
    where o.channel_order_number = ${orders[which][0]} order by p.id`
  if (row === undefined) throw new Error(`${which}: no purchase order`)
  return row.number
}

/** A person at the command line, who must succeed. */
const person =
  (house: DomainHouse) =>
  async (...argv: ReadonlyArray<string>): Promise<void> => {
    const outcome = await performed(house, argv, { actor: "ana" })
    if (outcome.code !== 0)
      throw new Error(`${argv.slice(0, 3).join(" ")}: ${outcome.stdout}${outcome.stderr}`)
    await house.drain()
  }

const file = (suppliers: Suppliers, supplier: string, holds: object): void => {
  const waiting = suppliers.files.get(supplier) ?? []
  suppliers.files.set(supplier, [...waiting, { name: `${supplier}-${waiting.length + 1}.csv`, ...holds }])
}

/** Written down wrong at first: what it was before it was mended is in the history alone. */
const former: Partial<Record<Which, Partial<Address>>> = {
  ready: { address2: "Xylophon 9" },
  changed: { address1: "Quillwort 4711" }
}

/** A first download; afterwards the buyer changes an address and gives up another order, and one row cannot be read at all. */
const download = async (house: DomainHouse): Promise<void> => {
  const all = Object.keys(orders) as ReadonlyArray<Which>
  await importOrders(
    house,
    ...all.map((which) =>
      plantedOrder(which, which in former ? { shipTo: { ...shipTo, ...former[which] } } : {})
    )
  )
  house.time.pass(3_600_000)
  house.shop.listings.delete(sampleChannel.name)
  const updatedAt = later(3_000_000)
  shopShows(
    house,
    plantedOrder("changed", { updatedAt }),
    plantedOrder("canceled", { updatedAt, standing: "canceled" }),
    { place: "order 99", reason: `no street: ${saidOfNobody}`, raw, updatedAt }
  )
  await syncOrders(house)
}

/** Colleagues who quote the buyer. */
const talk = async (house: DomainHouse): Promise<void> => {
  const run = person(house)
  await run("orders", "note", "#2009", `the buyer called: ${said}`)
  await run("orders", "note", "#2010", `please call: ${said}`, "--handover")
  await run("orders", "hold", "#2009", "--until", "2027-01-01", "--reason", `abroad: ${saidShortly}`)
  await run("orders", "hold", "#2009", "--release")
  await run("orders", "resolve", "#2009", "--set", `address2=${buyer.address2}`, "--yes")
}

/** Written, sent, taken, refused, in doubt, and never arriving. */
const send = async (house: DomainHouse): Promise<void> => {
  const sent = [
    "completed",
    "rejected",
    "edi",
    "letters",
    "doubted",
    "refused",
    "away",
    "paid",
    "settled",
    "authorized",
    "asked"
  ] as const
  await pressProcess(house, ...sent.map((which) => orders[which][0]))
  for (let tries = 0; tries < 6; tries++) {
    house.time.pass(120_000)
    await house.sweep()
  }
}

/** What suppliers say afterwards: parcels, acknowledgements, letters, and what nobody can read. */
const answer = async (house: DomainHouse, suppliers: Suppliers): Promise<void> => {
  const [completed, rejected, edi, letters] = await Promise.all(
    (["completed", "rejected", "edi", "letters"] as const).map((which) => numberOf(house, which))
  )
  if (!completed || !rejected || !edi || !letters) throw new Error("nothing was sent")
  const parcel = (number: string, sku: string, tracking: string) =>
    shipmentRow(number, `X-${sku}`, 2, tracking, { place: `ship.csv:${tracking}`, raw })
  file(suppliers, "North", {
    rows: [
      parcel(completed, "SKU-NORTH", "1Z999AA10123456784"),
      parcel(rejected, "SKU-NORTH", "1Z999AA10123456793"),
      parcel(completed, "SKU-OTHER", "1Z999AA10123456801"),
      parcel("SY-NOBODY", "SKU-NORTH", "1Z999AA10123456810")
    ],
    broken: [{ source: "shipments", place: "ship.csv:9", reason: `no number: ${saidOfNobody}`, raw }]
  })
  file(suppliers, "Edi", {
    acknowledgements: [
      acknowledgement(edi, {
        reason: said,
        raw,
        lines: [saidOf("X-SKU-EDI", "backordered", { reason: said, quantity: 1 })]
      })
    ]
  })
  file(suppliers, "Letters", { letters: [letter(`Re: ${letters} ${said}`, letters), letter(said, "")] })
  house.shop.pushes.push("accept", { reject: said })
  await receiveTracking(house)
  await person(house)("orders", "cancel", "#2003", "--code", "address", "--reason", saidShortly, "--yes")
  file(suppliers, "Edi", { requestAnswers: [{ ...requestAnswer(edi, "cancel", "rejected", said), raw }] })
  await receiveTracking(house)
}

const letter = (subject: string, word: string) => ({
  messageId: `<${word}@birch.example>`,
  kind: "letter",
  from: "desk@birch.example",
  subject,
  text: raw,
  receivedAt: later(0),
  senderKnown: true,
  names: { replyAddresses: [], messageIds: [], words: [word] },
  notes: [],
  suggestion: [shipmentRow("", "", 0, "1Z999AA10123456829", { raw })]
})

/** What people decide afterwards, and why. */
const decide = async (house: DomainHouse): Promise<void> => {
  const run = person(house)
  const [settled, authorized] = [await numberOf(house, "settled"), await numberOf(house, "authorized")]
  await run("doubts", "settle", settled, "--sent", "--reason", `they say: ${saidShortly}`)
  await run(
    "payments",
    "authorize",
    authorized,
    "--amount",
    "14.50",
    "--done-in-portal",
    "--note",
    saidShortly,
    "--yes"
  )
  await run(
    "orders",
    "change",
    "#2016",
    "--set",
    `address1=${buyer.address2}`,
    "--reason",
    saidShortly,
    "--by-person",
    "--yes"
  )
  await run("orders", "release", "#2017", "--reason", `fine: ${saidShortly}`, "--kind", "risk_on_channel")
  await run("shipments", "correct", "1Z999AA10123456784", "--carrier", "FedEx", "--reason", said, "--yes")
  await run("reviews", "dismiss", "1", "--reason", `nothing: ${said}`)
}

/** A carrier who names the street, and the door. */
const track = async (house: DomainHouse): Promise<void> => {
  house.carriers.says.set(
    "1Z999AA10123456793",
    known("1Z999AA10123456793", "delivery_failed", [
      { at: later(7_000_000), state: "in_transit", description: saidTooLong(100), place: "" },
      { at: later(7_100_000), state: "in_transit", description: saidTooLong(300), place: "" },
      { at: later(7_200_000), state: "delivery_failed", description: saidShortly, place: buyer.city }
    ])
  )
  const account = {
    name: "ups",
    carrier: "ups",
    environment: "sandbox",
    settings: {},
    callsPerHour: null
  } as const
  await house.run(addCarrier(account, {}))
  house.time.pass(3_600_000)
  await house.run(pollNow("ups"))
  await house.drain()
}

export const plantLife = async (house: DomainHouse, suppliers: Suppliers): Promise<void> => {
  await download(house)
  await talk(house)
  await send(house)
  await answer(house, suppliers)
  await decide(house)
  await track(house)
  await fail(house)
}
