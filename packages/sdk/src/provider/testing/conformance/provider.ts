import { z } from "zod";
import { defineConnection } from "../../connection.ts";
import type { ProviderContext } from "../../context.ts";
import { AlreadyExists, ConfigError, ReplaceNeeded, RetryAfter } from "../../errors.ts";
import { defineProvider } from "../../provider.ts";
import { defineResource } from "../../resource.ts";

/** Modes of create and update, selected by `mode`; `store` if left out. docs/provider-protocol.md describes each. */
export const CONFORMANCE_MODES = [
  "store",
  "config",
  "retry",
  "fail",
  "exists",
  "replace",
  "log",
  "wait",
  "meet",
  "apply",
  "connection",
  "large",
] as const;

const LARGE = 1024 * 1024;

const config = z.object({ text: z.string().min(1), mode: z.enum(CONFORMANCE_MODES).default("store") });
const outputs = z.object({
  text: z.string(),
  revision: z.number().int(),
  previous: z.string().nullable(),
  operation_id: z.string(),
  attempt: z.number().int(),
  tags: z.array(z.string()),
});

const connection = defineConnection({
  description: "A word that items are told",
  config: z.object({ word: z.string().meta({ sensitive: true }) }),
});

type Context = ProviderContext<z.output<typeof config>, z.output<typeof outputs>, z.output<typeof connection.config>>;

const items = new Map<string, z.output<typeof outputs>>();
let meeting: (() => void) | null = null;

/** The provider that the conformance cases require, written with the kit: items live as long as the process. */
export default defineProvider({
  connection,
  resources: {
    item: defineResource({
      connection,
      description: "A text that is kept",
      tags: ["conformance"],
      config,
      outputs,
      read(ctx) {
        const item = items.get(ctx.name);
        return item ? { outputs: item, config: { text: item.text } } : null;
      },
      observe: (ctx) => items.get(ctx.name) ?? null,
      create: (ctx) => write(ctx, null),
      update: (ctx, previous) => write(ctx, previous.text),
      delete(ctx) {
        items.delete(ctx.name);
      },
      identity: (_config, { text }) => (text.includes("\n") ? null : identityOf(text)),
      import(_ctx, identity) {
        const item = [...items.values()].find(({ text }) => identityOf(text) === identity);
        return item ? { outputs: item, config: { text: item.text } } : null;
      },
      list(ctx, { cursor, limit }) {
        const texts = [...items.values()]
          .map(({ text }) => text)
          .filter((text) => text.startsWith(ctx.config.text ?? ""));
        const left = [...new Set(texts)]
          .map(identityOf)
          .filter((identity) => identity > (cursor ?? ""))
          .sort();
        const found = left.slice(0, limit).map((identity) => ({ identity }));
        return { items: found, cursor: left.length > limit ? (found.at(-1)?.identity ?? null) : null };
      },
      plan(_ctx, { before, after, unknown }) {
        return {
          replace: after.mode === "replace" ? ["text"] : [],
          outputs: after.text === before.text ? ["revision"] : ["revision", "text"],
          warnings: unknown.map((path) => `${path} is not known yet`),
        };
      },
      health(ctx) {
        const item = items.get(ctx.name);
        if (!item) return { status: "unhealthy", message: "gone" };
        return { status: "healthy", details: { revision: item.revision } };
      },
      async *logs(_ctx, { since, tail }) {
        for (let second = 0; second < tail + 5; second++) {
          const timestamp = new Date(Date.UTC(2026, 0, 1) + second * 1_000);
          if (since && timestamp <= since) continue;
          yield { timestamp, message: `line ${second}`, level: "debug" };
        }
      },
    }),
  },
});

function identityOf(text: string): string {
  return `item ${text}`;
}

async function write(ctx: Context, previous: string | null) {
  const text = await act(ctx);
  const revision = (items.get(ctx.name)?.revision ?? 0) + 1;
  const { operationId, attempt, tags } = ctx;
  const item = { text, revision, previous, operation_id: operationId, attempt, tags: [...tags] };
  items.set(ctx.name, item);
  return item;
}

/** Does what the mode says, and gives the text to keep. */
async function act(ctx: Context): Promise<string> {
  const { mode, text } = ctx.config;
  switch (mode) {
    case "config":
      throw new ConfigError(`${text} is refused`);
    case "retry":
      throw new RetryAfter(7, `${text} later`);
    case "fail":
      throw new Error(`${text} failed`);
    case "exists":
      throw new AlreadyExists(identityOf(text), `${text} is there already`);
    case "replace":
      throw new ReplaceNeeded(["text"], `${text} needs another`);
    case "log":
      for (const level of ["debug", "info", "warn", "error"] as const) ctx.log[level](text, { level });
      return text;
    case "wait":
      await new Promise((resolve) => ctx.signal.addEventListener("abort", resolve, { once: true }));
      throw new Error(`${text} stopped`);
    case "meet":
      await meet();
      return text;
    case "apply": {
      const part = { provider: "test", resource: "part", name: text, config: { text } };
      const { id } = await ctx.apply(ctx.connection ? { ...part, connection: ctx.connection.word } : part);
      const ready = await ctx.waitReady(id, { timeout: 9, outputs: z.object({ text: z.string() }) });
      return ready.outputs.text;
    }
    case "connection":
      return ctx.connection?.word ?? "none";
    case "large":
      return "x".repeat(LARGE);
    default:
      return text;
  }
}

/** Resolves when two calls are in it at once. */
function meet(): Promise<void> {
  if (meeting) {
    meeting();
    meeting = null;
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    meeting = resolve;
  });
}
