import type { Server } from "../fields.ts";
import { urlOf } from "./address.ts";
import type { S3Request } from "./send.ts";

/** Method and address of a request as errors show them. */
export function describe(server: Server, request: Pick<S3Request, "method" | "bucket" | "key" | "query">): string {
  const [part] = Object.keys(request.query ?? {});
  return `${request.method} ${urlOf(server, request)}${part === undefined ? "" : `?${part}`}`;
}
