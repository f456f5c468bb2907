import { DomainError } from "@pragma/core/errors";
import type { FastifyReply } from "fastify";
import { requestFacts } from "./request-facts.ts";
import { ClientGoneError } from "./response-writer.ts";

/** Logs why a response was cut midway: not if its client disconnected, and not as our error if a rule required it. */
export function logBrokenAnswer(reply: FastifyReply, error: unknown): void {
  if (error instanceof ClientGoneError) return;
  // For example, the object being read was deleted meanwhile.
  const level = error instanceof DomainError ? "info" : "error";
  reply.log[level]({ err: error, ...requestFacts(reply.request) }, "an answer broke off");
}
