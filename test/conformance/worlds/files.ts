import { parse } from "csv-parse/sync"
import {
  type FilesWorld,
  folderWorld,
  ftpsWorld,
  sftpWorld
} from "../../connectors/channels/files/files-world.ts"
import { ftpPassword } from "../../connectors/transports/ftp-server.ts"
import { sftpPassword } from "../../connectors/transports/sftp-server.ts"
import { movedTo, type OpenWorld, pieces } from "../channel-world.ts"

interface Row {
  readonly at: Date
  readonly status: string
  readonly address: string
  /** No number: a row that cannot be read. */
  readonly quantity: string | null
}

const columns = "order_id,placed_at,updated_at,status,ship_name,address1,city,postal_code,country,ship_method"

const fileOf = (n: number, row: Row): string => {
  const order = `${n},${row.at.toISOString()},${row.at.toISOString()},${row.status},Zoe Buyer,${row.address}`
  const lines = pieces.map(
    ({ sku, quantity }, i) =>
      `${order},Springfield,01234,US,Ground,L${n}-${i},${sku},${row.quantity ?? quantity},1.00`
  )
  return `${[`${columns},line_id,sku,qty,unit_price`, ...lines].join("\n")}\n`
}

type Cells = Readonly<Record<string, string>>

/** Every change is a file; what lies in the folder is what happened, and one that is read is put away. */
const open =
  (make: () => Promise<FilesWorld>, secrets: Readonly<Record<string, string>>): OpenWorld =>
  async () => {
    const world = await make()
    const rows = new Map<number, { readonly row: Row; readonly file: string }>()
    let files = 0
    const put = async (n: number, row: Row, known?: string) => {
      files += 1
      const file = known ?? `orders/ord_${String(files).padStart(5, "0")}.csv`
      rows.set(n, { row, file })
      await world.put(file, fileOf(n, row), 1000 - files)
    }
    const fresh = (at: Date): Row => ({ at, status: "new", address: "101 Main Street", quantity: null })
    const cellsOf = async (folder: string): Promise<ReadonlyArray<Cells>> => {
      const texts = await Promise.all(
        (await world.names(folder)).map((name) => world.text(`${folder}/${name}`))
      )
      return texts.flatMap((text) => parse(text, { columns: true }) as Array<Cells>)
    }
    return {
      channel: world.channel,
      secrets,
      gate: null,
      crowd: [10, 10],
      setClock: () => {},
      isSignIn: () => false,
      add: (n, at) => put(n, fresh(at)),
      idOf: (n) => String(n),
      edit: (n, at) => put(n, { ...fresh(at), address: movedTo }),
      cancel: (n, at) => put(n, { ...fresh(at), status: "canceled" }),
      finish: (n, at) => put(n, { ...fresh(at), status: "shipped" }),
      refund: (n, at) => put(n, { ...fresh(at), status: "refunded" }),
      spoil: async (n) => {
        const known = rows.get(n)
        if (known !== undefined) await put(n, { ...known.row, quantity: "x" }, known.file)
      },
      shipElsewhere: null,
      parcels: async (n) => {
        const cells = (await cellsOf("shipments")).filter((one) => one.order_id === String(n))
        return [...new Set(cells.map((one) => one.tracking ?? ""))].map((tracking) => ({
          tracking,
          pieces: cells
            .filter((one) => one.tracking === tracking)
            .reduce((sum, one) => sum + Number(one.qty), 0)
        }))
      },
      // Whoever reads the file knows its own stock; nobody here does.
      setStock: () => {},
      stock: async (sku) => {
        const last = (await cellsOf("stock")).filter((one) => one.sku === sku).at(-1)
        return last === undefined ? null : Number(last.qty)
      },
      [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]()
    }
  }

export const filesWorlds: Readonly<Record<string, OpenWorld>> = {
  "files-folder": open(folderWorld, {}),
  "files-sftp": open(sftpWorld, { password: sftpPassword }),
  "files-ftps": open(ftpsWorld, { password: ftpPassword })
}
