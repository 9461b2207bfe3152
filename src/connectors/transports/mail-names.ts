import { createHash } from "node:crypto"
import type { Supplier, SupplierId } from "../../domain/model/supplier.ts"
import { settingOf } from "../files/sftp-settings.ts"
import { type MailAddress, mailAddress, mailAddresses } from "../mime.ts"
import { tokenAddress } from "./mail-token.ts"

/** An address that cannot be used is refused by `send`; until then the bytes name nobody. */
const nobody: MailAddress = { name: "", address: "invalid@invalid" }

/** Who writes to whom about one purchase order, and the names that the mail travels under. */
export interface MailNames {
  readonly from: MailAddress
  readonly to: ReadonlyArray<MailAddress>
  readonly cc: ReadonlyArray<MailAddress>
  readonly replyTo: MailAddress | null
  readonly messageId: string
  readonly boundary: string
  readonly identifiers: Readonly<Record<string, string>>
}

export const joined = (addresses: ReadonlyArray<MailAddress>): string =>
  addresses.map((a) => a.address).join(", ")

const atoms = (text: string): string => text.toLowerCase().replace(/[^a-z0-9_-]/g, "-")

/**
 * `about` tells the messages of one purchase order apart: its revision, or the kind and sequence of what follows. With a token
 * both the reply address and the Message-ID carry it, so that an answer or a bounce that repeats one cannot be guessed.
 */
export const mailNames = (
  supplier: Supplier,
  number: string,
  about: string,
  token: string | null
): MailNames => {
  const from = mailAddress(settingOf(supplier, "from")) ?? nobody
  const to = mailAddresses(settingOf(supplier, "to")) ?? [nobody]
  const cc = mailAddresses(settingOf(supplier, "cc")) ?? []
  const reply = mailAddress(settingOf(supplier, "replyAddress"))
  const answersTo = reply === null ? mailAddress(settingOf(supplier, "replyTo")) : reply
  const replyTo = reply === null || token === null ? answersTo : tokenAddress(reply, supplier.id, token)
  const secret = token === null ? "" : `.${token}`
  const messageId = `<${atoms(number)}.${about}.${supplier.id}${secret}.switchyard@${from.address.split("@")[1]}>`
  return {
    from,
    to,
    cc,
    replyTo,
    messageId,
    boundary: `=_switchyard_${createHash("sha256").update(messageId).digest("hex").slice(0, 32)}`,
    identifiers: {
      messageId,
      to: joined(to),
      ...(cc.length > 0 && { cc: joined(cc) }),
      ...(replyTo !== null && token !== null && { replyTo: replyTo.address })
    }
  }
}

/** Whether a Message-ID has the form of one that we gave to a mail to this supplier. */
export const isOurMessageId = (id: string, supplierId: SupplierId): boolean =>
  id.length <= 300 &&
  new RegExp(`^<[^<>\\s]+\\.${supplierId}(\\.[0-9a-f]{24})?\\.switchyard@[^<>\\s]+>$`).test(id)
