/** A column of a text table; numbers stand on the right. */
export interface Column {
  readonly name: string
  readonly align?: "right"
}

export interface Table {
  readonly columns: ReadonlyArray<Column>
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
}

/** One line, or one table. Strings may come from outside: the renderer escapes them. */
export type Block = string | Table

/** What a command answers, as data: one renderer turns it into text or JSON. */
export interface Answer {
  readonly json: unknown
  readonly text: ReadonlyArray<Block>
  /** The command did not do what was asked (or not all of it): exit 1. */
  readonly failed?: boolean
}

export const answer = (json: unknown, text: ReadonlyArray<Block>, failed = false): Answer => ({
  json,
  text,
  failed
})

/** `table("order", ">total")`: a leading `>` puts the column on the right. */
export const table = (columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): Table => ({
  columns: columns.map(
    (name): Column => (name.startsWith(">") ? { name: name.slice(1), align: "right" } : { name })
  ),
  rows
})

/** A list's table, or the sentence that teaches what to do while it is empty. */
export const listOr = (empty: string, list: Table): ReadonlyArray<Block> =>
  list.rows.length === 0 ? [empty] : [list]
