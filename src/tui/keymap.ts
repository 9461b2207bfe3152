import { frameKeys } from "./frame/frame-keys.ts"
import type { KeyRow } from "./key-row.ts"
import { doubtKeys } from "./screens/doubt/doubt-keys.ts"
import { orderKeys } from "./screens/order/order-keys.ts"
import { ordersKeys } from "./screens/orders/orders-keys.ts"
import { triageKeys } from "./screens/triage/triage-keys.ts"

/** Every key of the console. Hints, help and docs/generated/keys.md are made of it. */
export const keymap: ReadonlyArray<KeyRow> = [
  ...frameKeys,
  ...triageKeys,
  ...ordersKeys,
  ...orderKeys,
  ...doubtKeys
]
