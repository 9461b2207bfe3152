import { createInterface, type Interface } from "node:readline"
import { Writable } from "node:stream"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Refusal } from "../domain/ports/failure.ts"
import { safe } from "../tui/safe-text.ts"

/** Questions and answers on a terminal, or from a pipe. */
export interface Dialog {
  readonly say: (line: string) => Effect.Effect<void>
  /** One line. What is hidden is not echoed. */
  readonly ask: (prompt: string, hidden: boolean) => Effect.Effect<string, Refusal>
}

const longestAnswer = 64 * 1024

const ended = () =>
  new Refusal({ message: "The answers ended before the last question. Nothing was stored." })

/** readline echoes by itself: while a secret is typed its output goes nowhere. */
class Echo extends Writable {
  isMuted = false

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    if (!this.isMuted) process.stdout.write(chunk)
    done()
  }
}

class Conversation {
  readonly #echo = new Echo()
  readonly #lines: Array<string> = []
  readonly #reader: Interface
  readonly #isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  #isClosed = false
  #waiting: ((line: string | null) => void) | null = null

  constructor() {
    this.#reader = createInterface({
      input: process.stdin,
      output: this.#echo,
      terminal: this.#isTerminal,
      historySize: 0
    })
    this.#reader.on("line", (line) => this.#take(line))
    this.#reader.on("close", () => {
      this.#isClosed = true
      this.#waiting?.(null)
    })
    // In raw mode the terminal makes no signal of Ctrl-C: it ends like any other command.
    this.#reader.on("SIGINT", () => process.kill(process.pid, "SIGINT"))
  }

  #take(line: string): void {
    if (this.#waiting === null) this.#lines.push(line)
    else this.#waiting(line)
  }

  say(line: string): void {
    process.stdout.write(`${safe(line)}\n`)
  }

  ask(prompt: string, hidden: boolean, answered: (line: string | null) => void): () => void {
    const text = safe(prompt)
    if (hidden || !this.#isTerminal) process.stdout.write(text)
    this.#echo.isMuted = hidden
    // A pipe that has ended already has its answers in the queue; readline has no prompt for it any more.
    if (this.#isTerminal && !this.#isClosed) {
      this.#reader.setPrompt(hidden ? "" : text)
      this.#reader.prompt()
    }
    const done = (line: string | null) => {
      this.#waiting = null
      // What the person's Enter did, unless it was swallowed or came from a pipe.
      if (hidden || !this.#isTerminal) process.stdout.write("\n")
      this.#echo.isMuted = false
      answered(line)
    }
    const queued = this.#lines.shift()
    if (queued !== undefined) done(queued)
    else if (this.#isClosed) done(null)
    else this.#waiting = done
    return () => {
      this.#waiting = null
      this.#echo.isMuted = false
    }
  }

  close(): void {
    this.#reader.close()
  }
}

const terminalDialog = Effect.gen(function* () {
  const conversation = yield* Effect.acquireRelease(
    Effect.sync(() => new Conversation()),
    (c) => Effect.sync(() => c.close())
  )
  return {
    say: (line) => Effect.sync(() => conversation.say(line)),
    ask: (prompt, hidden) =>
      Effect.callback<string, Refusal>((resume) => {
        const stop = conversation.ask(prompt, hidden, (line) => {
          if (line === null) resume(ended())
          else if (line.length > longestAnswer) resume(new Refusal({ message: "That answer is too long." }))
          else resume(Effect.succeed(line))
        })
        return Effect.sync(stop)
      })
  } satisfies Dialog
})

/** How a dialog is opened. Tests put their own in its place. */
export const OpenDialog = Context.Reference<Effect.Effect<Dialog, never, Scope.Scope>>(
  "switchyard/cli/OpenDialog",
  { defaultValue: () => terminalDialog }
)
