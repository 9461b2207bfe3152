import { expect, test } from "vitest"
import {
  type FaultDials,
  Faults,
  faultKinds,
  refusalOfDials,
  retryAfterOf
} from "../../src/sandbox/faults.ts"

const dials: FaultDials = { delay: 0.1, "drop-request": 0.1, "drop-answer": 0.2, half: 0.1 }

const drawn = (seed: number, party: string, count = 400) => {
  const faults = new Faults(seed, party)
  faults.set(dials)
  return Array.from({ length: count }, () => faults.draw(faultKinds))
}

test("the same seed gives the same faults, another seed or party gives others", () => {
  expect(drawn(7, "acme-shop")).toEqual(drawn(7, "acme-shop"))
  expect(drawn(8, "acme-shop")).not.toEqual(drawn(7, "acme-shop"))
  expect(drawn(7, "mail")).not.toEqual(drawn(7, "acme-shop"))
})

test("each fault comes as often as it was dialed, and is counted", () => {
  const faults = new Faults(3, "acme-shop")
  faults.set(dials)
  for (let n = 0; n < 4_000; n += 1) faults.draw(faultKinds)
  for (const [kind, probability] of Object.entries(dials)) {
    const share = (faults.happened[kind] ?? 0) / 4_000
    expect(Math.abs(share - probability)).toBeLessThan(0.03)
  }
  expect(faults.happened["server-error"]).toBeUndefined()
})

test("nothing happens until it is dialed, nor what means nothing at that place", () => {
  const faults = new Faults(3, "mail")
  expect(Array.from({ length: 100 }, () => faults.draw(faultKinds)).every((fault) => fault === null)).toBe(
    true
  )
  faults.set({ half: 1 })
  expect(faults.draw(["delay"])).toBeNull()
  expect(faults.happened).toEqual({})
})

test("dials that make no sense are refused by name", () => {
  expect(refusalOfDials({ nonsense: 0.1 })).toContain('"nonsense"')
  expect(refusalOfDials({ delay: 2 })).toContain("delay")
  expect(refusalOfDials({ delay: Number.NaN })).toContain("delay")
  expect(refusalOfDials({ delay: 0.6, half: 0.6 })).toContain("more than 1")
  expect(refusalOfDials({ delay: 0.5, half: 0.5 })).toBeNull()
})

test("Retry-After comes in both of its forms", () => {
  const now = Date.UTC(2026, 10, 22)
  expect(retryAfterOf({ kind: "too-many-requests", shade: 0.1 }, now)).toBe("1")
  const date = retryAfterOf({ kind: "too-many-requests", shade: 0.9 }, now)
  expect(Date.parse(date)).toBeGreaterThan(now)
  expect(date).toMatch(/GMT$/)
})
