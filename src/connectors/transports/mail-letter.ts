import type { IncomingLetter } from "../../domain/model/letter.ts"
import type { Supplier } from "../../domain/model/supplier.ts"
import { type IncomingFile, incomingFile } from "../../domain/model/supplier-answer.ts"
import { bounceIn } from "./mail-bounce.ts"
import { type InboxSettings, isSenderKnown } from "./mail-inbox-settings.ts"
import { isOurMessageId } from "./mail-names.ts"
import { type LineMatch, readableLines } from "./mail-patterns.ts"
import { headerOf, type ReadMail } from "./mail-read.ts"
import { stockIn } from "./mail-stock.ts"
import { rowsFromMatches, rowsFromSheets } from "./mail-suggestion.ts"
import { tokenAddressesIn } from "./mail-token.ts"

const mostWords = 50

/** Words of a subject that could be a purchase order's number. */
const numberWords = (subject: string): ReadonlyArray<string> =>
  (subject.slice(0, 500).match(/[A-Za-z0-9][A-Za-z0-9._/-]{2,59}/g) ?? [])
    .flatMap((word) => [word, word.replace(/[._/-]+$/, "")])
    .filter((word, i, all) => /\d/.test(word) && all.indexOf(word) === i)
    .slice(0, mostWords)

const namesOf = (mail: ReadMail, supplier: Supplier, inbox: InboxSettings) => ({
  replyAddresses:
    inbox.replyAddress === null ? [] : tokenAddressesIn(mail.recipients, inbox.replyAddress, supplier.id),
  messageIds: mail.answers.filter((id) => isOurMessageId(id, supplier.id)),
  words: numberWords(mail.subject)
})

/** Whether a mail in a shared folder is about this supplier at all. */
export const isOurs = (mail: ReadMail, supplier: Supplier, inbox: InboxSettings): boolean => {
  if (inbox.takesEverything) return true
  const names = namesOf(mail, supplier, inbox)
  const prefix = supplier.purchaseOrderPrefix
  return (
    names.replyAddresses.length > 0 ||
    names.messageIds.length > 0 ||
    isSenderKnown(inbox, mail.from) ||
    (prefix !== "" && names.words.some((word) => word.startsWith(prefix)))
  )
}

/** RFC 3834, and the headers that other programs wrote before it. */
const isAutomatic = (mail: ReadMail): boolean => {
  const submitted = headerOf(mail, "auto-submitted").trim().toLowerCase()
  return (
    (submitted !== "" && !submitted.startsWith("no")) ||
    ["x-autoreply", "x-autorespond"].some((name) => headerOf(mail, name) !== "") ||
    /^(auto[_-]?reply|vacation)$/i.test(headerOf(mail, "precedence").trim())
  )
}

export type ReadLines = (lines: ReadonlyArray<string>) => Promise<ReadonlyArray<LineMatch> | null>

const letterOf = async (
  mail: ReadMail,
  supplier: Supplier,
  inbox: InboxSettings,
  receivedAt: Date,
  readLines: ReadLines,
  more: Pick<IncomingLetter, "kind" | "notes">
): Promise<IncomingLetter> => {
  const matches = more.kind === "letter" ? await readLines(readableLines(mail.text)) : []
  const sheets = more.kind === "letter" ? rowsFromSheets(mail.files) : { rows: [], notes: [] }
  const read = rowsFromMatches(matches ?? [], receivedAt, `mail ${mail.messageId}`)
  const stopped = matches === null ? ["the supplier's patterns took too long and were stopped"] : []
  return {
    messageId: mail.messageId,
    from: mail.from,
    subject: mail.subject,
    text: mail.text,
    receivedAt,
    senderKnown: isSenderKnown(inbox, mail.from),
    names: namesOf(mail, supplier, inbox),
    notes: [...more.notes, ...mail.notes, ...sheets.notes, ...stopped],
    // A sheet says what is in each parcel; lines of the text would say the same again.
    suggestion: sheets.rows.length > 0 ? sheets.rows : read,
    kind: more.kind
  }
}

/** What one mail says: that ours came back, that somebody is away, or words for a person. */
export const fileOfMail = async (
  name: string,
  mail: ReadMail,
  supplier: Supplier,
  inbox: InboxSettings,
  receivedAt: Date,
  readLines: ReadLines
): Promise<IncomingFile> => {
  const stock = stockIn(supplier.settings)
  const feeds = stock === null ? [] : mail.files.filter(stock.takes)
  const isFeed = feeds.length > 0 && isSenderKnown(inbox, mail.from)
  const bounce = bounceIn(mail, supplier, inbox, `mail ${mail.messageId}`)
  if (bounce?.kind === "receipt") return incomingFile(name, { receipts: [bounce.receipt] })
  // What is in a feed is no shipment that could be suggested.
  const words = { ...mail, files: mail.files.filter((file) => !feeds.includes(file)) }
  const letter = (kind: IncomingLetter["kind"], notes: ReadonlyArray<string>) =>
    letterOf(words, supplier, inbox, receivedAt, readLines, { kind, notes })
  if (bounce?.kind === "delayed")
    return incomingFile(name, {
      letters: [await letter("auto_reply", ["a mail server still tries to deliver"])]
    })
  if (bounce?.kind === "unproved")
    return incomingFile(name, {
      letters: [
        await letter("letter", [
          `it says that a mail was not delivered, but ${bounce.why}: nothing was failed`
        ])
      ]
    })
  const { replyAddresses, messageIds } = namesOf(mail, supplier, inbox)
  const isAnswer = replyAddresses.length > 0 || messageIds.length > 0
  if (isFeed && !isAnswer && words.files.length === 0) return incomingFile(name, { isFeed })
  const notRead =
    feeds.length > 0 && !isFeed
      ? ["stock is taken from senders alone that the settings name: the attachment was not read"]
      : []
  const kind = isAutomatic(mail) && notRead.length === 0 ? "auto_reply" : "letter"
  return incomingFile(name, { isFeed, letters: [await letter(kind, notRead)] })
}
