import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  ConfigError,
  defineProvider,
  defineResource,
  mayBeOwn,
  RetryAfter,
  refuseStranger,
} from "@pragma/sdk/provider";
import { z } from "zod";
import { replaced } from "./replaced.ts";

/**
 * Objects are files `<name>.<random>` in a folder: making one twice leaves two, as with a service that gives out ids.
 * Every call leaves lines in the folder's journal. `mode` says in which way a call misbehaves.
 */

const config = z.object({
  folder: z.string().meta({ immutable: true }),
  text: z.string().default(""),
  password: z.string().optional().meta({ sensitive: true }),
  delay_ms: z.number().default(0),
  mode: z.string().default("well"),
  /** For how many attempts `mode` holds; afterwards all is well. */
  times: z.number().default(1_000),
  health: z.string().default("well"),
  /** Where to report that a call begins, if anywhere. */
  watch_port: z.int().optional(),
});

type Context = {
  name: string;
  operationId: string;
  attempt: number;
  signal: AbortSignal;
  config: z.output<typeof config>;
  log: Record<"debug" | "info" | "warn" | "error", (message: string, metadata?: Record<string, unknown>) => void>;
};

const PROTOCOL_FD = 3;

/** The number of the call within this process, which is the platform's id for it too: calls start in order. */
let calls = 0;

function journal(ctx: Context, what: string): void {
  const line = JSON.stringify({
    what,
    name: ctx.name,
    operation: ctx.operationId,
    attempt: ctx.attempt,
    pid: process.pid,
  });
  appendFileSync(join(ctx.config.folder, "journal"), `${line}\n`);
}

/** Resolves once whoever watches has seen that it begins. */
function report({ name }: Context, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", reject).once("data", () => resolve());
    socket.write(JSON.stringify({ name, pid: process.pid }));
  });
}

/** Whether a question about this object is in the journal, also one to another process. */
function wasAsked(ctx: Context): boolean {
  const lines = readFileSync(join(ctx.config.folder, "journal"), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line)).some(({ name, what }) => name === ctx.name && what === "health");
}

function objectsOf(ctx: Context): string[] {
  return readdirSync(ctx.config.folder).filter((file) => file.startsWith(`${ctx.name}.`));
}

const misbehave: Record<string, (ctx: Context, call: number) => unknown> = {
  fail: (ctx) => {
    throw new Error(`it broke with ${ctx.config.password ?? "nothing"} at hand`);
  },
  "retry after": () => {
    throw new RetryAfter(1, "still booting");
  },
  "config error": () => {
    throw new ConfigError("text is not nice");
  },
  hang: () => new Promise(() => {}),
  "stop when told": async (ctx) => {
    await sleep(120_000, undefined, { signal: ctx.signal }).finally(() => journal(ctx, "aborted"));
  },
  "heed nobody": () => sleep(400),
  exit: () => process.exit(7),
  "throw later": (ctx) => {
    setTimeout(() => {
      throw new Error(`lost the connection of ${ctx.config.password}`);
    }, 300);
  },
  "print and exit": (ctx) => {
    writeSync(2, `no way to sign in with ${ctx.config.password}\n`);
    process.exit(7);
  },
  garbage: async () => {
    writeSync(PROTOCOL_FD, "this is no message\n");
    await sleep(60_000);
  },
  "answer twice": (_ctx, call) => {
    const answer = { type: "result", id: call, value: { id: "first answer", text: "" } };
    writeSync(PROTOCOL_FD, `${JSON.stringify(answer)}\n${JSON.stringify(answer)}\n`);
  },
  block: () => {
    for (;;);
  },
  "block until": (ctx) => {
    while (!existsSync(ctx.config.text));
  },
  flood: (ctx) => {
    for (let line = 0; line < 5_000; line++) ctx.log.info(`line ${line} ${"x".repeat(500)}`);
  },
  talk: (ctx) => {
    const { password = "" } = ctx.config;
    ctx.log.info(`signing in with ${password}`, { credentials: { password }, attempt: ctx.attempt });
    ctx.log.warn("all is fine");
  },
  "bad outputs": () => ({ id: 5 }),
};

async function act(ctx: Context, what: string, work: () => unknown): Promise<never> {
  calls += 1;
  const call = calls;
  journal(ctx, what);
  if (ctx.config.watch_port !== undefined) await report(ctx, ctx.config.watch_port);
  try {
    const how = ctx.attempt <= ctx.config.times ? misbehave[ctx.config.mode] : undefined;
    const answer = await how?.(ctx, call);
    await sleep(ctx.config.delay_ms, undefined, { signal: ctx.signal });
    return (answer ?? work()) as never;
  } finally {
    journal(ctx, `${what} ended`);
  }
}

function make(ctx: Context): { id: string; text: string } {
  const id = randomUUID();
  writeFileSync(join(ctx.config.folder, `${ctx.name}.${id}`), ctx.config.text);
  return { id, text: ctx.config.text };
}

type AssemblyContext = Pick<Context, "name" | "log"> & {
  config: { folder: string; parts: string[]; wait: boolean; also: Record<string, unknown> };
  apply(resource: {
    provider: string;
    resource: string;
    name: string;
    config: Record<string, unknown>;
  }): Promise<{ id: string }>;
  waitReady(id: string): Promise<{ outputs: Record<string, unknown> }>;
};

async function assemble(ctx: AssemblyContext): Promise<{ ids: string[]; note: string }> {
  const { folder, parts, wait, also } = ctx.config;
  calls += 1;
  const key = await ctx.apply({ provider: "objects", resource: "key", name: `${ctx.name}-key`, config: {} });
  const secret = wait ? String((await ctx.waitReady(key.id)).outputs["secret"]) : "";
  ctx.log.info(`the key is ${secret}`);
  const applied: { id: string }[] = [];
  for (const part of parts) {
    const config = { folder, text: `opens with ${secret}`, ...also };
    applied.push(await ctx.apply({ provider: "objects", resource: "object", name: `${ctx.name}-${part}`, config }));
  }
  const ready = wait ? await Promise.all(applied.map(({ id }) => ctx.waitReady(id))) : [];
  return { ids: ready.map(({ outputs }) => String(outputs["id"])), note: `opens with ${secret}` };
}

/** Whoever reads it meanwhile finds all of the old or of the new text. */
function writeWhole(path: string, text: string): void {
  const aside = join(dirname(path), `.${randomUUID()}`);
  writeFileSync(aside, text);
  renameSync(aside, path);
}

function writePage(
  name: string,
  { folder, ...page }: { folder: string; text: string },
): { size: number; note: string } {
  writeWhole(join(folder, `${name}.page`), JSON.stringify(page));
  return { size: page.text.length, note: "" };
}

/** Answers that no provider should give. */
async function misread(how: string, config: { password?: string | undefined }): Promise<unknown> {
  if (how === "null") return null;
  if (how === "hang") return new Promise(() => {});
  if (how === "throw") throw new Error(`cannot sign in with ${config.password}\nand more`);
  if (how === "exit") process.exit(7);
  if (how === "huge") return { outputs: { size: 1 }, config: { text: "x".repeat(8 * 1024 * 1024) } };
  if (how === "cycle") {
    const config: Record<string, unknown> = { text: "round" };
    config["labels"] = config;
    return { outputs: { size: 1 }, config };
  }
  if (how === "forged") return { outputs: { size: 1 }, config: { labels: { $encrypted: "v1.x" } } };
  if (how === "nothing") return {};
  if (how === "nul") throw new Error(`between \0 and \ud800 and ${"x".repeat(100_000)}`);
  if (how === "key") {
    const key = `of ${config.password}\n${"k".repeat(100_000)}`;
    return { outputs: { size: 1 }, config: { labels: { [key]: { $encrypted: "v1.x" } } } };
  }
  if (how === "deep")
    return { outputs: { size: 1 }, config: { labels: JSON.parse(`${"[".repeat(9_000)}${"]".repeat(9_000)}`) } };
  if (how === "large") return { outputs: { size: 1 }, config: { text: "x".repeat(7 * 1024 * 1024) } };
  return how;
}

interface Note {
  text: string;
  shelf: string;
}

function noteOf({ folder, title }: { folder: string; title: string }): Note | null {
  const file = join(folder, `${title}.note`);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

function writeNote(
  what: string,
  { folder, title, ...note }: { folder: string; title: string } & Note,
): { size: number } {
  appendFileSync(join(folder, `${title}.writes`), `${what}\n`);
  writeWhole(join(folder, `${title}.note`), JSON.stringify({ text: note.text, shelf: note.shelf }));
  return { size: note.text.length };
}

/** Fails as the note's `.how` says, which is gone then. @returns what to answer instead of the outputs */
function breakOnce({ folder, title }: { folder: string; title: string }): undefined | never {
  const file = join(folder, `${title}.how`);
  if (!existsSync(file)) return undefined;
  const how = readFileSync(file, "utf8");
  unlinkSync(file);
  if (how === "outputs") return { size: "much" } as never;
  if (how === "later") throw new RetryAfter(600);
  throw how === "config" ? new ConfigError("The note broke") : new Error("The note broke");
}

/** Things without end, as a list that nobody reads as a whole. */
function listMany(count: number, { cursor, limit }: { cursor: string | null; limit: number }): unknown {
  const from = Number(cursor ?? 0);
  const end = Math.min(from + limit, count);
  const items = Array.from({ length: end - from }, (_, index) => ({ identity: `thing ${from + index}` }));
  return { items, cursor: end < count ? `${end}` : null };
}

/** Lists that no provider should give. */
async function mislist(how: string, config: { password?: string | undefined }): Promise<unknown> {
  if (how === "hang") return new Promise(() => {});
  if (how === "throw") throw new Error(`cannot sign in with ${config.password}`);
  if (how === "many") return { items: Array.from({ length: 101 }, (_, index) => ({ identity: `${index}` })) };
  if (how === "repeat") return { items: [{ identity: "again" }], cursor: "again" };
  if (how === "secret") return { items: [{ identity: `with ${config.password}` }] };
  return how;
}

export default defineProvider({
  resources: {
    object: defineResource({
      description: "A file in a folder",
      config,
      outputs: z.looseObject({ id: z.string(), text: z.string() }),
      observe: (ctx) => {
        calls += 1;
        const [file] = objectsOf(ctx);
        if (file === undefined) return null;
        return { id: file.slice(ctx.name.length + 1), text: readFileSync(join(ctx.config.folder, file), "utf8") };
      },
      create: (ctx) => act(ctx, "create", () => make(ctx)),
      update: (ctx) =>
        act(ctx, "update", () => {
          const [file] = objectsOf(ctx);
          if (file === undefined) return make(ctx);
          writeFileSync(join(ctx.config.folder, file), ctx.config.text);
          return { id: file.slice(ctx.name.length + 1), text: ctx.config.text };
        }),
      delete: (ctx) =>
        act(ctx, "delete", () => {
          for (const file of objectsOf(ctx)) unlinkSync(join(ctx.config.folder, file));
        }),
      health: async (ctx) => {
        calls += 1;
        if (ctx.config.health === "hang once") {
          const isRepeated = wasAsked(ctx);
          journal(ctx, "health");
          if (!isRepeated) await new Promise(() => {});
        }
        if (ctx.config.health === "hang") await new Promise(() => {});
        if (ctx.config.health === "throw") throw new Error(`cannot sign in with ${ctx.config.password}`);
        return {
          status: "healthy",
          message: `password ${ctx.config.password}`,
          details: { objects: objectsOf(ctx).length },
        };
      },
    }),
    assembly: defineResource({
      description: "Objects that it applies, and whose secret it knows then",
      config: z.object({
        folder: z.string(),
        parts: z.array(z.string()),
        wait: z.boolean().default(true),
        /** Objects that exist beside the parts. */
        also: z.record(z.string(), z.unknown()).default({}),
      }),
      outputs: z.object({ ids: z.array(z.string()), note: z.string() }),
      create: (ctx) => assemble(ctx),
      update: (ctx) => assemble(ctx),
      delete: async () => {},
    }),
    key: defineResource({
      description: "A secret that the provider makes up",
      config: z.object({}),
      outputs: z.object({ secret: z.string().meta({ sensitive: true }) }),
      create: () => ({ secret: "made-up-secret" }),
      update: () => ({ secret: "made-up-secret" }),
      delete: async () => {},
    }),
    diary: defineResource({
      description: "Something that keeps a log of its own",
      config: z.object({
        lines: z.array(z.string()),
        password: z.string().meta({ sensitive: true }),
        broken: z.boolean().default(false),
        /** Treats `since` as inclusive instead of exclusive. */
        inclusive: z.boolean().default(false),
      }),
      outputs: z.object({}),
      create: (ctx) => {
        ctx.log.info("opened");
        return {};
      },
      update: () => ({}),
      delete: async () => {},
      async *logs(ctx, { since, tail }) {
        if (ctx.config.broken) throw new Error("the diary is lost");
        const all = ctx.config.lines.map((message, index) => ({
          message,
          timestamp: new Date(Date.UTC(2016, 0, 1 + index)),
        }));
        yield* all
          .filter(
            ({ timestamp }) => since === null || timestamp > since || (ctx.config.inclusive && +timestamp === +since),
          )
          .slice(-tail);
      },
    }),
    page: defineResource({
      description:
        "A file that can be read, in whose place a file of the same name and `.how` says how that goes wrong",
      config: z.object({
        folder: z.string().meta({ immutable: true }),
        text: z.string(),
        password: z.string().optional().meta({ sensitive: true }),
        labels: z.record(z.string(), z.string()).default({}),
      }),
      outputs: z.looseObject({ size: z.number() }),
      read: async (ctx) => {
        const { folder } = ctx.config;
        appendFileSync(join(folder, `${ctx.name}.reads`), "read\n");
        const how = join(folder, `${ctx.name}.how`);
        if (existsSync(how)) return misread(readFileSync(how, "utf8"), ctx.config) as never;
        const file = join(folder, `${ctx.name}.page`);
        if (!existsSync(file)) return null;
        const page = JSON.parse(readFileSync(file, "utf8"));
        return { outputs: { size: page.text.length, note: page.note ?? "" }, config: page };
      },
      create: (ctx) => writePage(ctx.name, ctx.config),
      update: (ctx) => writePage(ctx.name, ctx.config),
      delete: async (ctx) => unlinkSync(join(ctx.config.folder, `${ctx.name}.page`)),
    }),
    note: defineResource({
      description:
        "A file that may be there already; `list.how` says how listing goes wrong, and `.how` how the next change of the name does",
      config: z.object({
        folder: z.string().meta({ immutable: true }),
        title: z.string().meta({ immutable: true }),
        shelf: z.string().default("left").meta({ immutable: true }),
        text: z.string(),
        password: z.string().optional().meta({ sensitive: true }),
      }),
      outputs: z.object({ size: z.number() }),
      read: (ctx) => {
        const found = noteOf(ctx.config);
        if (found === null) return null;
        refuseStranger(ctx, ctx.config.title, `A note "${ctx.config.title}" exists already`);
        return { outputs: { size: found.text.length }, config: found };
      },
      create: (ctx) => {
        const outputs = writeNote("create", ctx.config);
        return breakOnce(ctx.config) ?? outputs;
      },
      update: (ctx, previous) => writeNote(`update from ${previous.text}`, ctx.config),
      delete: async (ctx) => {
        breakOnce(ctx.config);
        if (!mayBeOwn(ctx)) return;
        unlinkSync(join(ctx.config.folder, `${ctx.config.title}.note`));
      },
      identity: ({ title }) => title,
      import: (ctx, title) => {
        const folder = ctx.config.folder ?? "";
        if (existsSync(join(folder, `${title}.locked`))) throw new Error(`The shelf of "${title}" is locked`);
        const found = noteOf({ folder, title });
        return found && { config: { title, ...found }, outputs: { size: found.text.length } };
      },
      list: async (ctx, { cursor, limit }) => {
        const folder = ctx.config.folder ?? "";
        const how = join(folder, "list.how");
        const told = existsSync(how) ? readFileSync(how, "utf8") : "";
        if (told.startsWith("count ")) return listMany(Number(told.slice(6)), { cursor, limit }) as never;
        if (told !== "") return (await mislist(told, ctx.config)) as never;
        const titles = readdirSync(folder).flatMap((file) => (file.endsWith(".note") ? [file.slice(0, -5)] : []));
        const left = titles.filter((title) => title > (cursor ?? "")).sort();
        const items = left.slice(0, limit).map((title) => {
          return { identity: title, name: title, config: { title, ...noteOf({ folder, title }), password: "of it" } };
        });
        return { items, cursor: left.length > limit ? (items.at(-1)?.identity ?? null) : null };
      },
    }),
    ...replaced,
    silent: defineResource({
      config: z.object({ value: z.string().default("") }),
      outputs: z.object({ value: z.string() }),
      create: (ctx) => ({ value: ctx.config.value }),
      update: (ctx) => ({ value: ctx.config.value }),
      delete: async () => {},
    }),
  },
});
