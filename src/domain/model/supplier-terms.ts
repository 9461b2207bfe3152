/** Hours in which purchase orders may leave, by the supplier's own clock. */
export interface SendCalendar {
  /** IANA zone, as `America/Chicago`. */
  readonly zone: string
  /** ISO weekdays on which it takes orders: 1 Monday to 7 Sunday. */
  readonly weekdays: ReadonlyArray<number>
  /** `HH:MM`; absent: from midnight. */
  readonly opensAt?: string
  /** `HH:MM` cut-off: what comes later leaves at the next opening. Absent: until midnight. */
  readonly cutOffAt?: string
  /** `YYYY-MM-DD` days on which nothing is sent. */
  readonly holidays?: ReadonlyArray<string>
}

/** How purchase-order numbers look for one supplier. They stay unique for ever, whatever the policy. */
export interface NumberPolicy {
  /** The longest number that the supplier can hold, prefix and suffix included. */
  readonly maxLength?: number
  readonly characters?: "digits" | "upper-alphanumeric" | "any"
  /** Put before the revision of a re-issued purchase order, as `-R2`. Absent: a re-issue takes a new number. */
  readonly reissueSuffix?: string
}

/** decisions A6 */
export interface AuthorizationTerms {
  /** call: a declared HTTP call of the supplier. person: a guided manual step, recorded as such. */
  readonly by: "call" | "person"
  readonly automatic: boolean
  /** Decimal, in the supplier's currency; authorized automatically up to and including it. */
  readonly maximum?: string
  /** The separate, explicit yes to "no maximum". */
  readonly noMaximum?: boolean
  /** Added to the cost: decimal, in the supplier's currency. */
  readonly shipping?: string
  readonly fees?: string
}

/** How a message that is not an order reaches the supplier: as the transport can, or by a person who records it. */
export type MessageWay = "transport" | "person"

/** What a supplier wants or grants beyond its transport. Every part may be absent: then the plain rule holds. */
export interface SupplierTerms {
  /** The catalog profile that the set-up came from. */
  readonly profile?: string
  readonly calendar?: SendCalendar
  readonly numbers?: NumberPolicy
  /** Minutes within which it acknowledges a purchase order. Absent: it does not acknowledge. */
  readonly acknowledgesWithinMinutes?: number
  /** Minutes within which the syntactic receipt (997) comes. Absent: none is expected. */
  readonly receiptWithinMinutes?: number
  readonly authorization?: AuthorizationTerms
  readonly cancelBy?: MessageWay
  readonly changeBy?: MessageWay
  /** Our cancel codes in the supplier's words. */
  readonly cancelCodes?: Readonly<Record<string, string>>
  /** What it must know of each channel whose orders it gets: the field's name, and what it is in a person's words. */
  readonly channelFields?: Readonly<Record<string, string>>
  /** An inventory feed that lost more than this share of its SKUs or pieces waits for a person (model/feed-guard). */
  readonly feedDropPercent?: number
  /** At most this many sends a minute, also while a breaker drains. */
  readonly sendsPerMinute?: number
}
