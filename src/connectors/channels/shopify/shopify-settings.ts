import * as Effect from "effect/Effect"
import type { SalesChannel } from "../../../domain/model/sales-channel.ts"
import { ChannelFailure } from "../../../domain/ports/failure.ts"
import { foreignText } from "../../foreign-text.ts"
import { isLoopback } from "../../loopback.ts"
import { demandSetting } from "../channel-http.ts"

/** One version of the Admin API, pinned: what is asked and what is decoded are checked against its schema in a test. */
export const apiVersion = "2026-10"

/** How far back orders can be read by an app without the scope read_all_orders. */
export const reachBackDays = 60

const shopName = /^[a-z0-9][a-z0-9-]{0,99}\.myshopify\.com$/

const misconfigured = (message: string): ChannelFailure =>
  new ChannelFailure({ reason: "Misconfigured", message })

export const settingOf = (channel: SalesChannel, name: string): string =>
  (channel.settings[name] ?? "").trim()

/**
 * Where the shop answers. The token travels there, so it is a name below myshopify.com and nothing else; a sandbox channel may
 * name a program on this machine instead.
 */
export const originOf = Effect.fn("shopify.origin")(function* (channel: SalesChannel) {
  const given = yield* demandSetting(
    channel,
    "shop",
    "the shop's own name at Shopify, as my-shop.myshopify.com."
  )
  const name = given
    .toLowerCase()
    .replace(/^https:\/\//, "")
    .replace(/\/+$/, "")
  if (shopName.test(name)) return `https://${name}`
  const url = URL.canParse(given) ? new URL(given) : null
  if (url !== null && channel.environment === "sandbox" && isLoopback(url.hostname)) return url.origin
  return yield* misconfigured(
    `"${foreignText(given)}" is not a shop's own name at Shopify. Write it as my-shop.myshopify.com; Shopify shows it under Settings, Domains.`
  )
})

/** The locations that this channel speaks for, as a person wrote them: names or ids. Empty: every one that a merchant runs. */
export const locationsOf = (channel: SalesChannel): ReadonlyArray<string> =>
  settingOf(channel, "location")
    .split(/[,;\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== "")

const idDigits = (text: string): string | null =>
  /^(?:gid:\/\/shopify\/Location\/)?(\d+)$/.exec(text)?.[1] ?? null

/** Whether a location is one of those that a person wrote down. */
export const isLocation = (
  wanted: ReadonlyArray<string>,
  location: { readonly id: string | null; readonly name: string }
): boolean => {
  const digits = location.id === null ? null : idDigits(location.id)
  const name = location.name.trim().toLowerCase()
  return wanted.some((one) => one.toLowerCase() === name || (digits !== null && idDigits(one) === digits))
}

const yes = new Set(["yes", "true", "on", "1", "granted", "all"])

/** Whether the app was granted read_all_orders, by the channel's own setting. */
export const readsAllOrders = (channel: SalesChannel): boolean =>
  yes.has(settingOf(channel, "allOrders").toLowerCase())
