import type { Canvas } from "../presenter/canvas.ts"
import { clip, safe } from "../safe-text.ts"
import type { Frame } from "./frame.ts"

/** What the database's silence means for what is shown, and what to do; null: it answers. */
export const silenceWords = ({ live, clock }: Frame): string | null => {
  const { state, answeredAt, message } = live.connection.get()
  if (state === "up" || message === "") return null
  const shown = answeredAt === null ? "Nothing was read yet" : `Shown as of ${clock.moment(answeredAt)}`
  return `${shown}, tried again every 2 s. If it lasts: switchyard doctor. ${message}`
}

/** The rule above the keys: on every screen alike it says when what is shown is not of now. */
export const paintRule = (canvas: Canvas, frame: Frame): void => {
  canvas.text(0, 0, safe("─".repeat(canvas.width)), frame.theme.of("rule"))
  const words = silenceWords(frame)
  if (words === null) return
  canvas.text(1, 0, clip(safe(` ${words} `), canvas.width - 2), frame.theme.of("need"))
}
