import type { Supplier } from "../../domain/model/supplier.ts"
import type { IncomingReceipt } from "../../domain/model/supplier-answer.ts"
import { settingOf } from "../files/sftp-settings.ts"
import { foreignText } from "../foreign-text.ts"
import { mailAddresses } from "../mime.ts"
import type { InboxSettings } from "./mail-inbox-settings.ts"
import { isOurMessageId } from "./mail-names.ts"
import { headerOf, idsIn, type ReadMail } from "./mail-read.ts"
import { tokenAddressesIn } from "./mail-token.ts"

/** One recipient of a delivery status notification (RFC 3464). */
interface FailedRecipient {
  readonly address: string
  readonly words: string
}

/** report: what it proves. other: it is a bounce, and somebody should look at it, because this is missing. */
export type BounceVerdict =
  | { readonly kind: "receipt"; readonly receipt: IncomingReceipt }
  | { readonly kind: "delayed" }
  | { readonly kind: "unproved"; readonly why: string }
  | null

type Fields = ReadonlyMap<string, string>

const mostGroups = 50

const fieldsOf = (group: string): Fields =>
  new Map(
    group
      .replace(/\r?\n[ \t]+/g, " ")
      .split(/\r?\n/)
      .flatMap((line) => {
        const colon = line.indexOf(":")
        return colon > 0
          ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const]
          : []
      })
  )

const textOf = (content: Uint8Array): string => new TextDecoder().decode(content.subarray(0, 200_000))

const groupsOf = (mail: ReadMail): ReadonlyArray<Fields> =>
  mail.files
    .filter(
      (file) => file.type === "message/delivery-status" || file.type === "message/global-delivery-status"
    )
    .flatMap((file) =>
      textOf(file.content)
        .split(/\r?\n\r?\n/)
        .slice(0, mostGroups)
    )
    .map(fieldsOf)

/** `rfc822; a@b.example` */
const typed = (value: string): string =>
  value
    .slice(value.indexOf(";") + 1)
    .trim()
    .replace(/^<|>$/g, "")

const failedIn = (groups: ReadonlyArray<Fields>): ReadonlyArray<FailedRecipient> =>
  groups
    .filter((fields) => (fields.get("action") ?? "").toLowerCase().split(/[\s(]/)[0] === "failed")
    .map((fields) => ({
      address: typed(fields.get("original-recipient") ?? fields.get("final-recipient") ?? "").toLowerCase(),
      words: [fields.get("status") ?? "", typed(fields.get("diagnostic-code") ?? "")]
        .filter((w) => w !== "")
        .join(" ")
    }))

/** The headers of our own mail as the report brings them back. */
const returnedHeaders = (mail: ReadMail): Fields | null => {
  const original = mail.files.find((file) =>
    ["message/rfc822", "message/global", "text/rfc822-headers"].includes(file.type)
  )
  return original === undefined ? null : fieldsOf(textOf(original.content).split(/\r?\n\r?\n/)[0] ?? "")
}

/** A report of a mail system, told by the head alone. */
export const isReport = (mail: Pick<ReadMail, "headers">): boolean =>
  /^multipart\/report\b/i.test(headerOf(mail, "content-type").trim())

/** Whether a report brings back a mail to this supplier: mail systems rarely name it in a header of their own. */
export const isReportOfOurs = (mail: ReadMail, supplier: Supplier): boolean => {
  const [id] = isReport(mail) ? idsIn(returnedHeaders(mail)?.get("message-id") ?? "") : []
  return id !== undefined && isOurMessageId(id, supplier.id)
}

/**
 * A bounce fails a purchase order, so it has to prove that it is about our mail. It counts when it carries our exact
 * Message-ID, and with it one of: the token address that it was delivered to, our token in the headers of our mail that it
 * brings back (in the Message-ID itself or in Reply-To), or, for a supplier without a reply address, those headers with our
 * Message-ID and our recipients. A stranger who guesses a number has no token. All that does not count goes to a person.
 */
export const bounceIn = (
  mail: ReadMail,
  supplier: Supplier,
  inbox: InboxSettings,
  place: string
): BounceVerdict => {
  if (!isReport(mail)) return null
  const groups = groupsOf(mail)
  if (groups.length === 0) return null
  const failed = failedIn(groups)
  if (failed.length === 0) return { kind: "delayed" }
  const returned = returnedHeaders(mail)
  const returnedId = idsIn(returned?.get("message-id") ?? "")[0]
  const messageId = returnedId ?? mail.answers.find((id) => isOurMessageId(id, supplier.id))
  if (messageId === undefined) return { kind: "unproved", why: "it does not name the mail that it is about" }
  const copies = new Set((mailAddresses(settingOf(supplier, "cc")) ?? []).map((a) => a.address.toLowerCase()))
  const counting = failed.filter((one) => !copies.has(one.address))
  if (counting.length === 0) return { kind: "unproved", why: "only a copy was not delivered" }
  const proof = proofOf(mail, supplier, inbox, messageId, returnedId === undefined ? null : returned)
  if (typeof proof === "string") return { kind: "unproved", why: proof }
  const words = counting.map((one) => `${one.address} ${one.words}`.trim()).join("; ")
  return {
    kind: "receipt",
    receipt: {
      identifiers: { messageId, ...proof },
      standing: "rejected",
      kind: "bounce",
      reason: foreignText(`not delivered: ${words}`),
      place,
      raw: textOf(
        mail.files.find((file) => file.type.endsWith("delivery-status"))?.content ?? new Uint8Array()
      ).slice(0, 20_000)
    }
  }
}

/** The identifiers that the intent must have besides the Message-ID; a text says what is missing. */
const proofOf = (
  mail: ReadMail,
  supplier: Supplier,
  inbox: InboxSettings,
  messageId: string,
  returned: Fields | null
): Readonly<Record<string, string>> | string => {
  if (inbox.replyAddress !== null) {
    const [delivered] = tokenAddressesIn(mail.recipients, inbox.replyAddress, supplier.id)
    if (delivered !== undefined) return { replyTo: delivered }
    const back = (returned?.get("reply-to") ?? "").match(/[^\s<>,"]{1,200}@[^\s<>,"]{1,200}/g) ?? []
    const [token] = tokenAddressesIn(back, inbox.replyAddress, supplier.id)
    if (token !== undefined) return { replyTo: token }
    return /\.[0-9a-f]{24}\.switchyard@/.test(messageId) ? {} : "it carries no token of ours"
  }
  if (returned === null) return "it does not bring our own headers back"
  const to = mailAddresses(returned.get("to") ?? "")
  return to === null ? "it does not bring our own headers back" : { to: to.map((a) => a.address).join(", ") }
}
