import * as Effect from "effect/Effect"
import type { FeedState } from "../../domain/model/feed-guard.ts"
import { settleFeed } from "../../domain/operations/settle-feed.ts"
import { showFeed } from "../../domain/operations/show-feed.ts"
import { FeedStore } from "../../domain/ports/feed-store.ts"
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

const unknownText = (skus: ReadonlyArray<string>): ReadonlyArray<Block> =>
  skus.length === 0
    ? []
    : [
        `${countOf(skus.length, "SKU")} that the supplier does not offer us: ${skus.slice(0, mostUnknown).join(", ")}${skus.length > mostUnknown ? " ..." : ""}`
      ]

export const showOne: Run = (input) =>
  Effect.gen(function* () {
    const { feed, changes, drop } = yield* showFeed(idOf(argument(input, "feed")))
    const limit = number(input, "limit") ?? 50
    const shown = changes.slice(0, limit)
    const { rows: _rows, ...told } = feed
    const differences = table(
      ["sku", "warehouse", ">before", ">after"],
      shown.map((c) => [c.sku, c.warehouse || "-", String(c.before ?? "-"), String(c.after ?? "-")])
    )
    return answer({ feed: told, drop, changes: shown, differences: changes.length }, [
      `Feed ${feed.id} of ${feed.supplier}: ${feed.file}, as of ${moment(feed.asOf)}, ${feed.state}`,
      `${countOf(feed.lines, "line")}, ${countOf(feed.skus, "SKU")}, ${countOf(feed.pieces, "piece")}`,
      ...(drop === null ? [] : [`Beside the last used one: ${drop}.`]),
      ...unknownText(feed.unknownSkus),
      ...listOr("It says the same as the last used one.", differences),
      ...(changes.length > shown.length ? [`${changes.length - shown.length} more: --limit`] : []),
      ...(feed.state === "held"
        ? [`switchyard inventory feeds accept ${feed.id} lets it in, reject leaves what is known.`]
        : [])
    ])
  })

const settle =
  (accepted: boolean): Run =>
  (input) =>
    Effect.gen(function* () {
      const { feed, products } = yield* settleFeed(idOf(argument(input, "feed")), accepted)
      const state = accepted ? "taken" : "rejected"
      return answer({ done: true, feed: feed.id, supplier: feed.supplier, state, products }, [
        accepted
          ? `Let in: ${feed.file} of ${feed.supplier} counts now for ${countOf(products, "product")}.`
          : `Not let in: ${feed.file} of ${feed.supplier}. What was known before stays.`
      ])
    })

export const accept: Run = settle(true)
export const reject: Run = settle(false)
