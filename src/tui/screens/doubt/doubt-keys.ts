import type { KeyRow } from "../../key-row.ts"

const screen = "doubt"

export const doubtKeys: ReadonlyArray<KeyRow> = [
  { screen, keys: "p", action: "probe", label: "probe again", command: "doubts probe", yes: "asks" },
  {
    screen,
    keys: "A",
    action: "arrived",
    label: "it arrived",
    command: "doubts settle --sent",
    when: "wants how you know",
    yes: "asks"
  },
  {
    screen,
    keys: "N",
    action: "notArrived",
    label: "it did not arrive, send",
    command: "doubts settle --not-sent",
    when: "wants how you know; the same number is sent again",
    yes: "asks"
  },
  { screen, keys: "y", action: "copy", label: "copy number" },
  {
    screen,
    keys: "enter",
    action: "confirmReason",
    label: "go on",
    when: "while typing the reason",
    isQuiet: true
  },
  { screen, keys: "j down", action: "down", label: "scroll", isQuiet: true },
  { screen, keys: "k up", action: "up", label: "scroll up", isQuiet: true }
]
