import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Packs the source of a provider as its author would: a gzip-compressed tar of a folder. */
export function packProvider(provider: string, files: Record<string, string>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "pragma-test-source-"));
  try {
    const manifest = {
      name: provider,
      version: "1.0.0",
      type: "module",
      main: "index.ts",
      pragma: { provider, network: "host" },
    };
    for (const [path, text] of Object.entries({ "package.json": JSON.stringify(manifest), ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return execFileSync("tar", ["-czf", "-", "-C", folder, "."], { maxBuffer: 64 * 1024 * 1024 });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The source of a provider `notes` whose outputs tell which release made them.
 * @param code statements that run when it is loaded, and when a note is made
 */
export function notesSource(release: string, { atLoad = "", atCall = "" } = {}): Buffer {
  return packProvider("notes", {
    "index.ts": `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { stamp } from "./stamp.ts";
${atLoad}
const make = (ctx: { config: { text: string } }) => {
  ${atCall}
  return { text: ctx.config.text, release: stamp };
};
export default defineProvider({
  resources: {
    note: defineResource({
      config: z.object({ text: z.string() }),
      outputs: z.object({ text: z.string(), release: z.string() }),
      create: make,
      update: make,
      delete: async () => {},
    }),
  },
});
`,
    "stamp.ts": `export const stamp: string = ${JSON.stringify(release)};\n`,
  });
}
