import { mkdtempSync } from "node:fs"
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import type { Supplier } from "../../../src/domain/model/supplier.ts"
import type { IncomingFile } from "../../../src/domain/model/supplier-answer.ts"
import { fileOf } from "../edi/edi-fixture.ts"
import { supplierOf, type Transport } from "./transport-fixture.ts"

export const ediSettings = {
  over: "folder",
  senderId: "SWITCHYARD",
  receiverId: "PARTNER",
  usage: "T",
  inboundFolder: "inbound",
  outboundFolder: "outbound"
}

export const arrivedAt = new Date("2026-11-22T12:34:56Z")

/** An interchange of the partner with this control number. */
export const interchange = (
  control: number,
  id: string,
  code: string,
  ...body: ReadonlyArray<string>
): string => fileOf(id, code, body).replaceAll("000000005", String(control).padStart(9, "0"))

/** A partner's folders on this machine, with what it wrote and what it finds. */
export class EdiPartner implements AsyncDisposable {
  readonly root = mkdtempSync(join(tmpdir(), "h-edi-partner-"))
  readonly supplier: Supplier

  private constructor(settings: Readonly<Record<string, string>>) {
    this.supplier = supplierOf("edi-x12", { ...ediSettings, root: this.root, ...settings })
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<EdiPartner> {
    const partner = new EdiPartner(settings)
    for (const folder of ["inbound", "outbound"]) await mkdir(join(partner.root, folder))
    return partner
  }

  writes(name: string, content: string): Promise<void> {
    return writeFile(join(this.root, "outbound", name), content)
  }

  async finds(folder = "inbound"): Promise<ReadonlyArray<string>> {
    const entries = await readdir(join(this.root, folder), { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), "utf8")
  }

  collects(name: string): Promise<void> {
    return rm(join(this.root, "inbound", name))
  }

  receive(transport: Transport): Promise<ReadonlyArray<IncomingFile>> {
    return transport.run((t) => t.receive(this.supplier))
  }

  /** As the pipeline does: taken in one transaction, then answered and archived. */
  async takes(transport: Transport): Promise<ReadonlyArray<IncomingFile>> {
    const files = await this.receive(transport)
    for (const file of files) {
      await transport.interchanges((i) =>
        Effect.asVoid(i.record(this.supplier.id, file.name, file.interchanges, arrivedAt))
      )
      await transport.run((t) => t.archive(this.supplier, file.name))
    }
    return files
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true })
  }
}
