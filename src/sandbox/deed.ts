import { randomBytes } from "node:crypto"
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { fileSuppliers } from "./file-catalog.ts"
import { httpSuppliers } from "./http-catalog.ts"
import type { ShopName } from "./plan.ts"

export interface Login {
  readonly username: string
  readonly password: string
}

export interface Ports {
  readonly http: number
  readonly sftp: number
  readonly smtp: number
  /** Absent in a world that was founded before it had a mailbox. */
  readonly imap?: number
  /** Absent without suppliers by FTP. */
  readonly ftps?: number
  readonly ftp?: number
}

/** What a world was founded with, kept in its folder: a restart gives the same plan, logins and ports. */
export interface Deed {
  readonly seed: number
  readonly orders: number
  readonly ports: Ports
  readonly controlToken: string
  readonly shops: Readonly<Record<ShopName, Login & { readonly channelToken: string }>>
  readonly northwind: Login
  readonly baker: Login
  readonly mail: Login
  /** By key, when the world was founded with suppliers that have an API. */
  readonly http?: Readonly<Record<string, Login>>
  /** When the world was founded with a supplier by EDI. */
  readonly garnet?: Login
  /** By key, when the world was founded with suppliers by a folder, by FTPS and by FTP. */
  readonly files?: Readonly<Record<string, Login>>
  /** When the world was founded with carriers that can be asked: our login at each of them. */
  readonly carrier?: Login
}

const secret = () => `sandbox-${randomBytes(12).toString("base64url")}`

const httpLogins = () =>
  Object.fromEntries(httpSuppliers.map(({ key }) => [key, { username: "", password: secret() }]))

const fileLogins = () =>
  Object.fromEntries(fileSuppliers.map(({ key }) => [key, { username: key, password: secret() }]))

/** What a world may have more than the demo's. */
export interface MoreParties {
  readonly httpSuppliers?: boolean
  readonly ediSupplier?: boolean
  readonly fileSuppliers?: boolean
  readonly carrier?: boolean
}

const newDeed = (seed: number, orders: number, more: MoreParties): Deed => ({
  seed,
  orders,
  ...(more.ediSupplier ? { garnet: { username: "garnet", password: secret() } } : {}),
  ...(more.httpSuppliers ? { http: httpLogins() } : {}),
  ...(more.fileSuppliers ? { files: fileLogins() } : {}),
  ...(more.carrier ? { carrier: { username: "sandbox-client", password: secret() } } : {}),
  // 0: whichever is free; what it became is kept.
  ports: { http: 0, sftp: 0, smtp: 0 },
  controlToken: secret(),
  shops: {
    "acme-shop": { username: "switchyard@acme-shop.example", password: secret(), channelToken: secret() },
    marigold: { username: "switchyard@marigold.example", password: secret(), channelToken: secret() }
  },
  northwind: { username: "northwind", password: secret() },
  baker: { username: "baker", password: secret() },
  mail: { username: "switchyard", password: secret() }
})

export class WrongFolder extends Error {}

/** Reads the folder's deed, or founds a world there. Asking for another seed or size than it has is an error. */
export function deedIn(
  dir: string,
  wish: MoreParties & { readonly seed?: number; readonly orders?: number }
): Deed {
  const known = readDeed(dir)
  if (known === null) {
    const deed = newDeed(wish.seed ?? 1, wish.orders ?? 60, wish)
    writeDeed(dir, deed)
    return deed
  }
  for (const name of ["seed", "orders"] as const)
    if (wish[name] !== undefined && wish[name] !== known[name])
      throw new WrongFolder(
        `${dir} holds a sandbox with --${name} ${known[name]}, and --${name} ${wish[name]} was asked for. ` +
          `Leave --${name} out, or give another --dir.`
      )
  return known
}

export function writeDeed(dir: string, deed: Deed): void {
  const temporary = join(dir, ".deed.json.tmp")
  writeFileSync(temporary, JSON.stringify(deed, null, 2), { mode: 0o600, flush: true })
  renameSync(temporary, join(dir, "deed.json"))
}

function readDeed(dir: string): Deed | null {
  try {
    return JSON.parse(readFileSync(join(dir, "deed.json"), "utf8")) as Deed
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null
    throw new WrongFolder(`${join(dir, "deed.json")} cannot be read: ${(cause as Error).message}`)
  }
}
