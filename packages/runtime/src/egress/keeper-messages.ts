import type { EgressSubject } from "./egress-rules.ts";
import type { ProxyLimits } from "./proxy.ts";

/** Messages from the platform to the process that keeps the proxies. The rules come first. */
export type KeeperMessage =
  | { type: "rules"; text: string; limits: Partial<ProxyLimits>; folder: string }
  | { type: "open"; id: number; folder: string; subject: EgressSubject }
  | { type: "close"; id: number };
