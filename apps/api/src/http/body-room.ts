import {
  createRequestRoom,
  expectedBytes,
  isNegligible,
  MEMORY_OF_BODY,
  NO_ROOM_FOR_BODY,
} from "@pragma/core/limits/ledgers";
import type { FastifyInstance, FastifyRequest, preParsingHookHandler } from "fastify";
import { HttpError } from "./http-error.ts";

const MULTIPART = /^multipart\//i;

/**
 * Keeps the bodies that are in memory at once within `settings.requestMemoryBytes`: a large one waits, unread, until there is room,
 * and is turned away with 503 if there is none in time. It counts until its request has been answered. Bodies that are
 * received to disk do not. Call it before the first route is registered.
 */
export function boundBodies(app: FastifyInstance): void {
  const takeRoom = createRequestRoom(app.settings.requestMemoryBytes);
  app.addHook("onRoute", (route) => {
    if (route.config?.isSpooled === true) return;
    const hold: preParsingHookHandler = (request, reply, payload, done) => {
      const bytes = bytesInMemory(request);
      if (isNegligible(bytes)) return done(null, payload);
      takeRoom(bytes, request.caller?.organizationId ?? null, reply.raw).then(
        (isTaken) => (isTaken ? done(null, payload) : done(new HttpError("busy", NO_ROOM_FOR_BODY))),
        done,
      );
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
