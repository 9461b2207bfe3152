// The whole console over a line that takes so many bytes a second and delays them. Prints one line of JSON. Bundled and
// started by contests/slow-line.ts.
//
//   slow-line.mjs <bytes a second> <delay ms> <seconds of the burst>
import { EventEmitter } from "node:events"
import { Writable } from "node:stream"
import { openConsole } from "../../src/tui/console.tsx"
import type { TerminalOutput } from "../../src/tui/presenter/terminal.ts"
import { emulator, FakeInput } from "../../test/tui/presenter/fake-terminal.ts"
import { textOfScreen } from "../../test/tui/presenter/screen-reading.ts"
import { fakeRuntime } from "../../test/tui/world/fake-runtime.ts"
import { nowMs } from "../../test/tui/world/sample-orders.ts"
import { changeThree, indexedWorld } from "./indexed-world.ts"

const [bytesPerSecond = 5_000, delayMs = 150, seconds = 5] = process.argv.slice(2).map(Number)
const changeEveryMs = 20
const limitMs = 20_000
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const frameEnd = "\x1b[?2026l"

/** Passes its bytes on one write after the other, each as late as the line makes it, to a reader at its far end. */
class SlowLine extends EventEmitter implements TerminalOutput {
  readonly columns = 120
  readonly rows = 40
  written = 0
  frames = 0
  mostWaitingBytes = 0
  mostWaitingFrames = 0
  #waitingFrames = 0
  /** What the reader sees. */
  readonly screen = emulator(this.columns, this.rows)
  readonly #line = new Writable({
    decodeStrings: false,
    write: (chunk: string, _encoding, done) => {
      setTimeout(done, (1000 * Buffer.byteLength(chunk)) / bytesPerSecond)
    }
  })

  constructor() {
    super()
    this.#line.on("drain", () => this.emit("drain"))
  }

  get writableNeedDrain(): boolean {
    return this.#line.writableNeedDrain
  }

  get writableLength(): number {
    return this.#line.writableLength
  }

  write(text: string, taken?: () => void): boolean {
    const frames = text.split(frameEnd).length - 1
    this.written += Buffer.byteLength(text)
    this.frames += frames
    this.#waitingFrames += frames
    const isFree = this.#line.write(text, () => {
      this.#waitingFrames -= frames
      setTimeout(() => this.screen.write(text), delayMs)
      taken?.()
    })
    this.mostWaitingBytes = Math.max(this.mostWaitingBytes, this.#line.writableLength)
    this.mostWaitingFrames = Math.max(this.mostWaitingFrames, this.#waitingFrames)
    return isFree
  }
}

const world = indexedWorld(10_000)
const line = new SlowLine()
const input = new FakeInput()
const ended = openConsole({
  runtime: fakeRuntime(world),
  environment: "sandbox",
  databaseName: "db1/orders",
  actor: "ana",
  env: {},
  log: () => undefined,
  terminal: line,
  input: input.asStdin,
  now: () => nowMs + performance.now(),
  zone: "UTC"
})
while (input.listenerCount("data") === 0) await pause(5)
await pause(1_000)
input.type("2")
await pause(3_000)
input.type("j")
await pause(2_000)

/** A key is held and rows change 50 times a second: more than the line can carry. */
let newest = ""
line.mostWaitingBytes = 0
line.mostWaitingFrames = 0
const before = line.frames
const end = performance.now() + seconds * 1000
let steps = 0
for (; performance.now() < end; steps++) {
  newest = changeThree(world, 1_000 + steps)
  input.type(steps % 2 === 0 ? "j" : "k")
  await pause(changeEveryMs)
}
const from = performance.now()
const isSeen = (): boolean => textOfScreen(line.screen).some((text) => text.includes(newest))
while (!isSeen() && performance.now() < from + limitMs) await pause(5)
const newestMs = performance.now() - from
process.stdout.write(
  `${JSON.stringify({
    steps,
    frames: line.frames - before,
    mostWaitingBytes: line.mostWaitingBytes,
    mostWaitingFrames: line.mostWaitingFrames,
    newestMs
  })}\n`
)
input.type("\x03")
await ended
process.exit(0)
