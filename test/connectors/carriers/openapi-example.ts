import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(process.env.SWITCHYARD_CONTRACTS ?? "../shared/contracts", "ups")

export const contractsAreHere = existsSync(folder)

interface Node {
  readonly key: string
  readonly value: string
  readonly children: Array<Node>
}

const line = /^(\s*)(?:- )?"?([$\w./{}-]+)"?:\s*(.*)$/
const listed = /^(\s*)- (.+)$/

/**
 * The contract as a tree of keys, by indentation: enough of YAML for schemas, and no more. Lines of prose that look like
 * keys become nodes that nobody asks for.
 */
const readTree = (text: string): Node => {
  const root: Node = { key: "", value: "", children: [] }
  const open: Array<{ readonly depth: number; readonly node: Node }> = [{ depth: -1, node: root }]
  for (const each of text.split(/\r?\n/)) {
    const found = line.exec(each) ?? listed.exec(each)
    if (found === null) continue
    const depth = (found[1] ?? "").length + (/^\s*- /.test(each) && found.length > 3 ? 1 : 0)
    const item = found.length === 3
    const node: Node = {
      key: item ? "-" : (found[2] ?? ""),
      value: ((item ? found[2] : found[3]) ?? "").replace(/^['"]|['"]$/g, ""),
      children: []
    }
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop()
    open.at(-1)?.node.children.push(node)
    open.push({ depth, node })
  }
  return root
}

const at = (node: Node | undefined, ...path: ReadonlyArray<string>): Node | undefined =>
  path.reduce<Node | undefined>((n, key) => n?.children.find((c) => c.key === key), node)

const valueAt = (node: Node | undefined, key: string): string | undefined => at(node, key)?.value

export class Contract {
  readonly #root: Node

  constructor(file: string) {
    this.#root = readTree(readFileSync(join(folder, file), "utf8"))
  }

  /** An answer as its schema describes it, made of the vendor's own examples; "" where there is none. */
  example(schema: string): unknown {
    const found = at(this.#root, "components", "schemas", schema)
    if (found === undefined) throw new Error(`the contract has no schema ${schema}`)
    return this.#exampleOf(found)
  }

  #exampleOf(schema: Node): unknown {
    const reference = valueAt(schema, "$ref")
    if (reference !== undefined) return this.example(reference.replace("#/components/schemas/", ""))
    const type = valueAt(schema, "type")
    const given = at(schema, "example")
    if (type === "object")
      return Object.fromEntries(
        (at(schema, "properties")?.children ?? []).map((p) => [p.key, this.#exampleOf(p)])
      )
    if (type === "array") {
      const many = given?.children.filter((c) => c.key === "-").map((c) => c.value) ?? []
      if (many.length > 0) return many
      const items = at(schema, "items")
      return items === undefined ? [] : [this.#exampleOf(items)]
    }
    const value = given?.value ?? ""
    if (type === "boolean") return value === "true"
    if (type === "integer") return Number(value)
    return value
  }

  /** The headers that a request of this path must have. */
  requiredHeaders(path: string): ReadonlyArray<string> {
    const parameters = at(this.#root, "paths", path, "get", "parameters")?.children ?? []
    // `- name: transId` holds the other keys of its entry, which stand deeper.
    return parameters
      .filter((p) => valueAt(p, "in") === "header" && valueAt(p, "required") === "true")
      .map((p) => p.value)
  }
}
