import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { PushAnswer } from "../../../domain/ports/sales-channels.ts"
import { foreignText } from "../../foreign-text.ts"

export const rejected = (reason: string): PushAnswer => ({ _tag: "Rejected", reason })

export const notApplicable = (reason: string): PushAnswer => ({ _tag: "NotApplicable", reason })

export const accepted = (id: number | string, wasThere: boolean): PushAnswer => ({
  _tag: "Accepted",
  channelFulfillmentId: String(id),
  wasThere
})

/** What somebody did at the shop about the same pieces stays, and is not doubled. */
export const madeThere = (push: FulfillmentPush, names: string): PushAnswer =>
  notApplicable(
    `The shop shows these pieces as shipped already, under ${foreignText(names)}. It was not told of ${foreignText(push.trackingNumber)}, so that nothing is doubled; correct the number there if it is wrong.`
  )

/**
 * Whether an order of which everything is shipped is set to completed. The shop then writes its own "completed order" mail,
 * which no request can keep back: so where nothing is said, it follows whether buyers are to be told at all.
 */
export const completesOrders = (channel: SalesChannel): boolean => {
  const said = (channel.settings.completeOrder ?? "").trim().toLowerCase()
  return said === "" ? channel.notifyCustomer : said === "yes"
}

/** Suppliers' words, for a place where the shop takes HTML. */
export const plainWords = (text: string): string =>
  foreignText(text)
    .replace(/[<>&"]/g, " ")
    .trim()

/** The carrier as the supplier names it; something has to stand there. */
export const carrierWords = (carrier: string): string => {
  const words = plainWords(carrier)
  return words === "" ? "Carrier" : words
}
