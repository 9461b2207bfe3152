import type { ColumnPlan } from "../../files/column-mapping.ts"

/** What a row says of its order. */
export const orderColumns = [
  "order_id",
  "order_number",
  "status",
  "placed_at",
  "updated_at",
  "currency",
  "total",
  "customer_name",
  "email",
  "ship_name",
  "company",
  "address1",
  "address2",
  "city",
  "region",
  "postal_code",
  "country",
  "phone",
  "ship_method",
  "paid",
  "ship_by",
  "tags"
] as const
export type OrderColumn = (typeof orderColumns)[number]

/** What a row says of its line. */
export const lineColumns = ["line_id", "sku", "qty", "title", "unit_price", "ships"] as const
export type LineColumn = (typeof lineColumns)[number]

export type OrderFileColumn = OrderColumn | LineColumn

export const isLineColumn = (column: OrderFileColumn): column is LineColumn =>
  lineColumns.some((name) => name === column)

export const orderPlan: ColumnPlan<OrderFileColumn> = {
  source: "orders",
  columns: [...orderColumns, ...lineColumns],
  required: ["order_id", "placed_at", "sku", "qty"],
  aliases: {
    order_id: ["order_number", "order_no", "order", "order_ref", "order_reference"],
    order_number: ["order_no", "order_name"],
    status: ["order_status"],
    placed_at: ["order_date", "ordered_at", "created_at", "date"],
    updated_at: ["modified_at", "changed_at"],
    currency: ["currency_code"],
    total: ["order_total", "grand_total"],
    customer_name: ["customer", "buyer", "buyer_name"],
    email: ["customer_email", "buyer_email"],
    ship_name: ["ship_to_name", "shipping_name", "recipient", "name"],
    company: ["ship_to_company", "shipping_company"],
    address1: ["ship_to_address1", "shipping_address1", "address_1", "address", "street"],
    address2: ["ship_to_address2", "shipping_address2", "address_2"],
    city: ["ship_to_city", "shipping_city", "town"],
    region: ["ship_to_state", "shipping_state", "state", "province"],
    postal_code: ["ship_to_zip", "shipping_zip", "postcode", "zip", "zip_code"],
    country: ["ship_to_country", "shipping_country", "country_code"],
    phone: ["ship_to_phone", "shipping_phone", "telephone"],
    ship_method: ["shipping_method", "delivery_method"],
    line_id: ["line", "line_number", "order_line_id"],
    sku: ["item_sku", "item_number", "item"],
    qty: ["quantity", "qty_ordered"],
    title: ["product", "product_name", "item_name", "description"],
    unit_price: ["price", "item_price"]
  }
}
