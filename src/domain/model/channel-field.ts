import type { ChannelPage } from "./channel-page.ts"
import {
  isTypedFault,
  listShown,
  type TypedFault,
  typedLine,
  typedList,
  typedNumber,
  typedOrNone
} from "./typed-value.ts"

/** The parts of the page, in the order in which they are asked. The kind's own fields come after the client, services last. */
export const channelParts = {
  client: "Client",
  orders: "Order load options, the same for every channel",
  filters: "Which orders are let in, and how it is asked",
  shipments: "Shipments",
  stock: "Inventory"
} as const
export type ChannelPart = keyof typeof channelParts

/** What a kind of channel must be able to do for a field to have a meaning there. */
export type FieldNeed = "inventory" | "available quantity"

/** What a kind of channel can do, as far as fields depend on it. */
export interface ChannelAbility {
  readonly label: string
  readonly takesInventory: boolean
  readonly usesAvailableQuantity: boolean
}

/** One field of the page: flag of the command, question of the set-up and line of the console alike. */
export interface ChannelField {
  /** Its flag, without the dashes. */
  readonly name: string
  readonly label: string
  readonly part: ChannelPart
  /** What it is for. No field without it (requirement IN-15). */
  readonly help: string
  /** What is typed, in a word or as an example. */
  readonly takes: string
  readonly choices?: ReadonlyArray<string>
  readonly isList?: true
  /** What it takes, in characters; absent: a word or a number, far shorter than a form's usual line. */
  readonly longest?: number
  readonly needs?: FieldNeed
  readonly shown: (page: ChannelPage) => string
  readonly put: (page: ChannelPage, text: string) => ChannelPage | TypedFault
}

/** Why a kind of channel has no such field; null: it has it. */
export const fieldRefusal = ({ needs, label }: ChannelField, ability: ChannelAbility): string | null => {
  if (needs === undefined) return null
  if (!ability.takesInventory) return `${label} is not asked: ${ability.label} takes no inventory from us.`
  if (needs === "inventory" || ability.usesAvailableQuantity) return null
  return `${label} is not asked: ${ability.label} does not show the available quantity, so there is nothing that a minimum could hide.`
}

type Description = Pick<ChannelField, "name" | "label" | "part" | "help"> & { readonly needs?: FieldNeed }

interface Place<A> {
  readonly get: (page: ChannelPage) => A
  readonly set: (page: ChannelPage, value: A) => ChannelPage
}

const put =
  <A>({ set }: Place<A>, read: (text: string) => A | TypedFault) =>
  (page: ChannelPage, text: string): ChannelPage | TypedFault => {
    const value = read(text)
    return isTypedFault(value) ? value : set(page, value)
  }

export const choiceField = <A extends string>(
  about: Description,
  choices: ReadonlyArray<A>,
  place: Place<A>
): ChannelField => ({
  ...about,
  choices,
  takes: choices.join("|"),
  shown: place.get,
  put: put(
    place,
    (text): A | TypedFault =>
      choices.find((c) => c === text.trim()) ?? { fault: `takes one of ${choices.join(", ")}` }
  )
})

export const yesNoField = (about: Description, place: Place<boolean>): ChannelField =>
  choiceField(about, ["yes", "no"], {
    get: (page) => (place.get(page) ? "yes" : "no"),
    set: (page, text) => place.set(page, text === "yes")
  })

export const lineField = (about: Description, most: number, place: Place<string>): ChannelField => ({
  ...about,
  takes: "text",
  longest: most,
  shown: place.get,
  put: put(place, (text) => typedLine(text, most))
})

export const numberField = (
  about: Description,
  unit: string,
  [least, most]: readonly [number, number],
  place: Place<number>
): ChannelField => ({
  ...about,
  takes: unit,
  shown: (page) => String(place.get(page)),
  put: put(place, (text) => typedNumber(text, least, most))
})

/** A number that need not be: empty or `none` takes it away. */
export const optionalField = (
  about: Description,
  unit: string,
  read: (text: string) => number | TypedFault,
  place: Place<number | null>
): ChannelField => ({
  ...about,
  takes: `${unit}|none`,
  shown: (page) => String(place.get(page) ?? "none"),
  put: put(place, (text) => typedOrNone(text, "none", read))
})

/** A name, or a word for there being none in particular. */
export const namedOrField = (
  about: Description,
  none: string,
  takes: string,
  place: Place<string | null>
): ChannelField => ({
  ...about,
  takes,
  shown: (page) => place.get(page) ?? none,
  put: put(place, (text) => typedOrNone(text, none, (said) => typedLine(said, 80)))
})

/** As many of the longest items as any list may have. */
const longestList = 20_000

export const listField = (
  about: Description,
  item: string,
  place: Place<ReadonlyArray<string>>,
  judge: (items: ReadonlyArray<string>) => string | null
): ChannelField => ({
  ...about,
  isList: true,
  longest: longestList,
  takes: `${item},...`,
  shown: (page) => listShown(place.get(page)),
  put: put(place, (text): ReadonlyArray<string> | TypedFault => {
    const items = typedList(text)
    const fault = judge(items)
    return fault === null ? items : { fault }
  })
})
