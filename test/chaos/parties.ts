import type { FaultDials, FaultKind } from "../../src/sandbox/faults.ts"

/** By party: how often each fault really happened. */
export type Happened = Readonly<Record<string, Readonly<Record<string, number>>>>

/** One counterparty of the chaos world. A new one is a row here, and a party of the sandbox. */
export interface Party {
  /** The name of its dials in the sandbox. */
  readonly dials: string
  /** What the sandbox's books and our suppliers call it; null for a party that takes no purchase orders. */
  readonly supplier: string | null
  readonly speaks: string
  /**
   * Whether a send in doubt can be proved or disproved by asking: always; only while its file lies in the folder, and by a
   * parcel after that; or never, so that only a parcel or a person can tell.
   */
  readonly lookUp:
    | "always"
    | "while it lies there"
    | "while it lies there, but for a death at the rename"
    | "never"
  /** A repeat of the same purchase order is known by it and harmless. */
  readonly idempotent: boolean
  /** Probability of each fault per act. */
  readonly faults: FaultDials
}

const shop: FaultDials = {
  delay: 0.02,
  "drop-request": 0.02,
  "drop-answer": 0.03,
  "too-many-requests": 0.02,
  "server-error": 0.02,
  garbage: 0.02,
  half: 0.02
}

const api: FaultDials = {
  delay: 0.04,
  "drop-request": 0.04,
  "drop-answer": 0.06,
  "too-many-requests": 0.03,
  "server-error": 0.03,
  garbage: 0.03,
  half: 0.03
}

const ftp: FaultDials = {
  delay: 0.03,
  "drop-request": 0.02,
  "drop-answer": 0.06,
  "server-error": 0.01,
  garbage: 0.02,
  half: 0.02,
  duplicate: 0.1
}

const carrier: FaultDials = {
  delay: 0.02,
  "drop-request": 0.02,
  "drop-answer": 0.02,
  "too-many-requests": 0.02,
  "server-error": 0.02,
  garbage: 0.02,
  half: 0.02
}

/** Each kind of counterparty that a lost answer looks different at. */
export const parties: ReadonlyArray<Party> = [
  {
    dials: "acme-shop",
    supplier: null,
    speaks: "Vendure's Admin API",
    lookUp: "always",
    idempotent: false,
    faults: shop
  },
  {
    dials: "marigold",
    supplier: null,
    speaks: "Vendure's Admin API",
    lookUp: "always",
    idempotent: false,
    faults: shop
  },
  {
    dials: "northwind",
    supplier: "Northwind",
    speaks: "CSV by SFTP",
    lookUp: "while it lies there",
    idempotent: false,
    faults: {
      delay: 0.03,
      "drop-request": 0.03,
      "drop-answer": 0.08,
      "server-error": 0.01,
      garbage: 0.02,
      half: 0.03,
      duplicate: 0.1
    }
  },
  {
    dials: "baker",
    supplier: "Baker Supply",
    speaks: "mail with a CSV file, parcels by SFTP and by mail",
    lookUp: "never",
    idempotent: false,
    // The dials of its SFTP folder and its clerk; its mail has the next row.
    faults: { delay: 0.03, "server-error": 0.01, garbage: 0.05, half: 0.1, duplicate: 0.2 }
  },
  {
    dials: "mail",
    supplier: null,
    speaks: "SMTP",
    lookUp: "never",
    idempotent: false,
    faults: {
      delay: 0.05,
      "drop-request": 0.02,
      "drop-answer": 0.05,
      "too-many-requests": 0.01,
      "server-error": 0.01
    }
  },
  {
    dials: "mailbox",
    supplier: null,
    speaks: "IMAP",
    lookUp: "always",
    idempotent: true,
    faults: {
      "drop-request": 0.02,
      "drop-answer": 0.03,
      "server-error": 0.02,
      duplicate: 0.1,
      "reject-receipt": 0.1
    }
  },
  {
    dials: "cobalt",
    supplier: "Cobalt Direct",
    speaks: "JSON over HTTP",
    lookUp: "always",
    idempotent: true,
    faults: api
  },
  {
    dials: "dune",
    supplier: "Dune Wholesale",
    speaks: "JSON over HTTP",
    lookUp: "always",
    idempotent: false,
    faults: api
  },
  {
    dials: "ember",
    supplier: "Ember Kitchen",
    speaks: "JSON over HTTP",
    lookUp: "never",
    idempotent: true,
    faults: api
  },
  {
    dials: "fjord",
    supplier: "Fjord Textiles",
    speaks: "JSON over HTTP",
    lookUp: "never",
    idempotent: false,
    faults: api
  },
  {
    dials: "garnet",
    supplier: "Garnet Glass",
    speaks: "X12 by SFTP",
    lookUp: "while it lies there",
    idempotent: false,
    faults: {
      delay: 0.03,
      "drop-request": 0.03,
      "drop-answer": 0.08,
      "server-error": 0.01,
      half: 0.03,
      duplicate: 0.1,
      "late-receipt": 0.2
    }
  },
  {
    dials: "hazel",
    supplier: "Hazel Home",
    speaks: "CSV in a folder of this machine",
    lookUp: "while it lies there, but for a death at the rename",
    idempotent: false,
    // A folder has no line that could break: what goes wrong is the clerk, and we who die over it.
    faults: { garbage: 0.05, half: 0.1, duplicate: 0.2 }
  },
  {
    dials: "indigo",
    supplier: "Indigo Paper",
    speaks: "CSV by FTPS",
    lookUp: "while it lies there",
    idempotent: false,
    faults: ftp
  },
  {
    dials: "juniper",
    supplier: "Juniper Garden",
    speaks: "CSV by plain FTP",
    lookUp: "while it lies there",
    idempotent: false,
    faults: ftp
  },
  {
    dials: "ups",
    supplier: null,
    speaks: "UPS's Track API",
    lookUp: "always",
    idempotent: true,
    faults: carrier
  },
  {
    dials: "fedex",
    supplier: null,
    speaks: "FedEx's Track API",
    lookUp: "always",
    idempotent: true,
    faults: carrier
  },
  {
    dials: "usps",
    supplier: null,
    speaks: "USPS's Tracking API, 60 calls an hour",
    lookUp: "always",
    idempotent: true,
    faults: carrier
  }
]

/** Suppliers that can be asked, whatever became of the purchase order. */
export const askable: ReadonlySet<string> = new Set(
  parties.flatMap((p) => (p.supplier !== null && p.lookUp === "always" ? [p.supplier] : []))
)

const mute: ReadonlyArray<Party["lookUp"]> = ["never", "while it lies there, but for a death at the rename"]

/** Suppliers that never heard of it and cannot (always) be asked leave a doubt that only a person settles. */
export const silent: ReadonlySet<string> = new Set(
  parties.flatMap((p) => (p.supplier !== null && mute.includes(p.lookUp) ? [p.supplier] : []))
)

export type Dials = Readonly<Record<string, FaultDials>>

export const usualDials = (): Dials => Object.fromEntries(parties.map((party) => [party.dials, party.faults]))

export const calmDials = (): Dials => Object.fromEntries(parties.map((party) => [party.dials, {}]))

/** Where purchase orders are received. */
const receiving = [
  "northwind",
  "mail",
  "cobalt",
  "dune",
  "ember",
  "fjord",
  "garnet",
  "indigo",
  "juniper"
] as const

/** Half of everything that a supplier is told gets no answer, and was heard. */
export const droppedAnswers = (): Dials =>
  Object.fromEntries(receiving.map((dials) => [dials, { "drop-answer": 0.5 }]))

/** Shops that take their time, so that two who push the same parcel are both between their look and their deed. */
export const slowShops = (): Dials => ({ "acme-shop": { delay: 0.8 }, marigold: { delay: 0.8 } })

export const countDroppedAnswers = (happened: Happened): number =>
  receiving.reduce((sum, party) => sum + (happened[party]?.["drop-answer"] ?? 0), 0)

/** Faults after which a sender cannot know whether it was heard, at the party that takes the purchase orders. */
const answerless: Readonly<Record<string, ReadonlyArray<FaultKind>>> = {
  northwind: ["drop-request", "drop-answer"],
  mail: ["drop-request", "drop-answer"],
  garnet: ["drop-request", "drop-answer"],
  indigo: ["drop-request", "drop-answer"],
  juniper: ["drop-request", "drop-answer"],
  ...Object.fromEntries(
    ["cobalt", "dune", "ember", "fjord"].map((key) => [
      key,
      ["drop-request", "drop-answer", "server-error", "garbage", "half"] as const
    ])
  )
}

/** How often a supplier really left a sender without an answer; its answers to other questions are among them. */
export const answersLostByFaults = (happened: Happened): number =>
  Object.entries(answerless).reduce(
    (sum, [party, kinds]) => sum + kinds.reduce((n, kind) => n + (happened[party]?.[kind] ?? 0), 0),
    0
  )
