import { type ConsoleOpening, type ConsoleParts, partsOf } from "./console-parts.ts"
import { headerLine } from "./frame/header.ts"
import { restoreOnExit } from "./presenter/exit-restore.ts"
import { safe } from "./safe-text.ts"

/** The first line and a word, painted without React and Ink, which are still being loaded. */
const paintEarly = (parts: ConsoleParts): (() => void) => {
  const { presenter, theme, terminal } = parts
  const header = headerLine(parts)
  const width = terminal.columns ?? 80
  const top = presenter.addRegion({
    measure: () => ({ x: 0, y: 0, width, height: 1 }),
    paint: (canvas) => header.paint(canvas)
  })
  const body = presenter.addRegion({
    measure: () => ({ x: 0, y: 4, width, height: 1 }),
    paint: (canvas) => canvas.text(3, 0, safe("Reading …"), theme.of("text"))
  })
  const unsubscribe = header.subscribe(top.invalidate)
  const forgetExit = restoreOnExit(presenter, parts.opening.onSignal)
  presenter.enter()
  return () => {
    unsubscribe()
    forgetExit()
    top.remove()
    body.remove()
  }
}

/**
 * Opens the console and settles when it was left. The first frame comes before the database answers, and the first
 * questions are under way while Ink is loaded.
 */
export const openConsole = async (opening: ConsoleOpening): Promise<void> => {
  const parts = partsOf(opening)
  const endEarly = paintEarly(parts)
  parts.clock.start()
  parts.live.start()
  parts.figures.start()
  try {
    const { runConsole } = await import("./console-app.tsx")
    await runConsole(parts, endEarly)
  } finally {
    parts.figures.stop()
    parts.live.stop()
    parts.clock.stop()
    parts.bridge.close()
    parts.presenter.close()
  }
}
