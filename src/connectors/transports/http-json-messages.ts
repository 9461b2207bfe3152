import type { IntentKind } from "../../domain/model/dispatch-intent.ts"
import type { PurchaseOrderLine } from "../../domain/model/purchase-order.ts"
import type {
  AuthorizationMessage,
  CancelMessage,
  ChangeMessage,
  SupplierMessage
} from "../../domain/model/supplier-message.ts"
import {
  defaultBody,
  fill,
  ofOrder,
  ofOrderLine,
  templateOf,
  type Value,
  type Vocabulary
} from "./json-template.ts"

export type MessageKind = Exclude<IntentKind, "order">
export const messageKinds: ReadonlyArray<MessageKind> = ["cancel", "change", "authorize"]

/** What every message can say of itself. */
const ofMessage = <M extends SupplierMessage>(): Array<[string, (message: M) => Value]> => [
  ["po_number", (m) => m.number],
  ["supplier_order", (m) => m.supplierOrderNumber],
  ["message_id", (m) => messageKey(m)]
]

/** One message, one key: a repeat carries the same. */
export const messageKey = (m: SupplierMessage): string => `${m.number}/${m.revision}/${m.kind}/${m.sequence}`

const cancelWords: Vocabulary<CancelMessage, CancelMessage["lines"][number]> = {
  setting: "cancelBody",
  ofDocument: new Map<string, (message: CancelMessage) => Value>([
    ...ofMessage<CancelMessage>(),
    ["code", (m) => m.code],
    ["reason", (m) => m.reason],
    ["whole", (m) => m.whole]
  ]),
  ofLine: new Map<string, (line: CancelMessage["lines"][number], index: number) => Value>([
    ["line_id", (l) => String(l.orderLineId)],
    ["line_number", (_, index) => index + 1],
    ["sku", (l) => l.supplierSku],
    ["quantity", (l) => l.quantity]
  ]),
  linesOf: (message) => message.lines,
  usual: JSON.stringify({
    po_number: "{{po_number}}",
    code: "{{code}}",
    reason: "{{reason}}",
    lines: ["{{#lines}}", { line_id: "{{line_id}}", sku: "{{sku}}", quantity: "{{quantity}}" }]
  })
}

const changeWords: Vocabulary<ChangeMessage, PurchaseOrderLine> = {
  setting: "changeBody",
  ofDocument: new Map<string, (message: ChangeMessage) => Value>([
    ...[...ofOrder].map(([name, read]): [string, (m: ChangeMessage) => Value] => [
      name,
      (m) => read(m.order)
    ]),
    ...ofMessage<ChangeMessage>(),
    ["differences", (m) => m.differences.join("; ")]
  ]),
  ofLine: ofOrderLine,
  linesOf: (message) => message.order.lines,
  usual: defaultBody
}

const authorizeWords: Vocabulary<AuthorizationMessage, never> = {
  setting: "authorizeBody",
  ofDocument: new Map<string, (message: AuthorizationMessage) => Value>([
    ...ofMessage<AuthorizationMessage>(),
    ["amount", (m) => m.amount],
    ["currency", (m) => m.currency]
  ]),
  ofLine: new Map(),
  linesOf: () => [],
  usual: JSON.stringify({ po_number: "{{po_number}}", amount: "{{amount}}", currency: "{{currency}}" })
}

/** The template of a message's body, checked; throws a ProfileFault that names the setting. */
export const messageTemplate = (kind: MessageKind, text: string): unknown => {
  if (kind === "cancel") return templateOf(cancelWords, text)
  return kind === "change" ? templateOf(changeWords, text) : templateOf(authorizeWords, text)
}

export const filledMessage = (text: string, message: SupplierMessage): Uint8Array => {
  switch (message.kind) {
    case "cancel":
      return fill(cancelWords, templateOf(cancelWords, text), message)
    case "change":
      return fill(changeWords, templateOf(changeWords, text), message)
    case "authorize":
      return fill(authorizeWords, templateOf(authorizeWords, text), message)
  }
}
