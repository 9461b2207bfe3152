import * as Effect from "effect/Effect"
import {
  leaveQuestion,
  textAt,
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
import { untilRead } from "../../until-read.ts"
import { about, type SettingsForm, settingsForm } from "./settings-form.ts"
import {
  isOtherConnection,
  keepTyped,
  readLeft,
  readNew,
  readStored,
  saveTyped,
  tryTyped
} from "./settings-save.ts"

export type Target = { readonly id: number } | { readonly draft: string } | null

/** Holds what is typed, tries the connection before it is saved, and keeps a set-up that is left. */
export class SettingsEditor {
  readonly store = new Store<EditorState<SettingsForm>>({ form: null, busy: null, said: null })
  readonly #desk: Desk
  readonly #target: Target
  #isSaved = false
  #isClosed = false
  readonly #trial: FormTrial<SettingsForm>
  #endReading: () => void = () => undefined
  /** The name under which this set-up was kept last. */
  #keptAs: string | null

  constructor(desk: Desk, target: Target) {
    this.#desk = desk
    this.#target = target
    this.#keptAs = target !== null && "draft" in target ? target.draft : null
    this.#trial = new FormTrial({ desk, store: this.store, tryTyped })
  }

  read(): void {
    this.#endReading()
    const isRead = (): boolean => this.store.get().form !== null
    this.#endReading = untilRead(this.#desk.live, isRead, () => this.#read())
  }

  hidden(): void {
    this.#endReading()
  }

  closed(): void {
    this.#isClosed = true
    this.#trial.end()
    this.keep()
  }

  #read(): void {
    const { bridge } = this.#desk
    const taken = (form: SettingsForm) => {
      if (this.store.get().form === null) this.#set({ form, said: null })
    }
    const failed = (message: string) =>
      this.#set({ said: { text: `It cannot be read: ${message}`, role: "need" } })
    if (this.#target !== null && "id" in this.#target)
      bridge.run(readStored(this.#target.id), (o) =>
        o.ok ? taken(settingsForm(o.value)) : failed(o.message)
      )
    else if (this.#target !== null)
      bridge.run(readLeft(this.#target.draft), (o) =>
        o.ok ? taken(settingsForm(o.value.subject, o.value.answers)) : failed(o.message)
      )
    else bridge.run(readNew("", ""), (o) => (o.ok ? taken(settingsForm(o.value)) : failed(o.message)))
  }

  /** Nothing but why it cannot be read is said before there is a form. */
  isReading(): boolean {
    const { form, said } = this.store.get()
    return form === null && said === null
  }

  typed(event: KeyEvent): void {
    const { form } = this.store.get()
    if (form === null) return
    const refusal = typingRefusal(form, event, "switchyard channels set")
    if (refusal !== null) this.#set({ said: { text: refusal, role: "need" } })
    else this.#set({ form: typedInto(form, event), said: null })
  }

  /** Only of what is stored: what is set up anew is nobody else's. */
  again(): void {
    const target = this.#target
    if (this.store.get().form === null || target === null || !("id" in target)) return
    const stored = Effect.map(readStored(target.id), (subject) => settingsForm(subject))
    lookAgain({ desk: this.#desk, store: this.store, stored })
  }

  againRefusal(): string | null {
    const { form, busy } = this.store.get()
    if (busy !== null) return busy
    if (form === null) return "It is not read yet."
    return form.subject.channel === null ? "It is not stored yet: nobody else changes it." : null
  }

  move(by: number): void {
    const { form } = this.store.get()
    if (form === null) return
    this.#left(form)
    this.#set({ form: withFocus(this.store.get().form ?? form, by), said: null })
  }

  /** A field was left: a kind brings its own fields along, and a set-up is kept. */
  #left(form: SettingsForm): void {
    const { subject } = form
    if (subject.channel !== null) return
    const kind = textAt(form, "kind").trim()
    if (kind !== (subject.kind?.kind ?? "") && subject.kinds.some((k) => k.kind === kind)) {
      this.#desk.bridge.run(readNew(textAt(form, "name"), kind), (outcome) => {
        const now = this.store.get().form
        if (outcome.ok && now !== null)
          this.#set({
            form: about(now, {
              ...outcome.value,
              draft: now.subject.draft,
              storedSecrets: now.subject.storedSecrets
            })
          })
      })
    }
    this.keep()
  }

  keep(): void {
    const { form } = this.store.get()
    if (form === null || this.#isSaved || form.subject.channel !== null || form.subject.kind === null) return
    const name = textAt(form, "name")
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name)) return
    this.#desk.bridge.run(keepTyped(form, this.#keptAs), (outcome) => {
      if (outcome.ok) this.#keptAs = name
      else this.#set({ said: { text: `The set-up is not kept: ${outcome.message}`, role: "need" } })
    })
  }

  refusal(): string | null {
    const { form, busy } = this.store.get()
    if (busy !== null) return busy
    if (form === null) return "It is not read yet."
    return form.subject.kind === null ? "Name the channel and its kind first." : null
  }

  saveRefusal(): string | null {
    const { form } = this.store.get()
    const refusal = this.refusal()
    if (refusal !== null || form === null) return refusal
    return touched(form).length === 0 ? "Nothing was changed." : null
  }

  /** ctrl-s is the yes of this form, so its word says what it does. */
  saveLabel(): string {
    const { form } = this.store.get()
    const count = form === null ? 0 : touched(form).length
    if (form === null || count === 0) return "save"
    if (form.subject.channel === null) return "save the new channel"
    return `save ${count} changed ${count === 1 ? "field" : "fields"}`
  }

  test(): void {
    this.#trial.test()
  }

  save(): void {
    const { form } = this.store.get()
    if (form === null || this.#trial.hasFault(form)) return
    if (isOtherConnection(form)) this.#trial.writeIfItWorks(form, (tried) => this.#write(tried))
    else this.#write(form)
  }

  #write(form: SettingsForm): void {
    this.#set({ busy: "Saving …" })
    this.#desk.bridge.run(saveTyped(form), (outcome) => {
      this.#set({ busy: null })
      if (!outcome.ok) {
        this.#set({ said: { text: outcome.message, role: "need" } })
        return
      }
      const { name, warnings } = outcome.value
      this.#isSaved = true
      this.#desk.live.refresh()
      if (!this.#isClosed) this.#desk.back()
      if (warnings.length === 0) this.#desk.say("done", `${name} was saved.`)
      else this.#desk.say("need", `${name} was saved. ${warnings.join(" ")}`)
    })
  }

  unsaved(): string | null {
    const { form } = this.store.get()
    if (form === null || this.#isSaved || touched(form).length === 0) return null
    if (form.subject.channel !== null) return leaveQuestion(form, form.subject.channel.name)
    return form.subject.kind === null ? "Leave? Without a name and a kind nothing of it is kept." : null
  }

  #set(change: Partial<EditorState<SettingsForm>>): void {
    this.store.update((state) => ({ ...state, ...change }))
    this.#desk.changed()
  }
}
