import * as Effect from "effect/Effect"
import { dispatchKey } from "../../domain/model/purchase-order.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportKind } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { Http } from "../http.ts"
import { ask } from "./http-json-answer.ts"
import { makeHttpJsonAuth } from "./http-json-auth.ts"
import { sendOrder } from "./http-json-dispatch.ts"
import { httpJsonFields } from "./http-json-fields.ts"
import { inventoryFile, openInventory } from "./http-json-inventory.ts"
import { makeHttpJsonLookUp } from "./http-json-look-up.ts"
import { filledMessage, messageKey, messageKinds } from "./http-json-messages.ts"
import { httpJsonProfile, profileFault } from "./http-json-profile.ts"
import { receiveShipments } from "./http-json-shipments.ts"
import { bodyTemplate, filledBody, ProfileFault } from "./json-template.ts"
import { sha256 } from "./purchase-order-csv.ts"
import type { SupplierTransport } from "./supplier-transport.ts"
import { orUnsendable } from "./unsendable.ts"

export const httpJsonKind: TransportKind = {
  transport: "http-json",
  label: "JSON over HTTP, described by settings",
  testedBy: "documents only",
  fields: httpJsonFields,
  canLookUp: true,
  says: ["order", ...messageKinds],
  brings: ["shipments", "inventory"],
  bringsStock: (settings) => (settings.inventoryPath ?? "").trim() !== "",
  fault: profileFault
}

/** No prefix makes this number: they end in at least six digits. */
const nobodysNumber = "SWITCHYARD-TEST"

/** A header carries plain characters only; a prefix may hold others. */
const headerKey = (key: string): string => (/^[\x21-\x7e]+$/.test(key) ? key : sha256(Buffer.from(key)))

export const makeHttpJson = (vault: Vault["Service"], http: Http): SupplierTransport => {
  const auth = makeHttpJsonAuth(vault, http)
  const lookUps = makeHttpJsonLookUp(http, auth)
  return {
    kind: httpJsonKind,
    // Set-up refuses a template that does not work, so one that does not was changed behind our back.
    render: (supplier, order) =>
      orUnsendable(order, ProfileFault, () => ({
        content: filledBody(bodyTemplate(supplier.settings.body ?? ""), order),
        identifiers: {
          poNumber: order.number,
          idempotencyKey: headerKey(dispatchKey(order.supplierId, order.number, order.revision))
        }
      })),
    renderMessage: (supplier, message) =>
      // An API that has no such call: a person tells the supplier.
      (supplier.settings[`${message.kind}Path`] ?? "").trim() === ""
        ? null
        : {
            content: filledMessage(supplier.settings[`${message.kind}Body`] ?? "", message),
            identifiers: {
              poNumber: message.number,
              supplierOrder: message.supplierOrderNumber,
              idempotencyKey: headerKey(messageKey(message))
            }
          },
    send: (supplier, intent, beforeIrrevocable) => sendOrder(http, auth, supplier, intent, beforeIrrevocable),
    lookUp: lookUps.lookUp,
    receive: Effect.fn("httpJson.receive")(function* (supplier: Supplier) {
      const shipments = yield* receiveShipments(http, auth, supplier)
      const { inventory } = yield* httpJsonProfile(supplier)
      return inventory === null ? shipments : [...shipments, inventoryFile]
    }),
    openFeeds: (supplier, name) => openInventory(http, auth, supplier, name),
    archive: () => Effect.void,
    test: Effect.fn("httpJson.test")(function* (supplier: Supplier) {
      const profile = yield* httpJsonProfile(supplier)
      if (profile.lookUp === null) {
        const { status } = yield* ask(http, auth, supplier, profile, profile.url)
        return [
          `${profile.url} answers (HTTP ${status}) and does not refuse the credentials. No order was placed.`,
          "Without lookUpPath a lost answer is settled by a person."
        ]
      }
      const asked = yield* lookUps.standing(supplier, profile, profile.lookUp, nobodysNumber)
      if (asked.standing !== "absent")
        return yield* new TransportFailure({
          reason: "Malformed",
          message: `The look-up does not say that ${nobodysNumber} is absent (HTTP ${asked.status}): it must answer 404 with JSON or an empty list. Check lookUpPath and lookUpFound.`
        })
      return [
        `Signed in at ${profile.url}. It has no order ${nobodysNumber}, as it must be. No order was placed.`
      ]
    })
  }
}
