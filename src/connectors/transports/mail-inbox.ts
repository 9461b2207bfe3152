import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import type { ImapFlow, MailboxObject } from "imapflow"
import type { OpenedFeeds } from "../../domain/model/incoming-feed.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type IncomingFile, incomingFile } from "../../domain/model/supplier-answer.ts"
import { now } from "../../domain/ports/clock.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { openSpool } from "../files/spool.ts"
import { foreignError } from "../foreign-text.ts"
import { type ImapSession, ImapTrouble } from "../imap.ts"
import { spooledFeed } from "./feed-file.ts"
import { isReport, isReportOfOurs } from "./mail-bounce.ts"
import { type InboxPool, inboxFailure } from "./mail-inbox-pool.ts"
import { type InboxSettings, inboxSettings, isSenderKnown } from "./mail-inbox-settings.ts"
import { fileOfMail, isOurs } from "./mail-letter.ts"
import { matchLines } from "./mail-patterns.ts"
import { type MailFile, readMail } from "./mail-read.ts"
import { type MailStock, stockIn } from "./mail-stock.ts"

const mailsPerRun = 50
/** In a shared folder: how far back, and how many, are looked at for mails of this supplier. */
const daysBack = 30
const headersPerRun = 500
const mostBytes = 10 * 1024 * 1024
/** Marks a mail as read by us where it stays in its folder. */
const keyword = "SwitchyardRead"

const scanned = [
  "from",
  "to",
  "cc",
  "subject",
  "in-reply-to",
  "references",
  "content-type",
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "x-delivered-to"
]

const nameForm = /^imap:(\d{1,20}):(\d{1,10})$/

/** Whether a file's name is that of a mail in a mailbox. */
export const isMailName = (name: string): boolean => nameForm.test(name)

const canMark = (box: MailboxObject): boolean => {
  const flags = box.permanentFlags
  return flags === undefined || flags.has("\\*") || flags.has(keyword)
}

const opened = Effect.fn("inbox.opened")(function* (session: ImapSession, inbox: InboxSettings) {
  const box = yield* session.run((client) => client.mailboxOpen(inbox.folder))
  if (inbox.archive === "" && !canMark(box))
    return yield* new TransportFailure({
      reason: "Misconfigured",
      message: `${inbox.host} lets nobody mark mails in ${inbox.folder}: set imapArchive to a folder that read mails are moved to.`
    })
  return box
})

const refused = (session: ImapSession, what: string) =>
  new ImapTrouble({ step: session.isOpen() ? "refused" : "lost", cause: "", message: `it did not ${what}` })

/** The mails that wait, oldest first. */
const waiting = Effect.fn("inbox.waiting")(function* (session: ImapSession, inbox: InboxSettings) {
  const since = new Date((yield* now).getTime() - daysBack * 86_400_000)
  const query = {
    ...(inbox.archive === "" ? { unKeyword: keyword } : { all: true }),
    ...(inbox.takesEverything ? {} : { since })
  }
  const found = yield* session.run((client) => client.search(query, { uid: true }))
  // The client says false where the server said no.
  if (!Array.isArray(found)) return yield* refused(session, "search the folder")
  const uids = [...found].sort((a, b) => a - b)
  return inbox.takesEverything ? uids.slice(0, mailsPerRun) : uids.slice(-headersPerRun)
})

interface Candidate {
  readonly uid: number
  readonly size: number
}

const fetchHeads = (client: ImapFlow, uids: ReadonlyArray<number>, inbox: InboxSettings) =>
  client.fetchAll(
    uids.join(","),
    { uid: true, size: true, ...(inbox.takesEverything ? {} : { headers: scanned }) },
    { uid: true }
  )

/** By the head alone; of a report only the whole mail tells what it is about. */
const mayBeOurs = Effect.fn("inbox.mayBeOurs")(function* (
  headers: Uint8Array | undefined,
  supplier: Supplier,
  inbox: InboxSettings
) {
  // A mail whose head alone cannot be parsed names nobody, so in a shared folder it is not ours.
  const head = yield* Effect.promise(() => readMail(headers ?? new Uint8Array()).catch(() => null))
  return head !== null && (isReport(head) || isOurs(head, supplier, inbox))
})

const candidates = Effect.fn("inbox.candidates")(function* (
  session: ImapSession,
  supplier: Supplier,
  inbox: InboxSettings,
  uids: ReadonlyArray<number>
) {
  if (uids.length === 0) return []
  const heads = yield* session.run((client) => fetchHeads(client, uids, inbox))
  if (heads.length === 0) return yield* refused(session, "show the mails that it found")
  const ours: Array<Candidate> = []
  for (const { uid, size = 0, headers } of heads) {
    if (inbox.takesEverything || (yield* mayBeOurs(headers, supplier, inbox))) ours.push({ uid, size })
  }
  return ours.sort((a, b) => a.uid - b.uid).slice(0, mailsPerRun)
})

const unread = (name: string, place: string, reason: string, raw: string): IncomingFile =>
  incomingFile(name, { broken: [{ source: "mail", place, reason, raw }] })

/** Patterns that had to be stopped once are not tried on the other mails of the run. */
const lineReader = (inbox: InboxSettings) => {
  let stopped = false
  return async (lines: ReadonlyArray<string>) => {
    const found = stopped ? null : await matchLines(inbox.patterns, lines)
    stopped ||= found === null
    return found
  }
}

const fetchWhole = (session: ImapSession, uid: string | number) =>
  session.run((client) =>
    client.fetchOne(String(uid), { source: { maxLength: mostBytes }, internalDate: true }, { uid: true })
  )

/** The stock among a mail's attachments. null: the mail is gone, or cannot be read any more. */
const openOne = Effect.fn("inbox.openOne")(function* (
  session: ImapSession,
  supplier: Supplier,
  inbox: InboxSettings,
  name: string
): Effect.fn.Return<OpenedFeeds | null, TransportFailure | ImapTrouble, Scope.Scope> {
  const [, validity = "", uid = ""] = nameForm.exec(name) ?? []
  const stock = stockIn(supplier.settings)
  const box = yield* opened(session, inbox)
  if (stock === null || String(box.uidValidity) !== validity) return null
  const message = yield* fetchWhole(session, uid)
  if (message === false || message === undefined || message.source === undefined) return null
  const { source } = message
  const mail = yield* Effect.promise(() => readMail(source).catch(() => null))
  if (mail === null || !isSenderKnown(inbox, mail.from)) return null
  const feeds = yield* Effect.forEach(mail.files.filter(stock.takes), (file) => spooled(file, stock))
  return { interchanges: [], feeds: feeds.flatMap((one) => one.feeds), broken: [] }
})

/** Off the heap, as every feed. */
const spooled = Effect.fn("inbox.spooled")(function* (file: MailFile, stock: MailStock) {
  const spool = yield* openSpool
  yield* Effect.promise(() => spool.write(file.content))
  return spooledFeed(file.name, spool, stock.read)
})

const readOne = Effect.fn("inbox.readOne")(function* (
  session: ImapSession,
  supplier: Supplier,
  inbox: InboxSettings,
  box: MailboxObject,
  { uid, size }: Candidate,
  readLines: ReturnType<typeof lineReader>
) {
  const name = `imap:${box.uidValidity}:${uid}`
  const place = `${inbox.folder}, mail ${uid}`
  if (size > mostBytes)
    return unread(
      name,
      place,
      `the mail is larger than ${mostBytes / 1_048_576} MB and was not read; it lies in the mailbox`,
      ""
    )
  const message = yield* fetchWhole(session, uid)
  // Moved away meanwhile: another worker has it.
  if (message === false || message === undefined || message.source === undefined) return null
  const { source, internalDate } = message
  const receivedAt = internalDate === undefined ? yield* now : new Date(internalDate)
  const read = Effect.tryPromise({
    try: async () => {
      const mail = await readMail(source)
      if (!isOurs(mail, supplier, inbox) && !isReportOfOurs(mail, supplier)) return null
      return fileOfMail(name, mail, supplier, inbox, receivedAt, readLines)
    },
    catch: (cause) => foreignError(cause)
  })
  return yield* read.pipe(
    Effect.catch((reason) =>
      Effect.succeed(
        unread(
          name,
          place,
          `the mail cannot be read: ${reason}`,
          source.subarray(0, 20_000).toString("latin1").replaceAll("\0", "\ufffd")
        )
      )
    )
  )
})

const received = Effect.fn("inbox.received")(function* (
  session: ImapSession,
  supplier: Supplier,
  inbox: InboxSettings
) {
  const box = yield* opened(session, inbox)
  const ours = yield* candidates(session, supplier, inbox, yield* waiting(session, inbox))
  const readLines = lineReader(inbox)
  const files = yield* Effect.forEach(ours, (one) => readOne(session, supplier, inbox, box, one, readLines))
  return files.filter((file) => file !== null)
})

/** The archive is made when it is missing; one that is there is left as it is. */
const moveTo = async (client: ImapFlow, uid: string, archive: string): Promise<boolean> => {
  const folders = await client.list({ listOnly: true })
  if (!folders.some((folder) => folder.path === archive)) await client.mailboxCreate(archive)
  return (await client.messageMove(uid, archive, { uid: true })) !== false
}

const isGone = async (client: ImapFlow, uid: string): Promise<boolean> =>
  (await client.fetchAll(uid, { uid: true }, { uid: true })).length === 0

const putAway = Effect.fn("inbox.putAway")(function* (
  session: ImapSession,
  inbox: InboxSettings,
  name: string
) {
  const [, validity = "", uid = ""] = nameForm.exec(name) ?? []
  const box = yield* opened(session, inbox)
  // The folder was made anew, and its numbers mean other mails now: what was read is known when it is read again.
  if (String(box.uidValidity) !== validity) return
  const done = yield* session.run(async (client) => {
    const away =
      inbox.archive === ""
        ? await client.messageFlagsAdd(uid, [keyword], { uid: true })
        : await moveTo(client, uid, inbox.archive)
    // A mail that is gone was moved before us.
    return away || (await isGone(client, uid))
  })
  if (!done)
    yield* refused(session, inbox.archive === "" ? "mark a mail as read" : `move a mail to ${inbox.archive}`)
})

const looked = Effect.fn("inbox.looked")(function* (
  session: ImapSession,
  supplier: Supplier,
  inbox: InboxSettings
) {
  yield* opened(session, inbox)
  const uids = yield* waiting(session, inbox)
  const ours = yield* candidates(session, supplier, inbox, uids)
  const after = inbox.archive === "" ? "marked where they are" : `moved to ${inbox.archive}`
  return [
    `Signed in at ${inbox.host} (${inbox.security}) as ${inbox.user}. Folder ${inbox.folder}: ${ours.length} mail(s) of this supplier wait; read mails are ${after}.`,
    inbox.senders.length === 0
      ? "No senders are set: every letter will be marked as from an unknown sender."
      : `Letters are expected from ${inbox.senders.join(", ")}.`,
    inbox.replyAddress === null
      ? "Without replyAddress answers are found by the mail that they answer, or by their subject."
      : `Answers come to ${inbox.replyAddress.address} with a token after a +.`
  ]
})

/** The mailbox that a supplier's answers come to. Without one in the settings nothing is read. */
export const makeInbox = (pool: InboxPool) => {
  const within = Effect.fn("inbox.within")(function* <A>(
    supplier: Supplier,
    none: A,
    work: (session: ImapSession, inbox: InboxSettings) => Effect.Effect<A, TransportFailure | ImapTrouble>
  ) {
    const inbox = yield* inboxSettings(supplier)
    if (inbox === null) return none
    return yield* pool.use(supplier, inbox, (session) =>
      work(session, inbox).pipe(
        Effect.catchTag("ImapTrouble", (trouble) => Effect.fail(inboxFailure(inbox.host, trouble)))
      )
    )
  })
  return {
    receive: (supplier: Supplier) =>
      within<ReadonlyArray<IncomingFile>>(supplier, [], (session, inbox) =>
        received(session, supplier, inbox)
      ),
    openFeeds: Effect.fn("inbox.openFeeds")(function* (supplier: Supplier, name: string) {
      const scope = yield* Effect.scope
      return yield* within<OpenedFeeds | null>(supplier, null, (session, inbox) =>
        Scope.provide(openOne(session, supplier, inbox, name), scope)
      )
    }),
    archive: (supplier: Supplier, name: string) =>
      within<void>(supplier, undefined, (session, inbox) => putAway(session, inbox, name)),
    test: (supplier: Supplier) =>
      within<ReadonlyArray<string>>(
        supplier,
        ["No mailbox is read: imapHost is not set."],
        (session, inbox) => looked(session, supplier, inbox)
      )
  }
}
