import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { SupplierId } from "../model/supplier.ts"
import type { IncomingInterchange } from "../model/supplier-answer.ts"
import type { StoreFailure } from "./failure.ts"

export interface KnownInterchange {
  readonly sender: string
  readonly controlNumber: string
  readonly contentHash: string
}

export interface RecordedInterchange {
  readonly sender: string
  readonly controlNumber: string
  /** other: this control number was taken with other content; nothing was recorded. */
  readonly standing: "new" | "known" | "other"
}

/** A 997 as a file: kept before it leaves, so that a repeat has the same name and bytes. */
export interface AnswerFile {
  readonly name: string
  readonly content: Uint8Array
}

export interface UnansweredInterchange {
  readonly id: number
  readonly controlNumber: string
  /** As the connector gave it. */
  readonly answer: string
  /** Of the house's own sequence: the answer's control number, never used for anything else. */
  readonly number: number
  readonly at: Date
  /** null: it was never written. */
  readonly file: AnswerFile | null
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What EDI partners sent us, by sender and control number, and what we answer. */
export class EdiInterchanges extends Context.Service<
  EdiInterchanges,
  {
    /** Those of the given that were taken before. */
    readonly known: (
      supplierId: SupplierId,
      keys: ReadonlyArray<{ readonly sender: string; readonly controlNumber: string }>
    ) => Stored<ReadonlyArray<KnownInterchange>>
    /** Takes them, or counts the repeat, and wants their answers (again). Called inside the file's transaction. */
    readonly record: (
      supplierId: SupplierId,
      file: string,
      interchanges: ReadonlyArray<IncomingInterchange>,
      at: Date
    ) => Stored<ReadonlyArray<RecordedInterchange>>
    /** Those that this file brought last and whose answer is not known to lie at the partner. */
    readonly unanswered: (
      supplierId: SupplierId,
      file: string
    ) => Stored<ReadonlyArray<UnansweredInterchange>>
    /** Keeps the answer's name and bytes; whoever kept them first wins, and those are returned. */
    readonly keepAnswer: (id: number, file: AnswerFile) => Stored<AnswerFile>
    readonly answered: (id: number, at: Date) => Stored<void>
  }
>()("switchyard/EdiInterchanges") {}
