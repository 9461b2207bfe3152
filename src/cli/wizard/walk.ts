import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Dialog } from "../dialog.ts"
import { textFile } from "../inbox.ts"
import { answerOf, type Draft } from "./draft.ts"
import type { Step } from "./step.ts"
import { stepsOf } from "./steps.ts"

const isAnswered = (draft: Draft, { key }: Step): boolean => draft.answers.has(key)

const forgotten = (draft: Draft, key: string): Draft => {
  const answers = new Map(draft.answers)
  const secrets = new Map(draft.secrets)
  answers.delete(key)
  secrets.delete(key.replace(/^secret\./, ""))
  // Another way is another set of questions.
  return key === "way"
    ? { ...draft, answers, secrets, kind: null, profile: null }
    : { ...draft, answers, secrets }
}

/** Back to the question before this one. */
export const stepBack = (draft: Draft): Draft => {
  const key = [...draft.answers.keys()].at(-1)
  return key === undefined ? draft : forgotten(draft, key)
}

/** Asks again for what a fault names. */
export const reopened = (draft: Draft, fault: string): Draft => {
  const named = [...draft.answers.keys()].find(
    (key) => key.startsWith("set.") && new RegExp(`\\b${key.slice(4)}\\b`).test(fault)
  )
  return forgotten(draft, named ?? "others")
}

const kept = (draft: Draft, step: Step, text: string, change: Partial<Draft>): Draft => {
  const name = step.key.replace(/^secret\./, "")
  // Of a secret only that it was answered stands beside the others.
  const answers = new Map([...draft.answers, [step.key, step.secret ? "" : text] as const])
  const secrets = step.secret
    ? new Map([...draft.secrets, [name, Redacted.make(text)] as const])
    : draft.secrets
  return { ...draft, answers, secrets, ...change }
}

/** `@/path/key` reads a file: a key has many lines. */
const secretText = Effect.fn("secretText")(function* (text: string) {
  return text.startsWith("@") ? (yield* textFile(text.slice(1), 64 * 1024)).replace(/\r?\n$/, "") : text
})

const promptOf = (step: Step, usual: string): string => {
  if (step.secret) return `${step.prompt}: `
  return usual === "" ? `${step.prompt}: ` : `${step.prompt} [${usual}]: `
}

const askStep = Effect.fn("askStep")(function* (dialog: Dialog, draft: Draft, step: Step, usual: string) {
  for (const line of step.before === undefined ? [] : yield* step.before(draft)) yield* dialog.say(line)
  if (step.help[0] !== undefined) for (const line of step.help) yield* dialog.say(`  ${line}`)
  for (;;) {
    const typed = yield* dialog.ask(promptOf(step, usual), step.secret)
    const text = step.secret ? typed : typed.trim()
    if (text === "<") return stepBack(draft)
    if (text === "?") {
      for (const line of step.help) yield* dialog.say(`  ${line}`)
      continue
    }
    const given = text === "" && !step.secret ? usual : text === "-" ? "" : text
    if (given === "" && step.required) {
      yield* dialog.say("This is needed.")
      continue
    }
    const value = step.secret
      ? yield* secretText(given).pipe(
          Effect.catchTag("Refusal", (r) => Effect.as(dialog.say(r.message), null))
        )
      : given
    if (value === null) continue
    const taken = yield* step.take(value, draft)
    if (!("fault" in taken)) return kept(draft, step, taken.value, taken.change ?? {})
    yield* dialog.say(taken.fault)
  }
})

/** Asks until nothing is open. What was answered before a step back is offered again. */
export const walk = Effect.fn("walk")(function* (dialog: Dialog, begin: Draft) {
  let draft = begin
  const earlier = new Map<string, string>()
  for (;;) {
    const open = stepsOf(draft).find((step) => !isAnswered(draft, step))
    if (open === undefined) return draft
    draft = yield* askStep(dialog, draft, open, earlier.get(open.key) ?? open.usual)
    if (!open.secret && draft.answers.has(open.key)) earlier.set(open.key, answerOf(draft, open.key))
  }
})
