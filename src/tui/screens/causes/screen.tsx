import { Box } from "ink"
import type { JSX } from "react"
import { holdKinds } from "../../../domain/model/hold.ts"
import { fixOf, isMoreThan, type WaitingCause } from "../../../domain/model/waiting-cause.ts"
import { listCauses, ordersOfCause } from "../../../domain/operations/list-causes.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { painted } from "../../components/painted.ts"
import type { RowList } from "../../components/row-list.ts"
import { LiveQuery } from "../../live-query.ts"
import { Region, type RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor, Place } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { causeList } from "./cause-list.ts"

type Causes = LiveQuery<ReadonlyArray<WaitingCause>, StoreFailure>

const walkedAtMost = 1_000
const footRows = 3

const footOf = (
  query: Causes,
  list: RowList<WaitingCause>
): { readonly text: string; readonly role: Role } => {
  const { value } = query.store.get()
  const trouble = troubleText(query.store.get())
  if (trouble !== null) return { text: trouble, role: "need" }
  if (value === null) return { text: "Reading what orders wait for …", role: "dim" }
  const cause = list.selected()
  if (cause === undefined)
    return {
      text: "No order waits for RESOLVE. What needs an answer is grouped here by what it waits for.",
      role: "dim"
    }
  const only =
    cause.alone === cause.orders
      ? "They wait for nothing else."
      : `${cause.alone.toLocaleString("en-US")} of them wait for nothing else.`
  const how =
    fixOf(cause) === "each"
      ? ` Each needs its own answer (${holdKinds[cause.kind].releasedBy}): enter opens the oldest, n the next one.`
      : " One answer frees them: enter opens it, and says what it does before anything is saved."
  return { text: `${cause.message} ${only}${how}`, role: "text" }
}

const footRegion = (query: Causes, list: RowList<WaitingCause>, desk: Desk): RegionSource =>
  painted(
    (canvas) => {
      const { text, role } = footOf(query, list)
      for (const [y, line] of wrapped(safe(text), canvas.width - 3, canvas.height).entries())
        canvas.text(1, y, line, desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

const View = ({ list, foot }: { list: RowList<WaitingCause>; foot: RegionSource }): JSX.Element => (
  <Box flexGrow={1} flexDirection="column">
    <TableRegion rows={list.source} flexGrow={1} />
    <Region source={foot} height={footRows} flexShrink={0} />
  </Box>
)

/** The place where one answer is given for all of them; null: there is none. */
const placeOf = ({ kind, channelId, supplierId, subject }: WaitingCause): Place | null => {
  if (kind === "ship_method_unmapped" && supplierId !== null)
    return { screen: "mapping", ask: { about: "method", words: { channelId, supplierId, name: subject } } }
  if (kind === "sku_unknown" && channelId !== null)
    return { screen: "mapping", ask: { about: "sku", words: { channelId, sku: subject } } }
  return null
}

/** The oldest order that waits for it, with the others for `n`. */
const walk = (desk: Desk, cause: WaitingCause): void => {
  desk.bridge.run(ordersOfCause(cause, walkedAtMost), (outcome) => {
    if (!outcome.ok) {
      desk.say("need", outcome.message)
      return
    }
    const [id] = outcome.value
    if (id === undefined) desk.say("done", "No order waits for it any more.")
    else desk.open({ screen: "resolve", id, number: "…", queue: outcome.value })
  })
}

const fix = (desk: Desk, list: RowList<WaitingCause>): void => {
  const cause = list.selected()
  if (cause === undefined) return
  const place = placeOf(cause)
  if (place === null) walk(desk, cause)
  else desk.open(place)
}

const showOrders = (desk: Desk, list: RowList<WaitingCause>): void => {
  const cause = list.selected()
  if (cause !== undefined)
    desk.open({
      screen: "orders",
      filter: {
        action: "resolve",
        hold: cause.kind,
        ...(cause.channelId !== null && { channelId: cause.channelId })
      }
    })
}

/** What orders wait for, grouped by what takes it away: answered once, all of a cause go on. */
export const openCauses: OpenScreenFor<"causes"> = (desk) => {
  const list = causeList(desk)
  const query: Causes = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: listCauses,
    isAffected: (pulse) =>
      pulse.orders.size > 0 || pulse.about.has("suppliers") || pulse.about.has("channels"),
    everyMs: 1000
  })
  query.store.subscribe(() => {
    const { value } = query.store.get()
    if (value !== null) list.setRows(value)
    desk.changed()
  })
  const foot = footRegion(query, list, desk)
  const refusal = (): string | null => (list.selected() === undefined ? "No order waits for RESOLVE." : null)
  return {
    view: () => <View list={list} foot={foot} />,
    title: () => "What orders wait for",
    note: () => {
      const { value } = query.store.get()
      if (value === null) return ""
      if (isMoreThan(value)) return `${value.length} causes, those of the most orders`
      return value.length === 1 ? "1 cause" : `${value.length} causes`
    },
    actions: {
      ...list.actions,
      fix: { run: () => fix(desk, list), refusal },
      orders: { run: () => showOrders(desk, list), refusal }
    },
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop()
  }
}
