import type { MappingChange, MappingHindsight, MappingTrial } from "./mapping-change.ts"
import { exceeds, formatSum, type Money } from "./money.ts"

const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en-US")} ${n === 1 ? one : many}`

/** When what is freed leaves: a worker sends it at once, unless somebody stopped all sends. */
export const whenSent = (isStopped: boolean): string => (isStopped ? "once sends are allowed again" : "now")

/** `Frees 43: 9 will be SENT now ($1,204.00), 34 wait for you. 2 still blocked.` */
export const trialText = (trial: MappingTrial, isStopped: boolean): string => {
  const { frees, sentNow, sentNowTotals, waitForYou, stillBlocked, blocks, untried } = trial
  const sent =
    sentNow === 0
      ? "none is sent by itself"
      : `${sentNow.toLocaleString("en-US")} will be SENT ${whenSent(isStopped)} (${formatSum(sentNowTotals)})`
  const parts = [
    frees === 0
      ? "Frees no order now."
      : `Frees ${frees.toLocaleString("en-US")}: ${sent}, ${counted(waitForYou, "waits", "wait")} for you.`,
    ...(stillBlocked === 0 ? [] : [`${stillBlocked.toLocaleString("en-US")} still blocked.`]),
    ...(blocks === 0 ? [] : [`${counted(blocks, "order that is", "orders that are")} ready would WAIT.`]),
    ...(untried === 0 ? [] : [`Tried with the oldest; ${counted(untried, "order")} more.`])
  ]
  return parts.join(" ")
}

/** What saving a file of them sends, as for a single one; what nobody counted is said as what may be. */
export const importText = (trial: MappingTrial | null, isStopped: boolean): string =>
  trial === null
    ? "Orders that become ready by them on auto-processing will be SENT; they were not counted."
    : trialText(trial, isStopped)

/** What taking a whole import back does. What is sent by it comes first: a question has so much room. */
export const undoImportText = (kept: number, trial: MappingTrial | null, isStopped: boolean): string =>
  [
    importText(trial, isStopped),
    ...(kept === 0 ? [] : [`${kept.toLocaleString("en-US")} changed by somebody since: left so.`]),
    "What was sent stays sent."
  ].join(" ")

/** `Of the last 500 orders 41 use it: 3 would go to another method.` */
export const hindsightText = ({ about, to }: MappingChange, back: MappingHindsight): string => {
  const { looked, use, differ, unmapped } = back
  const head = `Of the last ${counted(looked, "order")} ${use.toLocaleString("en-US")} ${use === 1 ? "uses" : "use"} it`
  if (use === 0) return `${head}.`
  const other = about === "method" ? "another method" : "another product"
  const gone = about === "method" ? "no method" : "no product by it"
  const parts = [
    ...(differ === 0
      ? []
      : [`${differ.toLocaleString("en-US")} would ${to === null ? `have ${gone}` : `go to ${other}`}`]),
    ...(unmapped === 0 || to === null ? [] : [`${unmapped.toLocaleString("en-US")} had none until now`])
  ]
  return parts.length === 0 ? `${head}: as now.` : `${head}: ${parts.join(", ")}.`
}

const ordersWithoutCount = 10
const amountWithoutCount = "1000"

/** Above 10 orders or 1,000 in money of one currency a person types the count (decisions A15). */
export const countToType = (count: number, totals: ReadonlyArray<Money>): string | null =>
  count > ordersWithoutCount || totals.some(({ amount }) => exceeds(amount, amountWithoutCount))
    ? String(count)
    : null

/** Looked for letter by letter: one that is only near it is another product. */
export const noProductText = (sku: string): string =>
  `No product has exactly the SKU ${sku}. Import it with its supplier's products first.`
