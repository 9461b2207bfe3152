import * as Effect from "effect/Effect"
import { pageOf } from "../../../domain/model/channel-page.ts"
import { ChannelId, type SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { StockRules } from "../../../domain/model/stock-rules.ts"
import { type StockTrial, trialWords } from "../../../domain/model/stock-trial.ts"
import { channelWarnings, setChannel } from "../../../domain/operations/set-channel.ts"
import { tryStockRules } from "../../../domain/operations/try-stock-rules.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { Refusal } from "../../../domain/ports/failure.ts"
import type { KeyEvent } from "../../key-splitter.ts"
import { Store } from "../../presenter/select.ts"
import type { Cancel } from "../../runtime.ts"
import type { Desk } from "../../screen.ts"
import { untilRead } from "../../until-read.ts"
import { isChanged, type RulesForm, rulesForm, rulesTyped, typedInto, withFocus } from "./rules-form.ts"

/** While somebody types nothing is counted; a channel of a million SKUs takes seconds. */
const restMs = 300
/** More listings that would not be sold any more are asked for by their number (decisions A15). */
const mostWithoutTyping = 10

export type Trial =
  | { readonly state: "none" }
  | { readonly state: "counting" }
  | { readonly state: "counted"; readonly rules: StockRules; readonly trial: StockTrial }
  | { readonly state: "failed"; readonly why: string }

export interface RulesState {
  readonly form: RulesForm | null
  /** Why there is no form. */
  readonly failure: string | null
  readonly trial: Trial
}

const readPage = Effect.fn("readPage")(function* (id: ChannelId) {
  const channels = yield* ChannelStore
  const channel = yield* channels.get(id)
  if (channel === null) return yield* new Refusal({ message: "This channel is not there any more." })
  return { channel, page: pageOf(channel, yield* channels.client(id)) }
})

const saveRules = Effect.fn("saveRules")(function* (channel: SalesChannel, rules: StockRules) {
  yield* setChannel(channel.name, {
    change: { stock: rules },
    services: [],
    secrets: {},
    seen: channel
  })
  return yield* channelWarnings(channel.name)
})

/** A channel's rules while they are typed, and what they would do, counted as soon as the hand rests. */
export class RulesEditor {
  readonly store = new Store<RulesState>({ form: null, failure: null, trial: { state: "none" } })
  readonly #desk: Desk
  readonly #id: ChannelId
  #channel: SalesChannel | null = null
  #counting: Cancel | null = null
  #pause: NodeJS.Timeout | undefined
  #isSaved = false
  #endReading: () => void = () => undefined

  constructor(desk: Desk, id: number) {
    this.#desk = desk
    this.#id = ChannelId(id)
  }

  read(): void {
    this.#endReading()
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
    this.#desk.bridge.run(readPage(this.#id), (outcome) => {
      if (!outcome.ok) {
        this.#set({ failure: `They cannot be read: ${outcome.message}` })
        return
      }
      if (this.store.get().form !== null) return
      this.#channel = outcome.value.channel
      this.#set({ form: rulesForm(outcome.value.page), failure: null })
    })
  }

  typed(event: KeyEvent): void {
    const { form } = this.store.get()
    if (form === null) return
    const next = typedInto(form, event)
    if (next === form) return
    this.#set({ form: next })
    this.#countLater()
  }

  move(by: number): void {
    const { form } = this.store.get()
    if (form !== null) this.#set({ form: withFocus(form, by) })
  }

  saveRefusal(): string | null {
    const { form, failure, trial } = this.store.get()
    if (form === null) return failure ?? "The rules have not been read yet."
    const rules = rulesTyped(form)
    if ("faults" in rules) return rules.faults.join(" ")
    if (!isChanged(form)) return "Nothing was changed."
    if (trial.state === "failed") return `What it would do cannot be counted: ${trial.why}`
    return trial.state === "counted" ? null : "What it would do is still being counted."
  }

  /** Asks with the effect that was counted. */
  save(): void {
    const { trial } = this.store.get()
    const channel = this.#channel
    if (trial.state !== "counted" || channel === null) return
    const { rules } = trial
    const { toZero, gone } = trial.trial
    const isBig = toZero + gone > mostWithoutTyping
    this.#desk.ask({
      text: `SAVE the rules of ${channel.name}? ${trialWords(trial.trial)}`,
      ...(isBig && { typed: String(toZero + gone) }),
      onYes: () => this.#write(channel, rules)
    })
  }

  unsaved(): string | null {
    const { form } = this.store.get()
    if (form === null || this.#isSaved || !isChanged(form)) return null
    return `Leave? The changed rules of ${this.#channel?.name ?? "the channel"} are not saved.`
  }

  close(): void {
    clearTimeout(this.#pause)
    this.#counting?.()
  }

  #write(channel: SalesChannel, rules: StockRules): void {
    this.#desk.bridge.run(saveRules(channel, rules), (outcome) => {
      if (!outcome.ok) {
        this.#desk.say("need", outcome.message)
        return
      }
      this.#isSaved = true
      this.#desk.live.refresh()
      this.#desk.back()
      const warnings = outcome.value
      if (warnings.length === 0)
        this.#desk.say("done", `Saved. ${channel.name} is told by these rules from now on.`)
      else this.#desk.say("need", `Saved. ${warnings.join(" ")}`)
    })
  }

  #countLater(): void {
    this.close()
    this.#counting = null
    const { form } = this.store.get()
    if (form === null || !isChanged(form) || "faults" in rulesTyped(form)) {
      this.#set({ trial: { state: "none" } })
      return
    }
    this.#set({ trial: { state: "counting" } })
    this.#pause = setTimeout(() => this.#count(), restMs)
  }

  #count(): void {
    const { form } = this.store.get()
    const channel = this.#channel
    if (form === null || channel === null) return
    const rules = rulesTyped(form)
    if ("faults" in rules) return
    this.#counting = this.#desk.bridge.run(tryStockRules(channel, rules), (outcome) => {
      this.#counting = null
      this.#set({
        trial: outcome.ok
          ? { state: "counted", rules, trial: outcome.value }
          : { state: "failed", why: outcome.message }
      })
    })
  }

  #set(change: Partial<RulesState>): void {
    this.store.update((state) => ({ ...state, ...change }))
    this.#desk.changed()
  }
}
