import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as fc from "fast-check"
import { afterAll, describe, expect, test } from "vitest"
import { placedJson } from "../../../src/cli/json-places.ts"
import { supplierTransportsLayer } from "../../../src/connectors/transports/transport-table.ts"
import { faultText, isFaults } from "../../../src/domain/model/field-fault.ts"
import type { Order } from "../../../src/domain/model/order.ts"
import { decodeProfile, type SupplierProfile } from "../../../src/domain/model/supplier-profile.ts"
import { checkProfile, exampleSupplier } from "../../../src/domain/operations/check-profile.ts"
import { SupplierTransports } from "../../../src/domain/ports/supplier-transports.ts"
import { UnitOfWork } from "../../../src/domain/ports/unit-of-work.ts"
import { renderSpecimen } from "../../../src/domain/render-specimen.ts"
import { memoryEdiInterchanges } from "../../connectors/memory-edi-interchanges.ts"
import { memoryVault } from "../../connectors/memory-vault.ts"
import { hostileText } from "../../connectors/transports/hostile-text.ts"
import { profileFiles, profileText } from "../../fixtures/supplier-profiles.ts"

const runtime = ManagedRuntime.make(
  Layer.merge(
    supplierTransportsLayer().pipe(Layer.provide(memoryVault({})), Layer.provide(memoryEdiInterchanges())),
    Layer.succeed(UnitOfWork, UnitOfWork.of({ run: (work) => work }))
  )
)
afterAll(() => runtime.dispose())

const decoded = (raw: unknown): SupplierProfile => {
  const profile = decodeProfile(raw)
  if (isFaults(profile)) throw new Error(profile.map(faultText).join("; "))
  return profile
}
const profileOf = (file: string): SupplierProfile => decoded(placedJson(profileText(file)).value)

/** What is wrong with a profile, or with one that was changed. */
const faultsOf = async (file: string, change: object = {}): Promise<string> => {
  const profile = decoded({ ...(JSON.parse(profileText(file)) as object), ...change })
  const { faults } = await runtime.runPromise(checkProfile(profile))
  return faults.map(faultText).join("; ")
}

const kindOf = (profile: SupplierProfile) =>
  runtime.runPromise(
    Effect.map(SupplierTransports, ({ kinds }) => {
      const kind = kinds.find((k) => k.transport === profile.transport)
      if (kind === undefined) throw new Error(`no transport ${profile.transport}`)
      return kind
    })
  )

describe.each(profileFiles)("%s", (file) => {
  test("is sound, named as its file, and makes a purchase order", async () => {
    const profile = profileOf(file)
    expect(`${profile.name}.json`).toBe(file)
    const { faults, specimen } = await runtime.runPromise(checkProfile(profile))
    expect(faults.map(faultText)).toEqual([])
    const text = new TextDecoder().decode(specimen?.content)
    expect(profile.transport === "email" ? text.replaceAll(/=\r\n/g, "") : text).toContain(specimen?.number)
  })

  test("asks for every secret and presets none", async () => {
    const profile = profileOf(file)
    const kind = await kindOf(profile)
    const secrets = kind.fields.filter((f) => f.secret).map((f) => f.name)
    expect(Object.keys(profile.settings).filter((name) => secrets.includes(name))).toEqual([])
    expect(profile.questions.some((q) => secrets.includes(q.about))).toBe(true)
  })
})

/** What a purchase order is made of, as its own format counts it: hostile text must not change it. */
const shapeOf = (profile: SupplierProfile, content: Uint8Array): unknown => {
  const text = new TextDecoder().decode(content)
  switch (profile.transport) {
    case "edi-x12":
      return text.split("~").map((segment) => segment.split("*")[0])
    case "http-json": {
      const shape = (value: unknown): unknown => {
        if (Array.isArray(value)) return value.map(shape)
        if (typeof value !== "object" || value === null) return "value"
        return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, shape(v)]))
      }
      return shape(JSON.parse(text))
    }
    case "email":
      return (text.split("\r\n\r\n")[0] ?? "").split(/\r\n(?! )/).map((line) => line.split(":")[0])
    default:
      return (parse(text, { relax_column_count: true }) as Array<Array<string>>).map((row) => row.length)
  }
}

const hostileOrder = (text: string): Order =>
  ({
    id: 7,
    placedAt: new Date("2026-02-03T04:05:06.000Z"),
    channelOrderNumber: text,
    customerEmail: text,
    shipMethodName: text,
    shipTo: {
      name: text,
      company: text,
      address1: text,
      address2: text,
      city: text,
      region: text,
      postalCode: text,
      country: "US",
      phone: text
    },
    lines: [{ id: 1, channelSku: text, ordered: 2, title: text, ships: true }]
  }) as unknown as Order

test.each(profileFiles)("hostile text never breaks out of an order of %s", async (file) => {
  const profile = profileOf(file)
  const example = exampleSupplier(profile, await kindOf(profile))
  // Drawing a PDF takes long, and nothing of it can end a mail's part: the CSV and the text are what is tried.
  const supplier =
    profile.transport === "email"
      ? { ...example, settings: { ...example.settings, attachments: "csv" } }
      : example
  const rendered = (text: string) => runtime.runPromise(renderSpecimen(supplier, hostileOrder(text)))
  const clean = await rendered("Plain")
  expect(clean.identifiers.unsendable).toBeUndefined()
  await fc.assert(
    fc.asyncProperty(hostileText({ minLength: 1, maxLength: 12 }), async (text) => {
      const outcome = await rendered(`A${text}`)
      // What a format cannot carry is refused by name, never sent.
      if (outcome.identifiers.unsendable !== undefined) return
      expect(shapeOf(profile, outcome.content)).toEqual(shapeOf(profile, clean.content))
    }),
    { numRuns: 60 }
  )
})

test("a field of the channel that nobody is asked for is told, where it stands", async () => {
  const file = "csv-line-rows.json"
  const before = profileOf(file)
  const settings = {
    ...before.settings,
    csvColumns: '[["KDNR", "channel.account"], "po_number", "sku", "qty"]'
  }
  const asked = { terms: { ...before.terms, channelFields: { account: "Our customer number with them" } } }
  expect(await faultsOf(file, { settings })).toContain(
    "settings.csvColumns holds channel.account, which would stay empty: say in terms.channelFields.account"
  )
  const { profile: _, ...terms } = asked.terms
  expect(await faultsOf(file, { settings, terms })).toBe("")
})

test("a term that nobody knows is told with those that there are", () => {
  const raw = { ...(JSON.parse(profileText("json-api.json")) as object), terms: { pace: { perMinute: 30 } } }
  const profile = decodeProfile(raw)
  if (!isFaults(profile)) throw new Error("it was taken")
  expect(profile.map(faultText).join()).toMatch(/^terms\.pace is not known here\. Terms are .*sendsPerMinute/)
})

test("the guide's example is sound, and makes the file that its PDF asks for", async () => {
  const guide = readFileSync("docs/suppliers/making-a-profile.md", "utf8")
  const [, json = ""] = /```json\n(.*?)```/s.exec(guide) ?? []
  const { faults, specimen } = await runtime.runPromise(checkProfile(decoded(placedJson(json).value)))
  expect(faults.map(faultText)).toEqual([])
  expect(specimen?.identifiers.fileName).toBe("HC_PO000000.csv")
  expect(new TextDecoder().decode(specimen?.content).split("\r\n").slice(0, 2)).toEqual([
    '"PO";"DATE";"ITEM";"QTY";"SHIP TO";"STREET";"STREET 2";"CITY";"ST";"ZIP";"COUNTRY";"PHONE";"SERVICE"',
    '"PO000000";"01/02/2026";"SPECIMEN-A";"2";"SPECIMEN, DO NOT SHIP";"1 Specimen Street";"Apt 2";"Springfield";"IL";"62701";"US";"+1 555 0100";"UG"'
  ])
})

describe("a profile of one's own is refused", () => {
  test.each([
    ["csv-line-rows.json", { transport: "website" }, "takes orders only by website"],
    ["csv-line-rows.json", { transport: "none" }, "only by hand"],
    ["csv-line-rows.json", { transport: "pigeon" }, "transport is no way of sending"],
    ["csv-line-rows.json", { settings: { csvColums: "x" } }, "settings.csvColums is no setting of sftp-csv"],
    ["csv-line-rows.json", { settings: { password: "x" } }, "settings.password is a secret"],
    ["csv-line-rows.json", { settings: { csvColumns: ["sku"] } }, "hold no po_number"],
    ["csv-line-rows.json", { questions: [] }, "neither preset host nor ask for it"],
    ["csv-line-rows.json", { tracking: null }, "a question about tracking"],
    ["despatch-cloud-csv.json", { tracking: "transport" }, "names neither shipments nor letters"],
    [
      "csv-line-rows.json",
      { capabilities: { says: ["order", "cancel"], brings: [], lookUp: true } },
      "cannot do cancel"
    ],
    [
      "email-supplier.json",
      { capabilities: { says: ["order"], brings: [], lookUp: true } },
      "email cannot look up"
    ],
    [
      "email-supplier.json",
      { capabilities: { says: ["order"], brings: [], lookUp: false } },
      "does not name cancel"
    ],
    [
      "dealer-portal-call.json",
      { terms: { authorization: { by: "person", automatic: false } } },
      "names authorize"
    ],
    [
      "dealer-portal-call.json",
      { terms: { authorization: { by: "call", automatic: true, noMaximum: true } } },
      "a person's own yes"
    ]
  ])("%s with %j", async (file, change, words) => {
    expect(await faultsOf(file, change)).toContain(words)
  })

  test("with every field that is wrong", () => {
    const faults = decodeProfile({
      ...(JSON.parse(profileText("json-api.json")) as object),
      name: "No Good",
      x: 1,
      tracking: "owl"
    })
    expect(isFaults(faults) && faults.map(faultText).toSorted()).toEqual([
      expect.stringContaining("name is not lower-case"),
      expect.stringContaining("tracking"),
      expect.stringContaining("x is not known here")
    ])
  })

  test("not for writing JSON as JSON: it becomes the text that settings are", () => {
    expect(profileOf("csv-line-rows.json").settings.csvColumns).toMatch(/^\["po_number"/)
  })
})
