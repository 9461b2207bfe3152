import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { AmazonCall } from "./amazon-server.ts"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "amazon-sp-api")

export const contractsAreHere = existsSync(folder)

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly enum?: ReadonlyArray<string>
  readonly required?: ReadonlyArray<string>
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
}

interface Parameter extends Schema {
  readonly name: string
  readonly in: "query" | "path" | "body"
  readonly schema?: Schema
}

type Given = Readonly<Record<string, { readonly value?: unknown }>>

interface Answer {
  readonly examples?: Readonly<Record<string, unknown>>
  readonly "x-amzn-api-sandbox"?: {
    readonly static: ReadonlyArray<{
      readonly request: { readonly parameters: Given }
      readonly response: unknown
    }>
  }
}

interface Operation {
  readonly operationId: string
  readonly parameters: ReadonlyArray<Parameter>
  readonly responses: Readonly<Record<string, Answer>>
}

interface Model {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | ReadonlyArray<Parameter>>>>>
  readonly definitions: Readonly<Record<string, Schema>>
}

interface Found {
  readonly model: Model
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The operations that we use, each with the model of Amazon that describes it. */
const used: Readonly<Record<string, ReadonlyArray<string>>> = {
  "orders_2026-01-01.json": ["searchOrders", "getOrder"],
  "ordersV0.json": ["confirmShipment"],
  "listingsItems_2021-08-01.json": ["patchListingsItem", "getListingsItem"]
}

const read = (): ReadonlyArray<Found> =>
  Object.entries(used).flatMap(([file, ids]) => {
    const model = JSON.parse(readFileSync(join(folder, file), "utf8")) as Model
    return Object.entries(model.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) =>
        "operationId" in operation && ids.includes(operation.operationId)
          ? [{ model, method: method.toUpperCase(), path, operation }]
          : []
      )
    )
  })

const found = contractsAreHere ? read() : []

/** One of Amazon's own cases: what its sandbox answers to a request with these parameters. */
export interface SandboxCase {
  readonly name: string
  readonly operationId: string
  readonly status: number
  readonly given: Given
  readonly response: unknown
}

const caseName = (operationId: string, status: string, given: Given): string => {
  const values = Object.entries(given)
    .filter(([name]) => name !== "includedData" && name !== "marketplaceIds")
    .map(([name, { value }]) => {
      if (name !== "body") return String(value)
      return value === undefined ? "any body" : "a body"
    })
  return `${operationId} ${status}: ${values.join(", ")}`
}

export const sandboxCases: ReadonlyArray<SandboxCase> = found.flatMap(({ operation }) =>
  Object.entries(operation.responses).flatMap(([status, answer]) =>
    (answer["x-amzn-api-sandbox"]?.static ?? []).map(({ request, response }, i) => ({
      name: `${caseName(operation.operationId, status, request.parameters)} [${i}]`,
      operationId: operation.operationId,
      status: Number(status),
      given: request.parameters,
      response
    }))
  )
)

/** The examples that stand beside the response schemas. */
export const responseExamples: ReadonlyArray<{ readonly operationId: string; readonly json: unknown }> =
  found.flatMap(({ operation }) =>
    Object.values(operation.responses).flatMap((answer) =>
      Object.values(answer.examples ?? {}).map((json) => ({ operationId: operation.operationId, json }))
    )
  )

const pathValues = (template: string, path: string): Readonly<Record<string, string>> | null => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "")
  const match = new RegExp(`^${template.replace(/\{\w+\}/g, "([^/]+)")}$`).exec(path)
  return match === null
    ? null
    : Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1] ?? "")]))
}

interface Heard {
  readonly found: Found
  readonly values: Readonly<Record<string, unknown>>
}

const hear = (call: AmazonCall): Heard | null => {
  for (const each of found) {
    const inPath = pathValues(each.path, call.path)
    if (each.method !== call.method || inPath === null) continue
    const inQuery = each.operation.parameters
      .filter((p) => p.in === "query" && call.query.has(p.name))
      .map((p) => {
        const text = call.query.get(p.name) ?? ""
        return [p.name, p.type === "array" ? text.split(",") : p.type === "integer" ? Number(text) : text]
      })
    const body = call.body === "" ? {} : { body: JSON.parse(call.body) as unknown }
    return { found: each, values: { ...inPath, ...Object.fromEntries(inQuery), ...body } }
  }
  return null
}

/** The case that a request meets: all its parameters are as the case says. The one that says most wins. */
export const caseOf = (call: AmazonCall): SandboxCase | null => {
  const heard = hear(call)
  if (heard === null) return null
  return (
    sandboxCases
      .filter((c) => c.operationId === heard.found.operation.operationId)
      .filter((c) =>
        Object.entries(c.given).every(
          ([name, { value }]) => value === undefined || isDeepStrictEqual(heard.values[name], value)
        )
      )
      .sort((a, b) => Object.keys(b.given).length - Object.keys(a.given).length)
      // A case without a word of the body stands for any request that no other case means.
      .sort(
        (a, b) =>
          Number("body" in a.given && a.given.body?.value === undefined) -
          Number("body" in b.given && b.given.body?.value === undefined)
      )[0] ?? null
  )
}

const faultsOfValue = (model: Model, schema: Schema, value: unknown, at: string): ReadonlyArray<string> => {
  if (schema.$ref !== undefined)
    return faultsOfValue(model, model.definitions[schema.$ref.split("/").at(-1) ?? ""] ?? {}, value, at)
  if (schema.enum !== undefined && !schema.enum.includes(String(value)))
    return [`${at}: ${String(value)} is none of ${schema.enum.join(", ")}`]
  if (schema.type === "array")
    return Array.isArray(value)
      ? value.flatMap((each, i) => faultsOfValue(model, schema.items ?? {}, each, `${at}.${i}`))
      : [`${at} is no list`]
  if (schema.type === "integer") return Number.isInteger(value) ? [] : [`${at} is no whole number`]
  if (schema.type === "string") {
    if (typeof value !== "string") return [`${at} is no text`]
    return schema.format === "date-time" && Number.isNaN(Date.parse(value)) ? [`${at} is no time`] : []
  }
  if (typeof value !== "object" || value === null) return [`${at} is no object`]
  const { properties } = schema
  const missing = (schema.required ?? [])
    .filter((name) => !(name in value))
    .map((name) => `${at}.${name} is missing`)
  if (properties === undefined) return missing
  return [
    ...missing,
    ...Object.entries(value).flatMap(([name, each]) => {
      const known = properties[name]
      return known === undefined
        ? [`${at}.${name} is not known`]
        : faultsOfValue(model, known, each, `${at}.${name}`)
    })
  ]
}

/** What is wrong with a request of ours by Amazon's model. */
export const faultsOf = (call: AmazonCall): ReadonlyArray<string> => {
  const heard = hear(call)
  if (heard === null) return [`${call.method} ${call.path} is no operation`]
  const { model, operation } = heard.found
  const unknown = [...call.query.keys()].filter(
    (name) => !operation.parameters.some((p) => p.in === "query" && p.name === name)
  )
  return [
    ...unknown.map((name) => `${name} is not known`),
    ...operation.parameters.flatMap((p) => {
      const value = p.in === "body" ? heard.values.body : heard.values[p.name]
      if (value === undefined) return "required" in p && p.required ? [`${p.name} is missing`] : []
      return faultsOfValue(model, p.schema ?? { ...p, required: [] }, value, p.name)
    })
  ]
}
