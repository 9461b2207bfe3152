import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { authorizationLife } from "../../../src/domain/model/authorization.ts"
import { dispatchLife, intentKinds } from "../../../src/domain/model/dispatch-intent.ts"
import { evidenceWords } from "../../../src/domain/model/evidence-words.ts"
import { fulfillmentLife } from "../../../src/domain/model/fulfillment.ts"
import { historyTable, historyWords } from "../../../src/domain/model/history-words.ts"
import { requestSubjects, supplierRequestLife } from "../../../src/domain/model/supplier-request.ts"
import type { Happening } from "../../../src/domain/model/told-facts.ts"

const at = new Date("2026-11-22T17:00:00Z")
const zone = (moment: Date): string => `<${moment.toISOString().slice(11, 16)}>`

const row = (event: string, given: Partial<Happening> = {}): Happening => ({
  at,
  event,
  subject: "SY-000312",
  before: null,
  after: null,
  detail: {},
  ...given
})
const said = (event: string, given: Partial<Happening> = {}): string => historyWords(row(event, given), zone)

const events = (life: object): ReadonlyArray<string> => [
  ...new Set(Object.values(life).flatMap((state: { on: object }) => Object.keys(state.on)))
]

describe("the words of a history", () => {
  it("every event of every life has its own", () => {
    const lives = [
      ...intentKinds.map((kind) => [kind === "order" ? "purchase-order" : `${kind}-message`, dispatchLife]),
      ["fulfillment", fulfillmentLife],
      ["authorization", authorizationLife],
      ...requestSubjects.map((about) => [about, supplierRequestLife])
    ] as ReadonlyArray<[string, object]>
    for (const [life, states] of lives)
      for (const event of events(states)) expect(Object.keys(historyTable)).toContain(`${life}.${event}`)
  })

  it("so has every event that the store writes by itself, in SQL", () => {
    const folder = new URL("../../../src/store/", import.meta.url)
    const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"))
    const written = texts
      .flatMap((text) => text.split("insert into order_history").slice(1))
      .flatMap((text) => text.slice(0, 400).match(/\$\{actor\}, '([^']+)'/)?.[1] ?? [])
    expect(written).toEqual(["purchase-order.restored", "hold opened"])
    for (const event of written) expect(Object.keys(historyTable)).toContain(event)
  })

  it("no sentence is the program's name of the event, and none has holes, however little was written down", () => {
    for (const event of Object.keys(historyTable)) {
      const words = said(event)
      expect(words.length).toBeGreaterThan(8)
      expect(words).not.toMatch(/undefined|null|NaN|_|\(\)|“”|: ?$|, ?$| {2}/)
      expect(words).toMatch(/^[A-Z]/)
      expect(words.toLowerCase()).not.toContain(event.includes(".") ? event : "\u0000")
    }
  })

  it("a kind that nobody knows is shown with its name and all it says", () => {
    expect(said("parcel_weighed.twice", { before: "a_b", after: "c", detail: { grams: 12 } })).toBe(
      "Parcel weighed twice SY-000312: a b → c (grams 12)"
    )
  })

  it.each([
    [
      "purchase-order.confirm",
      { detail: { supplier: "Baker", to: "orders@baker.example", sha256: "9f1c2d3e4f5a6b7c" } },
      "Sent SY-000312 to orders@baker.example (sha256 9f1c2d3e…)"
    ],
    [
      "purchase-order.release",
      {
        detail: {
          supplier: "Baker Supply",
          reason: "mail server refused the connection.",
          again: "2026-11-22T17:00:04Z",
          attempt: 1
        }
      },
      "Baker Supply: mail server refused the connection; SY-000312 is tried again in 4 s (attempt 1)"
    ],
    ["purchase-order.release", {}, "SY-000312 was put back and is sent again"],
    ["purchase-order.confirm", { before: "in_doubt" }, "SY-000312 did arrive, the doubt is settled"],
    ["cancel-message.confirm", {}, "Sent the cancel request for SY-000312"],
    [
      "status",
      { subject: "", before: "not_processed", after: "processing" },
      "Status: Not Processed → Processing"
    ],
    [
      "acknowledgement late",
      { detail: { supplier: "Baker", due: "2026-11-22T16:00:00.000Z" } },
      "Baker has not answered to SY-000312, due <16:00>"
    ],
    [
      "hold opened",
      { subject: "ship_method_unmapped", detail: { field: "", message: "“Free” has no method." } },
      "HOLD: “Free” has no method"
    ],
    [
      "edited",
      { subject: "postalCode", before: "", after: "62704" },
      "ZIP or postal code: nothing became “62704”"
    ],
    ["noted", { note: "buyer\ncalled" }, "Note: buyer / called"],
    ["noted", { note: null }, "Wrote a note, taken back since"],
    ["fulfillment.accept", { subject: "1Z999" }, "Told the channel of 1Z999, accepted"],
    [
      "cancel.communicate",
      { detail: { by: "person", lines: "2 x A-1" } },
      "A person told the supplier to cancel 2 x A-1 of SY-000312"
    ]
  ] as ReadonlyArray<[string, Partial<Happening>, string]>)("%s", (event, given, words) =>
    expect(said(event, given)).toBe(words)
  )

  it("what came from outside is bounded, whatever its length", () => {
    const long = "x".repeat(50_000)
    const facts = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, long]))
    const given = {
      subject: long,
      before: long,
      after: long,
      note: long,
      detail: { ...facts, message: long, reason: long }
    }
    for (const event of [...Object.keys(historyTable), "unknown"])
      expect(said(event, given).length).toBeLessThanOrEqual(1000)
    expect(evidenceWords(row("failure", given)).length).toBeLessThanOrEqual(2500)
  })
})

describe("the words of a proof", () => {
  it.each([
    ["attempt", {}, "Began to send SY-000312"],
    [
      "transport_receipt",
      {
        to: "a@b.example",
        bytes: 4112,
        sha256: "9f1c2d3e4f5a6b7c",
        reply: "250 ok",
        messageId: "<1@x>",
        queueId: "4bX"
      },
      "SY-000312 was received: 250 ok (to a@b.example, 4,112 B, sha256 9f1c2d3e…, their id 4bX)"
    ],
    [
      "failure",
      { reason: "Unreachable", message: "connection refused" },
      "Sending SY-000312 FAILED: connection refused"
    ],
    [
      "person",
      { arrived: true, reason: "they called" },
      "Settled by a person: SY-000312 arrived; why: they called"
    ],
    [
      "transport_receipt",
      { file: "a.csv", compared: "sha256", checkedAfterRename: true },
      "SY-000312 was received (file a.csv, looked at again under its last name)"
    ],
    ["heard_of", { by: "phone" }, "Heard of SY-000312 (by phone)"]
  ] as ReadonlyArray<[string, Happening["detail"], string]>)("%s", (event, detail, words) =>
    expect(evidenceWords(row(event, { detail }))).toBe(words)
  )
})
