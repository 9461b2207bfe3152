import { partsOf } from "../../../src/tui/console-parts.ts"
import { Frame } from "../../../src/tui/frame/frame.ts"
import type { OpenScreen } from "../../../src/tui/screen.ts"
import { screenTable } from "../../../src/tui/screen-table.ts"
import { FakeTerminal } from "../presenter/fake-terminal.ts"
import { fakeRuntime } from "../world/fake-runtime.ts"
import { FakeWorld } from "../world/fake-world.ts"
import { nowMs } from "../world/sample-orders.ts"

export const blankScreen = (title: string): OpenScreen => ({
  view: () => null,
  isReading: () => false,
  title: () => title,
  actions: {}
})

interface BareFrame {
  readonly frame: Frame
  readonly copied: Array<string>
  now: number
}

/** A frame that nobody draws, for what it does by itself. */
export const bareFrame = (env: Readonly<Record<string, string>> = {}): BareFrame => {
  const copied: Array<string> = []
  const bare = { now: nowMs, copied }
  const parts = partsOf({
    runtime: fakeRuntime(new FakeWorld()),
    environment: "sandbox",
    databaseName: "db1/orders",
    actor: "ana",
    env: {},
    log: () => undefined,
    terminal: new FakeTerminal(80, 24),
    now: () => bare.now,
    zone: "UTC"
  })
  const frame = new Frame({
    ...parts,
    screens: screenTable,
    env,
    copy: (text) => ({ isDone: copied.push(text) > 0, said: `Copied ${text}` }),
    quit: () => undefined
  })
  return Object.assign(bare, { frame })
}
