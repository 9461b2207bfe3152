/** JSON as a person wrote it, with the line of each field, so that a fault can be shown where it stands. */
export interface PlacedJson {
  readonly value: unknown
  /** The line of a field by its path; of the nearest field above it, where it is missing itself. */
  readonly lineOf: (path: ReadonlyArray<string | number>) => number
}

export class JsonFault extends Error {
  readonly line: number
  readonly column: number

  constructor(message: string, line: number, column: number) {
    super(message)
    this.line = line
    this.column = column
  }
}

const mostDepth = 30

const keyOf = (path: ReadonlyArray<string | number>): string => JSON.stringify(path.map(String))

/** A scanner of its own: JSON.parse says neither where fields stand nor that one is there twice. */
class Scanner {
  readonly text: string
  readonly places = new Map<string, number>()
  at = 0

  constructor(text: string) {
    this.text = text
  }

  where(at = this.at) {
    const lines = this.text.slice(0, at).split("\n")
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
  }

  fail(message: string, at = this.at): never {
    const { line, column } = this.where(at)
    throw new JsonFault(message, line, column)
  }

  blank(): void {
    while (/[ \t\r\n]/.test(this.text[this.at] ?? "")) this.at++
  }

  /** A text, number or word, as JSON.parse understands it. */
  plain(pattern: RegExp, what: string): unknown {
    const found = new RegExp(pattern.source, "yu")
    found.lastIndex = this.at
    const text = found.exec(this.text)?.[0]
    if (text === undefined) return this.fail(`${what} is expected here`)
    const begin = this.at
    this.at += text.length
    try {
      return JSON.parse(text)
    } catch {
      return this.fail(`this is no ${what}`, begin)
    }
  }

  take(character: string): boolean {
    this.blank()
    if (this.text[this.at] !== character) return false
    this.at++
    return true
  }

  separator(end: string): boolean {
    if (this.take(end)) return false
    if (!this.take(",")) this.fail(`, or ${end} is expected here`)
    this.blank()
    if (this.text[this.at] === end) this.fail("nothing follows this comma", this.at)
    return true
  }

  object(path: ReadonlyArray<string | number>): void {
    const seen = new Set<string>()
    if (this.take("}")) return
    do {
      this.blank()
      const begin = this.at
      const name = String(this.plain(/"(?:[^"\\\n]|\\.)*"/, "a name in quotes"))
      if (seen.has(name)) this.fail(`${name} is there twice`, begin)
      seen.add(name)
      if (!this.take(":")) this.fail(": is expected here")
      this.places.set(keyOf([...path, name]), this.where(begin).line)
      this.value([...path, name])
    } while (this.separator("}"))
  }

  list(path: ReadonlyArray<string | number>): void {
    if (this.take("]")) return
    let index = 0
    do {
      this.blank()
      this.places.set(keyOf([...path, index]), this.where().line)
      this.value([...path, index])
      index++
    } while (this.separator("]"))
  }

  value(path: ReadonlyArray<string | number>): void {
    if (path.length > mostDepth) this.fail("this is nested too deep")
    this.blank()
    if (this.take("{")) this.object(path)
    else if (this.take("[")) this.list(path)
    else if (this.text[this.at] === '"') this.plain(/"(?:[^"\\\n]|\\.)*"/, "text in quotes")
    else this.plain(/-?[0-9][0-9.eE+-]*|true|false|null/, "a value")
  }
}

/** Throws a JsonFault with line and column. */
export const placedJson = (text: string): PlacedJson => {
  const scanner = new Scanner(text.replace(/^\ufeff/, ""))
  scanner.value([])
  scanner.blank()
  if (scanner.at < scanner.text.length) scanner.fail("the end is expected here")
  return {
    value: JSON.parse(scanner.text),
    lineOf: (path) => {
      for (let length = path.length; length > 0; length--) {
        const line = scanner.places.get(keyOf(path.slice(0, length)))
        if (line !== undefined) return line
      }
      return 1
    }
  }
}
