import * as Effect from "effect/Effect"
import type { FeedState } from "../../domain/model/feed-guard.ts"
import { settleFeed } from "../../domain/operations/settle-feed.ts"
import { showFeed } from "../../domain/operations/show-feed.ts"
import { type Feed, type FeedContent, FeedStore } from "../../domain/ports/feed-store.ts"
import { answer, type Block, listOr, table } from "../answer.ts"
import type { Run } from "../command-row.ts"
import { argument, number, text } from "../input.ts"
import { moment } from "../moment.ts"
import { countOf } from "../wording.ts"

const columns = [
  ">id",
  "supplier",
  "file",
  "as of",
  "received",
  ">lines",
  ">skus",
  ">pieces",
  ">unknown",
  "state"
]

export const feeds: Run = (input) =>
  Effect.gen(function* () {
    const state = (text(input, "state") ?? null) as FeedState | null
    const limit = number(input, "limit") ?? 50
    const given = text(input, "after")
    const before = given === undefined ? null : Number(given)
    const found = yield* (yield* FeedStore).list(state, before, limit)
    const after = found.length === limit ? (found.at(-1)?.id ?? null) : null
    const rows = found.map((f) => [
      String(f.id),
      f.supplier,
      f.file,
      moment(f.asOf),
      moment(f.receivedAt),
      String(f.lines),
      String(f.skus),
      String(f.pieces),
      String(f.unknown),
      f.state
    ])
    const empty = state === null && before === null ? "No supplier sent an inventory file yet." : "No feed."
    return answer({ feeds: found, after }, [
      ...listOr(empty, table(columns, rows)),
      ...(after === null ? [] : [`More: the same command with --after ${after}`])
    ])
  })

const idOf = (given: string): number => Number(given)
const mostUnknown = 20

const unknownText = ({ unknown, unknownSkus }: FeedContent): ReadonlyArray<Block> =>
  unknown === 0
    ? []
    : [
        `${countOf(unknown, "SKU")} that the supplier does not offer us: ${unknownSkus.slice(0, mostUnknown).join(", ")}${unknown > mostUnknown ? " ..." : ""}`
      ]

const usedText = ({ changed, missing }: Feed): ReadonlyArray<Block> =>
  changed === null
    ? []
    : [
        `It changed ${countOf(changed, "level")}${missing === null || missing === 0 ? "" : `; ${countOf(missing, "level")} of before it did not name any more`}.`
      ]

export const showOne: Run = (input) =>
  Effect.gen(function* () {
    const page = { skip: number(input, "skip") ?? 0, limit: number(input, "limit") ?? 50 }
    const { feed, changes, differences, drop } = yield* showFeed(idOf(argument(input, "feed")), page)
    const more = differences - page.skip - changes.length
    const compared = table(
      ["sku", "warehouse", ">before", ">after"],
      changes.map((c) => [c.sku, c.warehouse || "-", String(c.before ?? "-"), String(c.after ?? "-")])
    )
    return answer({ feed, drop, changes, differences }, [
      `Feed ${feed.id} of ${feed.supplier}: ${feed.file}, as of ${moment(feed.asOf)}, ${feed.state}`,
      `${countOf(feed.lines, "line")}, ${countOf(feed.skus, "SKU")}, ${countOf(feed.pieces, "piece")}`,
      ...usedText(feed),
      ...(drop === null ? [] : [`Beside the last used one: ${drop}.`]),
      ...unknownText(feed),
      ...(feed.state === "held" ? listOr("It says the same as is known.", compared) : []),
      ...(more > 0 ? [`${more} more: --skip ${page.skip + changes.length}`] : []),
      ...(feed.state === "held"
        ? [`switchyard inventory feeds accept ${feed.id} lets it in, reject leaves what is known.`]
        : [])
    ])
  })

const settle =
  (accepted: boolean): Run =>
  (input) =>
    Effect.gen(function* () {
      const { feed, changed } = yield* settleFeed(
        idOf(argument(input, "feed")),
        accepted,
        text(input, "reason") ?? ""
      )
      const state = accepted ? "taken" : "rejected"
      return answer({ done: true, feed: feed.id, supplier: feed.supplier, state, changed }, [
        accepted
          ? `Let in: ${feed.file} of ${feed.supplier} counts now; ${countOf(changed, "level")} changed.`
          : `Not let in: ${feed.file} of ${feed.supplier}. What was known before stays.`
      ])
    })

export const accept: Run = settle(true)
export const reject: Run = settle(false)
