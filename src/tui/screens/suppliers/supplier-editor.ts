import {
  leaveQuestion,
  touched,
  typedInto,
  typingRefusal,
  withFocus
} from "../../components/form/entries-form.ts"
import { type EditorState, FormTrial } from "../../components/form/form-trial.ts"
import { lookAgain } from "../../components/form/look-again.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { untilRead } from "../../until-read.ts"
import type { SupplierForm } from "./supplier-form.ts"
import { isOtherWay, readForm, saveTyped, tryTyped } from "./supplier-save.ts"

/** Holds what is typed of one supplier until it is saved; what cannot be saved stays typed. */
export class SupplierEditor {
  readonly store = new Store<EditorState<SupplierForm>>({ form: null, busy: null, said: null })
  readonly #desk: Desk
  readonly #id: number
  #isSaved = false
  #isClosed = false
  readonly #trial: FormTrial<SupplierForm>
  #endReading: () => void = () => undefined

  constructor(desk: Desk, id: number) {
    this.#desk = desk
    this.#id = id
    this.#trial = new FormTrial({ desk, store: this.store, tryTyped })
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

  closed(): void {
    this.#isClosed = true
    this.#trial.end()
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

  again(): void {
    if (this.store.get().form !== null)
      lookAgain({ desk: this.#desk, store: this.store, stored: readForm(this.#id) })
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

  test(): void {
    this.#trial.test()
  }

  save(): void {
    const { form } = this.store.get()
    if (form === null || this.#trial.hasFault(form)) return
    if (isOtherWay(form)) this.#trial.writeIfItWorks(form, (tried) => this.#write(tried))
    else this.#write(form)
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

  #set(change: Partial<EditorState<SupplierForm>>): void {
    this.store.update((state) => ({ ...state, ...change }))
    this.#desk.changed()
  }
}
