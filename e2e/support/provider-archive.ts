import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The differences between versions of the provider `notes`. */
export interface NotesVersion {
  /** What its outputs say made them. */
  readonly release: string;
  /** Schema of the config's `text`. */
  readonly text?: string;
  /** A statement at its start. */
  readonly atStart?: string;
}

/** The package of a provider `notes`, as its author writes it. It needs nothing from a registry. */
function notesPackage({ release, text = "z.string()", atStart = "" }: NotesVersion): Record<string, string> {
  return {
    "package.json": JSON.stringify({
      name: "notes",
      version: "1.0.0",
      type: "module",
      main: "index.ts",
      pragma: { provider: "notes" },
    }),
    "index.ts": `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
${atStart}
const write = (ctx: { config: { text: unknown } }) => ({ text: String(ctx.config.text), release: ${JSON.stringify(release)} });
export default defineProvider({
  resources: {
    note: defineResource({
      description: "A note to somebody",
      config: z.object({ text: ${text} }),
      outputs: z.object({ text: z.string(), release: z.string() }),
      create: async (ctx) => write(ctx),
      update: async (ctx) => write(ctx),
      delete: async () => {},
    }),
  },
});
`,
  };
}

/** Writes the package into a new folder. @returns the folder, which is the caller's to remove */
export function writeNotes(version: NotesVersion): string {
  const folder = mkdtempSync(join(tmpdir(), "pragma-e2e-notes-"));
  for (const [path, text] of Object.entries(notesPackage(version))) writeFileSync(join(folder, path), text);
  return folder;
}

/** The package as a push takes it: a gzip-compressed tar. */
export function packNotes(version: NotesVersion): Buffer {
  const folder = writeNotes(version);
  try {
    return execFileSync("tar", ["-czf", "-", "-C", folder, "."]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
