/** A stretch of the text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** `[keys.orders]` or `[[views.orders]]`, up to where the next one begins. */
export interface TableBlock extends Span {
  readonly path: ReadonlyArray<string>
  /** Which of several `[[...]]` of one name; null: a plain table. */
  readonly index: number | null
  /** The header's own line. */
  readonly header: Span
}

/** `process = "P"`, with the path that leads to it from the top of the file. */
export interface Statement extends Span {
  readonly path: ReadonlyArray<string>
  readonly key: Span
  readonly value: Span
  readonly block: TableBlock | null
}

export interface Layout {
  readonly blocks: ReadonlyArray<TableBlock>
  readonly statements: ReadonlyArray<Statement>
}

const bareKey = /[A-Za-z0-9_-]/

/** Finds where statements stand in a text that is known to be TOML. It judges nothing: the parser did. */
class Scanner {
  readonly #text: string
  at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.at >= this.#text.length
  }

  get next(): string {
    return this.#text[this.at] ?? ""
  }

  /** Spaces; with `lines` also line ends and comments. */
  skip(lines: boolean): void {
    for (;;) {
      const character = this.next
      if (character === " " || character === "\t") this.at++
      else if (lines && (character === "\n" || character === "\r")) this.at++
      else if (lines && character === "#") this.toLineEnd()
      else return
    }
  }

  toLineEnd(): void {
    while (!this.isAtEnd && this.next !== "\n") this.at++
  }

  /** `a."b c".d` */
  keyPath(): ReadonlyArray<string> {
    const path: Array<string> = []
    for (;;) {
      this.skip(false)
      path.push(this.#key())
      this.skip(false)
      if (this.next !== ".") return path
      this.at++
    }
  }

  /** Up to the end of what stands behind `=`: a string, an array or inline table with all in it, or one word. */
  value(): Span {
    const start = this.at
    let depth = 0
    let end = start
    while (!this.isAtEnd) {
      const character = this.next
      if (character === '"' || character === "'") this.#string(character)
      else if (character === "#") {
        if (depth === 0) break
        this.toLineEnd()
        continue
      } else if (character === "\n" && depth === 0) break
      else {
        if (character === "[" || character === "{") depth++
        if (character === "]" || character === "}") depth--
        this.at++
      }
      if (!/\s/.test(this.#text[this.at - 1] ?? "")) end = this.at
    }
    this.at = end
    return { start, end }
  }

  #key(): string {
    const start = this.at
    if (this.next === '"' || this.next === "'") {
      this.#string(this.next)
      return unquoted(this.#text.slice(start, this.at))
    }
    while (bareKey.test(this.next)) this.at++
    return this.#text.slice(start, this.at)
  }

  #string(quote: string): void {
    const long = quote.repeat(3)
    const end = this.#text.startsWith(long, this.at) ? long : quote
    this.at += end.length
    while (!this.isAtEnd && !this.#text.startsWith(end, this.at))
      this.at += quote === '"' && this.next === "\\" ? 2 : 1
    this.at = Math.min(this.#text.length, this.at + end.length)
    // A long string may end with one or two quotes of its own.
    while (end === long && this.next === quote) this.at++
  }
}

const unquoted = (text: string): string => {
  if (text.startsWith("'")) return text.slice(1, -1)
  try {
    return String(JSON.parse(text))
  } catch {
    // An escape that TOML has and JSON has not: good enough to be found by its neighbors.
    return text.slice(1, -1)
  }
}

const headerOf = (scanner: Scanner, seen: Map<string, number>): Omit<TableBlock, "end"> => {
  const start = scanner.at
  scanner.at++
  const isArray = scanner.next === "["
  if (isArray) scanner.at++
  const path = scanner.keyPath()
  const name = path.join("\0")
  const index = isArray ? (seen.get(name) ?? 0) : null
  if (index !== null) seen.set(name, index + 1)
  scanner.at += isArray ? 2 : 1
  return { path, index, start, header: { start, end: scanner.at } }
}

/** Where everything in the file stands, in its order. */
export const layoutOf = (text: string): Layout => {
  const scanner = new Scanner(text)
  const heads: Array<Omit<TableBlock, "end">> = []
  const found: Array<Omit<Statement, "block"> & { readonly head: number }> = []
  const seen = new Map<string, number>()
  for (scanner.skip(true); !scanner.isAtEnd; scanner.skip(true)) {
    if (scanner.next === "[") {
      heads.push(headerOf(scanner, seen))
      continue
    }
    const start = scanner.at
    const own = scanner.keyPath()
    const key = { start, end: scanner.at }
    scanner.at++
    scanner.skip(false)
    const value = scanner.value()
    const path = [...(heads.at(-1)?.path ?? []), ...own]
    found.push({ path, key, value, start, end: value.end, head: heads.length - 1 })
    // Nothing moved: not TOML after all. The parser said so before; here it must only not hang.
    if (scanner.at <= start) break
  }
  const blocks = heads.map((head, index) => ({ ...head, end: heads[index + 1]?.start ?? text.length }))
  return { blocks, statements: found.map(({ head, ...rest }) => ({ ...rest, block: blocks[head] ?? null })) }
}

/** Line and column as an editor counts them. */
export const placeIn = (text: string, offset: number): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf("\n") + 1
  return { line: before.split("\n").length, column: [...before.slice(lineStart)].length + 1 }
}
