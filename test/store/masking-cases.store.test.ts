import * as Layer from "effect/Layer"
import * as fc from "fast-check"
import { afterAll, beforeAll, expect, it } from "vitest"
import { maskEdits, maskKnown } from "../../src/domain/model/personal.ts"
import { connect, type Sql } from "../../src/store/database.ts"
import { maskFunctions } from "../../src/store/mask-functions.ts"
import { writeMaskedViews } from "../../src/store/masked-views.ts"
import {
  filled,
  inLines,
  type Known,
  maskingCases,
  orderOfKnown,
  partsOfKnown
} from "../fixtures/masking-cases.ts"
import { withTestDatabase } from "../fixtures/test-database.ts"

const store = withTestDatabase(Layer.empty)
/** In the locale C no letter beyond ASCII is one for PostgreSQL. */
const bare = `masks_in_c_${process.pid}_${Date.now() % 100_000}`
let inC: Sql

beforeAll(async () => {
  await writeMaskedViews(store.sql())
  await store.sql().unsafe(`create database ${bare} template template0 encoding 'UTF8' locale 'C'`)
  inC = connect({ ...store.options(), database: bare, max: 1 })
  await inC.unsafe(`create schema switchyard_masked; ${maskFunctions()}`).simple()
})
afterAll(async () => {
  await inC.end({ timeout: 2 })
  await store.sql().unsafe(`drop database ${bare}`)
})

const maskedBy = async (sql: Sql, known: Known, given: string): Promise<string | undefined> => {
  const [row] = await sql<Array<{ shown: string }>>`
    select switchyard_masked.mask_known(${given}::text, ${[...partsOfKnown(known)]}::text[]) as shown`
  return row?.shown
}

it.each(maskingCases)("PostgreSQL masks $given", async ({ known, given, masked }) => {
  expect(await maskedBy(store.sql(), known, given)).toBe(masked)
  expect(await maskedBy(inC, known, given), "in the locale C").toBe(masked)
})

/** Few words and many ways to join them, so that values meet, touch and cut each other. */
const word = fc.constantFrom(
  "Ann",
  "Anna",
  "Lee",
  "Bo",
  "Elm",
  "Çelik",
  "山田",
  "62704",
  "Guest",
  "Çel",
  "Els",
  "W8gMTIgRWxtIENlbGlr",
  ...inLines("Çelik Elm", 64, " ").split(" "),
  "A+B",
  "(x)"
)
const join = fc.constantFrom(" ", "", ", ", "-", "\n", "\r\n", "_", ".", "\\n", "%20", "“", "é", "…", "...")
const words = (most: number) =>
  fc
    .array(fc.tuple(word, join), { maxLength: most })
    .map((parts) => parts.map(([one, between]) => one + between).join(""))
const known = fc.record({ name: words(3), street: words(5), city: words(1), zip: word })

it("both maskers take out the same of any text", async () => {
  await fc.assert(
    fc.asyncProperty(known, words(8), fc.boolean(), async (its, text, isFull) => {
      const given = isFull ? filled(100, text).slice(-100) : text
      const ours = maskKnown(orderOfKnown(its))(maskEdits(given))
      // Longest of two that begin at one sign, or the first of them: what is left may be another tail of stars.
      const plain = (text: string | undefined) => text?.replace(/(?:\*\*\*[^\p{L}\p{N}]*)+/gu, "*")
      expect(plain(await maskedBy(store.sql(), its, given))).toBe(plain(ours))
    }),
    { numRuns: 400, seed: 53 }
  )
})
