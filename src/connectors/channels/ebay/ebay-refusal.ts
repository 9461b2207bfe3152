import { problemsOf, refusalWords } from "./ebay-answer.ts"

/** What eBay's numbers mean for a person, with the next step. */
const words: Readonly<Record<number, string>> = {
  32100: "eBay does not know this order, or it is another seller's.",
  32200: "A line of the shipment is not in this order at eBay.",
  32210: "The shipment names one line twice. Correct the shipment, then retry the push.",
  32300:
    "eBay does not take this tracking number with this carrier. Check both with the supplier, correct the shipment, then retry the push.",
  32400: "eBay has suspended this seller. Nothing can be told until eBay lifts that.",
  32500: "eBay does not take the time of shipping.",
  34100:
    "eBay has as many tracking numbers for this order as it takes. Remove one in Seller Hub, then retry the push.",
  34500:
    "eBay has a parcel under this tracking number already, with other pieces. Change that one in Seller Hub; it is not told a second time."
}

/** Why eBay refused a parcel: our words where we know its number, its own in any case. */
export const parcelRefusal = (status: number, json: unknown): string => {
  const known = problemsOf(json).flatMap((p) => words[p.errorId] ?? [])
  const ours =
    known[0] ??
    (status === 409
      ? "eBay says that this order is being changed, or that the parcel clashes with another. Look at the order in Seller Hub, then retry the push."
      : "eBay refused the shipment.")
  const said = refusalWords(json)
  return said === "" ? `${ours} (HTTP ${status})` : `${ours} It said: ${said}`
}
