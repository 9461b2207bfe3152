/** What the sandbox says on its first line of output, as far as we use it. */
export interface SandboxReady {
  readonly seed: number
  readonly shops: ReadonlyArray<{
    readonly name: string
    readonly kind: string
    readonly currency: string
    readonly url: string
    readonly shopUrl: string
    readonly username: string
    readonly password: string
    readonly channelToken: string
  }>
  readonly smtp: {
    readonly host: string
    readonly port: number
    readonly username: string
    readonly password: string
  }
  readonly suppliers: ReadonlyArray<SandboxSupplier>
  readonly control: { readonly url: string; readonly token: string }
  readonly plan: { readonly expected: Readonly<Record<string, Expected>> }
}

export interface SandboxSftp {
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: string
  readonly hostKeyFingerprint: string
  readonly inbound?: string
  readonly outbound: string
  readonly archive: string
}

export interface SandboxSupplier {
  readonly name: string
  readonly contact: string
  readonly currency: string
  readonly transport: "sftp" | "mail"
  readonly requiredFields: ReadonlyArray<string>
  readonly ordersAddress?: string
  readonly sftp: SandboxSftp
  readonly products: ReadonlyArray<{
    readonly sku: string
    readonly supplierSku: string
    readonly title: string
    readonly cost: string
  }>
  readonly shipMethods: ReadonlyArray<{
    readonly carrier: string
    readonly method: string
    readonly code: string
  }>
  readonly suggestedMappings: ReadonlyArray<{
    readonly channelMethodName: string
    readonly carrier: string
    readonly method: string
  }>
}

export interface Expected {
  readonly outcome: "completed" | "held" | "failed" | "canceled" | "quarantined"
  readonly reason: string
}

/** What the counterparties' own books say. */
export interface SandboxBooks {
  readonly shops: Readonly<Record<string, { readonly orders: Readonly<Record<string, number>> }>>
  readonly doubled: ReadonlyArray<string>
  readonly expected: Readonly<Record<string, Expected>>
  readonly allPlaced: boolean
}
