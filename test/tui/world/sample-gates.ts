import type { GateFacts } from "../../../src/domain/model/send-gate.ts"
import { nowMs } from "./sample-orders.ts"

/** A purchase order that nothing keeps. */
export const gateFacts = (
  orderNumber: string,
  number: string,
  change: Partial<GateFacts> = {}
): GateFacts => ({
  number,
  supplier: "Northwind",
  channel: "acme-shop",
  orderNumber,
  kind: "order",
  state: "planned",
  notBefore: new Date(nowMs - 1000),
  waitsFor: null,
  shadow: null,
  stops: [],
  hold: null,
  breaker: null,
  sendsPerMinute: null,
  pass: true,
  ...change
})

/** One in its release window, which ends in so many seconds. */
export const inWindow = (orderNumber: string, number: string, seconds: number): GateFacts =>
  gateFacts(orderNumber, number, {
    waitsFor: "window",
    notBefore: new Date(Math.floor(nowMs / 1000) * 1000 + seconds * 1000)
  })
