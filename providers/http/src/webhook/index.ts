import { defineConnectedResource, type ProviderContext } from "@pragma/sdk/provider";
import { connection } from "../connection.ts";
import { asTemplate, atUrl } from "../fields.ts";
import { answerError } from "../http/answer-error.ts";
import { buildBody, buildHeaders, buildRequest, parseUrl } from "../http/build.ts";
import { sendAndFollow } from "../http/follow.ts";
import { type WebhookConfig, type WebhookOutputs, webhookConfig, webhookOutputs } from "./config.ts";
import { signatureHeaders } from "./sign.ts";

type WebhookContext = ProviderContext<WebhookConfig, WebhookOutputs>;
type Event = WebhookConfig["on"][number];

/** One request, sent when the resource is made or changed. */
export const webhook = defineConnectedResource({
  description: "A request over HTTP, sent when the resource is made, changed or deleted",
  tags: ["http"],
  config: webhookConfig,
  outputs: webhookOutputs,
  connection,
  real: false,
  complete: (config, connected) => atUrl(config, connected, asTemplate),

  async create(ctx) {
    return (await sendEvent(ctx, "create")) ?? ctx.outputs ?? { status: null, headers: {} };
  },

  async update(ctx) {
    return (await sendEvent(ctx, "update")) ?? ctx.outputs ?? { status: null, headers: {} };
  },

  async delete(ctx) {
    await sendEvent(ctx, "delete");
  },
});

/** Sends the request, unless this event is none of those asked for; resolves to the outputs. */
async function sendEvent(ctx: WebhookContext, event: Event): Promise<WebhookOutputs | null> {
  const { config } = ctx;
  if (!config.on.includes(event)) return null;
  const { values, secrets } = config;
  const scope = { name: ctx.name, operation_id: ctx.operationId, event, values, secrets };
  const content = buildBody(config, scope, "config");
  const headers = buildHeaders([config.headers], scope);
  if (config.signing_secret !== undefined) {
    const timestamp = Math.floor(Date.now() / 1000);
    const message = { id: ctx.operationId, timestamp, body: content.body ?? "" };
    Object.assign(headers, signatureHeaders(config.signing_secret, message));
  }
  const request = buildRequest(config.method, parseUrl(config.url, "url"), headers, content);
  const answer = await sendAndFollow(request, { ...config, signal: ctx.signal });
  const isSuccess = config.success?.includes(answer.status) ?? (answer.status >= 200 && answer.status < 300);
  if (!isSuccess) throw answerError(request, answer);
  ctx.log.info(`webhook sent for ${event}, answered ${answer.status}`);
  return { status: answer.status, headers: chosen(answer.headers, config.answer_headers) };
}

function chosen(headers: Record<string, string>, names: readonly string[]): Record<string, string> {
  const entries = names.map((name) => [name, headers[name.toLowerCase()]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
