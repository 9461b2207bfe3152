import { buildSupportBundle } from "../../../domain/operations/build-support-bundle.ts"
import type { OrderDetail } from "../../../domain/ports/order-board.ts"
import type { Desk, ScreenAction } from "../../screen.ts"

/** The buyer's data are masked here, always: who needs them asks by the command, which is told in the history. */
export const bundleAction = (desk: Desk, shown: () => OrderDetail | null): ScreenAction => ({
  run: () => {
    const detail = shown()
    if (detail === null) return
    const wish = { orderId: detail.order.id, withPersonalData: false, path: null }
    desk.bridge.run(buildSupportBundle(wish), (outcome) => {
      if (!outcome.ok) desk.say("need", `No bundle was written: ${outcome.message}`)
      else {
        const size = outcome.value.bytes.toLocaleString("en-US")
        desk.say("done", `Bundle: ${outcome.value.path} (${size} bytes), no secrets, personal data masked.`)
      }
    })
  },
  refusal: () => (shown() === null ? "The order has not been read yet." : null)
})
