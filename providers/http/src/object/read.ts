import { ConfigError, mayBeOwn, refuseStranger } from "@pragma/sdk/provider";
import type { HttpAnswer } from "../http/send.ts";
import { take } from "../http/take.ts";
import { addressOf } from "./address.ts";
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

/**
 * Reads the object; null if the API says that it is gone. Without a `read` nobody looks: it is as it was.
 *
 * @throws AlreadyExists for one that was there before its resource
 */
export async function readObject(ctx: ObjectContext): Promise<FoundObject | null> {
  const known = await locate(ctx);
  if (known === null) return null;
  if (ctx.config.read === undefined) {
    if (ctx.config.find !== undefined) refuseForeign(ctx, known);
    const outputs = ctx.outputs ?? (ctx.config.find === undefined ? null : known);
    return outputs && { outputs };
  }
  const answer = await perform(ctx, "read", known, true);
  if (answer === null) return null;
  refuseForeign(ctx, known);
  const { outputs } = takeOutputs(ctx.config, { id: known.id, answers: [answer], before: known });
  return { outputs, config: { values: findValues(ctx.config, answer) } };
}

function refuseForeign(ctx: ObjectContext, known: ObjectOutputs): void {
  if (mayBeOwn(ctx)) return;
  const address = addressOf(ctx.config, known, { name: ctx.name });
  refuseStranger(
    ctx,
    address,
    `There is ${address === null ? "such an object already" : `an object already at ${address}`}`,
  );
}

/** Values that `compare` leads to, as the answer has them. @throws ConfigError where it leads into no JSON */
export function findValues(
  { compare, values }: Pick<ObjectConfig, "compare" | "values">,
  answer: HttpAnswer,
): Record<string, Json> {
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
