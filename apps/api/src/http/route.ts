import type { Endpoint } from "@pragma/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { unauthenticated } from "./admission.ts";
import { SENT } from "./answer.ts";
import { HttpError } from "./http-error.ts";
import { idempotently } from "./idempotency.ts";
import type { RouteHandler, RouteInput } from "./route-input.ts";
import { sendAnswer } from "./send-answer.ts";
import { readUpload } from "./upload.ts";
import { validate } from "./validate.ts";

export type Route = { endpoint: Endpoint; register(app: FastifyInstance): void };

/** One endpoint of the contract and what answers it. Access, validation and safe retries come with it. */
export function defineRoute<E extends Endpoint>(endpoint: E, handle: RouteHandler<E>): Route {
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    refuseOtherMedia(endpoint, request);
    const input = parse(endpoint, request, reply);
    if (endpoint.body?.contentType === "multipart/form-data") {
      // The type says what the endpoint's body is; here is where it becomes true.
      (input as { body: unknown }).body = await readUpload(request, endpoint.body.field);
    }
    const { caller } = request;
    const keepsAnswer = endpoint.method === "POST" && request.headers["idempotency-key"] !== undefined;
    const result =
      keepsAnswer && caller !== null ? await idempotently(endpoint, caller, input, handle) : await handle(input);
    return result === SENT ? reply : sendAnswer(reply, result);
  }
  return {
    endpoint,
    register(app) {
      app.route({
        method: endpoint.method,
        url: endpoint.path.replace(/\{(\w+)\}/g, ":$1"),
        // Balancers and people ask /health and the like this way. A list would be read whole for nothing.
        exposeHeadRoute: endpoint.access === "open",
        config: { access: endpoint.access, orSignature: endpoint.orSignature ?? false },
        handler: answer,
      });
    },
  };
}

function parse<E extends Endpoint>(endpoint: E, request: FastifyRequest, reply: FastifyReply): RouteInput<E> {
  const { caller } = request;
  if (caller === null && endpoint.access !== "open" && endpoint.orSignature !== true) throw unauthenticated();
  const { params, query, body } = endpoint;
  return {
    core: request.server.core,
    caller,
    params: params === undefined ? {} : validate(params, request.params, "path"),
    // No parameter is required, nor has a default: without a query there is nothing to parse.
    query: query === undefined || !request.url.includes("?") ? {} : validate(query, request.query, "query"),
    body: body?.contentType === "application/json" ? validate(body.schema, request.body, "body") : undefined,
    request,
    reply,
  } as RouteInput<E>;
}

/** Multipart is parsed for uploads; anywhere else it would be a body that nobody reads. */
function refuseOtherMedia({ body }: Endpoint, request: FastifyRequest): void {
  const expectsMultipart = body?.contentType === "multipart/form-data";
  if (request.isMultipart() === expectsMultipart) return;
  throw new HttpError("unsupported_media_type", `Expected ${body?.contentType ?? "no body, or application/json"}`);
}
