import type { Supplier } from "../../domain/model/supplier.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import { chosen } from "../files/incoming-format.ts"

type Settings = Readonly<Record<string, string>>

/** Inbound and outbound as the supplier sees them: orders go in, answers come out. */
export interface FolderSettings {
  readonly inboundFolder: string
  readonly outboundFolder: string
  readonly archiveFolder: string
}

const names = ["inboundFolder", "outboundFolder", "archiveFolder"] as const

export const folderSettings = (settings: Settings): FolderSettings => {
  const outboundFolder = chosen(settings, "outboundFolder") || "."
  return {
    inboundFolder: chosen(settings, "inboundFolder") || ".",
    outboundFolder,
    archiveFolder: chosen(settings, "archiveFolder") || `${outboundFolder}/archive`
  }
}

export const foldersOf = (supplier: Supplier): FolderSettings => folderSettings(supplier.settings)

/** A control character in a folder name would be a command of its own to an FTP server. */
export const folderFault = (settings: Settings, more: ReadonlyArray<string> = []): string | null => {
  const odd = [...names, ...more].find((name) => /\p{Cc}/u.test(chosen(settings, name)))
  return odd === undefined ? null : `${odd} holds a control character.`
}

export const folderFields: ReadonlyArray<SettingField> = [
  {
    name: "inboundFolder",
    label: "Inbound folder",
    help: "Where purchase orders go: inbound as the supplier sees it.",
    required: true,
    secret: false
  },
  {
    name: "outboundFolder",
    label: "Outbound folder",
    help: "Where the supplier puts shipment files: outbound as the supplier sees it.",
    required: false,
    secret: false
  },
  {
    name: "archiveFolder",
    label: "Archive folder",
    help: "Where read files are moved. Empty: archive in the outbound folder.",
    required: false,
    secret: false
  }
]
