import { Box } from "ink"
import type { JSX } from "react"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"
import { ReviewsDesk, type Typing } from "./reviews-desk.ts"

const footRows = 2

const asked: Readonly<Record<Typing, string>> = {
  reason: "Why does nothing follow from it? It is kept in the order's history",
  purchaseOrder: "Which purchase order is it about",
  tracking: "Which tracking number does it tell"
}

const footText = (reviews: ReviewsDesk): string => {
  const { value } = reviews.query.store.get()
  const trouble = troubleText(reviews.query.store.get())
  if (trouble !== null) return trouble
  if (value === null) return "Reading the letters …"
  return value.length === 0
    ? "No letter waits. What suppliers answer by mail comes here when their settings name a mailbox and no rule could match it by itself."
    : ""
}

const footRegion = (reviews: ReviewsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { typing, typed } = reviews.wish.get()
      if (typing !== null) {
        paintPieces(canvas, 1, 0, [
          piece(safe(`${asked[typing]}? enter goes on, esc leaves.`), desk.theme.of("doubt"))
        ])
        paintPieces(canvas, 1, 1, [
          piece(safe(typed), desk.theme.of("text")),
          piece(safe(" "), desk.theme.of("selection"))
        ])
        return
      }
      const role = reviews.query.store.get().failure === null ? "dim" : "need"
      for (const [y, line] of wrapped(safe(footText(reviews)), canvas.width - 3, canvas.height).entries())
        canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(reviews.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(reviews.query.store, (reading) => reading, changed)
    ]
  )

const View = ({
  rows,
  reviews,
  foot
}: BodySize & { reviews: ReviewsDesk; foot: RegionSource }): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion
      rows={reviews.list.source}
      height={Math.max(4, Math.floor((rows - footRows) * 0.35))}
      flexShrink={0}
    />
    <Region source={reviews.scroll.region} flexGrow={1} />
    <Region source={foot} height={footRows} flexShrink={0} />
  </Box>
)

const moving = (reviews: ReviewsDesk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      {
        run: () =>
          (reviews.wish.get().focus === "letters" ? reviews.list : reviews.scroll).actions[name]?.run()
      }
    ])
  )

/** Answers that no rule could match by itself: what was read of them, and the keys that settle them. */
export const openReviews: OpenScreenFor<"reviews"> = (desk) => {
  const reviews = new ReviewsDesk(desk)
  const foot = footRegion(reviews, desk)
  const isTyping = (): boolean => reviews.wish.get().typing !== null
  const nothing = (): string | null => (reviews.list.selected() === undefined ? "No letter waits." : null)
  const open = (): void => {
    const review = reviews.list.selected()
    if (review !== undefined && review.orderId !== null)
      desk.open({ screen: "order", id: review.orderId, number: review.channelOrderNumber ?? "" })
  }
  return {
    view: (size) => <View {...size} reviews={reviews} foot={foot} />,
    title: () => "Answers to look at",
    note: () => {
      const { value } = reviews.query.store.get()
      return value === null ? "" : `${value.length} wait`
    },
    actions: {
      ...moving(reviews),
      accept: { run: () => reviews.askToAccept(), refusal: nothing },
      purchaseOrder: { run: () => reviews.type("purchaseOrder"), refusal: nothing },
      tracking: { run: () => reviews.type("tracking"), refusal: nothing },
      dismiss: { run: () => reviews.type("reason"), refusal: nothing },
      otherPart: {
        run: () => reviews.change({ focus: reviews.wish.get().focus === "letters" ? "text" : "letters" })
      },
      copy: {
        run: () => {
          const review = reviews.list.selected()
          if (review !== undefined) desk.copy(review.text)
        },
        refusal: () => nothing() ?? reviews.looks.covers()
      },
      reveal: reviews.looks.action(),
      open: {
        run: () => (isTyping() ? reviews.finish() : open()),
        refusal: () =>
          isTyping()
            ? null
            : (nothing() ??
              (reviews.list.selected()?.orderId === null ? "No order of ours is named in it." : null)),
        label: () => (isTyping() ? "go on" : "its order")
      }
    },
    isTyping,
    typed: (event) => reviews.typedKey(event),
    leave: () => reviews.leave(),
    isReading: () => reviews.query.isReading(),
    shown: () => reviews.query.start(),
    hidden: () => reviews.query.stop()
  }
}
