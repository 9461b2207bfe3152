import * as Result from "effect/Result"
import { usualStyle, type X12Partner, type X12Version } from "../../../src/connectors/edi/x12-envelope.ts"
import type { X12Interchange, X12Set } from "../../../src/connectors/edi/x12-interchange.ts"
import { readInterchanges } from "../../../src/connectors/edi/x12-reader.ts"
import type { X12Refusal } from "../../../src/connectors/edi/x12-refusal.ts"

export const partnerOf = (version: X12Version, more: Partial<X12Partner> = {}): X12Partner => ({
  version,
  sender: { qualifier: "ZZ", id: "SWITCHYARD" },
  receiver: { qualifier: "12", id: "5551234567" },
  groupSender: "SWITCHYARD",
  groupReceiver: "5551234567",
  usage: "T",
  style: usualStyle,
  ...more
})

export const at = new Date("2026-11-22T03:04:05Z")
export const numbers = { interchange: 7, group: 7, firstSet: 1 }

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export const success = <A>(result: Result.Result<A, X12Refusal>): A => {
  if (Result.isSuccess(result)) return result.success
  throw result.failure
}

export const failure = <A>(result: Result.Result<A, X12Refusal>): X12Refusal => {
  if (Result.isFailure(result)) return result.failure
  throw new Error("it was not refused")
}

const header =
  "ISA*00*          *00*          *ZZ*PARTNER        *ZZ*SWITCHYARD     *261122*0304*U*00401*000000005*0*T*>~"

/** One set in a whole interchange, for readers of documents. SE is made right unless it is given. */
export const fileOf = (id: string, code: string, body: ReadonlyArray<string>, se?: string): string =>
  [
    `${header}GS*${id}*PARTNER*SWITCHYARD*20261122*0304*5*X*004010`,
    `ST*${code}*0001`,
    ...body,
    se ?? `SE*${body.length + 2}*0001`,
    "GE*1*5",
    "IEA*1*000000005~"
  ].join("~")

export const interchangeOf = (content: Uint8Array | string): X12Interchange => {
  const [first] = success(readInterchanges(typeof content === "string" ? bytes(content) : content))
  if (first === undefined) throw new Error("no interchange")
  return first
}

export const setsOf = (content: Uint8Array | string): ReadonlyArray<X12Set> =>
  interchangeOf(content).groups.flatMap((group) => group.sets)

export const firstSet = (content: Uint8Array | string): X12Set => {
  const [first] = setsOf(content)
  if (first === undefined) throw new Error("no set")
  return first
}
