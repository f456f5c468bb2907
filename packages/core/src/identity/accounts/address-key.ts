import { isIPv6 } from "node:net";

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Groups of an IPv6 address that identify a network. Whoever has one address has all addresses of its network. */
const NETWORK_GROUPS = 4;

/** The key that rate limits by address count by: an IPv4 address, or the /64 network of an IPv6 address. */
export function addressKey(address: string): string {
  const bare = address.trim().toLowerCase().split("%", 1)[0] ?? "";
  const mapped = MAPPED.exec(bare);
  if (mapped?.[1] !== undefined) return mapped[1];
  return isIPv6(bare) ? networkOf(bare) : bare;
}

function networkOf(address: string): string {
  // The URL parser writes an address in its one canonical form (RFC 5952).
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::", 2);
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill("0");
  return `${[...before, ...zeros, ...after].slice(0, NETWORK_GROUPS).join(":")}::/64`;
}
