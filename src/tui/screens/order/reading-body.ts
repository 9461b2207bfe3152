import { type EntryDocument, EntryList } from "../../components/entry-list.ts"
import { painted, paintPieces, type Subscribe } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import type { OpenScreen } from "../../screen.ts"
import type { Pen } from "./pen.ts"

/** A text to be scrolled, or entries with a cursor on one of them. */
export type ReadingText<A> =
  | { readonly lines: (value: A, pen: Pen) => ReadonlyArray<DocumentLine> }
  | {
      readonly entries: (value: A, pen: Pen) => EntryDocument
      /** Below them, of the one under the cursor. */
      readonly foot: (value: A, key: string, pen: Pen) => ReadonlyArray<DocumentLine>
    }

export interface Reading<A> {
  readonly value: () => A | null
  readonly penOf: (width: number) => Pen
  /** While there is nothing to show yet, or never will be. */
  readonly unread: (pen: Pen) => ReadonlyArray<DocumentLine>
  readonly news: ReadonlyArray<Subscribe>
}

export interface ReadingBody {
  readonly region: RegionSource
  readonly foot: RegionSource | null
  readonly actions: OpenScreen["actions"]
  readonly selected: () => string | null
}

const scrolled = <A>(
  text: Extract<ReadingText<A>, { readonly lines: unknown }>,
  { value, penOf, unread, news }: Reading<A>
): ReadingBody => {
  const scroll = new Scroll((width) => {
    const read = value()
    return read === null ? unread(penOf(width)) : text.lines(read, penOf(width))
  }, news)
  return {
    region: scroll.region,
    foot: null,
    actions: scroll.actions,
    selected: () => null
  }
}

const listed = <A>(
  text: Extract<ReadingText<A>, { readonly entries: unknown }>,
  { value, penOf, unread, news }: Reading<A>
): ReadingBody => {
  const list = new EntryList(
    (width) => {
      const read = value()
      return read === null
        ? { head: unread(penOf(width)), entries: [], foot: [] }
        : text.entries(read, penOf(width))
    },
    () => penOf(0).theme.of("accent"),
    news
  )
  const foot = painted(
    (canvas) => {
      const read = value()
      const key = list.selected
      if (read === null || key === null) return
      for (const [y, line] of text.foot(read, key, penOf(canvas.width)).slice(0, canvas.height).entries())
        paintPieces(canvas, 1, y, line)
    },
    [(changed) => subscribeSlice(list.place, ({ key }) => key, changed), ...news]
  )
  return {
    region: list.region,
    foot,
    actions: list.actions,
    selected: () => list.selected
  }
}

export const readingBody = <A>(text: ReadingText<A>, reading: Reading<A>): ReadingBody =>
  "entries" in text ? listed(text, reading) : scrolled(text, reading)
