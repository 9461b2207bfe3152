import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ActivityEntry, ActivitySubjectKind } from "../model/activity.ts"
import type { StoreFailure } from "./failure.ts"

export interface ActivityRow extends ActivityEntry {
  readonly id: number
  readonly at: Date
  readonly actor: string
}

export interface ActivityFilter {
  readonly actor?: string
  /** One sort of thing, or one thing by a name that it has or had. */
  readonly subject?: { readonly kind: ActivitySubjectKind; readonly name?: string }
  /** Text that its person, act, object, note or fields have somewhere. */
  readonly search?: string
  /** Nothing from before this moment. */
  readonly since?: Date
}

type Stored<A> = Effect.Effect<A, StoreFailure>

/** What was changed in settings, by whom. What happens to an order is in its own history. */
export class ActivityLog extends Context.Service<
  ActivityLog,
  {
    /** In the transaction of the change itself: both are written, or none. */
    readonly record: (entries: ReadonlyArray<ActivityEntry>, actor: string, at: Date) => Stored<void>
    /** Newest first; before: the id of the last row of the page before. */
    readonly page: (
      filter: ActivityFilter,
      before: number | null,
      limit: number
    ) => Stored<ReadonlyArray<ActivityRow>>
  }
>()("switchyard/ActivityLog") {}
