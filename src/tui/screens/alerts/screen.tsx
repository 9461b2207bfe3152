import { Box } from "ink"
import type { JSX } from "react"
import { NoWorkerLine } from "../../components/no-worker-line.tsx"
import { painted, paintPieces, piece } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { BodySize, Desk, OpenScreenFor } from "../../screen.ts"
import { alertDetail } from "./alert-detail.ts"
import { placeOfAlert } from "./alert-place.ts"
import { AlertsDesk } from "./alerts-desk.ts"

const paintReason = (canvas: Canvas, alerts: AlertsDesk, desk: Desk): boolean => {
  const typing = alerts.reason.get()
  if (typing === null) return false
  const question = "What is done about it? Everybody sees it. enter goes on, esc leaves."
  paintPieces(canvas, 1, 1, [piece(safe(question), desk.theme.of("doubt"))])
  paintPieces(canvas, 1, 2, [
    piece(safe(typing.text), desk.theme.of("text")),
    piece(safe(" "), desk.theme.of("selection"))
  ])
  return true
}

const emptyWords = (alerts: AlertsDesk): string => {
  const { value, failure } = alerts.query.store.get()
  if (failure !== null) return `The alerts cannot be read: ${failure}`
  if (value === null) return "Reading the alerts …"
  return "Nothing is wrong, and nothing was. Who is told of what comes: switchyard alerts route add; T tests every route."
}

const detailRegion = (alerts: AlertsDesk, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      if (paintReason(canvas, alerts, desk)) return
      const alert = alerts.alert()
      const { failure } = alerts.query.store.get()
      const lines =
        alert === null
          ? wrapped(safe(emptyWords(alerts)), canvas.width - 3, 3).map((line) => [
              piece(line, desk.theme.of(failure === null ? "dim" : "need"))
            ])
          : [
              ...(failure === null
                ? []
                : [[piece(safe(`What is shown may be old: ${failure}`), desk.theme.of("need"))]]),
              ...alertDetail(alert, desk, canvas.width - 3)
            ]
      const room = canvas.height - 1
      const shown = lines.length > room ? lines.slice(0, room - 1) : lines
      for (const [y, line] of shown.entries()) paintPieces(canvas, 1, y + 1, line)
      if (shown.length < lines.length) {
        const more = `and ${lines.length - shown.length} more: switchyard alerts show ${alert?.id ?? ""}`
        paintPieces(canvas, 1, canvas.height - 1, [piece(safe(more), desk.theme.of("dim"))])
      }
    },
    [
      (changed) => subscribeSlice(alerts.reason, (reason) => reason, changed),
      (changed) => subscribeSlice(alerts.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(alerts.list.store, ({ rows, cursor }) => rows[cursor], changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )

const Body = ({
  rows,
  alerts,
  detail,
  desk
}: {
  readonly rows: number
  readonly alerts: AlertsDesk
  readonly detail: RegionSource
  readonly desk: Desk
}): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    {/* Workers judge and mail: without one this list stands still, however bad it gets. */}
    <NoWorkerLine desk={desk} consequence="nobody judges, nobody is told" />
    <TableRegion rows={alerts.list.source} flexGrow={1} />
    <Region source={detail} height={Math.max(10, Math.min(16, Math.floor(rows * 0.4)))} flexShrink={0} />
  </Box>
)

const dismissRefusal = (alerts: AlertsDesk): string | null => {
  const alert = alerts.alert()
  if (alert === null) return emptyWords(alerts)
  if (alert.goneAt !== null) return "Its cause is gone: nobody hears of it any more."
  return alert.mutedBy === null ? null : `${alert.mutedBy} has dismissed it already.`
}

/** What is wrong and what was, who was told and whether it arrived, and the list behind each. */
export const openAlerts: OpenScreenFor<"alerts"> = (desk) => {
  const alerts = new AlertsDesk(desk)
  const detail = detailRegion(alerts, desk)
  const place = () => {
    const alert = alerts.alert()
    return alert === null ? null : placeOfAlert(alert, new Date(desk.clock.now()))
  }
  return {
    view: ({ rows }: BodySize) => <Body rows={rows} alerts={alerts} detail={detail} desk={desk} />,
    title: () => "Alerts",
    note: () => {
      const open = alerts.openCount()
      if (alerts.query.store.get().value === null) return ""
      return open === 0 ? "none open" : `${open} open`
    },
    actions: {
      ...alerts.list.actions,
      open: {
        run: () => {
          if (alerts.reason.get() !== null) {
            alerts.askToDismiss()
            return
          }
          const behind = place()
          if (behind !== null) desk.open(behind)
        },
        refusal: () => {
          if (alerts.reason.get() !== null) return null
          if (alerts.alert() === null) return emptyWords(alerts)
          return place() === null ? "There is no list behind it: switchyard alerts route list" : null
        },
        label: () => (alerts.reason.get() === null ? "open what it is about" : "go on")
      },
      dismiss: { run: () => alerts.beginReason(), refusal: () => dismissRefusal(alerts) },
      test: { run: () => alerts.askToTest() }
    },
    isTyping: () => alerts.reason.get() !== null,
    typed: (event) => alerts.typed(event),
    leave: () => alerts.leave(),
    unsaved: () => (alerts.reason.get()?.text ? "Leave? The reason that you typed goes away." : null),
    isReading: () => alerts.query.isReading(),
    shown: () => alerts.query.start(),
    hidden: () => alerts.query.stop()
  }
}
