import { DomainError } from "@pragma/core/errors";
import type { FastifyReply } from "fastify";
import { ClientGoneError } from "./response-writer.ts";

/** Logs why an answer that had begun was cut: not where its client went away, and as no error of ours where a rule did it. */
export function logBrokenAnswer(reply: FastifyReply, error: unknown): void {
  if (error instanceof ClientGoneError) return;
  // What was being read was deleted meanwhile, or the like.
  const level = error instanceof DomainError ? "info" : "error";
  reply.log[level]({ err: error, correlation_id: reply.request.id }, "an answer broke off");
}
