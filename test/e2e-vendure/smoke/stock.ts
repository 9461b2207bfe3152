import assert from "node:assert/strict"
import { Connector, channelOf } from "../../connectors/channels/vendure-fixture.ts"
import type { GraphqlSession } from "../world/graphql-session.ts"
import type { World } from "../world/world.ts"

const level = (sku: string, quantity: number) => ({ sku, quantity, shown: null })

/** The connector sets and reads stock at a real shop: two locations, a variant that nobody counts, a role that may not. */
export async function smokeStock(
  world: Pick<World, "shop" | "admin" | "manifest">,
  say: (line: string) => void
): Promise<void> {
  const { shop, admin } = world
  await using connector = new Connector({ ...shop.credentials })
  const channel = (settings: Readonly<Record<string, string>> = {}) =>
    channelOf(shop.adminApi, { settings: { url: shop.adminApi, ...settings } })
  const upload = (
    settings: Readonly<Record<string, string>>,
    ...levels: ReadonlyArray<ReturnType<typeof level>>
  ) => connector.run((c) => c.uploadInventory(channel(settings), "smoke", levels))
  const read = (...skus: ReadonlyArray<string>) => connector.run((c) => c.readInventory(channel(), skus))
  const [first, second, third] = world.manifest.catalog.products
  assert(first !== undefined && second !== undefined && third !== undefined)

  for (const line of await connector.run((c) => c.test(channel()))) say(`test: ${line}`)

  const answers = await upload({}, level(first.sku, 41), level(second.sku, 0), level("NOBODY-HAS-IT", 1))
  say(`upload: ${JSON.stringify(answers)}`)
  const tags = new Map(answers.map((a) => [a.sku, a._tag]))
  assert.deepEqual(
    [tags.get(first.sku), tags.get(second.sku), tags.get("NOBODY-HAS-IT")],
    ["Accepted", "Accepted", "Unknown"]
  )
  const back = await read(first.sku, second.sku, "NOBODY-HAS-IT")
  say(`read back: ${JSON.stringify(back)}`)
  assert.deepEqual(
    new Map(back.map((s) => [s.sku, s.quantity])),
    new Map([
      [first.sku, 41],
      [second.sku, 0]
    ])
  )
  say(`the shop's own view: ${JSON.stringify(await ownView(admin, first.variantId))}`)

  const north = await admin.get<{ readonly id: string }>(
    "createStockLocation",
    "mutation($input: CreateStockLocationInput!) { createStockLocation(input: $input) { id } }",
    { input: { name: "North", description: "" } }
  )
  const there = await upload({ stockLocation: north.id }, level(first.sku, 5))
  assert.equal(there[0]?._tag, "Accepted")
  const unsaid = await upload({}, level(first.sku, 6))
  say(`two locations, none chosen: ${JSON.stringify(unsaid)}`)
  assert.equal(unsaid[0]?._tag, "Unknown")
  assert.deepEqual(await read(first.sku), [{ sku: first.sku, quantity: 46 }])
  const nowhere = channel({ stockLocation: "99999" })
  const wrong = await connector.failure((c) => c.uploadInventory(nowhere, "smoke", [level(first.sku, 6)]))
  say(`a location that is not there: ${JSON.stringify(wrong)}`)
  assert.equal(wrong.reason, "Misconfigured")
  for (const line of await connector.run((c) => c.test(channel()))) say(`test: ${line}`)

  await admin.get(
    "updateProductVariants",
    "mutation($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }",
    { input: [{ id: third.variantId, trackInventory: "FALSE" }] }
  )
  const free = await upload({}, level(third.sku, 6))
  say(`not counted: ${JSON.stringify(free)}`)
  assert.equal(free[0]?._tag, "Unknown")
  await smokeRole(world, say)
}

async function smokeRole(
  { shop, admin }: Pick<World, "shop" | "admin">,
  say: (line: string) => void
): Promise<void> {
  const role = await admin.get<{ readonly id: string }>(
    "createRole",
    "mutation($input: CreateRoleInput!) { createRole(input: $input) { id } }",
    { input: { code: "reader", description: "reads orders", permissions: ["ReadOrder", "ReadCatalog"] } }
  )
  const login = { username: "reader@example.test", password: "reader-password-1" }
  await admin.get(
    "createAdministrator",
    "mutation($input: CreateAdministratorInput!) { createAdministrator(input: $input) { id } }",
    {
      input: {
        firstName: "R",
        lastName: "R",
        emailAddress: login.username,
        password: login.password,
        roleIds: [role.id]
      }
    }
  )
  await using connector = new Connector(login)
  const lines = await connector.run((c) => c.test(channelOf(shop.adminApi)))
  for (const line of lines) say(`a reader's test: ${line}`)
  assert.match(lines.join("\n"), /lacks UpdateOrder[\s\S]*lacks UpdateCatalog or UpdateProduct/)
}

const ownView = (admin: GraphqlSession, id: string) =>
  admin.get(
    "productVariant",
    "query($id: ID!) { productVariant(id: $id) { sku stockOnHand stockAllocated stockLevel trackInventory } }",
    { id }
  )
