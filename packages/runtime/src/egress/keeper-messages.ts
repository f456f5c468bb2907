import type { DoorLimits } from "./door.ts";
import type { EgressSubject } from "./egress-rules.ts";

/** What the platform tells the process that keeps the doors. The rules come first. */
export type KeeperMessage =
  | { type: "rules"; text: string; limits: Partial<DoorLimits>; folder: string }
  | { type: "open"; id: number; folder: string; subject: EgressSubject }
  | { type: "close"; id: number };
