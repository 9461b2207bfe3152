import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { IncomingFile } from "../../domain/model/supplier-answer.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "./remote-failure.ts"
import type { SftpPool } from "./sftp-pool.ts"
import { type SftpPrefix, sftpSettings } from "./sftp-settings.ts"
import { archiveFile, receiveFiles } from "./shipment-folder.ts"

export interface ShipmentsBySftp {
  readonly receive: (supplier: Supplier) => Effect.Effect<ReadonlyArray<IncomingFile>, TransportError>
  readonly archive: (supplier: Supplier, fileName: string) => Effect.Effect<void, TransportError>
  readonly test: (supplier: Supplier) => Effect.Effect<ReadonlyArray<string>, TransportError>
}

/** Shipment files in a supplier's outbound folder, whatever way its purchase orders go. */
export const shipmentsBySftp = (pool: SftpPool, prefix: SftpPrefix): ShipmentsBySftp => ({
  receive: Effect.fn("shipments.receive")(function* (supplier: Supplier) {
    if (supplier.trackingSource === "none") return []
    const { outboundFolder } = yield* sftpSettings(supplier, prefix)
    return yield* pool
      .folders(prefix)
      .use(supplier, (remote) => receiveFiles(remote, outboundFolder, pool.folders(prefix).settleMs))
  }),
  archive: Effect.fn("shipments.archive")(function* (supplier: Supplier, fileName: string) {
    const { outboundFolder, archiveFolder } = yield* sftpSettings(supplier, prefix)
    yield* pool
      .folders(prefix)
      .use(supplier, (remote) => archiveFile(remote, outboundFolder, archiveFolder, fileName))
  }),
  test: Effect.fn("shipments.test")(function* (supplier: Supplier) {
    if (supplier.trackingSource === "none") return ["No shipment files are read from this supplier."]
    const { outboundFolder } = yield* sftpSettings(supplier, prefix)
    const files = yield* pool
      .folders(prefix)
      .use(supplier, (remote) =>
        Effect.mapError(remote.list(outboundFolder), (trouble) =>
          remoteFailure(`read the outbound folder ${outboundFolder}`, trouble)
        )
      )
    const waiting = files.filter((file) => file.isFile && !file.name.startsWith(".")).length
    return [`Outbound folder ${outboundFolder} is there; ${waiting} shipment file(s) wait.`]
  })
})
