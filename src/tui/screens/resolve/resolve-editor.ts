import * as Effect from "effect/Effect"
import { addressLabels } from "../../../domain/model/address.ts"
import { whenSent } from "../../../domain/model/mapping-words.ts"
import { type Resolved, resolveOrder, type SaveChoice } from "../../../domain/operations/resolve-order.ts"
import { revealOrder } from "../../../domain/operations/reveal-order.ts"
import type { Refusal, StoreFailure } from "../../../domain/ports/failure.ts"
import { areSendsStopped } from "../../figures.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk, Place } from "../../screen.ts"
import { freedText, readFreed } from "./freed-orders.ts"
import {
  answered,
  chosenHere,
  disputed,
  focused,
  holdOfPick,
  isTouched,
  type PickForm,
  pickAt,
  pickMeant,
  type ResolveForm,
  resolutionOf,
  typedInto,
  unanswered
} from "./resolve-form.ts"
import { type ResolveReading, readEffects, readResolve, readWaiting } from "./resolve-read.ts"
import { conflictOf, emptyState, type ResolveState, takenIn, withReading } from "./resolve-state.ts"
import { saveEffect, saveQuestion } from "./save-plan.ts"
import { undoOfEdit } from "./undo-edit.ts"

type ReadFailure = Refusal | StoreFailure
export type ResolvePlace = Extract<Place, { readonly screen: "resolve" }>

const lettersAreText = "In a text field letters are text: tab leaves the field."

/** Holds the form of one order, and hands it to the operation. */
export class ResolveEditor {
  readonly store: Store<ResolveState>
  readonly #desk: Desk
  readonly #queue: ResolvePlace["queue"]
  readonly #query: LiveQuery<ResolveReading, ReadFailure>
  #unsubscribe: () => void = () => undefined
  #cancelEffects: () => void = () => undefined
  #isOpen = true
  /** The question came with the read that is being worked off: a `y` of that read answers what nobody has seen. */
  #isJustAsked = false
  #revealed: ResolvePlace["id"] | null = null
  /** Saved with nothing missing: `P` need not wait until the order is read anew. */
  #ready: ResolvePlace["id"] | null = null

  constructor(desk: Desk, place: ResolvePlace) {
    this.#desk = desk
    this.#queue = place.queue
    this.store = new Store(emptyState(place.id, place.number))
    this.#query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => this.#read(this.store.get().id),
      isAffected: (pulse) => pulse.orders.has(this.store.get().id) || pulse.about.has("suppliers"),
      everyMs: 2000
    })
  }

  /** Whoever corrects an address sees it: opening the editor asks for the personal data, once an order. */
  #read(id: ResolvePlace["id"]) {
    if (this.#revealed === id) return readResolve(id)
    return Effect.andThen(
      Effect.tap(revealOrder(id), () =>
        Effect.sync(() => {
          this.#revealed = id
        })
      ),
      readResolve(id)
    )
  }

  shown(): void {
    this.#unsubscribe = this.#query.store.subscribe(() => this.#take())
    this.#query.start()
  }

  hidden(): void {
    this.#unsubscribe()
    this.#query.stop()
    this.#cancelEffects()
  }

  closed(): void {
    this.#isOpen = false
  }

  isReading(): boolean {
    const { form, failure } = this.store.get()
    return form === null && failure === null
  }

  isTyping(): boolean {
    const { form, isSaving } = this.store.get()
    return !isSaving && form?.focus?.at === "address"
  }

  change(change: (form: ResolveForm) => ResolveForm): void {
    this.store.update((state) => {
      if (state.form === null || state.isSaving) return state
      const form = change(state.form)
      return form === state.form ? state : { ...state, form, isAnswering: false }
    })
    this.#desk.changed()
  }

  typed(event: KeyEvent): void {
    this.change((form) => typedInto(form, event))
  }

  note(): string {
    const { id, form } = this.store.get()
    const at = this.#queue?.indexOf(id) ?? -1
    const place = at < 0 ? "" : `${at + 1} of ${this.#queue?.length ?? 0}`
    const holds = form?.view.holds.length ?? 0
    const missing = form === null ? "" : holds === 0 ? "nothing missing" : `${holds} to resolve`
    return [missing, place].filter((text) => text !== "").join(" · ")
  }

  choose(): void {
    this.change((form) => (form.focus?.at === "address" ? focused(form, 1) : chosenHere(form)))
  }

  /** An answer that ctrl-s asked for updates, unless it uncovers another thing that blocks. */
  answer(save: SaveChoice): void {
    const { isAnswering } = this.store.get()
    if (this.#isJustAsked) {
      this.#sayFirst()
      return
    }
    this.change((form) => answered(form, save))
    const { form } = this.store.get()
    if (isAnswering && form !== null && unanswered(form) === undefined && form.focus?.at === "save")
      this.update()
  }

  answerRefusal(): string | null {
    const { form } = this.store.get()
    if (this.isTyping()) return lettersAreText
    const here = form === null ? undefined : pickAt(form)
    if (here === undefined) return "The cursor is at no supplier: tab goes to the next field."
    return here.method.chosen === null ? "Choose a carrier and method first." : null
  }

  updateRefusal(): string | null {
    const { form, isSaving, newer } = this.store.get()
    if (isSaving) return "It is being updated."
    if (form === null) return "The order is not read yet."
    if (newer !== null) return conflictOf(this.store.get(), (at) => this.#desk.clock.minutes(at))
    const field = disputed(form)
    if (field !== undefined)
      return `Both of you changed ${addressLabels[field]}: ctrl-t takes “${form.theirs[field]}”, ctrl-y keeps yours.`
    if (isTouched(form) || pickMeant(form) !== null) return null
    return form.focus?.at === "method" && holdOfPick(form, form.focus.supplierId) !== undefined
      ? `None of its methods is near “${form.view.order.shipMethodName}” in words: enter chooses the one under the cursor.`
      : "Nothing was typed or chosen."
  }

  /** Counts anew what saving does, asks when that is big or grew, then saves. */
  update(): void {
    if (this.#isMeant()) this.change(chosenHere)
    const { form, effects } = this.store.get()
    if (form === null) return
    const open = unanswered(form)
    if (open !== undefined) {
      this.#askWhetherToSave(open)
      return
    }
    if (form.picks.every(({ save }) => save.chosen === null || save.chosen === "order")) {
      this.#save(form)
      return
    }
    const shown = effects === null ? null : saveEffect(form, effects)
    this.#desk.bridge.run(readEffects(form.view), (outcome) => {
      if (this.store.get().form !== form) return
      if (!outcome.ok) {
        this.#desk.say("need", `Nothing was changed: ${outcome.message}`)
        return
      }
      this.store.update((state) => ({ ...state, effects: outcome.value }))
      const now = saveEffect(form, outcome.value)
      const question = saveQuestion(shown, now, areSendsStopped(this.#desk))
      if (question === null) this.#save(form)
      else this.#desk.ask({ ...question, onYes: () => this.#save(form) })
    })
  }

  #isMeant(): boolean {
    const { form } = this.store.get()
    return form !== null && pickMeant(form) !== null
  }

  #sayFirst(): void {
    const name = this.store.get().form?.view.order.shipMethodName ?? ""
    this.#desk.say(
      "need",
      `Say first whether to save “${name}” for future orders: y, o or e, and it is updated.`
    )
  }

  #askWhetherToSave({ pick }: PickForm): void {
    this.change((f) => ({ ...f, focus: { at: "save", supplierId: pick.supplierId } }))
    this.store.update((state) => ({ ...state, isAnswering: true }))
    this.#isJustAsked = true
    queueMicrotask(() => {
      this.#isJustAsked = false
    })
    this.#sayFirst()
  }

  choiceRefusal(): string | null {
    const { form } = this.store.get()
    return form === null || disputed(form) === undefined ? "No field was changed by two of you." : null
  }

  reload(): void {
    this.store.update((state) => (state.newer === null ? state : takenIn(state, state.newer)))
    this.#countEffects()
    this.#desk.changed()
  }

  /** Nothing that was typed goes without a yes. */
  unsaved(): string | null {
    const { form, isSaving, number } = this.store.get()
    if (isSaving || form === null || !isTouched(form)) return null
    return `Leave #${number}? What you typed and chose there is not saved and goes away.`
  }

  nextRefusal(): string | null {
    return this.isTyping() ? lettersAreText : null
  }

  next(): void {
    const { form, number } = this.store.get()
    if (form !== null && isTouched(form))
      this.#desk.ask({
        text: `Go on without saving #${number}? What you typed and chose there goes away.`,
        onYes: () => this.#goOn()
      })
    else this.#goOn()
  }

  #unknownSku(): string | undefined {
    return this.store.get().form?.view.holds.find(({ kind }) => kind === "sku_unknown")?.field
  }

  skuRefusal(): string | null {
    if (this.isTyping()) return lettersAreText
    return this.#unknownSku() === undefined ? "Every SKU of it is known." : null
  }

  /** Which product a SKU is counts for every order of the channel, so it is asked where all mappings are. */
  mapSku(): void {
    const sku = this.#unknownSku()
    const { form } = this.store.get()
    if (sku !== undefined && form !== null)
      this.#desk.open({
        screen: "mapping",
        ask: { about: "sku", words: { channelId: form.view.order.channelId, sku } }
      })
  }

  processRefusal(): string | null {
    const { form, id } = this.store.get()
    if (this.isTyping()) return lettersAreText
    if (form === null) return this.#ready === id ? null : "The order is not read yet."
    if (isTouched(form)) return "Update first: ctrl-s."
    return form.view.holds[0]?.message ?? null
  }

  process(): void {
    this.#desk.open({ screen: "process", ids: [this.store.get().id] })
  }

  #take(): void {
    const { value, failure } = this.#query.store.get()
    const isFirst = this.store.get().form === null
    if (value !== null) this.store.update((state) => withReading(state, value))
    if (failure !== null)
      this.store.update((state) => (state.failure === failure ? state : { ...state, failure }))
    if (isFirst && this.store.get().form !== null) this.#countEffects()
    this.#desk.changed()
  }

  #countEffects(): void {
    const { form } = this.store.get()
    this.#cancelEffects()
    if (form === null) return
    this.#cancelEffects = this.#desk.bridge.run(readEffects(form.view), (outcome) => {
      if (outcome.ok) this.store.update((state) => ({ ...state, effects: outcome.value }))
      else this.#desk.say("need", outcome.message)
    })
  }

  #save(form: ResolveForm): void {
    const { number, seen } = this.store.get()
    this.store.update((state) => ({ ...state, isSaving: true }))
    this.#desk.changed()
    this.#desk.bridge.run(resolveOrder(resolutionOf(form)), (outcome) => {
      this.store.update((state) => ({ ...state, isSaving: false }))
      if (outcome.ok) this.#saved(number, form, outcome.value, seen?.isAuto ?? false)
      else this.#desk.say("need", `Nothing was changed: ${outcome.message}`)
      if (this.#isOpen) this.#query.restart()
      this.#desk.live.refresh()
      this.#desk.changed()
    })
  }

  #saved(number: string, form: ResolveForm, resolved: Resolved, isAuto: boolean): void {
    const { left, freed, freedIds, made } = resolved
    this.#desk.undoable(undoOfEdit(made))
    const foretold = this.#foretold(form)
    // The next reading fills the form anew: what was typed is in the order now.
    if (this.store.get().form === form)
      this.store.update((state) => ({ ...state, form: null, seen: null, effects: null }))
    const others = freed === 0 ? "" : ` ${freed} more ${freed === 1 ? "is" : "are"} checked anew.`
    const [first] = left
    this.#ready = first === undefined ? form.view.order.id : null
    const ready = isAuto
      ? `is ready, and auto-processing sends it ${whenSent(areSendsStopped(this.#desk))}`
      : "can be processed"
    const say = (rest: string): void => {
      if (first === undefined) this.#desk.say("done", `#${number} ${ready}.${rest}  z undo`)
      else this.#desk.say("need", `Updated. #${number} still waits: ${first.message}${rest}  z undo`)
    }
    say(others)
    if (freedIds.length > 0) this.#tellFreed(freedIds, foretold, say)
  }

  /** Orders that the mapping was said to free; this one is among them, and is told about by itself. */
  #foretold(form: ResolveForm): number {
    const { effects } = this.store.get()
    return effects === null ? 0 : Math.max(0, saveEffect(form, effects).frees - 1)
  }

  /** Says how the others came out of their check, unless a key was pressed meanwhile. */
  #tellFreed(ids: ReadonlyArray<ResolvePlace["id"]>, foretold: number, say: (rest: string) => void): void {
    const shown = this.#desk.flag()
    this.#desk.bridge.run(readFreed(ids, foretold), (outcome) => {
      if (outcome.ok && this.#isOpen && this.#desk.flag() === shown) say(freedText(outcome.value))
    })
  }

  #goOn(): void {
    this.#desk.bridge.run(readWaiting(), (outcome) => {
      if (!outcome.ok) {
        this.#desk.say("need", outcome.message)
        return
      }
      const { id } = this.store.get()
      const waiting = outcome.value.filter((row) => row.id !== id)
      const after = this.#queue?.slice(this.#queue.indexOf(id) + 1) ?? []
      const next = waiting.find((row) => after.includes(row.id)) ?? waiting[0]
      if (next === undefined) {
        this.#desk.say("done", "No other order waits for RESOLVE.")
        return
      }
      this.store.set(emptyState(next.id, next.channelOrderNumber))
      this.#query.restart()
      this.#desk.changed()
    })
  }
}
