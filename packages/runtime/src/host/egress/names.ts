import dns, { type LookupOptions } from "node:dns";
import { isIP } from "node:net";
import { promisify } from "node:util";
import type { ProxyAddress } from "../../egress/proxy-protocol.ts";
import { originalLookup } from "./connect.ts";
import { type Callback, later } from "./later.ts";
import type { ProxyClient } from "./proxy-client.ts";
import { resolveRecords } from "./records.ts";

/** Looks names up on the machine, through the proxy: the namespace cannot reach a name server. */
export function lookUpThrough(proxy: ProxyClient): void {
  lookUpAddresses(proxy);
  resolveRecords(proxy);
}

function lookUpAddresses(proxy: ProxyClient): void {
  const callBack = dns.lookup as (hostname: string, options: LookupOptions, callback: Callback) => void;
  const promise = dns.promises.lookup as (hostname: string, options: LookupOptions) => Promise<unknown>;

  const lookup = (hostname: string, ...rest: unknown[]): void => {
    const callback = rest.at(-1) as Callback;
    const options = lookupOptions(rest[0]);
    if (isNoName(hostname)) {
      callBack(hostname, options, callback);
      return;
    }
    later(addressesOf(proxy, hostname, options), callback, (found) =>
      options.all ? [found] : [found[0]?.address, found[0]?.family],
    );
  };
  const lookupPromise = async (hostname: string, given?: unknown): Promise<unknown> => {
    const options = lookupOptions(given);
    if (isNoName(hostname)) return promise(hostname, options);
    const found = await addressesOf(proxy, hostname, options);
    return options.all ? found : found[0];
  };
  Object.defineProperty(lookup, promisify.custom, { value: lookupPromise });
  originalLookup.current = lookup;
  Object.assign(dns, { lookup });
  Object.assign(dns.promises, { lookup: lookupPromise });
}

/** An address, or nothing: Node answers that by itself. */
function isNoName(hostname: string): boolean {
  return !hostname || isIP(hostname) !== 0;
}

function lookupOptions(options: unknown): LookupOptions {
  if (typeof options === "number") return { family: options };
  return typeof options === "object" && options !== null ? options : {};
}

const FAMILIES: Readonly<Record<string, 4 | 6>> = { "4": 4, "6": 6, IPv4: 4, IPv6: 6 };

async function addressesOf(proxy: ProxyClient, host: string, options: LookupOptions): Promise<ProxyAddress[]> {
  const family = FAMILIES[String(options.family)] ?? 0;
  return (await proxy.ask<"addresses">({ ask: "lookup", host, family })).addresses;
}
