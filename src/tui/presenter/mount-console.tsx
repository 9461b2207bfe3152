import { type Instance, render, useApp } from "ink"
import { type ReactNode, useCallback } from "react"
import type { Theme } from "../theme.ts"
import { type OnSignal, restoreOnExit } from "./exit-restore.ts"
import { KeyInput } from "./key-input.ts"
import { isReadOut, Presenter } from "./presenter.ts"
import { StageContext, usePresenter } from "./presenter-context.ts"
import type { TerminalOutput } from "./terminal.ts"

export interface ConsoleOptions {
  readonly theme: Theme
  readonly terminal?: TerminalOutput
  /** One that already shows a first picture, painted while Ink was still being loaded. */
  readonly presenter?: Presenter
  readonly input?: NodeJS.ReadStream
  /** Instead of exiting at once, after SIGTERM and SIGHUP. */
  readonly onSignal?: OnSignal
  /** Called after each read of the keyboard. */
  readonly onKey?: () => void
}

export interface MountedConsole {
  readonly presenter: Presenter
  /** Ends the console and gives the terminal back; safe to call twice. */
  close(): void
  /** Settles when the console ended, by `close`, by `useApp().exit` or by an error in a component. */
  readonly ended: Promise<void>
}

const endOf = async (ink: Instance, close: () => void): Promise<void> => {
  try {
    await ink.waitUntilExit()
  } finally {
    close()
  }
}

/** Ink draws into the presenter's sink; the presenter alone writes to the terminal. */
export const mountConsole = (node: ReactNode, options: ConsoleOptions): MountedConsole => {
  const { theme, terminal = process.stdout, input = process.stdin } = options
  const presenter =
    options.presenter ?? new Presenter({ terminal, surface: theme, isReadOut: isReadOut(process.env) })
  const forgetExit = restoreOnExit(presenter, options.onSignal)
  const ink = render(<StageContext value={{ presenter, theme }}>{node}</StageContext>, {
    stdout: presenter.sink,
    stdin: new KeyInput(input, undefined, options.onKey).asStdin,
    debug: true,
    interactive: true,
    patchConsole: false,
    // Ink would read out the places of regions, which are blank to it: the presenter has their words.
    isScreenReaderEnabled: false,
    exitOnCtrlC: false
  })
  presenter.enter()
  let isClosed = false
  const close = (): void => {
    if (isClosed) return
    isClosed = true
    presenter.close()
    ink.unmount()
    forgetExit()
  }
  return { presenter, close, ended: endOf(ink, close) }
}

/** Gives the terminal to another program ($EDITOR, a pager, the shell after ctrl-z) while `work` runs. */
export const useSuspend = (): ((work: () => Promise<void>) => Promise<void>) => {
  const { suspendTerminal } = useApp()
  const presenter = usePresenter()
  return useCallback(
    (work) =>
      suspendTerminal(async () => {
        presenter.suspend()
        try {
          await work()
        } finally {
          presenter.resume()
        }
      }),
    [presenter, suspendTerminal]
  )
}
