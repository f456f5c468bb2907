import { AlreadyExists, ConfigError, defineResource, ReplaceNeeded } from "@pragma/sdk/provider";
import { z } from "zod";
import type { Told } from "./call.ts";
import { type Common, type CommonOutputs, type Ctx, commonConfig, commonOutputs, outputsOf, run } from "./handlers.ts";
import type { Existing } from "./wire.ts";

interface Volume extends Common {
  title: string;
  zone: string;
}

interface VolumeOutputs extends CommonOutputs {
  title: string;
}

interface VolumeCtx extends Ctx<Volume> {
  readonly outputs: VolumeOutputs | null;
  readonly mayExist: boolean;
  readonly observed: boolean;
}

/** What a search knows: that of no resource. */
interface Search {
  readonly config: Partial<Volume>;
  readonly signal: AbortSignal;
}

/**
 * A thing that is called by its title, whoever made it. Nothing of a stranger's is touched: a resource knows its own by its serial,
 * or by the tag that an attempt of its own has left there.
 */
export const volume = defineResource({
  description: "A thing with a title, which may be there before anybody declares it",
  config: z.object({
    ...commonConfig,
    title: z.string().meta({ immutable: true, description: "What it is called outside" }),
    zone: z.string().meta({ immutable: true }),
  }),
  outputs: z.object({ ...commonOutputs, title: z.string() }),
  identity: (_config, { title }) => title,
  import: (ctx, identity) =>
    run(sought(ctx, identity), "import", null, async (call) => {
      const existing = await call.read();
      return existing && { config: { ...existing.content }, outputs: tell(existing) };
    }),
  list: (ctx, { cursor, limit }) =>
    run(sought(ctx, ""), "list", null, async (call) => {
      const titles = (await call.list()).filter((title) => title > (cursor ?? ""));
      const items = titles.slice(0, limit).map((identity) => ({ identity }));
      return { items, cursor: titles.length > limit ? (items.at(-1)?.identity ?? null) : null };
    }),
  read: (ctx) =>
    run(ctx, "read", null, async (call, isBlind) => {
      const existing = isBlind ? null : await call.read();
      if (existing === null) return null;
      if (ctx.observed || isOwn(ctx, existing)) return { outputs: tell(existing), config: configOf(ctx, existing) };
      if (ctx.outputs === null) throw stranger(ctx);
      return null;
    }),
  create: (ctx) =>
    run(ctx, "create", null, async (call) => {
      const existing = await call.read();
      if (existing && !isOwn(ctx, existing)) throw stranger(ctx);
      return written(ctx, await call.write(ctx.config, existing?.serial ?? null));
    }),
  update: (ctx, previous) =>
    run(ctx, "update", previous, async (call) => {
      const existing = await call.read();
      if (!existing || !isOwn(ctx, existing)) throw new ConfigError(`The volume ${ctx.config.title} is gone`);
      if (existing.content["zone"] !== ctx.config.zone) throw new ReplaceNeeded(["zone"]);
      return written(ctx, await call.write(ctx.config, existing.serial));
    }),
  delete: (ctx) =>
    run(ctx, "delete", null, async (call) => {
      const existing = await call.read();
      if (existing && isOwn(ctx, existing)) await call.remove();
    }),
});

/** Searches run for no resource. They are recorded as runs for the thing. */
function sought({ config, signal }: Search, title: string): Told & { signal: AbortSignal } {
  const id = `volume:${title}`;
  return { id, operationId: id, attempt: 1, config: { ...config, space: config.space ?? "", title }, signal };
}

function isOwn({ id, outputs, mayExist }: VolumeCtx, { serial, madeFor }: Existing): boolean {
  return outputs === null ? mayExist && madeFor === id : outputs.serial === serial;
}

/** @param existing null if another thing has the title by now */
function written(ctx: VolumeCtx, existing: Existing | null): VolumeOutputs {
  if (existing === null) throw stranger(ctx);
  return tell(existing);
}

function stranger({ config: { title } }: VolumeCtx): AlreadyExists {
  return new AlreadyExists(title, `The volume ${title} exists already`);
}

function tell(existing: Existing): VolumeOutputs {
  return { ...outputsOf(existing), title: String(existing.content["title"]) };
}

function configOf({ config }: VolumeCtx, { content }: Existing): Record<string, unknown> {
  return Object.fromEntries(Object.keys(config).map((name) => [name, content[name] ?? null]));
}
