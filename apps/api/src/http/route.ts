import type { Endpoint, EndpointBody } from "@pragma/contract";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { unauthenticated } from "./admission.ts";
import { SENT } from "./answer.ts";
import { HttpError } from "./http-error.ts";
import { idempotently } from "./idempotency.ts";
import type { BoundHandler, RouteHandler, RouteInput } from "./route-input.ts";
import { sendAnswer } from "./send-answer.ts";
import { withSpooledFile } from "./spool.ts";
import { readUpload } from "./upload.ts";
import { validate } from "./validate.ts";

/** Size of a body that anybody may send. It takes no room in memory that others could need (`boundBodies`). */
const MAX_OPEN_BODY_BYTES = 4096;

type JsonBody = Extract<EndpointBody, { schema: unknown }>;

export type Route<E extends Endpoint = Endpoint> = { endpoint: E; register(app: FastifyInstance): void };

/**
 * One endpoint of the contract and its handler. Includes access checks, validation and safe retries.
 * @param prepare finds out beforehand, outside of the transaction of an `Idempotency-Key`, what the handler takes as `prepared`: what others
 *   have to answer, who would not see the question
 */
export function defineRoute<E extends Endpoint, Prepared = undefined>(
  endpoint: E,
  handle: RouteHandler<E, Prepared>,
  prepare?: (input: RouteInput<E>) => Promise<Prepared>,
): Route<E> {
  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    refuseOtherMedia(endpoint, request);
    const input = parse(endpoint, request, reply);
    const result = await withBody(endpoint, input, async (whole) => {
      const prepared = (await prepare?.(whole)) as Prepared;
      return respond(endpoint, whole, (bound) => handle({ ...bound, prepared }));
    });
    return result === SENT ? reply : sendAnswer(reply, result);
  }
  return {
    endpoint,
    register(app) {
      app.route({
        method: endpoint.method,
        url: endpoint.path.replace(/\{(\w+)\}/g, ":$1"),
        // Load balancers and people call /health and the like this way. A list would be read in full for nothing.
        exposeHeadRoute: endpoint.access === "open",
        config: {
          access: endpoint.access,
          orSignature: endpoint.orSignature ?? false,
          isSpooled: endpoint.body?.contentType === "multipart/form-data" && endpoint.body.large === true,
        },
        ...ownBodyLimit(endpoint),
        handler: (request, reply) => {
          const handling = answer(request, reply);
          request.handling = handling;
          return handling;
        },
      });
    },
  };
}

/** The few endpoints that take more than the usual bytes, or less. */
function ownBodyLimit({ access, body }: Endpoint): Pick<RouteOptions, "bodyLimit" | "preParsing"> {
  if (body?.contentType !== "application/json") return {};
  const maxBytes = access === "open" ? MAX_OPEN_BODY_BYTES : body.maxBytes;
  if (maxBytes === undefined) return {};
  return {
    bodyLimit: maxBytes,
    preParsing: (request, _reply, payload, done) => {
      request.maxBodyBytes = maxBytes;
      done(null, payload);
    },
  };
}

function respond<E extends Endpoint>(
  endpoint: E,
  input: RouteInput<E>,
  handle: BoundHandler<E>,
): ReturnType<BoundHandler<E>> {
  const { caller, request } = input;
  if (endpoint.writesNothing && request.headers["idempotency-key"] !== undefined) {
    throw new HttpError("bad_request", "Idempotency-Key has no meaning here: no answer is kept");
  }
  const keepsAnswer = endpoint.method === "POST" && request.headers["idempotency-key"] !== undefined;
  return keepsAnswer && caller !== null ? idempotently(endpoint, caller, input, handle) : handle(input);
}

/** Receives an upload, if the body is one. */
async function withBody<E extends Endpoint, Result>(
  { body }: E,
  input: RouteInput<E>,
  use: (input: RouteInput<E>) => Promise<Result>,
): Promise<Result> {
  if (body?.contentType !== "multipart/form-data") return use(input);
  const { field, large } = body;
  // The type says what the endpoint's body is; here is where it becomes true.
  const whole = (received: unknown): RouteInput<E> => ({ ...input, body: received }) as RouteInput<E>;
  if (large !== true) return use(whole(await readUpload(input.request, field)));
  const maxBytes = input.core.services.settings.maxArchiveBytes;
  return withSpooledFile(input.request, { field, maxBytes }, (file) => use(whole(file)));
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
    body: body?.contentType === "application/json" ? parseBody(body, request.body) : undefined,
    request,
    reply,
  } as RouteInput<E>;
}

function parseBody(body: JsonBody, value: unknown): unknown {
  refuseTooMany(body, value);
  return validate(body.schema, body.optional ? (value ?? {}) : value, "body");
}

/** Before any element is looked at. */
function refuseTooMany({ maxElements }: JsonBody, value: unknown): void {
  if (maxElements === undefined || typeof value !== "object" || value === null) return;
  const lists = maxElements.in.map((name) => (value as Record<string, unknown>)[name]).filter(Array.isArray);
  const count = lists.reduce((sum, { length }) => sum + length, 0);
  if (count <= maxElements.most) return;
  const [most, given] = [maxElements.most.toLocaleString("en"), count.toLocaleString("en")];
  throw new HttpError(
    "payload_too_large",
    `${maxElements.in.join(" and ")} may have ${most} elements together, and have ${given}: split the request`,
  );
}

/**
 * Multipart is parsed only for uploads; elsewhere nobody would read the body. Bodies of a GET mean nothing, and are not
 * read.
 */
function refuseOtherMedia({ method, body }: Endpoint, request: FastifyRequest): void {
  if (method === "GET") return;
  const expectsMultipart = body?.contentType === "multipart/form-data";
  if (request.isMultipart() === expectsMultipart) return;
  throw new HttpError("unsupported_media_type", `Expected ${body?.contentType ?? "no body, or application/json"}`);
}
