import { TRPCClientError } from "@trpc/client";
import type { CallFailure } from "~/lib/connection/connection-state.ts";
import { NoAnswer } from "./fetch-answer.ts";

interface AnswerData {
  code?: string;
  domain?: unknown;
}

/** How a call failed, as far as the connection is concerned; null if the server has answered it. */
export function callFailure(error: unknown): CallFailure | null {
  if (!(error instanceof TRPCClientError)) return null;
  if (error.cause instanceof NoAnswer) return error.cause.how;
  const { code, domain } = (error.data as AnswerData | null | undefined) ?? {};
  if (code === "UNAUTHORIZED") return "login";
  // `busy` has the same code, and is a domain error.
  return code === "SERVICE_UNAVAILABLE" && !domain ? "database" : null;
}
