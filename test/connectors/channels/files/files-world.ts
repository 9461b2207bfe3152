import { mkdtempSync } from "node:fs"
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import { salesChannelsLayer } from "../../../../src/connectors/channels/channel-table.ts"
import type { IncomingOrder } from "../../../../src/domain/model/order.ts"
import type { SalesChannel } from "../../../../src/domain/model/sales-channel.ts"
import type { ChannelFailure } from "../../../../src/domain/ports/failure.ts"
import {
  type ChannelError,
  type OrderPage,
  SalesChannels
} from "../../../../src/domain/ports/sales-channels.ts"
import { freeBudgets } from "../../free-budgets.ts"
import { memoryVault } from "../../memory-vault.ts"
import { type FtpFaults, FtpTestServer, ftpPassword, ftpUser } from "../../transports/ftp-server.ts"
import { patient } from "../../transports/remote-places.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "../../transports/sftp-server.ts"
import { channelOf } from "../vendure-fixture.ts"

type Settings = Readonly<Record<string, string>>

const folders = ["orders", "shipments", "stock", "taken"]

interface Server extends AsyncDisposable {
  readonly at: (path: string) => string
  readonly faults: Pick<FtpFaults, "dropRename" | "refuseRename" | "refuseWrites" | "keepBytes" | "grows">
}

const common: Settings = {
  ordersFolder: "orders",
  shipmentsFolder: "shipments",
  inventoryFolder: "stock",
  currency: "USD",
  quietSeconds: "0"
}

/** Folders of a merchant, and the connector that reads them. */
export class FilesWorld implements AsyncDisposable {
  readonly #server: Server
  readonly #runtime: ManagedRuntime.ManagedRuntime<SalesChannels, never>
  channel: SalesChannel

  constructor(server: Server, kind: string, settings: Settings, password: string) {
    this.#server = server
    this.channel = channelOf("", {
      kind,
      settings: { ...common, ...settings },
      eligibleStatuses: ["new"]
    })
    const times = { sftp: patient, ftp: patient, local: patient, idleMs: 60_000 }
    this.#runtime = ManagedRuntime.make(
      salesChannelsLayer({ filesTimes: times }).pipe(
        Layer.provide(
          Layer.merge(memoryVault(password === "" ? {} : { "channel:7/password": password }), freeBudgets())
        )
      )
    )
  }

  get faults(): Server["faults"] {
    return this.#server.faults
  }

  /** The same folders with other settings. */
  set(settings: Settings): void {
    this.channel = { ...this.channel, settings: { ...this.channel.settings, ...settings } }
  }

  at(path: string): string {
    return this.#server.at(path)
  }

  /** A file that was written so many minutes ago: files are read in the order of their time. */
  async put(path: string, content: string | Uint8Array, minutesAgo = 10): Promise<void> {
    await writeFile(this.at(path), content)
    const then = new Date(Date.now() - minutesAgo * 60_000)
    await utimes(this.at(path), then, then)
  }

  async names(folder: string): Promise<ReadonlyArray<string>> {
    const entries = await readdir(this.at(folder), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort()
  }

  text(path: string): Promise<string> {
    return readFile(this.at(path), "utf8")
  }

  run<A>(use: (channels: SalesChannels["Service"]) => Effect.Effect<A, ChannelError>): Promise<A> {
    return this.#runtime.runPromise(SalesChannels.use(use))
  }

  failure<A>(
    use: (channels: SalesChannels["Service"]) => Effect.Effect<A, ChannelError>
  ): Promise<ChannelFailure> {
    return this.#runtime.runPromise(
      SalesChannels.use((channels) => Effect.flip(use(channels)))
    ) as Promise<ChannelFailure>
  }

  page(place: string | null = null): Promise<OrderPage> {
    return this.run((channels) => channels.downloadPage(this.channel, new Date(0), place))
  }

  /** One run, page after page, as the pipeline does it. */
  async download(): Promise<{
    readonly pages: ReadonlyArray<OrderPage>
    readonly orders: ReadonlyArray<IncomingOrder>
    readonly broken: OrderPage["broken"]
    /** How the run ended. */
    readonly error: string | null
  }> {
    const pages: Array<OrderPage> = []
    const done = (error: string | null) => ({
      pages,
      orders: pages.flatMap((page) => page.orders),
      broken: pages.flatMap((page) => page.broken),
      error
    })
    let place: string | null = null
    for (let count = 0; count < 100; count += 1) {
      const here: string | null = place
      const page: OrderPage | ChannelError = (await this.run((channels) =>
        Effect.catch(channels.downloadPage(this.channel, new Date(0), here), (failure) =>
          Effect.succeed(failure)
        )
      )) as OrderPage | ChannelError
      if ("_tag" in page) return done(page.message)
      pages.push(page)
      if (page.next === null) return done(null)
      place = page.next
    }
    throw new Error("the run does not end")
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runtime.dispose()
    await this.#server[Symbol.asyncDispose]()
  }
}

const withFolders = async (at: (path: string) => string): Promise<void> => {
  for (const folder of folders) await mkdir(at(folder), { recursive: true })
}

export const folderWorld = async (settings: Settings = {}): Promise<FilesWorld> => {
  const root = mkdtempSync(join(tmpdir(), "h-files-channel-"))
  const at = (path: string) => join(root, path)
  await withFolders(at)
  const server = { at, faults: {}, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) }
  return new FilesWorld(server, "files-folder", { root, ...settings }, "")
}

export const sftpWorld = async (settings: Settings = {}): Promise<FilesWorld> => {
  const server = await SftpTestServer.open()
  await withFolders((path) => server.at(path))
  const login = { host: "127.0.0.1", port: String(server.port), user: sftpUser, hostKey: hostFingerprint }
  return new FilesWorld(server, "files-sftp", { ...login, ...settings }, sftpPassword)
}

export const ftpsWorld = async (settings: Settings = {}): Promise<FilesWorld> => {
  const server = await FtpTestServer.open({ security: "explicit", requireReuse: true })
  await withFolders((path) => server.at(path))
  const login = {
    host: "127.0.0.1",
    port: String(server.port),
    user: ftpUser,
    authority: server.certificate.cert
  }
  return new FilesWorld(server, "files-ftps", { ...login, ...settings }, ftpPassword)
}

type MakeWorld = (settings?: Settings) => Promise<FilesWorld>

/** Every way over a server that can be made to fail. */
export const served: ReadonlyArray<readonly [string, MakeWorld]> = [
  ["files-sftp", sftpWorld],
  ["files-ftps", ftpsWorld]
]

export const everyWay: ReadonlyArray<readonly [string, MakeWorld]> = [
  ["files-folder", folderWorld],
  ...served
]
