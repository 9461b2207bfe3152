import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { DownloadPlace, DownloadService, StoredPlace } from "../model/download-place.ts"
import type { ChannelId } from "../model/sales-channel.ts"
import type { StoreFailure } from "./failure.ts"

type Stored<A> = Effect.Effect<A, StoreFailure>

/** A page was read: the reading stands at `to` now (null: it was the last one), if it still stood at `from`. */
export interface PlaceMove {
  readonly from: DownloadPlace | null
  readonly to: DownloadPlace | null
  /** Moves forward only; null: not by this page. */
  readonly watermark: Date | null
}

export class CursorStore extends Context.Service<
  CursorStore,
  {
    /** The time up to which this service is sure to have read, by the channel's clock; null before the first pull. */
    readonly watermark: (channelId: ChannelId, service: DownloadService) => Stored<Date | null>
    /** Where its reading was broken off; null: nowhere. */
    readonly place: (channelId: ChannelId, service: DownloadService) => Stored<StoredPlace | null>
    /** Called first in the transaction of the rows. False: another worker reads on from there, and nothing was written. */
    readonly move: (
      channelId: ChannelId,
      service: DownloadService,
      move: PlaceMove,
      at: Date
    ) => Stored<boolean>
    /** The next reading begins anew. */
    readonly forgetPlace: (channelId: ChannelId, service: DownloadService) => Stored<void>
  }
>()("switchyard/CursorStore") {}
