import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, defineResource, ReplaceNeeded } from "@pragma/sdk/provider";
import { z } from "zod";

/** What no provider should say of an update. */
const HOSTILE = {
  outputs: ["a\0b"],
  warnings: ["nul \0 and half \ud800", "w".repeat(9000)],
  replace: ["pages\0", "[[["],
};

/** Notes a step of a binder, or of a leaf in it, and goes wrong once if the binder's `.how` names that step. */
function step(folder: string, title: string, what: string): void {
  appendFileSync(join(folder, `${title}.steps`), `${what}\n`);
  const how = join(folder, `${title}.how`);
  if (!existsSync(how) || readFileSync(how, "utf8") !== what) return;
  unlinkSync(how);
  throw new Error(`The binder broke at ${what}`);
}

/** Says that a binder has come to a moment, and stays there, if its `.how` names that. */
async function stay(folder: string, title: string, moment: string): Promise<void> {
  const how = join(folder, `${title}.how`);
  const isNamed = (): boolean => existsSync(how) && readFileSync(how, "utf8") === moment;
  if (!isNamed()) return;
  writeFileSync(join(folder, `${title}.at`), moment);
  while (isNamed()) await sleep(10);
}

const binderPath = ({ folder, title }: { folder: string; title: string }): string => join(folder, `${title}.binder`);

function openBinder(config: { folder: string; title: string; pages: number }): { path: string; title: string } {
  writeFileSync(join(binderPath(config), "pages"), `${config.pages}`);
  return { path: binderPath(config), title: config.title };
}

/** Types whose things are replaced, or go with what they are in. */
export const replaced = {
  binder: defineResource({
    description: "A folder that goes with all that is in it",
    config: z.object({
      folder: z.string().meta({ immutable: true }),
      title: z.string().meta({ immutable: true }),
      color: z.string().default("red").meta({ immutable: true }),
      pages: z.number().default(1),
    }),
    outputs: z.object({ path: z.string(), title: z.string() }),
    read: ({ config }) => {
      if (!existsSync(binderPath(config))) return null;
      const pages = Number(readFileSync(join(binderPath(config), "pages"), "utf8"));
      return { outputs: { path: binderPath(config), title: config.title }, config: { pages } };
    },
    create: async ({ config }) => {
      await stay(config.folder, config.title, "before create");
      step(config.folder, config.title, "create");
      mkdirSync(binderPath(config));
      const outputs = openBinder(config);
      await stay(config.folder, config.title, "after create");
      return outputs;
    },
    update: ({ config }, previous) => {
      step(config.folder, config.title, "update");
      if (config.pages < previous.pages) throw new ReplaceNeeded(["pages"], "A binder cannot shrink");
      return openBinder(config);
    },
    delete: async ({ config }) => {
      await stay(config.folder, config.title, "before delete");
      step(config.folder, config.title, "delete");
      rmSync(binderPath(config), { recursive: true, force: true });
      await stay(config.folder, config.title, "after delete");
    },
    identity: ({ title }) => title,
  }),
  leaf: defineResource({
    description: "A file in a binder",
    config: z.object({
      folder: z.string(),
      binder: z.string(),
      text: z.string().default(""),
      title: z.string().default("").meta({ immutable: true }),
    }),
    outputs: z.object({ text: z.string() }),
    read: (ctx) => {
      const file = join(ctx.config.binder, ctx.name);
      if (!existsSync(file)) return null;
      const text = readFileSync(file, "utf8");
      return { outputs: { text }, config: { text } };
    },
    create: (ctx) => {
      step(ctx.config.folder, ctx.name, "create");
      writeFileSync(join(ctx.config.binder, ctx.name), ctx.config.text);
      return { text: ctx.config.text };
    },
    update: (ctx) => {
      step(ctx.config.folder, ctx.name, "update");
      const file = join(ctx.config.binder, ctx.name);
      if (!existsSync(file)) throw new ConfigError("The leaf is gone");
      writeFileSync(file, ctx.config.text);
      return { text: ctx.config.text };
    },
    delete: async (ctx) => {
      step(ctx.config.folder, ctx.name, "delete");
      rmSync(join(ctx.config.binder, ctx.name), { force: true });
    },
  }),
  drawer: defineResource({
    description: "Tells what an update would do; `.plan` says how that goes wrong",
    config: z.object({
      folder: z.string().meta({ immutable: true }),
      title: z.string().meta({ immutable: true }),
      size: z.number().default(1),
      zone: z.string().default("north"),
      label: z.string().default("none"),
      password: z.string().optional().meta({ sensitive: true }),
    }),
    outputs: z.object({ address: z.string(), zone: z.string() }),
    plan: (_ctx, { before, after, unknown }) => {
      const { folder, title } = before;
      const how = join(folder, `${title}.plan`);
      appendFileSync(join(folder, `${title}.plans`), `${JSON.stringify({ before, after, unknown })}\n`);
      const told = existsSync(how) ? readFileSync(how, "utf8") : "";
      if (told === "hostile") return HOSTILE;
      if (told !== "") throw new Error(`There is no plan of ${told}`);
      const isMoved = after.zone !== before.zone;
      return {
        replace: typeof after.size === "number" && after.size < before.size ? ["size"] : [],
        outputs: isMoved ? ["zone"] : [],
        warnings: isMoved ? [`It cannot be opened while it moves, not with ${after.password}`] : [],
      };
    },
    create: ({ config }) => {
      step(config.folder, config.title, "create");
      return { address: `${config.title} at ${Date.now()}`, zone: config.zone };
    },
    update: ({ config, outputs }, previous) => {
      step(config.folder, config.title, "update");
      if (config.size < previous.size) throw new ReplaceNeeded(["size"]);
      return { address: outputs?.address ?? "", zone: config.zone };
    },
    delete: async ({ config }) => step(config.folder, config.title, "delete"),
  }),
};
