import {
  attemptsSetting,
  baseUrlSetting,
  databaseUrlSetting,
  parseEnvironment,
  portSetting,
  requiredSetting,
} from "@pragma/core/environment";
import type { Retention } from "@pragma/core/maintenance";
import { quotasOf, quotaVariables } from "@pragma/core/quota-settings";
import { DEFAULT_SETTINGS, type Settings } from "@pragma/core/settings";
import type { Queue } from "@pragma/jobs";
import { type KubernetesSettings, parseEgressRules, type SandboxKind } from "@pragma/runtime";
import { z } from "zod";
import { kubernetesOf } from "./kubernetes-settings.ts";
import { type ProviderFolder, parseProviderFolders } from "./providers/provider-folders.ts";
import { type ProviderScope, parseProviderScope } from "./providers/provider-scope.ts";
import { parseQueues } from "./queues.ts";
import { DEFAULT_VALUE_BYTES } from "./value-room.ts";

/** The only reader of `process.env`. */

const milliseconds = z.coerce.number().int().min(0).max(86_400_000);
const mebibytes = z.coerce.number().int().min(128).max(1_048_576);
const processors = z.coerce.number().min(0.05).max(256);
const days = z.coerce.number().int().min(0).max(36_500);

/** A transformation of a variable, whose errors are told as its faults. */
function read<Value>(parse: (text: string) => Value): (text: string, context: z.RefinementCtx) => Value {
  return (text, context) => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : String(error));
      return z.NEVER;
    }
  };
}

function egress(text: string): string {
  parseEgressRules(text);
  return text;
}

const schema = z.object({
  ...quotaVariables,
  DATABASE_URL: databaseUrlSetting,
  // Past a pooler, for what needs a session of its own.
  PRAGMA_DIRECT_DATABASE_URL: databaseUrlSetting.optional(),
  PRAGMA_ENCRYPTION_KEYS: requiredSetting,
  PRAGMA_METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  PRAGMA_WORKER_METRICS_PORT: portSetting.optional(),
  PRAGMA_METRICS_TOKEN: z.string().optional(),
  PRAGMA_PUBLIC_API_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicApiUrl),
  PRAGMA_PUBLIC_WEB_URL: baseUrlSetting.default(DEFAULT_SETTINGS.publicWebUrl),
  /** Folder whose packages are the providers shipped with the product. */
  PRAGMA_PROVIDERS_DIR: z.string().min(1).optional(),
  // The providers that this worker runs: `fs,http`; `*` is all that are shipped, `*/*` all that were pushed.
  PRAGMA_PROVIDERS: z.string().default("").transform(read(parseProviderScope)),
  /** The kinds of work that this worker takes: `resources`, `questions`, `builds`, `upkeep`. */
  PRAGMA_QUEUES: z.string().default("").transform(read(parseQueues)),
  /** The sandbox for provider code; with `auto` the strongest that works here. */
  PRAGMA_SANDBOX: z.enum(["auto", "bubblewrap", "user", "none"]).default("auto"),
  /** Where provider code runs: in the sandbox of this machine, or in Pods of Kubernetes. */
  PRAGMA_DRIVER: z.enum(["process", "kubernetes"]).default("process"),
  PRAGMA_KUBERNETES_API: z.url({ protocol: /^https$/ }).default("https://kubernetes.default.svc"),
  PRAGMA_KUBERNETES_TOKEN_PATH: z.string().min(1).default("/var/run/secrets/kubernetes.io/serviceaccount/token"),
  PRAGMA_KUBERNETES_CA_PATH: z.string().min(1).default("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"),
  PRAGMA_KUBERNETES_NAMESPACE: z.string().min(1).default("pragma-workers"),
  /** The worker's own Pod, which owns those that it makes. */
  PRAGMA_KUBERNETES_POD: z.string().min(1).optional(),
  /** The image of Pods; by default that of the worker's own. */
  PRAGMA_KUBERNETES_IMAGE: z.string().min(1).optional(),
  PRAGMA_KUBERNETES_RUNTIME_CLASS: z.string().min(1).optional(),
  PRAGMA_KUBERNETES_DNS_POLICY: z.enum(["ClusterFirst", "Default"]).default("ClusterFirst"),
  PRAGMA_KUBERNETES_MEMORY_MB: mebibytes.default(1536),
  PRAGMA_KUBERNETES_MEMORY_REQUEST_MB: mebibytes.default(256),
  PRAGMA_KUBERNETES_CPUS: processors.default(2),
  PRAGMA_KUBERNETES_CPU_REQUEST: processors.default(0.1),
  PRAGMA_KUBERNETES_BUILD_MEMORY_MB: mebibytes.default(4096),
  /** How long a Pod may take until its container runs. */
  PRAGMA_KUBERNETES_START_SECONDS: z.coerce.number().int().min(5).max(3600).default(120),
  /** The part of the system that providers see: what Node needs, or all of its programs. */
  PRAGMA_PROVIDER_PROGRAMS: z.enum(["node", "system"]).default("node"),
  /** Folders that shipped providers may write into: `fs=/srv/files`, with `organization-id/` or an asterisk before it. */
  PRAGMA_PROVIDER_FOLDERS: z.string().default("").transform(read(parseProviderFolders)),
  /**
   * Addresses that providers may reach besides public ones: `10.0.0.0/8`, `db.internal`, `127.0.0.1:5432`, with the
   * prefix `provider=` or `organization-id/provider=` to restrict it to one.
   */
  PRAGMA_EGRESS_ALLOW: z.string().default("").transform(read(egress)),
  /** The npm registry for build dependencies; without it no provider can be built. */
  PRAGMA_NPM_REGISTRY: z.url({ protocol: /^https?$/ }).optional(),
  /** A PEM file of certificate authorities that the registry needs beside the system's. */
  PRAGMA_NPM_CERTIFICATES: z.string().min(1).optional(),
  /** Maximum concurrent builds. */
  PRAGMA_BUILD_CONCURRENCY: z.coerce.number().int().min(1).max(32).default(1),
  /** How much the worker and all that it starts give way to other programs on the same processors. */
  PRAGMA_WORKER_NICE: z.coerce.number().int().min(0).max(19).default(5),
  PRAGMA_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(64),
  PRAGMA_WORKER_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(20),
  PRAGMA_MAX_ATTEMPTS: attemptsSetting.default(DEFAULT_SETTINGS.maxAttempts),
  PRAGMA_RETRY_BASE_DELAY_MS: milliseconds.default(DEFAULT_SETTINGS.retryBaseDelayMs),
  PRAGMA_RETRY_MAX_DELAY_MS: milliseconds.default(DEFAULT_SETTINGS.retryMaxDelayMs),
  /** A provider's time for one event. */
  PRAGMA_PROVIDER_DEADLINE_MS: milliseconds.min(1).default(300_000),
  /** Maximum concurrent events per provider and organization. */
  PRAGMA_PROVIDER_CONCURRENCY: z.coerce.number().int().min(1).max(1000).default(32),
  /** Total bytes of configs and outputs being processed, as text. In memory they take several times as much. */
  PRAGMA_WORKER_VALUE_BYTES: z.coerce
    .number()
    .int()
    .min(1024 * 1024)
    .default(DEFAULT_VALUE_BYTES),
  /** How long an unresponsive worker keeps its events. */
  PRAGMA_LEASE_SECONDS: z.coerce.number().int().min(2).max(20).default(DEFAULT_SETTINGS.leaseSeconds),
  /** Days that history and settled events are kept; 0 keeps them forever. */
  PRAGMA_HISTORY_DAYS: days.default(90),
  PRAGMA_AUDIT_DAYS: days.default(365),
  /** How long shipped types stay that no live worker serves. */
  PRAGMA_TYPES_GRACE_MS: milliseconds.default(600_000),
  /** How long running handlers may continue after the worker is told to stop. */
  PRAGMA_SHUTDOWN_GRACE_MS: milliseconds.default(10_000),
});

export interface Env {
  databaseUrl: string;
  directDatabaseUrl: string;
  encryptionKeys: string;
  /** Where metrics are served; nowhere if undefined. */
  metrics: { host: string; port: number; token: string | undefined } | undefined;
  settings: Settings;
  providersDirectory: string | undefined;
  scope: ProviderScope;
  queues: readonly Queue[];
  sandbox: SandboxKind | "auto";
  /** How providers run as Pods; null if they run on this machine. */
  kubernetes: KubernetesSettings | null;
  systemPrograms: boolean;
  providerFolders: ProviderFolder[];
  egressAllow: string;
  registry: string | undefined;
  registryCertificates: string | undefined;
  nice: number;
  buildConcurrency: number;
  concurrency: number;
  connections: number;
  providerConcurrency: number;
  valueBytes: number;
  providerDeadlineMs: number;
  shutdownGraceMs: number;
  retention: Retention;
  typesGraceMs: number;
}

/**
 * The environment, checked.
 * @throws Error with one line per problem, for the operator to read
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const env = parseEnvironment(schema, source);
  return {
    databaseUrl: env.DATABASE_URL,
    directDatabaseUrl: env.PRAGMA_DIRECT_DATABASE_URL ?? env.DATABASE_URL,
    encryptionKeys: env.PRAGMA_ENCRYPTION_KEYS,
    metrics:
      env.PRAGMA_WORKER_METRICS_PORT === undefined
        ? undefined
        : {
            host: env.PRAGMA_METRICS_HOST,
            port: env.PRAGMA_WORKER_METRICS_PORT,
            token: env.PRAGMA_METRICS_TOKEN || undefined,
          },
    settings: {
      ...DEFAULT_SETTINGS,
      quotas: quotasOf(env),
      publicApiUrl: env.PRAGMA_PUBLIC_API_URL,
      publicWebUrl: env.PRAGMA_PUBLIC_WEB_URL,
      maxAttempts: env.PRAGMA_MAX_ATTEMPTS,
      retryBaseDelayMs: env.PRAGMA_RETRY_BASE_DELAY_MS,
      retryMaxDelayMs: env.PRAGMA_RETRY_MAX_DELAY_MS,
      leaseSeconds: env.PRAGMA_LEASE_SECONDS,
    },
    providersDirectory: env.PRAGMA_PROVIDERS_DIR,
    scope: env.PRAGMA_PROVIDERS,
    queues: env.PRAGMA_QUEUES,
    sandbox: env.PRAGMA_SANDBOX,
    kubernetes: kubernetesOf(env),
    systemPrograms: env.PRAGMA_PROVIDER_PROGRAMS === "system",
    providerFolders: env.PRAGMA_PROVIDER_FOLDERS,
    egressAllow: env.PRAGMA_EGRESS_ALLOW,
    registry: env.PRAGMA_NPM_REGISTRY,
    registryCertificates: env.PRAGMA_NPM_CERTIFICATES,
    nice: env.PRAGMA_WORKER_NICE,
    buildConcurrency: env.PRAGMA_BUILD_CONCURRENCY,
    concurrency: env.PRAGMA_WORKER_CONCURRENCY,
    connections: env.PRAGMA_WORKER_CONNECTIONS,
    providerConcurrency: env.PRAGMA_PROVIDER_CONCURRENCY,
    valueBytes: env.PRAGMA_WORKER_VALUE_BYTES,
    providerDeadlineMs: env.PRAGMA_PROVIDER_DEADLINE_MS,
    shutdownGraceMs: env.PRAGMA_SHUTDOWN_GRACE_MS,
    retention: { historyDays: env.PRAGMA_HISTORY_DAYS, auditDays: env.PRAGMA_AUDIT_DAYS },
    typesGraceMs: env.PRAGMA_TYPES_GRACE_MS,
  };
}
