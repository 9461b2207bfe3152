import * as Effect from "effect/Effect"
import { beforeEach, describe, expect, it } from "vitest"
import { Refusal, StoreFailure } from "../../../src/domain/ports/failure.ts"
import { everywhereActions } from "../../../src/tui/frame/everywhere-actions.ts"
import { KeyRouter } from "../../../src/tui/frame/key-router.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import type { Undo } from "../../../src/tui/screen.ts"
import { bareFrame } from "./bare-frame.ts"

let bare: ReturnType<typeof bareFrame>
let press: (...keys: ReadonlyArray<string>) => Promise<void>
const said = (): string => bare.frame.store.get().message?.text ?? ""
const asked = (): string => bare.frame.store.get().question?.text ?? ""

beforeEach(() => {
  bare = bareFrame()
  bare.frame.open({ screen: "triage" })
  const router = new KeyRouter(bare.frame, keymap, everywhereActions(bare.frame))
  press = async (...keys) => {
    for (const name of keys) {
      router.handle({ kind: "key", name, text: name.length === 1 ? name : "" })
      await Promise.resolve()
    }
  }
})

const takenBack: Array<string> = []
const undoOf = (label: string, more: Partial<Undo> = {}): Undo => ({
  label,
  run: Effect.sync(() => {
    takenBack.push(label)
    return `${label} is taken back.`
  }),
  ...more
})

describe("z", () => {
  beforeEach(() => {
    takenBack.length = 0
  })

  it("says that there is nothing to undo", async () => {
    await press("z")
    expect(said()).toContain("Nothing that was done here")
  })

  it("asks, and takes back the last act first after a yes, never after enter", async () => {
    bare.frame.undoable(undoOf("the edit of #1"))
    bare.frame.undoable(undoOf("the edit of #2"))
    await press("z")
    expect(asked()).toBe("UNDO the edit of #2?")
    await press("enter")
    expect(takenBack).toEqual([])
    await press("z", "y", "z", "y", "z")
    expect(takenBack).toEqual(["the edit of #2", "the edit of #1"])
    expect(said()).toContain("Nothing that was done here")
  })

  it("counts down to when it is too late, and then says why and what can be asked for instead", async () => {
    const instead = { text: "Ask Northwind to cancel?", run: Effect.succeed("Northwind was asked.") }
    bare.frame.undoable(undoOf("PROCESS of #1", { until: new Date(bare.now + 30_000), instead }))
    bare.now += 10_000
    await press("z")
    expect(asked()).toBe("UNDO PROCESS of #1? 20s left.")
    await press("n")
    bare.now += 20_000
    await press("z")
    expect(asked()).toBe("Too late to undo PROCESS of #1. Ask Northwind to cancel?")
    await press("y")
    expect(takenBack).toEqual([])
    expect(said()).toBe("Northwind was asked.")
  })

  it("says why when it is refused, and goes to the one before", async () => {
    bare.frame.undoable(undoOf("the edit of #1"))
    bare.frame.undoable(
      undoOf("the edit of #2", { run: Effect.fail(new Refusal({ message: "ben edited it since." })) })
    )
    await press("z", "y")
    expect(said()).toBe("the edit of #2 cannot be undone any more: ben edited it since.")
    await press("z", "y")
    expect(takenBack).toEqual(["the edit of #1"])
  })

  it("keeps an act that only the database kept from being undone", async () => {
    let isAway = true
    const away = new StoreFailure({ reason: "Unavailable", message: "connection refused" })
    bare.frame.undoable({
      label: "the edit of #1",
      run: Effect.suspend(() => (isAway ? Effect.fail(away) : Effect.succeed("Taken back.")))
    })
    await press("z", "y")
    expect(said()).toBe("Not undone: connection refused")
    isAway = false
    await press("z", "y")
    expect(said()).toBe("Taken back.")
  })

  it("stands in the session's log with what came of it", async () => {
    bare.frame.undoable(undoOf("the edit of #1"))
    await press("z", "y")
    expect(bare.frame.journal.changes.get()).toMatchObject([
      { what: "undo", tone: "done", result: "the edit of #1 is taken back." }
    ])
  })
})
