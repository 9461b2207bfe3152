import type { Environment } from "../domain/model/environment.ts"
import { ConsoleClock } from "./console-clock.ts"
import { consoleFilePath } from "./console-file.ts"
import { figureQuery } from "./figures.ts"
import { keymap } from "./keymap.ts"
import { Live } from "./live.ts"
import { Preferences } from "./preferences.ts"
import type { OnSignal } from "./presenter/exit-restore.ts"
import { isReadOut, Presenter } from "./presenter/presenter.ts"
import { subscribeSlice } from "./presenter/select.ts"
import type { TerminalOutput } from "./presenter/terminal.ts"
import { Bridge, type ConsoleRuntime } from "./runtime.ts"
import type { Session } from "./screen.ts"
import type { TabName } from "./tabs.ts"
import { type Theme, themeFor } from "./theme.ts"
import { dressFor } from "./themes/dress.ts"

export interface ConsoleOpening {
  /** May still be building its services: the first frame does not wait for them. */
  readonly runtime: ConsoleRuntime
  readonly environment: Environment
  readonly databaseName: string
  readonly actor: string
  readonly role?: string
  /** Of the program. */
  readonly version?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** One line for the log file; nothing of it goes to the terminal. */
  readonly log: (line: string) => void
  /** What a shell can do beside the keys, for the palette. */
  readonly commands?: ReadonlyArray<{ readonly line: string; readonly summary: string }>
  /** What SIGTERM and SIGHUP do instead of ending the process at once. */
  readonly onSignal?: OnSignal
  /** Called after each read of the keyboard. */
  readonly onKey?: () => void
  /** Aborted: the console closes as if the person had quit. */
  readonly leave?: AbortSignal
  readonly terminal?: TerminalOutput
  readonly input?: NodeJS.ReadStream
  /** Where it begins, instead of what the person's file says. */
  readonly home?: TabName
  readonly now?: () => number
  readonly zone?: string
}

export interface ConsoleParts {
  readonly opening: ConsoleOpening
  readonly session: Session
  readonly theme: Theme
  readonly preferences: Preferences
  readonly bridge: Bridge
  readonly live: Live
  readonly clock: ConsoleClock
  readonly figures: ReturnType<typeof figureQuery>
  readonly presenter: Presenter
  readonly terminal: TerminalOutput
}

const sessionOf = ({ environment, databaseName, actor, role, version }: ConsoleOpening): Session => ({
  environment: environment === "live" ? "PROD" : "SANDBOX",
  databaseName,
  actor,
  role: role ?? "operator",
  ...(version === undefined ? {} : { version })
})

/** Nobody who looks at a list for longer than this has a hand at the keys. */
const attendedMs = 60_000

/** Everything of the console that needs neither React nor Ink. */
export const partsOf = (opening: ConsoleOpening): ConsoleParts => {
  const { runtime, actor, log, now, zone } = opening
  const preferences = new Preferences(consoleFilePath(opening.env), keymap)
  const { home } = opening
  if (home !== undefined) preferences.store.update((settings) => ({ ...settings, home }))
  const theme = themeFor(opening.env, preferences.store.get())
  const terminal = opening.terminal ?? process.stdout
  const bridge = new Bridge({ runtime, actor, log })
  const clock = new ConsoleClock({
    ...(now === undefined ? {} : { now }),
    ...(zone === undefined ? {} : { zone }),
    frames: () => presenter.frames
  })
  if (preferences.store.get().utc) clock.toggleUtc()
  theme.flash = {
    isOn: () => preferences.store.get().flash,
    now: () => clock.state.get().now,
    subscribe: (changed) => subscribeSlice(clock.state, (state) => state.now, changed)
  }
  const presenter = new Presenter({ terminal, surface: theme, isReadOut: isReadOut(opening.env) })
  // Settings are tried on while they are chosen.
  preferences.store.subscribe(() => {
    theme.wear(dressFor(opening.env, preferences.store.get()))
    presenter.repaint()
  })
  const live = new Live(bridge, clock, () => presenter.untouchedMs < attendedMs)
  return {
    opening,
    session: sessionOf(opening),
    theme,
    preferences,
    bridge,
    live,
    clock,
    figures: figureQuery(bridge, live),
    presenter,
    terminal
  }
}
