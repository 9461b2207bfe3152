import {
  type ChannelField,
  choiceField,
  lineField,
  listField,
  numberField,
  yesNoField
} from "./channel-field.ts"
import { filterFields } from "./channel-filter-fields.ts"
import type { ChannelPage } from "./channel-page.ts"
import { stockFields } from "./channel-stock-fields.ts"
import type { Client } from "./client.ts"
import { shipmentPolicies } from "./shipment-policy.ts"
import { dateShown, isTypedFault, type TypedFault, typedDate } from "./typed-value.ts"

const owned = <Key extends keyof Client>(key: Key) => ({
  get: (page: ChannelPage): string => page.client[key],
  set: (page: ChannelPage, text: string): ChannelPage => ({
    ...page,
    client: { ...page.client, [key]: text }
  })
})

const placed = <Key extends keyof ChannelPage>(key: Key) => ({
  get: (page: ChannelPage): ChannelPage[Key] => page[key],
  set: (page: ChannelPage, value: ChannelPage[Key]): ChannelPage => ({ ...page, [key]: value })
})

const clientName: ChannelField = {
  ...lineField(
    {
      name: "client",
      label: "Client",
      part: "client",
      help: "The merchant who owns the channel. Several channels may have one client; a new name makes a new one."
    },
    120,
    owned("name")
  ),
  put: (page, text) =>
    text.trim() === "" || text.length > 120 || /\p{Cc}/u.test(text)
      ? { fault: "takes one line of 1 to 120 characters" }
      : owned("name").set(page, text.trim())
}

const clientFields: ReadonlyArray<ChannelField> = [
  clientName,
  lineField(
    {
      name: "client-description",
      label: "Description",
      part: "client",
      help: "What your people should know about this client. It stays here: nobody outside is told."
    },
    400,
    owned("description")
  ),
  lineField(
    {
      name: "order-source",
      label: "Order source value",
      part: "client",
      help: "Written into every purchase order as where it comes from, for all channels of the client. Empty: the client's name."
    },
    80,
    owned("orderSourceValue")
  )
]

const statusFault = (statuses: ReadonlyArray<string>): string | null => {
  if (statuses.length === 0) return "needs at least one status, else nothing would ever be downloaded"
  return statuses.length > 50 || statuses.some((s) => s.length > 80)
    ? "takes at most 50 statuses of 80 characters"
    : null
}

const orderFields: ReadonlyArray<ChannelField> = [
  listField(
    {
      name: "eligible-status",
      label: "Eligible statuses",
      part: "orders",
      help: "Only orders that have one of these statuses on the channel are downloaded, spelled as the channel does."
    },
    "status",
    placed("eligibleStatuses"),
    statusFault
  ),
  yesNoField(
    {
      name: "reject-unmapped",
      label: "Reject unmapped codes",
      part: "orders",
      help: "yes: an order waits until its ship method is mapped, once for all that have it. no: the channel's own code is sent through, except to suppliers that demand a mapping."
    },
    placed("rejectUnmapped")
  ),
  {
    name: "earliest",
    label: "Earliest order date",
    part: "orders",
    help: "An order placed before this is never downloaded, and the first download reaches back to it.",
    takes: "date",
    shown: ({ earliestOrderAt }) => dateShown(earliestOrderAt),
    put: (page, text): ChannelPage | TypedFault => {
      const earliestOrderAt = typedDate(text)
      return isTypedFault(earliestOrderAt) ? earliestOrderAt : { ...page, earliestOrderAt }
    }
  }
]

const shipmentFields: ReadonlyArray<ChannelField> = [
  yesNoField(
    {
      name: "notify-customer",
      label: "Shop tells the buyer",
      part: "shipments",
      help: "Whether the shop writes to its buyer when a parcel is pushed. We never write to a buyer ourselves."
    },
    placed("notifyCustomer")
  ),
  choiceField(
    {
      name: "shipment-policy",
      label: "Told of shipments",
      part: "shipments",
      help: "Of an order in several parcels the channel is told each, only the first, or all at once when the last one left."
    },
    shipmentPolicies,
    placed("shipmentPolicy")
  ),
  numberField(
    {
      name: "release-seconds",
      label: "Release window",
      part: "shipments",
      help: "Processed orders wait so many seconds before they leave: until then orders undo takes them back. 0: they leave at once."
    },
    "seconds",
    [0, 86_400],
    placed("releaseSeconds")
  )
]

/** Asked before the kind's own fields. */
export const fieldsBeforeKind = clientFields

/** Asked after them. */
export const fieldsAfterKind: ReadonlyArray<ChannelField> = [
  ...orderFields,
  ...filterFields,
  ...shipmentFields,
  ...stockFields
]

/** Every field that is the same for all kinds, in the order in which they are asked. The plan and the services come last. */
export const channelFields: ReadonlyArray<ChannelField> = [...fieldsBeforeKind, ...fieldsAfterKind]

/** The page with what was typed put in, one after the other; the faults name the fields. */
export const pageGiven = (
  page: ChannelPage,
  given: ReadonlyArray<readonly [name: string, text: string]>
): ChannelPage | { readonly faults: ReadonlyArray<string> } => {
  let next = page
  const faults: Array<string> = []
  for (const [name, text] of given) {
    const field = channelFields.find((f) => f.name === name)
    const after = field === undefined ? { fault: "is no field of a channel" } : field.put(next, text)
    if (isTypedFault(after)) faults.push(`${name} ${after.fault}.`)
    else next = after
  }
  return faults.length === 0 ? next : { faults }
}
