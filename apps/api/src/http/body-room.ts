import { MAX_CHANGE_BYTES } from "@pragma/contract";
import {
  createRequestRoom,
  declaresMore,
  expectedBytes,
  isNegligible,
  MEMORY_OF_BODY,
  NO_ROOM_FOR_BODY,
} from "@pragma/core/limits/ledgers";
import { turnOnConnection } from "@pragma/http";
import type { FastifyInstance, FastifyReply, FastifyRequest, preParsingHookHandler } from "fastify";
import { HttpError } from "./http-error.ts";
import { maxJsonBytes } from "./json-body.ts";

const MULTIPART = /^multipart\//i;

/**
 * Keeps the bodies that are in hand at once within `settings.requestMemoryBytes` and, for those that are received to disk,
 * `settings.requestDiskBytes`: a large one waits, unread, until there is room, and is turned away with 503 if there is none in
 * time. It counts until its request has been answered and its handler has ended, which goes on when the sender has left. Call it
 * before the first route is registered.
 */
export function boundBodies(app: FastifyInstance): void {
  const { requestMemoryBytes, requestDiskBytes } = app.settings;
  const { maxArchiveBytes } = app.core.services.settings;
  const takeMemory = createRequestRoom({ bytes: requestMemoryBytes, largestBytes: largestInMemory(app) });
  const takeDisk = createRequestRoom({ bytes: requestDiskBytes, largestBytes: maxArchiveBytes });
  app.addHook("onRoute", (route) => {
    const hold: preParsingHookHandler = (request, reply, payload, done) => {
      // Nothing reads it, and the answer may be a stream that stays open for hours.
      if (request.method === "GET" || request.method === "HEAD") return done(null, payload);
      const isMultipart = MULTIPART.test(request.headers["content-type"] ?? "");
      // Refused unread.
      if (!isMultipart && declaresMore(request.headers, maxJsonBytes(request))) return done(null, payload);
      const isSpooled = isMultipart && route.config?.isSpooled === true;
      const bytes = isSpooled ? bytesOnDisk(request) : bytesInMemory(request, isMultipart);
      if (isNegligible(bytes)) return done(null, payload);
      const takeRoom = isSpooled ? takeDisk : takeMemory;
      turnOnConnection(request.raw, reply.raw)
        .then(() => takeRoom(bytes, request.caller?.organizationId ?? null))
        .then((give) => {
          if (give === null) return done(new HttpError("busy", NO_ROOM_FOR_BODY));
          onceHandled(request, reply, give);
          done(null, payload);
        }, done);
    };
    // After the route's own hook, which says how much is read of its bodies.
    route.preParsing = [...[route.preParsing ?? []].flat(), hold];
  });
}

/** Calls `give` once nothing needs the body any more. */
function onceHandled(request: FastifyRequest, { raw }: FastifyReply, give: () => void): void {
  const onClose = (): void => void Promise.resolve(request.handling).then(give, give);
  // It may have been closed while the request waited: whoever reads the body finds that out.
  if (raw.closed) onClose();
  else raw.once("close", onClose);
}

function largestInMemory({ core, settings }: FastifyInstance): number {
  return Math.max(
    MEMORY_OF_BODY.json * Math.max(MAX_CHANGE_BYTES, settings.maxBodyBytes),
    MEMORY_OF_BODY.bytes * core.services.settings.maxFileBytes,
  );
}

function bytesOnDisk({ headers, server }: FastifyRequest): number {
  return expectedBytes(headers, server.core.services.settings.maxArchiveBytes);
}

function bytesInMemory(request: FastifyRequest, isMultipart: boolean): number {
  const { headers, server } = request;
  // Whatever is not multipart is read as JSON, or not at all.
  return isMultipart
    ? MEMORY_OF_BODY.bytes * expectedBytes(headers, server.core.services.settings.maxFileBytes)
    : MEMORY_OF_BODY.json * expectedBytes(headers, maxJsonBytes(request));
}
