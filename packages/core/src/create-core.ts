import { type Database, Listener } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import { CallerCache, CallerWatch, SessionKeys } from "./access/index.ts";
import type { Core } from "./core.ts";
import { type BlobStore, postgresBlobStore } from "./files/index.ts";
import { InFlight } from "./in-flight.ts";
import { QuotaLedger, RateLedger, StreamLedger } from "./limits/index.ts";
import type { Mailer } from "./mail/index.ts";
import { SharedAnswers } from "./overview/shared-answers.ts";
import { DeletionTurns } from "./reconcile/deletion-turns.ts";
import { SeenResources } from "./resources/seen-resources.ts";
import { SchemaValidator } from "./schemas/index.ts";
import type { Keyring } from "./secrets/index.ts";
import type { Settings } from "./settings.ts";
import { ChangeStream } from "./stream/index.ts";
import { TypeCatalog } from "./types/index.ts";
import { WakeUp } from "./wake-up.ts";

export interface CoreOptions {
  db: Database;
  /** For the connection that listens for notifications. */
  databaseUrl: string;
  keyring: Keyring;
  settings: Settings;
  logger: Logger;
  /** Postgres unless told otherwise. */
  blobs?: BlobStore;
  /** One with the usual deadline unless told otherwise. The core ends it. */
  validator?: SchemaValidator;
  /** None unless told otherwise. */
  mailer?: Mailer | null;
}

/** The services of one process. `closeCore` ends them. */
export function createCore(options: CoreOptions): Core {
  const {
    db,
    databaseUrl,
    keyring,
    settings,
    logger,
    blobs = postgresBlobStore,
    validator = new SchemaValidator(),
    mailer = null,
  } = options;
  const listener = new Listener({
    url: databaseUrl,
    name: "pragma-listener",
    onError: (error) => logger.warn({ err: error }, "the listener has no connection; it tries again"),
  });
  return {
    db,
    keyring,
    settings,
    logger,
    blobs,
    validator,
    types: new TypeCatalog(),
    seenResources: new SeenResources(),
    wakeUp: new WakeUp(db),
    deletionTurns: new DeletionTurns(),
    listener,
    changes: new ChangeStream(db, listener, logger),
    callers: new CallerCache(),
    callerWatch: new CallerWatch(db),
    sessionKeys: new SessionKeys(db, keyring),
    quotas: new QuotaLedger(db),
    rates: new RateLedger(settings.rateLimitWindowSeconds),
    streams: new StreamLedger(db, logger),
    mailer,
    overview: { counts: new SharedAnswers(), series: new SharedAnswers(), usage: new SharedAnswers() },
    readiness: new InFlight(),
  };
}

/** Ends the threads, timers and connections that belong to a core. Its pool stays the caller's. */
export async function closeCore(core: Core): Promise<void> {
  core.callerWatch.close();
  await core.changes.close();
  await core.streams.close();
  await core.quotas.close();
  await core.listener.close();
  await core.validator.close();
}
