import * as Effect from "effect/Effect"
import { addSupplier } from "../../domain/operations/set-supplier.ts"
import { showFirstOrder, trySupplier } from "../../domain/operations/try-supplier.ts"
import { Refusal } from "../../domain/ports/failure.ts"
import { SettingsStore } from "../../domain/ports/settings-store.ts"
import { SupplierStore } from "../../domain/ports/supplier-store.ts"
import { answer } from "../answer.ts"
import type { Input, Run } from "../command-row.ts"
import { type Dialog, OpenDialog } from "../dialog.ts"
import { specimenText } from "../specimen-text.ts"
import { addedLines } from "../wizard/added-lines.ts"
import { type Draft, secretsOf, supplierOf } from "../wizard/draft.ts"
import { reopened, supplierQuestions } from "../wizard/supplier-questions.ts"
import { stepBack, walk } from "../wizard/walk.ts"

const begin = Effect.fn("begin")(function* (input: Input) {
  const { environment } = yield* (yield* SettingsStore).installation()
  const name = input.arguments.supplier
  if (name !== undefined && (yield* (yield* SupplierStore).byName(name)) !== null)
    return yield* new Refusal({ message: `There is a supplier “${name}” already.` })
  const answers = new Map(name === undefined ? [] : [["name", name] as const])
  return { environment, profile: null, kind: null, answers, secrets: new Map() } satisfies Draft
})

const asked = Effect.fn("asked")(function* (dialog: Dialog, prompt: string, words: ReadonlyArray<string>) {
  for (;;) {
    const text = (yield* dialog.ask(`${prompt} (${words.join(", ")}): `, false)).trim().toLowerCase()
    if (words.includes(text)) return text
    yield* dialog.say(`Write one of ${words.join(", ")}.`)
  }
})

/** Signs in, and says how it went: true when the person wants to go on. */
const tried = Effect.fn("tried")(function* (dialog: Dialog, draft: Draft) {
  for (;;) {
    yield* dialog.say("")
    yield* dialog.say("Trying the connection...")
    const outcome = yield* trySupplier(supplierOf(draft), secretsOf(draft)).pipe(
      Effect.map((lines) => ({ works: true, lines })),
      Effect.catch((failure) => Effect.succeed({ works: false, lines: [failure.message] }))
    )
    for (const line of outcome.lines) yield* dialog.say(`  ${line}`)
    if (outcome.works) return true
    const next = yield* asked(dialog, "It did not work. Try again, go back, or go on without", [
      "again",
      "<",
      "on"
    ])
    if (next !== "again") return next === "on"
  }
})

const questionsLeft = (draft: Draft): ReadonlyArray<string> =>
  draft.profile?.questions.flatMap((q) =>
    q.about === "note" ? [`Ask the supplier: ${q.ask} ${q.help}`] : []
  ) ?? []

/** One round from the open questions to the last yes; null: the person went back. */
const round = Effect.fn("round")(function* (dialog: Dialog, draft: Draft) {
  const supplier = supplierOf(draft)
  const fault = draft.kind?.fault?.(supplier.settings) ?? null
  if (fault !== null) {
    yield* dialog.say(fault)
    return { again: reopened(draft, fault) }
  }
  if (!(yield* tried(dialog, draft))) return { again: stepBack(supplierQuestions, draft) }
  yield* dialog.say("")
  yield* dialog.say("The first purchase order would look like this:")
  for (const line of specimenText(yield* showFirstOrder(supplier))) yield* dialog.say(line)
  yield* dialog.say("")
  const yes = yield* asked(dialog, `Store ${supplier.name} like this? Nothing is sent by it`, [
    "yes",
    "no",
    "<"
  ])
  if (yes === "<") return { again: stepBack(supplierQuestions, draft) }
  if (yes === "no") return yield* new Refusal({ message: "Nothing was stored." })
  return { supplier }
})

/** Asks everything, tries it, shows what would be sent; only the last yes stores it. */
export const wizard: Run = (input) =>
  Effect.gen(function* () {
    const dialog = yield* yield* OpenDialog
    yield* dialog.say(
      "Enter takes what stands in [brackets], - leaves it empty, < goes back, Ctrl-C leaves nothing behind."
    )
    let draft: Draft = yield* begin(input)
    for (;;) {
      draft = yield* walk(dialog, supplierQuestions, draft)
      const end = yield* round(dialog, draft)
      if ("again" in end) {
        draft = end.again
        continue
      }
      const id = yield* addSupplier(end.supplier, secretsOf(draft)).pipe(
        // A rule that only the whole can break: it is said, and the last answers can be given anew.
        Effect.catchTag("Refusal", (refusal) => Effect.as(dialog.say(refusal.message), null))
      )
      if (id === null) draft = stepBack(supplierQuestions, draft)
      else
        return answer({ id, supplier: end.supplier.name }, [
          ...addedLines(end.supplier.name),
          ...questionsLeft(draft)
        ])
    }
  }).pipe(Effect.scoped)
