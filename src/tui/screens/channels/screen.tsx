import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import type { StoreFailure } from "../../../domain/ports/failure.ts"
import { painted } from "../../components/painted.ts"
import type { RowList } from "../../components/row-list.ts"
import { LiveQuery } from "../../live-query.ts"
import type { RegionSource } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreen, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { troubleText } from "../../trouble-text.ts"
import { beginSetUp } from "./begin-set-up.ts"
import { channelList } from "./channel-list.ts"
import { ConnectionTester } from "./connection-test.ts"
import { consentText } from "./consent-text.ts"
import { switchAuto } from "./switch-auto.ts"
import { ChannelsView } from "./view.tsx"

type ChannelsQuery = LiveQuery<ReadonlyArray<SalesChannel>, StoreFailure>

interface Parts {
  readonly desk: Desk
  readonly list: RowList<SalesChannel>
  readonly query: ChannelsQuery
  readonly tester: ConnectionTester
}

/** What was put away is brought back at the command line; here it would only be in the way. */
const inUse = (channels: ReadonlyArray<SalesChannel>): ReadonlyArray<SalesChannel> =>
  channels.filter((c) => c.archivedAt === null)

interface Foot {
  readonly lines: ReadonlyArray<string>
  readonly role: Role
}

const testRole = { running: "dim", passed: "done", failed: "need" } as const

const footOf = ({ desk, list, query, tester }: Parts): Foot => {
  const { value } = query.store.get()
  const trouble = troubleText(query.store.get())
  if (trouble !== null) return { lines: [trouble], role: "need" }
  if (value === null) return { lines: ["Reading the channels …"], role: "dim" }
  const channel = list.selected()
  if (channel === undefined)
    return { lines: ["There is no channel yet.", "N sets one up, or switchyard channels add."], role: "dim" }
  const test = tester.store.get()
  if (test !== null && test.channel === channel.name)
    return { lines: [`Test of ${test.channel}: ${test.state}`, ...test.lines], role: testRole[test.state] }
  return { lines: [consentText(channel, desk.clock)], role: "dim" }
}

const footRegion = (parts: Parts): RegionSource =>
  painted(
    (canvas) => {
      const { lines, role } = footOf(parts)
      const shown = lines.flatMap((line) => wrapped(safe(line), canvas.width - 3, 3)).slice(0, canvas.height)
      for (const [y, line] of shown.entries()) canvas.text(1, y, line, parts.desk.theme.of(role))
    },
    [
      (changed) => subscribeSlice(parts.query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(parts.tester.store, (test) => test, changed),
      (changed) => subscribeSlice(parts.list.store, ({ rows, cursor }) => rows[cursor], changed)
    ]
  )

const actionsOf = ({ desk, list, tester }: Parts): OpenScreen["actions"] => {
  const refusal = (): string | null =>
    list.selected() === undefined ? "There is no channel yet: N connects a shop." : null
  const withChannel = (act: (channel: SalesChannel) => void) => ({
    refusal,
    run: () => {
      const channel = list.selected()
      if (channel !== undefined) act(channel)
    }
  })
  return {
    ...list.actions,
    open: withChannel(({ id, name }) => desk.open({ screen: "channel", id, name })),
    add: { run: () => beginSetUp(desk) },
    edit: withChannel(({ id, name }) => desk.open({ screen: "channel-settings", target: { id }, name })),
    autoProcessing: {
      ...withChannel((channel) => switchAuto(desk, channel)),
      label: () => (list.selected()?.autoProcessing === true ? "auto-processing off" : "auto-processing on")
    },
    test: withChannel(({ name }) => tester.run(name))
  }
}

/** Every channel with its plan, its services and whether it sends by itself. */
export const openChannels: OpenScreenFor<"channels"> = (desk) => {
  const list = channelList(desk.theme)
  const tester = new ConnectionTester(desk)
  const query: ChannelsQuery = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => Effect.flatMap(ChannelStore, (channels) => channels.list()).pipe(Effect.map(inUse)),
    isAffected: ({ about }) => about.has("channels"),
    everyMs: 500
  })
  const parts: Parts = { desk, list, query, tester }
  query.store.subscribe(() => {
    const { value } = query.store.get()
    const before = new Map(list.store.get().rows.map((row) => [row.id, row]))
    if (value !== null)
      list.setRows(
        value.map((row) => {
          const old = before.get(row.id)
          return old !== undefined && JSON.stringify(old) === JSON.stringify(row) ? old : row
        })
      )
    desk.changed()
  })
  // What A does depends on the line that the cursor is on.
  subscribeSlice(
    list.store,
    ({ cursor }) => cursor,
    () => desk.changed()
  )
  const foot = footRegion(parts)
  return {
    view: () => <ChannelsView channels={list.source} foot={foot} />,
    title: () => "Channels",
    note: () => {
      const { rows } = list.store.get()
      if (query.store.get().value === null) return ""
      return `auto ${rows.filter((c) => c.autoProcessing).length} of ${rows.length}`
    },
    actions: actionsOf(parts),
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop(),
    closed: () => tester.close()
  }
}
