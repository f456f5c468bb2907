import type { IncomingMessage } from "node:http";
import { GatheredBytes } from "@pragma/core/gathered-bytes";
import { declaresMore } from "@pragma/core/limits/ledgers";
import { HttpError } from "./http-error.ts";

/**
 * A whole body in memory. Unlike in the framework's own reader, the cost depends only on the number of bytes, however
 * small the chunks are.
 * @throws HttpError 413 for a longer one, as soon as that is known; 400 if the sender leaves
 * before the end
 */
export function readBody(message: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const body = new GatheredBytes();
    const settle = (error?: Error): void => {
      // The rest is read and discarded when the response closes the connection (`lingerOnClose`).
      message.off("data", take).off("end", finish).off("error", leave).off("close", leave);
      if (error) reject(error);
      else resolve(body.all());
    };
    const take = (piece: Buffer): void => {
      if (body.length + piece.length > limit) settle(tooLarge());
      else body.add(piece);
    };
    const finish = (): void => settle();
    const leave = (): void => settle(senderLeft());
    if (declaresMore(message.headers, limit)) return settle(tooLarge());
    if (hasLeft(message)) return leave();
    message.on("data", take).on("end", finish).on("error", leave).on("close", leave);
  });
}

/**
 * Whether the sender left before its body was read, for instance while the request waited. Look before you listen: there is no further
 * event, and a reader would wait for ever.
 */
export function hasLeft(message: IncomingMessage): boolean {
  return message.destroyed;
}

export function senderLeft(): HttpError {
  return new HttpError("malformed_request", "The body ended before all of it was there");
}

function tooLarge(): HttpError {
  return new HttpError("payload_too_large", "The request body is too large");
}
