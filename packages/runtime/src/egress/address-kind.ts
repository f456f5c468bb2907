import { isIPv4, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import ipaddr from "ipaddr.js";

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * IPv4 inside of IPv6: `::ffff:a.b.c.d` means the same host, and `64:ff9b::a.b.c.d` reaches it through a translator
 * (NAT64).
 */
const MAPPED = ipaddr.IPv6.parse("::ffff:0:0");
const TRANSLATED = ipaddr.IPv6.parse("64:ff9b::");
/** The range of IPv6 that is allocated to the public network. */
const PUBLIC_IPV6 = ipaddr.IPv6.parse("2000::");

/** Cloud addresses inside public ranges. */
const METADATA = new Set(["168.63.129.16"]);
/** Cloud addresses in ranges that are refused anyway: their name says more. */
const KNOWN_METADATA = new Set(["169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"]);

const KINDS: Record<string, string> = {
  loopback: "a loopback address",
  private: "a private address",
  uniqueLocal: "a private address",
  linkLocal: "a link-local address",
  carrierGradeNat: "an address of a carrier's private network (100.64.0.0/10)",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  unspecified: "an unspecified address, which means this machine",
};

/** How long the list of the machine's own addresses is cached. */
const OWN_FRESH_MS = 5000;
let own = { readAt: Number.NEGATIVE_INFINITY, addresses: new Set<string>() };

/** The canonical form of an address: IPv4 even if written inside IPv6. Null if it is not an address. */
export function readAddress(text: string): Address | null {
  // A zone names an interface of this machine: `fe80::1%eth0`.
  const [bare = ""] = text.split("%", 1);
  if (isIPv4(bare)) return ipaddr.IPv4.parse(bare);
  if (!isIPv6(bare)) return null;
  // In the form that has no dotted part: the library takes `::1.2.3.4` for `::ffff:1.2.3.4`, the system does not.
  const address = ipaddr.IPv6.parse(new URL(`http://[${bare}]`).hostname.slice(1, -1));
  const isIpv4 = address.match(MAPPED, 96) || address.match(TRANSLATED, 96);
  return isIpv4 ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/**
 * Why an address is not public, such as "a loopback address"; null if it is. Only addresses known to be public count:
 * reserved ranges, and those for documentation or for tunnels into other ranges, do not.
 *
 * @param address of `readAddress`
 */
export function specialKind(address: Address): string | null {
  const text = address.toString();
  if (METADATA.has(text) || KNOWN_METADATA.has(text)) return "a cloud's metadata address";
  const range = address.range();
  if (range !== "unicast") return KINDS[range] ?? `not a public address (${range})`;
  if (address instanceof ipaddr.IPv6 && !address.match(PUBLIC_IPV6, 3)) return "not a public address";
  return ownAddresses().has(text) ? "an address of the platform's own machine" : null;
}

function ownAddresses(): Set<string> {
  if (performance.now() - own.readAt < OWN_FRESH_MS) return own.addresses;
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const read = all.map(({ address }) => readAddress(address)?.toString() ?? address);
  own = { readAt: performance.now(), addresses: new Set(read) };
  return own.addresses;
}
