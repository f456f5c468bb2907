import type { Quota, Readiness } from "@pragma/contract";
import type { Database, Listener } from "@pragma/db";
import type { SeriesRow, StateCount } from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import type { CallerCache, CallerWatch, SessionKeys } from "./access/index.ts";
import type { BlobStore } from "./files/index.ts";
import type { InFlight } from "./in-flight.ts";
import type { QuotaLedger, RateLedger, StreamLedger } from "./limits/index.ts";
import type { Mailer } from "./mail/index.ts";
import type { SharedAnswers } from "./overview/shared-answers.ts";
import type { DeletionTurns } from "./reconcile/deletion-turns.ts";
import type { SeenResources } from "./resources/seen-resources.ts";
import type { SchemaValidator } from "./schemas/index.ts";
import type { Keyring } from "./secrets/index.ts";
import type { Settings } from "./settings.ts";
import type { ChangeStream } from "./stream/index.ts";
import type { TypeCatalog } from "./types/index.ts";
import type { WakeUp } from "./wake-up.ts";

/** What every use-case is given. `db` may be bound to the caller's transaction. */
export interface Core {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly validator: SchemaValidator;
  readonly types: TypeCatalog;
  readonly seenResources: SeenResources;
  readonly wakeUp: WakeUp;
  readonly deletionTurns: DeletionTurns;
  readonly listener: Listener;
  readonly changes: ChangeStream;
  readonly callers: CallerCache;
  readonly callerWatch: CallerWatch;
  readonly sessionKeys: SessionKeys;
  readonly blobs: BlobStore;
  readonly quotas: QuotaLedger;
  readonly rates: RateLedger;
  readonly streams: StreamLedger;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly overview: {
    readonly counts: SharedAnswers<StateCount[]>;
    readonly series: SharedAnswers<SeriesRow[]>;
    readonly usage: SharedAnswers<Readonly<Record<Quota, number>>>;
  };
  readonly readiness: InFlight<Readiness>;
  readonly settings: Settings;
  readonly logger: Logger;
}
