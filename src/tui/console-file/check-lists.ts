import { listColumns } from "../list-columns.ts"
import type { SavedView } from "./console-settings.ts"
import { advice, type Findings, isTable, type Table } from "./findings.ts"

export const mostViews = 50
const longest = { name: 60, query: 500, sort: 200 } as const

const columnsOf = (list: string, value: unknown, findings: Findings): ReadonlyArray<string> | null => {
  const path = ["columns", list]
  const known = listColumns[list]
  if (known === undefined) {
    const lists = Object.keys(listColumns)
    findings.add(path, `There is no list ${list} with columns to choose. ${advice(list, lists)}`)
    return null
  }
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    findings.add(path, `columns.${list} is a list of names: ["${known.slice(0, 3).join('", "')}"].`)
    return null
  }
  const unknown = value.find((name) => !known.includes(name))
  const twice = value.find((name, index) => value.indexOf(name) !== index)
  if (unknown !== undefined) findings.add(path, `${list} has no column ${unknown}. ${advice(unknown, known)}`)
  else if (twice !== undefined) findings.add(path, `${twice} is there twice. Take one away.`)
  else if (value.length === 0) findings.add(path, `No column is left. Name one, or take the line away.`)
  else return value
  return null
}

export const checkColumns = (
  table: Table,
  findings: Findings
): Readonly<Record<string, ReadonlyArray<string>>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([list, value]) => {
      const columns = columnsOf(list, value, findings)
      return columns === null ? [] : [[list, columns] as const]
    })
  )

type Told = (key: string, message: string) => void

const textOf = (value: Table, key: keyof typeof longest, told: Told): string | null => {
  const text = value[key] ?? ""
  if (typeof text !== "string") told(key, `${key} is text, in quotes.`)
  else if (text.length > longest[key])
    told(key, `${key} is longer than ${longest[key]} characters. Shorten it.`)
  else return text
  return null
}

const viewOf = (value: unknown, told: Told): SavedView | null => {
  if (!isTable(value)) {
    told("", "A view has a name and a query.")
    return null
  }
  for (const key of Object.keys(value))
    if (!(key in longest)) told(key, `A view has no ${key}. ${advice(key, Object.keys(longest))}`)
  const [name, query, sort] = [
    textOf(value, "name", told),
    textOf(value, "query", told),
    textOf(value, "sort", told)
  ]
  if (name === "") told("", 'The view has no name. Add name = "..." to it.')
  return name === null || name === "" || query === null || sort === null ? null : { name, query, sort }
}

const viewsOf = (list: string, value: unknown, findings: Findings): ReadonlyArray<SavedView> => {
  if (!Array.isArray(value)) {
    findings.add(["views", list], `Each view has a part of its own: [[views.${list}]].`)
    return []
  }
  if (value.length > mostViews)
    findings.add(["views", list], `${value.length} views are too many; the first ${mostViews} are used.`)
  const views = value.slice(0, mostViews).flatMap((one, index) => {
    const told: Told = (key, message) =>
      findings.add(["views", list, ...(key === "" ? [] : [key])], message, index)
    const view = viewOf(one, told)
    return view === null ? [] : [{ view, index }]
  })
  return views.flatMap(({ view, index }, at) => {
    if (views.findIndex((other) => other.view.name === view.name) === at) return [view]
    findings.add(["views", list, "name"], `Two views have the name ${view.name}. Rename one.`, index)
    return []
  })
}

export const checkViews = (
  table: Table,
  findings: Findings
): Readonly<Record<string, ReadonlyArray<SavedView>>> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([list, value]) => {
      if (list in listColumns) return [[list, viewsOf(list, value, findings)] as const]
      findings.add(["views", list], `There is no list ${list}. ${advice(list, Object.keys(listColumns))}`)
      return []
    })
  )
