const everyMs = 5_000

/** One line that is written over where there is a terminal, and one every five seconds where there is none. */
export class Progress {
  readonly #out = process.stderr
  readonly #quiet: boolean
  #open = false
  #saidAt = 0

  /** With `toStderr` standard output is left to something else. */
  constructor(toStderr: boolean) {
    this.#quiet = toStderr
  }

  now(line: string): void {
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${line.slice(0, (this.#out.columns ?? 80) - 1)}`)
      this.#open = true
      return
    }
    if (performance.now() - this.#saidAt < everyMs) return
    this.#saidAt = performance.now()
    this.#print(line)
  }

  say(line: string): void {
    this.end()
    this.#print(line)
  }

  /** Leaves the line that was written over. */
  end(): void {
    if (this.#open) this.#out.write("\r\u001b[2K")
    this.#open = false
  }

  #print(line: string): void {
    if (this.#quiet) process.stderr.write(`${line}\n`)
    else console.log(line)
  }
}
