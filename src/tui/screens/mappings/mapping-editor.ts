import * as Effect from "effect/Effect"
import type { MappingAsk } from "../../../domain/model/mapping-change.ts"
import type { Supplier } from "../../../domain/model/supplier.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { MappingBoard } from "../../../domain/ports/mapping-board.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { textOf } from "../../components/form/text-edit.ts"
import { areSendsStopped } from "../../figures.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Cancel } from "../../runtime.ts"
import type { Desk } from "../../screen.ts"
import { untilRead } from "../../until-read.ts"
import {
  changeOf,
  isTextStop,
  isTouched,
  type MappingForm,
  mappingForm,
  type Named,
  productMeant,
  take,
  withProducts,
  wordsOf
} from "./mapping-form.ts"
import { askToSave, countEffect, effectText } from "./save-mapping.ts"

export interface MappingState {
  readonly form: MappingForm | null
  readonly failure: string | null
  /** What saving does; null: it is being counted. "": nothing to count yet. */
  readonly effect: string | null
}

const nearest = 6

const readParties = Effect.fn("readParties")(function* () {
  const channels = yield* (yield* ChannelStore).list()
  const suppliers = yield* (yield* SupplierStore).list()
  const open = channels.filter(({ archivedAt }) => archivedAt === null)
  return { channels: open, suppliers } as {
    readonly channels: ReadonlyArray<Named>
    readonly suppliers: ReadonlyArray<Supplier>
  }
})

/** Holds what words of a channel are to mean, with what saving it does, and hands it to the operation. */
export class MappingEditor {
  readonly store = new Store<MappingState>({ form: null, failure: null, effect: "" })
  readonly #desk: Desk
  readonly #ask: MappingAsk
  #cancelEffect: Cancel = () => undefined
  #cancelNear: Cancel = () => undefined
  #counted = ""
  #endReading: () => void = () => undefined

  constructor(desk: Desk, ask: MappingAsk) {
    this.#desk = desk
    this.#ask = ask
  }

  shown(): void {
    this.hidden()
    this.#endReading = untilRead(
      this.#desk.live,
      () => this.store.get().form !== null,
      () => this.#read()
    )
  }

  isReading(): boolean {
    const { form, failure } = this.store.get()
    return form === null && failure === null
  }

  hidden(): void {
    this.#endReading()
  }

  #read(): void {
    this.#desk.bridge.run(readParties(), (outcome) => {
      if (this.store.get().form !== null) return
      if (!outcome.ok) {
        this.store.update((state) => ({ ...state, failure: outcome.message }))
        this.#desk.changed()
        return
      }
      const form = mappingForm(this.#ask, outcome.value.channels, outcome.value.suppliers)
      this.store.set({ form, failure: null, effect: "" })
      this.#readNear()
      this.#count()
      this.#desk.changed()
    })
  }

  closed(): void {
    this.#cancelEffect()
    this.#cancelNear()
  }

  isTyping(): boolean {
    const { form } = this.store.get()
    return form !== null && isTextStop(form.focus)
  }

  change(change: (form: MappingForm) => MappingForm): void {
    const { form } = this.store.get()
    if (form === null) return
    const next = change(form)
    if (next === form) return
    this.store.update((state) => ({ ...state, form: next }))
    if (textOf(next.product) !== textOf(form.product) || wordsOf(next) !== wordsOf(form)) this.#readNear()
    this.#count()
    this.#desk.changed()
  }

  typed(event: KeyEvent, into: (form: MappingForm, event: KeyEvent) => MappingForm): void {
    this.change((form) => into(form, event))
  }

  saveRefusal(): string | null {
    const { form } = this.store.get()
    if (form === null) return "It is not read yet."
    const change = changeOf(form)
    return typeof change === "string" ? change : null
  }

  save(): void {
    const { form } = this.store.get()
    if (form === null) return
    const change = changeOf(form)
    if (typeof change === "string") return
    const counted = (effect: string): void => this.store.update((state) => ({ ...state, effect }))
    askToSave(this.#desk, change, form, () => this.#desk.back(), counted)
  }

  /** enter: takes what is under the cursor; where that was all that lacked, asks at once. Enter is never the yes. */
  enter(): void {
    const before = this.store.get().form
    this.change(take)
    const { form } = this.store.get()
    if (form === null || form.ask.words === null) return
    const isAll =
      form.focus === "method" || productMeant(form) === (before === null ? null : productMeant(before))
    if (isAll && typeof changeOf(form) !== "string") this.save()
  }

  unsaved(): string | null {
    const { form } = this.store.get()
    return form !== null && isTouched(form) ? "Leave? What was typed and chosen here goes away." : null
  }

  /** Products that look like what was typed; before that, like the channel's SKU. */
  #readNear(): void {
    const { form } = this.store.get()
    if (form === null || form.ask.about !== "sku") return
    const words = textOf(form.product).trim() || wordsOf(form)
    this.#cancelNear()
    const read = Effect.flatMap(MappingBoard, (board) => board.nearProducts(words, nearest))
    this.#cancelNear = this.#desk.bridge.run(read, (outcome) => {
      if (!outcome.ok) return
      this.store.update((state) =>
        state.form === null ? state : { ...state, form: withProducts(state.form, outcome.value) }
      )
    })
  }

  #count(): void {
    const { form } = this.store.get()
    if (form === null) return
    const change = changeOf(form)
    const key = JSON.stringify(change)
    if (key === this.#counted) return
    this.#counted = key
    this.#cancelEffect()
    this.store.update((state) => ({ ...state, effect: typeof change === "string" ? "" : null }))
    if (typeof change === "string") return
    this.#cancelEffect = this.#desk.bridge.run(countEffect(change), (outcome) => {
      const effect = outcome.ok
        ? effectText(change, outcome.value, areSendsStopped(this.#desk))
        : outcome.message
      this.store.update((state) => ({ ...state, effect }))
    })
  }
}
