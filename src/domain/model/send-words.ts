import type { AuthorizationEvent } from "./authorization.ts"
import type { DispatchEvent } from "./dispatch-intent.ts"
import type { FulfillmentEvent } from "./fulfillment.ts"
import type { RequestEvent, RequestSubject } from "./supplier-request.ts"
import {
  after,
  againIn,
  because,
  capital,
  fact,
  type Happening,
  inBrackets,
  type Say,
  shortHash,
  subjectOf
} from "./told-facts.ts"

const supplierOf = (h: Happening): string => fact(h, "supplier") || "the supplier"

const attemptOf = (h: Happening): string => after(fact(h, "attempt"), "attempt ")

/** What was sent: `SY-000312`, `the cancel request for SY-000312`. */
type Noun = (h: Happening) => string

const provedBy = (h: Happening): string =>
  inBrackets(
    after(fact(h, "file"), "file "),
    after(fact(h, "supplierOrderId"), "their number "),
    after(shortHash(fact(h, "sha256")), "sha256 ")
  )

const sent = (what: string, h: Happening): string => {
  const to = fact(h, "to") || fact(h, "supplier")
  const words = `Sent ${what}${after(to, " to ")}${provedBy(h)}`
  return h.before === "in_doubt" ? `${capital(what)} did arrive, the doubt is settled${provedBy(h)}` : words
}

const putBack = (what: string, h: Happening): string =>
  fact(h, "reason") === ""
    ? `${capital(what)} was put back and is sent again${againIn(h)}`
    : `${capital(supplierOf(h))}${because(h)}; ${what} is tried again${againIn(h)}${inBrackets(attemptOf(h))}`

/** Every kind of promise lives the same life, so it is told in the same words. */
export const sendWords = (noun: Noun): Readonly<Record<DispatchEvent, Say>> => ({
  claim: (h) => `A worker took up ${noun(h)}`,
  transmit: (h) => `${capital(noun(h))} begins to leave`,
  release: (h) => putBack(noun(h), h),
  confirm: (h) => sent(noun(h), h),
  refuse: (h) => `${capital(supplierOf(h))} did not take ${noun(h)}, REFUSED${because(h)}`,
  doubt: (h) => `${capital(noun(h))} is IN DOUBT${because(h)}`,
  deny: (h) => `${capital(noun(h))} did not arrive and is sent again with the same number`,
  reject: (h) => `${capital(supplierOf(h))} REJECTED ${noun(h)} after it was sent${because(h)}`,
  retry: (h) => `${capital(noun(h))} is tried again with the same number`,
  withdraw: (h) => `Took back ${noun(h)} before it left${because(h)}`
})

export const fulfillmentWords: Readonly<Record<FulfillmentEvent, Say>> = {
  claim: (h) => `Began to tell the channel of ${subjectOf(h)}`,
  accept: (h) => `Told the channel of ${subjectOf(h)}, accepted`,
  reject: (h) => `The channel REJECTED ${subjectOf(h)}${because(h)}`,
  release: (h) => `The channel did not take ${subjectOf(h)}${because(h)}; it is told again${againIn(h)}`,
  skip: (h) => `The channel is not told of ${subjectOf(h)}${because(h)}`,
  retry: (h) => `The channel is told again of ${subjectOf(h)}`
}

const paid = (h: Happening): string => `the payment of ${subjectOf(h)}`

const howMuch = (h: Happening): string => after(fact(h, "amount"), ", ")

export const authorizationWords: Readonly<Record<AuthorizationEvent, Say>> = {
  ask: (h) =>
    fact(h, "how") === "automatic"
      ? `Authorizes ${paid(h)}${howMuch(h)}, by the supplier's terms`
      : `Authorizes ${paid(h)}${howMuch(h)}${because(h)}`,
  confirm: (h) => `${capital(supplierOf(h))} has the yes to ${paid(h)}${howMuch(h)}`,
  fail: (h) => `The yes to ${paid(h)} FAILED${because(h)}`,
  record: (h) => `Wrote down that ${paid(h)} was authorized by hand${howMuch(h)}${because(h)}`,
  drop: (h) => `Nobody is asked for ${paid(h)} any more${because(h)}`
}

const wish = (about: RequestSubject, h: Happening): string =>
  about === "cancel"
    ? `cancel ${fact(h, "lines") || "what is open"} of ${subjectOf(h)}`
    : `change ${subjectOf(h)}`

const said = (h: Happening): string => because(h, "words")

/** What was asked of a supplier after it had the order. */
export const requestWords = (about: RequestSubject): Readonly<Record<RequestEvent | "request", Say>> => ({
  request: (h) =>
    `Asks the supplier to ${wish(about, h)}${about === "cancel" ? because(h) : because(h, "differences")}`,
  communicate: (h) =>
    fact(h, "by") === "person"
      ? `A person told the supplier to ${wish(about, h)}${said(h)}`
      : `The supplier was told to ${wish(about, h)}${said(h)}`,
  accept: (h) => `The supplier agrees to ${wish(about, h)}${said(h)}`,
  refuse: (h) => `The supplier REFUSES to ${wish(about, h)}${said(h)}`,
  withdraw: (h) => `Took back the wish to ${wish(about, h)}; the supplier never heard of it${said(h)}`
})
