import { nextStep } from "../../../domain/model/order-status.ts"
import { type ListState, selected } from "./order-list.ts"
import { readyIn } from "./order-marks.ts"

/** All that the hints are made of as far as the list says it: most moves of the cursor change nothing of it. */
export const listHints = (state: ListState): string => {
  const order = selected(state)
  const asks = order === null ? "nothing selected" : `${order.action} ${nextStep(order)}`
  return `${asks} ${state.marks.size} ${readyIn(state).length} ${state.rows.length === 0} ${state.isFrozen}`
}
