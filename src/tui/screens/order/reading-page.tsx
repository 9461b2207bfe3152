import type * as Effect from "effect/Effect"
import type { OrderId } from "../../../domain/model/order.ts"
import type { Subscribe } from "../../components/painted.ts"
import type { DocumentLine } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import type { ConsoleNeeds } from "../../console-needs.ts"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import type { Desk, OpenScreen, ScreenAction } from "../../screen.ts"
import { type Pen, paragraph } from "./pen.ts"
import { type ReadingText, readingBody } from "./reading-body.ts"

export interface OrderPlace {
  readonly id: OrderId
  readonly number: string
}

export type ReadingPage<A> = ReadingText<A> & {
  readonly what: string
  readonly read: () => Effect.Effect<A, { readonly message: string }, ConsoleNeeds>
  /** Right end of the breadcrumb line. */
  readonly note?: (value: A) => string
  readonly actions?: (
    value: () => A | null,
    again: () => void,
    selected: () => string | null
  ) => Readonly<Record<string, ScreenAction>>
  /** At least this long between two readings that nobody asked for: some cost more than a look. */
  readonly everyMs?: number
  /** What is painted anew with the time. */
  readonly ticks?: (value: A, now: number) => string
}

/** One look at an order on a page of its own: read while it is shown, scrolled, left with esc. */
export const openReading = <A,>(desk: Desk, place: OrderPlace, page: ReadingPage<A>): OpenScreen => {
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: page.read,
    everyMs: page.everyMs ?? 500,
    isAffected: ({ orders, about }) =>
      orders.has(place.id) || about.has("installation") || about.has("suppliers") || about.has("workers")
  })
  const value = (): A | null => query.store.get().value
  const waiting = (): string => {
    const { failure } = query.store.get()
    return failure === null ? `Reading ${page.what} of #${place.number} …` : `It cannot be read: ${failure}`
  }
  const ticking = (now: number): string => {
    const read = value()
    return read === null ? "" : (page.ticks?.(read, now) ?? "")
  }
  const penOf = (width: number): Pen => ({ theme: desk.theme, clock: desk.clock, width })
  const unread = (pen: Pen): ReadonlyArray<DocumentLine> =>
    paragraph(pen, waiting(), query.store.get().failure === null ? "dim" : "need", 0)
  const news: ReadonlyArray<Subscribe> = [
    (changed) => subscribeSlice(query.store, (reading) => reading, changed),
    (changed) => subscribeSlice(desk.clock.state, ({ isUtc, now }) => `${isUtc} ${ticking(now)}`, changed)
  ]
  const body = readingBody<A>(page, { value, penOf, unread, news })
  query.store.subscribe(() => desk.changed())
  const own =
    page.actions?.(
      value,
      () => query.restart(),
      () => body.selected()
    ) ?? {}
  return {
    view: () => <ScrollView body={body.region} {...(body.foot === null ? {} : { foot: body.foot })} />,
    title: () => page.what,
    note: () => {
      const read = value()
      return read === null ? "" : (page.note?.(read) ?? "")
    },
    actions: { ...body.actions, ...own },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
