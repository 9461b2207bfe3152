import { beforeEach, describe, expect, test } from "vitest"
import { withDomain } from "../domain/domain-house.ts"
import { openBusiness } from "../domain/sample-business.ts"
import { sampleChannel } from "../fixtures/sample-world.ts"
import { performed } from "./performed.ts"

const house = withDomain()
const shop = sampleChannel.name
beforeEach(async () => {
  await openBusiness(house)
  await house.sql()`truncate activity`
})

const perform = (as: string, ...argv: ReadonlyArray<string>) => performed(house, argv, { actor: as })
const json = async (...argv: ReadonlyArray<string>) =>
  JSON.parse((await perform("bea", "activity", ...argv, "--json")).stdout)
const acts = async (...argv: ReadonlyArray<string>) =>
  (await json(...argv)).activity.map((a: { act: string; actor: string }) => `${a.actor} ${a.act}`)

describe("activity", () => {
  test("nothing was changed: it says so", async () => {
    expect((await perform("bea", "activity")).stdout).toContain("Nothing was changed.")
  })

  test("who, when, what, from what to what; newest first, page by page, and by who and what", async () => {
    await perform("ann", "inventory", "rules", shop, "--safety-stock", "4")
    house.time.pass(60_000)
    await perform("cat", "inventory", "alias", "UPC", "0123", "SKU-1")
    house.time.pass(60_000)
    await perform("ann", "sends", "stop")
    const { stdout } = await perform("bea", "activity")
    expect(stdout).toMatch(/ann +changed +channel Acme shop +stock\.safetyStock: 0 -> 4/)
    expect(stdout).toMatch(/cat +alias given +alias-type UPC +SKU-1: nothing -> 0123/)
    expect(await acts()).toEqual(["ann sends stopped", "cat alias given", "ann changed"])
    expect(await acts("--actor", "cat")).toEqual(["cat alias given"])
    expect(await acts("--subject", "channel")).toEqual(["ann changed"])
    expect(await acts("--subject", `channel:${shop}`)).toEqual(["ann changed"])
    expect(await acts("--subject", "channel:nobody")).toEqual([])
    const at = house.time
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, "Z")
    expect(await acts("--since", at)).toEqual(["ann sends stopped"])
    const first = await json("--limit", "2")
    expect(first.activity).toHaveLength(2)
    expect(await acts("--after", String(first.after))).toEqual(["ann changed"])
  })

  test("what is new is told by what was set of it", async () => {
    await perform("ann", "alerts", "route", "add", "email", "ops", "ops@example.com")
    expect((await perform("bea", "activity")).stdout).toMatch(
      /ann +added +alert-route ops +kind email; target ops@example\.com/
    )
  })

  test.each([
    [["--since", "yesterday"], "A moment is a date"],
    [["--subject", "parcel:1"], "A subject is"],
    [["--after", "x"], "the id of a row"]
  ])("wrong usage: %j", async (flags, why) => {
    const outcome = await perform("bea", "activity", ...flags)
    expect(outcome.code).toBe(2)
    expect(outcome.stderr).toContain(why)
  })
})
