import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import type { Result } from "./figure.ts"

const verdictOf = (r: Result): string => {
  if (r.value === null) return "not measured"
  if (r.pass === null) return "no target"
  return r.pass ? "pass" : "MISS"
}

const sign = { higher: ">=", lower: "<=" } as const

export const line = (r: Result): string => {
  const value = r.value === null ? "-" : `${r.value} ${r.unit}`
  const target = r.target === null ? "" : `${sign[r.better]} ${r.target}`
  return `${r.name.padEnd(32)}${value.padStart(14)}  ${target.padEnd(9)}${verdictOf(r).padEnd(13)} ${r.detail}`
}

/** Figures of a part of the bench replace their own rows; the others stay as they were taken. */
const merged = (before: ReadonlyArray<Result>, now: ReadonlyArray<Result>, order: ReadonlyArray<string>) => {
  const byName = new Map([...before, ...now].map((r) => [r.name, r]))
  return order.flatMap((name) => byName.get(name) ?? [])
}

const readResults = (file: string): ReadonlyArray<Result> =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ReadonlyArray<Result>) : []

/** Whole or not at all: a bench that is stopped half-way leaves the old file. */
export const keep = (file: string, results: ReadonlyArray<Result>, order: ReadonlyArray<string>): void => {
  const draft = `${file}.draft-${process.pid}`
  writeFileSync(draft, `${JSON.stringify(merged(readResults(file), results, order), null, 2)}\n`)
  renameSync(draft, file)
}

export const summary = (results: ReadonlyArray<Result>): string => {
  const count = (verdict: string) => results.filter((r) => verdictOf(r) === verdict).length
  return `bench: ${results.length} figures, ${count("pass")} pass, ${count("MISS")} miss, ${count("no target")} without target, ${count("not measured")} not measured`
}
