import { copyBy } from "./clipboard.ts"
import type { ConsoleParts } from "./console-parts.ts"
import { ConsoleFrame } from "./frame/console-frame.tsx"
import { Frame } from "./frame/frame.ts"
import { keymap } from "./keymap.ts"
import { type MountedConsole, mountConsole } from "./presenter/mount-console.tsx"
import { screenTable } from "./screen-table.ts"

/** The part that needs React and Ink. Settles when the console was left. */
export const runConsole = async (parts: ConsoleParts, endEarly: () => void): Promise<void> => {
  const { opening, terminal } = parts
  let mounted: MountedConsole | null = null
  const frame = new Frame({
    ...parts,
    screens: screenTable,
    env: opening.env,
    copy: copyBy((bytes) => terminal.write(bytes), { TMUX: opening.env.TMUX }),
    quit: () => mounted?.close()
  })
  frame.open({ screen: "orders" })
  mounted = mountConsole(<ConsoleFrame frame={frame} keymap={keymap} commands={opening.commands ?? []} />, {
    theme: parts.theme,
    presenter: parts.presenter,
    terminal,
    ...(opening.onSignal === undefined ? {} : { onSignal: opening.onSignal }),
    ...(opening.input === undefined ? {} : { input: opening.input })
  })
  endEarly()
  const { leave } = opening
  if (leave?.aborted === true) mounted.close()
  leave?.addEventListener("abort", () => mounted?.close())
  try {
    await mounted.ended
  } finally {
    frame.close()
  }
}
