import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { safe, wrapped } from "../../tui/safe-text.ts"
import type { Dialog } from "../dialog.ts"
import { textFile } from "../inbox.ts"
import type { Answered, Questions, Step } from "./step.ts"

/** The answer to this question is open again. */
export const withoutAnswer = <D extends Answered>(draft: D, key: string): D => {
  const answers = new Map(draft.answers)
  const secrets = new Map(draft.secrets)
  answers.delete(key)
  secrets.delete(key.replace(/^secret\./, ""))
  return { ...draft, answers, secrets }
}

/** Back to the question before this one. */
export const stepBack = <D extends Answered>(questions: Questions<D>, draft: D): D => {
  const key = [...draft.answers.keys()].at(-1)
  return key === undefined ? draft : questions.forget(draft, key)
}

const kept = <D extends Answered>(draft: D, step: Step<D>, text: string, change: Partial<D>): D => {
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

const promptOf = (step: Pick<Step, "prompt" | "secret">, usual: string): string => {
  if (step.secret) return `${step.prompt}: `
  return usual === "" ? `${step.prompt}: ` : `${step.prompt} [${usual}]: `
}

/** `<root`: back to that answer alone; all others stay. null: there is none. */
const answerNamed = (draft: Answered, name: string): string | null =>
  [...draft.answers.keys()].find((key) => key === name || key.endsWith(`.${name}`)) ?? null

const narrowest = 40
const mostLines = 20

/** On a terminal words stay whole; a pipe gets the line as it is. */
const explained = (text: string): ReadonlyArray<string> => {
  const columns = process.stdout.isTTY ? process.stdout.columns : 0
  return columns < narrowest ? [text] : wrapped(safe(text), columns - 3, mostLines)
}

const explain = Effect.fnUntraced(function* (dialog: Dialog, texts: ReadonlyArray<string>, indent: string) {
  for (const line of texts.flatMap(explained)) yield* dialog.say(`${indent}${line}`)
})

const askStep = Effect.fnUntraced(function* <D extends Answered>(
  dialog: Dialog,
  questions: Questions<D>,
  draft: D,
  step: Step<D>,
  usual: string
) {
  for (const line of step.before === undefined ? [] : yield* step.before(draft)) yield* dialog.say(line)
  yield* explain(dialog, step.help, "  ")
  for (;;) {
    const typed = yield* dialog.ask(promptOf(step, usual), step.secret)
    const text = step.secret ? typed : typed.trim()
    if (text === "<") return stepBack(questions, draft)
    if (text === "?") {
      yield* explain(dialog, step.help, "  ")
      continue
    }
    if (text.startsWith("<") && !step.secret) {
      const key = answerNamed(draft, text.slice(1))
      if (key !== null) return questions.forget(draft, key)
      yield* explain(dialog, [`“${text.slice(1)}” was not answered yet. < alone goes back one question.`], "")
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
    if (!("fault" in taken)) {
      for (const line of taken.says ?? []) yield* dialog.say(`  ${line}`)
      return kept(draft, step, taken.value, taken.change ?? {})
    }
    yield* explain(dialog, [taken.fault], "")
  }
})

/** Asks until nothing is open. What was answered before a step back is offered again. */
export const walk = Effect.fnUntraced(function* <D extends Answered>(
  dialog: Dialog,
  questions: Questions<D>,
  begin: D
) {
  let draft = begin
  const earlier = new Map(begin.answers)
  for (;;) {
    const before: D = draft
    const open = questions.stepsOf(before).find((step) => !before.answers.has(step.key))
    if (open === undefined) return draft
    draft = yield* askStep(dialog, questions, before, open, earlier.get(open.key) ?? open.usual)
    const answer = draft.answers.get(open.key)
    if (!open.secret && answer !== undefined) earlier.set(open.key, answer)
    if (questions.kept !== undefined) yield* questions.kept(draft)
  }
})
