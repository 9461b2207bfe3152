import { closeBreaker } from "../../../domain/operations/close-breaker.ts"
import { testSupplier } from "../../../domain/operations/set-supplier.ts"
import { Store } from "../../presenter/select.ts"
import type { Desk, ScreenAction } from "../../screen.ts"
import { askToSwitchSends } from "../../switch-sends.ts"
import type { SupplierRow } from "./supplier-reading.ts"

export interface SupplierTest {
  readonly supplier: string
  readonly state: "running" | "passed" | "failed"
  readonly lines: ReadonlyArray<string>
}

/** The last test of a supplier's connection, shown until the next one. */
export class SupplierTester {
  readonly store = new Store<SupplierTest | null>(null)
  readonly #desk: Desk
  #cancel: () => void = () => undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  run(supplier: string): void {
    this.#cancel()
    this.store.set({ supplier, state: "running", lines: [`Asking ${supplier} …`] })
    this.#cancel = this.#desk.bridge.run(testSupplier(supplier), (outcome) => {
      if (outcome.ok) this.store.set({ supplier, state: "passed", lines: outcome.value })
      else this.store.set({ supplier, state: "failed", lines: [outcome.message] })
      this.#desk.changed()
    })
  }

  close(): void {
    this.#cancel()
  }
}

const askToClose = (desk: Desk, { supplier, breaker }: SupplierRow, settled: () => void): void => {
  const waiting = breaker?.parked ?? 0
  desk.ask({
    text: `CLOSE the breaker of ${supplier.name}, because you know that it works again? ${waiting} wait and leave oldest first.`,
    onYes: () => {
      desk.bridge.run(closeBreaker(supplier.name), (outcome) => {
        if (outcome.ok)
          desk.say("done", `${supplier.name}: what waited leaves oldest first, at a limited rate.`)
        else desk.say("need", outcome.message)
        settled()
      })
    }
  })
}

/** What one supplier's keys do, in the list and on its own screen. */
export const supplierActions = (
  desk: Desk,
  shown: () => SupplierRow | null,
  tester: SupplierTester,
  settled: () => void,
  /** What is true and helps while there is none. */
  none = "The supplier has not been read yet."
): Readonly<Record<string, ScreenAction>> => {
  const withRow = (act: (row: SupplierRow) => void) => (): void => {
    const row = shown()
    if (row !== null) act(row)
  }
  const isTrouble = (): boolean => shown()?.breaker?.state === "open"
  const refusal = (): string | null => (shown() === null ? none : null)
  return {
    edit: {
      run: withRow(({ supplier: { id, name } }) => desk.open({ screen: "supplier-settings", id, name })),
      refusal
    },
    stop: {
      run: withRow(({ supplier: { id, name }, stop }) =>
        askToSwitchSends(desk, { scope: { scope: "supplier", supplierId: id }, name }, stop === null, settled)
      ),
      refusal,
      label: () => (shown()?.stop == null ? "halt sends to it" : "allow sends to it")
    },
    closeBreaker: {
      run: withRow((row) => askToClose(desk, row, settled)),
      refusal: () =>
        refusal() ?? (isTrouble() ? null : "Its breaker is not open: there is nothing to close."),
      isOffered: isTrouble
    },
    test: { run: withRow(({ supplier }) => tester.run(supplier.name)), refusal }
  }
}
