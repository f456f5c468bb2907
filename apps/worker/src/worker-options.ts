import type { Core } from "@pragma/core";
import type { Retention } from "@pragma/core/maintenance";
import type { Queue } from "@pragma/jobs";
import type { Registry } from "@pragma/telemetry/metrics";
import type { ProviderFolder } from "./providers/provider-folders.ts";
import type { ProviderPlace } from "./providers/provider-place.ts";
import type { ProviderScope } from "./providers/provider-scope.ts";

export interface WorkerOptions {
  core: Core;
  databaseUrl: string;
  /** The same database without a pooler, for the queue's runner and for reconcile requests; `databaseUrl` if left out. */
  directDatabaseUrl?: string | undefined;
  /** Rejects while that is not known to be the same database: no work is taken there before. None by default. */
  checkDirectDatabase?: (() => Promise<void>) | undefined;
  /** Folder of shipped provider packages; none by default. */
  providersDirectory: string | undefined;
  /** The providers that it runs; all if left out. */
  scope?: ProviderScope | undefined;
  /** The kinds of work that it takes; all if left out. */
  queues?: readonly Queue[] | undefined;
  /** Where provider code runs, and with that what stands between it and the platform. */
  place: ProviderPlace;
  /** Whether providers see all of the system's programs; what Node needs alone if left out. */
  systemPrograms?: boolean | undefined;
  /** Folders of the machine that shipped providers may write to; none by default. */
  providerFolders?: readonly ProviderFolder[] | undefined;
  /** Addresses that providers may reach besides public ones; none by default. */
  egressAllow?: string | undefined;
  /** URL of the npm registry for build dependencies. */
  registry?: string | undefined;
  /** A PEM file of certificate authorities that the registry needs beside the system's. */
  registryCertificates?: string | undefined;
  /** Maximum concurrent builds; 1 by default. */
  buildConcurrency?: number | undefined;
  /** Looks at resources at once, and as many jobs of the queue beside them. */
  concurrency: number;
  /** Most connections that core has. */
  connections: number;
  /** Maximum concurrent events per provider and organization. */
  providerConcurrency: number;
  /** Total bytes of configs and outputs being processed, as text; 64 MiB by default. */
  valueBytes?: number | undefined;
  /** How often it asks for checks that are due; once a second if left out. */
  checkPollMs?: number | undefined;
  /** A provider's time for one event. */
  providerDeadlineMs: number;
  /** How long running handlers may continue after the worker is told to stop. */
  shutdownGraceMs: number;
  retention: Retention;
  /** How long shipped types stay that no live worker serves. */
  typesGraceMs: number;
  /** Where what it does is counted; nobody sees it if left out. */
  metrics?: Registry | undefined;
}

export interface RunningWorker {
  /** Identifies the worker in leases. */
  readonly id: string;
  /**
   * Takes no more work, finishes running events, hands back those that do not end in time, and stops.
   * @param hurry hands back at once when it aborts
   */
  stop(hurry?: AbortSignal): Promise<void>;
}
