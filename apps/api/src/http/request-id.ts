import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

const VALID = /^[\x21-\x7e]{1,128}$/;

/** The id of a request: the client's own if it is at most 128 visible ASCII characters, else a new one. */
export function requestIdOf(message: Pick<IncomingMessage, "headers">): string {
  const given = message.headers["x-request-id"];
  return typeof given === "string" && VALID.test(given) ? given : randomUUID();
}
