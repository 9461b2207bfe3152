import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { safe } from "../../safe-text.ts"
import type { Desk } from "../../screen.ts"
import { channelOf, type ListState } from "./inventory-list.ts"

/** Channels whose name has what is typed; while nothing is, all, with the one after the present one first. */
export const candidates = (state: ListState): ReadonlyArray<SalesChannel> => {
  const text = state.channelText.trim().toLowerCase()
  const { channels } = state
  if (text !== "") {
    const begins = channels.filter(({ name }) => name.startsWith(text))
    return [...begins, ...channels.filter((c) => c.name.includes(text) && !begins.includes(c))]
  }
  const here = channels.findIndex(({ id }) => id === channelOf(state)?.id)
  return [...channels.slice(here + 1), ...channels.slice(0, here + 1)]
}

/** `Which channel? ac_  acme-shop · acme-eu`: enter takes the first. */
export const chooserPieces = (state: ListState, desk: Desk): ReadonlyArray<Piece> => {
  const { theme } = desk
  const found = candidates(state)
  const names = found.flatMap(({ name }, index) => [
    ...(index === 0 ? [] : [piece(safe(" · "), theme.of("dim"))]),
    piece(safe(name), index === 0 ? theme.of("accent", "bold") : theme.of("text"))
  ])
  return [
    piece(safe("Which channel? "), theme.of("doubt")),
    piece(safe(state.channelText), theme.of("text")),
    piece(safe(" "), theme.of("selection")),
    piece(safe("  "), theme.of("text")),
    ...(names.length === 0 ? [piece(safe("none has this in its name"), theme.of("need"))] : names)
  ]
}
