import { holdKinds } from "../../../domain/model/hold.ts"
import { formatSum } from "../../../domain/model/money.ts"
import { causeId, causeWhat, fixOf, type WaitingCause } from "../../../domain/model/waiting-cause.ts"
import { age } from "../../age.ts"
import { columnList, type TextColumn } from "../../components/column-list.ts"
import type { RowList } from "../../components/row-list.ts"
import { fittingNumber } from "../../fitting-number.ts"
import type { Desk } from "../../screen.ts"

const grouped = (n: number): string => n.toLocaleString("en-US")

const fixWord = (cause: WaitingCause): string => (fixOf(cause) === "each" ? "one by one" : "once for all")

const columns: ReadonlyArray<TextColumn<WaitingCause>> = [
  {
    title: "ORDERS",
    width: () => 6,
    text: ({ orders }) => fittingNumber(orders, 6),
    role: () => "need",
    align: "right"
  },
  { title: "OLDEST", width: () => 6, text: ({ oldestAt }, now) => age(oldestAt, now), align: "right" },
  {
    title: "MONEY",
    width: (room) => (room >= 100 ? 16 : 11),
    text: ({ totals }) => formatSum(totals),
    align: "right"
  },
  {
    title: "WAIT FOR",
    width: (room) => (room >= 100 ? 18 : 14),
    text: ({ kind }) => holdKinds[kind].label,
    role: () => "need"
  },
  { title: "WHAT", width: (room) => Math.max(20, room - (room >= 100 ? 76 : 42)), text: causeWhat },
  {
    title: "FIX",
    width: (room) => (room >= 100 ? 12 : 0),
    text: fixWord,
    role: (cause) => (fixOf(cause) === "each" ? "dim" : "ready")
  },
  {
    title: "ONLY THIS",
    width: (room) => (room >= 100 ? 9 : 0),
    text: ({ alone }) => grouped(alone),
    align: "right"
  }
]

export const causeList = (desk: Desk): RowList<WaitingCause> => columnList(desk, () => columns, causeId)
