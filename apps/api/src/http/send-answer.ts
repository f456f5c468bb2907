import type { FastifyReply } from "fastify";
import type { Answer } from "./answer.ts";

/**
 * Sends JSON text. Content-Type is exactly `application/json`: Fastify adds a charset to JSON strings, which clients
 * that compare it literally do not expect, unless the reply has a serializer of its own.
 */
export function sendJson(reply: FastifyReply, status: number, text: string, type = "application/json"): FastifyReply {
  return reply.code(status).header("content-type", type).serializer(asIs).send(text);
}

/** Sends a handler's response. */
export function sendAnswer(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  if (headers !== undefined) reply.headers(headers);
  if (body === null) return reply.code(status).send();
  if (typeof body === "string" && headers?.["content-type"] === undefined) return sendJson(reply, status, body);
  return reply.code(status).send(body);
}

function asIs(text: unknown): string {
  return text as string;
}
