import { expect, it } from "vitest"
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
