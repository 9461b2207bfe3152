import * as Effect from "effect/Effect"
import { SupplierStore } from "../../../domain/ports/supplier-store.ts"
import { age } from "../../age.ts"
import { type Piece, piece } from "../../components/painted.ts"
import { type DocumentLine, Scroll } from "../../components/scroll.ts"
import { ScrollView } from "../../components/scroll-view.tsx"
import { LiveQuery, type Reading } from "../../live-query.ts"
import { subscribeSlice } from "../../presenter/select.ts"
import { clip, safe, wrapped } from "../../safe-text.ts"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import type { Role } from "../../theme.ts"
import { type SupplierTest, SupplierTester, supplierActions } from "./supplier-actions.ts"
import { readSuppliers, type SupplierRow } from "./supplier-reading.ts"
import {
  readTransportSettings,
  type SupplierSetting,
  settingsOf,
  type TransportSettings
} from "./supplier-settings.ts"
import {
  breakerRole,
  breakerWord,
  breakerWords,
  stopWords,
  termFacts,
  trackingWords
} from "./supplier-words.ts"

const labelColumns = 14
const settingColumns = 24
const lateShown = 30

interface Page {
  readonly desk: Desk
  readonly width: number
}

const words = ({ desk }: Page, text: string, role: Role): Piece => piece(safe(text), desk.theme.of(role))

const heading = (page: Page, text: string): ReadonlyArray<DocumentLine> => [[], [words(page, text, "accent")]]

const fact = (page: Page, label: string, text: string, role: Role = "text"): ReadonlyArray<DocumentLine> =>
  wrapped(safe(text), page.width - labelColumns - 5, 4).map((line, index) => [
    words(page, `  ${(index === 0 ? label : "").padEnd(labelColumns)}`, "dim"),
    piece(line, page.desk.theme.of(role))
  ])

const testLines = (test: SupplierTest | null, page: Page): ReadonlyArray<DocumentLine> => {
  if (test === null) return []
  const role = test.state === "failed" ? "need" : test.state === "passed" ? "done" : "dim"
  return [
    [words(page, `Test of the connection: ${test.state}`, role)],
    ...test.lines.flatMap((line) =>
      wrapped(safe(line), page.width - 5, 4).map(
        (part): DocumentLine => [words(page, "  ", "text"), piece(part, page.desk.theme.of(role))]
      )
    ),
    []
  ]
}

const sendLines = (row: SupplierRow, page: Page): ReadonlyArray<DocumentLine> => {
  const { desk } = page
  const going = row.going === 0 ? "nothing" : String(row.going)
  return [
    [words(page, "SENDS", "accent")],
    ...fact(page, "sends", stopWords(row, desk.clock), row.stop === null ? "text" : "need"),
    ...fact(page, "breaker", breakerWords(row.breaker, desk.clock), breakerRole(row.breaker)),
    ...fact(page, "on their way", going),
    ...fact(page, "by", row.supplier.transport),
    ...fact(page, "tracking", trackingWords(row, desk.clock)),
    ...(row.supplier.contact === "" ? [] : fact(page, "contact", row.supplier.contact))
  ]
}

const lateLines = ({ late }: SupplierRow, page: Page): ReadonlyArray<DocumentLine> => {
  const { now } = page.desk.clock.state.get()
  if (late.length === 0) return fact(page, "late", "nothing: what was promised came")
  return late
    .slice(0, lateShown)
    .flatMap((one) =>
      fact(
        page,
        one.number,
        `${one.awaited} of #${one.channelOrderNumber} late by ${age(one.dueAt, now)}`,
        "doubt"
      )
    )
}

const settingLines = (setting: SupplierSetting, page: Page): ReadonlyArray<DocumentLine> => {
  const [first = safe(""), ...more] = wrapped(safe(setting.value), page.width - settingColumns - 5, 4)
  const role = setting.isMissing ? "need" : "text"
  const help = `${setting.help} ${setting.flag}`
  return [
    [
      words(page, `  ${clip(safe(setting.label), settingColumns - 2).padEnd(settingColumns)}`, "dim"),
      piece(first, page.desk.theme.of(role))
    ],
    ...more.map(
      (line): DocumentLine => [
        words(page, " ".repeat(settingColumns + 2), "dim"),
        piece(line, page.desk.theme.of(role))
      ]
    ),
    ...wrapped(safe(help), page.width - 8, 4).map(
      (line): DocumentLine => [words(page, "    ", "dim"), piece(line, page.desk.theme.of("dim"))]
    )
  ]
}

/** With what each is for. */
const settingsLines = (
  row: SupplierRow,
  { value: settings, failure }: Reading<TransportSettings | null>,
  page: Page
): ReadonlyArray<DocumentLine> => {
  const head = heading(page, "SETTINGS")
  if (settings === null) return [...head, ...fact(page, "", failure ?? "Reading the settings …", "dim")]
  const command =
    "E changes them, and so does switchyard suppliers set with this supplier's name and the flag."
  return [
    ...head,
    ...fact(page, "", `${settings.label}. ${command}`, "dim"),
    ...settingsOf(row.supplier, settings).flatMap((setting) => settingLines(setting, page))
  ]
}

const document = (
  row: SupplierRow,
  test: SupplierTest | null,
  settings: Reading<TransportSettings | null>,
  page: Page
): ReadonlyArray<DocumentLine> => [
  ...testLines(test, page),
  ...sendLines(row, page),
  ...heading(page, "LATE WITH"),
  ...lateLines(row, page),
  ...heading(page, "TERMS"),
  ...termFacts(row.supplier.terms).flatMap(([label, text]) => fact(page, label, text)),
  ...settingsLines(row, settings, page)
]

/** One supplier: what keeps its orders here, what it is late with, and what was agreed with it. */
export const openSupplier: OpenScreenFor<"supplier"> = (desk, { id, name }) => {
  const tester = new SupplierTester(desk)
  const query = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () => readSuppliers,
    everyMs: 500
  })
  const shown = (): SupplierRow | null =>
    query.store.get().value?.find(({ supplier }) => supplier.id === id) ?? null
  const settings = new LiveQuery({
    bridge: desk.bridge,
    live: desk.live,
    read: () =>
      Effect.gen(function* () {
        const found = (yield* (yield* SupplierStore).list()).find((supplier) => supplier.id === id)
        return found === undefined ? null : yield* readTransportSettings(found)
      }),
    isAffected: ({ about, isAll }) => isAll || about.has("suppliers"),
    restMs: 30_000
  })
  const missing = (): string => {
    const { value, failure } = query.store.get()
    if (failure !== null) return `${name} cannot be read: ${failure}`
    return value === null ? `Reading ${name} …` : `${name} is not there any more. 6 shows those that are.`
  }
  const scroll = new Scroll(
    (width) => {
      const page = { desk, width }
      const row = shown()
      return row === null
        ? [[words(page, missing(), "dim")]]
        : document(row, tester.store.get(), settings.store.get(), page)
    },
    [
      (changed) => subscribeSlice(query.store, (reading) => reading, changed),
      (changed) => subscribeSlice(settings.store, (reading) => reading, changed),
      (changed) => subscribeSlice(tester.store, (test) => test, changed),
      (changed) => subscribeSlice(desk.clock.state, ({ isUtc }) => isUtc, changed)
    ]
  )
  query.store.subscribe(() => desk.changed())
  const actions = supplierActions(desk, shown, tester, () => query.refresh())
  return {
    view: () => <ScrollView body={scroll.region} />,
    title: () => name,
    note: () => {
      const row = shown()
      return row === null ? "" : `breaker ${breakerWord(row.breaker)}, ${row.breaker?.parked ?? 0} wait`
    },
    actions: { ...scroll.actions, ...actions },
    isReading: () => query.isReading(),
    shown: () => {
      query.start()
      settings.start()
    },
    hidden: () => {
      query.stop()
      settings.stop()
    },
    closed: () => tester.close()
  }
}
