import type * as Effect from "effect/Effect"
import type { AppConfig } from "./config.ts"

/** placeholder while the screens are being built */
export const consoleCommand = async (
  _config: AppConfig,
  _actor: string,
  _world: () => Effect.Effect<unknown, unknown>
): Promise<number> => {
  process.stderr.write("switchyard: the console is not in this build\n")
  return 1
}
