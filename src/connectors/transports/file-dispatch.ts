import { posix } from "node:path"
import * as Effect from "effect/Effect"
import type { ClaimedIntent, Evidence, EvidenceKind } from "../../domain/model/dispatch-intent.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import type { LookUp, SendAnswer } from "../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolder, RemoteTrouble } from "../files/remote-folder.ts"
import { sha256 } from "./purchase-order-csv.ts"

const plainName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/

interface Delivery {
  readonly intent: ClaimedIntent
  readonly name: string
  readonly final: string
  /** Of this attempt alone: a rename that an earlier attempt still has under way finds nothing to rename. */
  readonly temporary: string
}

/** What an attempt calls its upload until it is whole. */
const temporaryName = (folder: string, name: string, attempt: number): string =>
  posix.join(folder, `.${name}.${attempt}.tmp`)

/** What a look-up calls the upload of an attempt that it has stopped for good. */
const voidName = (folder: string, name: string, attempt: number): string =>
  posix.join(folder, `.${name}.${attempt}.void`)

const deliveryOf = (intent: ClaimedIntent, folder: string): Effect.Effect<Delivery, TransportFailure> => {
  const name = intent.identifiers.fileName ?? ""
  if (!plainName.test(name))
    return new TransportFailure({
      reason: "Misconfigured",
      message: "The purchase order has no usable file name."
    })
  const delivery = {
    intent,
    name,
    final: posix.join(folder, name),
    temporary: temporaryName(folder, name, intent.attempt)
  }
  return Effect.succeed(delivery)
}

const evidence = (kind: EvidenceKind, delivery: Delivery, detail: Evidence["detail"]): Evidence => ({
  kind,
  detail: {
    file: delivery.name,
    bytes: delivery.intent.content.length,
    sha256: delivery.intent.contentHash,
    ...detail
  }
})

type Standing = "ours" | "other" | "absent"

/** Whose file lies under the final name. Size first, then content: a name alone proves nothing. */
const finalFile = Effect.fn("files.finalFile")(function* (remote: RemoteFolder, delivery: Delivery) {
  const { content } = delivery.intent
  const size = yield* remote.size(delivery.final)
  if (size === null) return "absent" satisfies Standing
  if (size !== content.length) return "other" satisfies Standing
  const there = yield* remote.read(delivery.final, content.length).pipe(
    // Collected by the supplier between the two questions.
    Effect.catchIf(
      (trouble) => trouble.kind === "no such file",
      () => Effect.succeed("gone" as const)
    )
  )
  if (there === "gone") return "absent" satisfies Standing
  const same = there !== null && sha256(there) === sha256(content)
  return (same ? "ours" : "other") satisfies Standing
})

const notWhole = Effect.fn("files.notWhole")(function* (
  remote: RemoteFolder,
  delivery: Delivery,
  what: string
) {
  yield* Effect.ignore(remote.remove(delivery.temporary))
  return yield* new TransportFailure({
    reason: "Malformed",
    message: `The upload of ${delivery.name} is not whole: ${what}. It was removed.`
  })
})

/** How far the upload was compared: some folders may be written and not read. */
type Compared = "sha256" | "size"

const upload = Effect.fn("files.upload")(function* (remote: RemoteFolder, delivery: Delivery) {
  const { content } = delivery.intent
  yield* remote.write(delivery.temporary, content)
  const size = yield* remote.size(delivery.temporary)
  if (size !== content.length)
    return yield* notWhole(remote, delivery, `${content.length} bytes were sent, ${size ?? 0} are there`)
  const there = yield* remote.read(delivery.temporary, content.length).pipe(
    Effect.catchIf(
      (trouble) => trouble.kind === "refused",
      () => Effect.succeed("unreadable" as const)
    )
  )
  if (there === "unreadable") return "size" satisfies Compared
  if (there === null || sha256(there) !== sha256(content))
    return yield* notWhole(remote, delivery, "the bytes there are not those that were sent")
  return "sha256" satisfies Compared
})

const unknown = (delivery: Delivery, reason: string): SendAnswer => ({
  _tag: "Unknown",
  reason,
  evidence: evidence("attempt", delivery, { step: "rename", trouble: reason })
})

const refused = (delivery: Delivery, reason: string): SendAnswer => ({
  _tag: "Refused",
  reason,
  evidence: evidence("refusal", delivery, { reason })
})

const sent = (delivery: Delivery, detail: Evidence["detail"]): SendAnswer => ({
  _tag: "Sent",
  receipt: evidence("transport_receipt", delivery, detail)
})

/** The rename was answered with yes. The supplier may have collected the file already: its absence says nothing. */
const renamed = Effect.fn("files.renamed")(function* (
  remote: RemoteFolder,
  delivery: Delivery,
  compared: Compared
) {
  const size = yield* Effect.result(remote.size(delivery.final))
  if (size._tag === "Failure" || size.success === null)
    return sent(delivery, { compared, checkedAfterRename: false })
  if (size.success === delivery.intent.content.length)
    return sent(delivery, { compared, checkedAfterRename: true })
  return unknown(delivery, `the file was renamed, and holds ${size.success} bytes now`)
})

/** The rename was answered with no: what lies there says whether that is so. */
const notRenamed = Effect.fn("files.notRenamed")(function* (
  remote: RemoteFolder,
  delivery: Delivery,
  compared: Compared,
  trouble: RemoteTrouble
) {
  if (trouble.kind === "answer lost") return unknown(delivery, `no answer to the rename: ${trouble.message}`)
  if (trouble.kind === "nothing happened")
    return yield* new TransportFailure({
      reason: "Unreachable",
      message: `Could not give ${delivery.name} its final name: ${trouble.message}.`,
      nothingTaken: true
    })
  const seen = yield* Effect.result(
    Effect.all([finalFile(remote, delivery), remote.size(delivery.temporary)])
  )
  if (seen._tag === "Failure")
    return unknown(delivery, `the rename was refused, and nobody can look: ${seen.failure.message}`)
  const [standing, temporary] = seen.success
  if (standing === "ours") return sent(delivery, { compared, checkedAfterRename: true })
  if (temporary !== null)
    return refused(delivery, `The server refuses to give ${delivery.name} its final name: ${trouble.message}`)
  return unknown(delivery, "the rename was refused, and the temporary file is gone")
})

const isTrace = /\.(tmp|void|leaving)$/

/**
 * What earlier attempts left behind goes: uploads of workers that died before their mark, and what a look-up stopped. None of
 * them can still be renamed: who was not marked has lost the lease, and who was marked was proved not to have sent. A trace
 * that stays is no harm.
 */
const clearTraces = Effect.fn("files.clearTraces")(function* (
  remote: RemoteFolder,
  folder: string,
  { intent, name }: Delivery
) {
  if (intent.attempt <= 1) return
  const there = yield* Effect.orElseSucceed(remote.list(folder), () => [])
  const traces = there.filter((file) => file.name.startsWith(`.${name}.`) && isTrace.test(file.name))
  for (const trace of traces) yield* Effect.ignore(remote.remove(posix.join(folder, trace.name)))
})

/** Upload under a name that no supplier collects, then rename: whole or not at all. */
export const sendFile = Effect.fn("files.sendFile")(function* <E>(
  remote: RemoteFolder,
  folder: string,
  intent: ClaimedIntent,
  beforeIrrevocable: Effect.Effect<void, E>
) {
  const delivery = yield* deliveryOf(intent, folder)
  const prepared = Effect.gen(function* () {
    yield* clearTraces(remote, folder, delivery)
    const compared: Compared = yield* upload(remote, delivery)
    return { compared, standing: yield* finalFile(remote, delivery) }
  })
  const { compared, standing } = yield* prepared.pipe(
    Effect.catchTag("RemoteTrouble", (trouble) => remoteFailure(`upload ${delivery.name}`, trouble))
  )
  if (standing !== "absent") yield* Effect.ignore(remote.remove(delivery.temporary))
  if (standing === "ours") return sent(delivery, { wasThere: true })
  if (standing === "other")
    return refused(
      delivery,
      `Another file named ${delivery.name} lies at the supplier. Nothing was overwritten; ask the supplier about it.`
    )
  // From the mark to the answer nobody may interrupt: what is known here is not found out later.
  return yield* Effect.uninterruptible(
    Effect.gen(function* () {
      yield* beforeIrrevocable
      const answer = yield* Effect.result(remote.rename(delivery.temporary, delivery.final))
      if (answer._tag === "Success") return yield* renamed(remote, delivery, compared)
      return yield* notRenamed(remote, delivery, compared, answer.failure)
    })
  )
})

/**
 * Takes the upload of the attempt that was marked last out of its way: who gives it another name first, decides. Once that
 * is done its rename, which may still be on its way to the server or held up there, finds nothing and never will. True:
 * it was stopped, now or by an earlier look-up; false: nothing is there to stop, so it may have been renamed.
 */
const stopped = Effect.fn("files.stopped")(function* (
  remote: RemoteFolder,
  folder: string,
  { intent, name }: Delivery
) {
  if (intent.markedAttempt === null) return false
  const away = voidName(folder, name, intent.markedAttempt)
  const taken = yield* remote.rename(temporaryName(folder, name, intent.markedAttempt), away).pipe(
    Effect.as(true),
    // Gone, or taken away by a look-up whose answer was lost.
    Effect.catchIf(
      (trouble) => trouble.kind === "no such file" || trouble.kind === "refused",
      () => Effect.succeed(false)
    )
  )
  return taken || (yield* remote.size(away)) !== null
})

/**
 * An absent file proves "not sent" where no rename was ever issued, or once the upload it would rename was taken away
 * (decisions B6). That the upload merely lies there proves nothing: its rename may come in the next moment.
 */
export const lookUpFile = Effect.fn("files.lookUpFile")(function* (
  remote: RemoteFolder,
  folder: string,
  intent: ClaimedIntent
) {
  const delivery = yield* deliveryOf(intent, folder)
  const neverIssued = intent.before === "planned" || intent.before === "claimed"
  const asked = Effect.gen(function* () {
    const first = yield* finalFile(remote, delivery)
    if (first === "ours" || neverIssued) return { standing: first, isStopped: false }
    const isStopped = yield* stopped(remote, folder, delivery)
    // It may have been renamed between the first look and the attempt to stop it.
    return { standing: yield* finalFile(remote, delivery), isStopped }
  })
  const { standing, isStopped } = yield* asked.pipe(
    Effect.mapError((trouble) => remoteFailure(`look for ${delivery.name}`, trouble))
  )
  const answer = (_tag: LookUp["_tag"], seen: string): LookUp => ({
    _tag,
    evidence: evidence("look_up", delivery, { seen, before: intent.before })
  })
  if (standing === "ours") return answer("Found", "the file lies at the supplier with our bytes")
  if (isStopped) return answer("NotSent", "our upload was taken away before it was renamed")
  if (standing === "other")
    return answer(neverIssued ? "NotSent" : "CannotTell", "another file has that name")
  if (neverIssued) return answer("NotSent", "no file, and no rename was issued")
  return answer("CannotTell", "no file: it may have been collected")
})
