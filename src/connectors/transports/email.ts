import * as Effect from "effect/Effect"
import type { ClaimedIntent, Evidence, EvidenceKind } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SendAnswer, TransportKind } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { SftpPool } from "../files/sftp-pool.ts"
import { settingOf, sftpFields } from "../files/sftp-settings.ts"
import { openSmtp, type SmtpReceipt, type SmtpTimes, type SmtpTrouble, sendSmtp } from "../smtp.ts"
import { smtpVerdict } from "../smtp-failure.ts"
import { emailFields } from "./email-fields.ts"
import { addressedTo, type EmailSettings, emailFault, emailLogin, emailSettings } from "./email-settings.ts"
import { isMailName, makeInbox } from "./mail-inbox.ts"
import type { InboxPool } from "./mail-inbox-pool.ts"
import { messageMail } from "./mail-message.ts"
import { TemplateFault } from "./mail-template.ts"
import { makeMailTools } from "./mail-tools.ts"
import { purchaseOrderMail } from "./purchase-order-mail.ts"
import { shipmentsBySftp } from "./sftp-shipments.ts"
import type { SupplierTransport } from "./supplier-transport.ts"
import { orUnsendable } from "./unsendable.ts"

export const emailKind: TransportKind = {
  transport: "email",
  label: "E-mail, with a CSV file or a PDF",
  testedBy: "live",
  fields: [...emailFields, ...sftpFields("sftp")],
  canLookUp: false,
  says: ["order", "cancel", "change"],
  brings: ["shipments", "receipts", "letters", "inventory"],
  bringsStock: (settings) => (settings.inventoryFiles ?? "").trim() !== "",
  fault: emailFault
}

const evidence = (kind: EvidenceKind, intent: ClaimedIntent, detail: Evidence["detail"]): Evidence => ({
  kind,
  detail: {
    messageId: intent.identifiers.messageId ?? "",
    to: intent.identifiers.to ?? "",
    bytes: intent.content.length,
    sha256: intent.contentHash,
    ...detail
  }
})

/** Bounces go to the sender that mail servers see. */
const envelopeOf = (settings: EmailSettings, intent: ClaimedIntent) => ({
  from: settings.bouncesToReply ? (intent.identifiers.replyTo ?? settings.from) : settings.from,
  to: [...settings.to, ...settings.cc]
})

/** A mail that was written for other addresses is not sent to these. */
const movedFrom = (settings: EmailSettings, intent: ClaimedIntent): string | null => {
  const { to, cc } = addressedTo(settings)
  const before = [intent.identifiers.to ?? "nobody", intent.identifiers.cc ?? ""]
  if (before[0] === to && before[1] === cc) return null
  const words = before.filter((part) => part !== "").join(", ")
  return `This purchase order is addressed to ${words}; the supplier's address is ${[to, cc].filter((part) => part !== "").join(", ")} now. Cancel it and process the order again.`
}

const envelopeRecipients = (settings: EmailSettings): string =>
  [settings.to.join(", "), ...settings.cc.map((address) => `copy to ${address}`)].join(", ")

/** A server that took the mail for some and refused others is said: the mail is out, and somebody did not get it. */
const receiptDetail = ({ reply, queueId, rejected }: SmtpReceipt): Evidence["detail"] => ({
  reply,
  ...(queueId !== "" && { queueId }),
  ...(rejected.length > 0 && { refusedRecipients: rejected.join(", ") })
})

const refused = (intent: ClaimedIntent, reason: string): SendAnswer => ({
  _tag: "Refused",
  reason,
  evidence: evidence("refusal", intent, { reason })
})

/** A refusal of the address or the message is the supplier's side saying no; anything else is trouble of the way. */
const answerTo = (
  host: string,
  intent: ClaimedIntent,
  trouble: SmtpTrouble
): Effect.Effect<SendAnswer, TransportFailure> => {
  const verdict = smtpVerdict(host, trouble)
  if (trouble.step !== "data")
    return verdict.reason === "Rejected"
      ? Effect.succeed(refused(intent, verdict.message))
      : new TransportFailure(verdict)
  // With any number the server says that it did not take the message; 4yz means "not now" (RFC 5321, 4.2.1), so the same
  // mail goes again later. Only silence leaves a doubt.
  if (trouble.code !== null)
    return verdict.reason === "Throttled"
      ? new TransportFailure({ ...verdict, nothingTaken: true })
      : Effect.succeed(refused(intent, verdict.message))
  const reason = `the answer to the message was lost: ${trouble.message}`
  return Effect.succeed({
    _tag: "Unknown",
    reason,
    evidence: evidence("attempt", intent, { step: "data", trouble: reason })
  })
}

export interface EmailPools {
  readonly sftp: SftpPool
  readonly inbox: InboxPool
}

export const makeEmail = (
  vault: Vault["Service"],
  pools: EmailPools,
  times: SmtpTimes
): SupplierTransport => {
  const shipments = shipmentsBySftp(pools.sftp, "sftp")
  const inbox = makeInbox(pools.inbox)
  const tools = makeMailTools(vault)
  return {
    kind: emailKind,
    prepare: tools.prepare,
    render: (supplier, order) =>
      orUnsendable(order, TemplateFault, () => purchaseOrderMail(supplier, order, tools.of(supplier))),
    renderMessage: messageMail,
    send: Effect.fn("email.send")(function* <E>(
      supplier: Supplier,
      intent: ClaimedIntent,
      beforeIrrevocable: Effect.Effect<void, E>
    ) {
      const settings = yield* emailSettings(supplier)
      const moved = movedFrom(settings, intent)
      if (moved !== null) return refused(intent, moved)
      const login = yield* emailLogin(vault, supplier, settings)
      const envelope = envelopeOf(settings, intent)
      return yield* Effect.scoped(
        Effect.flatMap(openSmtp(login, times), (connection) =>
          sendSmtp(connection, envelope, intent.content, times, beforeIrrevocable)
        )
      ).pipe(
        Effect.map(
          (receipt): SendAnswer => ({
            _tag: "Sent",
            receipt: evidence("transport_receipt", intent, receiptDetail(receipt))
          })
        ),
        Effect.catchIf(
          (failure): failure is SmtpTrouble => isSmtpTrouble(failure),
          (trouble) => answerTo(settings.host, intent, trouble)
        )
      )
    }),
    lookUp: (_supplier, intent) => {
      const neverIssued = intent.before === "planned" || intent.before === "claimed"
      const seen = neverIssued ? "no message was let go" : "a mailbox of others cannot be asked"
      return Effect.succeed({
        _tag: neverIssued ? "NotSent" : "CannotTell",
        evidence: evidence("look_up", intent, { seen, before: intent.before })
      })
    },
    receive: Effect.fn("email.receive")(function* (supplier: Supplier) {
      if (supplier.trackingSource === "transport" && settingOf(supplier, "imapHost") === "")
        return yield* new TransportFailure({
          reason: "Misconfigured",
          message: `Answers of ${supplier.name} come by mail, but imapHost is not set.`
        })
      const mails = yield* inbox.receive(supplier)
      return supplier.trackingSource === "sftp" ? [...mails, ...(yield* shipments.receive(supplier))] : mails
    }),
    openFeeds: (supplier, name) =>
      isMailName(name) ? inbox.openFeeds(supplier, name) : Effect.succeed(null),
    archive: (supplier, name) =>
      isMailName(name) ? inbox.archive(supplier, name) : shipments.archive(supplier, name),
    test: Effect.fn("email.test")(function* (supplier: Supplier) {
      const settings = yield* emailSettings(supplier)
      const login = yield* emailLogin(vault, supplier, settings)
      yield* Effect.scoped(openSmtp(login, times)).pipe(
        Effect.mapError((trouble) => new TransportFailure(smtpVerdict(settings.host, trouble)))
      )
      const signedIn = login.user === "" ? "No login is set." : `Signed in as ${login.user}.`
      const way = `Connected to ${settings.host} (${settings.security}). ${signedIn}`
      return [
        way,
        `Purchase orders go to ${envelopeRecipients(settings)}. No mail was sent.`,
        ...(yield* inbox.test(supplier)),
        ...(supplier.trackingSource === "sftp" ? yield* shipments.test(supplier) : [])
      ]
    })
  }
}

const isSmtpTrouble = (failure: unknown): failure is SmtpTrouble =>
  typeof failure === "object" && failure !== null && "_tag" in failure && failure._tag === "SmtpTrouble"
