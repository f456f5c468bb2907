import { type Database, Listener, type Standby } from "@pragma/db";
import type { Logger } from "@pragma/telemetry";
import type { Tracer } from "@pragma/telemetry/traces";
import { type BlobStore, postgresBlobStore } from "./foundation/blobs/index.ts";
import { CallerCache, CallerWatch, SessionKeys } from "./foundation/callers/index.ts";
import { ChangeProgress } from "./foundation/change-progress/change-progress.ts";
import { InFlight } from "./foundation/common/in-flight.ts";
import { RecentRequests } from "./foundation/common/recent-requests.ts";
import type { Settings } from "./foundation/common/settings.ts";
import { SharedAnswers } from "./foundation/common/shared-answers.ts";
import { WakeUp } from "./foundation/common/wake-up.ts";
import { Batches, QuotaLedger, RateLedger, StreamLedger, Turns } from "./foundation/limits/ledgers/index.ts";
import type { Mailer } from "./foundation/mail/index.ts";
import type { SchemaValidator } from "./foundation/schemas/index.ts";
import type { Keyring } from "./foundation/secrets/index.ts";
import { ChangeStream } from "./foundation/stream/index.ts";
import { TypeCatalog } from "./foundation/types/index.ts";
import { Core } from "./foundation/unit-of-work/core.ts";
import { SeenResources } from "./foundation/unit-of-work/seen-resources.ts";
import type { Services } from "./foundation/unit-of-work/services.ts";
import { BUILT_IN_TYPES } from "./resources/built-ins/index.ts";

export interface CoreOptions {
  db: Database;
  /** For the connection that listens for notifications: of the server itself, past any pooler. */
  databaseUrl: string;
  /** Rejects while that address is not known to lead to the database of `db`: nothing listens there before. None by default. */
  checkDatabaseUrl?: (() => Promise<void>) | undefined;
  /** A read replica, which the core closes. Defaults to none. */
  standby?: Standby | null;
  keyring: Keyring;
  settings: Settings;
  logger: Logger;
  /** Defaults to none. */
  tracer?: Tracer | null;
  /** Defaults to Postgres. */
  blobs?: BlobStore;
  /** The caller closes it: cores may share one. */
  validator: SchemaValidator;
  /** Defaults to none. */
  mailer?: Mailer | null;
}

/** Statements of inspections of one organization, and how many each takes: their values are in memory together. */
const INSPECTIONS_AT_ONCE = 2;
const INSPECTIONS_TOGETHER = 16;
/** Nobody waits for a single removal, and a batch keeps a processor busy for as long as a request can notice. */
const REMOVALS_REST = 3;
/** Others wait for what comes of an inspection. */
const noRest = async (): Promise<void> => {};

/** Creates the services of one process. `closeCore` ends them. */
export function createCore(options: CoreOptions): Core {
  const {
    db,
    databaseUrl,
    checkDatabaseUrl,
    standby = null,
    keyring,
    settings,
    logger,
    tracer = null,
    blobs = postgresBlobStore,
    validator,
    mailer = null,
  } = options;
  const listener = new Listener({
    url: databaseUrl,
    name: "pragma-listener",
    ...(checkDatabaseUrl && { check: checkDatabaseUrl }),
    onError: (error) => logger.warn({ err: error }, "the listener has no connection; it tries again"),
  });
  const wakeUp = new WakeUp(db);
  const services: Services = {
    standby,
    keyring,
    settings,
    logger,
    tracer,
    blobs,
    validator,
    types: new TypeCatalog(BUILT_IN_TYPES),
    seenResources: new SeenResources(),
    wakeUp,
    deletionTurns: new Turns(),
    removals: new Batches({ turns: new Turns({ atOnce: 1, restFor: REMOVALS_REST }) }),
    inspections: new Batches({
      turns: new Turns({ atOnce: INSPECTIONS_AT_ONCE, rest: noRest }),
      most: INSPECTIONS_TOGETHER,
    }),
    identified: new Batches({ turns: new Turns({ atOnce: INSPECTIONS_AT_ONCE, rest: noRest }) }),
    listener,
    changes: new ChangeStream(db, listener, logger),
    changeProgress: new ChangeProgress(db, logger, (organizationId, id) => wakeUp.changeProgressed(organizationId, id)),
    callers: new CallerCache(),
    callerWatch: new CallerWatch(db),
    sessionKeys: new SessionKeys(db, keyring),
    quotas: new QuotaLedger(db),
    rates: new RateLedger(settings.rateLimitWindowSeconds),
    streams: new StreamLedger(db, logger),
    mailer,
    facets: new SharedAnswers(),
    facetChoices: new SharedAnswers(),
    listGroups: new SharedAnswers(),
    overview: { counts: new SharedAnswers(), series: new SharedAnswers(), usage: new SharedAnswers() },
    readiness: new InFlight(),
    requests: new RecentRequests(),
  };
  return Core.over(services, db);
}

/** Ends the timers and connections of a core. The caller keeps its pool and its validator. */
export async function closeCore({ services }: Core): Promise<void> {
  services.callerWatch.close();
  await services.changeProgress.close();
  await services.changes.close();
  await services.streams.close();
  await services.quotas.close();
  await services.listener.close();
  await services.standby?.close();
}
