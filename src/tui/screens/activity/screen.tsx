import { Box } from "ink"
import type { JSX } from "react"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreenFor } from "../../screen.ts"
import { ActivityDesk } from "./activity-desk.ts"
import { activityDetail } from "./activity-detail.ts"
import { placeOfSubject } from "./activity-place.ts"

const emptyWords = (activity: ActivityDesk): string => {
  const { value, failure } = activity.query.store.get()
  if (failure !== null) return `The log cannot be read: ${failure}`
  if (value === null) return "Reading who did what …"
  return Object.keys(activity.wish.get().filter).length === 0
    ? "Nobody changed a setting yet. What happens to an order is in its own timeline."
    : "Nothing of the kind. esc shows everything."
}

const detailRegion = (activity: ActivityDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { failure } = activity.query.store.get()
      const row = activity.row()
      const lines =
        row === null
          ? wrapped(safe(emptyWords(activity)), canvas.width - 3, 3).map((line) => [
              piece(line, desk.theme.of(failure === null ? "dim" : "need"))
            ])
          : [
              ...(failure === null
                ? []
                : [[piece(safe(`What is shown may be old: ${failure}`), desk.theme.of("need"))]]),
              ...activityDetail(row, desk, canvas.width - 3)
            ]
      const room = canvas.height - 1
      const shown = lines.length > room ? lines.slice(0, room - 1) : lines
      for (const [y, line] of shown.entries()) paintPieces(canvas, 1, y + 1, line)
      if (shown.length < lines.length) {
        const more = `and ${lines.length - shown.length} more: switchyard activity --json`
        paintPieces(canvas, 1, canvas.height - 1, [piece(safe(more), desk.theme.of("dim"))])
      }
    },
    [
      (changed) => subscribeSlice(activity.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(activity.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(activity.list.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )

const Body = ({
  rows,
  activity,
  detail
}: {
  readonly rows: number
  readonly activity: ActivityDesk
  readonly detail: RegionSource
}): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion rows={activity.list.source} flexGrow={1} />
    <Region source={detail} height={Math.max(6, Math.min(14, Math.floor(rows * 0.35)))} flexShrink={0} />
  </Box>
)

/** What narrows the list, as one reads it at the right of the tab line. */
const wishWords = ({ wish }: ActivityDesk): string => {
  const { filter, isTyping } = wish.get()
  const { actor, subject, search } = filter
  const parts = [
    ...(actor === undefined ? [] : [`by ${actor}`]),
    ...(subject === undefined
      ? []
      : [subject.name === undefined ? subject.kind : `${subject.kind} ${subject.name}`]),
    ...(isTyping || search !== undefined ? [`/ ${search ?? ""}${isTyping ? "_" : ""}`] : [])
  ]
  return parts.length === 0 ? "everything" : parts.join(" · ")
}

/** Who changed what, newest first, and the thing itself behind each row. */
export const openActivity: OpenScreenFor<"activity"> = (desk, place) => {
  const activity = new ActivityDesk(desk, place.filter ?? {})
  const detail = detailRegion(activity, desk)
  const target = () => {
    const row = activity.row()
    return row === null ? null : placeOfSubject(row.subject)
  }
  const nothing = (): string | null => (activity.row() === null ? emptyWords(activity) : null)
  return {
    view: ({ rows }: BodySize) => <Body rows={rows} activity={activity} detail={detail} />,
    title: () => "Activity",
    note: () => wishWords(activity),
    actions: {
      ...activity.list.actions,
      open: {
        run: () => {
          if (activity.wish.get().isTyping) {
            activity.endSearch()
            return
          }
          const found = target()
          if (found !== null && typeof found !== "string") desk.open(found)
        },
        refusal: () => {
          const found = target()
          if (activity.wish.get().isTyping) return null
          return typeof found === "string" ? `No screen shows it: switchyard ${found}` : nothing()
        },
        label: () => (activity.wish.get().isTyping ? "keep the search" : "open what it is about")
      },
      person: {
        run: () => activity.togglePerson(),
        refusal: () => (activity.wish.get().filter.actor === undefined ? nothing() : null),
        label: () => (activity.wish.get().filter.actor === undefined ? "only this person" : "everybody")
      },
      object: {
        run: () => activity.toggleObject(),
        refusal: () => (activity.wish.get().filter.subject?.name === undefined ? nothing() : null),
        label: () => (activity.wish.get().filter.subject?.name === undefined ? "only this" : "everything")
      },
      kind: { run: () => activity.stepKind(1) },
      previousKind: { run: () => activity.stepKind(-1) },
      search: { run: () => activity.beginSearch() }
    },
    isTyping: () => activity.wish.get().isTyping,
    typed: (event) => activity.typed(event),
    leave: () => activity.leave(),
    isReading: () => activity.query.isReading(),
    shown: () => activity.query.start(),
    hidden: () => activity.query.stop()
  }
}
