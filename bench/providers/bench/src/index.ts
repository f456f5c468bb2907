import { createHash } from "node:crypto";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

let calls = 0;

interface FileConfig {
  content: string;
  parent?: string | undefined;
}

/** Cost of making a small file, less the disk: the same work that the baselines do. */
function write(config: FileConfig): { checksum: string; size: number } {
  calls += 1;
  const bytes = Buffer.from(`${config.content}${config.parent ?? ""}`);
  return { checksum: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
}

/** Config, outputs and handlers of a small file. */
const file = {
  config: z.object({
    content: z.string(),
    parent: z.string().optional().describe("Something of another resource, so that there is a dependency"),
  }),
  outputs: z.object({ checksum: z.string(), size: z.int() }),
  create: (ctx: { config: FileConfig }) => write(ctx.config),
  update: (ctx: { config: FileConfig }) => write(ctx.config),
  delete() {},
  // How the bench counts what reached the provider.
  health: () => ({ status: "healthy" as const, message: "counted", details: { calls } }),
};

export default defineProvider({
  resources: {
    file: defineResource({ description: "A small file", ...file }),
    checked: defineResource({
      description: "A small file that can be read",
      ...file,
      read: (ctx) => ({ outputs: write(ctx.config), config: ctx.config }),
    }),
  },
});
