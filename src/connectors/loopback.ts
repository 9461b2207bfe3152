import { BlockList, isIP } from "node:net"

const loopback = new BlockList()
loopback.addSubnet("127.0.0.0", 8, "ipv4")
loopback.addAddress("::1", "ipv6")

/** Whether a host can only mean this machine: the one place where a connection may go without encryption. */
export const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, "")
  const family = isIP(bare)
  return family === 0 ? bare === "localhost" : loopback.check(bare, family === 6 ? "ipv6" : "ipv4")
}
