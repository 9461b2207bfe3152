import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { OrderId } from "../model/order.ts"
import type { BesideOrder, NoteKind, OpenHandover, OrderNote, OrderNoteId } from "../model/order-note.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** One order of a change that was about many. */
export interface Changed {
  readonly orderId: OrderId
  readonly channelOrderNumber: string
}

export type NoteWithOrder = OrderNote & Changed

/** What people lay beside orders: notes, tags, who it is for. An order that is not there is left out, whatever is done. */
export class OrderNotes extends Context.Service<
  OrderNotes,
  {
    readonly of: (id: OrderId) => Stored<BesideOrder>
    /** null: there is no such order. */
    readonly add: (
      id: OrderId,
      kind: NoteKind,
      text: string,
      actor: string,
      at: Date
    ) => Stored<NoteWithOrder | null>
    /** Not shown any more, and kept. null: it is not there, or was taken back before. */
    readonly takeBack: (id: OrderNoteId, actor: string, at: Date) => Stored<NoteWithOrder | null>
    /** null: no such hand-over is open. */
    readonly takeHandover: (id: OrderNoteId, actor: string, at: Date) => Stored<NoteWithOrder | null>
    /** A hand-over stands open again; only who took it can say so. null: it is not theirs. */
    readonly giveBackHandover: (id: OrderNoteId, actor: string) => Stored<NoteWithOrder | null>
    readonly note: (id: OrderNoteId) => Stored<NoteWithOrder | null>
    /** Oldest first. */
    readonly openHandovers: (limit: number) => Stored<ReadonlyArray<OpenHandover>>
    /** Returns the tags that were not there before. */
    readonly tag: (
      ids: ReadonlyArray<OrderId>,
      tags: ReadonlyArray<string>,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<Changed & { readonly tag: string }>>
    /** Returns the tags that were there. */
    readonly untag: (
      ids: ReadonlyArray<OrderId>,
      tags: ReadonlyArray<string>
    ) => Stored<ReadonlyArray<Changed & { readonly tag: string }>>
    /** null: it is nobody's. Returns the orders that were somebody else's, with whose. */
    readonly assign: (
      ids: ReadonlyArray<OrderId>,
      assignee: string | null,
      actor: string,
      at: Date
    ) => Stored<ReadonlyArray<Changed & { readonly before: string | null }>>
    /** Tags in use, the most used first: what may be meant. */
    readonly knownTags: (limit: number) => Stored<ReadonlyArray<string>>
  }
>()("switchyard/OrderNotes") {}
