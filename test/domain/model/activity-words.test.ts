import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import {
  type ActivityAct,
  type ActivityEntry,
  type ActivitySubject,
  activityActs,
  activitySubjects
} from "../../../src/domain/model/activity.ts"
import { deedWords } from "../../../src/domain/model/activity-words.ts"

const entry = (act: string, subject: ActivitySubject): ActivityEntry => ({
  act,
  subject,
  changes: [],
  note: ""
})
const channel = (name: string): ActivitySubject => ({ kind: "channel", id: name.length, name })

/** Once to one, twice to one, once to each of two. */
const forms = (act: string, one: ActivitySubject, two: ActivitySubject): ReadonlyArray<string> => [
  deedWords([entry(act, one)], false),
  deedWords([entry(act, one), entry(act, one)], false),
  deedWords([entry(act, one), entry(act, two)], false)
]

const supplier = { kind: "supplier", id: 1, name: "Northwind" } as const
const baker = { kind: "supplier", id: 2, name: "Baker" } as const
const type = { kind: "alias-type", id: null, name: "UPC" } as const
const ean = { kind: "alias-type", id: null, name: "EAN" } as const
const feed = { kind: "feed", id: 3, name: "Northwind: i.csv" } as const
const queue = { kind: "queue", id: null, name: "orders.validate" } as const
const order = { kind: "order", id: 42, name: "1042" } as const
const [shop, other] = [channel("acme"), channel("marigold")]

const said: Readonly<Record<ActivityAct, ReadonlyArray<string>>> = {
  "SKU mapped": [
    "mapped 1 SKU of channel acme",
    "mapped 2 SKUs of channel acme",
    "mapped 2 SKUs of 2 channels"
  ],
  "SKU unmapped": [
    "unmapped 1 SKU of channel acme",
    "unmapped 2 SKUs of channel acme",
    "unmapped 2 SKUs of 2 channels"
  ],
  added: ["added channel acme", "added channel acme twice", "added 2 channels"],
  "alias given": ["gave 1 alias of type UPC", "gave 2 aliases of type UPC", "gave 2 aliases of 2 types"],
  "alias taken away": [
    "took away 1 alias of type UPC",
    "took away 2 aliases of type UPC",
    "took away 2 aliases of 2 types"
  ],
  "aliases downloaded": [
    "downloaded aliases of type UPC",
    "downloaded aliases of type UPC twice",
    "downloaded aliases of 2 types"
  ],
  "aliases given": [
    "imported aliases of type UPC",
    "imported aliases of type UPC twice",
    "imported aliases of 2 types"
  ],
  "aliases taken away": [
    "took back imported aliases of type UPC",
    "took back imported aliases of type UPC twice",
    "took back imported aliases of 2 types"
  ],
  "breaker closed": [
    "closed the breaker of supplier Northwind",
    "closed the breaker of supplier Northwind twice",
    "closed the breakers of 2 suppliers"
  ],
  changed: ["changed channel acme", "changed channel acme twice", "changed 2 channels"],
  dismissed: ["dismissed channel acme", "dismissed channel acme twice", "dismissed 2 channels"],
  "let in": ["let in feed Northwind: i.csv", "let in feed Northwind: i.csv twice", "let in 2 feeds"],
  "marked not sent": [
    "said that order #1042 did not arrive",
    "said that order #1042 did not arrive twice",
    "said that 2 orders did not arrive"
  ],
  "marked sent": [
    "said that order #1042 arrived",
    "said that order #1042 arrived twice",
    "said that 2 orders arrived"
  ],
  "not let in": [
    "rejected feed Northwind: i.csv",
    "rejected feed Northwind: i.csv twice",
    "rejected 2 feeds"
  ],
  paused: ["paused queue orders.validate", "paused queue orders.validate twice", "paused 2 queues"],
  "products given": [
    "gave products to supplier Northwind",
    "gave products to supplier Northwind twice",
    "gave products to 2 suppliers"
  ],
  removed: ["removed channel acme", "removed channel acme twice", "removed 2 channels"],
  resumed: ["resumed queue orders.validate", "resumed queue orders.validate twice", "resumed 2 queues"],
  revealed: [
    "revealed personal data of order #1042",
    "revealed personal data of order #1042 twice",
    "revealed personal data of 2 orders"
  ],
  "sends resumed": [
    "resumed sends of channel acme",
    "resumed sends of channel acme twice",
    "resumed sends of 2 channels"
  ],
  "sends stopped": [
    "stopped sends of channel acme",
    "stopped sends of channel acme twice",
    "stopped sends of 2 channels"
  ],
  "ship method mapped": [
    "mapped 1 method of channel acme",
    "mapped 2 methods of channel acme",
    "mapped 2 methods of 2 channels"
  ],
  "ship method unmapped": [
    "unmapped 1 method of channel acme",
    "unmapped 2 methods of channel acme",
    "unmapped 2 methods of 2 channels"
  ]
}

const subjectsOf = (act: ActivityAct): readonly [ActivitySubject, ActivitySubject] => {
  if (act.startsWith("alias")) return [type, ean]
  if (act === "breaker closed" || act === "products given") return [supplier, baker]
  if (act === "let in" || act === "not let in") return [feed, { ...feed, id: 4 }]
  if (act === "paused" || act === "resumed") return [queue, { ...queue, name: "orders.send" }]
  return act === "revealed" || act.startsWith("marked")
    ? [order, { ...order, id: 43, name: "1043" }]
    : [shop, other]
}

const sources = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile() && file.name.endsWith(".ts"))
    .map((file) => readFileSync(join(file.parentPath, file.name), "utf8"))

/** The first argument of every call that notes an act, with the words of both ways of a choice. */
const written = sources(join(import.meta.dirname, "../../../src")).flatMap((text) =>
  [...text.matchAll(/\b(?:noteActivity|noteAliases|giveAliases)\(\s*([^,]+),/g)].flatMap(([, act = ""]) =>
    [...act.matchAll(/"([^"]+)"/g)].flatMap(([, word = ""]) => word)
  )
)

describe("what people did, in words", () => {
  test.each(activityActs)("%s: once, twice, to two", (act) => {
    expect(forms(act, ...subjectsOf(act))).toEqual(said[act])
  })

  test("every act that the program notes is one of these, and each of these is noted somewhere", () => {
    expect(written.length).toBeGreaterThan(20)
    expect([...new Set(written)].sort()).toEqual([...activityActs].sort())
  })

  test("every kind of thing has its noun, with a name and without", () => {
    for (const kind of activitySubjects) {
      const [one, , two] = forms("changed", { kind, id: 1, name: "x" }, { kind, id: 2, name: "y" })
      expect(one).toMatch(/^changed [a-z ]+ #?x$/)
      expect(two).toMatch(/^changed 2 [a-z ]+s$/)
      expect(forms("changed", { kind, id: 1, name: "" }, { kind, id: 2, name: "" })[0]).toMatch(
        /^changed the /
      )
    }
  })

  test("a letter and a quarantined input are read as they came", () => {
    const letter = { kind: "letter", id: 12, name: "12" } as const
    const input = { kind: "input", id: 7, name: "7" } as const
    expect(forms("revealed", letter, { ...letter, id: 13, name: "13" })).toEqual([
      "read letter 12 as it came",
      "read letter 12 as it came twice",
      "read 2 letters as they came"
    ])
    expect(deedWords([entry("revealed", input)], false)).toBe("read quarantined input 7 as it came")
  })

  test("an act of another version is said by its name", () => {
    expect(forms("toString", shop, other)).toEqual([
      "toString: channel acme",
      "toString: channel acme twice",
      "toString: 2 channels"
    ])
  })
})
