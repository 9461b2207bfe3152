import { expect, it, vi } from "vitest"
import { age } from "../../src/tui/age.ts"
import { ConsoleClock } from "../../src/tui/console-clock.ts"

const at = Date.UTC(2026, 10, 22, 14, 2, 7)

it("tells the time in the operator's zone with its name, or in UTC", () => {
  const clock = new ConsoleClock({ now: () => at, zone: "America/New_York" })
  expect(`${clock.minutes(at)} ${clock.zoneName()}`).toBe("09:02 EST")
  clock.toggleUtc()
  expect(`${clock.minutes(at)} ${clock.zoneName()}`).toBe("14:02 UTC")
})

it("names the day of a moment that is not today", () => {
  const clock = new ConsoleClock({ now: () => at, zone: "UTC" })
  expect(clock.moment(at)).toBe("14:02:07")
  expect(clock.moment(at - 86_400_000)).toBe("2026-11-21 14:02")
})

it("ticks full seconds only", () => {
  let now = at
  const clock = new ConsoleClock({ now: () => now, zone: "UTC" })
  let ticks = 0
  clock.state.subscribe(() => ticks++)
  for (const later of [200, 900, 1000, 1500]) {
    now = at + later
    clock.tick()
  }
  expect(ticks).toBe(1)
})

it("rests when its ticks change nothing on the screen, and wakes by a key, a change or a beat", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  let now = at
  let frames = 0
  const clock = new ConsoleClock({ now: () => now, zone: "UTC", frames: () => frames })
  const pass = async (seconds: number, perSecond = () => {}): Promise<number> => {
    let ticks = 0
    const end = clock.state.subscribe(() => ticks++)
    for (let second = 0; second < seconds; second++) {
      perSecond()
      now += 1000
      await vi.advanceTimersByTimeAsync(1000)
    }
    end()
    return ticks
  }
  clock.start()
  expect(await pass(30, () => frames++)).toBe(30)
  await pass(6)
  // By itself, without a beat, as while the database is away.
  expect(await pass(60)).toBe(5)
  clock.wake()
  expect(await pass(4)).toBe(4)
  await pass(10)
  now += 1000
  const before = clock.state.get().now
  clock.beat(4000)
  expect(clock.state.get().now - before).toBeGreaterThanOrEqual(1000)
  // What is seen to change keeps it awake.
  await pass(5, () => frames++)
  expect(await pass(20, () => frames++)).toBe(20)
  clock.stop()
  clock.beat(4000)
  clock.wake()
  expect(await pass(20)).toBe(0)
  vi.useRealTimers()
})

it("shows another minute when it begins, though it rests and the next beat is far", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: at })
  const clock = new ConsoleClock({ zone: "UTC", frames: () => 0 })
  clock.start()
  await vi.advanceTimersByTimeAsync(10_000)
  clock.beat(120_000)
  await vi.advanceTimersByTimeAsync(42_900)
  expect(clock.minutes(clock.state.get().now)).toBe("14:02")
  await vi.advanceTimersByTimeAsync(200)
  expect(clock.minutes(clock.state.get().now)).toBe("14:03")
  clock.stop()
  vi.useRealTimers()
})

it("ticks with the answers that come each second, and by itself when they stay away", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: at })
  const clock = new ConsoleClock({ zone: "UTC", frames: () => Date.now() })
  let ticks = 0
  clock.state.subscribe(() => ticks++)
  clock.start()
  for (let second = 0; second < 10; second++) {
    await vi.advanceTimersByTimeAsync(second % 2 === 0 ? 1050 : 950)
    const before = ticks
    clock.join()
    clock.join()
    // Its own timer was not faster than the answer, and the second answer of that moment says nothing new.
    if (second > 0) expect(ticks - before).toBe(1)
  }
  ticks = 0
  await vi.advanceTimersByTimeAsync(5300)
  expect(ticks).toBe(5)
  clock.stop()
  vi.useRealTimers()
})

it.each([
  [0, "0s"],
  [59, "59s"],
  [60, "1m"],
  [3599, "59m"],
  [3600, "1h"],
  [47 * 3600, "47h"],
  [72 * 3600, "3d"],
  [999 * 86_400, "999d"],
  [1046 * 86_400, "2y"],
  [-5, "0s"]
])("says an age of %d seconds as %s", (seconds, words) => {
  expect(age(at - seconds * 1000, at)).toBe(words)
})
