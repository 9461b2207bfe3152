import * as Effect from "effect/Effect"
import { Box } from "ink"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { SendGates } from "../../../domain/ports/send-gates.ts"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { painted } from "../../components/painted.ts"
import { LiveQuery } from "../../live-query.ts"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import { safe, wrapped } from "../../safe-text.ts"
import type { OpenScreenFor } from "../../screen.ts"
import { isOpen, stopOf } from "../../stop-words.ts"
import { askToSwitchSends, onTheWay } from "../../switch-sends.ts"
import { troubleText } from "../../trouble-text.ts"
import { type SendsReading, type SendsRow, sendsList, sendsRows } from "./sends-list.ts"

const stopsRead = 100

const readSends = Effect.gen(function* () {
  const gates = yield* SendGates
  return {
    stops: yield* gates.stops(stopsRead),
    inFlight: yield* gates.inFlight(),
    channels: yield* (yield* ChannelStore).list(),
    suppliers: yield* (yield* SupplierStore).list()
  } satisfies SendsReading as SendsReading
})

const goingWords = ({ inFlight }: SendsReading): string => {
  const going = onTheWay(inFlight)
  if (going === 0) return "Nothing is on its way."
  const past = inFlight.reduce((sum, { transmitting }) => sum + transmitting, 0)
  return `On their way: ${going}. Past the point of no return: ${past}, to be finished; a stop gives the others back.`
}

const stopWords = ({ stops }: SendsReading): string => {
  const open = stops.filter(isOpen)
  if (open.length === 0) return "Sends go out. What comes in is recorded, whatever is stopped."
  return `STOPPED: ${open.map((stop) => `${stopOf(stop)} by ${stop.by}`).join(", ")}. What comes in is recorded all the same.`
}

/** Under the key stands what it does to this line: the cursor may be on one that sends while all are stopped. */
const switchWords = (row: SendsRow | undefined): string => {
  if (row === undefined) return "stop or allow it"
  const what = row.target.scope.scope === "all" ? "sends" : "it"
  return row.stop === null ? `stop ${what}` : `allow ${what}`
}

/** The kill switch: everything, one channel or one supplier; and how many sends are still on their way. */
export const openSends: OpenScreenFor<"sends"> = (desk) => {
  const list = sendsList(desk.theme, desk.clock)
  const query = new LiveQuery({ bridge: desk.bridge, live: desk.live, read: () => readSends })
  query.store.subscribe(() => {
    const { value } = query.store.get()
    if (value !== null) list.setRows(sendsRows(value))
    desk.changed()
  })
  subscribeSlice(
    list.store,
    ({ rows, cursor }) => switchWords(rows[cursor]),
    () => desk.changed()
  )
  const foot = painted(
    (canvas) => {
      const { value, failure } = query.store.get()
      const trouble = troubleText(query.store.get())
      const words =
        value === null ? [trouble ?? "Reading …"] : [stopWords(value), goingWords(value), trouble ?? ""]
      const lines = words.flatMap((line) => wrapped(safe(line), canvas.width - 3, 2)).slice(0, canvas.height)
      for (const [y, line] of lines.entries())
        canvas.text(1, y, line, desk.theme.of(failure === null ? "text" : "need"))
    },
    [(changed) => subscribeSlice(query.store, (reading) => reading, changed)]
  )
  let stopTicking = (): void => undefined
  return {
    view: () => (
      <Box flexGrow={1} flexDirection="column">
        <TableRegion rows={list.source} flexGrow={1} />
        <Region source={foot} height={4} flexShrink={0} />
      </Box>
    ),
    title: () => "Sends",
    note: () => {
      const { value } = query.store.get()
      return value === null ? "" : `${onTheWay(value.inFlight)} on their way`
    },
    actions: {
      ...list.actions,
      switch: {
        run: () => {
          const row = list.selected()
          if (row !== undefined) askToSwitchSends(desk, row.target, row.stop === null, () => query.refresh())
        },
        refusal: () => (list.selected() === undefined ? "It has not been read yet." : null),
        label: () => switchWords(list.selected())
      }
    },
    isReading: () => query.isReading(),
    shown: () => {
      query.start()
      // A worker that gives a send back tells nobody: the way to zero is looked at each second.
      stopTicking = subscribeSlice(
        desk.clock.state,
        ({ now }) => now,
        () => query.refresh()
      )
    },
    hidden: () => {
      query.stop()
      stopTicking()
    }
  }
}
