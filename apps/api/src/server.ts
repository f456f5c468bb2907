import type { Core } from "@pragma/core";
import type { Registry } from "@pragma/telemetry/metrics";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { guardRoutes } from "./http/admission.ts";
import { createApp } from "./http/app.ts";
import { boundBodies } from "./http/body-room.ts";
import { measureRequests } from "./http/measure-requests.ts";
import { noteOutcomes } from "./http/note-outcomes.ts";
import { traceRequests } from "./http/trace-requests.ts";
import { docsRoutes } from "./routes/docs/page.ts";
import { allRoutes } from "./routes.ts";
import { type ApiSettings, DEFAULT_API_SETTINGS } from "./settings.ts";

export type ServerOptions = {
  core: Core;
  settings?: ApiSettings;
  logger?: FastifyBaseLogger;
  /** Where requests are counted; nowhere by default. */
  metrics?: Registry;
};

/** The whole gateway, not yet listening. Closing it leaves the core open. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { core, settings = DEFAULT_API_SETTINGS, logger, metrics } = options;
  const app = await createApp(core, settings, logger);
  if (metrics) measureRequests(app, metrics);
  noteOutcomes(app);
  traceRequests(app, core.services.tracer);
  guardRoutes(app);
  boundBodies(app);
  for (const route of allRoutes(core.services.settings.publicApiUrl)) route.register(app);
  await app.register(docsRoutes);
  return app;
}
