import type { JSX } from "react"
import { painted, piece } from "../../components/painted.ts"
import { Scroll } from "../../components/scroll.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice, useSelector } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import { previewLines } from "./preview-lines.ts"
import { Processing } from "./processing.ts"
import { saidOf } from "./progress-list.ts"
import { sendingOf } from "./sending.ts"
import { ProcessView } from "./view.tsx"

const waitingText = (processing: Processing): string => {
  const { failure, phase } = processing.store.get()
  if (failure !== null) return `It cannot be counted: ${failure}`
  return phase === "handing over" ? "Handing over …" : "Counting what PROCESS would do …"
}

const previewOf = (processing: Processing, desk: Desk): Scroll =>
  new Scroll(
    (width) => {
      const { preview } = processing.store.get()
      if (preview !== null) return previewLines(preview, desk.theme, width)
      return [[piece(safe(waitingText(processing)), desk.theme.of("dim"))]]
    },
    [
      (changed) =>
        subscribeSlice(processing.store, ({ preview, phase, failure }) => [preview, phase, failure], changed)
    ]
  )

const footText = (processing: Processing, desk: Desk): string => {
  const { phase, failure } = processing.store.get()
  if (phase !== "progress") return phase === "handing over" ? "Handing over …" : ""
  if (failure !== null) return `What is shown may be old: ${failure}`
  const row = processing.list.selected()
  if (row === undefined) return "Handed over. esc leaves; the workers go on."
  if (row.part === null && sendingOf(row.order) === "queued")
    return "It waits for a worker. esc leaves; the workers go on."
  return row.part === null ? row.order.message : `${row.part.number} ${saidOf(row, desk)}`
}

const footOf = (processing: Processing, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const lines = wrapped(safe(footText(processing, desk)), canvas.width - 3, canvas.height - 1)
      for (const [y, line] of lines.entries()) canvas.text(1, y + 1, line, desk.theme.of("dim"))
    },
    [
      (changed) => subscribeSlice(processing.store, ({ phase, failure }) => [phase, failure], changed),
      (changed) => subscribeSlice(processing.list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

type Parts = { readonly processing: Processing; readonly preview: RegionSource; readonly foot: RegionSource }

const Body = ({ processing, preview, foot }: Parts): JSX.Element => {
  const isProgress = useSelector(processing.store, ({ phase }) => phase === "progress")
  return (
    <ProcessView isProgress={isProgress} preview={preview} progress={processing.list.source} foot={foot} />
  )
}

const moving = (processing: Processing, preview: Scroll, desk: Desk): OpenScreen["actions"] =>
  Object.fromEntries(
    ["down", "up", "pageDown", "pageUp", "first", "last"].map((name) => [
      name,
      {
        run: () => {
          const isProgress = processing.store.get().phase === "progress"
          const actions = isProgress ? processing.list.actions : preview.actions
          actions[name]?.run()
          if (isProgress) desk.changed()
        }
      }
    ])
  )

/** The preview of one or many orders, one yes, and their progress. */
export const openProcess: OpenScreenFor<"process"> = (desk, place) => {
  const processing = new Processing(desk, place)
  const preview = previewOf(processing, desk)
  const needsOrder = () => processing.selectedRefusal()
  const parts: Parts = { processing, preview: preview.region, foot: footOf(processing, desk) }
  return {
    view: () => <Body {...parts} />,
    title: () => "Process",
    note: () => processing.note(),
    actions: {
      ...moving(processing, preview, desk),
      process: { run: () => processing.ask(), refusal: () => processing.askRefusal() },
      open: { run: () => processing.open(), refusal: needsOrder },
      undo: {
        run: () => processing.undoing.ask(),
        refusal: () => processing.undoing.refusal(),
        isOffered: () => processing.undoing.refusal() === null,
        label: () => processing.undoing.label()
      },
      cancel: { run: () => processing.cancel(), refusal: () => processing.cancelRefusal() },
      resolve: { run: () => processing.resolve(), refusal: () => processing.resolveRefusal() },
      copy: {
        run: () => desk.copy(processing.list.selected()?.order.channelOrderNumber ?? ""),
        refusal: needsOrder
      }
    },
    isReading: () => processing.isReading(),
    shown: () => processing.shown(),
    hidden: () => processing.hidden()
  }
}
