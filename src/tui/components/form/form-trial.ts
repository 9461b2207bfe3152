import type * as Effect from "effect/Effect"
import type { ConsoleNeeds } from "../../console-needs.ts"
import type { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { type EntriesForm, firstFault, focused } from "./entries-form.ts"

interface Said {
  readonly text: string
  readonly role: Role
}

/** What an editor of settings holds. `busy`: what is under way, while no key begins anything else. */
export interface EditorState<Form extends EntriesForm> {
  /** null: it is not read yet. */
  readonly form: Form | null
  readonly busy: string | null
  readonly said: Said | null
}

/** The line below a form: what is under way, what was said last, or what the field is for. */
export const footOf = ({ form, busy, said }: EditorState<EntriesForm>): Said => {
  if (busy !== null) return { text: busy, role: "dim" }
  return said ?? { text: form === null ? "Reading …" : (focused(form)?.help ?? ""), role: "dim" }
}

export interface FormTrialOptions<Form extends EntriesForm> {
  readonly desk: Desk
  readonly store: Store<EditorState<Form>>
  /** Signs in with what is typed, before any of it is stored; says what was seen. */
  readonly tryTyped: (form: Form) => Effect.Effect<ReadonlyArray<string>, Error, ConsoleNeeds>
}

/** Tries the connection that a form tells of: by a key, and before it is saved. */
export class FormTrial<Form extends EntriesForm> {
  readonly #options: FormTrialOptions<Form>
  #end: () => void = () => undefined

  constructor(options: FormTrialOptions<Form>) {
    this.#options = options
  }

  /** What is left while it is tried is not saved after all. */
  end(): void {
    this.#end()
  }

  /** The cursor goes where something is wrong. */
  hasFault(form: Form): boolean {
    const fault = firstFault(form)
    if (fault === null) return false
    this.#set({ form: { ...form, focus: fault.index }, said: { text: fault.text, role: "need" } })
    return true
  }

  test(): void {
    const { form } = this.#options.store.get()
    if (form === null || this.hasFault(form)) return
    this.#try(form, () => undefined)
  }

  writeIfItWorks(form: Form, write: (form: Form) => void): void {
    const { desk, store } = this.#options
    this.#try(form, (works) => {
      // What was typed while it signed in was not tried: it is saved when somebody says so again.
      if (store.get().form?.edits !== form.edits) return
      if (works) write(form)
      else desk.ask({ text: "It did not work. Save it all the same, untested?", onYes: () => write(form) })
    })
  }

  #try(form: Form, done: (works: boolean) => void): void {
    const { desk, tryTyped } = this.#options
    this.#set({ busy: "Signing in with what is typed …", said: null })
    this.#end = desk.bridge.run(tryTyped(form), (outcome) => {
      const said = outcome.ok
        ? { text: outcome.value.join(" "), role: "done" as const }
        : { text: `It did not work: ${outcome.message}`, role: "need" as const }
      this.#set({ busy: null, said })
      done(outcome.ok)
    })
  }

  #set(change: Partial<EditorState<Form>>): void {
    const { desk, store } = this.#options
    store.update((state) => ({ ...state, ...change }))
    desk.changed()
  }
}
