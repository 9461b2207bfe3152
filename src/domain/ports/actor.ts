import * as Context from "effect/Context"

/** Who does it: `--as`, SWITCHYARD_ACTOR, the login name (with the SSH client's address), `worker:<host>:<pid>`. */
export const Actor = Context.Reference<string>("switchyard/Actor", { defaultValue: () => "unknown" })
