import { type Endpoint, endpoints } from "@pragma/contract";
import type { FastifyRequest } from "fastify";
import { HttpError } from "./http-error.ts";

const known = Object.values<Endpoint>(endpoints).map(({ method, path }) => ({
  method,
  pattern: new RegExp(
    `^${path
      .replace(/\/$/, "")
      .replaceAll(".", "\\.")
      .replace(/\{\w+\}/g, "[^/]+")}/?$`,
  ),
}));

/** 405 if the path exists for other methods, else 404. */
export function refuseUnknownRoute(request: FastifyRequest): never {
  const path = request.url.split("?", 1)[0] ?? "";
  const methods = known.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  if (methods.length === 0) throw new HttpError("not_found", "Not Found");
  const allow = [...new Set(methods)].sort().join(", ");
  throw new HttpError("method_not_allowed", `Method ${request.method} is not allowed`, { headers: { allow } });
}
