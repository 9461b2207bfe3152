import * as Effect from "effect/Effect"
import type { AddressField } from "../../domain/model/address.ts"
import { formatAddress } from "../../domain/model/address.ts"
import type { Hold } from "../../domain/model/hold.ts"
import { type OrderId, orderName } from "../../domain/model/order.ts"
import { maskDetail, maskOrder, maskWords } from "../../domain/model/personal.ts"
import { type MappingEffect, previewMapping } from "../../domain/operations/preview-mapping.ts"
import {
  type Resolution,
  type ResolveView,
  resolveOrder,
  type SaveChoice,
  type ShipMethodChoice,
  viewForResolve
} from "../../domain/operations/resolve-order.ts"
import { lastEdit, undoResolution } from "../../domain/operations/undo-resolution.ts"
import { answer, type Block, table } from "../answer.ts"
import { chooseMethod } from "../choose-methods.ts"
import type { Input, Run } from "../command-row.ts"
import { findOrder } from "../find-order.ts"
import { argument, has, pairs, text, texts } from "../input.ts"
import { mappingEffectText } from "../mapping-effect-text.ts"
import { fixFor, methodName } from "../resolve-advice.ts"
import { revealing } from "../revealing.ts"
import { sendsStopped } from "../sends-stopped.ts"
import { countOf } from "../wording.ts"

const pickBlocks = (view: ResolveView): ReadonlyArray<Block> =>
  view.picks.flatMap(
    (pick): ReadonlyArray<Block> => [
      "",
      `${pick.supplier} ships: ${pick.chosen === null ? "nothing chosen" : methodName(pick.chosen)}. Its own methods:`,
      table(
        ["carrier and method", "code"],
        pick.methods.map((m) => [methodName(m), m.code])
      )
    ]
  )

/** What is missing, the command that fixes each, and what the suppliers offer. */
const missing = (view: ResolveView): ReadonlyArray<Block> => {
  const { order, holds } = view
  const head = [
    `${orderName(order.channelOrderNumber)} on ${view.channel} (id ${order.id})`,
    `Ship to      ${formatAddress(order.shipTo)}`,
    `Ship method  ${order.shipMethodName}`,
    ""
  ]
  if (holds.length === 0)
    return [...head, `Nothing is missing. Next: switchyard orders process ${order.id} --yes`]
  return [...head, ...holds.flatMap((h) => [h.message, `  fix: ${fixFor(view, h)}`]), ...pickBlocks(view)]
}

const holdWithoutBuyer =
  ({ order }: ResolveView) =>
  (hold: Hold): Hold => {
    const clean = maskWords(order)
    return maskDetail({ ...hold, message: clean(hold.message) }, clean)
  }

/** What is missing is told without it; who wants to see the address asks for it. */
const withoutBuyer = (view: ResolveView): ResolveView => ({
  ...view,
  order: maskOrder(view.order),
  holds: view.holds.map(holdWithoutBuyer(view))
})

const viewJson = (view: ResolveView) => ({
  order: view.order,
  channel: view.channel,
  holds: view.holds.map((h) => ({ ...h, fix: fixFor(view, h) })),
  picks: view.picks
})

const effectOf = (view: ResolveView, choice: ShipMethodChoice) =>
  previewMapping({
    channelId: choice.save === "supplier" ? null : view.order.channelId,
    supplierId: choice.supplierId,
    channelMethodName: view.order.shipMethodName
  })

const resolutionOf = Effect.fn("resolutionOf")(function* (input: Input, view: ResolveView) {
  const save = text(input, "save") as SaveChoice | undefined
  const shipMethods =
    save === undefined
      ? []
      : yield* Effect.forEach(texts(input, "method"), (given) => chooseMethod(view.picks, given, save))
  return {
    orderId: view.order.id,
    version: view.order.version,
    address: Object.fromEntries(pairs(input, "set")) as Partial<Record<AddressField, string>>,
    shipMethods
  } satisfies Resolution
})

const askFirst = (effect: MappingEffect, isStopped: boolean) =>
  answer(
    { done: false, effect, next: "--yes" },
    [
      mappingEffectText(effect, isStopped),
      "Nothing was changed. To save and send them, add --yes; for this order alone, --save order."
    ],
    true
  )

const nextOf = (order: ResolveView["order"], left: number): string =>
  left === 0
    ? `${orderName(order.channelOrderNumber)} shows PROCESS now: switchyard orders process ${order.id} --yes`
    : `${orderName(order.channelOrderNumber)} still waits for ${left}:`

const takenBack = Effect.fn("takenBack")(function* (orderId: OrderId) {
  const { made, by } = yield* lastEdit(orderId)
  const undone = yield* undoResolution(made)
  const name = orderName(undone.number)
  return answer({ done: true, orderId, by, ...undone }, [
    `Taken back what ${by} corrected; ${name} is as before.`,
    ...(undone.checked === 0
      ? []
      : [`Checked anew: ${countOf(undone.checked, "other order")} with the same words.`]),
    ...(undone.waitsFor.length === 0 ? [`${name} waits for nothing.`] : undone.waitsFor)
  ])
})

export const resolve: Run = (input) =>
  Effect.gen(function* () {
    const id = yield* findOrder(argument(input, "order"))
    if (has(input, "undo")) return yield* takenBack(id)
    const view = yield* viewForResolve(id)
    const isRevealed = yield* revealing(input, id)
    const shown = isRevealed ? view : withoutBuyer(view)
    if (!has(input, "set") && !has(input, "method")) return answer(viewJson(shown), missing(shown))
    const resolution = yield* resolutionOf(input, view)
    // The row's check lets at most one choice be saved at once, so that this count is the whole effect.
    const saved = resolution.shipMethods.find((c) => c.save !== "order")
    const effect = saved === undefined ? null : yield* effectOf(view, saved)
    const isStopped = yield* sendsStopped
    if (effect !== null && effect.sentNow > 0 && !has(input, "yes")) return askFirst(effect, isStopped)
    const { left, freed } = yield* resolveOrder(resolution)
    const told = isRevealed ? left : left.map(holdWithoutBuyer(view))
    const holds = told.map((h) => ({ ...h, fix: fixFor(view, h) }))
    return answer({ done: true, orderId: view.order.id, left: holds, freed, effect }, [
      ...(effect === null ? [] : [`Saved. ${mappingEffectText(effect, isStopped)}`]),
      ...(freed === 0 ? [] : [`Checked anew: ${countOf(freed, "other order")}.`]),
      nextOf(view.order, left.length),
      ...holds.flatMap((h) => [h.message, `  fix: ${h.fix}`])
    ])
  })
