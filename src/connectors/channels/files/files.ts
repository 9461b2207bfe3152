import * as Effect from "effect/Effect"
import type { ChannelKind } from "../../../domain/ports/sales-channels.ts"
import type { RemoteFolders } from "../../files/remote-folder.ts"
import type { ChannelConnector } from "../channel-connector.ts"
import { makeFilesAccess } from "./files-access.ts"
import { downloadPage } from "./files-download.ts"
import { filesFields } from "./files-fields.ts"
import { makeMemories } from "./files-memory.ts"
import type { FilesProtocol } from "./files-protocol.ts"
import { pushFulfillment } from "./files-push.ts"
import { uploadInventory } from "./files-stock.ts"
import { testChannel } from "./files-test.ts"
import { usualStatus } from "./status-words.ts"

const kindOf = (protocol: FilesProtocol): ChannelKind => ({
  kind: protocol.kind,
  label: protocol.label,
  testedBy: "live",
  fields: [...protocol.fields, ...filesFields],
  defaultEligibleStatuses: [usualStatus, "paid"],
  partialFulfillment: true,
  notifiesBuyer: false,
  capabilities: {
    inventory: {
      usesAvailableQuantity: true,
      comparesAndSets: false,
      batch: 5_000,
      // Files are taken in the order of their time: a later one must not be there before an earlier one.
      oneAtATime: true,
      changesADay: null
    },
    // Whatever lies in the folder is read, however old; what was archived is not looked at again.
    reachBackDays: null,
    askBeforeSend: false,
    // The file before is put away when the next one is asked for.
    readsAhead: false,
    // Files are not counted as requests.
    allowance: { requests: 100, perMs: 1_000, burst: 100 }
  },
  guide: null
})

/** Orders from files and shipments and inventory as files, by whatever protocol the folders are reached. */
export const makeFiles = (protocol: FilesProtocol, folders: RemoteFolders): ChannelConnector => {
  const access = makeFilesAccess(protocol, folders)
  return {
    kind: kindOf(protocol),
    downloadPage: downloadPage(access, makeMemories()),
    // A folder cannot be asked about an order.
    readOrders: () => Effect.succeed([]),
    pushFulfillment: pushFulfillment(access),
    uploadInventory: uploadInventory(access),
    // Nor about a stock: nobody writes back what a shop shows.
    readInventory: () => Effect.succeed([]),
    test: testChannel(access, protocol),
    placeTestOrder: () => Effect.succeed(null)
  }
}
