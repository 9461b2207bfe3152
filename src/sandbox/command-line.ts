import { parseArgs } from "node:util"

export interface SandboxOptions {
  readonly dir: string
  /** Undefined: what the folder's world was founded with, else the default. */
  readonly orders?: number
  readonly seed?: number
  readonly speed: number
  readonly allAtOnce: boolean
  readonly withParent: boolean
  /** Suppliers with an API are there too, and half of the orders are for them. */
  readonly httpSuppliers: boolean
  /** A supplier by EDI is there too, and a quarter of the orders is for it. */
  readonly ediSupplier: boolean
  /** Suppliers by a folder of this machine, by FTPS and by FTP are there too, and get a quarter of the orders. */
  readonly fileSuppliers: boolean
  /** Parcels that leave by UPS can be followed. */
  readonly carrier: boolean
  /** Baker Supply tells half of its parcels by mail alone. */
  readonly letters: boolean
  readonly heldBack: boolean
}

export const usage = `usage: sandbox --dir FOLDER [--orders 60] [--seed 1] [--speed 1] [--all-at-once] [--with-parent]
               [--http-suppliers] [--edi-supplier] [--file-suppliers] [--carrier] [--letters] [--held-back]

  --dir FOLDER    where ledgers, folders and logins of this world are kept
  --orders N      how many orders buyers place (1 to 10000)
  --seed N        the same seed gives the same orders, parcels and faults
  --speed X       2 is twice as fast
  --all-at-once   all orders are there from the start
  --http-suppliers  four suppliers with an API are there too, and get half of the orders
  --edi-supplier  a supplier by EDI is there too, and gets a quarter of the orders
  --file-suppliers  suppliers by a folder, by FTPS and by FTP are there too, and get a quarter of the orders
  --carrier       there are carriers (UPS, FedEx, USPS) that can be asked about parcels
  --letters       Baker Supply tells half of its parcels by mail, and in no file
  --held-back     no order is placed until the control API asks for it (POST /orders/release)
  --with-parent   end when stdin is closed, so that it dies with who started it`

export class WrongUsage extends Error {}

export function readCommandLine(args: ReadonlyArray<string>): SandboxOptions {
  const { values } = parsed(args)
  if (values.dir === undefined || values.dir === "") throw new WrongUsage("--dir is needed")
  const whole = (name: "orders" | "seed", least: number, most: number) => {
    const text = values[name]
    if (text === undefined) return {}
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new WrongUsage(
        `--${name} must be a whole number from ${least} to ${most}, not ${JSON.stringify(text)}`
      )
    return { [name]: value }
  }
  const speed = Number(values.speed ?? "1")
  if (!(speed > 0 && speed <= 1_000)) throw new WrongUsage("--speed must be a number above 0, at most 1000")
  return {
    dir: values.dir,
    ...whole("orders", 1, 10_000),
    ...whole("seed", 0, 4_294_967_295),
    speed,
    allAtOnce: values["all-at-once"] === true,
    withParent: values["with-parent"] === true,
    httpSuppliers: values["http-suppliers"] === true,
    ediSupplier: values["edi-supplier"] === true,
    fileSuppliers: values["file-suppliers"] === true,
    carrier: values.carrier === true,
    letters: values.letters === true,
    heldBack: values["held-back"] === true
  }
}

function parsed(args: ReadonlyArray<string>) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        dir: { type: "string" },
        orders: { type: "string" },
        seed: { type: "string" },
        speed: { type: "string" },
        "all-at-once": { type: "boolean" },
        "with-parent": { type: "boolean" },
        "http-suppliers": { type: "boolean" },
        "edi-supplier": { type: "boolean" },
        "file-suppliers": { type: "boolean" },
        carrier: { type: "boolean" },
        letters: { type: "boolean" },
        "held-back": { type: "boolean" }
      }
    })
  } catch (cause) {
    throw new WrongUsage((cause as Error).message)
  }
}
