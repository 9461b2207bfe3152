import * as Effect from "effect/Effect"
import type { ClaimedIntent, Evidence, EvidenceKind } from "../../domain/model/dispatch-intent.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { SendAnswer, TransportKind } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import { openSmtp, type SmtpTimes, type SmtpTrouble, sendSmtp } from "../smtp.ts"
import { smtpVerdict } from "../smtp-failure.ts"
import { emailFields, emailLogin, emailSettings } from "./email-settings.ts"
import { purchaseOrderMail } from "./purchase-order-mail.ts"
import type { SftpPool } from "./sftp-pool.ts"
import { sftpFields } from "./sftp-settings.ts"
import { shipmentsBySftp } from "./sftp-shipments.ts"
import type { SupplierTransport } from "./supplier-transport.ts"

export const emailKind: TransportKind = {
  transport: "email",
  label: "E-mail with a CSV file",
  testedBy: "live",
  fields: [...emailFields, ...sftpFields("sftp")],
  canLookUp: false,
  says: ["order"],
  brings: ["shipments"]
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
  // With any number the server says that it did not take the message. Only silence leaves a doubt.
  if (trouble.code !== null) return Effect.succeed(refused(intent, verdict.message))
  const reason = `the answer to the message was lost: ${trouble.message}`
  return Effect.succeed({
    _tag: "Unknown",
    reason,
    evidence: evidence("attempt", intent, { step: "data", trouble: reason })
  })
}

export const makeEmail = (vault: Vault["Service"], pool: SftpPool, times: SmtpTimes): SupplierTransport => {
  const shipments = shipmentsBySftp(pool, "sftp")
  return {
    kind: emailKind,
    render: purchaseOrderMail,
    send: Effect.fn("email.send")(function* <E>(
      supplier: Supplier,
      intent: ClaimedIntent,
      beforeIrrevocable: Effect.Effect<void, E>
    ) {
      const settings = yield* emailSettings(supplier)
      if (intent.identifiers.to !== settings.to)
        return refused(
          intent,
          `This purchase order is addressed to ${intent.identifiers.to ?? "nobody"}; the supplier's address is ${settings.to} now. Cancel it and process the order again.`
        )
      const login = yield* emailLogin(vault, supplier, settings)
      const envelope = { from: settings.from, to: settings.to }
      return yield* Effect.scoped(
        Effect.flatMap(openSmtp(login, times), (connection) =>
          sendSmtp(connection, envelope, intent.content, times, beforeIrrevocable)
        )
      ).pipe(
        Effect.map(
          (reply): SendAnswer => ({ _tag: "Sent", receipt: evidence("transport_receipt", intent, { reply }) })
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
    receive: shipments.receive,
    archive: shipments.archive,
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
        `Purchase orders go to ${settings.to}. No mail was sent.`,
        ...(yield* shipments.test(supplier))
      ]
    })
  }
}

const isSmtpTrouble = (failure: unknown): failure is SmtpTrouble =>
  typeof failure === "object" && failure !== null && "_tag" in failure && failure._tag === "SmtpTrouble"
