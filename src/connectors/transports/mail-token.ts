import { createHmac } from "node:crypto"
import * as Redacted from "effect/Redacted"
import type { SupplierId } from "../../domain/model/supplier.ts"
import type { MailAddress } from "../mime.ts"

/** The secret of a supplier that its reply tokens are made with; made by itself at the first purchase order. */
export const replyKeyField = "replyKey"
export const replyKeyBytes = 32

const tokenLength = 24

/** A keyed hash of the purchase order's number: who knows the number cannot make it. */
export const replyToken = (key: Redacted.Redacted, number: string): string =>
  createHmac("sha256", Redacted.value(key)).update(number).digest("hex").slice(0, tokenLength)

/** `po+<supplier>-<token>@...`: what is sent there names the purchase order, whatever the answer's text says. */
export const tokenAddress = (reply: MailAddress, supplierId: SupplierId, token: string): MailAddress => {
  const at = reply.address.lastIndexOf("@")
  return {
    name: reply.name,
    address: `${reply.address.slice(0, at)}+${supplierId}-${token}${reply.address.slice(at)}`
  }
}

/** Those of the addresses that could be token addresses of this supplier. Whether one is known, the store says. */
export const tokenAddressesIn = (
  addresses: Iterable<string>,
  reply: MailAddress,
  supplierId: SupplierId
): ReadonlyArray<string> => {
  const at = reply.address.lastIndexOf("@")
  const start = `${reply.address.slice(0, at)}+${supplierId}-`.toLowerCase()
  const end = reply.address.slice(at).toLowerCase()
  const shape = /^[0-9a-f]{24}$/
  const found = [...addresses].filter((address) => {
    const plain = address.toLowerCase()
    return (
      plain.startsWith(start) && plain.endsWith(end) && shape.test(plain.slice(start.length, -end.length))
    )
  })
  // Domains come back in any case; the token and our own spelling decide.
  return found.map(
    (address) =>
      `${reply.address.slice(0, at)}+${address.toLowerCase().slice(at + 1, -end.length)}${reply.address.slice(at)}`
  )
}

/** The token in a reply address of ours; null when there is none. */
export const tokenOf = (address: string): string | null => /-([0-9a-f]{24})@/.exec(address)?.[1] ?? null
