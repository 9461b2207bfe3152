import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ParcelNews } from "../../../src/domain/model/parcel-news.ts"
import { moveParcel, type ParcelState } from "../../../src/domain/model/parcel-state.ts"
import { type TrackingState, trackingStates } from "../../../src/domain/model/shipment.ts"

const now = new Date("2026-11-22T12:00:00Z")
const minutesAgo = (n: number) => new Date(now.getTime() - n * 60_000)
const labeled: ParcelState = { state: "pending", toldAt: null }

const said = (state: TrackingState, ...at: ReadonlyArray<Date | null>): ParcelNews => ({
  _tag: "Known",
  number: "1Z1",
  state,
  status: state,
  events: at.map((time) => ({ at: time, state, description: "", place: "" }))
})

const told = (start: ParcelState, news: ReadonlyArray<ParcelNews>): ParcelState =>
  news.reduce<ParcelState>((known, n) => moveParcel(known, n, now), start)

const onTheWay = trackingStates.filter((s) => s !== "pending" && s !== "unknown")
const scan = fc.record({ state: fc.constantFrom(...onTheWay), minutes: fc.nat({ max: 50_000 }) })
const scans = fc.uniqueArray(scan, { selector: (s) => s.minutes, minLength: 1, maxLength: 12 })

describe("where a parcel is", () => {
  it("follows the order of the scans, in whatever order the answers come", () => {
    const inAnyOrder = scans.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }))
    )
    fc.assert(
      fc.property(inAnyOrder, ([all, shuffled]) => {
        const newest = all.reduce((a, b) => (b.minutes < a.minutes ? b : a))
        const end = told(
          labeled,
          shuffled.map((s) => said(s.state, minutesAgo(s.minutes), minutesAgo(s.minutes + 60_000)))
        )
        expect(end).toMatchObject({ state: newest.state, toldAt: minutesAgo(newest.minutes) })
      })
    )
  })

  it("never goes back in the carrier's own time, whatever it is told", () => {
    const anything = fc.record({
      state: fc.constantFrom(...trackingStates),
      at: fc.option(fc.integer({ min: -5_000_000, max: 50_000 }), { nil: null })
    })
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (all) => {
        let known = labeled
        for (const { state, at } of all) {
          const next = moveParcel(known, said(state, at === null ? null : minutesAgo(at)), now)
          if (known.toldAt !== null)
            expect(next.toldAt?.getTime()).toBeGreaterThanOrEqual(known.toldAt.getTime())
          if (known.state !== "pending" && known.state !== "unknown")
            expect(["pending", "unknown"]).not.toContain(next.state)
          known = next
        }
      })
    )
  })

  it("goes back where the carrier corrects the scan itself, or says so of a later one", () => {
    const out = told(labeled, [said("out_for_delivery", minutesAgo(60))])
    expect(moveParcel(out, said("in_transit", minutesAgo(60)), now).state).toBe("in_transit")
    expect(moveParcel(out, said("in_transit", minutesAgo(10)), now).state).toBe("in_transit")
    expect(moveParcel(out, said("in_transit", minutesAgo(61)), now)).toEqual({ ...out, isNews: false })
  })

  it("only goes on where the answers have no times", () => {
    const out = told(labeled, [said("out_for_delivery")])
    expect(moveParcel(out, said("in_transit"), now)).toEqual({ ...out, isNews: false })
    expect(moveParcel(out, said("delivered"), now).state).toBe("delivered")
  })

  it("believes no scan of the day after tomorrow: it would outrun all that follow", () => {
    const known = told(labeled, [said("in_transit", minutesAgo(5), minutesAgo(-60 * 48))])
    expect(known.toldAt).toEqual(minutesAgo(5))
  })

  it("is not touched by what says nothing", () => {
    const out = told(labeled, [said("out_for_delivery", minutesAgo(60))])
    expect(moveParcel(out, { _tag: "NotKnownYet", number: "1Z1" }, now)).toEqual({ ...out, isNews: false })
    expect(moveParcel(out, said("unknown", minutesAgo(1)), now)).toMatchObject({
      state: "out_for_delivery",
      toldAt: minutesAgo(1)
    })
  })
})
