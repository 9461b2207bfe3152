import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import type { TransportKind } from "../../domain/ports/supplier-transports.ts"
import { lookUpFile, sendFile } from "./file-dispatch.ts"
import { purchaseOrderCsv, purchaseOrderFileName } from "./purchase-order-csv.ts"
import { remoteFailure } from "./remote-failure.ts"
import type { SftpPool } from "./sftp-pool.ts"
import { sftpFields, sftpSettings } from "./sftp-settings.ts"
import { shipmentsBySftp } from "./sftp-shipments.ts"
import type { SupplierTransport } from "./supplier-transport.ts"

export const sftpCsvKind: TransportKind = {
  transport: "sftp-csv",
  label: "CSV files by SFTP",
  testedBy: "live",
  fields: sftpFields(""),
  canLookUp: true,
  says: ["order"],
  brings: ["shipments"]
}

export const makeSftpCsv = (pool: SftpPool): SupplierTransport => {
  const shipments = shipmentsBySftp(pool, "")
  return {
    kind: sftpCsvKind,
    render: (_supplier, order) => ({
      content: purchaseOrderCsv(order),
      identifiers: { fileName: purchaseOrderFileName(order) }
    }),
    send: (supplier, intent, beforeIrrevocable) =>
      Effect.flatMap(sftpSettings(supplier, ""), ({ inboundFolder }) =>
        pool.folders("").use(supplier, (remote) => sendFile(remote, inboundFolder, intent, beforeIrrevocable))
      ),
    lookUp: (supplier, intent) =>
      Effect.flatMap(sftpSettings(supplier, ""), ({ inboundFolder }) =>
        pool.folders("").use(supplier, (remote) => lookUpFile(remote, inboundFolder, intent))
      ),
    receive: shipments.receive,
    archive: shipments.archive,
    test: Effect.fn("sftpCsv.test")(function* (supplier: Supplier) {
      const { inboundFolder } = yield* sftpSettings(supplier, "")
      const inbound = yield* pool
        .folders("")
        .use(supplier, (remote) =>
          Effect.mapError(remote.list(inboundFolder), (trouble) =>
            remoteFailure(`read the inbound folder ${inboundFolder}`, trouble)
          )
        )
      const waiting = inbound.filter((file) => file.isFile && !file.name.startsWith(".")).length
      const line = `Inbound folder ${inboundFolder} is there; ${waiting} file(s) wait for the supplier.`
      return ["Connected; the host key is the pinned one.", line, ...(yield* shipments.test(supplier))]
    })
  }
}
