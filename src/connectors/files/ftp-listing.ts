import type { FileInfo } from "basic-ftp"
import type { RemoteFile } from "./remote-folder.ts"

const day = 86_400_000

/** Old listings say `Nov 22 06:41` of a recent file, without a year: the last such minute that is not to come. */
export const listedTime = (text: string, at: Date): number => {
  if (!/^[A-Za-z]{3}\s+\d{1,2}\s+\d{1,2}:\d{2}$/.test(text)) {
    // Windows writes `11-22-26  06:41AM`.
    return Date.parse(`${text.replace(/(\d)([AP]M)$/i, "$1 $2")} UTC`) || 0
  }
  const thisYear = Date.parse(`${text} ${at.getUTCFullYear()} UTC`)
  const past = thisYear <= at.getTime() + day
  return (past ? thisYear : Date.parse(`${text} ${at.getUTCFullYear() - 1} UTC`)) || 0
}

export const listedFile = (info: FileInfo, at: Date): RemoteFile => ({
  name: info.name,
  size: info.size,
  modifiedAt: (info.modifiedAt?.getTime() ?? listedTime(info.rawModifiedAt, at)) / 1000,
  isFile: info.isFile
})
