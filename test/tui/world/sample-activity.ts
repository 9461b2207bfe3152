import type { ActivityRow } from "../../../src/domain/ports/activity-log.ts"
import type { FakeWorld } from "./fake-world.ts"
import { nowMs } from "./sample-orders.ts"

export const row = (id: number, change: Partial<ActivityRow> = {}): ActivityRow => ({
  id,
  at: new Date(nowMs - (100 - id) * 60_000),
  actor: "ben",
  act: "changed",
  subject: { kind: "channel", id: 1, name: "acme-shop" },
  changes: [{ field: "autoProcessing", before: "no", after: "yes" }],
  note: "",
  ...change
})

export const fillActivity = (world: FakeWorld): void => {
  world.sight.activity = [
    row(9, {
      changes: [
        { field: "autoProcessing", before: "no", after: "yes" },
        { field: "token", secret: true }
      ]
    }),
    row(8, {
      actor: "ana",
      act: "sends stopped",
      subject: { kind: "installation", id: null, name: "" },
      changes: []
    }),
    row(7, {
      actor: "ana",
      act: "paused",
      subject: { kind: "queue", id: null, name: "orders.validate" },
      changes: [],
      note: "the shop rebuilds its API"
    }),
    row(6, { act: "removed", subject: { kind: "carrier", id: 4, name: "UPS" }, changes: [] })
  ]
}
