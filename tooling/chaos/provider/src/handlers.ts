import { createHash } from "node:crypto";
import { z } from "zod";
import { Call, type Told } from "./call.ts";
import { misbehave } from "./misbehave.ts";
import type { Existing } from "./wire.ts";

/** Fields that all types have. */
export const commonConfig = {
  space: z.string().meta({ immutable: true, description: "Whose it is" }),
  text: z.string(),
  inputs: z.record(z.string(), z.unknown()).default({}),
};

export const commonOutputs = {
  text: z.string(),
  serial: z.string().meta({ description: "Which object it is: each that is made gets another" }),
  revision: z.int().meta({ description: "How often it was written" }),
  digest: z.string().meta({ description: "Hash of the config that it was written from" }),
  release: z.string(),
};

export interface Common extends Record<string, unknown> {
  space: string;
  text: string;
  inputs: Record<string, unknown>;
}

export interface CommonOutputs extends Record<string, unknown> {
  text: string;
  serial: string;
  revision: number;
  digest: string;
  release: string;
}

/** Context as the handlers here use it. */
export interface Ctx<Config extends Common = Common> extends Told {
  readonly config: Config;
  readonly signal: AbortSignal;
}

/** Makes or changes the object as the config says. */
export function write<Config extends Common>(
  ctx: Ctx<Config>,
  method: "create" | "update",
  previous: Config | null,
  before: () => Promise<void> = async () => {},
): Promise<CommonOutputs> {
  return run(ctx, method, previous, async (call) => {
    await before();
    return outputsOf(await call.write(ctx.config));
  });
}

export async function remove(ctx: Ctx): Promise<void> {
  await run(ctx, "delete", null, async (call) => {
    await call.remove();
    return null;
  });
}

/** Looks at the object, and tells its outputs alone. */
export function observe(ctx: Ctx): Promise<CommonOutputs | null> {
  return look(ctx, "observe", outputsOf);
}

/**
 * Looks at the object: its outputs, and its config, where null stands for what it does not have. The field of a release is left out:
 * another one drops it.
 */
export function read(ctx: Ctx): Promise<{ outputs: CommonOutputs; config: Record<string, unknown> } | null> {
  return look(ctx, "read", (existing) => ({
    outputs: outputsOf(existing),
    config: Object.fromEntries(
      Object.keys(ctx.config)
        .filter((name) => !name.startsWith("only_"))
        .map((name) => [name, existing.content[name] ?? null]),
    ),
  }));
}

function look<Found>(ctx: Ctx, method: string, tell: (existing: Existing) => Found): Promise<Found | null> {
  return run(ctx, method, null, async (call, isBlind) => {
    const existing = isBlind ? null : await call.read();
    return existing && tell(existing);
  });
}

/** Runs a handler as the world outside orders. */
export async function run<Result>(
  ctx: Told & { readonly signal: AbortSignal },
  method: string,
  previous: object | null,
  work: (call: Call, isBlind: boolean) => Promise<Result>,
): Promise<Result> {
  const { call, orders } = await Call.begin(ctx, method, previous);
  try {
    const result = await misbehave(orders, call, ctx.signal, () => work(call, orders.fault.kind === "blind"));
    await call.end("returned", result);
    return result;
  } catch (error) {
    await call.end("threw", null);
    throw error;
  }
}

/** Outputs of an object for the platform. */
export function outputsOf({ serial, revision, content, release }: Existing): CommonOutputs {
  const digest = createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 12);
  return { text: String(content["text"]), serial, revision, digest, release };
}
