import { ConfigError } from "@pragma/sdk/provider";
import { take } from "../http/take.ts";
import { valueAt } from "../template/scope.ts";
import { mentions, renderText } from "../template/template.ts";
import { type ObjectContext, perform, scopeOf } from "./api.ts";
import type { ObjectOutputs } from "./config.ts";
import { toId } from "./outputs.ts";

/** Name of an object before anything else is known of it. */
export type Handle = Pick<ObjectOutputs, "id">;

/**
 * Finds what is known of the object: what the last success left, else what `find` tells; else only that no id is needed to
 * name it. Null when nothing names it, which after a create whose answer was lost means that nobody can know.
 */
export async function locate(ctx: ObjectContext): Promise<ObjectOutputs | null> {
  if (ctx.outputs !== null) return ctx.outputs;
  const found = await find(ctx);
  if (found !== null) return { ...found, values: {}, secrets: {} };
  const { config } = ctx;
  const needsAnswer = (["read", "update", "delete"] as const).some(
    (name) => mentions(config[name], "id") || mentions(config[name], "outputs"),
  );
  return config.find !== undefined || config.id !== undefined || needsAnswer
    ? null
    : { id: null, values: {}, secrets: {} };
}

async function find(ctx: ObjectContext): Promise<Handle | null> {
  const { find: operation, id } = ctx.config;
  if (operation === undefined) return null;
  const answer = await perform(ctx, "find", null, true);
  if (answer === null) return null;
  const items = take(answer, operation.items);
  if (items === undefined || items === null) return null;
  if (!Array.isArray(items)) {
    throw new ConfigError(
      `find.items: ${operation.items === "" ? "the answer" : `"${operation.items}"`} is not a list`,
    );
  }
  const wanted = Object.entries(operation.match).map(
    ([path, template]) => [path, renderText(template, scopeOf(ctx, null), `find.match.${path}`)] as const,
  );
  const fitting = items.filter((item) => wanted.every(([path, value]) => isText(valueAt(item, path), value)));
  if (fitting.length > 1) {
    throw new ConfigError(
      `find: ${fitting.length} objects match, so none can be taken for this one. Match more fields`,
    );
  }
  if (fitting.length === 0) return null;
  return { id: id === undefined ? null : toId(valueAt(fitting[0], id), id) };
}

function isText(value: unknown, text: string): boolean {
  return value !== undefined && typeof value !== "object" && String(value) === text;
}
