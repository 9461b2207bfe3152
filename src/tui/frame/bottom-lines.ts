import { type Piece, painted, paintPieces, piece, widthOf } from "../components/painted.ts"
import type { KeyRow } from "../key-row.ts"
import type { Canvas } from "../presenter/canvas.ts"
import { PictureCache } from "../presenter/picture-cache.ts"
import type { RegionSource } from "../presenter/region.tsx"
import { subscribeSlice } from "../presenter/select.ts"
import type { StyleId } from "../presenter/style-table.ts"
import { clip, columnsOf, type SafeText, safe, wrapped } from "../safe-text.ts"
import type { Question } from "../screen.ts"
import { everywhereHints } from "./everywhere-actions.ts"
import type { Frame } from "./frame.ts"
import { type FrameState, type Message, type Opened, topOf } from "./frame-state.ts"
import { type Actions, type Hint, hintsFor } from "./hints.ts"
import { paintRule, silenceWords } from "./trouble-rule.ts"

/** Rule and hints; a message or a question takes both lines. */
export const bottomHeight = 2
/**
 * What is longer lies over the screen's last lines: nobody says yes to an effect that was cut away, and what to do stands
 * at the end of an error.
 */
const mostLines = 6

const gap = safe("  ")

const hintPieces = (frame: Frame, hint: Hint): ReadonlyArray<Piece> => {
  const isDim = hint.refusal !== null
  const { theme } = frame
  const key = piece(safe(hint.key), isDim ? theme.of("stale") : theme.of("accent", "bold"))
  return [key, piece(safe(` ${hint.label}`), isDim ? theme.of("stale") : theme.of("text"))]
}

/** Always there: help, because it has the others, and the stop. */
const always = new Set(["X", "?"])

/** As many as fit. Keys that act come before those that cannot. */
const fittingHints = (hints: ReadonlyArray<Hint>, frame: Frame, room: number): ReadonlyArray<Piece> => {
  const kept = hints.filter(({ key }) => always.has(key))
  const others = hints.filter(({ key }) => !always.has(key))
  const able = others.filter(({ refusal }) => refusal === null)
  const ordered = [...able, ...others.filter(({ refusal }) => refusal !== null)]
  const between = piece(gap, frame.theme.of("text"))
  const last = kept.flatMap((hint, index) => {
    const shown = hintPieces(frame, hint)
    return index === 0 ? shown : [between, ...shown]
  })
  const line: Array<Piece> = []
  let left = room - widthOf(last) - 2 * columnsOf(gap)
  for (const hint of ordered) {
    const more = hintPieces(frame, hint)
    const columns = widthOf(more)
    if (columns > left) continue
    if (line.length > 0) line.push(between)
    left -= line.length > 0 ? columns + columnsOf(gap) : columns
    line.push(...more)
  }
  return line.length === 0 ? last : [...line, between, ...last]
}

const fill = (canvas: Canvas, lines: ReadonlyArray<SafeText>, style: StyleId): void => {
  for (let y = 0; y < canvas.height; y++) canvas.text(0, y, safe(""), style, canvas.width)
  const first = canvas.height - lines.length
  for (const [index, line] of lines.entries()) canvas.text(1, first + index, line, style)
}

const messageLines = (message: Message, columns: number, most: number): ReadonlyArray<SafeText> =>
  wrapped(safe(message.text), columns - 2, most)

const paintMessage = (canvas: Canvas, frame: Frame, message: Message): void => {
  const lines = messageLines(message, canvas.width, canvas.height)
  const style = frame.theme.of(message.tone === "done" ? "done" : "need", "bold", "inverse")
  if (lines.length === 1) paintRule(canvas, frame)
  const first = canvas.height - lines.length
  for (const [index, line] of lines.entries()) {
    canvas.text(0, first + index, safe(""), style, canvas.width)
    canvas.text(1, first + index, line, style)
  }
}

const tailOf = ({ typed }: Question, answer: string): SafeText =>
  safe(`  ${typed === undefined ? "y/N" : `Type ${typed}:`} ${answer}`)

/** Beside what will be typed: the lines stay as they are while it is. */
const questionLines = (question: Question, columns: number): ReadonlyArray<SafeText> => {
  const room = columns - 2 - columnsOf(tailOf(question, question.typed ?? "")) - 1
  return wrapped(safe(question.text), Math.max(20, room), mostLines)
}

/** What the bottom takes of this width, in lines. */
export const bottomHeightOf = ({ question, message }: FrameState, columns: number): number => {
  if (question !== null) return Math.max(bottomHeight, questionLines(question, columns).length)
  if (message !== null) return Math.max(bottomHeight, messageLines(message, columns, mostLines).length)
  return bottomHeight
}

/** The ends of the sentence, where the answer stands, are never cut away. */
const paintQuestion = (canvas: Canvas, frame: Frame, question: Question, answer: string): void => {
  const tail = tailOf(question, answer)
  const style = frame.theme.of("doubt", "bold")
  // The frame that grows for it comes after the one that asks.
  const lines = questionLines(question, canvas.width).slice(-canvas.height)
  fill(canvas, lines, style)
  const last = lines.at(-1) ?? safe("")
  const at = 1 + columnsOf(last)
  canvas.text(at, canvas.height - 1, tail, style)
  canvas.text(at + columnsOf(tail), canvas.height - 1, safe(" "), frame.theme.of("selection"))
}

const paintHints = (
  canvas: Canvas,
  frame: Frame,
  keymap: ReadonlyArray<KeyRow>,
  everywhere: Actions
): void => {
  paintRule(canvas, frame)
  const state = frame.store.get()
  const top = topOf(state)
  if (top === undefined) return
  if (state.overlay !== null) {
    canvas.text(1, 1, clip(safe(state.overlay.hint), canvas.width - 2), frame.theme.of("text"))
    return
  }
  const hints = hintsFor(keymap, top.name, top.screen, everywhere)
  paintPieces(canvas, 1, 1, fittingHints(hints, frame, canvas.width - 2))
}

/** What the hints on this screen are made of, where it can say; null: they have to be worked out to be known. */
const hintWord = (frame: Frame, { screen }: Opened): string | null => {
  const own = screen.hints?.()
  return own === undefined ? null : `${own} ${screen.isTyping?.() === true} ${everywhereHints(frame)}`
}

/** All that these lines are made of: after most keys it is what it was. */
const shownBy = (
  frame: Frame,
  keymap: ReadonlyArray<KeyRow>,
  everywhere: Actions
): ReadonlyArray<unknown> => {
  const state = frame.store.get()
  const { question, message, answer, overlay } = state
  const top = topOf(state)
  const facts = [question, message, answer, overlay, top, silenceWords(frame)]
  if (question !== null || message !== null || overlay !== null || top === undefined) return facts
  const word = hintWord(frame, top)
  if (word !== null) return [...facts, word]
  const hints = hintsFor(keymap, top.name, top.screen, everywhere)
  return [...facts, ...hints.flatMap(({ key, label, refusal }) => [key, label, refusal === null])]
}

export const bottomLines = (
  frame: Frame,
  keymap: ReadonlyArray<KeyRow>,
  everywhere: Actions
): RegionSource => {
  const pictures = new PictureCache<string>()
  const paintKnown = (canvas: Canvas): void => {
    const state = frame.store.get()
    const top = topOf(state)
    const word = top === undefined || state.overlay !== null ? null : hintWord(frame, top)
    const paint = (to: Canvas): void => paintHints(to, frame, keymap, everywhere)
    if (word === null) paint(canvas)
    else pictures.show(canvas, word, [top, silenceWords(frame)], paint)
  }
  return {
    ...painted(
      (canvas) => {
        const { message, question, answer } = frame.store.get()
        if (question !== null) paintQuestion(canvas, frame, question, answer)
        else if (message !== null) paintMessage(canvas, frame, message)
        else paintKnown(canvas)
      },
      [
        (changed) => subscribeSlice(frame.store, (state) => state, changed),
        (changed) => subscribeSlice(frame.live.connection, () => silenceWords(frame), changed),
        (changed) =>
          subscribeSlice(frame.figures.store, ({ value }) => value?.triage.sendsStopped ?? null, changed)
      ]
    ),
    shows: () => shownBy(frame, keymap, everywhere)
  }
}
