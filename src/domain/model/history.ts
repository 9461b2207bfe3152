import type { AuthorizationEvent } from "./authorization.ts"
import type { DispatchEvent, IntentKind } from "./dispatch-intent.ts"
import type { FulfillmentEvent } from "./fulfillment.ts"
import type { OrderId } from "./order.ts"
import type { RequestEvent, RequestSubject } from "./supplier-request.ts"

/** What happens beside the lives: to the order itself, and what people do around it. */
export type PlainEvent =
  | "status"
  | "imported"
  | "changed on the channel"
  | "taken back: changed on the channel"
  | "twin came"
  | "hold opened"
  | "hold released"
  | "edited"
  | "ship method chosen"
  | "edit taken back"
  | "process undone"
  | "canceled"
  | "shadow entered"
  | "shadow left"
  | "acknowledged"
  | "acknowledgement late"
  | "shipment recorded"
  | "shipment corrected"
  | "shipment.state"
  | "letter.received"
  | "letter.noted"
  | "letter.accepted"
  | "letter.dismissed"
  | "noted"
  | "note taken back"
  | "handed over"
  | "hand-over taken"
  | "hand-over given back"
  | "tagged"
  | "tag taken off"
  | "assigned"
  | "began to edit"
  | "support bundle"

/** Every kind of line that an order's history can have. Stored as text: each has its words in `history-words`. */
export type HistoryEvent =
  | PlainEvent
  | `purchase-order.${DispatchEvent | "written" | "receipt" | "restored"}`
  | `${Exclude<IntentKind, "order">}-message.${DispatchEvent}`
  | `fulfillment.${FulfillmentEvent}`
  | `authorization.${AuthorizationEvent}`
  | `${RequestSubject}.${RequestEvent | "request"}`

/** One line of an order's history: who did what, what it was before and after. Append-only. */
export interface HistoryEntry {
  readonly orderId: OrderId
  readonly event: HistoryEvent
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
  readonly detail: Readonly<Record<string, string | number | boolean>>
}
