import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { afterEach, beforeEach, expect, test } from "vitest"
import { withPayload } from "../../src/domain/model/order-payload.ts"
import { Vault } from "../../src/domain/ports/vault.ts"
import { withDomain } from "../domain/domain-house.ts"
import { importOrders, openBusiness, orderOf, pressProcess } from "../domain/sample-business.ts"
import { performed } from "./performed.ts"

const house = withDomain()
const secret = "vault-value-7731"
let folder = ""

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-support-"))
  const { channelId, north } = await openBusiness(house)
  await house.run(
    Effect.flatMap(Vault, (vault) =>
      Effect.all([
        vault.put(`channel:${channelId}`, "token", Redacted.make(secret)),
        vault.put(`supplier:${north.id}`, "password", Redacted.make(`${secret}-north`))
      ])
    )
  )
  const said = {
    headers: { "X-Api-Key": "planted-key-4455", Authorization: "Bearer planted-bearer-99" },
    customer: { first_name: "Zebediah", email: "zeb@buyer.example", phone: "+1 217 555 0142" },
    note: `quoted ${secret} back`
  }
  await importOrders(house, withPayload(orderOf(1, ["SKU-1"]), JSON.stringify(said)))
  await performed(house, ["orders", "note", "#1001", `the shop said ${secret}-north`], { actor: "ana" })
  await pressProcess(house, "#1001")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const bundle = async (...flags: ReadonlyArray<string>) => {
  const path = join(folder, "bundle.json")
  const outcome = await performed(house, ["support", "#1001", "--out", path, ...flags], { actor: "ana" })
  return { outcome, path, text: readFileSync(path, "utf8") }
}
const planted = [secret, "planted-key-4455", "planted-bearer-99"]

test("one file with all that is known, for its owner's eyes, without any secret or the buyer", async () => {
  const { outcome, path, text } = await bundle()
  expect(outcome).toMatchObject({ code: 0 })
  expect(outcome.stdout).toContain(
    `Written: ${path} (${Buffer.byteLength(text).toLocaleString("en-US")} bytes`
  )
  expect(statSync(path).mode & 0o777).toBe(0o600)
  for (const word of planted) expect(text).not.toContain(word)
  const [row] = await house.sql()<Array<Record<string, string>>>`
    select ship_name, address1, customer_email, phone from orders`
  for (const word of [...Object.values(row ?? {}), "Zebediah", "zeb@buyer.example"])
    if (word.length > 3) expect(text, word).not.toContain(word)
  const document = JSON.parse(text)
  expect(document.sends[0]).toMatchObject({
    state: "sent",
    contentHash: expect.stringMatching(/^[0-9a-f]{64}$/)
  })
  expect(document.timeline.length).toBeGreaterThan(4)
  expect(document.bundle).toMatchObject({ personalData: "masked", builtBy: "ana" })
  expect(Object.keys(document)).toEqual(
    expect.arrayContaining(["order", "holds", "payload", "channel", "suppliers"])
  )
})

test("personal data are in it only when asked for, and the history tells by whom; secrets never are", async () => {
  const { text } = await bundle("--with-personal-data")
  expect(text).toContain("Zebediah")
  for (const word of planted) expect(text).not.toContain(word)
  const [told] = await house.sql()`
    select actor, subject from order_history where event = 'support bundle' order by id desc limit 1`
  expect(told).toMatchObject({ actor: "ana", subject: "with personal data" })
  expect(await house.sql()`select note from activity where act = 'support bundle built'`).toMatchObject([
    { note: "with personal data" }
  ])
})

test("nothing is overwritten", async () => {
  await bundle()
  const again = await performed(house, ["support", "#1001", "--out", join(folder, "bundle.json")], {
    actor: "ana"
  })
  expect(again).toMatchObject({ code: 1 })
  expect(again.stderr).toContain("nothing is overwritten")
})
