import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import type { Change } from "../../src/domain/ports/change-feed.ts"
import { type ConsoleParts, partsOf } from "../../src/tui/console-parts.ts"
import { Frame } from "../../src/tui/frame/frame.ts"
import { GridCanvas } from "../../src/tui/presenter/canvas.ts"
import { glyphOf, textOfGlyph } from "../../src/tui/presenter/cells.ts"
import { grid } from "../../src/tui/presenter/grid.ts"
import { CellLine } from "../../src/tui/presenter/line-writer.ts"
import { screenTable } from "../../src/tui/screen-table.ts"
import { OrdersBoard } from "../../src/tui/screens/orders/orders-board.ts"
import { ordersTable } from "../../src/tui/screens/orders/orders-table.ts"
import { FakeTerminal } from "./presenter/fake-terminal.ts"
import { fakeRuntime } from "./world/fake-runtime.ts"
import { FakeWorld } from "./world/fake-world.ts"
import { many, nowMs, orderRow } from "./world/sample-orders.ts"

const beatMs = 4000
const stepMs = 100

let world: FakeWorld
let parts: ConsoleParts
let frame: Frame
let board: OrdersBoard
let passedMs: number

/** What the event loop has to do by itself, which no clock holds up. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve))
}

const beat = (): void => world.publish({ about: "beat", nextMs: beatMs })

/** By the test's own clock: a database that is there beats every four seconds. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += stepMs) {
    passedMs += stepMs
    if (passedMs % beatMs === 0 && world.failure === null) beat()
    await vi.advanceTimersByTimeAsync(stepMs)
    await settle()
  }
}

/** What is asked while it happens and in the time after it. */
const askedIn = async (ms: number, happens: () => void = () => undefined): Promise<ReadonlyArray<string>> => {
  world.asked.length = 0
  happens()
  await settle()
  await pass(ms)
  return [...world.asked].sort()
}

const told = (change: Change) => () => world.publish(change)

const changed = (from: number, count: number, quantity: number): void =>
  world.put(...Array.from({ length: count }, (_, n) => orderRow(from + n, { quantity, version: quantity })))

const quantityOf = (id: number): number | undefined =>
  board.list.get().rows.find(({ order }) => order.id === id)?.order.quantity

beforeEach(async () => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"]
  })
  world = new FakeWorld()
  world.rows = many(60)
  passedMs = 0
  parts = partsOf({
    runtime: fakeRuntime(world),
    environment: "sandbox",
    databaseName: "db1/orders",
    actor: "ana",
    env: {},
    log: () => undefined,
    terminal: new FakeTerminal(80, 24),
    now: () => nowMs + performance.now(),
    zone: "UTC"
  })
  frame = new Frame({
    ...parts,
    screens: screenTable,
    env: {},
    copy: (text) => ({ isDone: true, said: text }),
    quit: () => undefined
  })
  parts.clock.start()
  parts.live.start()
  parts.figures.start()
  board = new OrdersBoard(frame, {})
  board.show()
  await settle()
  beat()
  // A whole beat, and the distance that figures keep.
  await pass(12_000)
})

afterEach(() => {
  board.close()
  parts.figures.stop()
  parts.live.stop()
  parts.clock.stop()
  parts.bridge.close()
  parts.presenter.close()
  vi.useRealTimers()
})

describe("a console that nobody touches, while the database says that it is there", () => {
  it("reads what is shown every two minutes and nothing else, in ten minutes without a change", async () => {
    const asked = await askedIn(600_000)
    const times = new Map<string, number>()
    for (const name of asked) times.set(name, (times.get(name) ?? 0) + 1)
    expect([...times.keys()]).toEqual(["installation", "page", "status", "stops", "triage"])
    for (const count of times.values()) {
      expect(count).toBeGreaterThanOrEqual(4)
      expect(count).toBeLessThanOrEqual(5)
    }
  })

  it("wakes for the beats, and not each second for its clock or every two to look", async () => {
    await pass(60_000)
    const ticks = vi.fn()
    const looks = vi.fn()
    const ends = [parts.clock.state.subscribe(ticks), parts.live.onPulse(looks, () => false)]
    await pass(60_000)
    for (const end of ends) end()
    for (const { mock } of [ticks, looks]) {
      expect(mock.calls.length).toBeGreaterThanOrEqual(14)
      expect(mock.calls.length).toBeLessThanOrEqual(16)
    }
  })

  it("wants fewer beats when nobody has pressed a key for a minute, and all of them from the next key on", async () => {
    expect(world.beatMs()).toBe(beatMs)
    await pass(60_000)
    expect(world.beatMs()).toBe(3 * beatMs)
    parts.presenter.urgent()
    expect(world.beatMs()).toBe(beatMs)
  })

  it("looks again when a beat that was due in twelve seconds stays away, and not before", async () => {
    world.publish({ about: "beat", nextMs: 12_000 })
    await settle()
    const looks = vi.fn()
    const end = parts.live.onPulse(looks, () => false)
    // Out of step with the test's own beats: none comes.
    passedMs = 1
    await pass(12_500)
    expect(looks).not.toHaveBeenCalled()
    await pass(1_000)
    expect(looks).toHaveBeenCalled()
    end()
  })

  it("ticks each second again as soon as something changes, and as long as that shows", async () => {
    await pass(60_000)
    const ticks = vi.fn()
    const end = parts.clock.state.subscribe(ticks)
    changed(20, 1, 5)
    await pass(5000)
    end()
    // After an answer it waits a quarter of a second longer for the next one.
    expect(ticks.mock.calls.length).toBeGreaterThanOrEqual(4)
  })

  it("never calls fresh figures stale, though it asks for none", async () => {
    for (let second = 0; second < 29; second++) {
      await pass(1000)
      const { state, answeredAt } = parts.live.connection.get()
      expect(state).toBe("up")
      expect(parts.clock.now() - (answeredAt ?? 0)).toBeLessThanOrEqual(5000)
    }
  })

  it("reads the orders of a change once, and nothing besides", async () => {
    // The counts are read at the first change of a quiet time, and then not for ten seconds.
    expect(await askedIn(1000, () => changed(20, 1, 5))).toEqual(["rows", "triage"])
    expect(await askedIn(5000, () => changed(10, 3, 77))).toEqual(["rows"])
    expect([10, 11, 12, 13].map(quantityOf).filter((quantity) => quantity === 77)).toHaveLength(3)
  })

  it("reads once or twice for a burst", async () => {
    const asked = await askedIn(5000, () => {
      for (let n = 0; n < 40; n++) changed(1 + n, 1, 90)
    })
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(quantityOf(1)).toBe(90)
    expect(quantityOf(40)).toBe(90)
  })

  it("reads of the figures what was told, and the list only where it may look otherwise", async () => {
    expect(await askedIn(1500, told({ about: "sync" }))).toEqual(["status"])
    expect(await askedIn(1500, told({ about: "workers" }))).toEqual(["status", "triage"])
    expect(await askedIn(1500, told({ about: "suppliers" }))).toEqual([
      "installation",
      "page",
      "status",
      "stops"
    ])
  })

  it("reads the counts of orders within a second while they are looked at, and at last without", async () => {
    expect(await askedIn(11_000, () => changed(20, 1, 5))).toContain("triage")
    const end = parts.figures.look()
    await pass(2000)
    expect(await askedIn(1500, () => changed(20, 1, 6))).toEqual(["rows", "triage"])
    end()
  })

  it("tells a stop of sends at once, though orders changed just before", async () => {
    await askedIn(300, () => changed(20, 1, 7))
    expect(await askedIn(1500, told({ about: "installation" }))).toContain("installation")
  })

  it("makes good a notice that got lost", async () => {
    world.rows = world.rows.map((row) => (row.id === 30 ? { ...row, quantity: 55, version: 9 } : row))
    await pass(124_000)
    expect(quantityOf(30)).toBe(55)
  })
})

describe("a database that went away", () => {
  it("is noticed within eight seconds, asked every two, and what changed meanwhile is read when it is back", async () => {
    world.failure = "the database is gone"
    await pass(8000)
    expect(parts.live.connection.get().state).toBe("lost")
    const pages = (await askedIn(20_000)).filter((name) => name === "page").length
    expect(pages).toBeGreaterThanOrEqual(9)
    world.rows = world.rows.map((row) => (row.id === 31 ? { ...row, quantity: 44, version: 9 } : row))
    world.failure = null
    await pass(4000)
    expect(parts.live.connection.get().state).toBe("up")
    expect(quantityOf(31)).toBe(44)
    expect(board.query.store.get().failure).toBeNull()
  })

  it("that answers nothing is waited for five seconds and no longer, each time", async () => {
    world.isSilent = true
    world.publish({ about: "orders", ids: [] })
    await pass(4800)
    expect(board.query.store.get().failure).toBeNull()
    await pass(600)
    expect(board.query.store.get().failure).toBe("the database did not answer for 5 seconds")
    expect(parts.live.connection.get().state).toBe("lost")
    expect((await askedIn(12_000)).filter((name) => name === "page").length).toBeGreaterThanOrEqual(2)
    world.isSilent = false
    await pass(8000)
    expect(board.query.store.get().failure).toBeNull()
    expect(parts.live.connection.get().state).toBe("up")
  })

  it("is read again at once when the feed has found it anew", async () => {
    expect(await askedIn(500, told({ about: "orders", ids: [] }))).toContain("page")
  })

  it("that answers but has lost its feed is polled as before", async () => {
    world.publish = () => undefined
    await pass(8000)
    const pages = (await askedIn(20_000)).filter((name) => name === "page").length
    expect(pages).toBeGreaterThanOrEqual(9)
  })
})

describe("the table of orders", () => {
  it("formats the rows that changed, and none when their marks go", async () => {
    const table = ordersTable(board, frame)
    const canvas = new GridCanvas(grid(100, 20))
    table.onSize?.(100, 20)
    const invalidated = vi.fn()
    const end = table.subscribe(invalidated)
    const text = (): string => Array.from(canvas.grid.cells, (cell) => textOfGlyph(glyphOf(cell))).join("")
    table.paint(canvas)
    const [first] = board.list.get().rows
    const cells = vi.spyOn(CellLine.prototype, "cell")
    changed(Number(first?.order.id) - 2, 3, 66)
    await pass(200)
    table.paint(canvas)
    const perRow = cells.mock.calls.length / 3
    expect(Number.isInteger(perRow)).toBe(true)
    expect(perRow).toBeLessThan(14)
    expect(text().split("•")).toHaveLength(4)
    cells.mockClear()
    invalidated.mockClear()
    await pass(3000)
    table.paint(canvas)
    expect(invalidated).toHaveBeenCalled()
    expect(text()).not.toContain("•")
    expect(cells).not.toHaveBeenCalled()
    invalidated.mockClear()
    // A minute later ages are others, and each row whose age is has been formatted once.
    await pass(10_000)
    table.paint(canvas)
    expect(cells.mock.calls.length / perRow).toBeLessThan(20)
    end()
    cells.mockRestore()
  })
})
