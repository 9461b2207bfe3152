import * as fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type OrderQuery, printOrderQuery, type QueryTerm } from "../../../src/domain/model/order-query.ts"
import {
  completionsOf,
  fieldHelp,
  type KnownNames
} from "../../../src/domain/model/order-query-completion.ts"
import {
  queryFieldNamed,
  queryFieldNames,
  queryFields
} from "../../../src/domain/model/order-query-fields.ts"
import { longestQuery, parseOrderQuery } from "../../../src/domain/model/order-query-parse.ts"

const query = (text: string): OrderQuery => {
  const parsed = parseOrderQuery(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.fault.message}`)
  return parsed.query
}

const faultOf = (text: string) => {
  const parsed = parseOrderQuery(text)
  if (parsed.ok) throw new Error(`${text} was understood`)
  return parsed.fault
}

const anyOf = (field: QueryTerm & { kind: "field" }): ReadonlyArray<string> =>
  field.test.is === "any of" ? field.test.values : []

describe("a query", () => {
  test("is read as it is written in the issue", () => {
    expect(query('channel:acme state:resolve age>10m sku:AB-1 "two words"')).toEqual([
      { kind: "field", field: "channel", isNot: false, test: { is: "any of", values: ["acme"] } },
      { kind: "field", field: "state", isNot: false, test: { is: "any of", values: ["resolve"] } },
      {
        kind: "field",
        field: "age",
        isNot: false,
        test: { is: "compared", by: ">", number: "10", unit: "m" }
      },
      { kind: "field", field: "sku", isNot: false, test: { is: "any of", values: ["AB-1"] } },
      { kind: "text", text: "two words", isNot: false }
    ])
    expect(query("  ")).toEqual([])
  })

  test("takes a comma for or, a minus for not, and quotes for spaces and for what looks like a field", () => {
    const [term] = query('-channel:acme,"Blue Shop"')
    expect(term).toMatchObject({ isNot: true, test: { values: ["acme", "Blue Shop"] } })
    expect(query('"channel:acme" -jane 12:30 c\\x')).toEqual([
      { kind: "text", text: "channel:acme", isNot: false },
      { kind: "text", text: "jane", isNot: true },
      { kind: "text", text: "12:30", isNot: false },
      { kind: "text", text: "c\\x", isNot: false }
    ])
  })

  test("knows other names of fields, badges, statuses and holds", () => {
    const same: ReadonlyArray<readonly [string, string]> = [
      ["ACTION:retry", "state:failed"],
      ["state:in-doubt", "state:doubt"],
      ["status:not_processed", "status:not-processed"],
      ['status:"Not Processed"', "status:not-processed"],
      ["reason:phone-missing", "hold:phone_missing"],
      ['hold:"not mapped"', "hold:ship_method_unmapped"],
      ["method:ups", "ship:ups"],
      ["country:us", "country:US"],
      ["total>$0100.50", "total>100.50USD"],
      ["total<20eur", "total<20EUR"],
      ["qty:007", "qty:7"],
      ["shipby:OVERDUE", "shipby:overdue"]
    ]
    for (const [given, printed] of same) expect(printOrderQuery(query(given))).toBe(printed)
  })

  test("printed and read again is the same, whatever it holds", () => {
    const text = fc.string({ minLength: 1, maxLength: 20, unit: "binary" }).filter((s) => s.trim() !== "")
    const written = fc.oneof(
      fc.string({ maxLength: 60, unit: "binary" }),
      fc
        .array(fc.tuple(fc.constantFrom(...queryFieldNames), fc.constantFrom(":", ">", "<="), text), {
          maxLength: 4
        })
        .map((parts) => parts.map((part) => part.join("")).join(" ")),
      fc.constantFrom(...queryFields.map(({ example }) => example)),
      text.map((t) => `-"${t.replace(/["\\]/g, "\\$&")}"`)
    )
    let understood = 0
    fc.assert(
      fc.property(written, (given) => {
        const parsed = parseOrderQuery(given)
        if (!parsed.ok) return
        understood += 1
        const printed = printOrderQuery(parsed.query)
        expect(query(printed)).toEqual(parsed.query)
        expect(printOrderQuery(query(printed))).toBe(printed)
      }),
      { numRuns: 2000 }
    )
    expect(understood).toBeGreaterThan(200)
  })

  test("never fails otherwise than with a fault whose place is in the text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80, unit: "binary" }), (given) => {
        const parsed = parseOrderQuery(given)
        if (parsed.ok) return
        expect(parsed.fault.at).toBeGreaterThanOrEqual(0)
        expect(parsed.fault.at).toBeLessThanOrEqual(given.length)
        expect(parsed.fault.length).toBeGreaterThan(0)
        expect(parsed.fault.message).toMatch(/\.$/)
      }),
      { numRuns: 2000 }
    )
  })

  test("every field's example is understood, as that field", () => {
    for (const row of queryFields)
      expect(query(row.example)).toMatchObject([{ kind: "field", field: row.name }])
  })
})

describe("a fault", () => {
  test("says the place, what is allowed and what was probably meant", () => {
    const faults: ReadonlyArray<readonly [string, number, string]> = [
      ["jane chanel:acme", 5, "There is no field chanel. Did you mean channel?"],
      ["state:resolv", 6, "state has no resolv. Did you mean resolve? It takes resolve, process"],
      ["state:", 6, "state is followed by resolve, process"],
      ['channel:"acme', 8, "not closed"],
      ["age:10m", 4, "age takes > or < and a number with m, h, d or w, for example age>10m."],
      ["age>10", 4, "m, h, d or w"],
      ["total>many", 6, "total takes an amount"],
      ["total>$5EUR", 6, "total takes an amount"],
      ["total>5,6", 8, "compared with one value"],
      ["qty>1.5", 4, "whole number"],
      ["channel>acme", 8, "channel is not compared: write channel:acme."],
      ["country:USA", 8, "two letters"],
      ["sku:*", 4, "sku is followed by the whole value"],
      ["shipby:soon", 7, "shipby has no soon."],
      ["hold:phone", 5, "hold has no phone."],
      ['-""', 1, "nothing between"],
      ["a\0b", 1, "control character"],
      ["x ".repeat(31), 60, "at most 30 parts"],
      ["y".repeat(longestQuery + 1), longestQuery, "at most 400 letters"]
    ]
    for (const [given, at, words] of faults) {
      const fault = faultOf(given)
      expect(fault.message).toContain(words)
      expect([given, fault.at]).toEqual([given, at])
    }
  })
})

const known: KnownNames = {
  channel: ["acme-shop", "Blue Shop"],
  supplier: ["Northwind"],
  tag: ["vip"],
  assignee: ["ana"]
}

describe("completion", () => {
  const options = (text: string) => completionsOf(text, known).options.map((option) => option.text)

  test("names the fields, then what a field takes, after the last comma", () => {
    expect(options("")).toHaveLength(queryFields.length)
    expect(options("jane st")).toEqual(["state:", "status:"])
    expect(options("-ch")).toEqual(["-channel:"])
    expect(options("ag")).toEqual(["age>"])
    expect(options("state:re")).toEqual(["resolve", "rejected"])
    expect(options("channel:shop")).toEqual(["acme-shop", '"Blue Shop"'])
    expect(options('channel:acme-shop,"Blue S')).toEqual(['"Blue Shop"'])
    expect(options("age>1")).toEqual(["10m", "1h", "1d"])
    expect(options("nothing:")).toEqual([])
    expect(options('"in quotes st')).toEqual([])
  })

  test("in its place it makes a query that is understood", () => {
    for (const row of queryFields) {
      const { from, options: found } = completionsOf(`x ${row.name}:`, known)
      for (const { text } of found) {
        const [, term] = query(`x ${row.name}:`.slice(0, from) + text)
        expect(term).toMatchObject({ field: row.name })
        expect(term?.kind === "field" && anyOf(term)).toHaveLength(1)
      }
    }
  })

  test("says what the field takes that is being typed", () => {
    expect(fieldHelp("jane age>")).toContain("m, h, d or w")
    expect(fieldHelp("jane")).toBeNull()
    expect(queryFieldNamed("REASON")?.name).toBe("hold")
  })
})
