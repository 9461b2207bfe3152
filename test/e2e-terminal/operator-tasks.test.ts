import { readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { RealTerminal } from "../tui/terminal/real-terminal.ts"
import { until, World } from "./world.ts"

const patient = 300_000
const mostTimesOptimal = 1.3
const ctrlS = "\x13"
const esc = "\x1b"
const page = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "operator-tasks.md")

/** `| 3 | what is done | 4 | keys |`: what the page promises. */
const optimal = new Map(
  [...readFileSync(page, "utf8").matchAll(/^\| (\d+) \| [^|]+ \| (\d+) \|/gm)].map(
    ([, task, keys]) => [Number(task), Number(keys)] as const
  )
)

let world: World
let terminal: RealTerminal
let pressed = 0

beforeAll(async () => {
  world = await World.start(35)
  await world.place(12, { sku: "BK-7", methodName: "2 Day Priority" })
  terminal = new RealTerminal(world.home, ["console"])
  await sees(/1 Triage/)
}, patient)
afterAll(async () => {
  terminal.kill("SIGTERM")
  await terminal.exited
  expect(await world.stop()).toEqual([])
}, patient)

const sees = (wanted: RegExp): Promise<string> => terminal.sees(wanted, 20_000)

/** One key of the operator's, counted. */
const key = (one: string): void => {
  pressed += 1
  terminal.press(one)
}

/** Words that have to be typed whatever the program is: a phone number, a reason, a name. */
const type = (words: string): void => terminal.press(words)

/** The whole list, with no filter. Not counted. */
const listed = async (): Promise<void> => {
  terminal.press("2")
  await sees(/▸2 Orders/)
  const filtered = /\/ \S[^\n]* +\d+$/m
  if (!filtered.test(await sees(/oldest unsent|No order/))) return
  terminal.press(esc)
  await terminal.misses(filtered, 60_000)
}

const filter = async (words: string): Promise<void> => {
  await listed()
  terminal.press("/")
  await sees(/keep the filter/)
  terminal.press(`${words}\r`)
  await terminal.misses(/keep the filter/, 60_000)
}

/** The list with this row selected: where each task that begins at an order begins. Not counted. */
const begin = async (number: string): Promise<void> => {
  await filter(number)
  await sees(new RegExp(`/ ${number} +1$`, "m"))
  terminal.press("j")
  await sees(new RegExp(`^▸.*#${number} `, "m"))
}

const json = (...words: ReadonlyArray<string>): Promise<Readonly<Record<string, unknown>>> =>
  world.shell.json([...words])

const becomes = (number: string, action: string | null): Promise<unknown> =>
  until(`${number} offers ${action}`, async () =>
    (await world.order(number)).action === action ? true : undefined
  )

const said = (what: string, words: ReadonlyArray<string>, wanted: RegExp): Promise<unknown> =>
  until(what, async () => {
    const { stdout } = await world.shell.run(words)
    return wanted.test(stdout) ? true : undefined
  })

const task = (number: number, name: string, work: () => Promise<void>): void => {
  it(
    `${number}. ${name}`,
    async () => {
      pressed = 0
      await work()
      const best = optimal.get(number)
      expect(best, "docs/operator-tasks.md names it").toBeDefined()
      expect(pressed).toBeGreaterThanOrEqual(best ?? 0)
      expect(pressed).toBeLessThanOrEqual((best ?? 0) * mostTimesOptimal)
    },
    patient
  )
}

describe("twelve tasks of an operator, by as few keys as docs/operator-tasks.md says", () => {
  task(1, "a ship method whose nearest is known is mapped from the list", async () => {
    await begin("AC-1001")
    key("r")
    await sees(/needs a choice[\s\S]*nearest/)
    key(ctrlS)
    await sees(/Say first whether to save/)
    key("y")
    await sees(/#AC-1001 (can be processed|still waits)/)
    await said("it is mapped", ["mappings", "list"], /2 Day Priority/)
  })

  task(2, "all orders that wait for one method are freed at once", async () => {
    await listed()
    key("b")
    await sees(/WAIT FOR/)
    const row = (await sees(/“Free Shipping” acme-shop → Northwind/))
      .split("\n")
      .filter((line) => /^[▸ ] +\d+ /.test(line))
      .findIndex((line) => line.includes("“Free Shipping” acme-shop → Northwind"))
    // Which row it is depends on how many wait: moving there is not counted.
    for (let moved = 0; moved < row; moved++) terminal.press("j")
    await sees(/^▸.*“Free Shipping” acme-shop → Northwind/m)
    key("\r")
    await sees(/▸ \( \) UPS Ground/)
    key("\r")
    await sees(/y\/N|Type \d+:/)
    key("y")
    await terminal.misses(/y\/N/, 60_000)
    await becomes("AC-1003", "process")
  })

  task(3, "a ready order is processed from the list", async () => {
    await begin("AC-1003")
    key("P")
    await sees(/PROCESS 1 order → .*y\/N/)
    key("y")
    await sees(/1 order was placed/)
    await becomes("AC-1003", null)
  })

  task(4, "two ready orders are marked and processed together", async () => {
    const ready = async (): Promise<number> =>
      ((await json("orders", "list", "--query", "state:process sku:BK-7")).orders as ReadonlyArray<unknown>)
        .length
    const before = await ready()
    await filter("state:process sku:BK-7")
    await sees(/P PROCESS/)
    terminal.press("j")
    await sees(/^▸ +P PROCESS/m)
    key(" ")
    key(" ")
    await sees(/\*[\s\S]*\*/)
    key("P")
    await sees(/PROCESS 2 orders → .*y\/N/)
    key("y")
    await sees(/2 orders were placed/)
    await until("two less are ready", async () => ((await ready()) === before - 2 ? true : undefined))
  })

  task(5, "a phone number that is missing is entered", async () => {
    await begin("MG-1009")
    key("r")
    await sees(/▸ Phone/)
    type("+33 1 11 11 11 11")
    key(ctrlS)
    await sees(/Updated\. #MG-1009/)
    expect((await json("orders", "list", "--query", "MG-1009")).orders).toMatchObject([{ why: "not mapped" }])
  })

  task(6, "a note is left for the next shift", async () => {
    await begin("AC-1014")
    key("\r")
    await sees(/> #AC-1014/)
    await sees(/HISTORY/)
    key("n")
    await sees(/Note on #AC-1014: enter goes on/)
    type("buyer called twice")
    key("\r")
    await sees(/WRITE this note on #AC-1014\? .*y\/N/)
    key("y")
    await sees(/Note written on #AC-1014/)
    await said("it is there", ["orders", "timeline", "AC-1014"], /buyer called twice/)
  })

  task(7, "why an order does not move is answered", async () => {
    await begin("AC-1014")
    key("\r")
    await sees(/> #AC-1014/)
    await sees(/HISTORY/)
    key("w")
    await sees(/not mapped|no carrier and method|waits/i)
    await said("the shell says the same", ["orders", "why", "AC-1014"], /no carrier and method|waits/i)
  })

  task(8, "an order that its buyer took back is canceled", async () => {
    await begin("AC-1016")
    key("\r")
    await sees(/> #AC-1016/)
    await sees(/HISTORY/)
    key("C")
    await sees(/y\/N/)
    key("y")
    await said("it is canceled", ["orders", "list", "--query", "AC-1016"], /Canceled/)
  })

  task(9, "every send is stopped, and allowed again", async () => {
    await listed()
    const status = async (): Promise<string> =>
      (await world.shell.run(["sends", "status"])).stdout.split("\n")[0] ?? ""
    const allowed = await status()
    key("X")
    await sees(/y\/N/)
    key("y")
    await sees(/SENDS STOPPED|sends stopped|STOPPED/)
    await until("sends are stopped", async () => ((await status()) === allowed ? undefined : true))
    key("X")
    await sees(/y\/N/)
    key("y")
    await until("sends are allowed", async () => ((await status()) === allowed ? true : undefined))
  })

  task(10, "a send in doubt is settled", async () => {
    await world.dial("mail", { "drop-answer": 1 })
    await world.shell.run(["orders", "process", "TEST-9", "--yes", "--wait", "30"])
    await until("it is in doubt", async () =>
      (await world.order("TEST-9")).action === "settle" ? true : undefined
    )
    await world.dial("mail", {})
    await begin("TEST-9")
    key("d")
    await sees(/WHAT WE SENT/)
    key("A")
    await sees(/How do you know/)
    type("Tom read it out")
    key("\r")
    await sees(/SETTLE .*y\/N/)
    key("y")
    await sees(/counts as sent/)
    await becomes("TEST-9", null)
  })

  task(11, "all channels are downloaded now", async () => {
    const history = async (): Promise<string> =>
      (await world.shell.run(["sync", "history", "--limit", "1"])).stdout
    const before = await history()
    await listed()
    key("S")
    await sees(/SYNC orders of .*y\/N/)
    key("y")
    await until("a run was asked for", async () => ((await history()) === before ? undefined : true))
  })

  task(12, "one order of many is found and opened by its number", async () => {
    await listed()
    key("/")
    await sees(/keep the filter/)
    type("MG-1012")
    key("\r")
    await sees(/\/ MG-1012 +1$/m)
    key("j")
    await sees(/^▸.*#MG-1012 /m)
    key("\r")
    await sees(/> #MG-1012/)
    await sees(/HISTORY/)
    expect(terminal.text()).toContain((await world.order("MG-1012")).message)
  })
})
