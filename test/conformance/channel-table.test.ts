import { existsSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import { salesChannelsLayer } from "../../src/connectors/channels/channel-table.ts"
import { channelGuide } from "../../src/domain/model/channel-guide.ts"
import { SalesChannels } from "../../src/domain/ports/sales-channels.ts"
import { channelOf, pushOf } from "../connectors/channels/vendure-fixture.ts"
import { freeBudgets } from "../connectors/free-budgets.ts"
import { memoryVault } from "../connectors/memory-vault.ts"

const layer = salesChannelsLayer().pipe(Layer.provide(Layer.merge(memoryVault({}), freeBudgets())))
const run = <A, E>(use: (channels: SalesChannels["Service"]) => Effect.Effect<A, E>): Promise<A> =>
  Effect.runPromise(SalesChannels.use(use).pipe(Effect.provide(layer)))

const kinds = await run((channels) => Effect.succeed(channels.kinds))

describe("the channel table", () => {
  it("names every kind once", () => {
    expect(new Set(kinds.map((kind) => kind.kind)).size).toBe(kinds.length)
  })
})

describe.each(kinds.map((kind) => [kind.kind, kind] as const))(
  "every channel keeps the contract: %s",
  (name, kind) => {
    it("says what it was tested by, and what each field is for", () => {
      expect(["live", "vendor sandbox", "recordings", "documents only"]).toContain(kind.testedBy)
      expect(kind.defaultEligibleStatuses.length).toBeGreaterThan(0)
      expect(kind.statuses ?? kind.defaultEligibleStatuses).toEqual(
        expect.arrayContaining([...kind.defaultEligibleStatuses])
      )
      expect(new Set(kind.fields.map((field) => field.name)).size).toBe(kind.fields.length)
      for (const field of kind.fields) {
        expect(field.help.length).toBeGreaterThan(20)
        expect(field.label).not.toBe("")
        expect(field.link ?? "https://").toMatch(/^https:\/\//)
      }
      expect(kind.guide ?? "https://").toMatch(/^https:\/\//)
      expect(existsSync(channelGuide(kind.kind)), `${channelGuide(kind.kind)} says how to get them`).toBe(
        true
      )
      // A folder of this machine is opened by the rights of the program alone.
      expect(kind.fields.some((field) => field.secret)).toBe(kind.kind !== "files-folder")
    })

    it("refuses to work without settings, by name, and without a single request", async () => {
      const bare = channelOf("", { kind: name, settings: {} })
      // Numbers, for those shops that have nothing else.
      const push = pushOf({ lines: [{ channelLineId: "101", quantity: 2 }] })
      const failures = await Promise.all([
        run((channels) => Effect.flip(channels.test(bare))),
        run((channels) => Effect.flip(channels.downloadPage(bare, new Date(0), null))),
        run((channels) => Effect.flip(channels.pushFulfillment(bare, push)))
      ])
      for (const failure of failures)
        expect(failure).toMatchObject({
          _tag: "ChannelFailure",
          reason: "Misconfigured",
          settlement: { _tag: "Stop" }
        })
    })

    it("places no test order on a live channel", async () => {
      const live = channelOf("https://shop.example.com", { kind: name, environment: "live" })
      expect(await run((channels) => channels.placeTestOrder(live))).toBeNull()
    })
  }
)
