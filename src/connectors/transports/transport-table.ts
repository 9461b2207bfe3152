import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Supplier } from "../../domain/model/supplier.ts"
import { EdiInterchanges } from "../../domain/ports/edi-interchanges.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { SupplierTransports } from "../../domain/ports/supplier-transports.ts"
import { Vault } from "../../domain/ports/vault.ts"
import { defaultFtpTimes, type FtpTimes } from "../files/ftp-connection.ts"
import { makeFtpPool } from "../files/ftp-pool.ts"
import { defaultLocalTimes, type LocalTimes, localFolders } from "../files/local-settings.ts"
import { defaultSftpTimes, type SftpTimes } from "../files/sftp-connection.ts"
import { makeSftpPool } from "../files/sftp-pool.ts"
import { foreignText } from "../foreign-text.ts"
import { defaultLimits, type HttpLimits, makeHttp } from "../http.ts"
import { defaultImapTimes, type ImapTimes } from "../imap.ts"
import { defaultSmtpTimes, type SmtpTimes } from "../smtp.ts"
import { makeEdiX12 } from "./edi-x12.ts"
import { makeEmail } from "./email.ts"
import { makeFileCsv } from "./file-csv.ts"
import { folderCsv, ftpCsv, ftpsCsv, sftpCsv } from "./file-protocols.ts"
import { makeHttpJson } from "./http-json.ts"
import { makeInboxPool } from "./mail-inbox-pool.ts"
import type { SupplierTransport } from "./supplier-transport.ts"
import { unsendable } from "./unsendable.ts"

export interface SupplierTransportsOptions {
  readonly sftpTimes?: SftpTimes
  readonly ftpTimes?: FtpTimes
  readonly localTimes?: LocalTimes
  readonly smtpTimes?: SmtpTimes
  readonly imapTimes?: ImapTimes
  readonly httpLimits?: HttpLimits
  /** How long an unused connection is kept for the next batch. */
  readonly idleMs?: number
}

const noTransport = (name: string, known: Iterable<string>): string =>
  `No transport "${foreignText(name)}". Known: ${[...known].join(", ")}.`

/** Adding a transport: its own file, and its row in `rows`. */
export const supplierTransportsLayer = (
  options: SupplierTransportsOptions = {}
): Layer.Layer<SupplierTransports, never, Vault | EdiInterchanges> =>
  Layer.effect(
    SupplierTransports,
    Effect.gen(function* () {
      const vault = yield* Vault
      const idleMs = options.idleMs ?? 5_000
      const pool = yield* makeSftpPool(vault, "supplier", options.sftpTimes ?? defaultSftpTimes, idleMs)
      const ftpTimes = options.ftpTimes ?? defaultFtpTimes
      const ftps = yield* makeFtpPool(vault, "supplier", "ftps", ftpTimes, idleMs)
      const http = yield* makeHttp(options.httpLimits ?? defaultLimits)
      const inbox = yield* makeInboxPool(vault, http, options.imapTimes ?? defaultImapTimes, idleMs)
      const local = localFolders(options.localTimes ?? defaultLocalTimes)
      const rows: ReadonlyArray<SupplierTransport> = [
        makeFileCsv(sftpCsv, pool.folders("")),
        makeFileCsv(ftpsCsv, ftps),
        makeFileCsv(ftpCsv, yield* makeFtpPool(vault, "supplier", "ftp", ftpTimes, idleMs)),
        makeFileCsv(folderCsv, local),
        makeEdiX12({ sftp: pool.folders(""), ftps, folder: local }, yield* EdiInterchanges),
        makeEmail(vault, { sftp: pool, inbox }, options.smtpTimes ?? defaultSmtpTimes),
        makeHttpJson(vault, http)
      ]
      const table = new Map(rows.map((row) => [row.kind.transport, row]))
      const transport = (supplier: Supplier): Effect.Effect<SupplierTransport, TransportFailure> => {
        const row = table.get(supplier.transport)
        if (row !== undefined) return Effect.succeed(row)
        return new TransportFailure({
          reason: "Misconfigured",
          message: noTransport(supplier.transport, table.keys())
        })
      }
      return SupplierTransports.of({
        kinds: rows.map((row) => row.kind),
        prepare: (supplier) => table.get(supplier.transport)?.prepare?.(supplier) ?? Effect.void,
        render: (supplier, order) => {
          const row = table.get(supplier.transport)
          // Set-up refuses an unknown transport, so a supplier that has one was changed behind our back.
          return row === undefined
            ? unsendable(order, noTransport(supplier.transport, table.keys()))
            : row.render(supplier, order)
        },
        send: (supplier, intent, beforeIrrevocable) =>
          Effect.flatMap(transport(supplier), (t) => t.send(supplier, intent, beforeIrrevocable)),
        lookUp: (supplier, intent) => Effect.flatMap(transport(supplier), (t) => t.lookUp(supplier, intent)),
        renderMessage: (supplier, message) =>
          table.get(supplier.transport)?.renderMessage?.(supplier, message) ?? null,
        receive: (supplier) => Effect.flatMap(transport(supplier), (t) => t.receive(supplier)),
        openFeeds: (supplier, fileName) =>
          Effect.flatMap(
            transport(supplier),
            (t) => t.openFeeds?.(supplier, fileName) ?? Effect.succeed(null)
          ),
        archive: (supplier, fileName) =>
          Effect.flatMap(transport(supplier), (t) => t.archive(supplier, fileName)),
        test: (supplier) => Effect.flatMap(transport(supplier), (t) => t.test(supplier))
      })
    })
  )
