import { Box } from "ink"
import type { JSX } from "react"
import type { Feed } from "../../../domain/ports/feed-store.ts"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { feedActions } from "./feed-actions.ts"
import { stateRole } from "./feed-list.ts"
import { FeedsDesk } from "./feeds-desk.ts"

interface Foot {
  readonly text: string
  readonly role: Role
}

const grouped = (n: number): string => n.toLocaleString("en-US")

const settledWords = ({ settledBy, settledAt }: Feed, desk: Desk): string =>
  settledBy === null || settledAt === null ? "" : ` by ${settledBy}, ${desk.clock.moment(settledAt)}`

const usedWords = ({ changed, missing }: Feed): string => {
  if (changed === null) return ""
  const gone = missing === null || missing === 0 ? "" : `, ${grouped(missing)} were not named any more`
  return `: ${grouped(changed)} numbers changed${gone}`
}

const unknownWords = ({ unknown }: Feed): string =>
  unknown === 0
    ? ""
    : ` ${unknown === 1 ? "1 SKU is" : `${grouped(unknown)} SKUs are`} not ours: switchyard inventory feeds show has them.`

const feedWords = (feeds: FeedsDesk, feed: Feed, desk: Desk): Foot => {
  const role = stateRole[feed.state]
  switch (feed.state) {
    case "held": {
      const reading = feeds.reading()
      if (reading === null) return { text: "Reading what is different …", role: "dim" }
      const why = reading.drop === null ? "it has to be looked at" : reading.drop
      return {
        text: `HELD: ${why}. ${reading.differences === 1 ? "1 number differs" : `${grouped(reading.differences)} numbers differ`} from what is known. A lets it in, R rejects it; until then what is known stays.${unknownWords(feed)}`,
        role
      }
    }
    case "taken":
      return { text: `Used${settledWords(feed, desk)}${usedWords(feed)}.${unknownWords(feed)}`, role: "dim" }
    case "ignored":
      return { text: `Ignored: there is a newer word of this supplier.${unknownWords(feed)}`, role }
    case "rejected":
      return {
        text: `Rejected${settledWords(feed, desk)}: ${feed.settleReason || "no reason was given"}.`,
        role
      }
  }
}

const footOf = (feeds: FeedsDesk, desk: Desk): Foot => {
  const list = feeds.list.store.get()
  const trouble = troubleText(list) ?? troubleText(feeds.shown.store.get())
  if (trouble !== null) return { text: trouble, role: "need" }
  if (list.value === null) return { text: "Reading the feeds …", role: "dim" }
  const feed = feeds.feed()
  if (feed !== null) return feedWords(feeds, feed, desk)
  const { state } = feeds.wish.get()
  return {
    text:
      state === null
        ? "No supplier sent an inventory feed yet. It comes with a supplier's other files: switchyard suppliers show says where they are read. By hand: switchyard inventory import stock.csv --supplier <supplier>"
        : `No feed is ${state}. s shows the next state, esc all of them.`,
    role: "dim"
  }
}

const paintReason = (canvas: Canvas, feeds: FeedsDesk, reason: string, desk: Desk): void => {
  const question = `Why is ${feeds.feed()?.file ?? "it"} rejected? It stays with the feed. enter goes on, esc leaves.`
  paintPieces(canvas, 1, 0, [piece(safe(question), desk.theme.of("doubt"))], canvas.width - 1)
  paintPieces(canvas, 1, 1, [
    piece(safe(reason), desk.theme.of("text")),
    piece(safe(" "), desk.theme.of("selection"))
  ])
}

const footRegion = (feeds: FeedsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { reason } = feeds.wish.get()
      if (reason !== null) {
        paintReason(canvas, feeds, reason, desk)
        return
      }
      const { text, role } = footOf(feeds, desk)
      for (const [y, line] of wrapped(safe(text), canvas.width - 3, canvas.height).entries())
        canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(feeds.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(feeds.list.store, (reading) => reading, changed),
      (changed) => subscribeSlice(feeds.shown.store, (reading) => reading, changed),
      (changed) => subscribeSlice(feeds.feeds.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )

const footRows = 3

const View = ({ rows, feeds, foot }: BodySize & { feeds: FeedsDesk; foot: RegionSource }): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion
      rows={feeds.feeds.source}
      height={Math.max(4, Math.floor((rows - footRows) * 0.45))}
      flexShrink={0}
    />
    <TableRegion rows={feeds.changes.source} flexGrow={1} />
    <Region source={foot} height={footRows} flexShrink={0} />
  </Box>
)

const moving = (feeds: FeedsDesk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      { run: () => feeds.move(name) }
    ])
  )

/** Suppliers' feeds with what became of them; the held one beside what is known, and the keys that settle it. */
export const openFeeds: OpenScreenFor<"feeds"> = (desk) => {
  const feeds = new FeedsDesk(desk)
  const foot = footRegion(feeds, desk)
  const isTyping = () => feeds.wish.get().reason !== null
  return {
    view: (size) => <View {...size} feeds={feeds} foot={foot} />,
    title: () => "Feeds",
    note: () => feeds.wish.get().state ?? "all",
    actions: {
      ...moving(feeds),
      ...feedActions(desk, {
        feed: () => feeds.feed(),
        reading: () => feeds.reading(),
        wantReason: () => feeds.change({ reason: "" }),
        settled: () => feeds.refresh()
      }),
      otherList: {
        run: () => feeds.change({ focus: feeds.wish.get().focus === "feeds" ? "changes" : "feeds" })
      },
      open: {
        run: () => (isTyping() ? feeds.finishReason() : feeds.change({ focus: "changes" })),
        label: () => (isTyping() ? "go on" : "differences")
      },
      state: {
        run: () => feeds.stepState(1),
        label: () => `${feeds.wish.get().state ?? "all"}: next state`
      },
      previousState: { run: () => feeds.stepState(-1) }
    },
    isTyping,
    typed: (event) => feeds.typed(event),
    leave: () => feeds.leave(),
    isReading: () => feeds.isReading(),
    shown: () => feeds.start(),
    hidden: () => feeds.stop()
  }
}
