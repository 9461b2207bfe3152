import * as Effect from "effect/Effect"
import { Inbox } from "../../src/cli/inbox.ts"
import type { Outcome } from "../../src/cli/render-failure.ts"
import type { withDomain } from "../domain/domain-house.ts"
import { typed } from "./surroundings.ts"

/** What the files of a command hold, by the path that is typed; a file that is not among them is not there. */
export type TypedFiles = Readonly<Record<string, string>>

/** A command as it is typed, against the real stores. */
export const performed = async (
  house: Pick<ReturnType<typeof withDomain>, "run">,
  argv: ReadonlyArray<string>,
  { actor = "bea", files = {} }: { readonly actor?: string; readonly files?: TypedFiles } = {}
): Promise<Outcome> => {
  const invocation = await typed("--quiet", ...argv)
  if (invocation.kind === "app") throw new Error(`${argv.join(" ")} is run by the application`)
  if (invocation.kind === "print") return invocation
  const inbox = {
    isTerminal: () => true,
    standardInput: () => Promise.reject(new Error("nothing is typed")),
    file: (path: string) => {
      const text = files[path]
      return text === undefined
        ? Promise.reject(new Error("there is no such file"))
        : Promise.resolve(new TextEncoder().encode(text))
    }
  }
  return house.run(Effect.provideService(invocation.effect, Inbox, inbox), actor)
}
