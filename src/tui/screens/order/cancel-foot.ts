import { painted, paintPieces, piece } from "../../components/painted.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { type CancelAsking, codes } from "./cancel-asking.ts"

const codeList = codes.map((code, index) => `${index + 1}=${code.replaceAll("_", " ")}`).join("  ")

/** Where the code is chosen and the reason is typed; empty while nobody cancels. */
export const cancelFoot = (desk: Desk, cancel: CancelAsking): RegionSource =>
  painted(
    (canvas) => {
      const { asks, reason } = cancel.filling.get()
      const { theme } = desk
      if (asks === "code") {
        const lines = wrapped(safe(`Why is it canceled?  ${codeList}  esc leaves`), canvas.width - 2, 2)
        for (const [y, line] of lines.entries()) canvas.text(1, y, line, theme.of("doubt"))
      }
      if (asks !== "reason") return
      const words = "Say why: the supplier reads it. enter goes on, esc leaves."
      paintPieces(canvas, 1, 0, [piece(safe(words), theme.of("doubt"))])
      paintPieces(canvas, 1, 1, [
        piece(safe(reason), theme.of("text")),
        piece(safe(" "), theme.of("selection"))
      ])
    },
    [(changed) => subscribeSlice(cancel.filling, (filling) => filling, changed)]
  )
