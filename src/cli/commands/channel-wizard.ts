import * as Effect from "effect/Effect"
import type { Environment } from "../../domain/model/environment.ts"
import { commandLine } from "../../domain/model/shell-word.ts"
import { dropDraft, keepDraft, listDrafts, takeUpDraft } from "../../domain/operations/channel-drafts.ts"
import { channelSetUp } from "../../domain/operations/channel-set-up.ts"
import { addChannel, demandNewChannel, setChannel } from "../../domain/operations/set-channel.ts"
import { now } from "../../domain/ports/clock.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { type Dialog, OpenDialog } from "../dialog.ts"
import { has, text } from "../input.ts"
import { moment } from "../moment.ts"
import {
  answerTo,
  type ChannelSetUp,
  channelOfDraft,
  pageOfDraft,
  secretsOfDraft,
  servicesOfDraft
} from "../wizard/channel-draft.ts"
import { channelQuestions } from "../wizard/channel-steps.ts"
import { stepBack, walk } from "../wizard/walk.ts"

const empty = Effect.fn("empty")(function* (input: Input) {
  const installation = yield* (yield* SettingsStore).installation()
  return {
    environment: (text(input, "environment") as Environment | undefined) ?? installation.environment,
    kind: null,
    asked: [],
    begunAt: yield* now,
    answers: new Map<string, string>(),
    secrets: new Map()
  } satisfies ChannelSetUp
})

const resumeLine = (name: string): string => commandLine("channels", "add", name, "--resume")

const begun = Effect.fn("begun")(function* (input: Input) {
  const draft = yield* empty(input)
  const name = input.arguments.channel
  if (name === undefined) return draft
  const left = (yield* listDrafts()).find((d) => d.name === name)
  if (left !== undefined)
    return yield* new Refusal({
      message: `${left.leftBy} left a set-up of ${name} at ${moment(left.leftAt)}. Go on: ${resumeLine(name)}. Or throw it away: ${commandLine("channels", "drafts", "--discard", name)}`
    })
  const step = channelQuestions.stepsOf(draft)[0]
  const taken = step === undefined ? { value: name } : yield* step.take(name, draft)
  if ("fault" in taken) return yield* new Refusal({ message: taken.fault })
  return { ...draft, answers: new Map([["name", name]]) }
})

const onlyDraft = Effect.fn("onlyDraft")(function* () {
  const names = (yield* listDrafts()).map((d) => d.name)
  const [only] = names
  if (only !== undefined && names.length === 1) return only
  return yield* new Refusal({
    message: only === undefined ? "No set-up was left." : `Which one: ${names.join(", ")}?`
  })
})

/** As it was left. What is not asked any more (the kind changed meanwhile) is simply not looked at. */
const resumed = Effect.fn("resumed")(function* (input: Input) {
  const name = input.arguments.channel ?? (yield* onlyDraft())
  const left = yield* takeUpDraft(name)
  const draft = yield* empty(input)
  const answers = new Map(left.answers)
  const kind = answers.get("kind")
  const found = kind === undefined ? null : yield* channelSetUp(kind, draft.environment)
  // What was tried may have changed since; and a secret that is not there any more is asked anew.
  answers.delete("connection")
  for (const key of answers.keys())
    if (key.startsWith("secret.") && left.secrets[key.slice(7)] === undefined) answers.delete(key)
  return {
    ...draft,
    kind: found?.kind ?? null,
    asked: found?.asked ?? [],
    answers,
    secrets: new Map(Object.entries(left.secrets))
  } satisfies ChannelSetUp
})

/** Kept after each answer, once it is known what is set up. */
const keep = (draft: ChannelSetUp) =>
  draft.kind === null
    ? Effect.void
    : keepDraft(answerTo(draft, "name"), [...draft.answers], secretsOfDraft(draft))

const questions = { ...channelQuestions, kept: keep }

const patient = (dialog: Dialog): Dialog => ({
  ...dialog,
  ask: (prompt, hidden) =>
    dialog.ask(prompt, hidden).pipe(
      Effect.mapError(
        ({ message }) =>
          new Refusal({
            message: message.replace(
              "Nothing was stored.",
              "What was answered is kept: switchyard channels add --resume"
            )
          })
      )
    )
})

const summary = Effect.fn("summary")(function* (draft: ChannelSetUp) {
  const { warnings } = yield* channelSetUp(draft.kind?.kind ?? "", draft.environment)
  return (yield* warnings(pageOfDraft(draft))).map((warning) => `Warning: ${warning}`)
})

const agreed = Effect.fn("agreed")(function* (dialog: Dialog, name: string) {
  for (;;) {
    const said = (yield* dialog.ask(`Save ${name} like this? (yes, <): `, false)).trim().toLowerCase()
    if (said === "yes" || said === "<") return said === "yes"
    yield* dialog.say("Write yes, or < to go back. Ctrl-C leaves it as a draft.")
  }
})

const save = Effect.fn("save")(function* (draft: ChannelSetUp) {
  const { channel, more } = channelOfDraft(draft)
  const secrets = secretsOfDraft(draft)
  yield* demandNewChannel(channel, Object.keys(secrets), more)
  const id = yield* addChannel(channel, secrets, more)
  const services = servicesOfDraft(draft).filter((s) => s.enabled)
  if (services.length > 0) yield* setChannel(channel.name, { change: {}, services, secrets: {} })
  yield* dropDraft(channel.name)
  return { id, services }
})

/** Asks everything, tries the connection, and saves on the last yes. What was answered before is kept whenever it is left. */
export const wizard: Run = (input) =>
  Effect.gen(function* () {
    const dialog = patient(yield* yield* OpenDialog)
    let draft: ChannelSetUp = has(input, "resume") ? yield* resumed(input) : yield* begun(input)
    // Two lines of less than 80 columns: words stay whole.
    yield* dialog.say("Enter takes what stands in [brackets], - empties it, < goes back a step,")
    yield* dialog.say("<url to that answer alone. Ctrl-C leaves; channels add --resume goes on.")
    for (;;) {
      draft = yield* walk(dialog, questions, draft)
      for (const line of yield* summary(draft)) yield* dialog.say(line)
      const name = answerTo(draft, "name")
      if (!(yield* agreed(dialog, name))) {
        draft = stepBack(questions, draft)
        continue
      }
      const saved = yield* save(draft).pipe(
        // A rule that only the whole can break: it is said, and the last answers can be given anew.
        Effect.catchTag("Refusal", ({ message }) => Effect.as(dialog.say(message), null))
      )
      if (saved === null) {
        draft = stepBack(questions, draft)
        continue
      }
      return answer({ ...saved, channel: name }, [
        `Channel ${name} was added.`,
        `Try it with a real order: ${commandLine("test-order", name)}`
      ])
    }
  }).pipe(Effect.scoped)

/** What was left, or what nobody wants any more. */
export const drafts: Run = (input) =>
  Effect.gen(function* () {
    const discarded = text(input, "discard")
    if (discarded !== undefined) {
      yield* takeUpDraft(discarded)
      yield* dropDraft(discarded)
      return answer({ discarded }, [`The set-up of ${discarded} is gone, with its secrets.`])
    }
    const left = yield* listDrafts()
    return answer(
      {
        drafts: left.map(({ name, leftBy, leftAt, answers }) => ({
          name,
          leftBy,
          leftAt,
          answered: answers.length
        }))
      },
      left.length === 0
        ? ["No set-up was left."]
        : left.map(
            (d) => `${d.name}: left by ${d.leftBy} at ${moment(d.leftAt)}. Go on: ${resumeLine(d.name)}`
          )
    )
  })
