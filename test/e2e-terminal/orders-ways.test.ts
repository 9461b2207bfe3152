import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { select, sitDown } from "./at-the-console.ts"
import { hasTmux, type Tmux } from "./tmux.ts"
import { homeIn, newFolder, until, World } from "./world.ts"

const patient = 300_000
const orders = 35
let world: World
const open: Array<Tmux> = []
const opened = (tmux: Tmux): Tmux => {
  open.push(tmux)
  return tmux
}

beforeAll(async () => {
  if (hasTmux) world = await World.start(orders)
}, patient)
afterEach(async () => {
  for (const tmux of open.splice(0)) await tmux.close()
})
afterAll(async () => {
  if (hasTmux) expect(await world.stop()).toEqual([])
}, patient)

const statusIs = (number: string, wanted: RegExp): Promise<unknown> =>
  until(`${number} is ${wanted}`, async () => {
    const { status } = await world.order(number)
    return wanted.test(status) ? status : undefined
  })

describe.skipIf(!hasTmux)("an operator works on orders in tmux (needs tmux)", { timeout: patient }, () => {
  it("the first order: an empty console, a world that begins, and a purchase order that is sent", async () => {
    const folder = newFolder()
    const tmux = opened(await sitDown(homeIn(folder)))
    await tmux.press("2")
    await tmux.sees(/No orders yet|no channel/i)
    const first = await World.start(1, folder)
    try {
      // Nothing was pressed since: what comes is seen by itself.
      await tmux.sees(/r RESOLVE +#AC-1001/)
      await tmux.press("j", "r")
      await tmux.sees(/needs a choice/)
      let left = (await tmux.screen()).split("needs a choice").length - 1
      while (left > 0) {
        await tmux.press("Enter")
        await tmux.sees(/▸ \( \) y {2}yes, for/)
        await tmux.press("y")
        left -= 1
        await tmux.sees(left > 0 ? /needs a choice/ : /▸ \(•\) y {2}yes, for/)
      }
      await tmux.press("C-s")
      await tmux.sees(/#AC-1001 can be processed/)
      await tmux.press("P")
      await tmux.sees(/PROCESS 1 order → .*y\/N/)
      await tmux.press("y")
      await tmux.sees(/1 order was placed, every receipt is held\./)
      const shown = await first.shell.run(["orders", "show", "AC-1001"])
      expect(shown.stdout).toMatch(/SY-000001/)
    } finally {
      await tmux.close()
      expect(await first.stop()).toEqual([])
    }
  })

  it("fifty orders that wait for one ship method are freed by one answer, in four keys", async () => {
    const numbers = await world.place(50, { sku: "BK-7", methodName: "2 Day Priority" })
    const tmux = opened(await sitDown(world.home))
    await tmux.press("2", "b")
    await tmux.sees(/^▸ +5\d .*“2 Day Priority” acme-shop → Baker Supply/m)
    await tmux.press("Enter")
    await tmux.sees(/▸ \( \) USPS Priority Mail +nearest/)
    await tmux.press("C-s")
    await tmux.sees(/y\/N|Type \d+:/)
    expect(await tmux.screen()).toMatch(/5\d/)
    await tmux.press("y")
    await tmux.misses(/y\/N/)
    for (const number of [numbers[0], numbers.at(-1)])
      await until(`${number} may be processed`, async () =>
        (await world.order(String(number))).action === "process" ? true : undefined
      )
  })

  it("a send whose answer was lost is settled by what the supplier says", async () => {
    const [number = ""] = await world.place(1, { sku: "BK-31", methodName: "Free Shipping" })
    await world.dial("mail", { "drop-answer": 1 })
    const tmux = opened(await sitDown(world.home))
    await select(tmux, number)
    await tmux.press("r")
    await tmux.sees(/▸ \( \) USPS Ground Advantage/)
    await tmux.press("Enter")
    await tmux.sees(/▸ \( \) y {2}yes, for/)
    await tmux.press("o", "C-s")
    await tmux.sees(/can be processed/)
    await tmux.press("P")
    await tmux.sees(/y\/N/)
    await tmux.press("y")
    await tmux.sees(/in doubt/i)
    await world.dial("mail", {})
    await tmux.press("2")
    await tmux.sees(new RegExp(`^▸ +d IN DOUBT +#${number} `, "m"))
    await tmux.press("d")
    await tmux.sees(/WHAT WE SENT[\s\S]*A it arrived/)
    await tmux.press("A")
    await tmux.sees(/How do you know/)
    await tmux.type("Tom read it out to me")
    await tmux.press("Enter")
    await tmux.sees(/SETTLE SY-\d+: it arrived.*y\/N/)
    await tmux.press("y")
    await tmux.sees(/counts as sent/)
    await statusIs(number, /processed|shipped|completed/)
  })

  it("two people edit one order: the second sees what the first did, and chooses", async () => {
    const ana = opened(await sitDown(world.home))
    const ben = opened(await sitDown(world.home, { as: "ben" }))
    for (const one of [ana, ben]) {
      await select(one, "MG-1009")
      await one.press("r")
      await one.sees(/▸ Phone/)
    }
    await ana.type("+33 1 11 11 11 11")
    await ben.type("+33 2 22 22 22 22")
    await ben.sees(/▸ Phone +\+33 2 22 22 22 22/)
    await ana.press("C-s")
    await ana.sees(/Updated\. #MG-1009 still waits/)
    await ben.press("C-s")
    await ben.sees(/Nothing was changed[\s\S]*ctrl-r|ctrl-r[\s\S]*Nothing was changed/)
    await ben.press("C-r")
    await ben.sees(/theirs: “\+33 1 11 11 11 11”/)
    await ben.press("C-s")
    await ben.sees(/Both of you changed Phone/)
    await ben.press("C-y", "C-s")
    await ben.sees(/Updated\. #MG-1009 still waits/)
    const shown = await world.shell.run(["orders", "show", "MG-1009", "--reveal", "--json"])
    expect(shown.stdout).toContain("+33 2 22 22 22 22")
  })

  it("2,000 pasted characters with newlines and capital letters trigger nothing", async () => {
    const order = await world.order("AC-1001")
    const before = (await world.shell.run(["activity", "--limit", "5", "--json"])).stdout
    const tmux = opened(await sitDown(world.home))
    await select(tmux, "AC-1001")
    const line = "PROCESS X yes P y R\nC y A y S y D y H y N y Q q z y\n"
    await tmux.paste(line.repeat(Math.ceil(2000 / line.length)))
    await tmux.press("j")
    await tmux.sees(/^▸.*#AC-1001 /m)
    // The same into a field: it is kept as text, on one line.
    await tmux.press("/")
    await tmux.sees(/keep the filter/)
    await tmux.paste(line.repeat(Math.ceil(2000 / line.length)))
    await tmux.sees(/PROCESS X|Q q z y/)
    await tmux.press("Escape")
    await tmux.misses(/keep the filter/)
    expect((await world.shell.run(["activity", "--limit", "5", "--json"])).stdout).toBe(before)
    expect(await world.order("AC-1001")).toEqual(order)
  })

  it("the window goes from 80x24 over 300x100 to 60x15 and back, and everything is where it was", async () => {
    const tmux = opened(await sitDown(world.home, { size: { columns: 80, rows: 24 } }))
    await select(tmux, "AC-1001")
    await tmux.press(" ")
    const marked = /^▸ ?\*.*#AC-1001 /m
    await tmux.sees(marked)
    await tmux.resize({ columns: 300, rows: 100 })
    const wide = await tmux.sees(/^▸ ?\*.*#AC-1001 .*acme-shop.*/m)
    expect(wide.split("\n").some((line) => line.length > 250)).toBe(true)
    await tmux.resize({ columns: 60, rows: 15 })
    await tmux.sees(/terminal too small: 60x15/)
    await tmux.resize({ columns: 80, rows: 24 })
    await tmux.sees(marked)
    expect((await tmux.screen()).split("\n").every((line) => [...line].length <= 80)).toBe(true)
    await tmux.sees(/\/ AC-1001 +1$/m)
  })
})
