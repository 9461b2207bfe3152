import { testChannel } from "../../../domain/operations/try-channel.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk } from "../../screen.ts"

export interface ConnectionTest {
  readonly channel: string
  readonly state: "running" | "passed" | "failed"
  readonly lines: ReadonlyArray<string>
}

/** The last test of a connection, shown until the next one. */
export class ConnectionTester {
  readonly store = new Store<ConnectionTest | null>(null)
  readonly #desk: Desk
  #cancel: () => void = () => undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  run(channel: string): void {
    this.#cancel()
    this.store.set({ channel, state: "running", lines: [`Asking ${channel} …`] })
    this.#cancel = this.#desk.bridge.run(testChannel(channel), (outcome) => {
      if (outcome.ok) this.store.set({ channel, state: "passed", lines: outcome.value })
      else this.store.set({ channel, state: "failed", lines: [outcome.message] })
      this.#desk.changed()
    })
  }

  close(): void {
    this.#cancel()
  }
}
