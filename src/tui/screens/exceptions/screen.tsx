import { Box } from "ink"
import type { JSX } from "react"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import { troubleText } from "../../trouble-text.ts"
import { numberOf } from "./exception-rows.ts"
import { ExceptionsDesk } from "./exceptions-desk.ts"

const footRows = 2

const footText = (exceptions: ExceptionsDesk): string => {
  const { value } = exceptions.query.store.get()
  const trouble = troubleText(exceptions.query.store.get())
  if (trouble !== null) return trouble
  if (value === null) return "Reading what needs a look …"
  if (exceptions.list.selected() !== undefined) return ""
  return exceptions.wish.get().part === "all"
    ? "Nothing needs a look: no parcel is in trouble, and all that came in could be used. Carriers are asked where an account is: switchyard carriers list."
    : "None of this kind. ] shows the next kind."
}

const footRegion = (exceptions: ExceptionsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { reason } = exceptions.wish.get()
      if (reason !== null) {
        const question =
          "Why does nothing follow from it? It is kept with the input. enter goes on, esc leaves."
        paintPieces(canvas, 1, 0, [piece(safe(question), desk.theme.of("doubt"))])
        paintPieces(canvas, 1, 1, [
          piece(safe(reason), desk.theme.of("text")),
          piece(safe(" "), desk.theme.of("selection"))
        ])
        return
      }
      const role = exceptions.query.store.get().failure === null ? "dim" : "need"
      for (const [y, line] of wrapped(safe(footText(exceptions)), canvas.width - 3, canvas.height).entries())
        canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(exceptions.wish, (wish) => wish, changed),
      (changed) => subscribeSlice(exceptions.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(exceptions.list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

const View = ({
  rows,
  exceptions,
  foot
}: BodySize & { exceptions: ExceptionsDesk; foot: RegionSource }): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion
      rows={exceptions.list.source}
      height={Math.max(4, Math.floor((rows - footRows) * 0.5))}
      flexShrink={0}
    />
    <Region source={exceptions.scroll.region} flexGrow={1} />
    <Region source={foot} height={footRows} flexShrink={0} />
  </Box>
)

const moving = (exceptions: ExceptionsDesk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      {
        run: () =>
          (exceptions.wish.get().focus === "list" ? exceptions.list : exceptions.scroll).actions[name]?.run()
      }
    ])
  )

/** Parcels that somebody should look at, and what came in and could not be used, with the way to take it again. */
export const openExceptions: OpenScreenFor<"exceptions"> = (desk, { part }) => {
  const exceptions = new ExceptionsDesk(desk, part ?? "all")
  const foot = footRegion(exceptions, desk)
  const isTyping = (): boolean => exceptions.wish.get().reason !== null
  const selected = () => exceptions.list.selected()
  const nothing = (): string | null => (selected() === undefined ? "Nothing needs a look." : null)
  const notInput = (): string | null =>
    nothing() ??
    (exceptions.input() === null ? "It is a parcel: its carrier or supplier helps, not this key." : null)
  const open = (): void => {
    const row = selected()
    if (row?.is === "parcel")
      desk.open({ screen: "order", id: row.parcel.orderId, number: row.parcel.orderNumber })
  }
  return {
    view: (size) => <View {...size} exceptions={exceptions} foot={foot} />,
    title: () => "Exceptions",
    note: () => {
      const { part } = exceptions.wish.get()
      return exceptions.query.store.get().value === null
        ? part
        : `${part} ${exceptions.list.store.get().rows.length}`
    },
    actions: {
      ...moving(exceptions),
      open: {
        run: () => (isTyping() ? exceptions.finishReason() : open()),
        refusal: () =>
          isTyping()
            ? null
            : (nothing() ?? (selected()?.is === "input" ? "No order is known of it yet." : null)),
        label: () => (isTyping() ? "go on" : "its order")
      },
      otherPart: {
        run: () => exceptions.change({ focus: exceptions.wish.get().focus === "list" ? "detail" : "list" })
      },
      part: {
        run: () => exceptions.stepPart(1),
        label: () => `${exceptions.wish.get().part}: next kind`
      },
      previousKind: { run: () => exceptions.stepPart(-1) },
      reveal: exceptions.looks.action(),
      retry: {
        run: () => exceptions.askToRetry(),
        refusal: () =>
          notInput() ??
          (exceptions.input()?.retryable === false
            ? "It could not be read at all, so there is no row to take again."
            : null)
      },
      dismiss: { run: () => exceptions.change({ reason: "" }), refusal: notInput },
      copy: {
        run: () => {
          const row = selected()
          if (row !== undefined) desk.copy(numberOf(row))
        },
        refusal: nothing
      }
    },
    isTyping,
    typed: (event) => exceptions.typed(event),
    leave: () => exceptions.leave(),
    isReading: () => exceptions.query.isReading(),
    shown: () => exceptions.query.start(),
    hidden: () => exceptions.query.stop()
  }
}
