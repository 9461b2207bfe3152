import { spawn } from "node:child_process"
import { clip, safe } from "./safe-text.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** Terminals take at most about this much by OSC 52. */
export const mostBytes = 74_000

/** The one sequence by which a program may reach the clipboard of the terminal in front of the person, over SSH too. */
export const clipboardSequence = (text: string): string =>
  `\x1b]52;c;${Buffer.from(text, "utf8").toString("base64")}\x07`

/** Told to tmux itself, which needs set-clipboard, and through it to the terminal, which needs allow-passthrough. */
const throughTmux = (sequence: string): string => `${sequence}\x1bPtmux;\x1b${sequence}\x1b\\`

/** A program of this machine that takes a text into a clipboard, by words of its own. */
export interface ClipboardProgram {
  readonly argv: readonly [string, ...ReadonlyArray<string>]
  readonly place: string
}

const isRemote = (env: Environment): boolean => Boolean(env.SSH_CONNECTION || env.SSH_TTY || env.SSH_CLIENT)

/**
 * Who else takes it here. tmux hands it on by its own rules, which by default are wider than for programs in it. The
 * others reach the clipboard of this machine, which over SSH is not the one in front of the person.
 */
export const clipboardProgram = (env: Environment, platform: string): ClipboardProgram | null => {
  if (env.TMUX) return { argv: ["tmux", "load-buffer", "-w", "-"], place: "tmux's buffer" }
  if (isRemote(env)) return null
  if (platform === "darwin") return { argv: ["pbcopy"], place: "the clipboard by pbcopy" }
  if (env.WAYLAND_DISPLAY) return { argv: ["wl-copy"], place: "the clipboard by wl-copy" }
  if (env.DISPLAY) return { argv: ["xclip", "-selection", "clipboard"], place: "the clipboard by xclip" }
  return null
}

const patienceMs = 3000

/** Whether it took the text; a program that is not there, or hangs, did not. */
export const giveTo = ({ argv: [program, ...words] }: ClipboardProgram, text: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ["pipe", "ignore", "ignore"], timeout: patienceMs })
    child.once("error", () => resolve(false))
    child.once("exit", (code) => resolve(code === 0))
    // It ended before it had read everything: its exit tells.
    child.stdin.on("error", () => undefined)
    child.stdin.end(text)
  })

export interface Copied {
  readonly isDone: boolean
  readonly said: string
  /** What more there is to say when another program took it too; null: none did. */
  readonly more?: Promise<string | null>
}

export interface ClipboardWays {
  readonly write: (bytes: string) => void
  readonly env: Environment
  readonly platform?: string
  readonly give?: (program: ClipboardProgram, text: string) => Promise<boolean>
}

const longestShown = 48

const hintFor = (env: Environment): string => {
  if (env.TMUX) return " If nothing arrives: tmux set -g set-clipboard on."
  return isRemote(env) ? " If nothing arrives, your terminal takes no OSC 52." : ""
}

const caution = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters it is about
  /[\x00-\x1f\x7f-\x9f]/.test(text)
    ? " It has line breaks or controls: look before you paste it into a shell."
    : ""

/** OSC 52 first. What was copied is the original; what is said about it is safe, and no more than is known. */
export const copyBy =
  ({ write, env, platform = process.platform, give = giveTo }: ClipboardWays) =>
  (text: string): Copied => {
    const bytes = Buffer.byteLength(text)
    if (bytes > mostBytes)
      return { isDone: false, said: `Nothing was copied: ${bytes} bytes, and a terminal takes ${mostBytes}.` }
    write(env.TMUX ? throughTmux(clipboardSequence(text)) : clipboardSequence(text))
    const letters = [...text].length
    const count = letters === 1 ? "1 character" : `${letters} characters`
    const shown = clip(safe(text), longestShown)
    const said = `Copied ${shown} by OSC 52 to the terminal's clipboard; ${count}.${caution(text)}${hintFor(env)}`
    const program = clipboardProgram(env, platform)
    if (program === null) return { isDone: true, said }
    const more = give(program, text).then((taken) => (taken ? `It is in ${program.place} too.` : null))
    return { isDone: true, said, more }
  }
