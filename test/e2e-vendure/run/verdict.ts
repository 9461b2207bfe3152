/** Counts what was seen to hold and what was not, and says each in a line. */
export class Verdict {
  passed = 0
  failed = 0
  readonly #say: (line: string) => void

  constructor(say: (line: string) => void) {
    this.#say = say
  }

  check(what: string, holds: boolean, otherwise: unknown = ""): void {
    if (holds) this.passed += 1
    else this.failed += 1
    this.#say(
      `${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : `: ${JSON.stringify(otherwise)?.slice(0, 600)}`}`
    )
  }
}
