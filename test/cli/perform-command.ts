import * as Effect from "effect/Effect"
import { Inbox } from "../../src/cli/inbox.ts"
import { Progress, silence } from "../../src/cli/progress.ts"
import type { Outcome } from "../../src/cli/render-failure.ts"
import { Actor } from "../../src/domain/ports/actor.ts"
import { fakeServices } from "./fake-services.ts"
import type { World } from "./fake-world.ts"
import { typed } from "./surroundings.ts"

export interface Given {
  readonly standardInput?: string
  readonly files?: Readonly<Record<string, string>>
  /** Takes what the command says while it is at it; without it the command is asked to be quiet. */
  readonly said?: Array<string>
}

const bytesOf = (text: string | undefined): Promise<Uint8Array> =>
  text === undefined
    ? Promise.reject(Object.assign(new Error("ENOENT"), { code: "ENOENT" }))
    : Promise.resolve(new TextEncoder().encode(text))

/** Types a command in a world and gives back what came out of it. */
export const perform = async (
  world: World,
  argv: ReadonlyArray<string>,
  { standardInput, files = {}, said }: Given = {}
): Promise<Outcome> => {
  const invocation = await typed(...(said === undefined ? ["--quiet"] : []), ...argv)
  if (invocation.kind === "app") throw new Error(`${argv.join(" ")} is run by the application`)
  if (invocation.kind === "print") return invocation
  return Effect.runPromise(
    invocation.effect.pipe(
      Effect.provideService(Actor, "ann"),
      Effect.provideService(
        Progress,
        said === undefined ? silence : (line) => Effect.sync(() => void said.push(line))
      ),
      Effect.provideService(Inbox, {
        isTerminal: () => standardInput === undefined,
        standardInput: () => bytesOf(standardInput),
        file: (path) => bytesOf(files[path])
      }),
      Effect.provide(fakeServices(world))
    )
  )
}

/** The same with --json, and what it says. */
export const performJson = async (world: World, argv: ReadonlyArray<string>, given: Given = {}) => {
  const { stdout, stderr, code } = await perform(world, [...argv, "--json"], given)
  if (stderr !== "") throw new Error(`JSON was asked for, and standard error says ${stderr}`)
  return { code, json: JSON.parse(stdout) }
}
