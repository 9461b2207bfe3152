import { writeSync } from "node:fs"

/** What the presenter needs of the real output; `process.stdout` has it. */
export interface TerminalOutput {
  readonly columns?: number
  readonly rows?: number
  readonly writableNeedDrain?: boolean
  /** Bytes that were written here and not yet taken by the other side. */
  readonly writableLength?: number
  readonly fd?: number
  /** `taken` is called when these bytes have left. */
  write(bytes: string, taken?: () => void): boolean
  on(event: "resize", listener: () => void): unknown
  off(event: "resize", listener: () => void): unknown
  once(event: "drain", listener: () => void): unknown
}

export const beginSynchronized = "\x1b[?2026h"
export const endSynchronized = "\x1b[?2026l"
export const showCursor = "\x1b[?25h"
export const hideCursor = "\x1b[?25l"

/** Alternate screen, no cursor, no wrap at the right edge. */
export const enterSequence = `\x1b[?1049h${hideCursor}\x1b[?7l`

export interface ForwardedModes {
  isPasteOn: boolean
  isKittyOn: boolean
}

export const inputModesOff = (modes: ForwardedModes): string =>
  `${modes.isKittyOn ? "\x1b[<u" : ""}${modes.isPasteOn ? "\x1b[?2004l" : ""}`

export const leaveSequence = (modes: ForwardedModes): string =>
  `${endSynchronized}\x1b[m${inputModesOff(modes)}\x1b[?7h${showCursor}\x1b[?1049l`

const attempts = 50

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "EAGAIN"

/** For a process that is about to end. A terminal that takes nothing any more cannot be restored either. */
export const writeNow = (fd: number, bytes: string): void => {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      writeSync(fd, bytes)
      return
    } catch (error) {
      if (!isBusy(error)) return
    }
  }
}
