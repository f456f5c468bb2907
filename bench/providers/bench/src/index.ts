import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
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

/** How many things are there before any resource. */
const THINGS = 100_000;
const THERE = /^there-(\d{6})$/;

/** What was made, by title. */
const made = new Set<string>();

const thingConfig = z.object({
  title: z.string().meta({ immutable: true }),
  content: z.string(),
  wait_ms: z.int().default(0).describe("How long the service behind it takes to answer a question"),
});

/** A thing that was there as its import and its list tell of it. */
const thingAsIs = (title: string, wait_ms = 0, content = "As somebody made it by hand") => ({
  title,
  content,
  wait_ms,
});

const thingOf = (number: number): string => `there-${String(number).padStart(6, "0")}`;

function isThere(title: string): boolean {
  const [, number] = THERE.exec(title) ?? [];
  return made.has(title) || (number !== undefined && Number(number) < THINGS);
}

function make({ title, content }: { title: string; content: string }) {
  made.add(title);
  return write({ content });
}

/** Things that somebody changed by hand since they were last written, by title. */
const changedByHand = new Set<string>();

const titled = z.object({ title: z.string().meta({ immutable: true }), content: z.string() });

function writeTitled({ title, content }: z.infer<typeof titled>) {
  changedByHand.delete(title);
  return write({ content });
}

function touch(titles: readonly string[]) {
  for (const title of titles) changedByHand.add(title);
  return {};
}

export default defineProvider({
  resources: {
    file: defineResource({ description: "A small file", ...file }),
    checked: defineResource({
      description: "A small file that can be read",
      ...file,
      read: (ctx) => ({ outputs: write(ctx.config), config: ctx.config }),
    }),
    touched: defineResource({
      description: "A small file that somebody may change by hand",
      config: titled,
      outputs: file.outputs,
      read({ config }) {
        const content = changedByHand.has(config.title) ? `${config.content}, changed by hand` : config.content;
        return { outputs: write(config), config: { ...config, content } };
      },
      create: (ctx) => writeTitled(ctx.config),
      update: (ctx) => writeTitled(ctx.config),
      delete() {},
    }),
    hand: defineResource({
      description: "Whoever changes files of the type touched by hand, each time that this is applied",
      config: z.object({ titles: z.array(z.string()), time: z.int() }),
      outputs: z.object({}),
      real: false,
      create: ({ config }) => touch(config.titles),
      update: ({ config }) => touch(config.titles),
      delete() {},
    }),
    thing: defineResource({
      description: "A small file that may be there already",
      config: thingConfig,
      outputs: file.outputs,
      read: ({ config }) => (isThere(config.title) ? { outputs: write(config), config } : null),
      create: (ctx) => make(ctx.config),
      update: (ctx) => make(ctx.config),
      delete: async (ctx) => void made.delete(ctx.config.title),
      identity: ({ title }) => title,
      async import({ config: { wait_ms } }, title) {
        if (wait_ms) await sleep(wait_ms);
        const config = thingAsIs(title, wait_ms);
        return isThere(title) ? { config, outputs: write(config) } : null;
      },
      async list({ config: { wait_ms, content } }, { cursor, limit }) {
        if (wait_ms) await sleep(wait_ms);
        const from = Number(cursor ?? 0);
        const end = Math.min(from + limit, THINGS);
        const titles = Array.from({ length: end - from }, (_, index) => thingOf(from + index));
        const items = titles.map((title) => ({
          identity: title,
          name: title,
          config: thingAsIs(title, wait_ms, content),
        }));
        return { items, cursor: end < THINGS ? `${end}` : null };
      },
    }),
  },
});
