import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { type Size, Tmux } from "./tmux.ts"

const launcher = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "bin", "switchyard.mjs")

export const consoleLine = `"${process.execPath}" "${launcher}" console`

interface Seat {
  readonly as?: string
  readonly size?: Size
  readonly env?: Readonly<Record<string, string | undefined>>
}

export const operatorEnv = (home: string, as = "ana"): Readonly<Record<string, string>> => ({
  SWITCHYARD_HOME: home,
  SWITCHYARD_WORLD: "sandbox",
  SWITCHYARD_ACTOR: as,
  // Whoever runs this has a console.toml of their own.
  XDG_CONFIG_HOME: join(home, "config")
})

/** A shell in tmux whose next `switchyard` would be on this home. */
export const openShell = (home: string, { as, size, env }: Seat = {}): Promise<Tmux> =>
  Tmux.open({ env: { ...operatorEnv(home, as), ...env }, ...(size === undefined ? {} : { size }) })

/** Somebody who sits down, starts the console, and looks at the orders. */
export const sitDown = async (home: string, seat: Seat = {}): Promise<Tmux> => {
  const tmux = await openShell(home, seat)
  await tmux.type(consoleLine)
  await tmux.press("Enter")
  await tmux.sees(/▸2 Orders|▸1 Triage/)
  return tmux
}

/** Filters the orders by their number and selects the one that is left. */
export const select = async (tmux: Tmux, number: string): Promise<void> => {
  await tmux.press("2", "/")
  await tmux.sees(/keep the filter/)
  await tmux.type(number)
  await tmux.press("Enter")
  await tmux.sees(new RegExp(`/ ${number} +1$`, "m"))
  await tmux.press("j")
  await tmux.sees(new RegExp(`^▸.*#${number} `, "m"))
}
