import { ConfigError } from "@pragma/sdk/provider";
import type { HttpAnswer } from "../http/send.ts";
import { take } from "../http/take.ts";
import { type ObjectContext, perform } from "./api.ts";
import type { ObjectConfig, ObjectOutputs } from "./config.ts";
import { locate } from "./find.ts";
import { inDeclaredTerms, type Json } from "./in-declared-terms.ts";
import { takeOutputs } from "./outputs.ts";

/** An object as it is: its outputs, and those of its values that `compare` leads to. */
export interface FoundObject {
  outputs: ObjectOutputs;
  config?: { values: Record<string, Json> };
}

/** Reads the object; null if the API says that it is gone. Without a `read` nobody looks: it is as it was. */
export async function readObject(ctx: ObjectContext): Promise<FoundObject | null> {
  const known = await locate(ctx);
  if (known === null) return null;
  if (ctx.config.read === undefined) {
    const outputs = ctx.outputs ?? (ctx.config.find === undefined ? null : known);
    return outputs && { outputs };
  }
  const answer = await perform(ctx, "read", known, true);
  if (answer === null) return null;
  const { outputs } = takeOutputs(ctx.config, { id: known.id, answers: [answer], before: known });
  return { outputs, config: { values: findValues(ctx.config, answer) } };
}

function findValues({ compare, values }: ObjectConfig, answer: HttpAnswer): Record<string, Json> {
  const found = Object.entries(compare).map(([key, path]) => [
    key,
    inDeclaredTerms(values[key] ?? null, takeFor(answer, key, path)),
  ]);
  return Object.fromEntries(found);
}

/** @throws ConfigError naming what it was to be compared with */
function takeFor(answer: HttpAnswer, key: string, path: string): Json | undefined {
  try {
    return take(answer, path) as Json | undefined;
  } catch (error) {
    throw new ConfigError(`compare.${key}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
