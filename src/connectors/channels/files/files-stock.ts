import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError, StockAnswer, StockLevel } from "../../../domain/ports/sales-channels.ts"
import { type FilesAccess, folderFailure } from "./files-access.ts"
import { idCell } from "./order-cell.ts"
import { putFile } from "./put-file.ts"
import { stockFile, stockFileName } from "./stock-file.ts"

/** A SKU that would not come back as it is, or that a spreadsheet would run, is left out and named. */
const unwritable = (level: StockLevel): StockAnswer | null => {
  const sku = idCell(level.sku)
  if (typeof sku === "string") return null
  return { _tag: "Rejected", sku: level.sku, reason: `sku ${sku.reason}.` }
}

/** A file for each batch, with the levels that changed and no others. */
export const uploadInventory = (access: FilesAccess) =>
  Effect.fn("files.uploadInventory")(function* (
    channel: SalesChannel,
    key: string,
    levels: ReadonlyArray<StockLevel>
  ): Effect.fn.Return<ReadonlyArray<StockAnswer>, ChannelError> {
    const { stock } = yield* access.settings(channel)
    if (stock === null)
      return yield* new ChannelFailure({
        reason: "Misconfigured",
        message: `${channel.name}: set inventoryFolder, or switch Inventory Upload off.`
      })
    const refused = levels.map(unwritable).filter((answer) => answer !== null)
    const good = levels.filter((level) => unwritable(level) === null)
    if (good.length === 0) return refused
    const { folder, format } = stock
    const name = stockFileName(key, format)
    const content = stockFile(good, format)
    const put = yield* access.use(channel, (remote) =>
      Effect.mapError(putFile(remote, { folder, taken: null, name, content }), (trouble) =>
        folderFailure(`write ${name} to ${folder}`, trouble)
      )
    )
    const reason = `${folder} holds a file ${name} that says something else; nothing was replaced.`
    return [
      ...refused,
      ...good.map(
        ({ sku }): StockAnswer =>
          put === "other" ? { _tag: "Rejected", sku, reason } : { _tag: "Accepted", sku }
      )
    ]
  })
