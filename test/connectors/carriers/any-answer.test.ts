import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { recordOf } from "../../../src/connectors/carriers/carrier-answer.ts"
import { compactMoment, isoMoment } from "../../../src/connectors/carriers/carrier-time.ts"
import { fedexNews } from "../../../src/connectors/carriers/fedex-answer.ts"
import { upsFound, upsNews } from "../../../src/connectors/carriers/ups-answer.ts"
import { uspsNews } from "../../../src/connectors/carriers/usps-answer.ts"
import {
  longestDescription,
  longestPlace,
  mostEvents,
  type ParcelNews
} from "../../../src/domain/model/parcel-news.ts"
import { trackingStates } from "../../../src/domain/model/shipment.ts"

/** A text, a number, nothing, or something that no document speaks of. */
const leaf = fc.oneof(fc.string({ unit: "binary", maxLength: 700 }), fc.jsonValue({ maxDepth: 1 }))

/** An object of which each key may be missing or be something else. */
const some = (keys: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.record({ ...keys }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: leaf }
  )

const list = (item: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: fc.array(item, { maxLength: 3 }) }, { weight: 1, arbitrary: leaf })

const leaves = (...keys: ReadonlyArray<string>) => Object.fromEntries(keys.map((key) => [key, leaf]))

const isSound = (news: ParcelNews): void => {
  if (news._tag !== "Known") return
  expect(trackingStates).toContain(news.state)
  expect(news.status.length).toBeLessThanOrEqual(2 * longestDescription)
  expect(news.events.length).toBeLessThanOrEqual(mostEvents)
  for (const event of news.events) {
    expect(trackingStates).toContain(event.state)
    expect([...event.description].length).toBeLessThanOrEqual(longestDescription)
    expect([...event.place].length).toBeLessThanOrEqual(longestPlace)
    expect(event.at === null || !Number.isNaN(event.at.getTime())).toBe(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
    expect(event.description + event.place + news.status).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
  }
}

describe("whatever a carrier answers is read without throwing, bounded and in one of the twelve states", () => {
  it("UPS", () => {
    const status = some(leaves("type", "code", "statusCode", "description"))
    const place = some({ address: some(leaves("city", "stateProvince", "country")) })
    const activity = some({
      status,
      location: place,
      ...leaves("gmtDate", "gmtTime", "date", "time", "gmtOffset")
    })
    const parcel = some({
      ...leaves("trackingNumber", "packageCount"),
      currentStatus: status,
      activity: list(activity),
      referenceNumber: list(some(leaves("number"))),
      service: some(leaves("description"))
    })
    const answers = some({ trackResponse: some({ shipment: list(some({ package: list(parcel) })) }) })
    fc.assert(
      fc.property(answers, (json) => {
        isSound(upsNews("1Z", recordOf(json)))
        for (const found of upsFound(recordOf(json))) isSound(found.news)
      })
    )
  })

  it("FedEx", () => {
    const scan = some({
      ...leaves("date", "eventType", "derivedStatusCode", "eventDescription", "exceptionDescription"),
      scanLocation: some(leaves("city", "countryCode"))
    })
    const latest = some({
      ...leaves("code", "derivedCode", "description", "statusByLocale"),
      ancillaryDetails: list(some(leaves("reasonDescription")))
    })
    const result = some({
      latestStatusDetail: latest,
      scanEvents: list(scan),
      error: some(leaves("code", "message"))
    })
    const complete = some({ trackingNumber: fc.constantFrom("1", "2", 1, null), trackResults: list(result) })
    const answers = some({ output: some({ completeTrackResults: list(complete) }) })
    fc.assert(
      fc.property(answers, (json) => {
        const news = fedexNews(["1", "2"], recordOf(json))
        expect(news.map((n) => n.number)).toEqual(["1", "2"])
        news.forEach(isSound)
      })
    )
  })

  it("USPS", () => {
    const scan = some(
      leaves("eventType", "eventCode", "GMTTimestamp", "eventTimestamp", "GMTOffset", "eventCity", "eventZIP")
    )
    const answers = some({
      ...leaves("statusCategory", "status", "statusSummary"),
      trackingEvents: list(scan)
    })
    fc.assert(fc.property(answers, (json) => isSound(uspsNews("9", recordOf(json)))))
  })
})

describe("a time of a carrier", () => {
  it.each([
    ["20210210", "74700", null, "2021-02-10T07:47:00.000Z"],
    ["20210210", "07:47:00", "-05:00", "2021-02-10T12:47:00.000Z"],
    ["2021-02-10", "", "+0530", "2021-02-09T18:30:00.000Z"],
    [20210210, 74700, null, "2021-02-10T07:47:00.000Z"],
    ["20211350", "74700", null, null],
    ["20210210", "256199", null, null],
    ["10210210", "74700", null, null],
    ["", "74700", null, null],
    [null, {}, [], null]
  ])("%j %j %j is %s", (date, time, offset, iso) => {
    expect(compactMoment(date, time, offset)?.toISOString() ?? null).toBe(iso)
  })

  it.each([
    ["2026-11-21T10:00:00-06:00", null, "2026-11-21T16:00:00.000Z"],
    ["2026-11-21T10:00:00", "-6:00", "2026-11-21T16:00:00.000Z"],
    ["2026-11-21T10:00:00", null, "2026-11-21T10:00:00.000Z"],
    ["2026-11-21 10:00:00.000000", null, "2026-11-21T10:00:00.000Z"],
    ["2026-11-21", null, "2026-11-21T00:00:00.000Z"],
    ["2026-11-21T10:00:00", "-99:00", "2026-11-21T10:00:00.000Z"],
    ["yesterday", null, null],
    ["9999-99-99T99:99:99Z", null, null],
    ["", null, null],
    [42, null, null]
  ])("%j with the offset %j is %s", (value, offset, iso) => {
    expect(isoMoment(value, offset)?.toISOString() ?? null).toBe(iso)
  })
})
