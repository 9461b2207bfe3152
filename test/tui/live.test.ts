import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { OrderId } from "../../src/domain/model/order.ts"
import { ConsoleClock } from "../../src/tui/console-clock.ts"
import { Live, type Pulse } from "../../src/tui/live.ts"
import { Bridge } from "../../src/tui/runtime.ts"
import { fakeRuntime } from "./world/fake-runtime.ts"
import { FakeWorld } from "./world/fake-world.ts"

/** By the test's own clock: nothing here depends on how busy the machine is. */
const pause = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed++) await vi.advanceTimersByTimeAsync(1)
}

let world: FakeWorld
let bridge: Bridge
let live: Live
let pulses: Array<Pulse>

describe("live changes", () => {
  beforeEach(async () => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"]
    })
    world = new FakeWorld()
    pulses = []
    bridge = new Bridge({ runtime: fakeRuntime(world), actor: "ana", log: () => undefined })
    live = new Live(bridge, new ConsoleClock())
    live.onPulse((pulse) => pulses.push(pulse))
    live.start()
    await pause(20)
  })
  afterEach(() => {
    live.stop()
    bridge.close()
    vi.useRealTimers()
  })

  it("are told at most once in 100 ms, and none of them is lost", async () => {
    for (let id = 1; id <= 30; id++) {
      world.publish({ about: "orders", ids: [OrderId(id)] })
      await pause(10)
    }
    await pause(300)
    const told = new Set(pulses.flatMap(({ orders }) => [...orders]))
    expect(told.size).toBe(30)
    expect(pulses.length).toBeLessThanOrEqual(6)
  })

  it("are told four times a second while more come than anybody reads, and at once again afterwards", async () => {
    for (let id = 1; id <= 30; id++) {
      world.publish({ about: "orders", ids: [OrderId(id)] })
      await pause(100)
    }
    await pause(300)
    expect(new Set(pulses.flatMap(({ orders }) => [...orders])).size).toBe(30)
    // The first second, until it is known to be a stream, and four a second after that.
    expect(pulses.filter(({ isAll }) => !isAll).length).toBeLessThanOrEqual(10 + 8 + 1)
    await pause(1000)
    pulses.length = 0
    world.publish({ about: "orders", ids: [OrderId(1)] })
    await pause(20)
    expect(pulses.filter(({ isAll }) => !isAll)).toHaveLength(1)
  })

  it("are told at once after a quiet time", async () => {
    world.publish({ about: "orders", ids: [OrderId(1)] })
    await pause(20)
    expect(pulses).toHaveLength(1)
  })

  it("say to look at everything when nobody can say what changed", async () => {
    world.publish({ about: "orders", ids: [] })
    await pause(50)
    expect(pulses[0]?.isAll).toBe(true)
  })

  it("are polled for every 2 seconds while no beat comes", async () => {
    await pause(2100)
    expect(pulses.some(({ isAll }) => isAll)).toBe(true)
  })
})

describe("an effect that is run", () => {
  it("is never answered after it was canceled", async () => {
    const world = new FakeWorld()
    const bridge = new Bridge({ runtime: fakeRuntime(world), actor: "ana", log: () => undefined })
    const answers: Array<unknown> = []
    const { sleep } = await import("effect/Effect")
    const cancel = bridge.run(sleep(20), (outcome) => answers.push(outcome))
    bridge.run(sleep(20), (outcome) => answers.push(outcome))
    cancel()
    await expect.poll(() => answers.length).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(answers).toHaveLength(1)
    bridge.close()
  })

  it("keeps a fault of the program out of the screen's words and in the log", async () => {
    const logged: Array<string> = []
    const bridge = new Bridge({
      runtime: fakeRuntime(new FakeWorld()),
      actor: "ana",
      log: (line) => logged.push(line)
    })
    const { die } = await import("effect/Effect")
    const answer = await new Promise<string>((resolve) =>
      bridge.run(die(new Error("secret detail")), (outcome) => resolve(outcome.ok ? "ok" : outcome.message))
    )
    expect(answer).not.toContain("secret")
    expect(logged.join()).toContain("secret detail")
  })
})
