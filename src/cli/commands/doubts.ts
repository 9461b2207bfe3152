import * as Effect from "effect/Effect"
import { DispatchIntentId, type IntentKind, intentKinds } from "../../domain/model/dispatch-intent.ts"
import { orderName } from "../../domain/model/order.ts"
import { maskDetail } from "../../domain/model/personal.ts"
import { readableBytes } from "../../domain/model/readable-bytes.ts"
import { orderMask } from "../../domain/operations/reveal-order.ts"
import {
  type DoubtChoice,
  listDoubts,
  probeDoubt,
  settleDoubt,
  showDoubt
} from "../../domain/operations/settle-doubt.ts"
import type { EvidenceRow } from "../../domain/ports/dispatch-ledger.ts"
import type { LookUp } from "../../domain/ports/supplier-transports.ts"
import { answer, listOr, table } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { detailText } from "../evidence-text.ts"
import { argument, has, number as numeral, text } from "../input.ts"
import { moment } from "../moment.ts"

const linesShown = 40

const whichOf = (input: Input): DoubtChoice => {
  const kind = intentKinds.find((k) => k === text(input, "kind"))
  const id = numeral(input, "intent")
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(id === undefined ? {} : { intentId: DispatchIntentId(id) })
  }
}

/** An order is what its number stands for; what follows it is named. */
const called = (number: string, kind: IntentKind): string =>
  kind === "order" ? number : `the ${kind} of ${number}`

export const list: Run = () =>
  Effect.gen(function* () {
    const doubts = yield* listDoubts()
    const rows = doubts.map((d) => [
      d.number,
      d.kind,
      String(d.intentId),
      orderName(d.channelOrderNumber),
      d.supplier,
      d.transport,
      moment(d.since),
      String(d.attempt)
    ])
    const shown = table(
      ["purchase order", "what", ">intent", "order", "supplier", "by", "in doubt since", ">attempt"],
      rows
    )
    return answer({ doubts }, listOr("Nothing is in doubt: every send has its answer.", shown))
  })

const evidenceRow = (e: EvidenceRow) => [
  moment(e.at),
  e.actor,
  String(e.attempt),
  e.kind,
  detailText(e.detail)
]

export const show: Run = (input) =>
  Effect.gen(function* () {
    const shown = yield* showDoubt(argument(input, "purchase-order"), whichOf(input))
    const { intent } = shown
    const { content, ...rest } = intent
    const mask = yield* orderMask(intent.orderId, false)
    const evidence = shown.evidence.map((row) => maskDetail(row, mask.text))
    const bytes = mask.text(readableBytes(content))
    const lines = bytes.split(/\r?\n/)
    const identifiers = Object.entries(intent.identifiers).map(([name, value]) => `  ${name}: ${value}`)
    return answer({ intent: { ...rest, content: bytes }, evidence }, [
      `${called(intent.number, intent.kind)} to ${intent.supplier} by ${intent.transport}: ${intent.state === "in_doubt" ? "IN DOUBT" : intent.state}, since ${moment(intent.since)}`,
      `Order ${orderName(intent.channelOrderNumber)}, intent ${intent.intentId}, attempt ${intent.attempt}, ${content.length} bytes, sha256 ${intent.contentHash}`,
      "",
      "Look for it at the supplier under",
      ...identifiers,
      "",
      "Evidence",
      ...listOr(
        "There is none.",
        table(["at", "who", ">attempt", "kind", "what"], evidence.map(evidenceRow))
      ),
      "",
      "What was sent, or would be",
      ...lines.slice(0, linesShown).map((l) => `  ${l}`),
      ...(lines.length > linesShown
        ? [`  ... and ${lines.length - linesShown} lines more (--json has all)`]
        : [])
    ])
  })

const answers: Readonly<Record<LookUp["_tag"], string>> = {
  Found: "The supplier has it: it is sent now, with that as its proof.",
  NotSent: "The supplier proves that it never arrived: it is sent again with the same identifiers.",
  CannotTell: "The supplier cannot tell. It stays in doubt: ask them, then settle it."
}

export const probe: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const found = yield* probeDoubt(number, whichOf(input))
    const { kind, intentId, orderId } = found.intent
    const evidence = maskDetail(found.evidence, (yield* orderMask(orderId, false)).text)
    return answer(
      { number, kind, intentId, answer: found._tag, evidence },
      [`${called(number, kind)}: ${answers[found._tag]}`, detailText(evidence.detail)],
      found._tag === "CannotTell"
    )
  })

export const settle: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const arrived = has(input, "sent")
    const { kind, intentId } = yield* settleDoubt(
      number,
      arrived,
      text(input, "reason") ?? "",
      whichOf(input)
    )
    return answer({ number, kind, intentId, arrived }, [
      arrived
        ? `${called(number, kind)} counts as sent, by your word.`
        : `${called(number, kind)} is sent again with the same identifiers.`
    ])
  })
