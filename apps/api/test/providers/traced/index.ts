import { defineProvider, defineResource, type ProviderContext } from "@pragma/sdk/provider";
import { z } from "zod";

const config = z.object({
  text: z.string(),
  password: z.string().optional().meta({ sensitive: true }),
  /** How many attempts fail before one succeeds. */
  failures: z.number().default(0),
  /** The name of a sub-resource. */
  part: z.string().optional(),
});
const outputs = z.object({ text: z.string() });

async function make(ctx: ProviderContext<z.output<typeof config>, z.output<typeof outputs>>) {
  const { text, failures, part } = ctx.config;
  ctx.log.info(`made in ${ctx.trace.traceId}`, { traceparent: ctx.trace.traceparent });
  if (ctx.attempt <= failures) throw new Error(`not yet, with ${text}`);
  if (part !== undefined) await ctx.apply({ provider: "traced", resource: "item", name: part, config: { text } });
  return { text };
}

/** Says in its log which trace it is part of. */
export default defineProvider({
  resources: {
    item: defineResource({
      description: "A thing that knows its trace",
      config,
      outputs,
      observe: async () => null,
      create: make,
      update: make,
      delete: async () => {},
      health: async (ctx) => ({ status: "healthy", details: { traceparent: ctx.trace.traceparent } }),
    }),
  },
});
