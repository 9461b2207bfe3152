import { painted, paintPieces, piece } from "../../components/painted.ts"
import type { Canvas } from "../../presenter/canvas.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { columnsOf, type SafeText, safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { type CancelAsking, codes } from "./cancel-asking.ts"
import type { LineAsking } from "./line-asking.ts"

const codeList = codes.map((code, index) => `${index + 1}=${code.replaceAll("_", " ")}`).join("  ")

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" })

/** Of a text that is too long its end, because there the hand is. */
const endOf = (text: SafeText, columns: number): SafeText => {
  let kept = ""
  for (const { segment } of [...segmenter.segment(text)].reverse()) {
    const longer = safe(segment + kept)
    if (columnsOf(longer) > columns) return safe(kept)
    kept = longer
  }
  return safe(kept)
}

/** A question, and below it what is typed. */
const paintTyped = (canvas: Canvas, desk: Desk, prompt: string, typed: string): void => {
  const { theme } = desk
  paintPieces(canvas, 1, 0, [piece(safe(prompt), theme.of("doubt"))])
  paintPieces(canvas, 1, 1, [
    piece(endOf(safe(typed), canvas.width - 3), theme.of("text")),
    piece(safe(" "), theme.of("selection"))
  ])
}

/** Where something is typed under the page; empty while nothing is. */
export const orderFoot = (desk: Desk, cancel: CancelAsking, line: LineAsking): RegionSource =>
  painted(
    (canvas) => {
      const { asks, reason } = cancel.filling.get()
      const { asked, text } = line.filling.get()
      if (asked !== null) paintTyped(canvas, desk, asked.prompt, text)
      else if (asks === "reason")
        paintTyped(canvas, desk, "Say why: the supplier reads it. enter goes on, esc leaves.", reason)
      else if (asks === "code") {
        const words = safe(`Why is it canceled?  ${codeList}  esc leaves`)
        for (const [y, part] of wrapped(words, canvas.width - 2, 2).entries())
          canvas.text(1, y, part, desk.theme.of("doubt"))
      }
    },
    [
      (changed) => subscribeSlice(cancel.filling, (filling) => filling, changed),
      (changed) => subscribeSlice(line.filling, (filling) => filling, changed)
    ]
  )
