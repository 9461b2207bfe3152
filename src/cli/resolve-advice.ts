import type { Hold } from "../domain/model/hold.ts"
import type { Order } from "../domain/model/order.ts"
import { commandLine } from "../domain/model/shell-word.ts"
import type { ResolveView, SupplierPick } from "../domain/operations/resolve-order.ts"

export const methodName = (m: { readonly carrier: string; readonly method: string }): string =>
  `${m.carrier} ${m.method}`.trim()

/** The channel's number is what people type, unless a shell or a reader could take it for something else. */
const referenceOf = (order: Order): string =>
  /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(order.channelOrderNumber) ? order.channelOrderNumber : String(order.id)

const mappingFix = (order: Order, hold: Hold, picks: ReadonlyArray<SupplierPick>): string => {
  const pick = picks.find((p) => p.supplierId === Number(hold.field))
  const nearest = pick?.methods[0]
  if (pick === undefined || nearest === undefined)
    return commandLine(
      "suppliers",
      "set",
      String(hold.detail.supplier ?? ""),
      "--ship-method",
      "Carrier|Method|code"
    )
  const choice = `${pick.supplier}=${methodName(nearest)}`
  return `${commandLine("orders", "resolve", referenceOf(order), "--method", choice)} --save order|channel|supplier`
}

/** The command that takes this hold away, or who does. */
export const fixFor = (view: ResolveView, hold: Hold): string => {
  const reference = referenceOf(view.order)
  switch (hold.kind) {
    case "address_missing":
    case "address_invalid":
    case "phone_missing":
      return commandLine("orders", "resolve", reference, "--set", `${hold.field}=...`)
    case "not_sendable":
      return `${commandLine("orders", "resolve", reference, "--set", "field=...")}, or suppliers set and orders release`
    case "ship_method_unmapped":
      return mappingFix(view.order, hold, view.picks)
    case "sku_unknown":
      return `${commandLine("map", "sku", view.channel, hold.field)} <our sku>, or switchyard suppliers products <supplier> <file.csv> (with a line for it)`
    case "supplier_missing":
      return `switchyard suppliers products <supplier> <file.csv> (with a line for ${hold.field})`
    case "out_of_stock":
      return `nothing: it goes on by itself when there is more (switchyard inventory at-risk shows what is short); or ${commandLine("channels", "allocation", view.channel, "--when-short", "send")}`
    case "channel_value_missing":
      return commandLine("channels", "set", view.channel, "--supplier-value", `${hold.field}=...`)
    case "nothing_to_ship":
    case "canceled_on_channel":
    case "refunded_on_channel":
      return commandLine("orders", "cancel", reference, "--yes")
    case "held_until":
      return commandLine("orders", "hold", reference, "--release")
    case "restored":
      return commandLine("restore", "release", reference, "--yes")
    case "line_rejected":
    case "no_fallback":
      return commandLine("orders", "reissue", reference)
    case "stale_order":
    case "twin_order":
    case "risk_on_channel":
    case "cancel_requested":
      return `${commandLine("orders", "release", reference, "--reason", "...")}, or orders cancel`
    case "not_paid":
      return "nothing: it goes on by itself once the channel calls it paid"
    case "changed_on_channel":
      return commandLine("orders", "change", reference, "--set", "field=value")
    case "price_raised":
    case "answer_differs":
    case "cancel_refused":
    case "change_refused":
    case "shipped_after_cancel":
    case "shipment_corrected":
      return commandLine("orders", "release", reference, "--reason", "...")
    case "not_checked":
      return "switchyard worker (a worker checks it within seconds)"
  }
}
