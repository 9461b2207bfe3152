import * as Effect from "effect/Effect"
import { ChannelId, type SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { type ChannelKind, SalesChannels } from "../../../domain/ports/sales-channels.ts"
import { type Piece, piece, wrapped } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { clip, columnsOf, safe } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { type Setting, settingGroups } from "./channel-settings.ts"
import { type ConnectionTest, ConnectionTester } from "./connection-test.ts"
import { switchAuto } from "./switch-auto.ts"

interface ChannelReading {
  readonly channel: SalesChannel | null
  readonly kind: ChannelKind | undefined
}

const readChannel = Effect.fn("readChannel")(function* (id: ChannelId) {
  const channel = yield* (yield* ChannelStore).get(id)
  const { kinds } = yield* SalesChannels
  return { channel, kind: kinds.find(({ kind }) => kind === channel?.kind) } satisfies ChannelReading
})

const labelWidth = 22

const words = (desk: Desk, text: string, role: Role): Piece => piece(safe(text), desk.theme.of(role))

const label = (desk: Desk, text: string): Piece => {
  const shown = clip(safe(text), labelWidth)
  return words(desk, `  ${shown}${" ".repeat(labelWidth - columnsOf(shown))}  `, "dim")
}

const settingLines = (setting: Setting, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  const room = Math.max(10, width - labelWidth - 6)
  const [first = safe(""), ...rest] = wrapped(safe(setting.value), room, 4)
  return [
    [label(desk, setting.label), piece(first, desk.theme.of("text"))],
    ...rest.map((line): DocumentLine => [label(desk, ""), piece(line, desk.theme.of("text"))]),
    ...wrapped(safe(setting.help), room, 3).map(
      (line): DocumentLine => [label(desk, ""), piece(line, desk.theme.of("dim"))]
    )
  ]
}

const testLines = (test: ConnectionTest | null, desk: Desk, width: number): ReadonlyArray<DocumentLine> => {
  if (test === null) return []
  const role = test.state === "failed" ? "need" : test.state === "passed" ? "done" : "dim"
  return [
    [words(desk, `Test of the connection: ${test.state}`, role)],
    ...test.lines.flatMap((line) =>
      wrapped(safe(line), width - 5, 4).map(
        (part): DocumentLine => [words(desk, "  ", "text"), piece(part, desk.theme.of(role))]
      )
    ),
    []
  ]
}

const lines = ({ channel, kind }: ChannelReading, test: ConnectionTest | null, desk: Desk, width: number) => {
  if (channel === null) return [[words(desk, "This channel is not there any more.", "need")]]
  return [
    ...testLines(test, desk, width),
    ...settingGroups(channel, kind, desk.clock).flatMap(
      ({ title, settings }): ReadonlyArray<DocumentLine> => [
        [words(desk, title, "accent")],
        ...settings.flatMap((setting) => settingLines(setting, desk, width)),
        []
      ]
    )
  ]
}

/** All settings of one channel, read-only, each with what it is for. */
export const openChannel: OpenScreenFor<"channel"> = (desk, { id, name }) => {
  const tester = new ConnectionTester(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readChannel(ChannelId(id)),
    isAffected: ({ about }) => about.has("channels"),
    everyMs: 1000
  })
  const channel = (): SalesChannel | null => query.store.get().value?.channel ?? null
  const scroll = new Scroll(
    (width) => {
      const { value, failure } = query.store.get()
      if (value !== null) return lines(value, tester.store.get(), desk, width)
      return [
        [words(desk, failure === null ? `Reading ${name} …` : `${name} cannot be read: ${failure}`, "dim")]
      ]
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(tester.store, (test) => test, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => name,
    note: () => "read-only here: switchyard channels set changes it",
    actions: {
      ...scroll.actions,
      test: {
        run: () => {
          scroll.actions.first?.run()
          tester.run(name)
        }
      },
      autoProcessing: {
        run: () => {
          const shown = channel()
          if (shown !== null) switchAuto(desk, shown)
        },
        refusal: () => (channel() === null ? "The channel is not read yet." : null),
        label: () => (channel()?.autoProcessing === true ? "auto-processing off" : "auto-processing on")
      }
    },
    shown: () => query.start(),
    hidden: () => query.stop(),
    closed: () => tester.close()
  }
}
