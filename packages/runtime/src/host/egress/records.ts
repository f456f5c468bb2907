import dns from "node:dns";
import { RECORD_METHODS, type RecordMethod } from "../../egress/proxy-protocol.ts";
import { type Callback, later } from "./later.ts";
import type { ProxyClient } from "./proxy-client.ts";

type Records = (method: RecordMethod, name: unknown, given?: unknown) => Promise<unknown>;
type Methods = Record<string, (this: unknown, ...args: unknown[]) => unknown>;

/** Sends record queries, by the functions of `dns` or by a program's own resolvers, to the machine's resolver. */
export function resolveRecords(proxy: ProxyClient): void {
  const records: Records = async (method, name, given) => {
    const options = typeof given === "object" && given !== null ? given : undefined;
    return (await proxy.ask<"records">({ ask: "records", method, name: String(name), options })).records;
  };
  const always = () => records;
  Object.assign(dns, withCallback(always));
  Object.assign(dns.promises, withPromise(always));

  const choosing = new WeakSet<object>();
  const ofResolver = (resolver: unknown): Records => (choosing.has(resolver as object) ? refuse : records);
  Object.assign(dns.Resolver.prototype, withCallback(ofResolver));
  Object.assign(dns.promises.Resolver.prototype, withPromise(ofResolver));
  for (const { prototype } of [dns.Resolver, dns.promises.Resolver]) {
    const { setServers } = prototype;
    prototype.setServers = function choose(this: dns.Resolver, servers) {
      setServers.call(this, servers);
      choosing.add(this);
    };
  }
}

/**
 * The machine's resolver would answer another question: often the question is whether a certain server knows already.
 */
const refuse: Records = async (_method, name) => {
  const message = `query for ${name} refused: providers can ask the platform's own name servers alone, none of setServers`;
  throw Object.assign(new Error(message), { code: "EACCES", syscall: "query", hostname: name });
};

function withCallback(recordsOf: (resolver: unknown) => Records): Methods {
  const methods: Methods = {
    resolve(name, ...rest) {
      later(recordsOf(this)(methodOf(rest[0]), name), rest.at(-1) as Callback, (found) => [found]);
    },
  };
  for (const method of RECORD_METHODS)
    methods[method] = function ask(name, ...rest) {
      later(recordsOf(this)(method, name, rest[0]), rest.at(-1) as Callback, (found) => [found]);
    };
  return methods;
}

function withPromise(recordsOf: (resolver: unknown) => Records): Methods {
  const methods: Methods = {
    resolve(name, type) {
      return recordsOf(this)(methodOf(type), name);
    },
  };
  for (const method of RECORD_METHODS)
    methods[method] = function ask(name, given) {
      return recordsOf(this)(method, name, given);
    };
  return methods;
}

/**
 * The method for a record type; for addresses if none is given.
 * @throws TypeError for an unknown type, as Node does
 */
function methodOf(type: unknown): RecordMethod {
  if (typeof type !== "string" || type === "A") return "resolve4";
  if (type === "AAAA") return "resolve6";
  const method = RECORD_METHODS.find((each) => each.toUpperCase() === `RESOLVE${type}`);
  if (method) return method;
  const message = `The argument 'rrtype' is invalid. Received '${type}'`;
  throw Object.assign(new TypeError(message), { code: "ERR_INVALID_ARG_VALUE" });
}
