import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ListedPosition } from "../../../domain/operations/list-inventory.ts"
import type { InventoryFilter } from "../../../domain/ports/inventory-store.ts"

export const pageSize = 100
/** Rows that are held and kept fresh. What lies further up is asked for again when somebody goes there. */
export const windowSize = 3 * pageSize

/** The list of a channel's products: a window over however many there are. */
export interface ListState {
  readonly channels: ReadonlyArray<SalesChannel>
  readonly channelId: number | null
  readonly filter: InventoryFilter | null
  readonly search: string
  /** What keys are typed into; null: they are keys. */
  readonly typing: "search" | "channel" | "import" | "export" | null
  readonly channelText: string
  /** The CSV file of aliases that is typed. */
  readonly file: string
  readonly rows: ReadonlyArray<ListedPosition>
  /** The SKU right before the window; null: it begins at the first product. */
  readonly from: string | null
  /** Where the pages above the window begin, the uppermost first. */
  readonly above: ReadonlyArray<string | null>
  readonly hasMore: boolean
  /** False until the first page of the present question came. */
  readonly isRead: boolean
  readonly cursorSku: string | null
  readonly cursor: number
  readonly top: number
  readonly page: number
}

export const emptyList: ListState = {
  channels: [],
  channelId: null,
  filter: null,
  search: "",
  typing: null,
  channelText: "",
  file: "",
  rows: [],
  from: null,
  above: [],
  hasMore: false,
  isRead: false,
  cursorSku: null,
  cursor: 0,
  top: 0,
  page: 1
}

export const channelOf = ({ channels, channelId }: ListState): SalesChannel | null =>
  channels.find(({ id }) => id === channelId) ?? channels[0] ?? null

export const selected = (state: ListState): ListedPosition | null => state.rows[state.cursor] ?? null

/** Another question: its rows come, those of the old one go. */
export const asked = (state: ListState, change: Partial<ListState>): ListState => ({
  ...state,
  ...change,
  rows: [],
  from: null,
  above: [],
  hasMore: false,
  isRead: false,
  cursorSku: null,
  cursor: 0,
  top: 0
})

export const scrolled = (state: ListState): ListState => {
  const page = Math.max(1, state.page)
  const last = Math.max(0, state.rows.length - page)
  const top = Math.max(0, Math.min(Math.max(state.top, state.cursor - page + 1), state.cursor, last))
  return { ...state, top }
}

const at = (state: ListState, index: number): ListState => {
  const cursor = Math.max(0, Math.min(state.rows.length - 1, index))
  return scrolled({ ...state, cursor, cursorSku: state.rows[cursor]?.product.sku ?? null })
}

export const movedBy = (state: ListState, by: number): ListState => at(state, state.cursor + by)

const isSame = (a: ListedPosition, b: ListedPosition): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Rows that say the same stay the same object, so that they are not formatted anew. */
const renewed = (
  old: ReadonlyArray<ListedPosition>,
  rows: ReadonlyArray<ListedPosition>
): ReadonlyArray<ListedPosition> => {
  const known = new Map(old.map((row) => [row.product.sku, row]))
  return rows.map((row) => {
    const before = known.get(row.product.sku)
    return before !== undefined && isSame(before, row) ? before : row
  })
}

/** The cursor goes where its product went; if that is gone, it stays on its line. */
const withRows = (state: ListState, rows: ReadonlyArray<ListedPosition>): ListState => {
  const found = rows.findIndex(({ product }) => product.sku === state.cursorSku)
  const moved = found < 0 ? 0 : found - state.cursor
  const next = { ...state, rows, top: Math.max(0, state.top + moved) }
  return at(next, found < 0 ? state.cursor : found)
}

/** The window as it is now. `limit` rows were asked for: fewer came means that there are no more. */
export const refreshed = (
  state: ListState,
  rows: ReadonlyArray<ListedPosition>,
  limit: number
): ListState => ({
  ...withRows(state, renewed(state.rows, rows)),
  isRead: true,
  hasMore: rows.length >= limit
})

/** The next page below; the uppermost one leaves the window when it gets too long. */
export const appended = (state: ListState, rows: ReadonlyArray<ListedPosition>): ListState => {
  const all = [...state.rows, ...rows]
  const drop = all.length > windowSize ? pageSize : 0
  const next = {
    ...state,
    hasMore: rows.length === pageSize,
    ...(drop > 0 && {
      above: [...state.above, state.from],
      from: all[drop - 1]?.product.sku ?? null
    })
  }
  return withRows(next, all.slice(drop))
}

/** The page above comes back; the lowest one leaves the window when it gets too long. */
export const prepended = (state: ListState, page: ReadonlyArray<ListedPosition>): ListState => {
  const first = state.above.at(-1)
  if (first === undefined) return state
  const here = new Set(state.rows.map(({ product }) => product.sku))
  const all = [...page.filter(({ product }) => !here.has(product.sku)), ...state.rows]
  const isLong = all.length > windowSize
  const next = {
    ...state,
    from: first,
    above: state.above.slice(0, -1),
    hasMore: state.hasMore || isLong
  }
  return withRows(next, all.slice(0, isLong ? all.length - pageSize : all.length))
}
