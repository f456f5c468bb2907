import {
  createRequestRoom,
  expectedBytes,
  isNegligible,
  MEMORY_OF_BODY,
  type MemoryRoom,
  NoRoomError,
} from "@pragma/core/limits/ledgers";
import type { FastifyInstance, FastifyReply, FastifyRequest, preParsingHookHandler } from "fastify";
import { HttpError } from "./http-error.ts";

const MULTIPART = /^multipart\//i;
/** Who shares the room of open endpoints. */
const STRANGERS = "strangers";

/**
 * Keeps the bodies that are in memory at once within `settings.requestMemoryBytes`: a large one waits, unread, until there is room,
 * and is turned away with 503 if there is none in time. It counts until its request has been answered. Bodies that are
 * received to disk do not. Call it before the first route is registered.
 */
export function boundBodies(app: FastifyInstance): void {
  const room = createRequestRoom(app.settings.requestMemoryBytes);
  app.addHook("onRoute", (route) => {
    if (route.config?.isSpooled === true) return;
    const hold: preParsingHookHandler = (request, reply, payload, done) => {
      const bytes = bytesInMemory(request);
      if (isNegligible(bytes)) return done(null, payload);
      takeRoom(room, bytes, request, reply).then(() => done(null, payload), done);
    };
    // After the route's own hook, which says how much is read of its bodies.
    route.preParsing = [...[route.preParsing ?? []].flat(), hold];
  });
}

function bytesInMemory(request: FastifyRequest): number {
  const { headers, server } = request;
  // Whatever is not multipart is read as JSON, or not at all.
  if (MULTIPART.test(headers["content-type"] ?? "")) {
    return MEMORY_OF_BODY.bytes * expectedBytes(headers, server.core.services.settings.maxFileBytes);
  }
  return MEMORY_OF_BODY.json * expectedBytes(headers, request.maxBodyBytes ?? server.settings.maxBodyBytes);
}

async function takeRoom(
  room: MemoryRoom,
  bytes: number,
  request: FastifyRequest,
  { raw: response }: FastifyReply,
): Promise<void> {
  const give = await room.take(bytes, request.caller?.organizationId ?? STRANGERS).catch((error: unknown) => {
    if (!(error instanceof NoRoomError)) throw error;
    throw new HttpError("busy", "Too many large bodies are being received at once; try again in a moment");
  });
  // It may have been closed while the request waited.
  if (response.closed) give();
  else response.once("close", give);
}
