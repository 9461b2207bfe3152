import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure, type TransportFailure } from "../../../domain/ports/failure.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import type { TransportError } from "../../../domain/ports/supplier-transports.ts"
import { remoteFailure } from "../../files/remote-failure.ts"
import type { RemoteFolder, RemoteFolders, RemoteTrouble } from "../../files/remote-folder.ts"
import type { FilesProtocol } from "./files-protocol.ts"
import { type FilesSettings, filesSettings } from "./files-settings.ts"

const channelFailure = (failure: TransportFailure): ChannelFailure =>
  new ChannelFailure({
    reason: failure.reason,
    message: failure.message,
    ...(failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs })
  })

/** What trouble with a folder means to the channel. */
export const folderFailure = (what: string, trouble: RemoteTrouble): ChannelFailure =>
  channelFailure(remoteFailure(what, trouble))

const toChannel = <E>(failure: E | TransportError): E | ChannelError => {
  const tagged = failure as TransportError
  return tagged._tag === "TransportFailure"
    ? channelFailure(tagged)
    : (failure as Exclude<E, TransportFailure>)
}

/** The folders of channels of one kind, with their settings understood. */
export interface FilesAccess {
  readonly settings: (channel: SalesChannel) => Effect.Effect<FilesSettings, ChannelFailure>
  readonly use: <A>(
    channel: SalesChannel,
    work: (remote: RemoteFolder) => Effect.Effect<A, ChannelError>
  ) => Effect.Effect<A, ChannelError>
}

export const makeFilesAccess = (protocol: FilesProtocol, folders: RemoteFolders): FilesAccess => ({
  settings: Effect.fn("files.settings")(function* (channel) {
    const { countryOf } = yield* Effect.promise(() => import("./country-name.ts"))
    const read = protocol.fault(channel.settings) ?? filesSettings(channel.settings, countryOf)
    if (typeof read !== "string") return read
    return yield* new ChannelFailure({ reason: "Misconfigured", message: `${channel.name}: ${read}` })
  }),
  use: (channel, work) => Effect.mapError(folders.use(channel, work), toChannel)
})
