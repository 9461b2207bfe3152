import { describe, expect, it } from "vitest"
import { Store, subscribeSlice } from "../../../src/tui/presenter/select.ts"

describe("a store", () => {
  it("calls a slice's listener only when what was picked changed", () => {
    const store = new Store({ cursor: 0, rows: ["a"], clock: 0 })
    const calls: string[] = []
    const stop = subscribeSlice(
      store,
      ({ cursor, rows }) => [cursor, rows],
      () => calls.push("list")
    )
    subscribeSlice(
      store,
      ({ clock }) => clock,
      () => calls.push("clock")
    )
    store.update((state) => ({ ...state, clock: 1 }))
    store.update((state) => ({ ...state, cursor: 1 }))
    store.update((state) => state)
    expect(calls).toEqual(["clock", "list"])
    stop()
    store.update((state) => ({ ...state, cursor: 2 }))
    expect(calls).toEqual(["clock", "list"])
  })
})
