import type { FastifyReply, FastifyRequest } from "fastify";
import { statusOf } from "./error-codes.ts";
import { type Problem, problemBody, problemJson } from "./problem.ts";
import { sendJson } from "./send-answer.ts";

const PROBLEM_JSON = "application/problem+json";

/** Temporary outages mostly end within a second. */
const RETRY_AFTER_SECONDS = "1";

/** A build takes some seconds at least. */
const BUILD_SECONDS = "15";

/** Answers with `{"detail": …}`, or by RFC 9457 if the client asks for that. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const status = statusOf(problem.code);
  reply.header("cache-control", "no-store");
  const vary = reply.getHeader("vary");
  reply.header("vary", typeof vary === "string" ? `${vary}, Accept` : "Accept");
  if (status === 401) reply.header("www-authenticate", "Bearer");
  if (problem.facts?.busy !== undefined) reply.header("retry-after", RETRY_AFTER_SECONDS);
  if (problem.code === "quota") reply.header("retry-after", BUILD_SECONDS);
  if (status === 503) reply.header("retry-after", RETRY_AFTER_SECONDS);
  if (problem.headers !== undefined) reply.headers(problem.headers);
  return wantsProblemJson(request.headers.accept)
    ? sendJson(reply, status, problemJson(problem, request.id), PROBLEM_JSON)
    : sendJson(reply, status, problemBody(problem));
}

/** Whether Accept names `application/problem+json` and does not refuse it with `q=0`. */
function wantsProblemJson(accept: string | undefined): boolean {
  if (accept === undefined || !accept.toLowerCase().includes(PROBLEM_JSON)) return false;
  return accept
    .toLowerCase()
    .split(",")
    .some((range) => range.trim().startsWith(PROBLEM_JSON) && !/;\s*q\s*=\s*0(?:\.0*)?\s*(?:;|$)/.test(range));
}
