import type { SavedView } from "./console-settings.ts"
import { layoutOf, type Span, type Statement, type TableBlock } from "./statements.ts"

/** As TOML writes text: what JSON escapes, TOML escapes alike, and DEL besides. */
export const quoted = (text: string): string => JSON.stringify(text).replaceAll("\x7f", "\\u007f")

export const written = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`
  return typeof value === "string" ? quoted(value) : String(value)
}

const isBare = (key: string): boolean => /^[A-Za-z0-9_-]+$/.test(key)
const keyPath = (path: ReadonlyArray<string>): string =>
  path.map((key) => (isBare(key) ? key : quoted(key))).join(".")

const same = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index])

const replaced = (text: string, { start, end }: Span, by: string): string =>
  text.slice(0, start) + by + text.slice(end)

/** The span with its line, if nothing else stands there, so that no empty line is left behind. */
const wholeLines = (text: string, { start, end }: Span): Span => {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1
  const next = text.indexOf("\n", end)
  const lineEnd = next === -1 ? text.length : next + 1
  return { start: lineStart, end: lineEnd }
}

/** Where a block's own lines end: behind its last statement, before the remarks that belong to what follows. */
const endOfBlock = (text: string, block: TableBlock): number => {
  const last = layoutOf(text).statements.filter((s) => s.block?.start === block.start)
  const end = last.at(-1)?.end ?? block.header.end
  return wholeLines(text, { start: end, end }).end
}

const withLineEnd = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`)

const insertedAt = (text: string, offset: number, line: string): string => {
  const before = withLineEnd(text.slice(0, offset))
  return before + line + text.slice(offset)
}

/** Sets one value, or takes its line away (undefined). Everything else in the file stays as it is. */
export const withSetting = (text: string, path: ReadonlyArray<string>, value: unknown): string => {
  const { blocks, statements } = layoutOf(text)
  const found = statements.find((statement) => same(statement.path, path))
  if (value === undefined) return found === undefined ? text : replaced(text, wholeLines(text, found), "")
  if (found !== undefined) return replaced(text, found.value, written(value))
  const parent = path.slice(0, -1)
  const line = `${keyPath(path.slice(-1))} = ${written(value)}\n`
  const block = blocks.find((one) => one.index === null && same(one.path, parent))
  if (block !== undefined) return insertedAt(text, endOfBlock(text, block), line)
  if (parent.length > 0) return `${spaced(text)}[${keyPath(parent)}]\n${line}`
  const top = statements.filter((one) => one.block === null).at(-1)
  if (top !== undefined) return insertedAt(text, wholeLines(text, top).end, line)
  const first = blocks[0]
  return first === undefined ? withLineEnd(text) + line : insertedAt(text, first.start, `${line}\n`)
}

const spaced = (text: string): string => (text === "" ? "" : `${withLineEnd(text)}\n`)

const blockText = (list: string, view: SavedView): string =>
  [
    `[[views.${keyPath([list])}]]`,
    `name = ${quoted(view.name)}`,
    `query = ${quoted(view.query)}`,
    ...(view.sort === "" ? [] : [`sort = ${quoted(view.sort)}`]),
    ""
  ].join("\n")

const valueAt = (text: string, statements: ReadonlyArray<Statement>, key: string): Statement | undefined =>
  statements.find((statement) => statement.path.at(-1) === key && text.length >= statement.end)

/** Changes a view's block where it stands; remarks in it stay. */
const changedBlock = (text: string, list: string, index: number, view: SavedView): string => {
  let now = text
  for (const key of ["name", "query", "sort"] as const) {
    const { blocks, statements } = layoutOf(now)
    const block = blocks.find((one) => one.index === index && same(one.path, ["views", list]))
    if (block === undefined) return now
    const own = statements.filter((one) => one.block?.start === block.start)
    const found = valueAt(now, own, key)
    const value = view[key]
    if (found !== undefined) now = replaced(now, found.value, quoted(value))
    else if (value !== "") now = insertedAt(now, endOfBlock(now, block), `${key} = ${quoted(value)}\n`)
  }
  return now
}

/** As they will stand in the file: those that stay keep their order, new ones come last. */
export const orderedViews = (
  before: ReadonlyArray<SavedView>,
  after: ReadonlyArray<SavedView>
): ReadonlyArray<SavedView> => {
  const kept = before.flatMap(({ name }) => after.filter((view) => view.name === name))
  return [...kept, ...after.filter((view) => !kept.includes(view))]
}

/** The views of one list: those that are gone lose their block, changed ones are changed in place, new ones come last. */
export const withViews = (
  text: string,
  list: string,
  before: ReadonlyArray<SavedView>,
  after: ReadonlyArray<SavedView>
): string => {
  const nameAt = before.map(({ name }) => name)
  let now = text
  for (const view of after) {
    const index = nameAt.indexOf(view.name)
    if (index !== -1 && !sameView(before[index], view)) now = changedBlock(now, list, index, view)
  }
  for (let index = before.length - 1; index >= 0; index--) {
    if (after.some(({ name }) => name === nameAt[index])) continue
    const block = layoutOf(now).blocks.find((one) => one.index === index && same(one.path, ["views", list]))
    if (block !== undefined) now = replaced(now, { start: block.start, end: endOfBlock(now, block) }, "")
  }
  for (const view of after) if (!nameAt.includes(view.name)) now = spaced(now) + blockText(list, view)
  return now
}

const sameView = (a: SavedView | undefined, b: SavedView): boolean =>
  a !== undefined && a.name === b.name && a.query === b.query && a.sort === b.sort
