import * as Effect from "effect/Effect"
import { SupplierId } from "../../../domain/model/supplier.ts"
import { setSupplier } from "../../../domain/operations/set-supplier.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import {
  firstFault,
  focused,
  leaveQuestion,
  secretsTyped,
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
import { changeTyped, type SupplierForm, supplierForm } from "./supplier-form.ts"
import { readTransportSettings } from "./supplier-settings.ts"

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

const readForm = Effect.fn("readSupplierForm")(function* (id: number) {
  const supplier = yield* (yield* SupplierStore).get(SupplierId(id))
  if (supplier === null) return yield* new Refusal({ message: "This supplier is not there any more." })
  return supplierForm(supplier, yield* readTransportSettings(supplier))
})

const saveTyped = (form: SupplierForm) =>
  setSupplier(form.supplier.name, {
    change: changeTyped(form),
    shipMethods: [],
    secrets: secretsTyped(form),
    seen: form.supplier
  })

const isOtherWay = (form: SupplierForm): boolean =>
  touched(form).some(({ key }) => key.startsWith("set.") || key.startsWith("secret."))

/** Holds what is typed of one supplier until it is saved; what cannot be saved stays typed. */
export class SupplierEditor {
  readonly store = new Store<State>({ form: null, busy: null, said: null })
  readonly #desk: Desk
  readonly #id: number
  #isSaved = false
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

  move(by: number): void {
    const { form } = this.store.get()
    if (form !== null) this.#set({ form: withFocus(form, by), said: null })
  }

  saveRefusal(): string | null {
    const { form, busy } = this.store.get()
    if (busy !== null) return busy
    if (form === null) return "It is not read yet."
    return touched(form).length === 0 ? "Nothing was changed." : null
  }

  /** ctrl-s is the yes of this form, so its word says what it does. */
  saveLabel(): string {
    const { form } = this.store.get()
    const count = form === null ? 0 : touched(form).length
    return count === 0 ? "save" : `save ${count} changed ${count === 1 ? "field" : "fields"}`
  }

  save(): void {
    const { form } = this.store.get()
    if (form === null) return
    const fault = firstFault(form)
    if (fault !== null) {
      // The cursor goes where something is wrong.
      this.#set({ form: { ...form, focus: fault.index }, said: { text: fault.text, role: "need" } })
      return
    }
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
    this.#desk.back()
    const next = isOtherWay(form)
      ? "t signs in with what is stored now."
      : "Orders that wait for it are checked anew."
    this.#desk.say("done", `${form.supplier.name} was saved. ${next}`)
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
