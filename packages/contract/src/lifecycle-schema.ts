import { z } from "zod";
import { LIFECYCLE_STATES, REQUESTABLE_STATES } from "./lifecycle.ts";

export const lifecycleStateSchema = z.enum(LIFECYCLE_STATES).meta({
  id: "LifecycleState",
  description: "draft: stored; pending: waits; processing: with its provider; ready: succeeded; failed: see error",
});

export const requestableStateSchema = z
  .enum(REQUESTABLE_STATES)
  .describe("draft stores without processing (default); pending validates and queues");
