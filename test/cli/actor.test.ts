import { describe, expect, it } from "vitest"
import { actorName } from "../../src/cli/actor.ts"

describe("who does it", () => {
  it("is --as, else SWITCHYARD_ACTOR, else the login name with the SSH client's address", () => {
    const env = { SWITCHYARD_ACTOR: "bob", SSH_CONNECTION: "192.0.2.7 51022 192.0.2.1 22" }
    expect(actorName("ann", env, "root")).toBe("ann")
    expect(actorName(null, env, "root")).toBe("bob")
    expect(actorName(null, { ...env, SWITCHYARD_ACTOR: "" }, "root")).toBe("root@192.0.2.7")
    expect(actorName(null, {}, "root")).toBe("root")
    expect(actorName(" ", {}, "")).toBe("unknown")
  })

  it("cannot forge another line of a history", () => {
    expect(actorName("ann\n2026-11-22 bob did it\u001b[2J", {}, "root")).toBe("ann 2026-11-22 bob did it [2J")
    expect(actorName("x".repeat(200), {}, "root")).toHaveLength(80)
  })
})
