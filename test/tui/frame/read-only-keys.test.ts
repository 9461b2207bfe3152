import { expect, it } from "vitest"
import { readOnlyRefusal } from "../../../src/tui/figures.ts"
import { KeyRouter } from "../../../src/tui/frame/key-router.ts"
import { keymap } from "../../../src/tui/keymap.ts"
import type { ScreenAction } from "../../../src/tui/screen.ts"
import { bareFrame, blankScreen } from "./bare-frame.ts"

/** Keys of a program over a login that may only read; each action of each screen is there and says that it ran. */
const pressed = (readOnly: boolean) => {
  const { frame } = bareFrame()
  const ran: Array<string> = []
  const actions: Readonly<Record<string, ScreenAction>> = Object.fromEntries(
    keymap.map(({ action }) => [action, { run: () => void ran.push(action) }])
  )
  Object.defineProperty(frame, "figures", {
    value: { store: { get: () => ({ value: { triage: { readOnly } } }) } }
  })
  const router = new KeyRouter(frame, keymap, actions)
  const screen = { ...blankScreen("Orders"), actions }
  frame.store.update((state) => ({
    ...state,
    stack: [{ name: "orders", screen }] as unknown as typeof state.stack
  }))
  const act = (row: (typeof keymap)[number]): string | undefined => {
    frame.store.update((state) => ({ ...state, message: null }))
    router.act(row)
    return frame.store.get().message?.text
  }
  return { act, ran }
}

const changing = keymap.filter(({ yes }) => yes !== undefined)

it("over a login that may only read every key that changes something says so, and does nothing", () => {
  const { act, ran } = pressed(true)
  expect(changing.length).toBeGreaterThan(60)
  expect([...new Set(changing.map(act))]).toEqual([readOnlyRefusal])
  expect(ran).toEqual([])
})

it("every key that looks does what it does", () => {
  const { act, ran } = pressed(true)
  const looking = keymap.filter(({ yes }) => yes === undefined)
  for (const row of looking) expect(act(row), row.action).not.toBe(readOnlyRefusal)
  expect(ran).toHaveLength(looking.length)
})

it("over another login the same keys run", () => {
  const { act, ran } = pressed(false)
  for (const row of changing) act(row)
  expect(ran).toHaveLength(changing.length)
})
