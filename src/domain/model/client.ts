/** The merchant who owns channels. Several channels may have one. */
export interface Client {
  readonly name: string
  readonly description: string
  /** What suppliers and warehouses are told where orders come from; empty: the name. */
  readonly orderSourceValue: string
}
