import {
  firstFault,
  focused,
  leaveQuestion,
  touched,
  typedInto,
  typingRefusal,
  withFocus
} from "../../components/form/entries-form.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { untilRead } from "../../until-read.ts"
import { retyped, type SupplierForm } from "./supplier-form.ts"
import { isOtherWay, readForm, saveTyped, tryTyped } from "./supplier-save.ts"

interface Said {
  readonly text: string
  readonly role: Role
}

export interface State {
  readonly form: SupplierForm | null
  readonly busy: string | null
  readonly said: Said | null
}

export const footOf = ({ form, busy, said }: State): Said => {
  if (busy !== null) return { text: busy, role: "dim" }
  return said ?? { text: form === null ? "Reading …" : (focused(form)?.help ?? ""), role: "dim" }
}

/** Holds what is typed of one supplier until it is saved; what cannot be saved stays typed. */
export class SupplierEditor {
  readonly store = new Store<State>({ form: null, busy: null, said: null })
  readonly #desk: Desk
  readonly #id: number
  #isSaved = false
  #isClosed = false
  #endTrying: () => void = () => undefined
  #endReading: () => void = () => undefined

  constructor(desk: Desk, id: number) {
    this.#desk = desk
    this.#id = id
  }

  read(): void {
    this.#endReading()
    const isRead = (): boolean => this.store.get().form !== null
    this.#endReading = untilRead(this.#desk.live, isRead, () => {
      this.#desk.bridge.run(readForm(this.#id), (outcome) => {
        if (!outcome.ok) this.#say("need", `It cannot be read: ${outcome.message}`)
        else if (!isRead()) this.#set({ form: outcome.value, said: null })
      })
    })
  }

  hidden(): void {
    this.#endReading()
  }

  /** What is left while it is tried is not saved after all. */
  closed(): void {
    this.#isClosed = true
    this.#endTrying()
  }

  isReading(): boolean {
    const { form, said } = this.store.get()
    return form === null && said === null
  }

  typed(event: KeyEvent): void {
    const { form } = this.store.get()
    if (form === null) return
    const refusal = typingRefusal(form, event, "switchyard suppliers set")
    if (refusal !== null) this.#say("need", refusal)
    else this.#set({ form: typedInto(form, event), said: null })
  }

  /** Somebody else changed it: what is stored now stands beneath what was typed here, which stays. */
  again(): void {
    const { form } = this.store.get()
    if (form === null) return
    this.#set({ busy: "Reading …", said: null })
    this.#desk.bridge.run(readForm(this.#id), (outcome) => {
      this.#set({ busy: null })
      if (!outcome.ok) return this.#say("need", `It cannot be read: ${outcome.message}`)
      const { form: typed } = this.store.get()
      if (typed !== null) this.#set({ form: retyped(outcome.value, typed) })
      this.#say(
        "done",
        "These are its settings as they are stored now; what you typed stays, and is not saved yet."
      )
    })
  }

  move(by: number): void {
    const { form } = this.store.get()
    if (form !== null) this.#set({ form: withFocus(form, by), said: null })
  }

  refusal(): string | null {
    const { form, busy } = this.store.get()
    return busy ?? (form === null ? "It is not read yet." : null)
  }

  saveRefusal(): string | null {
    const { form } = this.store.get()
    return this.refusal() ?? (form !== null && touched(form).length === 0 ? "Nothing was changed." : null)
  }

  /** ctrl-s is the yes of this form, so its word says what it does. */
  saveLabel(): string {
    const { form } = this.store.get()
    const count = form === null ? 0 : touched(form).length
    return count === 0 ? "save" : `save ${count} changed ${count === 1 ? "field" : "fields"}`
  }

  /** The cursor goes where something is wrong. */
  #hasFault(form: SupplierForm): boolean {
    const fault = firstFault(form)
    if (fault === null) return false
    this.#set({ form: { ...form, focus: fault.index }, said: { text: fault.text, role: "need" } })
    return true
  }

  test(): void {
    const { form } = this.store.get()
    if (form === null || this.#hasFault(form)) return
    this.#try(form, () => undefined)
  }

  #try(form: SupplierForm, done: (works: boolean) => void): void {
    this.#set({ busy: "Signing in with what is typed …", said: null })
    this.#endTrying = this.#desk.bridge.run(tryTyped(form), (outcome) => {
      const said = outcome.ok
        ? { text: outcome.value.join(" "), role: "done" as const }
        : { text: `It did not work: ${outcome.message}`, role: "need" as const }
      this.#set({ busy: null, said })
      done(outcome.ok)
    })
  }

  save(): void {
    const { form } = this.store.get()
    if (form === null || this.#hasFault(form)) return
    if (isOtherWay(form)) this.#writeIfItWorks(form)
    else this.#write(form)
  }

  #writeIfItWorks(form: SupplierForm): void {
    this.#try(form, (works) => {
      // What was typed while it signed in was not tried: it is saved when somebody says so again.
      if (this.store.get().form?.edits !== form.edits) return
      if (works) this.#write(form)
      else
        this.#desk.ask({
          text: "It did not work. Save it all the same, untested?",
          onYes: () => this.#write(form)
        })
    })
  }

  #write(form: SupplierForm): void {
    this.#set({ busy: "Saving …", said: null })
    this.#desk.bridge.run(saveTyped(form), (outcome) => {
      this.#set({ busy: null })
      if (outcome.ok) this.#saved(form)
      else this.#say("need", outcome.message)
    })
  }

  #saved(form: SupplierForm): void {
    this.#isSaved = true
    this.#desk.live.refresh()
    if (!this.#isClosed) this.#desk.back()
    this.#desk.say("done", `${form.supplier.name} was saved. Orders that wait for it are checked anew.`)
  }

  unsaved(): string | null {
    const { form } = this.store.get()
    return form === null || this.#isSaved ? null : leaveQuestion(form, form.supplier.name)
  }

  #say(role: Role, text: string): void {
    this.#set({ said: { text, role } })
  }

  #set(change: Partial<State>): void {
    this.store.update((state) => ({ ...state, ...change }))
    this.#desk.changed()
  }
}
