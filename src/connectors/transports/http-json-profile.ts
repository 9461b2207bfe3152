import * as Effect from "effect/Effect"
import type { Supplier } from "../../domain/model/supplier.ts"
import { TransportFailure } from "../../domain/ports/failure.ts"
import { isRecord, type JsonPath, jsonPath } from "../files/json-path.ts"
import { foreignText } from "../foreign-text.ts"
import { isLoopback } from "../loopback.ts"
import { type MessageKind, messageKinds, messageTemplate } from "./http-json-messages.ts"
import { inventoryColumns, inventoryPlan } from "./inventory-csv.ts"
import { bodyTemplate, ProfileFault, settingJson } from "./json-template.ts"
import { columns } from "./shipment-csv.ts"

export type HttpAuth =
  | { readonly _tag: "None" }
  | { readonly _tag: "ApiKey"; readonly header: string }
  | { readonly _tag: "Basic"; readonly user: string }
  | {
      readonly _tag: "OAuth"
      readonly tokenUrl: string
      readonly clientId: string
      readonly scope: string
    }

/** How one supplier's API is spoken to: settings, checked. */
/** A call that follows an order: cancel, change, authorize. */
export interface MessageCall {
  readonly path: string
  readonly method: string
  /** How an earlier one is recognized: the place holds one of the values. null: nobody can tell. */
  readonly lookUp: {
    readonly path: string
    readonly field: JsonPath
    readonly values: ReadonlySet<string>
  } | null
}

/** A list of the API, read page by page. */
export interface ListProfile {
  /** The setting that holds the path, for messages: shipmentsPath, inventoryPath. */
  readonly list: "shipments" | "inventory"
  readonly path: string
  readonly rows: JsonPath
  readonly fields: ReadonlyMap<string, JsonPath>
  /** Where a page names the next one. */
  readonly next: JsonPath | null
  /** Where a page says how many there are, which are asked for by number. */
  readonly pages: JsonPath | null
  readonly pageParameter: string
}

export interface HttpJsonProfile {
  readonly url: string
  readonly orderPath: string
  readonly orderMethod: string
  readonly headers: Readonly<Record<string, string>>
  readonly orderId: JsonPath
  readonly idempotencyHeader: string
  readonly auth: HttpAuth
  readonly lookUp: {
    readonly path: string
    readonly found: JsonPath
    /** Null: its silence about an order proves nothing, ever. */
    readonly completeAfterMs: number | null
  } | null
  readonly shipments: ListProfile | null
  readonly inventory: ListProfile | null
  readonly messages: Readonly<Partial<Record<MessageKind, MessageCall>>>
}

type Settings = Readonly<Record<string, string>>

const headerName = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/
const headerValue = /^[\x20-\x7e]*$/
/** These are ours, or would change where the body ends. */
const ownHeaders = new Set(["content-length", "transfer-encoding", "connection", "host", "expect", "upgrade"])

const textOf = (settings: Settings, name: string): string => (settings[name] ?? "").trim()

const demanded = (settings: Settings, name: string): string => {
  const text = textOf(settings, name)
  if (text === "") throw new ProfileFault(`Settings are missing: ${name}.`)
  return text
}

const addressOf = (settings: Settings, name: string): string => {
  const text = demanded(settings, name)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new ProfileFault(`${name}: "${foreignText(text)}" is not an address. Write https://...`)
  if (url.username !== "" || url.password !== "")
    throw new ProfileFault(`${name} holds a name or password. Use auth and a secret instead.`)
  if (url.search !== "" || url.hash !== "") throw new ProfileFault(`${name} ends before ? and #.`)
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new ProfileFault(`${name}: ${url.origin} is not encrypted. Write https://...`)
  return text.replace(/\/+$/, "")
}

const pathOf = (settings: Settings, name: string): string => {
  const text = demanded(settings, name)
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(text) || text.includes("#"))
    throw new ProfileFault(`${name}: "${foreignText(text)}" is no path. It begins with one /.`)
  const other = text.replaceAll("{{po_number}}", "").replaceAll("{{supplier_order}}", "")
  if (/[{}]/.test(other))
    throw new ProfileFault(`${name}: the only placeholders here are {{po_number}} and {{supplier_order}}.`)
  return text
}

const placeOf = (name: string, text: string): JsonPath => {
  const path = jsonPath(text)
  if (path === null)
    throw new ProfileFault(`${name}: "${foreignText(text)}" is no place like order.id or orders[].po.`)
  return path
}

const headerOf = (setting: string, name: string): string => {
  if (!headerName.test(name) || ownHeaders.has(name.toLowerCase()))
    throw new ProfileFault(`${setting}: "${foreignText(name)}" cannot be a header of yours.`)
  return name
}

const headersOf = (settings: Settings): Readonly<Record<string, string>> => {
  const text = textOf(settings, "headers")
  const json = text === "" ? {} : settingJson("headers", text)
  if (!isRecord(json)) throw new ProfileFault('headers is an object like {"X-Partner": "12"}.')
  const entries = Object.entries(json).map(([name, value]): [string, string] => {
    if (typeof value !== "string" || !headerValue.test(value))
      throw new ProfileFault(`headers: the value of ${foreignText(name)} is not plain text.`)
    return [headerOf("headers", name), value]
  })
  return Object.fromEntries(entries)
}

const authOf = (settings: Settings, url: string): HttpAuth => {
  const auth = textOf(settings, "auth") || "none"
  if (auth === "api-key")
    return {
      _tag: "ApiKey",
      header: headerOf("apiKeyHeader", textOf(settings, "apiKeyHeader") || "X-Api-Key")
    }
  if (auth === "basic") return { _tag: "Basic", user: demanded(settings, "user") }
  if (auth === "oauth")
    return {
      _tag: "OAuth",
      tokenUrl: addressOf(settings, "tokenUrl"),
      clientId: demanded(settings, "clientId"),
      scope: textOf(settings, "scope")
    }
  if (auth !== "none")
    throw new ProfileFault(`auth "${foreignText(auth)}" is not one of none, api-key, basic, oauth.`)
  if (!isLoopback(new URL(url).hostname))
    throw new ProfileFault("auth none is for this machine only. Use api-key, basic or oauth.")
  return { _tag: "None" }
}

const lookUpOf = (settings: Settings): HttpJsonProfile["lookUp"] => {
  if (textOf(settings, "lookUpPath") === "") return null
  const path = pathOf(settings, "lookUpPath")
  if (!path.includes("{{po_number}}"))
    throw new ProfileFault("lookUpPath does not ask for {{po_number}}, so no answer would prove anything.")
  const seconds = textOf(settings, "lookUpCompleteAfterSeconds")
  if (!/^\d{0,5}$/.test(seconds))
    throw new ProfileFault("lookUpCompleteAfterSeconds is a whole number of seconds.")
  return {
    path,
    found: placeOf("lookUpFound", demanded(settings, "lookUpFound")),
    completeAfterMs: seconds === "" ? null : Number(seconds) * 1000
  }
}

interface ListPlan {
  readonly list: ListProfile["list"]
  readonly columns: ReadonlyArray<string>
  readonly required: ReadonlyArray<string>
}

const shipmentList: ListPlan = {
  list: "shipments",
  columns,
  required: ["po_number", "qty", "tracking", "ship_date"]
}
const inventoryList: ListPlan = {
  list: "inventory",
  columns: inventoryColumns,
  required: inventoryPlan.required
}

const listOf = (settings: Settings, plan: ListPlan): ListProfile | null => {
  const { list } = plan
  if (textOf(settings, `${list}Path`) === "") return null
  const path = pathOf(settings, `${list}Path`)
  const rows = demanded(settings, `${list}Rows`)
  if (!rows.endsWith("[]")) throw new ProfileFault(`${list}Rows names a list: it ends in [].`)
  const json = settingJson(`${list}Fields`, demanded(settings, `${list}Fields`))
  if (!isRecord(json)) throw new ProfileFault(`${list}Fields is an object of our names and theirs.`)
  const fields = new Map<string, JsonPath>()
  for (const [name, place] of Object.entries(json)) {
    if (!plan.columns.some((column) => column === name))
      throw new ProfileFault(`${list}Fields: no ${foreignText(name)}. There are: ${plan.columns.join(", ")}.`)
    fields.set(name, placeOf(`${list}Fields.${name}`, typeof place === "string" ? place : "[["))
  }
  const missing = plan.required.filter((name) => !fields.has(name))
  if (missing.length > 0) throw new ProfileFault(`${list}Fields lacks ${missing.join(", ")}.`)
  const next = textOf(settings, `${list}Next`)
  const pages = textOf(settings, `${list}Pages`)
  if (next !== "" && pages !== "")
    throw new ProfileFault(
      `${list}Next is for pages that name the next one, ${list}Pages for numbered ones: set one of them.`
    )
  const parameter = textOf(settings, `${list}PageParameter`)
  if (!/^[\w.[\]-]{0,40}$/.test(parameter))
    throw new ProfileFault(`${list}PageParameter is the name of one parameter, as page.`)
  return {
    list,
    path,
    rows: placeOf(`${list}Rows`, rows),
    fields,
    next: next === "" ? null : placeOf(`${list}Next`, next),
    pages: pages === "" ? null : placeOf(`${list}Pages`, pages),
    pageParameter: parameter || "page"
  }
}

const methodOf = (settings: Settings, name: string): string => {
  const method = textOf(settings, name).toUpperCase() || "POST"
  if (!["POST", "PUT", "PATCH", "DELETE"].includes(method))
    throw new ProfileFault(`${name} "${foreignText(method)}" is not POST, PUT, PATCH or DELETE.`)
  return method
}

const messageLookUpOf = (settings: Settings, kind: MessageKind): MessageCall["lookUp"] => {
  if (textOf(settings, `${kind}LookUpPath`) === "") return null
  const path = pathOf(settings, `${kind}LookUpPath`)
  if (!/\{\{(po_number|supplier_order)\}\}/.test(path))
    throw new ProfileFault(
      `${kind}LookUpPath does not name the purchase order, so no answer would prove anything.`
    )
  const values = demanded(settings, `${kind}LookUpValues`)
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "")
  const field = placeOf(`${kind}LookUpField`, demanded(settings, `${kind}LookUpField`))
  return { path, field, values: new Set(values) }
}

const messagesOf = (settings: Settings): HttpJsonProfile["messages"] => {
  const calls: Partial<Record<MessageKind, MessageCall>> = {}
  for (const kind of messageKinds) {
    if (textOf(settings, `${kind}Path`) === "") continue
    messageTemplate(kind, settings[`${kind}Body`] ?? "")
    calls[kind] = {
      path: pathOf(settings, `${kind}Path`),
      method: methodOf(settings, `${kind}Method`),
      lookUp: messageLookUpOf(settings, kind)
    }
  }
  return calls
}

/** Throws a ProfileFault that names the setting. */
const profileOf = (settings: Settings): HttpJsonProfile => {
  const url = addressOf(settings, "url")
  bodyTemplate(settings.body ?? "")
  const orderMethod = textOf(settings, "orderMethod").toUpperCase() || "POST"
  if (!["POST", "PUT"].includes(orderMethod))
    throw new ProfileFault(`orderMethod "${foreignText(orderMethod)}" is not POST or PUT.`)
  const idempotencyHeader = textOf(settings, "idempotencyHeader")
  return {
    url,
    orderPath: pathOf(settings, "orderPath"),
    orderMethod,
    headers: headersOf(settings),
    orderId: placeOf("orderIdField", demanded(settings, "orderIdField")),
    idempotencyHeader: idempotencyHeader && headerOf("idempotencyHeader", idempotencyHeader),
    auth: authOf(settings, url),
    lookUp: lookUpOf(settings),
    shipments: listOf(settings, shipmentList),
    inventory: listOf(settings, inventoryList),
    messages: messagesOf(settings)
  }
}

/** What keeps the settings from working, for set-up; null: nothing. */
export const profileFault = (settings: Settings): string | null => {
  try {
    profileOf(settings)
    return null
  } catch (cause) {
    if (cause instanceof ProfileFault) return cause.message
    throw cause
  }
}

export const httpJsonProfile = (supplier: Supplier): Effect.Effect<HttpJsonProfile, TransportFailure> =>
  Effect.suspend(() => {
    const fault = profileFault(supplier.settings)
    if (fault === null) return Effect.succeed(profileOf(supplier.settings))
    return new TransportFailure({ reason: "Misconfigured", message: `${supplier.name}: ${fault}` })
  })

export const addressFor = (
  profile: HttpJsonProfile,
  path: string,
  number: string,
  supplierOrder = ""
): string =>
  `${profile.url}${path
    .replaceAll("{{po_number}}", () => encodeURIComponent(number))
    .replaceAll("{{supplier_order}}", () => encodeURIComponent(supplierOrder))}`
