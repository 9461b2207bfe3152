import { join } from "node:path"

/** Where other processes of this world find the sandbox's control API (to place a test order). */
export const controlFile = (home: string): string => join(home, "sandbox-control.json")
