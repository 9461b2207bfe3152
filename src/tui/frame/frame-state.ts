import type { OpenScreen, Place, Question, ScreenName } from "../screen.ts"
import type { Overlay } from "./overlay.ts"

export interface Opened {
  readonly name: ScreenName
  readonly place: Place
  readonly screen: OpenScreen
}

export interface Message {
  readonly tone: "done" | "need"
  readonly text: string
}

export interface FrameState {
  /** The tab's own screen first, the one on top last. Empty before the first place is opened. */
  readonly stack: ReadonlyArray<Opened>
  readonly message: Message | null
  readonly question: Question | null
  /** What was typed so far in answer to a question that asks for more than `y`. */
  readonly answer: string
  /** A key that waits for the one behind it; null: none does. */
  readonly chord: string | null
  /** What lies over the screen: the palette, the log. */
  readonly overlay: Overlay | null
  /** Rises when the screen on top says that hints, title or note may have changed. */
  readonly revision: number
}

export const emptyFrame: FrameState = {
  stack: [],
  message: null,
  question: null,
  answer: "",
  chord: null,
  overlay: null,
  revision: 0
}

export const topOf = (state: FrameState): Opened | undefined => state.stack.at(-1)
