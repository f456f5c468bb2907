import { read } from "../root.ts";

/** Settings, ports and paths of a program, by its own source. */
export interface Program {
  /** Variables that it reads. */
  variables: ReadonlySet<string>;
  /** Those without which it does not start. */
  required: readonly string[];
  /** The setting of each of its ports, by the name that manifests give the port. */
  ports: Readonly<Record<string, string>>;
  /** Where its paths are written. */
  paths: string;
  drains: boolean;
}

/** Variables of every program: read by Node, its libraries and the logger. */
const COMMON = ["NODE_ENV", "LOG_LEVEL"];

function program(file: string, ports: Program["ports"], paths: string): Program {
  const names = namesIn(file);
  const quotas = namesIn("packages/core/src/foundation/common/quota-settings.ts");
  const required = [...read(file).matchAll(/^ {2}([A-Z_]+): (?:required|databaseUrl)Setting(?!\.optional)/gm)].map(
    ([, name = ""]) => name,
  );
  const variables = new Set([...COMMON, ...names, ...quotas]);
  return { variables, required, ports, paths: read(paths), drains: variables.has("PRAGMA_DRAIN_SECONDS") };
}

function namesIn(file: string): string[] {
  return [...read(file).matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name = ""]) => name);
}

export const PROGRAMS: Readonly<Record<string, Program>> = {
  "pragma-api": program(
    "apps/api/src/env.ts",
    { http: "PRAGMA_API_PORT", metrics: "PRAGMA_API_METRICS_PORT" },
    "docs/openapi.json",
  ),
  "pragma-web": program("apps/web/src/server/env.ts", { http: "PRAGMA_WEB_PORT" }, "apps/web/src/server/health.ts"),
  "pragma-worker": program(
    "apps/worker/src/env.ts",
    { metrics: "PRAGMA_WORKER_METRICS_PORT" },
    "packages/telemetry/src/metrics/serve-metrics.ts",
  ),
  "pragma-migrate": {
    variables: new Set([...COMMON, "DATABASE_URL", "PRAGMA_DIRECT_DATABASE_URL"]),
    required: ["DATABASE_URL"],
    ports: {},
    paths: "",
    drains: false,
  },
};
