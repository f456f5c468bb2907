import { z } from "zod";

export const livenessSchema = z.object({ status: z.literal("ok") }).meta({ id: "Liveness" });

const check = z.object({ status: z.enum(["ok", "failed"]), message: z.string().optional() });

/** Whether this replica can serve requests, and the state of what it depends on. */
export const readinessSchema = z
  .object({
    status: z.enum(["ok", "unavailable"]),
    checks: z.object({ database: check, queue: check, sandbox: check }),
  })
  .meta({ id: "Readiness" });
export type Readiness = z.infer<typeof readinessSchema>;
