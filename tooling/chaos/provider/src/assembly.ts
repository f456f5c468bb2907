import { defineResource, type SubResource, type SubResourceState } from "@pragma/sdk/provider";
import { z } from "zod";
import { type Common, type Ctx, commonConfig, commonOutputs, observe, remove, write } from "./handlers.ts";

interface Assembly extends Common {
  parts: string[];
  wait: boolean;
}

interface AssemblyCtx extends Ctx<Assembly> {
  readonly name: string;
  apply(resource: SubResource): Promise<SubResourceState>;
  waitReady(id: string, options?: { timeout?: number }): Promise<SubResourceState>;
}

/** Applies a sub-resource for each part, then makes its own object. */
async function assemble(ctx: AssemblyCtx): Promise<void> {
  const { space, text, parts, wait } = ctx.config;
  const applied: SubResourceState[] = [];
  for (const part of parts) {
    const config = { space, text: `${part} of ${text}` };
    applied.push(await ctx.apply({ provider: "chaos", resource: "object", name: `${ctx.name}.${part}`, config }));
  }
  if (wait) for (const { id } of applied) await ctx.waitReady(id, { timeout: 2 });
}

/** A thing that consists of others. */
export const assembly = defineResource({
  description: "An object with parts, which are resources of their own",
  config: z.object({ ...commonConfig, parts: z.array(z.string()).default([]), wait: z.boolean().default(false) }),
  outputs: z.object(commonOutputs),
  observe,
  create: (ctx) => write<Assembly>(ctx, "create", null, () => assemble(ctx)),
  update: (ctx, previous) => write<Assembly>(ctx, "update", previous, () => assemble(ctx)),
  delete: remove,
});
