import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { wayFields } from "./edi-ways.ts"
import { folderFields } from "./folder-settings.ts"

type Row = readonly [name: string, label: string, help: string, required?: "required"]

const rows: ReadonlyArray<Row> = [
  ["over", "Files travel over", "sftp (the default), ftps or folder."],
  ["senderId", "Your ISA id", "ISA06: your id with the partner, at most 15 characters.", "required"],
  ["senderQualifier", "Your ISA qualifier", "ISA05, as ZZ (the default), 12 telephone, 01 DUNS."],
  ["receiverId", "Partner's ISA id", "ISA08: the partner's id, at most 15 characters.", "required"],
  ["receiverQualifier", "Partner's ISA qualifier", "ISA07, as ZZ (the default), 12 telephone, 01 DUNS."],
  ["groupSender", "Your GS id", "GS02. Empty: your ISA id."],
  ["groupReceiver", "Partner's GS id", "GS03. Empty: the partner's ISA id."],
  ["version", "Version", "4010 (the default) or 5010."],
  ["usage", "Usage", "ISA15: P for production (the default) or T while you test. The other is not read."],
  ["elementSeparator", "Element separator", "One sign, or two hexadecimal digits as 1D. Empty: *"],
  ["componentSeparator", "Component separator", "One sign, or two hexadecimal digits as 1F. Empty: >"],
  ["repetitionSeparator", "Repetition separator", "For 5010. One sign, or two hexadecimal digits. Empty: ^"],
  ["segmentTerminator", "Segment terminator", "One sign, LF, or two hexadecimal digits as 1C. Empty: ~"],
  ["lineEnd", "Line end", "After each terminator: none (the default), LF or CRLF."],
  ["characters", "Characters", "extended (the default: printable ASCII) or basic (capitals, fewer signs)."],
  [
    "fileName",
    "File name",
    "Of what you write, with {isa13}, {set}, {number}, {sender}, {receiver}. Empty: {isa13}_{set}_{number}.x12"
  ],
  ["purchaseType", "Purchase type", "BEG02: DS drop ship (the default), NE new order, SA stand-alone."],
  ["skuQualifier", "SKU qualifier", "PO106 of the supplier's SKU: VN (the default), SK, VP, UP ..."],
  ["unit", "Unit", "PO103: EA (the default), or another unit of X12."],
  ["titles", "Titles", "yes (the default): a PID with the title of each line; no leaves it out."],
  ["shipMethodQualifier", "Ship-method qualifier", "TD502: ZZ as agreed (the default), 2 SCAC."],
  [
    "shipMethodElement",
    "Ship-method element",
    "Where TD5 takes the code: 3 (the default), 5 routing, 12 level."
  ],
  [
    "channelOrderQualifier",
    "Channel-order qualifier",
    "REF01 of the shop's number: CO (the default) or none."
  ],
  [
    "references",
    "References",
    'REF segments on every order, by qualifier: {"VR": "12345", "IA": "{orderSource}", "ZZ": "{channel.warehouse}"}.'
  ],
  ["orderDates", "Order dates", 'DTM segments, days after the order by qualifier: {"010": 2, "001": 10}.'],
  ["parties", "Parties", 'N1 before the ship-to: [["SU", "Alder", "92", "0042"]], four texts each.'],
  ["billTo", "Bill-to", "yes: a BT loop with the buyer's address as well; no (the default)."],
  [
    "trackingPlaces",
    "Tracking places",
    "Where an 856 holds the tracking number, first found counts: REF CN 2, REF 2I 2, MAN CP 2 (the default), MAN GM 2, TD5 5, BSN 2."
  ],
  ["echoesLineIds", "Echoes line ids", "yes (the default): PO101 and LIN01 repeat ours; no: SKUs decide."],
  [
    "partlyBackordered",
    "Quantity of ACK BP",
    "Whether ACK02 of a BP counts the pieces waiting (the default) or leaving."
  ],
  ["carriers", "Carriers", 'What the partner\'s TD503 means, beside the usual: {"ABCD": "Alder Freight"}.'],
  [
    "inventoryQualifier",
    "Inventory qualifier",
    "QTY01 of what can be sold in an 846: 33 (the default), 17 ..."
  ]
]

export const ediFields: ReadonlyArray<SettingField> = [
  ...rows.map(([name, label, help, required]) => ({
    name,
    label,
    help,
    required: required === "required",
    secret: false
  })),
  ...wayFields,
  ...folderFields
]
