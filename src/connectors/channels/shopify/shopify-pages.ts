import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import type { ChannelError } from "../../../domain/ports/sales-channels.ts"
import { type Fields, malformed } from "./shopify-answer.ts"
import { PageInfo } from "./shopify-nodes.ts"
import type { Answer, Ask, Document } from "./shopify-session.ts"

/** A page whose nodes are read one by one, because one that is broken must not take the others with it. */
export const RawPage = Schema.Struct({ nodes: Schema.Array(Schema.Unknown), pageInfo: PageInfo })
export type RawPage = typeof RawPage.Type

const decodeRawPage = Schema.decodeUnknownEffect(RawPage)

export const rawPage = (data: Fields, field: string, what: string) =>
  decodeRawPage(data[field]).pipe(Effect.mapError(() => malformed(what)))

/** No list of one order is longer; a server that always says "more" must not hold a worker for ever. */
const mostPages = 200

interface Page<A> {
  readonly nodes: ReadonlyArray<A>
  readonly pageInfo: typeof PageInfo.Type
}

/** The nodes of a page and of all pages behind it. Most often there is none behind, and nothing is asked. */
export const allNodes = Effect.fn("shopify.allNodes")(function* <A>(
  first: Page<A>,
  what: string,
  next: (after: string) => Effect.Effect<Page<A>, ChannelError>
) {
  if (!first.pageInfo.hasNextPage) return first.nodes
  const nodes = [...first.nodes]
  let page = first
  for (let pages = 1; page.pageInfo.hasNextPage; pages++) {
    const after = page.pageInfo.endCursor
    if (after === null || pages > mostPages) return yield* malformed(what)
    page = yield* next(after)
    nodes.push(...page.nodes)
  }
  return nodes
})

/** A list that is read whole, as one page without more behind it. */
export const whole = <A>(nodes: ReadonlyArray<A>): Page<A> => ({
  nodes,
  pageInfo: { hasNextPage: false, endCursor: null }
})

/**
 * Asks for as many at once as Shopify lets one request cost, and remembers how many that were: what a page costs is Shopify's
 * own reckoning, and may change with its version.
 */
export const makeSized = (ask: Ask, most: number) => {
  const sizes = new Map<string, number>()
  return Effect.fn("shopify.sized")(function* (
    channel: SalesChannel,
    document: Document,
    variables: (size: number) => Fields
  ) {
    for (;;) {
      const size = sizes.get(document.text) ?? most
      const said = yield* ask.within(channel, document, variables(size))
      if (said.failure === null) return said as Answer
      if (!said.isTooCostly || size === 1) return yield* said.failure
      sizes.set(document.text, Math.max(1, Math.floor(size / 2)))
    }
  })
}
export type Sized = ReturnType<typeof makeSized>
