import type { ProviderContext } from "@pragma/sdk/provider";
import { answerError } from "../http/answer-error.ts";
import { buildBody, buildHeaders, buildRequest, parseUrl } from "../http/build.ts";
import { sendAndFollow } from "../http/follow.ts";
import type { HttpAnswer, HttpRequest } from "../http/send.ts";
import type { Scope } from "../template/scope.ts";
import { renderPath, renderText } from "../template/template.ts";
import type { ObjectConfig, ObjectOutputs, Operation } from "./config.ts";

export type ObjectContext = ProviderContext<ObjectConfig, ObjectOutputs>;

/** The requests that an object's config describes. */
export type OperationName = "create" | "read" | "find" | "update" | "delete";

const GONE = new Set([404, 410]);

/** What it takes to make a request of an object. */
export interface RequestContext extends Pick<ObjectContext, "name" | "operationId" | "signal"> {
  readonly config: Pick<ObjectConfig, "base_url" | "headers" | "values" | "secrets" | "timeout" | "ca"> &
    Partial<Pick<ObjectConfig, OperationName | "idempotency_header">>;
}

type RequestConfig = RequestContext["config"];

/** Scope of the templates of one call. `known` is what was given by the API so far. */
export function scopeOf(ctx: RequestContext, known: ObjectOutputs | null, config: RequestConfig = ctx.config): Scope {
  return {
    name: ctx.name,
    operation_id: ctx.operationId,
    values: config.values,
    secrets: config.secrets,
    ...(known?.id == null ? {} : { id: known.id }),
    ...(known === null ? {} : { outputs: { ...known.values, ...known.secrets } }),
  };
}

/** Renders a request. @throws ConfigError where a template names what is not there, or would leave its place. */
export function renderOperation(
  ctx: RequestContext,
  name: OperationName,
  operation: Operation,
  scope: Scope,
  config: RequestConfig = ctx.config,
): HttpRequest {
  const sets = [config.headers, operation.headers];
  const isWrite = name !== "read" && name !== "find";
  if (config.idempotency_header !== undefined && isWrite) {
    sets.unshift({ [config.idempotency_header]: `${ctx.operationId}-${name}` });
  }
  const headers = buildHeaders(sets, scope);
  return buildRequest(
    operation.method,
    urlOf(operation, scope, name, config),
    headers,
    buildBody(operation, scope, name),
  );
}

function urlOf(operation: Operation, scope: Scope, name: OperationName, config: RequestConfig): URL {
  const base = parseUrl(config.base_url, "base_url");
  const path = renderPath(operation.path, scope, `${name}.path`);
  const url = new URL(`${base.origin}${base.pathname.replace(/\/$/, "")}${path}`);
  for (const [key, value] of [...base.searchParams, ...Object.entries(operation.query)]) {
    url.searchParams.append(key, renderText(value, scope, `${name}.query.${key}`));
  }
  return url;
}

/**
 * Makes a request of the object; null for an operation that the config does not have, or, where `goneIsNull`, when the
 * API says that the object is not there (404 or 410).
 *
 * @throws what answerError makes of an answer that is not a success.
 */
export async function perform(
  ctx: RequestContext,
  name: OperationName,
  known: ObjectOutputs | null,
  goneIsNull: boolean,
): Promise<HttpAnswer | null> {
  const operation = ctx.config[name];
  if (operation === undefined) return null;
  const request = renderOperation(ctx, name, operation, scopeOf(ctx, known));
  const answer = await sendAndFollow(request, { ...ctx.config, signal: ctx.signal });
  if (isSuccess(answer.status, operation.success)) return answer;
  if (goneIsNull && GONE.has(answer.status)) return null;
  throw answerError(request, answer);
}

function isSuccess(status: number, listed: readonly number[] | undefined): boolean {
  return listed === undefined ? status >= 200 && status < 300 : listed.includes(status);
}
