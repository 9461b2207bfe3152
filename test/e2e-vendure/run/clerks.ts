import { setTimeout as sleep } from "node:timers/promises"
import type { MailSupplier } from "../world/mail-supplier.ts"
import type { SftpSupplier } from "../world/openssh-supplier.ts"
import { packInParcels } from "../world/shipment-files.ts"
import type { World } from "../world/world.ts"

/** Plays both suppliers' warehouses: each purchase order that has come is shipped once, in one or two parcels. */
export class Clerks {
  readonly #shipped = new Set<string>()
  #closing = false
  readonly #loop: Promise<void>

  constructor(world: World) {
    this.#loop = this.#work(world)
  }

  async #work(world: World): Promise<void> {
    while (!this.#closing) {
      await this.#shipFrom(world.sftpSupplier)
      await this.#shipFrom(world.mailSupplier)
      await sleep(300)
    }
  }

  async #shipFrom(supplier: SftpSupplier | MailSupplier): Promise<void> {
    const { purchaseOrders } = await supplier.books()
    for (const [number, purchaseOrder] of purchaseOrders) {
      if (this.#shipped.has(number)) continue
      this.#shipped.add(number)
      const parcels = packInParcels({
        purchaseOrder,
        columns: supplier.columns,
        count: this.#shipped.size % 2 === 0 ? 2 : 1,
        carrier: "UPS",
        service: "Ground",
        shipDate: new Date().toISOString().slice(0, 10)
      })
      await supplier.shipments.ship(number, parcels)
    }
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#loop
  }
}
