import * as Effect from "effect/Effect"
import type { RequestSubject } from "../../domain/model/supplier-request.ts"
import { recordAcknowledgement, recordRequestAnswer } from "../../domain/operations/record-answer.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { argument, has, text, texts } from "../input.ts"
import { lineAnswerOf } from "../line-answers.ts"

const by = (input: Input): string => text(input, "by") ?? "phone"

const standingOf = (input: Input) => {
  if (has(input, "rejected")) return "rejected" as const
  return has(input, "accepted") ? ("accepted" as const) : ("changed" as const)
}

export const acknowledge: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const standing = standingOf(input)
    const { supplier, result } = yield* recordAcknowledgement({
      number,
      standing,
      supplierOrderNumber: text(input, "number") ?? "",
      by: by(input),
      reason: text(input, "reason") ?? "",
      lines: texts(input, "line").flatMap((l) => lineAnswerOf(l) ?? [])
    })
    return answer({ number, supplier, standing, result }, [
      result === "rejected"
        ? `${number} is rejected by ${supplier}, by your word. Next: switchyard orders reissue, or cancel it.`
        : `${number}: what ${supplier} said is recorded.`
    ])
  })

export const answered: Run = (input) =>
  Effect.gen(function* () {
    const number = argument(input, "purchase-order")
    const accepted = has(input, "accepted")
    const about = (text(input, "about") ?? "cancel") as RequestSubject
    const reason = text(input, "reason") ?? ""
    const { supplier } = yield* recordRequestAnswer({ number, about, accepted, by: by(input), reason })
    return answer({ number, supplier, about, accepted }, [
      accepted
        ? `${supplier} accepts the ${about} of ${number}.`
        : `${supplier} refuses the ${about} of ${number}: a hold says so on the order.`
    ])
  })
