/** A name in a history is short and plain: control characters and line breaks would forge other lines. */
const plainName = (name: string): string =>
  name
    .replace(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, 80)

/** SSH_CONNECTION is `client address, client port, server address, server port`. */
const sshClient = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  (env.SSH_CONNECTION ?? env.SSH_CLIENT)?.split(" ")[0]

/** Who does it: `--as`, else SWITCHYARD_ACTOR, else the login name with the SSH client's address (decisions A11). */
export const actorName = (
  as: string | null,
  env: Readonly<Record<string, string | undefined>>,
  loginName: string
): string => {
  const told = [as ?? "", env.SWITCHYARD_ACTOR ?? ""].map(plainName).find((name) => name !== "")
  if (told !== undefined) return told
  const client = sshClient(env)
  return plainName(client === undefined || client === "" ? loginName : `${loginName}@${client}`) || "unknown"
}
