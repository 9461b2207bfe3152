import type { OrderLineId } from "./order.ts"
import { commandWord, type IncomingShipmentRow, linesMeant, type ShippableLine } from "./shipment.ts"
import { type CorrectionWish, type ParcelPart, totalsOf } from "./shipment-correction.ts"

export interface ParcelCorrection {
  readonly parts: ReadonlyArray<ParcelPart>
  readonly wish: CorrectionWish
}

/** What rows that correct one shipment come to: parcels that change, and parcels that are new with it. */
export interface RowCorrections {
  readonly parcels: ReadonlyArray<ParcelCorrection>
  readonly rows: ReadonlyArray<IncomingShipmentRow>
}

const nothingElse = { carrier: null, service: null, trackingNumber: null, quantities: new Map() }
const takeBack: CorrectionWish = { ...nothingElse, void: true }

/** How many pieces of a line may be in these parts: what is open, and what they hold already. */
export const roomFor = (line: ShippableLine, parts: ReadonlyArray<ParcelPart>): number =>
  Math.max(0, line.quantity - line.shipped) + (totalsOf(parts).get(line.orderLineId) ?? 0)

/** One quantity over the lines that it may mean. A text: what does not fit. */
export const spread = (
  quantity: number,
  lines: ReadonlyArray<ShippableLine>,
  room: (line: ShippableLine) => number,
  name: string
): ReadonlyMap<OrderLineId, number> | string => {
  const whole = lines.find((l) => room(l) >= quantity)
  if (whole !== undefined) return new Map(lines.map((l) => [l.orderLineId, l === whole ? quantity : 0]))
  let left = quantity
  const parts = new Map<OrderLineId, number>()
  for (const line of lines) {
    const part = Math.min(left, room(line))
    parts.set(line.orderLineId, part)
    left -= part
  }
  return left === 0
    ? parts
    : `the correction says ${quantity} of ${name}, and only ${quantity - left} can be in this parcel`
}

const contents = (
  rows: ReadonlyArray<IncomingShipmentRow>,
  parts: ReadonlyArray<ParcelPart>,
  lines: ReadonlyArray<ShippableLine>
): ReadonlyMap<OrderLineId, number> | string => {
  const wanted = new Map<OrderLineId, number>()
  for (const row of rows) {
    const meant = linesMeant(row, lines)
    if (typeof meant === "string") return meant
    const room = (l: ShippableLine) => roomFor(l, parts) - (wanted.get(l.orderLineId) ?? 0)
    const share = spread(row.quantity, meant, room, row.lineId || row.sku)
    if (typeof share === "string") return share
    for (const [line, n] of share) wanted.set(line, (wanted.get(line) ?? 0) + n)
  }
  return wanted
}

const wishOf = (
  rows: ReadonlyArray<IncomingShipmentRow>,
  parts: ReadonlyArray<ParcelPart>,
  lines: ReadonlyArray<ShippableLine>
): CorrectionWish | string => {
  const named = contents(rows, parts, lines)
  if (typeof named === "string") return named
  const [first] = rows
  const gone = first?.purpose === "replace" ? [...totalsOf(parts).keys()].map((l) => [l, 0] as const) : []
  return {
    void: false,
    carrier: first?.carrier || null,
    service: first?.service || null,
    trackingNumber: first?.trackingNumber || null,
    quantities: new Map([...gone, ...named])
  }
}

const groupBy = <A>(list: ReadonlyArray<A>, key: (one: A) => string) => [...Map.groupBy(list, key)]

const several = (row: IncomingShipmentRow, said: number, recorded: number): string =>
  `the correction of ${row.shipmentId || row.trackingNumber} names ${said} parcel(s) that are not recorded, where ${recorded} other(s) are: which became which is not said. ` +
  `Say it for each: switchyard shipments correct <tracking number> --po ${commandWord(row.purchaseOrderNumber, "purchase order")} --to-tracking <new number> --reason "..." --yes`

/** A text: why these rows correct nothing. */
export const correctionsOf = (
  rows: readonly [IncomingShipmentRow, ...ReadonlyArray<IncomingShipmentRow>],
  parts: ReadonlyArray<ParcelPart>,
  lines: ReadonlyArray<ShippableLine>
): RowCorrections | string => {
  const [first] = rows
  const live = parts.filter((p) => !p.voided)
  if (first.purpose === "cancel") return { parcels: [{ parts: live, wish: takeBack }], rows: [] }
  const said = groupBy(rows, (r) => r.trackingNumber)
  const recorded = groupBy(live, (p) => p.trackingNumber)
  const fresh = said.filter(([tracking]) => !recorded.some(([other]) => other === tracking))
  const gone = recorded.filter(([tracking]) => !said.some(([other]) => other === tracking))
  const renamed = fresh.length === 1 && gone.length === 1
  if (fresh.length > 0 && gone.length > 0 && !renamed) return several(first, fresh.length, gone.length)
  const parcels: Array<ParcelCorrection> = []
  for (const [tracking, group] of said) {
    const mine = recorded.find(([other]) => other === tracking) ?? (renamed ? gone[0] : undefined)
    if (mine === undefined) continue
    const wish = wishOf(group, mine[1], lines)
    if (typeof wish === "string") return wish
    parcels.push({ parts: mine[1], wish })
  }
  if (first.purpose === "replace" && !renamed)
    parcels.push(...gone.map(([, voided]) => ({ parts: voided, wish: takeBack })))
  const added = renamed ? [] : fresh.flatMap(([, group]) => group)
  return { parcels, rows: added.map(({ purpose: _, ...row }) => row) }
}
