import { safe } from "./safe-text.ts"

/** Terminals take at most about this much by OSC 52. */
const mostBytes = 74_000

/** The one sequence by which a program may reach the clipboard of the terminal in front of the person, over SSH too. */
export const clipboardSequence = (text: string): string =>
  `\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`

/** Copies by OSC 52. What was copied is the original; what is said about it is safe. */
export const copyBy =
  (write: (bytes: string) => void, environment: { readonly TMUX?: string | undefined }) =>
  (text: string): { readonly isDone: boolean; readonly said: string } => {
    if (Buffer.byteLength(text) > mostBytes) return { isDone: false, said: "Too long for the clipboard." }
    write(clipboardSequence(text))
    const inTmux = environment.TMUX ? " (in tmux this needs: set -g set-clipboard on)" : ""
    return { isDone: true, said: `Copied ${safe(text)} by OSC 52${inTmux}.` }
  }
