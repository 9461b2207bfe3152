import type * as Effect from "effect/Effect"
import type { ConsoleNeeds } from "../../console-needs.ts"
import type { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import { type EntriesForm, retyped } from "./entries-form.ts"
import type { EditorState } from "./form-trial.ts"

interface LookAgainOptions<Form extends EntriesForm> {
  readonly desk: Desk
  readonly store: Store<EditorState<Form>>
  /** As it is stored now. */
  readonly stored: Effect.Effect<Form, Error, ConsoleNeeds>
}

const storedNow = "These are its settings as they are stored now; what you typed stays, and is not saved yet."

/** Somebody else changed it: what is stored now stands beneath what was typed here, which stays. */
export const lookAgain = <Form extends EntriesForm>({
  desk,
  store,
  stored
}: LookAgainOptions<Form>): void => {
  const set = (change: Partial<EditorState<Form>>): void => {
    store.update((state) => ({ ...state, ...change }))
    desk.changed()
  }
  set({ busy: "Reading …", said: null })
  desk.bridge.run(stored, (outcome) => {
    const { form } = store.get()
    if (!outcome.ok)
      set({ busy: null, said: { text: `It cannot be read: ${outcome.message}`, role: "need" } })
    else
      set({
        busy: null,
        form: form === null ? outcome.value : retyped(outcome.value, form),
        said: { text: storedNow, role: "done" }
      })
  })
}
