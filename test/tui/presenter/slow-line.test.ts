import { EventEmitter } from "node:events"
import { Writable } from "node:stream"
import { expect, it } from "vitest"
import { Presenter } from "../../../src/tui/presenter/presenter.ts"
import type { TerminalOutput } from "../../../src/tui/presenter/terminal.ts"
import { safe } from "../../../src/tui/safe-text.ts"
import { themeFor } from "../../../src/tui/theme.ts"
import { bareSurface } from "./bare-surface.ts"
import { emulator, parsed } from "./fake-terminal.ts"
import { textOfScreen } from "./screen-reading.ts"

/** Takes one write at a time, each when it is told to. */
class HeldLine extends EventEmitter implements TerminalOutput {
  readonly columns = 40
  readonly rows = 5
  readonly screen = emulator(40, 5)
  waiting = 0
  #take: (() => void) | null = null
  readonly #line = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      this.#take = () => {
        this.#take = null
        void parsed(this.screen, chunk).then(() => done())
      }
    }
  })

  get writableLength(): number {
    return this.#line.writableLength
  }

  write(text: string, taken?: () => void): boolean {
    this.waiting += 1
    return this.#line.write(text, () => {
      this.waiting -= 1
      taken?.()
    })
  }

  take(): void {
    this.#take?.()
  }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve))
}

it("makes no frame while one waits for the line, and then the newest", async () => {
  const line = new HeldLine()
  const presenter = new Presenter({ terminal: line, surface: bareSurface(true) })
  const style = themeFor({}).of("text")
  let words = "first"
  const region = presenter.addRegion({
    measure: () => ({ x: 0, y: 0, width: 40, height: 1 }),
    paint: (canvas) => canvas.text(0, 0, safe(words), style)
  })
  presenter.enter()
  await turns(3)
  for (let change = 1; change <= 50; change++) {
    words = `change ${change}`
    region.invalidate()
    presenter.urgent()
    await turns(2)
    expect(line.waiting).toBe(1)
  }
  let frames = 0
  presenter.onFlush = () => {
    frames += 1
  }
  line.take()
  await expect.poll(() => frames, { timeout: 18_000 }).toBe(1)
  line.take()
  await expect.poll(() => textOfScreen(line.screen)[0], { timeout: 18_000 }).toBe("change 50")
  expect(frames).toBe(1)
  const closing = setInterval(() => line.take(), 5)
  presenter.close()
  await expect.poll(() => line.waiting, { timeout: 18_000 }).toBe(0)
  clearInterval(closing)
}, 60_000)
