import { posix } from "node:path"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { AnswerFile, UnansweredInterchange } from "../../domain/ports/edi-interchanges.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import {
  type FunctionalAcknowledgement,
  functionalAcknowledgementSegments
} from "../edi/functional-acknowledgement-997.ts"
import { writeInterchange, type X12Partner } from "../edi/x12-envelope.ts"
import { remoteFailure } from "../files/remote-failure.ts"
import type { RemoteFolder } from "../files/remote-folder.ts"
import { fileNameOf } from "./edi-file-name.ts"
import type { EdiProfile } from "./edi-profile.ts"

/** What a 997 of ours says about one group of the partner's. */
export type GroupAnswer = FunctionalAcknowledgement

const write = (partner: X12Partner, groups: ReadonlyArray<GroupAnswer>, number: number, at: Date) =>
  writeInterchange(
    partner,
    { functionalId: "FA", code: "997", sets: groups.map(functionalAcknowledgementSegments) },
    { interchange: number, group: number, firstSet: 1 },
    at
  )

/**
 * What is owed for an interchange: its answer, kept until it can be numbered; or why none can be written, as for a control
 * number that no 997 can repeat.
 */
export const groupAnswers = (
  groups: ReadonlyArray<GroupAnswer>,
  { partner }: EdiProfile
): { readonly answer: string | null; readonly trouble: string | null } => {
  if (groups.length === 0) return { answer: null, trouble: null }
  const tried = write(partner, groups, 1, new Date(0))
  return Result.isSuccess(tried)
    ? { answer: JSON.stringify(groups), trouble: null }
    : { answer: null, trouble: tried.failure.message }
}

/** The answer as a file. Its number is of the house's sequence, and its time is when the interchange came. */
export const answerFile = (
  owed: UnansweredInterchange,
  { partner, fileName }: EdiProfile
): Effect.Effect<AnswerFile, TransportFailure> => {
  // Our own words, kept by `groupAnswers`.
  const groups = JSON.parse(owed.answer) as ReadonlyArray<GroupAnswer>
  const content = write(partner, groups, owed.number, owed.at)
  if (Result.isFailure(content))
    return new TransportFailure({
      reason: "Misconfigured",
      message: `The 997 for interchange ${owed.controlNumber} cannot be written: ${content.failure.message}.`
    })
  const name = fileNameOf(fileName, partner, {
    control: owed.number,
    set: "997",
    number: owed.controlNumber
  })
  return Effect.succeed({ name, content: content.success })
}

/** Under a temporary name, then renamed. What lies there already is the same answer, written before: nothing is overwritten. */
export const layAnswer = Effect.fn("edi.layAnswer")(function* (
  remote: RemoteFolder,
  folder: string,
  file: AnswerFile
) {
  const final = posix.join(folder, file.name)
  const temporary = posix.join(folder, `.${file.name}.tmp`)
  const lay = Effect.gen(function* () {
    if ((yield* remote.size(final)) !== null) return
    yield* remote.write(temporary, file.content)
    yield* remote.rename(temporary, final)
  })
  yield* lay.pipe(Effect.mapError((trouble) => remoteFailure(`write the answer ${file.name}`, trouble)))
})
