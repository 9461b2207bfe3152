export type Mask =
  | "name"
  | "email"
  | "postcode"
  | "stars"
  | "empty"
  | "edited"
  | "known"
  | "failure"
  | "title"
  | "cause"
  | "bytes"
  | "none"
  | "forbidden"

/**
 * What a read-only login may select (ADR 28): each table, and each column of it that can hold words. `column=mask`: what it gets
 * instead. A table that is not named here has no view, and a column that holds words and is not named is refused: whoever adds
 * one judges it here. Numbers, times, and yes or no need no judgment.
 *
 * known: what is known of the buyer of its order is taken out. failure: a stranger's words and no order to compare them with;
 * only what sort of trouble it was is left. title: a sentence of ours up to what it quotes. bytes: as many of them, and none of theirs. none: an empty
 * list.
 */
const judged: Readonly<Record<string, string>> = {
  acknowledgement_lines: "sku answer code reason=known",
  acknowledgements:
    "standing supplier_order_number recorded_by raw=stars reason=known place=known reference=known",
  activity: "actor act subject_kind subject=title changes=known note=known",
  alert_facts: "kind subject=cause",
  alert_pages: "dedup_key",
  alert_routes: "name kind created_by target=stars",
  alert_telling_causes: "",
  alert_tellings: "kind state failure=failure",
  alerts: "value urgency muted_by cause=cause title=title muted_reason=failure",
  authorizations: "state way currency authorized_by authorized_how reason=known note=known",
  breaker_openings: "ended_by message=failure",
  breakers: "state reason closed_by message=failure",
  carrier_accounts: "name carrier environment settings last_result=failure",
  carrier_calls: "",
  cause_counts: "kind subject currency",
  cause_marks: "",
  channel_drafts: "name left_by answers=none",
  channel_services: "service",
  channel_stock: "sku answer reason=failure",
  channels:
    "name kind environment plan settings eligible_statuses auto_processing_by alert_address live_from shadow_by shipment_policy allocation intake warehouse stock_alias supplier_values",
  clients: "name description order_source_value",
  cursors: "service cursor",
  dispatch_intents: "key transport content_hash state kind waits_for content=bytes identifiers=known",
  edi_interchanges: "sender control_number content_hash file answer answer_name answer_content=bytes",
  evidence: "kind actor job_queue detail=known",
  flow_counts: "kind",
  flow_pieces: "kind",
  fulfillments: "state channel_fulfillment_id reason=known",
  held_feed_rows: "sku warehouse",
  gone_workers: "name host version ending rescued_by jobs",
  holds: "kind field released_by message=known detail=known",
  installation: "environment sends_stopped_by shadow_by",
  job_acts: "act queue acted_by reason=failure",
  job_failure_orders: "",
  job_failures: "queue worker fate message=failure",
  job_redrives: "queue redriven_by",
  operator_looks: "actor",
  order_assignees: "assignee assigned_by",
  order_causes: "kind subject currency message=known",
  order_claims: "doing actor",
  order_counts: "status action currency",
  order_history: "actor event subject job_queue before=edited after=edited detail=known",
  order_lines: "channel_line_id channel_sku title=known",
  order_notes: "kind noted_by undone_by taken_by text=known",
  order_payloads: "",
  order_search: "text=known",
  order_ship_methods: "chosen_by",
  order_tags: "tagged_by tag=known",
  orders:
    "channel_order_id channel_order_number channel_status channel_standing currency region country ship_method_name edited_fields status action undone_by customer_name=name customer_email=email ship_name=name company=stars address1=stars address2=stars city=stars postal_code=postcode phone=stars source_hash=empty twin_key=empty signals=known",
  paused_queues: "name paused_by reason=failure",
  payload_bundles: "packing body=forbidden",
  products: "sku title",
  purchase_order_lines: "supplier_sku",
  purchase_orders:
    "number state carrier method method_code currency created_by receipt_confirmed_by supplier_order_number failure=known",
  quarantine:
    "source settled_by raw=stars raw_hash=empty retry=empty reason=failure settled_reason=failure place=failure",
  reference_look_ups: "left_because=known",
  request_budgets: "account",
  reserved_numbers: "reserved_by",
  restores: "restored_by file_hash",
  reviews:
    "matched_by state settled_by body=stars suggestion=none subject=known notes=known reason=known message_id=stars sender=email",
  schedules: "service",
  schema_migrations: "name hash",
  secrets: "owner field key_id cipher_text=forbidden",
  send_stops: "scope stopped_by resumed_by",
  settled_shipment_rows: "carrier tracking_number place=known",
  ship_method_mappings: "channel_method_name saved_by",
  shipment_corrections: "digest tracking_number source actor before=known after=known reason=known",
  shipment_lines: "source_row=stars",
  shipments:
    "carrier service tracking_number state source carrier_code suspicion=known carrier_status=known supplier_reference=known",
  sku_aliases: "alias_type alias saved_by",
  stock_levels: "warehouse",
  stock_marks: "",
  stock_pushes: "state read_sku failure=failure",
  stock_wakes: "",
  supplier_documents:
    "kind reference purchase_order_number file feed_state settled_by content_hash warehouses raw=stars settle_reason=failure",
  supplier_flow: "",
  supplier_products: "supplier_sku",
  supplier_request_lines: "",
  supplier_requests:
    "about state code supplier_code channel_code created_by communicated_by differences=known reason=known note=known answer=known",
  supplier_ship_methods: "carrier method code",
  suppliers:
    "name environment transport settings required_fields purchase_order_prefix tracking_source contact currency terms",
  sync_backlogs: "service",
  sync_run_records: "reference result detail=failure",
  sync_runs: "service trigger state counts error=failure",
  tracking_events: "state job_queue description=known place=known",
  unknown_stock: "sku warehouse",
  version_changes: "version",
  worker_jobs: "queue",
  workers: "name host version working_on load"
}

export interface Judgment {
  readonly [column: string]: Mask | "plain"
}

const judgment = (words: string): Judgment =>
  Object.fromEntries(
    words
      .split(" ")
      .filter((word) => word !== "")
      .map((word) => {
        const [column = "", mask = "plain"] = word.split("=")
        return [column, mask as Mask | "plain"]
      })
  )

export const judgments: ReadonlyMap<string, Judgment> = new Map(
  Object.entries(judged).map(([table, words]) => [table, judgment(words)])
)

const holdsWords = /^(text|character|jsonb?|bytea|name|xml|inet)/

export interface Column {
  readonly table: string
  readonly name: string
  readonly type: string
}

/** Null: shown as it is. */
export const maskOf = ({ table, name, type }: Column): Mask | null => {
  const found = judgments.get(table)?.[name]
  if (found !== undefined) return found === "plain" ? null : found
  return holdsWords.test(type) ? "forbidden" : null
}

/** How a row finds the order that it is about, in SQL of a row `t`; those that name an order in `order_id` need no word. */
export const orderOf: Readonly<Record<string, string>> = {
  orders: "t.id",
  activity: "case when t.subject_kind = 'order' then t.subject_id end",
  evidence: `(select p.order_id from switchyard.dispatch_intents i
    join switchyard.purchase_orders p on p.id = i.purchase_order_id where i.id = t.dispatch_intent_id)`,
  acknowledgement_lines: `(select p.order_id from switchyard.acknowledgements a
    join switchyard.purchase_orders p on p.id = a.purchase_order_id where a.id = t.acknowledgement_id)`,
  tracking_events: "(select s.order_id from switchyard.shipments s where s.id = t.shipment_id)"
}

export const ofPurchaseOrder =
  "(select p.order_id from switchyard.purchase_orders p where p.id = t.purchase_order_id)"
