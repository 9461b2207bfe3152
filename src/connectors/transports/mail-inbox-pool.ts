import * as Effect from "effect/Effect"
import * as RcMap from "effect/RcMap"
import type * as Scope from "effect/Scope"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type OutsideReason, TransportFailure } from "../../domain/ports/failure.ts"
import type { TransportError } from "../../domain/ports/supplier-transports.ts"
import type { Vault } from "../../domain/ports/vault.ts"
import type { Http } from "../http.ts"
import { type ImapSession, type ImapTimes, type ImapTrouble, openImap } from "../imap.ts"
import { type InboxSettings, inboxLogin } from "./mail-inbox-settings.ts"

const isCertificate = (cause: string): boolean =>
  /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(cause)

const verdict = (
  host: string,
  trouble: ImapTrouble
): { readonly reason: OutsideReason; readonly message: string } => {
  const { step, message } = trouble
  if (step === "settings") return { reason: "Misconfigured", message }
  if (isCertificate(trouble.cause))
    return {
      reason: "Misconfigured",
      message: `${host} cannot prove who it is: its TLS certificate is not trusted (${trouble.cause}).`
    }
  if (step === "login")
    return {
      reason: "Unauthorized",
      message: `${host} refuses the login of the mailbox. Check imapUser and its secret; an imapToken ends by itself, imapTokenUrl renews it.`
    }
  if (step === "refused") return { reason: "Rejected", message: `${host} refused: ${message}` }
  return step === "connect"
    ? { reason: "Unreachable", message: `${host} cannot be reached: ${message}` }
    : { reason: "NoAnswer", message: `${host} did not answer: ${message}` }
}

/** What trouble with a mailbox means. Reading and moving mails is repeated without harm, whatever became of it. */
export const inboxFailure = (host: string, trouble: ImapTrouble): TransportFailure =>
  new TransportFailure(verdict(host, trouble))

export interface InboxPool {
  readonly use: <A, E>(
    supplier: Supplier,
    inbox: InboxSettings,
    work: (session: ImapSession) => Effect.Effect<A, E>
  ) => Effect.Effect<A, E | TransportError>
}

/** One signed-in mailbox per supplier: a run reads many mails and moves each by itself, and servers count logins. */
export const makeInboxPool = Effect.fn("makeInboxPool")(function* (
  vault: Vault["Service"],
  http: Http,
  times: ImapTimes,
  idleMs: number
): Effect.fn.Return<InboxPool, never, Scope.Scope> {
  // Settings that were changed are another key, so that nobody reads with the old ones.
  const wanted = new Map<string, { readonly supplier: Supplier; readonly inbox: InboxSettings }>()
  const sessions = yield* RcMap.make({
    lookup: Effect.fn("inboxPool.open")(function* (key: string) {
      const found = wanted.get(key)
      if (found === undefined) return yield* Effect.die(new Error("a mailbox that nobody asked for"))
      const login = yield* inboxLogin(vault, http, found.supplier, found.inbox)
      return yield* openImap(login, times).pipe(
        Effect.mapError((trouble) => inboxFailure(found.inbox.host, trouble))
      )
    }),
    idleTimeToLive: idleMs
  })
  const open = (key: string) =>
    RcMap.get(sessions, key).pipe(Effect.tapError(() => RcMap.invalidate(sessions, key)))
  const session = Effect.fn("inboxPool.session")(function* (key: string) {
    const pooled = yield* open(key)
    if (pooled.isOpen()) return pooled
    yield* RcMap.invalidate(sessions, key)
    return yield* open(key)
  })
  return {
    use: (supplier, inbox, work) => {
      const key = `${supplier.id}/${supplier.version}/${JSON.stringify(supplier.settings)}`
      wanted.set(key, { supplier, inbox })
      return Effect.scoped(Effect.flatMap(session(key), work)).pipe(
        Effect.ensuring(Effect.sync(() => wanted.delete(key)))
      )
    }
  }
})
