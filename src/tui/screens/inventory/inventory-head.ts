import { serviceOf } from "../../../domain/model/sales-channel.ts"
import { rulesWords } from "../../../domain/model/stock-rules.ts"
import { paceText } from "../../../domain/model/sync-progress.ts"
import { type InventoryFilter, inventoryFilters } from "../../../domain/ports/inventory-store.ts"
import type { SyncLine } from "../../../domain/ports/sync-board.ts"
import { age } from "../../age.ts"
import { type Piece, painted, paintPieces, piece, widthOf } from "../../components/painted.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { chooserPieces } from "./choose-channel.ts"
import type { InventoryBoard } from "./inventory-board.ts"
import { channelOf, type ListState } from "./inventory-list.ts"

const filterLabels: Readonly<Record<InventoryFilter, string>> = {
  differs: "Differs",
  ignored: "Ignored",
  conflict: "Conflict",
  unknown: "Unknown",
  held: "Held feed"
}

export const filters: ReadonlyArray<InventoryFilter | null> = [null, ...inventoryFilters]

export const filterLabel = (filter: InventoryFilter | null): string =>
  filter === null ? "All" : filterLabels[filter]

/** What the sync line of the channel's inventory service says, by the frame's own figures. */
export const pushLine = (board: InventoryBoard, desk: Desk): SyncLine | null => {
  const channel = channelOf(board.list.get())
  const lines = desk.figures.store.get().value?.sync ?? []
  return (
    lines.find(
      ({ service, partyKind, partyId }) =>
        service === "inventory" && partyKind === "channel" && partyId === channel?.id
    ) ?? null
  )
}

interface Words {
  readonly text: string
  readonly role: Role
}

const lastWords = (line: SyncLine, now: number): Words => {
  const { last, backlog } = line
  const waiting = backlog === 0 ? "" : `, ${backlog.toLocaleString("en-US")} differ`
  if (last === null) return { text: `never pushed${waiting}`, role: "text" }
  if (last.state === "running")
    return { text: `PUSHING: ${paceText(last, new Date(now))}${waiting}`, role: "accent" }
  const ago = age(last.endedAt ?? last.startedAt, now)
  if (last.state === "failed")
    return { text: `push FAILED ${ago} ago${waiting}: ${last.error ?? ""}`, role: "need" }
  return { text: `pushed ${ago} ago${waiting}`, role: "text" }
}

/** Whether this channel is told anything at all, and how far that is. */
const pushWords = (board: InventoryBoard, desk: Desk): Words => {
  const channel = channelOf(board.list.get())
  if (channel === null) return { text: "", role: "dim" }
  if (!serviceOf(channel, "inventory_upload").enabled)
    return {
      text: `Upload OFF: switchyard channels set ${channel.name} --service inventory-upload=on`,
      role: "doubt"
    }
  const line = pushLine(board, desk)
  return line === null ? { text: "", role: "dim" } : lastWords(line, desk.clock.state.get().now)
}

const heldWords = (held: number): string => {
  if (held === 0) return ""
  return held === 1 ? "1 feed HELD: i" : `${held > 9 ? "9+" : held} feeds HELD: i`
}

/** `acme-shop  Master SKU · all warehouses · safety 5 …`; at the right how many feeds wait. */
const channelLine = (board: InventoryBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const state = board.list.get()
      const channel = channelOf(state)
      if (channel === null) return
      const held = heldWords(board.query.store.get().value?.held ?? 0)
      const right = [piece(safe(held), desk.theme.of("need", "bold"))]
      const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
      const left = [
        piece(safe("c "), desk.theme.of("accent", "bold")),
        piece(safe(channel.name), desk.theme.of("text", "bold")),
        piece(safe(`  ${rulesWords(channel.stock)}`), desk.theme.of("text"))
      ]
      paintPieces(canvas, 1, 0, left, rightAt - 1)
      paintPieces(canvas, rightAt, 0, right)
    },
    [
      (changed) => subscribeSlice(board.list, ({ channels, channelId }) => [channels, channelId], changed),
      (changed) => subscribeSlice(board.query.store, ({ value }) => value?.held, changed)
    ]
  )

const fileLabels = { import: "CSV file of aliases to import", export: "CSV file of aliases to write" }

const filePieces = ({ typing, file }: ListState, desk: Desk): ReadonlyArray<Piece> => [
  piece(safe(`${fileLabels[typing === "export" ? "export" : "import"]}: `), desk.theme.of("doubt")),
  piece(safe(file), desk.theme.of("text")),
  piece(safe(" "), desk.theme.of("selection"))
]

const pushRegion = (board: InventoryBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const state = board.list.get()
      if (state.typing === "channel") {
        paintPieces(canvas, 1, 0, chooserPieces(state, desk), canvas.width - 1)
        return
      }
      if (state.typing === "import" || state.typing === "export") {
        paintPieces(canvas, 1, 0, filePieces(state, desk), canvas.width - 1)
        return
      }
      const { text, role } = pushWords(board, desk)
      paintPieces(canvas, 1, 0, [piece(safe(text), desk.theme.of(role))], canvas.width - 1)
    },
    [
      (changed) =>
        subscribeSlice(
          board.list,
          ({ channels, channelId, typing, channelText, file }) => [
            channels,
            channelId,
            typing,
            channelText,
            file
          ],
          changed
        ),
      (changed) => subscribeSlice(desk.figures.store, () => pushWords(board, desk).text, changed),
      (changed) => subscribeSlice(desk.clock.state, () => pushWords(board, desk).text, changed)
    ]
  )

const typedPieces = (board: InventoryBoard, desk: Desk): ReadonlyArray<Piece> => {
  const { search, typing } = board.list.get()
  if (search === "" && typing !== "search") return []
  const isTyping = typing === "search"
  return [
    piece(safe(`/ ${search}`), desk.theme.of(isTyping ? "accent" : "text", "bold")),
    ...(isTyping ? [piece(safe(" "), desk.theme.of("selection"))] : [])
  ]
}

/** `All · Differs · …`, the one that is open underlined; at the right what is searched. */
const filterLine = (board: InventoryBoard, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { filter } = board.list.get()
      const left = filters.flatMap((one, index) => {
        const style = one === filter ? desk.theme.of("accent", "bold", "underline") : desk.theme.of("text")
        const shown = piece(safe(filterLabel(one)), style)
        return index === 0 ? [shown] : [piece(safe(" · "), desk.theme.of("dim")), shown]
      })
      const right = typedPieces(board, desk)
      const rightAt = Math.max(1, canvas.width - 1 - widthOf(right))
      const key = piece(safe("f "), desk.theme.of("accent", "bold"))
      paintPieces(canvas, 1, 0, [key, ...left], rightAt - 1)
      paintPieces(canvas, rightAt, 0, right)
    },
    [
      (changed) =>
        subscribeSlice(board.list, ({ filter, search, typing }) => [filter, search, typing], changed)
    ]
  )

export const inventoryHead = (board: InventoryBoard, desk: Desk) => ({
  channel: channelLine(board, desk),
  push: pushRegion(board, desk),
  filters: filterLine(board, desk)
})
