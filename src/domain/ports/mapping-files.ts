import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { BrokenMapping, MappingAbout, MappingLine } from "../model/mapping-file.ts"
import type { Refusal } from "./failure.ts"

export interface MappingFile {
  readonly lines: ReadonlyArray<MappingLine>
  /** Lines that are no lines of such a file. */
  readonly broken: ReadonlyArray<BrokenMapping>
}

/** CSV files of mappings that a person names by their path; `~` is their own folder. */
export class MappingFiles extends Context.Service<
  MappingFiles,
  {
    /** A file that cannot be used as a whole is refused in a sentence. */
    readonly read: (path: string, about: MappingAbout) => Effect.Effect<MappingFile, Refusal>
    /** A new file, for its owner's eyes alone, and where it is. What is there already is never written over. */
    readonly write: (
      path: string,
      about: MappingAbout,
      rows: ReadonlyArray<ReadonlyArray<string>>
    ) => Effect.Effect<string, Refusal>
  }
>()("switchyard/MappingFiles") {}
