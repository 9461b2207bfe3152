import * as Effect from "effect/Effect"
import type { MadeEdit } from "../../../domain/model/order-edit.ts"
import { type UndoneEdit, undoResolution } from "../../../domain/operations/undo-resolution.ts"
import type { Undo } from "../../screen.ts"

const undoneText = ({ number, waitsFor, checked }: UndoneEdit): string => {
  const [first] = waitsFor
  const waits = first === undefined ? "It waits for nothing." : `It waits: ${first}`
  const others =
    checked === 0 ? "" : ` ${checked} with the same words ${checked === 1 ? "is" : "are"} checked anew.`
  return `#${number} is as before the edit. ${waits}${others}`
}

/** `the edit of #1042 and its mapping`: what z takes back, as long as nobody changed the same and nothing was sent. */
export const undoOfEdit = (made: MadeEdit): Undo => ({
  label: `the edit of #${made.number}${made.mappings.length === 0 ? "" : " and its mapping"}`,
  run: Effect.map(undoResolution(made), undoneText)
})
