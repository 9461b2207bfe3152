/** Where a parcel goes. Empty text means that the channel sent nothing. */
export interface Address {
  readonly name: string
  readonly company: string
  readonly address1: string
  readonly address2: string
  readonly city: string
  readonly region: string
  readonly postalCode: string
  /** ISO 3166-1 alpha-2, upper case, when the channel sent a country that exists. */
  readonly country: string
  readonly phone: string
}

export type AddressField = keyof Address

/** What a person can give of one field: more is on no label. */
export const longestAddressValue = 200

export const addressFields: ReadonlyArray<AddressField> = [
  "name",
  "company",
  "address1",
  "address2",
  "city",
  "region",
  "postalCode",
  "country",
  "phone"
]

export const addressLabels: Readonly<Record<AddressField, string>> = {
  name: "Name",
  company: "Company",
  address1: "Street",
  address2: "Street, second line",
  city: "City",
  region: "State or region",
  postalCode: "ZIP or postal code",
  country: "Country",
  phone: "Phone"
}

export const formatAddress = (a: Address): string =>
  [
    a.name,
    a.company,
    a.address1,
    a.address2,
    a.city,
    [a.region, a.postalCode].filter(Boolean).join(" "),
    a.country,
    a.phone
  ]
    .filter((part) => part !== "")
    .join(", ")
