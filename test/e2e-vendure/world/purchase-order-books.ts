import { parse } from "csv-parse/sync"

/** One file or attachment that a supplier took in. */
export interface Arrival {
  /** Unique in its supplier's ledger. */
  readonly name: string
  readonly sha256: string
  readonly content: string
}

export type PurchaseOrderRow = Readonly<Record<string, string>>

export interface PurchaseOrderEntry {
  readonly number: string
  /** Of its first arrival. */
  readonly rows: ReadonlyArray<PurchaseOrderRow>
  /** Names of all arrivals that contain it: more than one is a purchase order sent twice. */
  readonly arrivals: ReadonlyArray<string>
}

export interface SupplierBooks {
  readonly arrivals: number
  readonly purchaseOrders: ReadonlyMap<string, PurchaseOrderEntry>
  /** Numbers that came more than once, or with the same line twice in one file. */
  readonly doubled: ReadonlyArray<string>
  readonly unreadable: ReadonlyArray<{ readonly name: string; readonly reason: string }>
}

/** What the columns are called in the purchase orders that this supplier gets. */
export interface PurchaseOrderColumns {
  readonly number: string
  readonly lineId: string
  readonly sku: string
  readonly quantity: string
}

export const DEFAULT_COLUMNS: PurchaseOrderColumns = {
  number: "po_number",
  lineId: "line_id",
  sku: "sku",
  quantity: "qty"
}

/** Reads a ledger as a clerk would: by purchase-order number, with what came twice and what could not be read. */
export function readBooks(arrivals: ReadonlyArray<Arrival>, columns: PurchaseOrderColumns): SupplierBooks {
  const purchaseOrders = new Map<string, PurchaseOrderEntry>()
  const doubled = new Set<string>()
  const unreadable: Array<{ readonly name: string; readonly reason: string }> = []
  for (const arrival of arrivals) {
    const read = readRows(arrival.content, columns)
    if ("reason" in read) {
      unreadable.push({ name: arrival.name, reason: read.reason })
      continue
    }
    for (const [number, rows] of Map.groupBy(read.rows, (row) => row[columns.number] ?? "")) {
      const known = purchaseOrders.get(number)
      if (known !== undefined || repeatsLine(rows, columns)) doubled.add(number)
      purchaseOrders.set(number, {
        number,
        rows: known?.rows ?? rows,
        arrivals: [...(known?.arrivals ?? []), arrival.name]
      })
    }
  }
  return { arrivals: arrivals.length, purchaseOrders, doubled: [...doubled], unreadable }
}

type ReadRows = { readonly rows: ReadonlyArray<PurchaseOrderRow> } | { readonly reason: string }

function readRows(content: string, columns: PurchaseOrderColumns): ReadRows {
  try {
    const rows = parse(content, { columns: true, bom: true }) as ReadonlyArray<PurchaseOrderRow>
    const [first] = rows
    if (first === undefined) return { reason: "no rows" }
    const missing = Object.values(columns).filter((column: string) => !(column in first))
    if (missing.length > 0) return { reason: `no column ${missing.join(", ")}` }
    return rows.every((row) => row[columns.number] !== "") ? { rows } : { reason: "a row without a number" }
  } catch (cause) {
    return { reason: (cause as Error).message }
  }
}

function repeatsLine(rows: ReadonlyArray<PurchaseOrderRow>, columns: PurchaseOrderColumns): boolean {
  return new Set(rows.map((row) => row[columns.lineId])).size < rows.length
}
