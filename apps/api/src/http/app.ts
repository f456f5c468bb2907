import multipart from "@fastify/multipart";
import type { Core } from "@pragma/core";
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import type { ApiSettings } from "../settings.ts";
import { answerClientError } from "./client-error.ts";
import { setCommonHeaders } from "./common-headers.ts";
import { completeDocsUrl } from "./complete-docs-url.ts";
import { allowOrigins } from "./cross-origin.ts";
import { handleError } from "./error-handler.ts";
import { endEventStreamsOnClose } from "./event-stream.ts";
import { meetExpectations } from "./expectations.ts";
import { endConnectionsOnClose, stopListeningOnClose } from "./graceful-close.ts";
import { parseJsonBodies } from "./json-body.ts";
import { lingerOnClose } from "./lingering-close.ts";
import { refuseUnknownRoute } from "./not-found.ts";
import { requestIdOf } from "./request-id.ts";
import "./fastify-types.ts";

/** Percent-encoding may triple an id of 455 characters. */
const MAX_PARAM_LENGTH = 3 * 455;

/** A Fastify instance that speaks HTTP as section 1 of the contract wants it, without any route. */
export async function createApp(
  core: Core,
  settings: ApiSettings,
  logger?: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.maxBodyBytes,
    genReqId: requestIdOf,
    // Time for a whole request, which a slow connection may need for an upload; clients that drip bytes are cut off.
    requestTimeout: 120_000,
    exposeHeadRoutes: false,
    // Requests in progress when the server closes get their response.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    http: { requireHostHeader: false },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: MAX_PARAM_LENGTH },
    rewriteUrl: (message) => completeDocsUrl(message.url ?? "/"),
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => {
      setCommonHeaders(request, reply);
      handleError(error, request, reply);
    },
  });
  // A logger per request costs more than the few lines that are ever logged: those name the request themselves.
  app.setChildLoggerFactory((parent) => parent);
  app.decorateRequest("caller", null);
  app.decorateRequest("isStreamed", false);
  app.decorateRequest("maxBodyBytes", null);
  app.decorateRequest("failure", null);
  app.decorateRequest("handling", null);
  app.decorate("core", core);
  app.decorate("settings", settings);
  parseJsonBodies(app);
  stopListeningOnClose(app);
  endEventStreamsOnClose(app);
  endConnectionsOnClose(app);
  lingerOnClose(app);
  app.setErrorHandler(handleError);
  app.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(request, reply);
    done();
  });
  meetExpectations(app);
  await allowOrigins(app, core.services.settings.publicWebUrl, settings.corsOrigins);
  await app.register(multipart, {
    limits: { files: 1, fields: 0, parts: 1, headerPairs: 100, fileSize: core.services.settings.maxFileBytes },
    throwFileSizeLimit: true,
  });
  app.setNotFoundHandler(refuseUnknownRoute);
  return app;
}
