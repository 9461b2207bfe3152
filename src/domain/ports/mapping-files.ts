import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { AliasLine, BrokenAlias } from "../model/alias-plan.ts"
import type { BrokenMapping, MappingAbout, MappingLine } from "../model/mapping-file.ts"
import type { Refusal } from "./failure.ts"

export interface MappingFile {
  readonly lines: ReadonlyArray<MappingLine>
  /** Lines that are no lines of such a file. */
  readonly broken: ReadonlyArray<BrokenMapping>
}

export interface AliasFile {
  readonly lines: ReadonlyArray<AliasLine>
  readonly broken: ReadonlyArray<BrokenAlias>
}

/** CSV files of mappings and aliases that a person names by their path; `~` is their own folder. */
export class MappingFiles extends Context.Service<
  MappingFiles,
  {
    /** A file that cannot be used as a whole is refused in a sentence. */
    readonly read: (path: string, about: MappingAbout) => Effect.Effect<MappingFile, Refusal>
    /** The same of aliases, with a column for their type. */
    readonly readAliases: (path: string) => Effect.Effect<AliasFile, Refusal>
    readonly writeAliases: (
      path: string,
      rows: ReadonlyArray<ReadonlyArray<string>>
    ) => Effect.Effect<string, Refusal>
    /** A new file, for its owner's eyes alone, and where it is. What is there already is never written over. */
    readonly write: (
      path: string,
      about: MappingAbout,
      rows: ReadonlyArray<ReadonlyArray<string>>
    ) => Effect.Effect<string, Refusal>
  }
>()("switchyard/MappingFiles") {}
