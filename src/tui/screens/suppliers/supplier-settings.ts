import * as Effect from "effect/Effect"
import { addressLabels } from "../../../domain/model/address.ts"
import type { Supplier, TrackingSource } from "../../../domain/model/supplier.ts"
import type { SettingField } from "../../../domain/ports/sales-channels.ts"
import { SupplierTransports } from "../../../domain/ports/supplier-transports.ts"
import { Vault } from "../../../domain/ports/vault.ts"

/** What its transport wants to know, and which of the secrets are stored; what they are nobody is shown. */
export interface TransportSettings {
  readonly label: string
  readonly fields: ReadonlyArray<SettingField>
  readonly secrets: ReadonlyArray<string>
}

export interface SupplierSetting {
  readonly label: string
  readonly value: string
  readonly help: string
  /** Of `suppliers set`. */
  readonly flag: string
  /** It does not work without, and it is not there. */
  readonly isMissing: boolean
}

export const readTransportSettings = Effect.fn("readTransportSettings")(function* ({
  id,
  transport
}: Supplier) {
  const { kinds } = yield* SupplierTransports
  const kind = kinds.find((one) => one.transport === transport)
  const secrets = yield* (yield* Vault).fields(`supplier:${id}`)
  return { label: kind?.label ?? transport, fields: kind?.fields ?? [], secrets } satisfies TransportSettings
})

const trackingWords: Readonly<Record<TrackingSource, string>> = {
  transport: "the way orders go",
  sftp: "files by SFTP",
  carrier: "our own account at the carrier",
  none: "nobody"
}

const ownSettings = (s: Supplier): ReadonlyArray<SupplierSetting> => {
  const own = (label: string, value: string, help: string, flag: string): SupplierSetting => ({
    label,
    value: value === "" ? "not set" : value,
    help,
    flag,
    isMissing: false
  })
  return [
    own("Contact", s.contact, "Whom one calls when an order is in doubt, and when.", "--contact"),
    own(
      "Number prefix",
      s.purchaseOrderPrefix,
      "What each of its purchase-order numbers begins with.",
      "--prefix"
    ),
    own("Currency", s.currency, "That of its costs and of what it may be paid.", "--currency"),
    own(
      "Tracking",
      trackingWords[s.trackingSource] ?? s.trackingSource,
      "Who says what left: the supplier, a carrier, nobody.",
      "--tracking"
    ),
    own(
      "Asked every",
      `${s.trackingEveryMinutes} min`,
      "How often it is asked for what left.",
      "--tracking-every"
    ),
    own(
      "Must have",
      s.requiredFields.map((field) => addressLabels[field] ?? field).join(", "),
      "An order without one of these waits for RESOLVE.",
      "--required"
    ),
    own(
      "Wants mapping",
      s.requiresShipMethodMapping ? "yes" : "no",
      "Whether an order waits until its ship method is one of the supplier's own.",
      "--requires-mapping"
    )
  ]
}

const fieldSetting = (s: Supplier, { secrets }: TransportSettings, field: SettingField): SupplierSetting => {
  const value = field.secret
    ? secrets.includes(field.name)
      ? "stored, never shown"
      : "not set"
    : (s.settings[field.name] ?? "not set")
  return {
    label: field.label,
    value,
    help: field.help,
    flag: field.secret ? `--secret ${field.name}` : `--set ${field.name}=…`,
    isMissing: field.required && value === "not set"
  }
}

/** All that `suppliers set` can change but terms and ship methods, each with what it is for. */
export const settingsOf = (s: Supplier, transport: TransportSettings): ReadonlyArray<SupplierSetting> => [
  ...ownSettings(s),
  ...transport.fields.map((field) => fieldSetting(s, transport, field))
]
