import * as Effect from "effect/Effect"
import { type Deed, layBeside } from "../lay-beside.ts"
import type { OrderId } from "../model/order.ts"
import { type TagChange, tagOf, tagRule } from "../model/order-note.ts"
import { Actor } from "../ports/actor.ts"
import { now } from "../ports/clock.ts"
import { Refusal } from "../ports/failure.ts"
import { type Changed, OrderNotes } from "../ports/order-notes.ts"
import { UnitOfWork } from "../ports/unit-of-work.ts"

const deed = (order: Changed & { readonly tag: string }, isOn: boolean): Deed => {
  const before = isOn ? null : order.tag
  const after = isOn ? order.tag : null
  const act = isOn ? "tagged" : "tag taken off"
  return {
    order,
    act,
    changes: [{ field: "tag", before, after }],
    entry: { event: act, subject: order.tag, before: null, after: null, detail: {} }
  }
}

type Tagged = ReadonlyArray<Changed & { readonly tag: string }>

/** What was really laid on and taken off: the undo is the same call with the two exchanged. */
export interface TagsChanged {
  readonly on: Tagged
  readonly off: Tagged
}

/** Lays tags on orders and takes others off. What is so already is left alone and told to nobody. */
export const tagOrders = Effect.fn("tagOrders")(function* (ids: ReadonlyArray<OrderId>, change: TagChange) {
  const wrong = [...change.on, ...change.off].find((tag) => tagOf(tag) !== tag)
  if (wrong !== undefined) return yield* new Refusal({ message: `“${wrong}” is no tag. ${tagRule}` })
  const both = change.on.find((tag) => change.off.includes(tag))
  if (both !== undefined)
    return yield* new Refusal({ message: `“${both}” cannot be laid on and taken off at once.` })
  const store = yield* OrderNotes
  const actor = yield* Actor
  return yield* (yield* UnitOfWork).run(
    Effect.gen(function* () {
      const on = change.on.length === 0 ? [] : yield* store.tag(ids, change.on, actor, yield* now)
      const off = change.off.length === 0 ? [] : yield* store.untag(ids, change.off)
      yield* layBeside([...on.map((one) => deed(one, true)), ...off.map((one) => deed(one, false))])
      return { on, off } satisfies TagsChanged as TagsChanged
    })
  )
})
