import type { AlertId } from "../../../src/domain/model/alert.ts"
import type { AlertRow } from "../../../src/domain/ports/alert-store.ts"
import type { FakeWorld } from "./fake-world.ts"
import { nowMs } from "./sample-orders.ts"

const ago = (minutes: number): Date => new Date(nowMs - minutes * 60_000)

export const alert = (id: number, change: Partial<AlertRow> = {}): AlertRow => ({
  id: id as AlertId,
  cause: "sync/orders/acme-shop",
  channelId: null,
  channelName: null,
  title: "orders of acme-shop fails: 502 from the shop",
  count: 3,
  firstAt: ago(90),
  lastAt: ago(4),
  value: "",
  urgency: "digest",
  mutedBy: null,
  mutedReason: "",
  goneAt: null,
  tellings: [],
  ...change
})

export const fillAlerts = (world: FakeWorld): void => {
  world.openAlerts = 2
  world.sight.open = [
    alert(12, {
      cause: "breaker/1",
      title: "Northwind takes nothing: connection refused",
      urgency: "page",
      count: 1,
      tellings: [
        { to: "duty", kind: "page", state: "told", at: ago(80).toISOString(), failure: null },
        { to: "ops", kind: "digest", state: "due", at: ago(79).toISOString(), failure: "550 mailbox full" },
        { to: "chat", kind: "digest", state: "given_up", at: ago(70).toISOString(), failure: "410 gone" }
      ]
    }),
    alert(13, {
      cause: "resolve/ship_method_unmapped/1/Free Shipping",
      channelName: "acme-shop",
      title: "orders wait for RESOLVE, not mapped: Free Shipping",
      count: 22,
      value: "$1,204.00"
    })
  ]
  world.sight.past = [alert(9, { goneAt: ago(600), lastAt: ago(610), firstAt: ago(700) })]
}
