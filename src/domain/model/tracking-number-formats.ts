import { mod7, mod10, mod11, postal } from "./check-digit.ts"

/** The carriers whose numbers we can judge. */
export const carriers = ["dhl", "fedex", "ups", "usps"] as const
export type Carrier = (typeof carriers)[number]

export interface NumberFormat {
  readonly carrier: Carrier
  readonly name: string
  /** Upper case, without spaces, from end to end. `serial` and `check` are groups where the format has a check digit. */
  readonly pattern: RegExp
  /** The digit that belongs to the serial; absent: the format has none. */
  readonly digit?: (serial: string) => number
}

const fedexExpress = mod11([3, 1, 7])
const fedexLong = mod11([1, 7, 3])
/** The postal barcode counts a service's digits from the application identifier on. */
const barcode = mod10(3, 1)
/** `420` and the receiver's ZIP code may stand before a number of USPS; the long ZIP only before 22 digits. */
const routed = (core: string): RegExp => new RegExp(`^(?:420(?:\\d{5}|\\d{9}(?=\\d{22}$)))?${core}$`)

/**
 * How numbers are built. The rules are ours; what they say was learned from the public data set
 * jkeen/tracking_number_data (MIT), except S10, a standard of the Universal Postal Union. Every pattern is anchored,
 * counts exactly and never repeats a repetition, so that matching takes one pass.
 */
export const numberFormats: ReadonlyArray<NumberFormat> = [
  {
    carrier: "ups",
    name: "UPS 1Z",
    pattern: /^1Z(?<serial>[A-Z\d]{15})(?<check>\d)$/,
    digit: mod10(1, 2)
  },
  {
    carrier: "ups",
    name: "UPS waybill",
    pattern: /^[AHJKTV](?<serial>\d{9})(?<check>\d)$/,
    digit: mod10(1, 2)
  },
  {
    carrier: "fedex",
    name: "FedEx Express",
    pattern: /^(?<serial>\d{11})(?<check>\d)$/,
    digit: fedexExpress
  },
  {
    carrier: "fedex",
    name: "FedEx Express barcode (34)",
    pattern: /^[0-8]\d{19}(?<serial>\d{13})(?<check>\d)$/,
    digit: fedexLong
  },
  {
    carrier: "fedex",
    name: "FedEx ASTRA barcode (32)",
    pattern: /^3\d{15}(?<serial>\d{11})(?<check>\d)\d{4}$/,
    digit: fedexExpress
  },
  {
    carrier: "fedex",
    name: "FedEx Ground",
    pattern: /^(?<serial>\d{14})(?<check>\d)$/,
    digit: mod10(1, 3)
  },
  {
    carrier: "fedex",
    name: "FedEx Ground SSCC-18",
    pattern: /^\d{2}(?<serial>\d{15})(?<check>\d)$/,
    digit: mod10(3, 1)
  },
  {
    carrier: "fedex",
    name: "FedEx Ground 96",
    pattern: /^96\d{5}(?<serial>\d{14})(?<check>\d)$/,
    digit: mod10(1, 3)
  },
  {
    carrier: "fedex",
    name: "FedEx Ground barcode (34)",
    pattern: /^96\d{18}(?<serial>\d{13})(?<check>\d)$/,
    digit: fedexLong
  },
  {
    carrier: "usps",
    name: "USPS 20",
    pattern: /^(?<serial>\d{19})(?<check>\d)$/,
    digit: barcode
  },
  {
    carrier: "usps",
    name: "USPS 91",
    pattern: routed("(?<serial>91\\d{19})(?<check>\\d)"),
    digit: barcode
  },
  {
    carrier: "usps",
    name: "USPS 91, printed without its 91",
    pattern: routed("(?<serial>\\d{19})(?<check>\\d)"),
    digit: (serial) => barcode(`91${serial}`)
  },
  {
    carrier: "usps",
    name: "USPS IMpb, online or vendor label",
    pattern: routed(
      "(?<serial>94\\d{3}(?:9\\d{15}|9\\d{19}|9\\d{23}|[0-8]\\d{15}|[0-8]\\d{19}))(?<check>\\d)"
    ),
    digit: barcode
  },
  {
    carrier: "usps",
    name: "USPS IMpb, commercial mailer or retail",
    pattern: routed("(?<serial>(?:92\\d{3}9|93\\d{3}[0-8]|95\\d{4})(?:\\d{15}|\\d{19}))(?<check>\\d)"),
    digit: barcode
  },
  {
    carrier: "usps",
    name: "USPS international (UPU S10)",
    pattern: /^[A-Z]{2}(?<serial>\d{8})(?<check>\d)US$/,
    digit: postal
  },
  {
    carrier: "dhl",
    name: "DHL Express waybill",
    pattern: /^(?<serial>\d{9,10})(?<check>\d)$/,
    digit: mod7
  },
  { carrier: "dhl", name: "DHL Express piece", pattern: /^J[A-Z]{2,3}\d{9,10}$/ },
  {
    carrier: "dhl",
    name: "DHL eCommerce",
    pattern: /^(?:GM|LX|RX|UV|CN|SG|TH|IN|HK|MY)\d[A-Z\d]{9,38}$/
  },
  { carrier: "dhl", name: "DHL eCommerce (14)", pattern: /^\d{14}$/ }
]
