import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { fieldRefusal } from "../../../src/domain/model/channel-field.ts"
import { channelFields, pageGiven } from "../../../src/domain/model/channel-fields.ts"
import { pageFaults, pageWarnings, valueFaults } from "../../../src/domain/model/channel-judgement.ts"
import { type ChannelPage, changeBetween, usualPage } from "../../../src/domain/model/channel-page.ts"

const page = usualPage("Acme", ["paid"], new Date("2026-01-01T00:00:00Z"))
const able = { label: "Shop", takesInventory: true, usesAvailableQuantity: true }

const given = (...pairs: ReadonlyArray<readonly [string, string]>): ChannelPage => {
  const after = pageGiven(page, pairs)
  if ("faults" in after) throw new Error(after.faults.join(" "))
  return after
}
const faults = (name: string, text: string): string => {
  const after = pageGiven(page, [[name, text]])
  if (!("faults" in after)) throw new Error(`${name} took “${text}”`)
  return after.faults.join(" ")
}

describe("IN-15, IN-16: the fields that every channel has", () => {
  test.each(channelFields.map((f) => [f.name, f] as const))(
    "%s says what it is for, and comes back as it is shown",
    (_, field) => {
      expect(field.help.length).toBeGreaterThan(30)
      expect(field.help).toMatch(/\.$/)
      expect(field.label).not.toBe("")
      expect(field.takes).not.toBe("")
      expect(field.name).toMatch(/^[a-z][a-z-]*$/)
      expect(field.put(page, field.shown(page))).toEqual(page)
    }
  )

  test("each has its own name", () => {
    expect(new Set(channelFields.map((f) => f.name)).size).toBe(channelFields.length)
  })

  test("what is typed is what is kept", () => {
    const after = given(
      ["client", " Bell "],
      ["order-source", "BELL-US"],
      ["eligible-status", "paid, shipped\\,late,paid"],
      ["earliest", "2026-02-03T04:05:06Z"],
      ["stale-after-days", "30"],
      ["country-allow", "US,CA"],
      ["tag-deny", "amazon-fba"],
      ["twin-window-hours", "none"],
      ["requests-per-second", "0.5"],
      ["warehouse", "East"],
      ["alias", "master sku"],
      ["minimum-level", "3"]
    )
    expect(after).toMatchObject({
      client: { name: "Bell", orderSourceValue: "BELL-US" },
      eligibleStatuses: ["paid", "shipped,late"],
      earliestOrderAt: new Date("2026-02-03T04:05:06Z"),
      intake: {
        staleAfterDays: 30,
        countries: { allow: ["US", "CA"], deny: [] },
        tags: { require: [], deny: ["amazon-fba"] },
        twinWindowHours: null,
        requestsPerSecond: 0.5
      },
      stock: { warehouse: "East", alias: null, minimumLevel: 3 }
    })
    expect(changeBetween(page, page)).toEqual({})
    expect(changeBetween(page, given(["order-source", "X"]))).toEqual({
      client: { name: "Acme", orderSourceValue: "X" }
    })
  })

  test.each([
    ["client", " "],
    ["client", "a\nb"],
    ["eligible-status", " , "],
    ["earliest", "2026-02-31"],
    ["earliest", "soon"],
    ["reject-unmapped", "maybe"],
    ["country-allow", "USA"],
    ["stale-after-days", "0"],
    ["look-back-days", "-1"],
    ["requests-per-second", "0"],
    ["requests-per-second", "1e3"],
    ["minimum-level", "0"],
    ["share-percent", "101"],
    ["safety-stock", "1.5"],
    ["sku-deny", "\u0007"],
    ["no-such", "x"]
  ])("%s refuses %j and names itself", (name, text) => {
    expect(faults(name, text)).toContain(name)
  })

  test("no text that is typed makes a page that is refused afterwards", () => {
    fc.assert(
      fc.property(fc.constantFrom(...channelFields), fc.string({ maxLength: 60 }), (field, text) => {
        const after = field.put(page, text)
        if (!("fault" in after)) expect(pageFaults(after, able)).toEqual([])
      })
    )
  })
})

describe("IV-5: what a channel cannot do is not asked, and refused with the reason", () => {
  const minimum = channelFields.find((f) => f.name === "minimum-level")

  test("the minimum level is for channels that use the available quantity alone", () => {
    if (minimum === undefined) throw new Error("there is no minimum level")
    expect(fieldRefusal(minimum, able)).toBeNull()
    const counting = { ...able, usesAvailableQuantity: false }
    expect(fieldRefusal(minimum, counting)).toContain("does not show the available quantity")
    expect(pageFaults(given(["minimum-level", "3"]), counting)).toEqual([
      expect.stringContaining("Minimum level is not asked")
    ])
    expect(pageFaults(given(["safety-stock", "3"]), counting)).toEqual([])
  })

  test("a channel that takes no inventory has none of these fields", () => {
    const deaf = { label: "Shop", takesInventory: false, usesAvailableQuantity: false }
    expect(pageFaults(page, deaf)).toEqual([])
    expect(pageFaults(given(["warehouse", "East"]), deaf)).toEqual([
      expect.stringContaining("takes no inventory")
    ])
  })
})

describe("what may be a mistake is said", () => {
  const facts = { label: "Shop", statuses: ["paid"], reachBackDays: 60 }
  const now = new Date("2026-11-22T00:00:00Z")

  test("a status that nobody knows, and a date that the channel cannot reach", () => {
    const odd = given(["eligible-status", "paid,payed"], ["earliest", "2026-01-01"])
    const said = pageWarnings(odd, facts, now)
    expect(said).toHaveLength(2)
    expect(said[0]).toContain("“payed”")
    expect(said[1]).toContain("before 2026-09-23 are not downloaded")
    expect(pageWarnings(given(["earliest", "2026-11-01"]), facts, now)).toEqual([])
    expect(pageWarnings(odd, { ...facts, reachBackDays: null }, now)).toHaveLength(1)
  })
})

test("IN-17: what a supplier asks is demanded by its name; what nobody asks for is refused", () => {
  const asked = [{ name: "warehouse", help: "the code of your warehouse", askedBy: ["North", "South"] }]
  expect(valueFaults(asked, {}, {})).toEqual([
    "Missing: warehouse (the code of your warehouse), which North and South needs."
  ])
  expect(valueFaults(asked, { warehouse: "E1" }, { warehouse: "E1" })).toEqual([])
  expect(valueFaults([], { old: "x" }, {})).toEqual([])
  expect(valueFaults([], { brand: "x" }, { brand: "x" })[0]).toContain("None asks for anything")
  expect(valueFaults(asked, { warehouse: "a\nb" }, { warehouse: "a\nb" })[0]).toContain("one line")
})
