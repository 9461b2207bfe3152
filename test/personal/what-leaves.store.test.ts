import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, expect, it } from "vitest"
import { performed } from "../cli/performed.ts"
import { givenAway } from "./planted-buyer.ts"
import { orders } from "./planted-orders.ts"
import { withTwoLogins } from "./two-logins.ts"

const life = withTwoLogins()
beforeEach(() => life.plant())

const bundle = async (number: string, ...flags: ReadonlyArray<string>): Promise<string> => {
  const path = join(life.folder, `${number.slice(1)}${flags.length}.json`)
  await performed(life.as("owner"), ["support", number, "--out", path, ...flags], { actor: "ben" })
  return readFileSync(path, "utf8")
}

it("a support bundle of no order says who bought it, unless it is asked for", async () => {
  const leaks: Array<string> = []
  for (const [number] of Object.values(orders)) {
    const words = givenAway(await bundle(number))
    if (words.length > 0) leaks.push(`${number}: ${words.join(", ")}`)
  }
  expect(leaks).toEqual([])
  expect(givenAway(await bundle("#2001", "--with-personal-data"))).not.toEqual([])
})

it("no alert that is told outside says who bought it", () => {
  const { mails } = life.house.mailbox
  expect(mails.length).toBeGreaterThan(3)
  expect(mails.flatMap(({ subject, text }) => givenAway(`${subject}\n${text}`))).toEqual([])
})
