import type { EdiOrder, ReadSet } from "./edi-document.ts"
import type { Parcel } from "./parcels.ts"

/** What this supplier writes: the segments between ST and SE. */
export interface EdiAnswer {
  readonly functionalId: string
  readonly code: string
  readonly body: ReadonlyArray<ReadonlyArray<string>>
}

/** Read, or rejected at its address: a translator's word, not the clerk's. */
export const receiptOf = (set: ReadSet, isAccepted: boolean): EdiAnswer => ({
  functionalId: "FA",
  code: "997",
  body: [
    ["AK1", set.functionalId, set.group],
    ["AK2", set.code, set.control],
    ...(isAccepted
      ? []
      : [
          ["AK3", "N4", "8", "", "8"],
          ["AK4", "2", "156", "7", "??"]
        ]),
    isAccepted ? ["AK5", "A"] : ["AK5", "R", "5"],
    isAccepted ? ["AK9", "A", "1", "1", "1"] : ["AK9", "R", "1", "1", "0"]
  ]
})

const compact = (when: Date): string => when.toISOString().slice(0, 10).replaceAll("-", "")
const clock = (when: Date): string => when.toISOString().slice(11, 16).replace(":", "")

/** The clerk takes every line as it is asked for. */
export const acknowledgementOf = (order: EdiOrder, reference: string, when: Date): EdiAnswer => ({
  functionalId: "PR",
  code: "855",
  body: [
    ["BAK", "00", "AD", order.number, compact(when), "", "", "", reference],
    ...order.lines.flatMap((line) => [
      ["PO1", line.lineId, String(line.quantity), "EA", "", "", "VN", line.sku],
      ["ACK", "IA", String(line.quantity), "EA"]
    ]),
    ["CTT", String(order.lines.length)]
  ]
})

/** The clerk's word to an 860: taken back, or too late. */
export const cancelAnswerOf = (number: string, isCanceled: boolean, when: Date): EdiAnswer => ({
  functionalId: "CA",
  code: "865",
  body: [["BCA", "01", isCanceled ? "AT" : "RJ", number, "", "1", compact(when)]]
})

const scac: Readonly<Record<string, string>> = { UPS: "UPSN", FedEx: "FDEG", USPS: "USPS" }

/** Shipment, order, pack, items: the parcel's number is the pack's. */
export const noticeOf = (parcel: Parcel, reference: string, when: Date): EdiAnswer => ({
  functionalId: "SH",
  code: "856",
  body: [
    ["BSN", "00", reference, compact(when), clock(when)],
    ["HL", "1", "", "S"],
    ["TD5", "", "2", scac[parcel.carrier] ?? parcel.carrier, "", parcel.service],
    ["DTM", "011", compact(when)],
    ["HL", "2", "1", "O"],
    ["PRF", parcel.orderNumber],
    ["HL", "3", "2", "P"],
    ["MAN", "CP", parcel.tracking],
    ...parcel.lines.flatMap((line, index) => [
      ["HL", String(4 + index), "3", "I"],
      ["LIN", line.lineId, "VN", line.sku],
      ["SN1", "", String(line.quantity), "EA"]
    ]),
    ["CTT", String(3 + parcel.lines.length)]
  ]
})

export const inventoryOf = (
  stock: ReadonlyArray<{ readonly sku: string; readonly quantity: number }>,
  reference: string,
  when: Date
): EdiAnswer => ({
  functionalId: "IB",
  code: "846",
  body: [
    ["BIA", "00", "MB", reference, compact(when), clock(when)],
    ...stock.flatMap(({ sku, quantity }, index) => [
      ["LIN", String(index + 1), "VN", sku],
      ["QTY", "33", String(quantity), "EA"]
    ]),
    ["CTT", String(stock.length)]
  ]
})
