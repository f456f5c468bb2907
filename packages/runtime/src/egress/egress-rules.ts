import { isUuid, PROVIDER_PATTERN } from "@pragma/contract";
import ipaddr from "ipaddr.js";
import { readAddress } from "./address-kind.ts";

/** The provider that connects. */
export interface EgressSubject {
  organizationId: string;
  providerId: string;
  /** It came with the platform, or from its operator; an organization may push another of the same name. */
  isShipped: boolean;
}

/** One entry of the list: a target besides public addresses, and who may reach it. */
export interface EgressRule {
  /** Null for all. */
  provider: string | null;
  /** Null with a provider: the shipped one. */
  organizationId: string | null;
  /** Addresses that may be reached, as first address and bits; or a name, whatever it resolves to. */
  target: { network: readonly [ipaddr.IPv4 | ipaddr.IPv6, number] } | { name: string };
  /** Null for every port. */
  port: number | null;
}

const SCOPE = /^(?:([^/=]*)\/)?([^/=]*)=(.*)$/;
const NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?$/;
const MUST =
  "must look like 10.0.0.0/8, db.internal, 127.0.0.1:5432 or [::1]:5432, with provider= or organization-id/provider= before it where it is for one provider";

/**
 * Reads the operator's list: entries `target`, `provider=target` (the shipped provider of that name) or
 * `organization-id/provider=target` (the one that this organization pushed), separated by commas. A target is a range
 * (`10.0.0.0/8`), an address or a name; `:port` after it, with brackets around IPv6, allows that port alone.
 *
 * @throws Error naming each entry that cannot be read, and why
 */
export function parseEgressRules(text: string): EgressRule[] {
  const entries = text.split(",").map((entry) => entry.trim());
  const rules: EgressRule[] = [];
  const faults: string[] = [];
  for (const entry of entries) {
    if (entry === "") continue;
    const rule = parseEntry(entry);
    if (typeof rule === "string") faults.push(`"${entry}": ${rule}`);
    else rules.push(rule);
  }
  if (faults.length > 0) throw new Error(faults.join("; "));
  return rules;
}

/** The rules that are about a provider of an organization. */
export function rulesOf(rules: readonly EgressRule[], subject: EgressSubject): EgressRule[] {
  return rules.filter(({ provider, organizationId }) => {
    if (provider === null) return true;
    if (provider !== subject.providerId) return false;
    return organizationId === null
      ? subject.isShipped
      : !subject.isShipped && organizationId === subject.organizationId;
  });
}

/** Whether one of the rules allows a connection to an address that was requested as `host`. */
export function isAllowed(rules: readonly EgressRule[], host: string, address: string, port: number): boolean {
  const read = readAddress(address);
  const name = plainName(host);
  return rules.some((rule) => {
    if (rule.port !== null && rule.port !== port) return false;
    if ("name" in rule.target) return rule.target.name === name;
    const [network, bits] = rule.target.network;
    return read !== null && read.kind() === network.kind() && read.match(network, bits);
  });
}

/** The entry that would allow a connection. */
export function entryFor(subject: EgressSubject, address: string, port: number): string {
  const scope = subject.isShipped ? subject.providerId : `${subject.organizationId}/${subject.providerId}`;
  return `${scope}=${address.includes(":") ? `[${address}]` : address}:${port}`;
}

function parseEntry(entry: string): EgressRule | string {
  const [, organization, provider, scoped] = SCOPE.exec(entry) ?? [];
  if (provider !== undefined && !PROVIDER_PATTERN.test(provider)) return `"${provider}" is not the name of a provider`;
  if (organization !== undefined && !isUuid(organization))
    return `"${organization}" is not the id of an organization, which looks like 0198c2f0-7d5a-7cc3-b1f4-3f8a5e0c9d11`;
  const target = parseTarget((scoped ?? entry).toLowerCase());
  return typeof target === "string"
    ? target
    : { provider: provider ?? null, organizationId: organization ?? null, ...target };
}

function parseTarget(text: string): Pick<EgressRule, "target" | "port"> | string {
  const { host, port: digits } = splitPort(text);
  const port = digits === null ? null : Number(digits);
  if (digits !== null && (!/^\d{1,5}$/.test(digits) || Number(port) < 1 || Number(port) > 65_535))
    return `"${digits}" is not a port from 1 to 65535`;
  if (host.includes("/")) {
    const network = parseRange(host);
    // Addresses in it are treated as IPv4, so it would match nothing.
    if (network?.[0].kind() === "ipv6" && network[1] >= 96 && readAddress(network[0].toString())?.kind() === "ipv4")
      return `"${host}" is IPv4 inside of IPv6: write the range as IPv4, such as 10.0.0.0/8`;
    return network ? { target: { network }, port } : `"${host}" is not a range such as 10.0.0.0/8 or fd00::/8`;
  }
  const address = readAddress(host);
  if (address) return { target: { network: [address, address.kind() === "ipv4" ? 32 : 128] }, port };
  return NAME.test(host) ? { target: { name: plainName(host) }, port } : MUST;
}

/** IPv6 has colons of its own: with a port it stands in brackets. */
function splitPort(text: string): { host: string; port: string | null } {
  const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(text);
  if (bracketed) return { host: bracketed[1] ?? "", port: bracketed[2] ?? null };
  const [host = "", port, ...more] = text.split(":");
  return port === undefined || more.length > 0 ? { host: text, port: null } : { host, port };
}

function parseRange(text: string): readonly [ipaddr.IPv4 | ipaddr.IPv6, number] | null {
  const [first = "", bits = ""] = text.split("/");
  if (!readAddress(first) || !ipaddr.isValidCIDR(`${first}/${bits}`)) return null;
  return ipaddr.parseCIDR(`${first}/${bits}`);
}

function plainName(host: string): string {
  return host.toLowerCase().replace(/\.$/, "");
}
