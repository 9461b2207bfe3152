import * as Effect from "effect/Effect"
import type { JSX } from "react"
import {
  type AutoProcessingPreview,
  previewAutoProcessing,
  testAlertAddress,
  toggleAutoProcessing
} from "../../../domain/operations/toggle-auto-processing.ts"
import type { Refusal, StoreFailure } from "../../../domain/ports/failure.ts"
import { textOf } from "../../components/form/text-edit.ts"
import { LiveQuery } from "../../live-query.ts"
import { Store, useSelector } from "../../presenter/select.ts"
import type { BodySize, Desk, OpenScreenFor } from "../../screen.ts"
import { type AutoForm, acceptRefusal, autoForm, isTouched, otherField, typedInForm } from "./auto-form.ts"
import { AutoView } from "./auto-view.tsx"

interface AutoState {
  readonly form: AutoForm | null
  readonly preview: AutoProcessingPreview | null
  readonly busy: string | null
  readonly failure: string | null
  /** Why the last test was not sent; stays until something is typed in the address. */
  readonly testFailure: string | null
}

const help = {
  address: "One mail per cause comes here when orders of this channel fail or wait for RESOLVE.",
  consent:
    "Each order that is sent by itself counts as if you had placed it. Your name and the time are recorded."
} as const

const footOf = ({
  form,
  busy,
  failure,
  testFailure
}: AutoState): { readonly text: string; readonly isTrouble: boolean } => {
  if (busy !== null) return { text: busy, isTrouble: false }
  const trouble = failure === null ? testFailure : form === null ? `It cannot be read: ${failure}` : failure
  if (trouble !== null) return { text: trouble, isTrouble: true }
  return { text: form === null ? "Counting what is ready …" : help[form.focus], isTrouble: false }
}

/** Holds what is typed, keeps the counts fresh, and switches on only what was accepted. */
class AutoSwitch {
  readonly store = new Store<AutoState>({
    form: null,
    preview: null,
    busy: null,
    failure: null,
    testFailure: null
  })
  readonly query: LiveQuery<AutoProcessingPreview, Refusal | StoreFailure>
  readonly #desk: Desk
  readonly #name: string

  constructor(desk: Desk, name: string) {
    this.#desk = desk
    this.#name = name
    this.query = new LiveQuery({
      bridge: desk.bridge,
      live: desk.live,
      read: () => previewAutoProcessing(name),
      everyMs: 2000
    })
    this.query.store.subscribe(() => this.#take())
  }

  change(change: (form: AutoForm) => AutoForm): void {
    this.store.update((state) => {
      if (state.form === null) return state
      const form = change(state.form)
      if (form === state.form) return state
      return { ...state, form, testFailure: form.address === state.form.address ? state.testFailure : null }
    })
    this.#desk.changed()
  }

  acceptRefusal(): string | null {
    const { form, preview, busy } = this.store.get()
    if (busy !== null) return busy
    return form === null || preview === null
      ? "What is ready is not counted yet."
      : acceptRefusal(form, preview)
  }

  testRefusal(): string | null {
    const { form, busy } = this.store.get()
    if (busy !== null) return busy
    return form === null || textOf(form.address).trim() === "" ? "Type an address first." : null
  }

  askToTest(): void {
    const { form } = this.store.get()
    if (form === null) return
    const address = textOf(form.address).trim()
    this.#desk.ask({
      text: `TEST ${address}? One mail goes there now, which says that nothing is wrong.`,
      onYes: () => this.#sendTest(address)
    })
  }

  #sendTest(address: string): void {
    this.store.update((state) => ({
      ...state,
      testFailure: null,
      busy: `Sending a test alert to ${address} …`
    }))
    this.#desk.changed()
    this.#desk.bridge.run(testAlertAddress(this.#name, address), (outcome) => {
      this.store.update((state) => ({ ...state, busy: null }))
      if (outcome.ok) {
        this.#desk.say("done", `A test alert was sent to ${address}. Look whether it came.`)
        this.change((f) => ({ ...f, focus: "consent" }))
        this.query.restart()
      } else {
        this.store.update((state) => ({ ...state, testFailure: `The test was not sent: ${outcome.message}` }))
        this.#desk.say("need", "The test was not sent.")
      }
      this.#desk.changed()
    })
  }

  accept(): void {
    const { form } = this.store.get()
    if (form === null) return
    this.store.update((state) => ({ ...state, busy: "Switching on …" }))
    this.#desk.changed()
    this.#desk.bridge.run(toggleAutoProcessing(this.#name, true, textOf(form.consent)), (outcome) => {
      this.store.update((state) => ({ ...state, busy: null }))
      this.#desk.live.refresh()
      if (!outcome.ok) {
        this.#desk.say("need", `Nothing was changed: ${outcome.message}`)
        this.#desk.changed()
        return
      }
      this.#desk.back()
      const sent =
        outcome.value === 0
          ? "No order was ready."
          : `${outcome.value} ready orders were handed to the workers.`
      this.#desk.say("done", `Auto-processing of ${this.#name} is ON. ${sent}`)
      this.#desk.undoable({
        label: `auto-processing of ${this.#name}: orders that come wait for you again, what was handed over stays so`,
        run: Effect.as(
          toggleAutoProcessing(this.#name, false, ""),
          `Auto-processing of ${this.#name} is off: ready orders wait for you again.`
        )
      })
    })
  }

  unsaved(): string | null {
    const { form, preview, busy } = this.store.get()
    if (busy !== null || form === null || preview === null || !isTouched(form, preview)) return null
    return `Leave? Auto-processing of ${this.#name} stays off, and what you typed goes away.`
  }

  #take(): void {
    const { value, failure } = this.query.store.get()
    this.store.update((state) => ({
      ...state,
      failure,
      preview: value ?? state.preview,
      form: state.form ?? (value === null ? null : autoForm(value))
    }))
    this.#desk.changed()
  }
}

const Body = ({ columns, rows, desk, auto }: BodySize & { desk: Desk; auto: AutoSwitch }): JSX.Element => {
  const state = useSelector(auto.store, (s) => s)
  const testedAt = state.preview?.channel.alertTestedAt ?? null
  return (
    <AutoView
      columns={columns}
      rows={rows}
      form={state.form}
      preview={state.preview}
      actor={desk.session.actor}
      testedAt={testedAt === null ? null : desk.clock.minutes(testedAt)}
      foot={footOf(state)}
    />
  )
}

/** Switching auto-processing on: the warning, the tested alert address, the channel's name as consent. */
export const openAutoProcessing: OpenScreenFor<"auto-processing"> = (desk, { name }) => {
  const auto = new AutoSwitch(desk, name)
  return {
    view: (size) => <Body {...size} desk={desk} auto={auto} />,
    title: () => `${name} > Auto-processing`,
    actions: {
      accept: { run: () => auto.accept(), refusal: () => auto.acceptRefusal() },
      testAddress: { run: () => auto.askToTest(), refusal: () => auto.testRefusal() },
      next: { run: () => auto.change(otherField) },
      previous: { run: () => auto.change(otherField) }
    },
    isTyping: () => auto.store.get().form !== null,
    typed: (event) => auto.change((form) => typedInForm(form, event)),
    unsaved: () => auto.unsaved(),
    isForm: true,
    isReading: () => auto.query.isReading(),
    shown: () => auto.query.start(),
    hidden: () => auto.query.stop()
  }
}
