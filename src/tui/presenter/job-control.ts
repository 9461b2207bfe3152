/**
 * Stops the program as ctrl-z does in the shell, which raw mode keeps from happening; settles after `fg`. The whole
 * process group stops, as the terminal itself would have it, or npm would go on waiting in the foreground.
 */
export const stopUntilContinued = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGCONT", () => resolve())
    process.kill(0, "SIGTSTP")
  })
