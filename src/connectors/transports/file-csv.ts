import * as Effect from "effect/Effect"
import type { ClaimedIntent } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SettingField } from "../../domain/ports/sales-channels.ts"
import type { SendAnswer, TransportError, TransportKind } from "../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolders } from "../files/remote-folder.ts"
import { answerFields, answerFolders } from "./answer-files.ts"
import { lookUpFile, sendFile } from "./file-dispatch.ts"
import { folderFields, foldersOf } from "./folder-settings.ts"
import { makeReadSizes } from "./incoming-folder.ts"
import { purchaseOrderFile } from "./purchase-order-file.ts"
import { purchaseOrderFormat } from "./purchase-order-format.ts"
import { formatFields } from "./purchase-order-format-fields.ts"
import { archiveAnswer, openFeeds, receiveAnswers, testAnswers } from "./supplier-answers.ts"
import type { SupplierTransport } from "./supplier-transport.ts"
import { unsendable } from "./unsendable.ts"

type Settings = Readonly<Record<string, string>>

/** What is different from one file protocol to another. */
export interface FileProtocol {
  readonly transport: string
  readonly label: string
  readonly testedBy: string
  readonly fields: ReadonlyArray<SettingField>
  readonly fault: (settings: Settings) => string | null
  /** What a connection proves, in words for the test. */
  readonly connected: (supplier: Supplier) => string
}

const kindOf = (protocol: FileProtocol): TransportKind => ({
  transport: protocol.transport,
  label: protocol.label,
  testedBy: protocol.testedBy,
  fields: [...protocol.fields, ...folderFields, ...formatFields, ...answerFields],
  canLookUp: true,
  says: ["order"],
  brings: ["shipments", "acknowledgements", "inventory"],
  bringsStock: (settings) =>
    ["inventoryFolder", "inventoryFiles"].some((name) => (settings[name] ?? "").trim() !== ""),
  fault: (settings) => {
    const format = purchaseOrderFormat(settings)
    const answers = answerFolders(settings)
    return (
      protocol.fault(settings) ??
      (typeof format === "string" ? format : null) ??
      (typeof answers === "string" ? answers : null)
    )
  }
})

const refusedUnsent = (intent: ClaimedIntent, reason: string): SendAnswer => ({
  _tag: "Refused",
  reason: `${reason}. Nothing was sent. Correct the order, or set csvEncoding to utf-8 if the supplier can read it.`,
  evidence: {
    kind: "refusal",
    detail: { file: intent.identifiers.fileName ?? "", reason, sha256: intent.contentHash }
  }
})

/** Purchase orders as CSV files, by whatever protocol the files go. */
export const makeFileCsv = (protocol: FileProtocol, folders: RemoteFolders): SupplierTransport => {
  const kind = kindOf(protocol)
  const without = (supplier: Supplier, fault: string | null): Effect.Effect<void, TransportFailure> => {
    if (fault === null) return Effect.void
    return new TransportFailure({ reason: "Misconfigured", message: `${supplier.name}: ${fault}` })
  }
  // The bytes are rendered already: columns that were set wrong since then do not keep a doubt from being settled.
  const reachable = (supplier: Supplier) => without(supplier, protocol.fault(supplier.settings))
  const sizesOf = makeReadSizes()
  return {
    kind,
    render: (supplier, order) => {
      const format = purchaseOrderFormat(supplier.settings)
      // Set-up refuses settings that do not work, so these were changed behind our back.
      return typeof format === "string" ? unsendable(order, format) : purchaseOrderFile(format, order)
    },
    send: Effect.fn("fileCsv.send")(function* <E>(
      supplier: Supplier,
      intent: ClaimedIntent,
      beforeIrrevocable: Effect.Effect<void, E>
    ): Effect.fn.Return<SendAnswer, TransportError | E> {
      yield* reachable(supplier)
      const reason = intent.identifiers.unsendable
      if (reason !== undefined) return refusedUnsent(intent, reason)
      return yield* folders.use(supplier, (remote) =>
        sendFile(remote, foldersOf(supplier).inboundFolder, intent, beforeIrrevocable)
      )
    }),
    lookUp: (supplier, intent) =>
      Effect.andThen(
        reachable(supplier),
        folders.use(supplier, (remote) => lookUpFile(remote, foldersOf(supplier).inboundFolder, intent))
      ),
    receive: (supplier) => receiveAnswers(folders, supplier, sizesOf(supplier)),
    openFeeds: (supplier, fileName) => openFeeds(folders, supplier, fileName, sizesOf(supplier)),
    archive: (supplier, fileName) => archiveAnswer(folders, supplier, fileName, sizesOf(supplier)),
    test: Effect.fn("fileCsv.test")(function* (supplier: Supplier) {
      yield* without(supplier, kind.fault?.(supplier.settings) ?? null)
      const { inboundFolder } = foldersOf(supplier)
      const inbound = yield* folders.use(supplier, (remote) =>
        Effect.mapError(remote.list(inboundFolder), (trouble) =>
          remoteFailure(`read the inbound folder ${inboundFolder}`, trouble)
        )
      )
      const waiting = inbound.filter((file) => file.isFile && !file.name.startsWith(".")).length
      return [
        protocol.connected(supplier),
        `Inbound folder ${inboundFolder} is there; ${waiting} file(s) wait for the supplier.`,
        ...(yield* testAnswers(folders, supplier))
      ]
    })
  }
}
