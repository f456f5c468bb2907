import type { SessionSettings } from "./sessions.ts";

/**
 * How a session plans named statements, and those of functions: once, for any values. Sequential scans are left out where there
 * is an index: for a look whether there is any row, the planner prefers a scan that it expects to end soon, which reads all rows of
 * all organizations where there is none. Without them its estimates are beyond what starts the compiler of some servers.
 */
export const PLANNED_ONCE: SessionSettings = {
  plan_cache_mode: "force_generic_plan",
  enable_seqscan: "off",
  jit: "off",
};

/** The same for a statement whose values should count. */
export const PLANNED_EACH_TIME: SessionSettings = { plan_cache_mode: "force_custom_plan", enable_seqscan: "on" };
