import { copyBy } from "./clipboard.ts"
import { keymapWith } from "./console-file/check-keys.ts"
import { troubleText } from "./console-file/console-settings.ts"
import type { ConsoleParts } from "./console-parts.ts"
import { ConsoleFrame } from "./frame/console-frame.tsx"
import { Frame } from "./frame/frame.ts"
import { keymap } from "./keymap.ts"
import { type MountedConsole, mountConsole } from "./presenter/mount-console.tsx"
import { screenTable } from "./screen-table.ts"
import { themeTrouble } from "./themes/dress.ts"

/** What is wrong with the person's own file, in one line; the console opens all the same. */
const troubleLine = ({ preferences: { troubles, path }, opening }: ConsoleParts): string | null => {
  const [first, ...more] = troubles
  if (first === undefined) return themeTrouble(opening.env)
  const others = more.length === 0 ? "" : ` ${more.length} more: switchyard console --check-config.`
  return `${path?.split("/").at(-1)}, ${troubleText(first)}${others}`
}

/** The part that needs React and Ink. Settles when the console was left. */
export const runConsole = async (parts: ConsoleParts, endEarly: () => void): Promise<void> => {
  const { opening, terminal } = parts
  let mounted: MountedConsole | null = null
  const frame = new Frame({
    ...parts,
    screens: screenTable,
    env: opening.env,
    copy: copyBy({ write: (bytes) => terminal.write(bytes), env: opening.env }),
    quit: () => mounted?.close()
  })
  frame.open({ screen: parts.preferences.store.get().home })
  const trouble = troubleLine(parts)
  if (trouble !== null) frame.say("need", trouble)
  const keys = keymapWith(keymap, parts.preferences.store.get().keys)
  mounted = mountConsole(<ConsoleFrame frame={frame} keymap={keys} commands={opening.commands ?? []} />, {
    theme: parts.theme,
    presenter: parts.presenter,
    terminal,
    ...(opening.onSignal === undefined ? {} : { onSignal: opening.onSignal }),
    ...(opening.onKey === undefined ? {} : { onKey: opening.onKey }),
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
