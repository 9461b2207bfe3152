import { mkdtempSync } from "node:fs"
import { mkdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type { DispatchState } from "../../../src/domain/model/dispatch-intent.ts"
import type { FeedBatch, OpenedFeeds } from "../../../src/domain/model/incoming-feed.ts"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import { type FtpFaults, type FtpHabits, FtpTestServer, ftpPassword, ftpUser } from "./ftp-server.ts"
import { hostFingerprint, SftpTestServer, sftpPassword, sftpUser } from "./sftp-server.ts"
import { intentOf, supplierOf, Transport } from "./transport-fixture.ts"

const folders = { inboundFolder: "inbound", outboundFolder: "outbound" }

type Settings = Readonly<Record<string, string>>

/** Faults that every server of ours knows. */
export type CommonFaults = Pick<
  FtpFaults,
  "keepBytes" | "dropRename" | "silentRename" | "refuseRename" | "refuseWrites" | "silent" | "grows"
>

interface Server extends AsyncDisposable {
  readonly at: (path: string) => string
  readonly faults: CommonFaults
}

const counted = async ({ feeds }: OpenedFeeds) => {
  const batches: Array<FeedBatch> = []
  for (const feed of feeds) for await (const batch of feed.batches()) batches.push(batch)
  const rows = batches.flatMap((b) => b.rows)
  return {
    rows: rows.length,
    pieces: rows.reduce((sum, row) => sum + row.quantity, 0),
    places: batches.flatMap((b) => b.broken).map((piece) => piece.place),
    hashes: feeds.map((feed) => feed.contentHash)
  }
}

export class FileWorld implements AsyncDisposable {
  readonly server: Server
  readonly transport: Transport
  readonly supplier: Supplier
  readonly password: string

  constructor(server: Server, password: string, supplier: Supplier, operationMs?: number) {
    this.server = server
    this.supplier = supplier
    this.password = password
    this.transport = new Transport(
      { password },
      operationMs === undefined ? {} : { operationMs, transferMs: operationMs }
    )
  }

  at(path: string): string {
    return this.server.at(path)
  }

  async intent(before: DispatchState = "planned") {
    return intentOf(await this.transport.render(this.supplier), before)
  }

  async send(before: DispatchState = "planned") {
    const intent = await this.intent(before)
    return await this.transport.run((t) => t.send(this.supplier, intent, this.transport.mark))
  }

  async sendFailure() {
    const intent = await this.intent()
    return await this.transport.failure((t) => t.send(this.supplier, intent, this.transport.mark))
  }

  async lookUp(before: DispatchState) {
    const intent = await this.intent(before)
    return await this.transport.run((t) => t.lookUp(this.supplier, intent))
  }

  receive() {
    return this.transport.run((t) => t.receive(this.supplier))
  }

  /** What the feeds of a file hold, counted. */
  openFeeds(name: string) {
    return this.transport.run((t) =>
      Effect.scoped(
        Effect.flatMap(t.openFeeds(this.supplier, name), (opened) =>
          opened === null ? Effect.succeed(null) : Effect.promise(() => counted(opened))
        )
      )
    )
  }

  archive(name: string) {
    return this.transport.run((t) => t.archive(this.supplier, name))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.transport[Symbol.asyncDispose]()
    await this.server[Symbol.asyncDispose]()
  }
}

export interface WorldOptions {
  readonly settings?: Settings
  readonly operationMs?: number
}

export const sftpWorld = async (options: WorldOptions = {}): Promise<FileWorld> => {
  const server = await SftpTestServer.open()
  const settings = {
    host: "127.0.0.1",
    port: String(server.port),
    user: sftpUser,
    hostKey: hostFingerprint,
    ...folders,
    ...options.settings
  }
  return new FileWorld(server, sftpPassword, supplierOf("sftp-csv", settings), options.operationMs)
}

export const ftpSettingsFor = (server: FtpTestServer): Settings => ({
  host: "127.0.0.1",
  port: String(server.port),
  user: ftpUser,
  ...folders,
  ...(server.habits.security === "none"
    ? { plainFtpAccepted: "Jane Doe 2026-11-22" }
    : { security: server.habits.security, authority: server.certificate.cert })
})

export const ftpWorld =
  (habits: FtpHabits) =>
  async (options: WorldOptions = {}): Promise<FileWorld & { readonly server: FtpTestServer }> => {
    const server = await FtpTestServer.open(habits)
    const transport = habits.security === "none" ? "ftp-csv" : "ftps-csv"
    const supplier = supplierOf(transport, { ...ftpSettingsFor(server), ...options.settings })
    const world = new FileWorld(server, ftpPassword, supplier, options.operationMs)
    return world as FileWorld & { readonly server: FtpTestServer }
  }

export const folderWorld = async (options: WorldOptions = {}): Promise<FileWorld> => {
  const root = mkdtempSync(join(tmpdir(), "h-connectors-local-"))
  for (const folder of ["inbound", "outbound"]) await mkdir(join(root, folder))
  const server: Server = {
    at: (path) => join(root, path),
    faults: {},
    [Symbol.asyncDispose]: () => rm(root, { recursive: true })
  }
  return new FileWorld(server, "", supplierOf("folder-csv", { root, ...folders, ...options.settings }))
}

type MakeWorld = (options?: WorldOptions) => Promise<FileWorld>

/** Every way of files, over a server that can be made to fail. */
export const served: ReadonlyArray<readonly [string, MakeWorld]> = [
  ["sftp-csv", sftpWorld],
  ["ftps-csv, explicit", ftpWorld({ security: "explicit", requireReuse: true })],
  [
    "ftps-csv, implicit, TLS 1.2",
    ftpWorld({ security: "implicit", requireReuse: true, maxVersion: "TLSv1.2" })
  ],
  ["ftp-csv, as vsftpd lists", ftpWorld({ security: "none", oldListing: true })]
]

export const everyWay: ReadonlyArray<readonly [string, MakeWorld]> = [...served, ["folder-csv", folderWorld]]
