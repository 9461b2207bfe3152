import type { KeyRow } from "../../key-row.ts"

const screen = "resolve"
const command = "orders resolve"

export const resolveKeys: ReadonlyArray<KeyRow> = [
  {
    screen,
    keys: "ctrl-s",
    action: "update",
    label: "update",
    command,
    when: "something was typed or chosen, or the cursor is on the nearest method: then it asks whether to save it, and the answer updates",
    yes: "saves"
  },
  { screen, keys: "tab", action: "next", label: "field" },
  { screen, keys: "shift-tab", action: "previous", label: "field before", isQuiet: true },
  { screen, keys: "space", action: "choose", label: "choose", when: "the cursor is on a choice" },
  {
    screen,
    keys: "y",
    action: "saveChannel",
    label: "yes",
    command,
    when: "a carrier and method is chosen",
    yes: "saves"
  },
  {
    screen,
    keys: "o",
    action: "saveOrder",
    label: "only this order",
    command,
    when: "a carrier and method is chosen",
    yes: "saves"
  },
  {
    screen,
    keys: "e",
    action: "saveSupplier",
    label: "every channel",
    command,
    when: "a carrier and method is chosen",
    yes: "saves"
  },
  {
    screen,
    keys: "s",
    action: "mapSku",
    label: "map the SKU",
    command: "map sku",
    when: "a SKU of it is not known; opens which product it is"
  },
  { screen, keys: "n", action: "nextOrder", label: "next order", when: "the cursor is not in a text field" },
  {
    screen,
    keys: "P",
    action: "process",
    label: "process",
    command: "orders process",
    when: "nothing is missing",
    yes: "there"
  },
  {
    screen,
    keys: "ctrl-r",
    action: "reload",
    label: "take in their change",
    when: "somebody changed the order"
  },
  {
    screen,
    keys: "ctrl-t",
    action: "takeTheirs",
    label: "theirs",
    when: "both of you changed a field, after ctrl-r"
  },
  {
    screen,
    keys: "ctrl-y",
    action: "keepMine",
    label: "yours",
    when: "both of you changed a field, after ctrl-r"
  },
  { screen, keys: "enter", action: "enter", label: "choose, or the next field", isQuiet: true },
  { screen, keys: "down", action: "down", label: "down", isQuiet: true },
  { screen, keys: "up", action: "up", label: "up", isQuiet: true }
]
