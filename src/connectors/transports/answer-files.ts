import type { LineAnswer } from "../../domain/model/supplier-answer.ts"
import { lineAnswers } from "../../domain/model/supplier-answer.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { chosen, columnNames, filePattern, incomingFormat } from "../files/incoming-format.ts"
import { foreignText } from "../foreign-text.ts"
import { settingField } from "../setting-field.ts"
import { type AnswerWords, acknowledgementPlan, readAcknowledgementCsv } from "./acknowledgement-csv.ts"
import type { ReadFeed } from "./feed-file.ts"
import { folderFault, folderSettings } from "./folder-settings.ts"
import type { IncomingFolder } from "./incoming-folder.ts"
import { inventoryPlan, readInventory } from "./inventory-csv.ts"
import { readShipmentCsv, shipmentPlan } from "./shipment-csv.ts"

type Settings = Readonly<Record<string, string>>

export const answerKinds = ["shipments", "acknowledgements", "inventory"] as const
export type AnswerFileKind = (typeof answerKinds)[number]

export interface AnswerFolder extends IncomingFolder {
  readonly kind: AnswerFileKind
  /** How its files are read where they are feeds; null: they are not. */
  readonly readFeed: ReadFeed | null
}

const isAnswer = (word: unknown): word is LineAnswer => lineAnswers.some((answer) => answer === word)

/** `{"Bestätigt": "accepted"}`, or what keeps it from working. */
const answerWords = (settings: Settings): AnswerWords | string => {
  const text = chosen(settings, "acknowledgementWords")
  const words: Record<string, LineAnswer> = {}
  if (text === "") return words
  const example = `acknowledgementWords is not JSON like {"Their word": "accepted"}.`
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return example
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return example
  for (const [word, answer] of Object.entries(json)) {
    if (!isAnswer(answer))
      return `acknowledgementWords gives "${foreignText(word)}" no answer of ${lineAnswers.join(", ")}.`
    words[word.toLowerCase()] = answer
  }
  return words
}

/** Where the settings say that a kind of file lies; null: nowhere, it is not read. */
const placeOf = (settings: Settings, kind: AnswerFileKind) => {
  const { outboundFolder, archiveFolder } = folderSettings(settings)
  if (kind === "shipments") return { folder: outboundFolder, archive: archiveFolder }
  const name = kind === "acknowledgements" ? "acknowledgement" : "inventory"
  const folder = chosen(settings, `${name}Folder`)
  if (folder === "" && chosen(settings, `${name}Files`) === "") return null
  const set = chosen(settings, "archiveFolder")
  return { folder: folder || outboundFolder, archive: set || `${folder || outboundFolder}/archive` }
}

/** The folders that are read of a supplier with these settings, or what keeps the settings from working. */
export const answerFolders = (settings: Settings): ReadonlyArray<AnswerFolder> | string => {
  const control = folderFault(settings, ["acknowledgementFolder", "inventoryFolder"])
  if (control !== null) return control
  const format = incomingFormat(settings)
  if (typeof format === "string") return format
  const shipments = columnNames(settings, "shipmentColumns", shipmentPlan)
  if (typeof shipments === "string") return shipments
  const acknowledgements = columnNames(settings, "acknowledgementColumns", acknowledgementPlan)
  if (typeof acknowledgements === "string") return acknowledgements
  const inventory = columnNames(settings, "inventoryColumns", inventoryPlan)
  if (typeof inventory === "string") return inventory
  const words = answerWords(settings)
  if (typeof words === "string") return words
  const readers: Readonly<Record<AnswerFileKind, readonly [setting: string, read: IncomingFolder["read"]]>> =
    {
      shipments: ["shipmentFiles", (name, content) => readShipmentCsv(name, content, format, shipments)],
      acknowledgements: [
        "acknowledgementFiles",
        (name, content) => readAcknowledgementCsv(name, content, format, acknowledgements, words)
      ],
      inventory: ["inventoryFiles", null]
    }
  const readFeed: ReadFeed = (name, chunks) => readInventory(name, chunks, format, inventory)
  const found: Array<AnswerFolder> = []
  for (const kind of answerKinds) {
    const [setting, read] = readers[kind]
    const takes = filePattern(settings, setting)
    if (typeof takes === "string") return takes
    const place = placeOf(settings, kind)
    if (place !== null)
      found.push({ ...place, kind, source: kind, takes, read, readFeed: read === null ? readFeed : null })
  }
  return sharedFolder(settings, found) ?? found
}

/** Two kinds of file in one folder are told apart by their names, so each needs a pattern. */
const sharedFolder = (settings: Settings, found: ReadonlyArray<AnswerFolder>): string | null => {
  for (const [folder, kinds] of Map.groupBy(found, (place) => place.folder)) {
    if (kinds.length < 2) continue
    const open = kinds.find(({ kind }) => chosen(settings, filesSetting[kind]) === "")
    if (open !== undefined)
      return `${kinds.map(({ kind }) => kind).join(" and ")} lie in the folder ${foreignText(folder)}: set ${filesSetting[open.kind]} to a pattern like ${open.kind.slice(0, 3)}_*.csv.`
  }
  return null
}

const filesSetting: Readonly<Record<AnswerFileKind, string>> = {
  shipments: "shipmentFiles",
  acknowledgements: "acknowledgementFiles",
  inventory: "inventoryFiles"
}

export const answerFields: ReadonlyArray<SettingField> = [
  settingField(
    "shipmentFiles",
    "Shipment files",
    "Names of shipment files, as shp_*.csv. Empty: every file."
  ),
  settingField(
    "shipmentColumns",
    "Shipment columns",
    'What the supplier calls our columns, where not as we do: {"po_number": "Order Ref", "qty": "Menge"}.'
  ),
  settingField(
    "acknowledgementFolder",
    "Acknowledgement folder",
    "Where the supplier puts acknowledgements. Empty: none, or the outbound folder if acknowledgementFiles is set."
  ),
  settingField(
    "acknowledgementFiles",
    "Acknowledgement files",
    "Names of acknowledgement files, as ack_*.csv."
  ),
  settingField(
    "acknowledgementColumns",
    "Acknowledgement columns",
    'What the supplier calls our columns: {"po_number": "Order Ref", "status": "Answer"}.'
  ),
  settingField(
    "acknowledgementWords",
    "Acknowledgement words",
    `The supplier's words for ${lineAnswers.join(", ")}: {"Bestaetigt": "accepted"}.`
  ),
  settingField(
    "inventoryFolder",
    "Inventory folder",
    "Where the supplier puts inventory. Empty: none, or the outbound folder if inventoryFiles is set."
  ),
  settingField("inventoryFiles", "Inventory files", "Names of inventory files, as inv_*.csv."),
  settingField(
    "inventoryColumns",
    "Inventory columns",
    'What the supplier calls our columns: {"sku": "Item", "qty": "Stock"}.'
  ),
  settingField(
    "incomingSeparator",
    "Incoming separator",
    "comma, semicolon, tab or pipe. Empty: the header tells."
  ),
  settingField("incomingEncoding", "Incoming encoding", "auto (the default), utf-8 or windows-1252."),
  settingField(
    "incomingDate",
    "Incoming dates",
    "How the supplier writes days, as MM/DD/YYYY or DD.MM.YYYY HH:mm, in UTC. Empty: 2026-11-22."
  )
]
