interface Check {
  readonly what: string
  readonly holds: boolean
  readonly seen: string
}

/** What a storm is judged by, in the order in which it was looked at. */
export class Verdict {
  readonly #checks: Array<Check> = []

  check(what: string, holds: boolean, seen: unknown): void {
    this.#checks.push({ what, holds, seen: String(seen) })
  }

  /** The last line is the one that the runner of all tests reads. Returns the exit code. */
  print(): number {
    const failed = this.#checks.filter((check) => !check.holds)
    for (const { what, holds, seen } of this.#checks)
      console.log(`${holds ? "ok  " : "FAIL"} ${what} (${seen})`)
    console.log(`${this.#checks.length - failed.length} passed, ${failed.length} failed, 0 skipped`)
    return failed.length === 0 ? 0 : 1
  }
}
