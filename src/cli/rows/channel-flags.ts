import { channelFields, pageGiven } from "../../domain/model/channel-fields.ts"
import { usualPage } from "../../domain/model/channel-page.ts"
import type { Flag, Input } from "../command-row.ts"
import { givenFields, isAsked } from "../given-fields.ts"
import { has, pairOf, text, texts } from "../input.ts"
import { checkSettings, settingFlags } from "./party-flags.ts"

const services = ["order-download", "shipment-upload", "inventory-upload"]

const lowered = (text: string): string => `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`

/** One flag for each field of the page: what is asked and what a flag sets are one table. */
const fieldFlags: ReadonlyArray<Flag> = channelFields.map(
  ({ name, choices, takes, isList, help }): Flag => ({
    name,
    kind: "text",
    ...(choices === undefined ? { value: takes } : { choices }),
    ...(isList === true && { repeatable: true }),
    help: lowered(help.replace(/\.$/, ""))
  })
)

export const optionFlags: ReadonlyArray<Flag> = [
  {
    name: "plan",
    kind: "text",
    choices: ["basic", "plus", "vip"],
    help: "how often its services run: 60, 15 or 15 minutes"
  },
  ...settingFlags,
  ...fieldFlags,
  {
    name: "supplier-value",
    kind: "text",
    value: "field=value",
    repeatable: true,
    help: "a field that a supplier asks of every channel; it goes into the purchase orders to it"
  }
]

export const service: Flag = {
  name: "service",
  kind: "text",
  value: "name=on|off|plan|minutes",
  repeatable: true,
  help: `${services.join(", ")}: on, off, as often as the plan says, or every so many minutes`
}

export const untested: Flag = {
  name: "untested",
  kind: "switch",
  help: "save it although nobody has seen whether the connection works"
}

const checkServices = (input: Input): string | null => {
  for (const given of texts(input, "service")) {
    const [name, value] = pairOf(given) ?? ["", ""]
    if (!services.includes(name))
      return `--service takes name=on|off|plan|minutes; the names are ${services.join(", ")}.`
    const minutes = /^\d{1,5}$/.test(value) ? Number(value) : 0
    if (!["on", "off", "plan"].includes(value) && (minutes < 1 || minutes > 10_080))
      return `--service ${name} takes on, off, plan, or 1 to 10080 minutes.`
  }
  return null
}

/** Against a page with the usual values: only what was typed can be wrong with it. */
const checkFields = (input: Input): string | null => {
  const page = pageGiven(usualPage("client", ["status"], new Date(0)), givenFields(input))
  return "faults" in page ? page.faults.map((fault) => `--${fault}`).join(" ") : null
}

const checkValues = (input: Input): string | null =>
  texts(input, "supplier-value").some((given) => pairOf(given) === null)
    ? "--supplier-value takes field=value."
    : null

const checkChannel = (input: Input): string | null =>
  checkSettings(input) ?? checkServices(input) ?? checkFields(input) ?? checkValues(input)

/** Nothing at all is asked for step by step. */
export const checkAdd = (input: Input): string | null => {
  if (isAsked(input)) return null
  if (input.arguments.channel === undefined) return "channels add needs <channel>: its name."
  if (!has(input, "kind")) return "channels add needs --kind: see channels kinds."
  if (!has(input, "earliest")) return "channels add needs --earliest: the earliest order date."
  return checkChannel(input)
}

export const checkSet = (input: Input): string | null => {
  if (Object.keys(input.flags).length === 0) return "What is to be changed? See the flags."
  if (has(input, "accept") && text(input, "auto-processing") !== "on")
    return "--accept goes with --auto-processing on."
  return checkChannel(input)
}
