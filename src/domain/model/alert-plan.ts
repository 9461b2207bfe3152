import type { AlertId, AlertPageId, AlertUrgency, RouteKind, TellingKind } from "./alert.ts"

/** `channel:3` is a channel's own address, `route:5` a route of the installation. */
export type RouteKey = string

/** A cause as far as telling it is concerned. */
export interface PlannedCause {
  readonly alertId: AlertId
  readonly urgency: AlertUrgency
  readonly channelId: number | null
  readonly pageId: AlertPageId | null
  readonly gone: boolean
  readonly goneAt: Date | null
  /** Who heard that it came, and who heard that it went. */
  readonly told: ReadonlyArray<RouteKey>
  readonly toldGone: ReadonlyArray<RouteKey>
}

export interface PlannedRoute {
  readonly key: RouteKey
  readonly kind: RouteKind | "channel"
  readonly since: Date
  /** When a digest was last written for it. */
  readonly digestAt: Date | null
  /** Something is still on its way to it: what comes up meanwhile goes with the next. */
  readonly busy: boolean
}

export interface PlannedPage {
  readonly id: AlertPageId
  readonly openedAt: Date
  /** Since when none of its causes is left. */
  readonly quietSince: Date | null
  readonly closedAt: Date | null
}

export interface Outline {
  readonly causes: ReadonlyArray<PlannedCause>
  readonly routes: ReadonlyArray<PlannedRoute>
  /** The open page and those that were opened lately; newest first. */
  readonly pages: ReadonlyArray<PlannedPage>
}

export interface NewTelling {
  readonly route: RouteKey
  readonly kind: TellingKind
  readonly page: "none" | "open" | AlertPageId
  readonly causes: ReadonlyArray<{ readonly alertId: AlertId; readonly gone: boolean }>
}

export interface PagePlan {
  /** Urgent causes that join the open page, or open one. */
  readonly joins: ReadonlyArray<AlertId>
  readonly open: boolean
  readonly quiet: "since now" | "not quiet" | "as it is"
  readonly close: AlertPageId | null
}

export interface AlertPlan {
  readonly page: PagePlan
  readonly tellings: ReadonlyArray<NewTelling>
}

/** What is not urgent is gathered for this long before the next message. */
export const digestEveryMs = 30 * 60_000
/** A page ends when all of its causes have been gone for this long: what comes back within it wakes nobody again. */
export const lingerMs = 30 * 60_000
/** However much goes wrong in a night, this many pages: the last of them stays open, and what comes up later joins it. */
export const nightMs = 12 * 3_600_000
export const mostPagesANight = 2

const openPage = (outline: Outline): PlannedPage | null =>
  outline.pages.find((p) => p.closedAt === null) ?? null

/** When this page may end at the earliest. */
const heldUntil = (page: PlannedPage, outline: Outline): number => {
  const night = outline.pages.filter((p) => page.openedAt.getTime() - p.openedAt.getTime() < nightMs)
  if (night.length < mostPagesANight) return 0
  return Math.min(...night.map((p) => p.openedAt.getTime())) + nightMs
}

const mayClose = (page: PlannedPage, outline: Outline, at: Date): boolean =>
  page.quietSince !== null &&
  at.getTime() - page.quietSince.getTime() >= lingerMs &&
  at.getTime() >= heldUntil(page, outline)

/** Pages are for routes that wake somebody; without one there are none. */
const planPage = (outline: Outline, at: Date): PagePlan => {
  const pages = outline.routes.some((r) => r.kind === "pagerduty")
  const open = openPage(outline)
  const urgent = outline.causes.filter((c) => c.urgency === "page" && !c.gone)
  const joins = pages ? urgent.filter((c) => c.pageId === null).map((c) => c.alertId) : []
  const within = open === null ? [] : urgent.filter((c) => c.pageId === open.id)
  const still = joins.length + within.length > 0
  if (open === null) return { joins, open: joins.length > 0, quiet: "as it is", close: null }
  if (still)
    return { joins, open: false, quiet: open.quietSince === null ? "as it is" : "not quiet", close: null }
  if (open.quietSince === null) return { joins, open: false, quiet: "since now", close: null }
  return { joins, open: false, quiet: "as it is", close: mayClose(open, outline, at) ? open.id : null }
}

const said = (c: PlannedCause) => ({ alertId: c.alertId, gone: c.gone })

/** One mail per cause, to the address of its channel (decisions A5). What went before it was mailed is not mailed. */
const channelMails = (route: PlannedRoute, causes: ReadonlyArray<PlannedCause>): ReadonlyArray<NewTelling> =>
  causes
    .filter((c) => `channel:${c.channelId}` === route.key && !c.gone && !c.told.includes(route.key))
    .map((c) => ({ route: route.key, kind: "mail", page: "none", causes: [said(c)] }))

/** News for a route: what it has not heard of, and for a machine also what went. Nothing from before there was the route. */
const newsFor = (route: PlannedRoute, causes: ReadonlyArray<PlannedCause>): ReadonlyArray<PlannedCause> =>
  causes.filter((c) => {
    if (c.goneAt !== null && c.goneAt < route.since) return false
    if (!c.told.includes(route.key)) return true
    return route.kind === "webhook" && c.gone && !c.toldGone.includes(route.key)
  })

const digest = (
  route: PlannedRoute,
  causes: ReadonlyArray<PlannedCause>,
  at: Date
): ReadonlyArray<NewTelling> => {
  const news = newsFor(route, causes)
  const hurry = news.some((c) => c.urgency === "page" && !c.gone)
  const due = route.digestAt === null || at.getTime() - route.digestAt.getTime() >= digestEveryMs
  if (news.length === 0 || !(hurry || due)) return []
  return [{ route: route.key, kind: "digest", page: "none", causes: news.map(said) }]
}

/** All of the page's causes are named each time, so that the last message is the whole story. */
const wake = (route: PlannedRoute, outline: Outline, plan: PagePlan): ReadonlyArray<NewTelling> => {
  const open = openPage(outline)
  const joins = new Set(plan.joins)
  const members = outline.causes.filter(
    (c) => joins.has(c.alertId) || (open !== null && c.pageId === open.id)
  )
  if (plan.close !== null) {
    const heard = members.filter((c) => c.told.includes(route.key))
    if (heard.length === 0) return []
    return [{ route: route.key, kind: "resolve", page: plan.close, causes: heard.map(said) }]
  }
  if (!members.some((c) => !c.gone && !c.told.includes(route.key))) return []
  return [
    { route: route.key, kind: "page", page: open === null ? "open" : open.id, causes: members.map(said) }
  ]
}

/** What is to be told to whom now. The same outline gives the same plan; what was planned before is in the outline. */
export const planAlerts = (outline: Outline, at: Date): AlertPlan => {
  const page = planPage(outline, at)
  const tellings = outline.routes.flatMap((route): ReadonlyArray<NewTelling> => {
    if (route.kind === "channel") return channelMails(route, outline.causes)
    // That a page has ended is written down at once, however long the route is away: there is no later moment for it.
    const ends = route.kind === "pagerduty" && page.close !== null
    if (route.busy && !ends) return []
    return route.kind === "pagerduty" ? wake(route, outline, page) : digest(route, outline.causes, at)
  })
  return { page, tellings }
}
