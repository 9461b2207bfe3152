import type { Supplier } from "../../domain/model/supplier.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { RemoteFolders } from "../files/remote-folder.ts"
import { EdiFault, oneOf, type Settings } from "./edi-setting.ts"
import type { FileProtocol } from "./file-csv.ts"
import { folderCsv, ftpsCsv, sftpCsv } from "./file-protocols.ts"

const ways = ["sftp", "ftps", "folder"] as const
export type EdiWay = (typeof ways)[number]

/** Folders of suppliers by each protocol that X12 files travel by. */
export type EdiFolders = Readonly<Record<EdiWay, RemoteFolders>>

const protocols: Readonly<Record<EdiWay, FileProtocol>> = { sftp: sftpCsv, ftps: ftpsCsv, folder: folderCsv }

export const wayOf = (settings: Settings): EdiWay | string => {
  try {
    return oneOf(settings, "over", ways)
  } catch (cause) {
    if (cause instanceof EdiFault) return cause.message
    throw cause
  }
}

const isWay = (way: string): way is EdiWay => ways.some((each) => each === way)

export const protocolOf = (settings: Settings): FileProtocol | string => {
  const way = wayOf(settings)
  return isWay(way) ? protocols[way] : way
}

export const foldersFor = (folders: EdiFolders, supplier: Supplier): RemoteFolders | string => {
  const way = wayOf(supplier.settings)
  return isWay(way) ? folders[way] : way
}

/** Which of them a supplier needs depends on `over`, so none is demanded before that is known. */
export const wayFields: ReadonlyArray<SettingField> = [
  ...new Map(
    ways
      .flatMap((way) => protocols[way].fields.map((field) => ({ ...field, required: false })))
      .map((field) => [field.name, field])
  ).values()
]
