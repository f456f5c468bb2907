import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The differences between versions of the provider `notes`. */
export interface NotesVersion {
  /** The release named in its outputs. */
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
      observe: async () => null,
      identity: () => null,
      import: async () => null,
      list: async () => ({ items: [] }),
    }),
  },
});
`,
  };
}

/**
 * The package of a provider `slow`, whose jobs fail in their first attempt, and then log step after step until they are
 * cancelled.
 */
const SLOW_PACKAGE = {
  "package.json": JSON.stringify({
    name: "slow",
    version: "1.0.0",
    type: "module",
    main: "index.ts",
    pragma: { provider: "slow" },
  }),
  "index.ts": `import { setTimeout as sleep } from "node:timers/promises";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
export default defineProvider({
  resources: {
    job: defineResource({
      description: "A job that never ends",
      config: z.object({ password: z.string().meta({ sensitive: true }) }),
      outputs: z.object({}),
      create: async ({ attempt, config, log, signal }) => {
        if (attempt === 1) {
          log.error("the first attempt gives up");
          throw new Error("not yet");
        }
        for (let step = 1; ; step++) {
          log.info(\`step \${step} of attempt \${attempt}, as \${config.password}\`, { step });
          await sleep(200, undefined, { signal });
        }
      },
      update: async () => ({}),
      delete: async () => {},
    }),
  },
});
`,
};

/** The package of a provider `library`, whose books are there before any resource: more than one part of a list. */
const LIBRARY_PACKAGE = {
  "package.json": JSON.stringify({
    name: "library",
    version: "1.0.0",
    type: "module",
    main: "index.ts",
    pragma: { provider: "library" },
  }),
  "index.ts": `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
const BOOKS = Array.from({ length: 120 }, (_, index) => {
  const signature = "book " + String(index).padStart(3, "0");
  return { signature, floor: index % 2 === 0 ? "upper" : "lower", pages: 100 + index };
});
const outputs = ({ signature }: { signature: string }) => ({ address: "/books/" + encodeURIComponent(signature) });
const bookOf = (signature: string) => BOOKS.find((book) => book.signature === signature);
export default defineProvider({
  resources: {
    book: defineResource({
      description: "A book of the library",
      config: z.object({
        signature: z.string().meta({ immutable: true }),
        floor: z.string().meta({ immutable: true }),
        pages: z.int(),
      }),
      outputs: z.object({ address: z.string() }),
      read: async ({ config }) => {
        const book = bookOf(config.signature);
        return book === undefined ? null : { outputs: outputs(book), config: book };
      },
      create: async ({ config }) => outputs(config),
      update: async ({ config }) => outputs(config),
      delete: async () => {},
      identity: ({ signature }) => signature,
      import: async (_, signature) => {
        const book = bookOf(signature);
        return book === undefined ? null : { outputs: outputs(book), config: book };
      },
      list: async ({ config }, { cursor, limit }) => {
        const books = BOOKS.filter(({ floor }) => config.floor === undefined || floor === config.floor);
        const left = books.filter(({ signature }) => signature > (cursor ?? ""));
        const items = left.slice(0, limit).map((book) => ({ identity: book.signature, tags: [book.floor], config: book }));
        return { items, cursor: left.length > limit ? items.at(-1)?.identity : null };
      },
    }),
  },
});
`,
};

/** Writes the package into a new folder. @returns the folder, which is the caller's to remove */
export function writeNotes(version: NotesVersion): string {
  return writePackage(notesPackage(version));
}

/** The package as a push takes it: a gzip-compressed tar. */
export function packNotes(version: NotesVersion): Buffer {
  return pack(notesPackage(version));
}

/** The provider `slow`, as a push takes it. */
export function packSlow(): Buffer {
  return pack(SLOW_PACKAGE);
}

/** The provider `library`, as a push takes it. */
export function packLibrary(): Buffer {
  return pack(LIBRARY_PACKAGE);
}

function writePackage(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "pragma-e2e-provider-"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

function pack(files: Record<string, string>): Buffer {
  const folder = writePackage(files);
  try {
    return execFileSync("tar", ["-czf", "-", "-C", folder, "."]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
