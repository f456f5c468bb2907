import type { Quota, Readiness, ResourceFacets } from "@pragma/contract";
import type { Listener, Standby } from "@pragma/db";
import type {
  Fate,
  IdentifiedRow,
  Inspection,
  ListGroupRow,
  LoadedDependency,
  ManyRemoval,
  SeriesRow,
  StateCount,
  Thing,
} from "@pragma/db/queries";
import type { Logger } from "@pragma/telemetry";
import type { Tracer } from "@pragma/telemetry/traces";
import type { BlobStore } from "../blobs/index.ts";
import type { CallerCache, CallerWatch, SessionKeys } from "../callers/index.ts";
import type { ChangeProgress } from "../change-progress/change-progress.ts";
import type { InFlight } from "../common/in-flight.ts";
import type { RecentRequests } from "../common/recent-requests.ts";
import type { Settings } from "../common/settings.ts";
import type { SharedAnswers } from "../common/shared-answers.ts";
import type { WakeUp } from "../common/wake-up.ts";
import type { Batches, QuotaLedger, RateLedger, StreamLedger, Turns } from "../limits/ledgers/index.ts";
import type { Mailer } from "../mail/index.ts";
import type { SchemaValidator } from "../schemas/index.ts";
import type { Keyring } from "../secrets/index.ts";
import type { ChangeStream } from "../stream/index.ts";
import type { TypeCatalog } from "../types/index.ts";
import type { SeenResources } from "./seen-resources.ts";

/**
 * The singletons of a process: caches, ledgers, threads and settings, none of them bound to a transaction. `createCore` creates
 * them, but for what it is given, and `closeCore` ends them.
 */
export interface Services {
  readonly keyring: Keyring;
  /** The read replica, used by `Core.reading`; null where none is configured. */
  readonly standby: Standby | null;
  readonly validator: SchemaValidator;
  readonly types: TypeCatalog;
  readonly seenResources: SeenResources;
  readonly wakeUp: WakeUp;
  readonly deletionTurns: Turns;
  /** Resources whose deletion needs nothing more are removed together. */
  readonly removals: Batches<ManyRemoval, Fate>;
  /** Resources that are due at the same time are looked at together, by key. */
  readonly inspections: Batches<string, Inspection<LoadedDependency>>;
  /** Resources of what events are to take over are looked for together. */
  readonly identified: Batches<Thing, IdentifiedRow[]>;
  readonly listener: Listener;
  readonly changes: ChangeStream;
  readonly changeProgress: ChangeProgress;
  readonly callers: CallerCache;
  readonly callerWatch: CallerWatch;
  readonly sessionKeys: SessionKeys;
  readonly blobs: BlobStore;
  readonly quotas: QuotaLedger;
  readonly rates: RateLedger;
  readonly streams: StreamLedger;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  readonly facets: SharedAnswers<ResourceFacets>;
  readonly facetChoices: SharedAnswers<ResourceFacets>;
  readonly listGroups: SharedAnswers<ListGroupRow[]>;
  readonly overview: {
    readonly counts: SharedAnswers<StateCount[]>;
    readonly series: SharedAnswers<SeriesRow[]>;
    readonly usage: SharedAnswers<Readonly<Record<Quota, number>>>;
  };
  readonly readiness: InFlight<Readiness>;
  /** Told how each request ended, by whoever answers it. */
  readonly requests: RecentRequests;
  readonly settings: Settings;
  readonly logger: Logger;
  /** Null where the process does not trace. */
  readonly tracer: Tracer | null;
}
