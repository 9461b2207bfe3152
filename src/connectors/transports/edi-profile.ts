import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import {
  type PurchaseOrderOptions,
  referencePlace,
  usualPurchaseOrderOptions
} from "../edi/purchase-order-850.ts"
import { type TrackingPlace, usualTrackingPlaces } from "../edi/ship-notice-856.ts"
import { usualStyle, writeInterchange, type X12Partner, type X12Version } from "../edi/x12-envelope.ts"
import { foreignText } from "../foreign-text.ts"
import { fileNameOf, fileNameTemplate } from "./edi-file-name.ts"
import {
  chosen,
  code,
  demanded,
  EdiFault,
  oneOf,
  rowsOfFour,
  type Settings,
  textsByName
} from "./edi-setting.ts"

/** How a partner's answers are to be understood. */
export interface EdiReading {
  readonly trackingPlaces: ReadonlyArray<TrackingPlace>
  /** Whether 855 and 856 repeat our PO101; else the item numbers decide. */
  readonly echoesLineIds: boolean
  /** Qualifiers under which an item's number is looked for, the first one that stands there. */
  readonly itemQualifiers: ReadonlyArray<string>
  /** What the quantity of an ACK BP counts: the pieces that wait, or those that leave. */
  readonly partlyBackordered: "waiting" | "leaving"
  /** TD503 to a carrier's name. */
  readonly carriers: ReadonlyMap<string, string>
  readonly inventoryQualifier: string
}

export interface EdiProfile {
  readonly partner: X12Partner
  readonly order: PurchaseOrderOptions
  readonly fileName: string
  readonly reading: EdiReading
}

const separator = (settings: Settings, name: string, usual: string): string => {
  const text = chosen(settings, name) || usual
  if (text === "LF") return "\n"
  if (/^[0-9A-Fa-f]{2}$/.test(text)) return String.fromCharCode(Number.parseInt(text, 16))
  if (text.length !== 1)
    throw new EdiFault(`${name} "${foreignText(text)}" is one sign, LF, or two hexadecimal digits as 1C.`)
  return text
}

const lineEnds = { none: "", LF: "\n", CRLF: "\r\n" } as const

const partnerOf = (settings: Settings): X12Partner => {
  const senderId = demanded(settings, "senderId")
  const receiverId = demanded(settings, "receiverId")
  const version: X12Version = oneOf(settings, "version", ["4010", "5010"])
  const [element, component, repetition, terminator] = [
    separator(settings, "elementSeparator", "*"),
    separator(settings, "componentSeparator", ">"),
    separator(settings, "repetitionSeparator", "^"),
    separator(settings, "segmentTerminator", "~")
  ]
  return {
    version,
    sender: { qualifier: code(settings, "senderQualifier", "ZZ", 2), id: senderId },
    receiver: { qualifier: code(settings, "receiverQualifier", "ZZ", 2), id: receiverId },
    groupSender: chosen(settings, "groupSender") || senderId,
    groupReceiver: chosen(settings, "groupReceiver") || receiverId,
    usage: oneOf(settings, "usage", ["P", "T"]),
    style: {
      separators: { element, component, repetition: version === "5010" ? repetition : null, terminator },
      text: {
        ...usualStyle.text,
        characters: oneOf(settings, "characters", ["extended", "basic"])
      },
      lineEnd: lineEnds[oneOf(settings, "lineEnd", ["none", "LF", "CRLF"])]
    }
  }
}

const datesOf = (settings: Settings): PurchaseOrderOptions["dates"] =>
  textsByName(settings, "orderDates", '{"010": 2}').map(([qualifier, days]) => {
    if (!/^[0-9]{3}$/.test(qualifier) || !/^-?[0-9]{1,3}$/.test(days))
      throw new EdiFault('orderDates counts days after the order, by qualifier: {"010": 2, "001": 10}.')
    return [qualifier, Number(days)]
  })

const referencesOf = (settings: Settings): PurchaseOrderOptions["references"] =>
  textsByName(settings, "references", '{"VR": "12345"}').map(([qualifier, value]) => {
    const odd = [...value.matchAll(/\{([^{}]*)\}/g)].find(([, name = ""]) => referencePlace(name) === null)
    if (odd !== undefined)
      throw new EdiFault(
        `references: there is no ${foreignText(odd[0])}; there are {orderSource} and {channel.<name>}.`
      )
    return [qualifier, value]
  })

const elements = { "3": 3, "5": 5, "12": 12 } as const

const orderOf = (settings: Settings): PurchaseOrderOptions => ({
  purchaseType: code(settings, "purchaseType", usualPurchaseOrderOptions.purchaseType, 2),
  skuQualifier: code(settings, "skuQualifier", usualPurchaseOrderOptions.skuQualifier, 2),
  shipMethodQualifier: code(
    settings,
    "shipMethodQualifier",
    usualPurchaseOrderOptions.shipMethodQualifier,
    2
  ),
  shipMethodElement: elements[oneOf(settings, "shipMethodElement", ["3", "5", "12"])],
  channelOrderQualifier:
    chosen(settings, "channelOrderQualifier") === "none"
      ? ""
      : code(settings, "channelOrderQualifier", "CO", 3),
  unit: code(settings, "unit", usualPurchaseOrderOptions.unit, 2),
  hasTitles: oneOf(settings, "titles", ["yes", "no"]) === "yes",
  references: referencesOf(settings),
  dates: datesOf(settings),
  parties: rowsOfFour(settings, "parties", '[["SU", "Alder", "92", "0042"]]'),
  hasBillTo: oneOf(settings, "billTo", ["no", "yes"]) === "yes"
})

const placeOf = (text: string): TrackingPlace => {
  const [, segmentId, qualifier = "", element] =
    /^(REF|MAN|TD5|BSN)(?: ([A-Z0-9]{2,3}))? ([0-9]{1,2})$/.exec(text.trim()) ?? []
  if (segmentId !== "REF" && segmentId !== "MAN" && segmentId !== "TD5" && segmentId !== "BSN")
    throw new EdiFault(
      `trackingPlaces: "${foreignText(text)}" is no place like REF CN 2, MAN CP 2, TD5 5 or BSN 2.`
    )
  return { segmentId, qualifier, element: Number(element) }
}

const usualCarriers: ReadonlyArray<readonly [string, string]> = [
  ["UPSN", "UPS"],
  ["UPSG", "UPS"],
  ["UPSS", "UPS"],
  ["UPGF", "UPS"],
  ["FDEG", "FedEx"],
  ["FDEN", "FedEx"],
  ["FDE", "FedEx"],
  ["FEDX", "FedEx"],
  ["FXFE", "FedEx"],
  ["USPS", "USPS"],
  ["DHLC", "DHL"]
]

const readingOf = (settings: Settings, order: PurchaseOrderOptions): EdiReading => {
  const places = chosen(settings, "trackingPlaces")
  return {
    trackingPlaces: places === "" ? usualTrackingPlaces : places.split(",").map(placeOf),
    echoesLineIds: oneOf(settings, "echoesLineIds", ["yes", "no"]) === "yes",
    itemQualifiers: [...new Set([order.skuQualifier, "VN", "VP", "SK", "VC"])],
    partlyBackordered: oneOf(settings, "partlyBackordered", ["waiting", "leaving"]),
    carriers: new Map([...usualCarriers, ...textsByName(settings, "carriers", '{"ABCD": "Carrier"}')]),
    inventoryQualifier: code(settings, "inventoryQualifier", "33", 3)
  }
}

/** The envelope is tried with an empty answer: what it refuses now would refuse every order. */
const demandEnvelope = (partner: X12Partner): void => {
  const nothing = { functionalId: "FA", code: "997", sets: [] }
  const tried = writeInterchange(partner, nothing, { interchange: 1, group: 1, firstSet: 1 }, new Date(0))
  if (Result.isFailure(tried)) throw new EdiFault(`The envelope cannot be written: ${tried.failure.message}.`)
}

/** Throws an EdiFault that names the setting. */
const profileOf = (settings: Settings): EdiProfile => {
  const partner = partnerOf(settings)
  demandEnvelope(partner)
  const order = orderOf(settings)
  const fileName = fileNameTemplate(chosen(settings, "fileName"))
  fileNameOf(fileName, partner, { control: 1, set: "850", number: "SY-000001" })
  return { partner, order, fileName, reading: readingOf(settings, order) }
}

export const ediProfile = (settings: Settings): EdiProfile | string => {
  try {
    return profileOf(settings)
  } catch (cause) {
    if (cause instanceof EdiFault) return cause.message
    throw cause
  }
}

export const demandProfile = (supplier: Supplier): Effect.Effect<EdiProfile, TransportFailure> =>
  Effect.suspend(() => {
    const profile = ediProfile(supplier.settings)
    if (typeof profile !== "string") return Effect.succeed(profile)
    return new TransportFailure({ reason: "Misconfigured", message: `${supplier.name}: ${profile}` })
  })
