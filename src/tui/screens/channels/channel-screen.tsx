import * as Effect from "effect/Effect"
import { orderName } from "../../../domain/model/order.ts"
import { ChannelId, type SalesChannel } from "../../../domain/model/sales-channel.ts"
import { type Checklist, channelChecklist } from "../../../domain/operations/test-order.ts"
import { ChannelStore } from "../../../domain/ports/channel-store.ts"
import { SalesChannels } from "../../../domain/ports/sales-channels.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { clip, columnsOf, safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { type ChannelAbout, type Setting, settingGroups } from "./channel-settings.ts"
import { type ConnectionTest, ConnectionTester } from "./connection-test.ts"
import { switchAuto } from "./switch-auto.ts"

interface ChannelReading {
  readonly about: ChannelAbout | null
  readonly checklist: Checklist | null
}

/** The channel, whose it is, what its kind asks for, and how far its first order has come. */
const readChannel = Effect.fn("readChannel")(function* (id: ChannelId) {
  const channels = yield* ChannelStore
  const channel = yield* channels.get(id)
  if (channel === null) return { about: null, checklist: null } satisfies ChannelReading
  const { kinds } = yield* SalesChannels
  const kind = kinds.find(({ kind: name }) => name === channel.kind)
  const client = yield* channels.client(id)
  return {
    about: { channel, client, kind },
    checklist: yield* channelChecklist(channel)
  } satisfies ChannelReading
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

const factMark = { done: ["✓", "done"], open: ["·", "need"], "not applicable": ["–", "dim"] } as const

const checklistLines = (
  checklist: Checklist | null,
  desk: Desk,
  width: number
): ReadonlyArray<DocumentLine> => {
  if (checklist === null) return []
  const { orderNumber, facts } = checklist
  const open = facts.filter((f) => f.state === "open").length
  const order = orderNumber === null ? "no order yet" : orderName(orderNumber)
  return [
    [
      words(
        desk,
        `Test order (${order}): ${open === 0 ? "ready to sell" : `${open} of ${facts.length} open`}`,
        "accent"
      )
    ],
    ...facts.map(({ fact, state, detail }, i): DocumentLine => {
      const [mark, role] = factMark[state]
      const room = Math.max(10, width - 8)
      return [
        words(desk, `  ${i + 1} ${mark} `, role),
        piece(clip(safe(`${fact}: ${detail}`), room), desk.theme.of("text"))
      ]
    }),
    []
  ]
}

const lines = (
  { about, checklist }: ChannelReading,
  test: ConnectionTest | null,
  desk: Desk,
  width: number
) => {
  if (about === null)
    return [[words(desk, "This channel is not there any more. 5 shows those that are.", "need")]]
  return [
    ...testLines(test, desk, width),
    ...checklistLines(checklist, desk, width),
    ...settingGroups(about, desk.clock).flatMap(
      ({ title, settings }): ReadonlyArray<DocumentLine> => [
        [words(desk, title, "accent")],
        ...settings.flatMap((setting) => settingLines(setting, desk, width)),
        []
      ]
    )
  ]
}

/** Its checklist, and all settings of one channel, each with what it is for. */
export const openChannel: OpenScreenFor<"channel"> = (desk, { id, name }) => {
  const tester = new ConnectionTester(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readChannel(ChannelId(id)),
    isAffected: ({ about }) => about.has("channels") || about.has("orders"),
    everyMs: 1000
  })
  const channel = (): SalesChannel | null => query.store.get().value?.about?.channel ?? null
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
    note: () => (channel() === null ? "" : "E edits"),
    actions: {
      ...scroll.actions,
      edit: {
        run: () => {
          const shown = channel()
          if (shown !== null)
            desk.open({ screen: "channel-settings", target: { id: shown.id }, name: shown.name })
        },
        refusal: () => (channel() === null ? "The channel is not read yet." : null)
      },
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
    isReading: () => query.isReading(),
    shown: () => query.start(),
    hidden: () => query.stop(),
    closed: () => tester.close()
  }
}
