import { Worker } from "node:worker_threads"
import { foreignText } from "../foreign-text.ts"

/** What a pattern may read from a line of a mail. */
export const patternGroups = ["tracking", "carrier", "service", "sku", "quantity"] as const
export type PatternGroup = (typeof patternGroups)[number]

export interface LineMatch {
  /** The line's place in the mail's text, from 0. */
  readonly line: number
  readonly groups: Readonly<Partial<Record<PatternGroup, string>>>
}

const mostPatterns = 20
const mostPatternLength = 300
const mostLines = 2_000
const mostLineLength = 500
const mostMatches = 1_000
/** For one mail, after the worker has started: a pattern that can be read at all takes a few milliseconds. */
const longestMs = 5_000

const groupsOf = (pattern: string): ReadonlyArray<string> =>
  [...pattern.matchAll(/\(\?<([A-Za-z_$][\w$]*)>/g)].map((m) => m[1] ?? "")

const faultOf = (pattern: string): string | null => {
  const shown = foreignText(pattern.slice(0, 80))
  if (pattern.length > mostPatternLength)
    return `the pattern "${shown}" is longer than ${mostPatternLength} characters.`
  try {
    new RegExp(pattern, "giu")
  } catch (cause) {
    return foreignText(`the pattern "${shown}" is no regular expression: ${(cause as Error).message}`)
  }
  const groups = groupsOf(pattern)
  const unknown = groups.find((name) => !patternGroups.some((known) => known === name))
  if (unknown !== undefined)
    return `the pattern "${shown}" has a group ${foreignText(unknown)}. Known: ${patternGroups.join(", ")}.`
  return groups.length === 0 ? `the pattern "${shown}" has no group like (?<tracking>...).` : null
}

/** What keeps patterns from being used, said at set-up; null: nothing. */
export const patternFault = (patterns: ReadonlyArray<string>): string | null => {
  if (patterns.length > mostPatterns) return `patterns has more than ${mostPatterns} lines.`
  return patterns.map(faultOf).find((fault) => fault !== null) ?? null
}

/**
 * Runs in a thread of its own. A regular expression cannot be stopped from inside, and one like (a+)+ takes longer than the
 * universe for some lines; a thread can be ended from outside. Plain JavaScript in a text, so that the bundle has it too.
 */
const threadCode = `
const { parentPort, workerData } = require("node:worker_threads")
const { patterns, lines, most } = workerData
const found = []
const expressions = patterns.map((pattern) => new RegExp(pattern, "giu"))
for (const [line, text] of lines.entries())
  for (const expression of expressions)
    for (const match of text.matchAll(expression))
      if (found.length < most) found.push({ line, groups: { ...match.groups } })
parentPort.postMessage(found)
`

/** null: the patterns took too long and were stopped. */
const inThread = (
  patterns: ReadonlyArray<string>,
  lines: ReadonlyArray<string>,
  limitMs: number
): Promise<ReadonlyArray<LineMatch> | null> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(threadCode, {
      eval: true,
      workerData: { patterns, lines, most: mostMatches },
      resourceLimits: { maxOldGenerationSizeMb: 64 }
    })
    let limit: NodeJS.Timeout | undefined
    const end = (answer: () => void) => {
      clearTimeout(limit)
      void thread.terminate().then(answer, reject)
    }
    thread.once("online", () => {
      limit = setTimeout(() => end(() => resolve(null)), limitMs)
    })
    thread.once("message", (found: ReadonlyArray<LineMatch>) => end(() => resolve(found)))
    // Out of memory is another way of taking too long.
    thread.once("error", () => end(() => resolve(null)))
  })

/** The lines of a mail that patterns see: as many and as long as is bounded here. */
export const readableLines = (text: string): ReadonlyArray<string> =>
  text
    .split(/\r\n|\r|\n/)
    .slice(0, mostLines)
    .map((line) => line.slice(0, mostLineLength))

/** What the supplier's patterns read from a mail, line by line. null: they were stopped. */
export const matchLines = async (
  patterns: ReadonlyArray<string>,
  lines: ReadonlyArray<string>,
  limitMs: number = longestMs
): Promise<ReadonlyArray<LineMatch> | null> =>
  patterns.length === 0 ? [] : inThread(patterns, lines, limitMs)
