import { Box } from "ink"
import { Region } from "../../presenter/region.tsx"
import { subscribeSlice } from "../../presenter/select.ts"
import { TableRegion } from "../../presenter/table-region.tsx"
import type { Desk, OpenScreenFor } from "../../screen.ts"
import { type SettingRow, settingList, settingRows } from "./setting-rows.ts"
import { settingsBelow } from "./settings-document.ts"

const indexAfter = (desk: Desk, row: SettingRow, step: 1 | -1): number =>
  (row.at(desk.preferences.store.get()) + step + row.words.length) % row.words.length

/** Put on at once, so that one sees what one chooses, and written. What cannot be written holds until the end. */
const choose = (desk: Desk, row: SettingRow, index: number): void => {
  const { preferences } = desk
  const refused = row.write(preferences, index)
  if (refused !== null) {
    row.hold(preferences, index)
    desk.say("need", `${refused} It holds until you leave.`)
    return
  }
  const where = preferences.path === null ? "until you leave" : `written to ${preferences.path}`
  desk.say("done", `${row.label}: ${row.words[index]}, ${where}.`)
}

/** What goes before the file; the console says so rather than to pretend. */
const refusal = (desk: Desk, row: SettingRow | undefined): string | null => {
  if (row === undefined) return "Nothing is selected."
  if (row.name === "theme" && desk.theme.decidedBy !== null)
    return `${desk.theme.decidedBy} decides the theme; it goes before the file.`
  return null
}

/** How the console looks to this person: what is chosen shows at once and stands in console.toml. */
export const openSettings: OpenScreenFor<"settings"> = (desk) => {
  const list = settingList(desk)
  const about = (): string => list.selected()?.about ?? ""
  const below = settingsBelow(desk, about)
  const region = {
    ...below,
    subscribe: (changed: () => void) => {
      const ends = [below.subscribe(changed), subscribeSlice(list.store, ({ cursor }) => cursor, changed)]
      return () => {
        for (const end of ends) end()
      }
    }
  }
  const step = (by: 1 | -1) => ({
    run: () => {
      const row = list.selected()
      if (row !== undefined) choose(desk, row, indexAfter(desk, row, by))
    },
    refusal: () => refusal(desk, list.selected())
  })
  const { down, up } = list.actions
  return {
    view: () => (
      <Box flexGrow={1} flexDirection="column">
        <TableRegion rows={list.source} height={settingRows.length + 2} flexShrink={0} />
        <Region source={region} flexGrow={1} />
      </Box>
    ),
    title: () => "Settings",
    isReading: () => false,
    actions: {
      ...(down === undefined ? {} : { down }),
      ...(up === undefined ? {} : { up }),
      next: step(1),
      previous: step(-1),
      shipped: {
        run: () => {
          const row = list.selected()
          if (row !== undefined) choose(desk, row, 0)
        },
        refusal: () => refusal(desk, list.selected())
      },
      copy: {
        run: () => desk.copy(desk.preferences.path ?? ""),
        refusal: () => (desk.preferences.path === null ? "There is no file: no HOME is known." : null)
      }
    }
  }
}
