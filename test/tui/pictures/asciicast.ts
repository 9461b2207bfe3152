/** What of asciicast v2 (docs.asciinema.org/manual/asciicast/v2) a recording of ours has. */
export interface CastHeader {
  readonly version: 2
  readonly width: number
  readonly height: number
  readonly title: string
  readonly env: Readonly<Record<string, string>>
}

/** Seconds since the beginning, and what the terminal was sent then. */
export type CastEvent = readonly [number, "o", string]

export interface Cast {
  readonly header: CastHeader
  readonly events: ReadonlyArray<CastEvent>
}

export const castText = ({ header, events }: Cast): string =>
  `${[header, ...events].map((line) => JSON.stringify(line)).join("\n")}\n`

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const headerOf = (line: string): CastHeader => {
  const header: unknown = JSON.parse(line)
  if (!isRecord(header) || header.version !== 2) throw new Error("the first line is no header of version 2")
  const { width, height, title, env } = header
  if (!Number.isInteger(width) || !Number.isInteger(height)) throw new Error("the header has no size")
  if (typeof title !== "string" || !isRecord(env)) throw new Error("the header has no title or no env")
  return header as unknown as CastHeader
}

const eventOf = (line: string, number: number, before: number): CastEvent => {
  const event: unknown = JSON.parse(line)
  if (!Array.isArray(event) || event.length !== 3) throw new Error(`line ${number} is no event`)
  const [at, kind, data] = event as ReadonlyArray<unknown>
  if (typeof at !== "number" || at < before) throw new Error(`line ${number} goes back in time`)
  if (kind !== "o" || typeof data !== "string") throw new Error(`line ${number} is no output`)
  return [at, kind, data]
}

/** Reads a recording, and says which line is none. */
export const readCast = (text: string): Cast => {
  const [first = "", ...lines] = text.trimEnd().split("\n")
  const header = headerOf(first)
  const events: Array<CastEvent> = []
  for (const [index, line] of lines.entries()) events.push(eventOf(line, index + 2, events.at(-1)?.[0] ?? 0))
  return { header, events }
}
