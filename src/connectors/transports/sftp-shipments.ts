import * as Effect from "effect/Effect"
import { type Supplier, tellsTracking } from "../../domain/model/supplier.ts"
import type { IncomingFile } from "../../domain/model/supplier-answer.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { SftpPool } from "../files/sftp-pool.ts"
import { type SftpPrefix, sftpSettings } from "../files/sftp-settings.ts"
import { archiveFile, type IncomingFolder, makeReadSizes, receiveFiles } from "./incoming-folder.ts"
import { readShipmentCsv } from "./shipment-csv.ts"

export interface ShipmentsBySftp {
  readonly receive: (supplier: Supplier) => Effect.Effect<ReadonlyArray<IncomingFile>, TransportError>
  readonly archive: (supplier: Supplier, fileName: string) => Effect.Effect<void, TransportError>
  readonly test: (supplier: Supplier) => Effect.Effect<ReadonlyArray<string>, TransportError>
}

/** Shipment files in a supplier's outbound folder beside another transport (`sftpHost` ...). */
export const shipmentsBySftp = (pool: SftpPool, prefix: SftpPrefix): ShipmentsBySftp => {
  const folders = pool.folders(prefix)
  const sizesOf = makeReadSizes()
  const place = Effect.fn("shipments.place")(function* (supplier: Supplier) {
    const { outboundFolder, archiveFolder } = yield* sftpSettings(supplier, prefix)
    const incoming: IncomingFolder = {
      folder: outboundFolder,
      archive: archiveFolder,
      source: "shipments",
      takes: () => true,
      read: readShipmentCsv
    }
    return incoming
  })
  return {
    receive: Effect.fn("shipments.receive")(function* (supplier: Supplier) {
      if (!tellsTracking(supplier)) return []
      const incoming = yield* place(supplier)
      const sizes = sizesOf(supplier)
      sizes.clear()
      return yield* folders.use(supplier, (remote) => receiveFiles(remote, incoming, folders.settleMs, sizes))
    }),
    archive: Effect.fn("shipments.archive")(function* (supplier: Supplier, fileName: string) {
      const { folder, archive } = yield* place(supplier)
      yield* folders.use(supplier, (remote) =>
        archiveFile(remote, folder, archive, fileName, sizesOf(supplier))
      )
    }),
    test: Effect.fn("shipments.test")(function* (supplier: Supplier) {
      if (!tellsTracking(supplier)) return ["No shipment files are read from this supplier."]
      const { folder } = yield* place(supplier)
      const files = yield* folders.use(supplier, (remote) =>
        Effect.mapError(remote.list(folder), (trouble) =>
          remoteFailure(`read the outbound folder ${folder}`, trouble)
        )
      )
      const waiting = files.filter((file) => file.isFile && !file.name.startsWith(".")).length
      return [`Outbound folder ${folder} is there; ${waiting} shipment file(s) wait.`]
    })
  }
}
