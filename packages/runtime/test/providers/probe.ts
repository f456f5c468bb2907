import { readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { defineProvider, defineResource, ReplaceNeeded, refuseStranger, withState } from "@pragma/sdk/provider";
import { z } from "zod";

let running = 0;
let peak = 0;
/** Objects that `observe` finds; set by create and update, so they last as long as the process. */
const world = new Map<string, string>();

const outputs = z.looseObject({ text: z.string() });

/** Reports what it sees of its surroundings, and what the platform did with its calls. */
export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ mode: z.string().default("report"), text: z.string().default("") }),
      outputs,
      async create(ctx) {
        if (ctx.config.mode === "crash") process.exit(1);
        if (ctx.config.mode === "apply") {
          const applied = await ctx.apply({ provider: "test", resource: "part", name: ctx.config.text, config: {} });
          return { text: applied.id, applied };
        }
        if (ctx.config.mode === "wait") {
          const ready = await ctx.waitReady(ctx.config.text, { timeout: 9 });
          return { text: String(ready.outputs.text) };
        }
        if (ctx.config.mode === "wait in steps") {
          // Begins to wait anew while it queues for the slot that its first wait gave up.
          const both = await Promise.all([ctx.waitReady("a"), sleep(40).then(() => ctx.waitReady("b"))]);
          return { text: both.map((ready) => ready.id).join() };
        }
        if (ctx.config.mode === "wait twice") {
          const both = await Promise.all([ctx.waitReady("a"), ctx.waitReady("b")]);
          return { text: both.map((ready) => ready.id).join() };
        }
        running += 1;
        peak = Math.max(peak, running);
        await sleep(30, undefined, { signal: ctx.signal }).finally(() => {
          running -= 1;
        });
        return {
          text: ctx.config.text,
          pid: process.pid,
          env: process.env,
          cwd: readdirSync("."),
          peak,
          operationId: ctx.operationId,
          previousOperationId: ctx.previousOperationId,
          attempt: ctx.attempt,
          tags: ctx.tags,
        };
      },
      update: () => ({ text: "updated" }),
      async delete() {},
    }),
    readable: defineResource({
      config: z.object({ text: z.string() }),
      outputs,
      read(ctx) {
        const text = world.get(ctx.name);
        return text === undefined
          ? null
          : withState({ outputs: { text }, config: { text } }, { by: "read", was: ctx.state });
      },
      observe() {
        throw new Error("read takes its place");
      },
      create(ctx) {
        world.set(ctx.name, ctx.config.text);
        return withState({ text: ctx.config.text, by: "create", state: ctx.state }, { by: "create" });
      },
      update(ctx) {
        world.set(ctx.name, ctx.config.text);
        return { text: ctx.config.text, by: "update", found: ctx.outputs, state: ctx.state };
      },
      async delete(ctx) {
        world.delete(ctx.name);
      },
    }),
    adoptable: defineResource({
      config: z.object({ text: z.string(), mode: z.string().default("") }),
      outputs,
      read(ctx) {
        const text = world.get(ctx.name);
        if (text === undefined) return null;
        refuseStranger(ctx, ctx.config.mode === "unnamed" ? null : ctx.name, "It is there already");
        return { outputs: { text }, config: { text } };
      },
      create(ctx) {
        if (ctx.config.mode === "replace") throw new ReplaceNeeded(["text"]);
        world.set(ctx.name, ctx.config.text);
        return { text: ctx.config.text, by: "create" };
      },
      update(ctx, previous) {
        if (ctx.config.mode === "replace")
          throw new ReplaceNeeded([
            "text",
            "",
            "x".repeat(2_000),
            `with.${ctx.config.text}`,
            ...Array(200).fill("many"),
          ]);
        world.set(ctx.name, ctx.config.text);
        return { text: ctx.config.text, by: "update", previous: previous.text, found: ctx.outputs };
      },
      async delete(ctx) {
        world.delete(ctx.name);
      },
      identity(config, { text }) {
        if (config.mode === "throw") throw new Error("no name for it");
        if (config.mode === "secret") return `with ${config.text}`;
        return config.mode === "none" ? null : `thing ${text}`;
      },
      import(_ctx, identity) {
        const text = [...world.values()].find((value) => `thing ${value}` === identity);
        return text === undefined ? null : withState({ config: { text }, outputs: { text } }, "imported");
      },
      plan(_ctx, { before, after }) {
        return {
          replace: [`with.${before.text}`, "text"],
          outputs: after.mode === "secret" ? ["text", `with.${before.text}`] : ["text"],
          warnings: [`It was ${before.text}`, "x".repeat(20_000)],
        };
      },
      list(ctx, { cursor, limit }) {
        const names = [...world.keys()].filter((name) => name > (cursor ?? "")).sort();
        const items = names
          .slice(0, limit)
          .map((identity) => ({ identity, config: { text: String(ctx.config.text) } }));
        return { items, cursor: names.length > limit ? (items.at(-1)?.identity ?? null) : null };
      },
    }),
    observable: defineResource({
      config: z.object({ text: z.string() }),
      outputs,
      async observe(ctx) {
        if (ctx.tags.includes("slow")) await sleep(100);
        const text = world.get(ctx.name);
        return text === undefined ? null : { text };
      },
      create(ctx) {
        world.set(ctx.name, ctx.config.text);
        return { text: ctx.config.text, by: "create" };
      },
      update(ctx, previous) {
        world.set(ctx.name, ctx.config.text);
        return { text: ctx.config.text, by: "update", previous: previous.text, found: ctx.outputs };
      },
      async delete(ctx) {
        world.delete(ctx.name);
      },
    }),
  },
});
