import { exceeds, formatSum } from "../../../domain/model/money.ts"
import type { ProcessPreview } from "../../../domain/ports/order-board.ts"
import type { Question } from "../../screen.ts"

const count = (n: number, one: string): string => `${n.toLocaleString("en-US")} ${one}${n === 1 ? "" : "s"}`

const ordersWithoutCount = 10
const amountWithoutCount = "1000"

/** `PROCESS 6 orders → 8 purchase orders to 3 suppliers, $310.40?` Above 10 orders or 1,000 the count is typed. */
export const processQuestion = (preview: ProcessPreview): Pick<Question, "text" | "typed"> => {
  const { ready, purchaseOrders, suppliers, totals } = preview
  const text = `PROCESS ${count(ready.length, "order")} → ${count(purchaseOrders, "purchase order")} to ${count(suppliers.length, "supplier")}, ${formatSum(totals)}`
  const isBig =
    ready.length > ordersWithoutCount || totals.some(({ amount }) => exceeds(amount, amountWithoutCount))
  return isBig ? { text: `${text}.`, typed: String(ready.length) } : { text: `${text}?` }
}
