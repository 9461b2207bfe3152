import type { Said } from "./operator.ts"

/** What was looked at, printed as it comes, and counted for the last line. */
export class Report {
  readonly counts = { passed: 0, failed: 0, skipped: 0 }

  check(what: string, holds: boolean, otherwise: unknown = ""): void {
    this.counts[holds ? "passed" : "failed"] += 1
    console.log(
      `${holds ? "ok  " : "FAIL"} ${what}${holds ? "" : `: ${JSON.stringify(otherwise).slice(0, 900)}`}`
    )
  }

  skip(what: string, why: string): void {
    this.counts.skipped += 1
    console.log(`skipped: ${what} (${why})`)
  }

  /** The promise of every bad input: one line that says what is wrong and what to do, the right exit code, no stack. */
  refused(what: string, said: Said, code: number, ...says: ReadonlyArray<RegExp>): void {
    const lines = said.stderr.trim().split("\n")
    const isOneLine = lines.length === 1 && lines[0]?.startsWith("switchyard: ") === true
    const noStack = !/\n\s+at |fault of Switchyard|\bundefined\b|\[object/.test(said.stderr)
    const saysAll = says.every((pattern) => pattern.test(said.stderr))
    this.check(what, said.code === code && isOneLine && noStack && saysAll, said)
  }

  /** All lines at once, as wrong usage and configuration list what is wrong. */
  listed(what: string, said: Said, code: number, ...says: ReadonlyArray<RegExp>): void {
    const noStack = !/\n\s+at |fault of Switchyard/.test(said.stderr)
    this.check(
      what,
      said.code === code && noStack && says.every((p) => p.test(said.stdout + said.stderr)),
      said
    )
  }
}
