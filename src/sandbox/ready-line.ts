import { carrierPath } from "./carrier.ts"
import { carrierKeys } from "./carrier-dialect.ts"
import { baker, channelMethods, northwind, type SupplierProfile, suggestionsOf } from "./catalog.ts"
import { controlPath } from "./control.ts"
import type { Deed, Login, Ports } from "./deed.ts"
import { garnet, garnetRelation } from "./edi-catalog.ts"
import { type FileSupplierProfile, fileSuppliers } from "./file-catalog.ts"
import { httpSuppliers } from "./http-catalog.ts"
import { loopback } from "./http-front.ts"
import { idempotencyHeader } from "./http-supplier.ts"
import { ordersAddress } from "./mail-supplier.ts"
import { type Expected, shopProfiles } from "./plan.ts"

/** All that somebody needs to know who wants to trade with this world. Its logins are good for nothing else. */
export const readyLine = (world: {
  readonly deed: Deed
  readonly ports: Ports
  readonly hostKeyFingerprint: string
  readonly files: FileOfferInput | null
  readonly expected: Readonly<Record<string, Expected>>
}) => {
  const { deed, ports } = world
  const http = `http://${loopback}:${ports.http}`
  const sftpFor = (login: Login) => ({
    host: loopback,
    port: ports.sftp,
    username: login.username,
    password: login.password,
    hostKeyFingerprint: world.hostKeyFingerprint
  })
  return {
    ready: true,
    environment: "sandbox",
    seed: deed.seed,
    orders: deed.orders,
    shops: shopProfiles.map((profile) => ({
      name: profile.name,
      kind: "vendure",
      currency: profile.currencyCode,
      url: `${http}/${profile.name}/admin-api`,
      shopUrl: `${http}/${profile.name}/shop-api`,
      ...deed.shops[profile.name]
    })),
    smtp: { host: loopback, port: ports.smtp, ...deed.mail, secure: false },
    imap: { host: loopback, port: ports.imap ?? 0, ...deed.mail, secure: false },
    suppliers: [
      {
        ...supplier(northwind),
        transport: "sftp",
        sftp: { ...sftpFor(deed.northwind), inbound: "/inbound", outbound: "/outbound", archive: "/archive" }
      },
      {
        ...supplier(baker),
        transport: "mail",
        ordersAddress,
        sftp: { ...sftpFor(deed.baker), outbound: "/outbound", archive: "/archive" }
      }
    ],
    ...(deed.http === undefined ? {} : { httpSuppliers: httpOffers(http, deed.http) }),
    ...(deed.garnet === undefined ? {} : { ediSupplier: ediOffer(sftpFor(deed.garnet)) }),
    ...(world.files === null ? {} : { fileSuppliers: fileOffers(deed, ports, world.files) }),
    ...(deed.carrier === undefined ? {} : { carriers: carrierOffers(http, deed.carrier) }),
    channelMethods: channelMethods.map((method) => method.name),
    control: { url: `${http}${controlPath}`, token: deed.controlToken },
    plan: { expected: world.expected }
  }
}

/** One login for all of them: each has an address of its own. */
const carrierOffers = (http: string, { username, password }: Login) =>
  carrierKeys.map((carrier) => ({
    carrier,
    url: `${http}${carrierPath(carrier)}`,
    clientId: username,
    clientSecret: password
  }))

const httpOffers = (http: string, logins: Readonly<Record<string, Login>>) =>
  httpSuppliers.map((profile) => ({
    ...supplier(profile),
    key: profile.key,
    url: `${http}/${profile.key}`,
    apiKey: logins[profile.key]?.password ?? "",
    idempotencyHeader: profile.manners.idempotent ? idempotencyHeader : null,
    lookUp: profile.manners.lookUp
  }))

const ediOffer = <Sftp extends object>(sftp: Sftp) => ({
  ...supplier(garnet),
  sftp: { ...sftp, inbound: "/inbound", outbound: "/outbound", archive: "/taken" },
  /** As its customer writes it: the sender is who sends orders. */
  edi: { sender: garnetRelation.partner, receiver: garnetRelation.own, usage: garnetRelation.usage }
})

export interface FileOfferInput {
  readonly rootOf: (profile: FileSupplierProfile) => string
  readonly certificate: string
}

const fileOffers = (deed: Deed, ports: Ports, { rootOf, certificate }: FileOfferInput) =>
  fileSuppliers.map((profile) => ({
    ...supplier(profile),
    way: profile.way,
    folders: { inbound: "inbound", outbound: "outbound", archive: "archive" },
    root: rootOf(profile),
    host: loopback,
    port: (profile.way === "folder" ? undefined : ports[profile.way]) ?? 0,
    certificate,
    username: profile.key as string,
    password: deed.files?.[profile.key]?.password ?? ""
  }))

export type ReadyLine = ReturnType<typeof readyLine>

const supplier = (profile: SupplierProfile) => ({
  name: profile.name,
  contact: profile.contact,
  currency: profile.currency,
  requiredFields: profile.requiredFields,
  products: profile.products.map(({ sku, supplierSku, title, cost }) => ({ sku, supplierSku, title, cost })),
  shipMethods: profile.shipMethods,
  suggestedMappings: suggestionsOf(profile)
})
