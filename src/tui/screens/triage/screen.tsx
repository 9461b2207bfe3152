import { Box } from "ink"
import { painted, type Subscribe } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk, OpenScreenFor, ScreenAction } from "../../screen.ts"
import { paintTriage } from "./paint-triage.ts"
import { TriageDesk } from "./triage-desk.ts"

const paint = (canvas: Canvas, triage: TriageDesk, desk: Desk): void => {
  const { theme } = desk
  const layout = triage.layout()
  const { failure, value } = desk.figures.store.get()
  if (value === null) {
    canvas.text(3, 1, safe(failure === null ? "Reading …" : `Cannot be read: ${failure}`), theme.of("text"))
    return
  }
  if (layout.lines.length === 0) {
    canvas.text(3, 1, safe("No fault. f shows everything."), theme.of("text"))
    return
  }
  const look = {
    theme,
    now: desk.clock.state.get().now,
    cursor: triage.here()?.row.name ?? "",
    top: triage.view.get().top
  }
  paintTriage(canvas, layout, look)
}

const openAction = (triage: TriageDesk, desk: Desk): ScreenAction => ({
  run: () => {
    const here = triage.here()
    if (here !== undefined) desk.open(here.row.place())
  },
  refusal: () => {
    const here = triage.here()
    return here === undefined ? "The figures have not been read yet." : here.row.refusal
  }
})

/** The letter before a line is a key, as everywhere: it opens the first list of that letter that has something in it. */
const listOf = (triage: TriageDesk, desk: Desk, letter: string): ScreenAction => ({
  run: () => {
    const row = triage.lettered(letter)
    if (row === undefined) return
    triage.moveTo(row.name)
    desk.open(row.place())
  },
  refusal: () => (triage.lettered(letter) === undefined ? "Nothing waits there." : null)
})

/** By the actions that the badges print, which no file may give another key. */
const letters = { resolve: "r", doubt: "d", process: "P", retry: "R", authorize: "A" }

/** What needs a person, what is at stake, what happened meanwhile and how the machinery is; each line opens its list. */
export const openTriage: OpenScreenFor<"triage"> = (desk) => {
  const triage = new TriageDesk(desk)
  const follows: ReadonlyArray<Subscribe> = [
    (changed) => subscribeSlice(desk.figures.store, ({ value, failure }) => [value, failure], changed),
    (changed) => subscribeSlice(triage.work.store, ({ value, failure }) => [value, failure], changed),
    (changed) => subscribeSlice(triage.news.store, ({ value, failure }) => [value, failure], changed),
    (changed) => subscribeSlice(desk.clock.state, ({ now, isUtc }) => [now, isUtc], changed),
    (changed) => subscribeSlice(triage.view, (view) => view, changed)
  ]
  const region = painted(
    (canvas) => paint(canvas, triage, desk),
    follows,
    (width, height) => triage.sized(width, height)
  )
  const pageRows = (): number => Math.max(1, triage.view.get().height - 1)
  return {
    view: () => (
      <Box flexGrow={1}>
        <Region source={region} flexGrow={1} />
      </Box>
    ),
    title: () => "Triage",
    note: () => (triage.view.get().faultsOnly ? "faults only" : ""),
    actions: {
      open: openAction(triage, desk),
      ...Object.fromEntries(
        Object.entries(letters).map(([action, letter]) => [action, listOf(triage, desk, letter)])
      ),
      nextBlock: { run: () => triage.moveBlock(1) },
      previousBlock: { run: () => triage.moveBlock(-1) },
      faults: {
        run: () => triage.toggleFaults(),
        label: () => (triage.view.get().faultsOnly ? "everything" : "faults only")
      },
      alerts: { run: () => desk.open({ screen: "alerts" }) },
      down: { run: () => triage.move(1) },
      up: { run: () => triage.move(-1) },
      pageDown: { run: () => triage.move(pageRows()) },
      pageUp: { run: () => triage.move(-pageRows()) },
      first: { run: () => triage.move(Number.NEGATIVE_INFINITY) },
      last: { run: () => triage.move(Number.POSITIVE_INFINITY) }
    },
    isReading: () => triage.isReading(),
    shown: () => triage.start(),
    hidden: () => triage.stop()
  }
}
