import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { Supplier } from "../../../domain/model/supplier.ts"
import type { InFlight, SendStop } from "../../../domain/ports/send-gates.ts"
import { RowList } from "../../components/row-list.ts"
import type { ConsoleClock } from "../../console-clock.ts"
import { fittingNumber } from "../../fitting-number.ts"
import { safe } from "../../safe-text.ts"
import { isOpen } from "../../stop-words.ts"
import { everything, onTheWay, type StopTarget } from "../../switch-sends.ts"
import type { Theme } from "../../theme.ts"

export interface SendsRow {
  readonly target: StopTarget
  readonly stop: SendStop | null
  /** Taken by a worker, and past the point of no return. */
  readonly going: number
}

export interface SendsReading {
  readonly stops: ReadonlyArray<SendStop>
  readonly inFlight: ReadonlyArray<InFlight>
  readonly channels: ReadonlyArray<Pick<SalesChannel, "id" | "name">>
  readonly suppliers: ReadonlyArray<Pick<Supplier, "id" | "name">>
}

/** Everything first, then each channel, then each supplier. */
export const sendsRows = ({
  stops,
  inFlight,
  channels,
  suppliers
}: SendsReading): ReadonlyArray<SendsRow> => {
  const stopFor = (scope: SendStop["scope"], party: string | null): SendStop | null =>
    stops.find((stop) => isOpen(stop) && stop.scope === scope && stop.party === party) ?? null
  return [
    { target: everything, stop: stopFor("all", null), going: onTheWay(inFlight) },
    ...channels.map(({ id, name }) => ({
      target: { scope: { scope: "channel" as const, channelId: id }, name },
      stop: stopFor("channel", name),
      going: onTheWay(inFlight.filter(({ channel }) => channel === name))
    })),
    ...suppliers.map(({ id, name }) => ({
      target: { scope: { scope: "supplier" as const, supplierId: id }, name },
      stop: stopFor("supplier", name),
      going: onTheWay(inFlight.filter(({ supplier }) => supplier === name))
    }))
  ]
}

const whatOf = ({ target }: SendsRow): string =>
  target.scope.scope === "all" ? "everything" : `${target.scope.scope} ${target.name}`

export const sendsList = (theme: Theme, clock: ConsoleClock): RowList<SendsRow> =>
  new RowList<SendsRow>({
    keyOf: ({ target }) => `${target.scope.scope} ${target.name}`,
    layout: () => clock.state.get().isUtc,
    header: (out) => {
      const dim = theme.of("dim")
      out.cell(safe("SENDS"), 7, dim)
      out.cell(safe("OF WHAT"), 30, dim)
      out.cell(safe("GOING"), 5, dim)
      out.cell(safe("STOPPED BY"), Math.max(0, out.width - 51), dim)
    },
    format: (row, out) => {
      const style = row.stop === null ? theme.of("text") : theme.of("need", "bold")
      out.cell(safe(row.stop === null ? "on" : "STOPPED"), 7, style)
      out.cell(safe(whatOf(row)), 30, theme.of("text"))
      out.cell(safe(fittingNumber(row.going, 5).padStart(5)), 5, theme.of(row.going > 0 ? "doubt" : "dim"))
      const by = row.stop === null ? "" : `${row.stop.by}, ${clock.moment(row.stop.at)}`
      out.cell(safe(by), Math.max(0, out.width - 51), theme.of("text"))
    }
  })
