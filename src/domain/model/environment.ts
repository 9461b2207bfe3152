/** Sandbox and live are kept apart: credentials of one are refused by the other (decisions B8). */
export type Environment = "live" | "sandbox"
