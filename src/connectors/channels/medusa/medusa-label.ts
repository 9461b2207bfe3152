import type { FulfillmentPush } from "../../../domain/model/fulfillment.ts"
import { type CarrierRow, carrierCode } from "../carrier-codes.ts"
import { trackingNumbersOf } from "./medusa-shop-order.ts"

/** Medusa has no field for a carrier, but one for the page where a buyer follows the parcel. */
const pages: ReadonlyArray<CarrierRow> = [
  [/^ups\b/, "https://www.ups.com/track?tracknum="],
  [/^(fed ?ex|federal express)\b/, "https://www.fedex.com/fedextrack/?trknbr="],
  [
    /^(usps|u\.s\. mail|united states postal service)\b/,
    "https://tools.usps.com/go/TrackConfirmAction?tLabels="
  ],
  [/^dhl( express)?$/, "https://www.dhl.com/en/express/tracking.html?AWB="]
]

/** What Medusa's own dashboard writes where there is no page. */
const noPage = "#"

/** One label for each number; both addresses are required by the shop. */
export const labelsOf = (push: FulfillmentPush) => {
  const page = carrierCode(pages, push.carrier)
  return trackingNumbersOf(push).map((number) => ({
    tracking_number: number,
    tracking_url: page === null ? noPage : `${page}${encodeURIComponent(number)}`,
    label_url: noPage
  }))
}
