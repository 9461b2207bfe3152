import type { Presenter } from "./presenter.ts"

const signals = { SIGTERM: 143, SIGHUP: 129 } as const

export type OnSignal = (exitCode: number) => void

/**
 * Whatever ends the process, the shell gets its screen back: the exit handler writes synchronously, and the signals
 * that would end the process without it are turned into an exit, or into what `onSignal` does first. Returns a
 * function that undoes this.
 */
export const restoreOnExit = (
  presenter: Presenter,
  onSignal: OnSignal = (code) => process.exit(code)
): (() => void) => {
  const restore = (): void => presenter.leave(true)
  const exits = Object.entries(signals).map(([signal, code]) => ({ signal, exit: () => onSignal(code) }))
  process.on("exit", restore)
  for (const { signal, exit } of exits) process.on(signal, exit)
  return () => {
    process.off("exit", restore)
    for (const { signal, exit } of exits) process.off(signal, exit)
  }
}
