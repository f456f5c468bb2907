import { isDeepStrictEqual } from "node:util";
import { ConfigError } from "@pragma/sdk/provider";
import type { HttpRequest } from "../http/send.ts";
import { valueAt } from "../template/scope.ts";
import { type ObjectContext, renderOperation, scopeOf } from "./api.ts";
import type { ObjectConfig, ObjectOutputs } from "./config.ts";

/** Work of an update: nothing to the object itself, its update request, or to make it anew. */
export type Change = "none" | "update" | "replace";

/**
 * Compares what the config says with what it said when it last succeeded.
 *
 * @throws ConfigError when only making the object anew would do, and `replace` is not given.
 */
export function planChange(ctx: ObjectContext, previous: ObjectConfig, known: ObjectOutputs): Change {
  const { config } = ctx;
  const fixed = config.fixed.find(
    (key) => !isDeepStrictEqual(valueAt(config.values, key), valueAt(previous.values, key)),
  );
  if (fixed !== undefined) {
    if (config.replace) return "replace";
    throw new ConfigError(
      `values.${fixed} cannot be changed once the object exists (fixed). Set replace to delete it and create it again`,
    );
  }
  if (config.update !== undefined) return "update";
  if (isSame(definition(ctx, config, known), definition(ctx, previous, known))) return "none";
  if (config.replace) return "replace";
  throw new ConfigError(
    "What create sends has changed, and there is no update. Give one, or set replace to delete the object and create it again",
  );
}

/** The request of create stands for the object where nothing else describes it. Headers are how to get there, not what. */
function definition(ctx: ObjectContext, config: ObjectConfig, known: ObjectOutputs): HttpRequest {
  return renderOperation(ctx, "create", config.create, scopeOf(ctx, known, config), config);
}

/** The origin may change: the same API under another address. */
function isSame(now: HttpRequest, before: HttpRequest): boolean {
  const parts = ({ method, url, body }: HttpRequest) => [method, url.pathname, url.search, body];
  return isDeepStrictEqual(parts(now), parts(before));
}
