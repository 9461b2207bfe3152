import { whenSent } from "../../../domain/model/mapping-words.ts"
import type { OrderId } from "../../../domain/model/order.ts"
import type { SaveChoice } from "../../../domain/operations/resolve-order.ts"
import { conflictText } from "./conflict-text.ts"
import { effectText } from "./effect-text.ts"
import {
  holdOfPick,
  isTouched,
  type PickForm,
  type ResolveForm,
  rebased,
  resolveForm
} from "./resolve-form.ts"
import { type Effects, effectKey, type ResolveReading } from "./resolve-read.ts"

export interface ResolveState {
  readonly id: OrderId
  readonly number: string
  /** As it was when the form was filled; null before the first reading. */
  readonly seen: ResolveReading | null
  readonly form: ResolveForm | null
  /** What each way of saving would do; null while it is counted. */
  readonly effects: Effects | null
  /** A newer state of the order that was not taken in, because the hand was at work. */
  readonly newer: ResolveReading | null
  readonly failure: string | null
  readonly isSaving: boolean
  /** ctrl-s found the save question open: its answer updates. */
  readonly isAnswering: boolean
}

export const emptyState = (id: OrderId, number: string): ResolveState => ({
  id,
  number,
  seen: null,
  form: null,
  effects: null,
  newer: null,
  failure: null,
  isSaving: false,
  isAnswering: false
})

/** Fills the form anew, keeping what was typed. */
export const takenIn = (state: ResolveState, reading: ResolveReading): ResolveState => ({
  ...state,
  number: reading.view.order.channelOrderNumber,
  seen: reading,
  form: state.form === null ? resolveForm(reading.view) : rebased(state.form, reading.view),
  newer: null,
  failure: null
})

const holdsKey = ({ view }: ResolveReading): string => view.holds.map((h) => h.id).join()

/** A reading is taken in at once unless it would change the ground under what a person is typing. */
export const withReading = (state: ResolveState, reading: ResolveReading): ResolveState => {
  if (reading.view.order.id !== state.id || state.isSaving) return state
  const { seen, form } = state
  if (seen === null || form === null) return takenIn(state, reading)
  const isSame = seen.view.order.version === reading.view.order.version
  if (isSame && holdsKey(seen) === holdsKey(reading))
    return state.failure === null ? state : { ...state, failure: null }
  if (isSame || !isTouched(form)) {
    const fresh = takenIn(state, reading)
    // A letter that is being pressed would go into a field that has just got the cursor; into a choice none goes.
    const isTaking = fresh.form?.focus?.at === "address"
    return isTouched(form) || fresh.form === null || form.focus !== null || !isTaking
      ? fresh
      : { ...fresh, form: { ...fresh.form, focus: null } }
  }
  return { ...state, newer: reading, failure: null }
}

export const conflictOf = (state: ResolveState, minutes: (at: Date) => string): string | null =>
  state.newer === null ? null : conflictText(state.seen?.history ?? [], state.newer.history, minutes)

/** Says what the answer does, next to the answer. "": nothing worth saying; null: still being counted. */
export const effectTextOf =
  (state: ResolveState, isStopped: boolean) =>
  (pick: PickForm, save: SaveChoice): string | null => {
    const { form, seen, effects } = state
    if (form === null || seen === null) return null
    if (save === "order") {
      const isLast = form.view.holds.every((h) => h === holdOfPick(form, pick.pick.supplierId))
      return seen.isAuto && isLast
        ? `${form.view.channel} is on auto-processing: this order will be SENT ${whenSent(isStopped)}`
        : ""
    }
    const effect = effects?.get(effectKey(pick.pick.supplierId, save))
    if (effect === undefined) return null
    const isIncluded = form.view.holds.length === 1 && holdOfPick(form, pick.pick.supplierId) !== undefined
    return effectText(effect, isIncluded, isStopped)
  }
