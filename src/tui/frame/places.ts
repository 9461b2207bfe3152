import type { KeyRow } from "../key-row.ts"
import type { Place } from "../screen.ts"
import { tabs } from "../tabs.ts"

/** A screen that needs nothing to begin with: `g` and its letter open it, and the palette names it. */
export interface OpenPlace {
  readonly place: Place
  /** The action of the key table's row. */
  readonly action: string
  /** Behind `g`. */
  readonly letter: string
  /** Opens it without `g`, too. */
  readonly alone?: string
  readonly label: string
  readonly command: string
}

/** Tabs first, in their order; then what opens above them. */
export const openPlaces: ReadonlyArray<OpenPlace> = [
  { place: { screen: "triage" }, action: "triage", letter: "t", label: "triage", command: "triage" },
  { place: { screen: "orders" }, action: "orders", letter: "o", label: "orders", command: "orders list" },
  {
    place: { screen: "inventory" },
    action: "inventory",
    letter: "i",
    label: "inventory",
    command: "inventory list"
  },
  { place: { screen: "sync" }, action: "sync", letter: "s", label: "sync status", command: "sync status" },
  {
    place: { screen: "channels" },
    action: "channels",
    letter: "c",
    label: "channels",
    command: "channels list"
  },
  {
    place: { screen: "suppliers" },
    action: "suppliers",
    letter: "p",
    label: "suppliers",
    command: "suppliers list"
  },
  { place: { screen: "jobs" }, action: "jobs", letter: "j", label: "jobs", command: "jobs queues" },
  {
    place: { screen: "alerts" },
    action: "alerts",
    letter: "a",
    label: "alerts",
    command: "alerts list"
  },
  {
    place: { screen: "activity" },
    action: "activity",
    letter: "y",
    alone: "l",
    label: "who did what",
    command: "activity"
  },
  {
    place: { screen: "feeds" },
    action: "feeds",
    letter: "f",
    label: "stock feeds",
    command: "inventory feeds"
  },
  {
    place: { screen: "causes" },
    action: "causes",
    letter: "b",
    label: "what orders wait for",
    command: "orders causes"
  },
  {
    place: { screen: "mappings" },
    action: "mappings",
    letter: "m",
    label: "mappings",
    command: "mappings list"
  },
  {
    place: { screen: "reviews" },
    action: "reviews",
    letter: "r",
    label: "answers to look at",
    command: "reviews list"
  },
  {
    place: { screen: "exceptions" },
    action: "exceptions",
    letter: "e",
    label: "exceptions",
    command: "tracking exceptions"
  },
  { place: { screen: "workers" }, action: "workers", letter: "w", label: "workers", command: "workers list" },
  {
    place: { screen: "sends" },
    action: "sends",
    letter: "x",
    label: "stops of sends",
    command: "sends status"
  },
  {
    place: { screen: "settings" },
    action: "settings",
    letter: ",",
    label: "settings",
    command: "console --print-config"
  }
]

const numberOf = (place: Place): string | undefined => tabs.find(({ screen }) => screen === place.screen)?.key

/** One row a place: a tab has its number too. */
export const placeKeys: ReadonlyArray<KeyRow> = openPlaces.map(
  ({ place, action, letter, alone, label, command }): KeyRow => {
    const single = numberOf(place) ?? alone
    const keys = single === undefined ? `g${letter}` : `${single} g${letter}`
    return { screen: "everywhere", keys, action, label, command, isQuiet: true }
  }
)
