import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

const PROGRAM = `
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

const text = z.object({ text: z.string() });

export default defineProvider({
  resources: {
    note: defineResource({
      config: text,
      outputs: text,
      create(ctx) {
        ctx.log.info("made");
        return { text: ctx.config.text };
      },
      update: (ctx) => ({ text: ctx.config.text }),
      delete() {},
      health: () => ({ status: "healthy" }),
    }),
  },
});
`;

/** The source of a provider with one type, `note`, as it is pushed. */
export async function providerArchive(provider: string, program: string = PROGRAM): Promise<Buffer<ArrayBuffer>> {
  const tar = pack();
  const manifest = { name: provider, type: "module", exports: "./index.ts", pragma: { provider } };
  tar.entry({ name: "package.json" }, JSON.stringify(manifest));
  tar.entry({ name: "index.ts" }, program);
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.from(gzipSync(Buffer.concat(pieces)));
}
