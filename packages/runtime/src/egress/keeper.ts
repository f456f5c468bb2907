/**
 * The process that serves the proxies of all providers: their traffic goes through here, so that neither their bytes nor
 * slow name resolution burden the platform's own process. It knows only the rules.
 */
import { rmSync } from "node:fs";
import { EgressPolicy } from "./egress-policy.ts";
import { type EgressRule, parseEgressRules } from "./egress-rules.ts";
import type { KeeperMessage } from "./keeper-messages.ts";
import { EgressProxy, type ProxyLimits } from "./proxy.ts";
import { Turns } from "./turns.ts";

/** Names looked up at once, by all. Each may take one of Node's threads for as long as name servers are silent. */
const LOOKUPS = 24;
/** And by one process. */
const LOOKUPS_OF_ONE = 4;

const lookups = new Turns(LOOKUPS, LOOKUPS_OF_ONE);
const proxies = new Map<number, EgressProxy>();
let rules: EgressRule[] = [];
let limits: Partial<ProxyLimits> = {};
let root: string | null = null;

process.on("message", (message: KeeperMessage) => {
  if (message.type === "rules") {
    rules = parseEgressRules(message.text);
    ({ limits, folder: root } = message);
  } else if (message.type === "open") {
    proxies.set(message.id, new EgressProxy(message.folder, new EgressPolicy(rules, message.subject), lookups, limits));
  } else {
    proxies.get(message.id)?.close();
    proxies.delete(message.id);
  }
});

// The platform is gone, for whatever reason, and its providers with it.
process.on("disconnect", () => {
  if (root !== null) rmSync(root, { recursive: true, force: true });
  process.exit(0);
});
// The platform handles a stop, and lets providers finish.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
