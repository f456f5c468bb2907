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
/** Limit of what a multipart body has around its file: the boundaries, and the head of the part. */
const MAX_FRAMING_BYTES = 64 * 1024;
/** How many times its bytes a body takes, in memory or on disk. */
const TIMES = { ...MEMORY_OF_BODY, spooled: 1 };

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
      const body = bodyOf(request, route.config?.isSpooled === true);
      if (declaresMore(request.headers, body.most + body.framing)) {
        // JSON is refused by its reader, after a look at the type.
        return body.kind === "json" ? done(null, payload) : done(fileTooLarge(body.most));
      }
      const bytes = TIMES[body.kind] * expectedBytes(request.headers, body.most);
      if (isNegligible(bytes)) return done(null, payload);
      const takeRoom = body.kind === "spooled" ? takeDisk : takeMemory;
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

interface Body {
  kind: "spooled" | "bytes" | "json";
  /** How many bytes are read, of a file or of all. */
  most: number;
  /** How many more it may have around its file. */
  framing: number;
}

/** Whatever is not multipart is read as JSON, or not at all. */
function bodyOf(request: FastifyRequest, isSpooled: boolean): Body {
  if (!MULTIPART.test(request.headers["content-type"] ?? "")) {
    return { kind: "json", most: maxJsonBytes(request), framing: 0 };
  }
  const { maxArchiveBytes, maxFileBytes } = request.server.core.services.settings;
  return isSpooled
    ? { kind: "spooled", most: maxArchiveBytes, framing: MAX_FRAMING_BYTES }
    : { kind: "bytes", most: maxFileBytes, framing: MAX_FRAMING_BYTES };
}

function fileTooLarge(most: number): HttpError {
  return new HttpError("payload_too_large", `The file is larger than ${most} bytes`);
}
