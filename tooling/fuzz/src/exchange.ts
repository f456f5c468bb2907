import { connect } from "node:net";
import type { FuzzAnswer, WireRequest } from "@pragma/testing/fuzz";
import { parseAnswer } from "./parse-answer.ts";

/** Time after which a request hangs: health checks of providers may take 10 s. */
const PATIENCE_MS = 30_000;

/** Beyond any answer of a run. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Sends a request, byte for byte, on a connection of its own.
 *
 * @param readMs after which an answer that does not end is left; undefined to wait for its end
 * @returns the answer as far as it came, or null if none did
 */
export function exchange(port: number, request: WireRequest, readMs: number | undefined): Promise<FuzzAnswer | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let size = 0;
    let isWhole = false;
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => socket.destroy(), readMs ?? PATIENCE_MS);
    socket.on("data", (part) => {
      parts.push(part);
      size += part.length;
      if (size > MAX_BYTES) socket.destroy();
    });
    socket.on("end", () => {
      isWhole = true;
    });
    // The server may have answered before it broke off, as it does with a body that is too large.
    socket.on("error", () => {});
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(parseAnswer(Buffer.concat(parts), isWhole));
    });
    socket.write(request.head);
    socket.write(request.body);
    // The announced bytes do not come: the server would wait for them.
    if (request.isBroken) socket.end();
  });
}
