import { type Piece, painted, paintPieces, piece, widthOf } from "../components/painted.ts"
import type { Canvas } from "../presenter/canvas.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { subscribeSlice } from "../presenter/select.ts"
import { clip, columnsOf, type SafeText, safe } from "../safe-text.ts"
import { tabs } from "../tabs.ts"
import { FiguresAge } from "./figures-age.ts"
import type { Frame } from "./frame.ts"

const longestCrumb = 40

/** How many letters a tab's label has where one is not: all of them, or what still tells one from the other. */
const labelLengths = [40, 6, 4, 2] as const

const openAlerts = (frame: Frame): number => frame.figures.store.get().value?.triage.alerts ?? 0

/** How many alerts are open stands on their tab, however short it is. */
const openOn = (frame: Frame, screen: (typeof tabs)[number]["screen"]): string => {
  const open = screen === "alerts" ? openAlerts(frame) : 0
  return open === 0 ? "" : `(${open}) `
}

interface Tabs {
  readonly frame: Frame
  readonly figuresAge: FiguresAge
  readonly here: string | undefined
}

const tabPieces = ({ frame, figuresAge, here }: Tabs, longest: number): ReadonlyArray<Piece> =>
  tabs.flatMap(({ screen, key, label }) => {
    const isHere = screen === here
    const open = openOn(frame, screen)
    const isOld = figuresAge.olderMs() !== null
    const role = open === "" ? "dim" : isOld ? "stale" : "need"
    const style = isHere ? frame.theme.of("accent", "bold") : frame.theme.of(role)
    const shown = isHere ? label : label.slice(0, longest)
    return [piece(safe(`${isHere ? "▸" : " "}${key} ${shown} ${open}`), style)]
  })

/** The longest labels that leave room for what the screen notes. */
const fittingTabs = (shown: Tabs, room: number): ReadonlyArray<Piece> => {
  const wordings = labelLengths.map((longest) => tabPieces(shown, longest))
  return wordings.find((pieces) => widthOf(pieces) <= room) ?? wordings.at(-1) ?? []
}

const arrow = safe(" > ")

/** Where the way is too long for the line its beginning is left out: `… > #1042 > Resolve`. */
export const fittingCrumbs = (titles: ReadonlyArray<SafeText>, room: number): ReadonlyArray<SafeText> => {
  const columns = (crumbs: ReadonlyArray<SafeText>): number =>
    crumbs.reduce((sum, crumb) => sum + columnsOf(crumb) + columnsOf(arrow), -columnsOf(arrow))
  const ways = titles.map((_, first) => (first === 0 ? titles : [safe("…"), ...titles.slice(first)]))
  return ways.find((way) => columns(way) <= room) ?? ways.at(-1) ?? []
}

/** A title that begins with the one before it says only the rest: `acme-shop > Auto-processing`, not the name twice. */
export const saidOnce = (titles: ReadonlyArray<string>): ReadonlyArray<string> =>
  titles.map((title, index) => {
    const before = `${titles[index - 1]} > `
    return index > 0 && title.startsWith(before) ? title.slice(before.length) : title
  })

/** `Orders > #1042 > Resolve`: the way back, which esc goes. */
const crumbPieces = (frame: Frame, room: number): ReadonlyArray<Piece> => {
  const { stack } = frame.store.get()
  const dim = frame.theme.of("dim")
  const crumbs = fittingCrumbs(
    saidOnce(stack.map(({ screen }) => screen.title())).map((title) => clip(safe(title), longestCrumb)),
    room
  )
  return crumbs.flatMap((crumb, index) => {
    const shown = piece(crumb, index === crumbs.length - 1 ? frame.theme.of("text", "bold") : dim)
    return index === 0 ? [shown] : [piece(arrow, dim), shown]
  })
}

/** What the screens say of themselves here may be another after each key, and seldom is. */
const shownBy = (frame: Frame, figuresAge: FiguresAge): ReadonlyArray<unknown> => {
  const { stack } = frame.store.get()
  const titles = stack.length > 1 ? stack.map(({ screen }) => screen.title()) : []
  return [
    stack,
    openAlerts(frame),
    figuresAge.olderMs() === null,
    stack.at(-1)?.screen.note?.() ?? "",
    ...titles
  ]
}

/** The tabs; above a tab's own screen the way there instead. What the screen notes stands at the right. */
export const tabLine = (frame: Frame): RegionSource => {
  const figuresAge = new FiguresAge(frame)
  const paint = (canvas: Canvas): void => {
    const { stack } = frame.store.get()
    const isDeep = stack.length > 1
    const note = safe(stack.at(-1)?.screen.note?.() ?? "")
    const right = [piece(note, frame.theme.of("text"))]
    const room = canvas.width - (note === "" ? 0 : widthOf(right) + 3)
    const left = isDeep
      ? crumbPieces(frame, room - 1)
      : fittingTabs({ frame, figuresAge, here: stack[0]?.name }, room)
    const end = paintPieces(canvas, isDeep ? 1 : 0, 0, left)
    const rightAt = canvas.width - 1 - widthOf(right)
    if (note !== "") paintPieces(canvas, Math.max(end + 2, rightAt), 0, right)
  }
  return {
    ...painted(paint, [
      (changed) => subscribeSlice(frame.store, ({ stack, revision }) => [stack, revision], changed),
      (changed) => subscribeSlice(frame.figures.store, () => openAlerts(frame), changed),
      figuresAge.turned
    ]),
    shows: () => shownBy(frame, figuresAge)
  }
}
