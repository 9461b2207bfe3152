import type { OpenWorld } from "./channel-world.ts"
import { amazonWorld } from "./worlds/amazon.ts"
import { bigcommerceWorld } from "./worlds/bigcommerce.ts"
import { ebayWorld } from "./worlds/ebay.ts"
import { filesWorlds } from "./worlds/files.ts"
import { medusaWorld } from "./worlds/medusa.ts"
import { shopifyWorld } from "./worlds/shopify.ts"
import { vendureWorld } from "./worlds/vendure.ts"
import { woocommerceWorld } from "./worlds/woocommerce.ts"

/** A shop to talk to for each kind of channel. A kind without one fails the suite by name. */
const worlds: Readonly<Record<string, OpenWorld>> = {
  amazon: amazonWorld,
  bigcommerce: bigcommerceWorld,
  ebay: ebayWorld,
  medusa: medusaWorld,
  shopify: shopifyWorld,
  vendure: vendureWorld,
  woocommerce: woocommerceWorld,
  ...filesWorlds
}

export const openWorld: (kind: string) => ReturnType<OpenWorld> = (kind) => {
  const open = worlds[kind]
  if (open !== undefined) return open()
  throw new Error(`no world for the channel "${kind}": add one to test/conformance/worlds and to its table`)
}
