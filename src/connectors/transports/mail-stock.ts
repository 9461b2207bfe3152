import { columnNames, filePattern, incomingFormat } from "../files/incoming-format.ts"
import type { ReadFeed } from "./feed-file.ts"
import { inventoryPlan, readInventory } from "./inventory-csv.ts"
import type { MailFile } from "./mail-read.ts"

type Settings = Readonly<Record<string, string>>

/** Which attachments of a supplier say what it has, and how they are read. */
export interface MailStock {
  readonly takes: (file: MailFile) => boolean
  readonly read: ReadFeed
}

/** null: none do. A text is what keeps the settings from working. */
export const mailStock = (settings: Settings): MailStock | null | string => {
  if ((settings.inventoryFiles ?? "").trim() === "") return null
  const takes = filePattern(settings, "inventoryFiles")
  if (typeof takes === "string") return takes
  const format = incomingFormat(settings)
  if (typeof format === "string") return format
  const names = columnNames(settings, "inventoryColumns", inventoryPlan)
  if (typeof names === "string") return names
  return {
    takes: (file) => takes(file.name),
    read: (name, chunks) => readInventory(name, chunks, format, names)
  }
}

/** Settings that were checked at set-up. */
export const stockIn = (settings: Settings): MailStock | null => {
  const stock = mailStock(settings)
  return typeof stock === "string" ? null : stock
}
