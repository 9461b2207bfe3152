import * as Effect from "effect/Effect"
import type { ClaimedIntent } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { now } from "../../domain/ports/clock.ts"
import type { EdiInterchanges } from "../../domain/ports/edi-interchanges.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SendAnswer, TransportError, TransportKind } from "../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolders } from "../files/remote-folder.ts"
import { answerFile, layAnswer } from "./edi-answer.ts"
import { ediFields } from "./edi-fields.ts"
import { receiveEdi } from "./edi-inbox.ts"
import { lookUpEdi } from "./edi-look-up.ts"
import { renderEdiMessage } from "./edi-message.ts"
import { renderEdi } from "./edi-order.ts"
import { demandProfile, ediProfile } from "./edi-profile.ts"
import type { Settings } from "./edi-setting.ts"
import { type EdiFolders, foldersFor, protocolOf } from "./edi-ways.ts"
import { sendFile } from "./file-dispatch.ts"
import { folderFault, folderSettings, foldersOf } from "./folder-settings.ts"
import { archiveFile } from "./incoming-folder.ts"
import type { SupplierTransport } from "./supplier-transport.ts"

/** What we write would be read back as the partner's. */
const sameFolder = (settings: Settings): string | null => {
  const { inboundFolder, outboundFolder } = folderSettings(settings)
  return inboundFolder === outboundFolder
    ? "inboundFolder and outboundFolder are one: what is written there would be read as the partner's."
    : null
}

const ediFault = (settings: Settings): string | null => {
  const protocol = protocolOf(settings)
  if (typeof protocol === "string") return protocol
  const profile = ediProfile(settings)
  return (
    protocol.fault(settings) ??
    (typeof profile === "string" ? profile : null) ??
    folderFault(settings) ??
    sameFolder(settings)
  )
}

export const ediX12Kind: TransportKind = {
  transport: "edi-x12",
  label: "EDI X12 by files (850, 860, 997 out; 855, 856, 846, 810, 865, 997 in)",
  testedBy: "documents only",
  fields: ediFields,
  canLookUp: true,
  says: ["order", "cancel"],
  brings: ["shipments", "acknowledgements", "receipts", "requestAnswers", "inventory"],
  fault: ediFault
}

const unsendable = (intent: ClaimedIntent, reason: string): SendAnswer => ({
  _tag: "Refused",
  reason: `The 850 cannot be written: ${reason}. Nothing was sent. Correct the order or the supplier's settings.`,
  evidence: { kind: "refusal", detail: { reason, sha256: intent.contentHash } }
})

/** Purchase orders as 850s in a partner's folder; what comes back is read, recorded and answered by 997s. */
export const makeEdiX12 = (ways: EdiFolders, interchanges: EdiInterchanges["Service"]): SupplierTransport => {
  const usable = (supplier: Supplier): Effect.Effect<RemoteFolders, TransportFailure> =>
    Effect.suspend(() => {
      const folders = foldersFor(ways, supplier)
      const fault = ediFault(supplier.settings)
      if (fault === null && typeof folders !== "string") return Effect.succeed(folders)
      return new TransportFailure({
        reason: "Misconfigured",
        message: `${supplier.name}: ${fault ?? String(folders)}`
      })
    })
  return {
    kind: ediX12Kind,
    render: renderEdi,
    renderMessage: renderEdiMessage,
    send: Effect.fn("edi.send")(function* <E>(
      supplier: Supplier,
      intent: ClaimedIntent,
      beforeIrrevocable: Effect.Effect<void, E>
    ): Effect.fn.Return<SendAnswer, TransportError | E> {
      const folders = yield* usable(supplier)
      const reason = intent.identifiers.unsendable
      if (reason !== undefined) return unsendable(intent, reason)
      return yield* folders.use(supplier, (remote) =>
        sendFile(remote, foldersOf(supplier).inboundFolder, intent, beforeIrrevocable)
      )
    }),
    lookUp: Effect.fn("edi.lookUp")(function* (supplier: Supplier, intent: ClaimedIntent) {
      const folders = yield* usable(supplier)
      return yield* lookUpEdi(folders, supplier, intent, yield* demandProfile(supplier))
    }),
    receive: Effect.fn("edi.receive")(function* (supplier: Supplier) {
      const folders = yield* usable(supplier)
      return yield* receiveEdi(folders, supplier, yield* demandProfile(supplier), interchanges)
    }),
    archive: Effect.fn("edi.archive")(function* (supplier: Supplier, fileName: string) {
      const folders = yield* usable(supplier)
      const profile = yield* demandProfile(supplier)
      const { inboundFolder, outboundFolder, archiveFolder } = foldersOf(supplier)
      // What was taken is answered before its file goes away: a death in between finds the file, and answers again.
      for (const owed of yield* interchanges.unanswered(supplier.id, fileName)) {
        const file = owed.file ?? (yield* interchanges.keepAnswer(owed.id, yield* answerFile(owed, profile)))
        yield* folders.use(supplier, (remote) => layAnswer(remote, inboundFolder, file))
        yield* interchanges.answered(owed.id, yield* now)
      }
      yield* folders.use(supplier, (remote) => archiveFile(remote, outboundFolder, archiveFolder, fileName))
    }),
    test: Effect.fn("edi.test")(function* (supplier: Supplier) {
      const folders = yield* usable(supplier)
      const protocol = protocolOf(supplier.settings)
      const { partner } = yield* demandProfile(supplier)
      const { inboundFolder, outboundFolder } = foldersOf(supplier)
      const waiting = (folder: string) =>
        folders.use(supplier, (remote) =>
          remote.list(folder).pipe(
            Effect.map((files) => files.filter((f) => f.isFile && !f.name.startsWith(".")).length),
            Effect.mapError((trouble) => remoteFailure(`read the folder ${folder}`, trouble))
          )
        )
      const connected = typeof protocol === "string" ? [] : [protocol.connected(supplier)]
      const usage = partner.usage === "P" ? "production" : "test"
      return [
        `Inbound folder ${inboundFolder} is there; ${yield* waiting(inboundFolder)} file(s) wait for the supplier.`,
        `Outbound folder ${outboundFolder} is there; ${yield* waiting(outboundFolder)} file(s) wait for us.`,
        ...connected,
        `X12 ${partner.version}, ${usage}: from ${partner.sender.qualifier}/${partner.sender.id} to ${partner.receiver.qualifier}/${partner.receiver.id}. Nothing was sent.`
      ]
    })
  }
}
