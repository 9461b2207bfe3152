import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { Refusal } from "./failure.ts"

export interface WrittenFile {
  readonly path: string
  readonly bytes: number
}

/** Where support bundles are put, for their owner's eyes alone. */
export class SupportFiles extends Context.Service<
  SupportFiles,
  {
    /** Of the program and of what it runs on. */
    readonly versions: Readonly<Record<string, string>>
    /** Nothing is overwritten. path: null is the installation's own folder. */
    readonly write: (path: string | null, name: string, text: string) => Effect.Effect<WrittenFile, Refusal>
  }
>()("switchyard/SupportFiles") {}
